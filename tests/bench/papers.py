"""Speed of papers: ``python -m tests.bench.run papers`` prints JSON."""

import io
import shutil
import statistics
import subprocess
import tempfile
import time
import uuid
from pathlib import Path

import pypdfium2
from django.db.models import Max
from django.utils.timezone import localdate
from pypdf import PdfReader

from mentorship.accounts.models import Role, User
from mentorship.documents import docx_writer, files, kinds, pdf, scan_reader, stored_packs
from mentorship.documents import workflow as documents
from mentorship.documents.models import Counter, Paper
from mentorship.people import papers as consent_papers
from mentorship.people import workflow as people
from mentorship.people.models import Consent, Person
from pairs import workflow as pairs
from pairs.models import Bond
from tests.bench import sizes
from tests.bench.clock import timed
from tests.factories import UserFactory

CONSENTS = 200
ISSUED = 200
SCANNED = 40
SIGNED = 20


def one_order(curator):
    """Median seconds of five renderings of an order on six pairs, and its pages."""
    bonds = list(Bond.objects.all())
    Bond.objects.update(state=Bond.State.PROPOSED)
    paper = pairs.draft_order(bonds[0].cycle, bonds, curator, {})
    layout = kinds.get(paper.kind).layout
    runs = [timed(lambda: pdf.render(paper.blocks, layout, title=paper.title)) for _ in range(6)][1:]
    return statistics.median(seconds for seconds, _ in runs), pages(runs[0][1])


def pages(content):
    """How many pages a PDF has."""
    return len(PdfReader(io.BytesIO(content)).pages)


def pack_of_consents(curator):
    """Pages a second of a pack of consents here, and of LibreOffice making the same pages from DOCX."""
    persons = list(Person.objects.order_by("pk")[:CONSENTS])
    printed = people.print_consents(persons, [Consent.Kind.PROCESSING], by=curator)
    papers = [consent_papers.paper_of(consent) for consent in printed]
    sheets = [(*paper, consent_papers.code_of(one)) for paper, one in zip(papers, printed, strict=True)]  # as people do
    seconds, content = timed(lambda: pdf.render_pack(sheets))
    made = pages(content)
    return made / seconds, _libreoffice(sheets, made), made, content


def _libreoffice(sheets, expected):
    """Pages a second of LibreOffice for the same sheets; writing the DOCX is not counted."""
    office = shutil.which("soffice")
    if not office:
        return None
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for n, (blocks, layout, title, code) in enumerate(sheets):
            names.append(Path(folder) / f"{n}.docx")
            names[-1].write_bytes(docx_writer.render(blocks, layout, title=title, code=code))
        command = [office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
        command += ["--outdir", folder, *map(str, names)]
        seconds, _ = timed(lambda: subprocess.run(command, check=True, capture_output=True))
        made = sum(pages(path.read_bytes()) for path in Path(folder).glob("*.pdf"))
    assert made == expected, "the rates are of the same pages"
    return made / seconds


def pack_of_kinds():
    """Pages a second of a pack in which every paper is of another kind, and its pages: no line is like the last one."""
    sheets = [(kind.sample(), kind.layout, kind.title) for kind in kinds.all_kinds() if kind.sample]
    seconds, content = timed(lambda: pdf.render_pack(sheets))
    return pages(content) / seconds, pages(content)


def stack_of_scans(content):
    """Sheets a second read from the scans of these pages, and how many of the sheets told their code."""
    with pypdfium2.PdfDocument(content) as file:
        first = [file[n].render(scale=200 / 72, grayscale=True).to_pil() for n in range(min(SCANNED, len(file)))]
    stack = io.BytesIO()
    first[0].save(stack, "PDF", save_all=True, append_images=first[1:], resolution=200)
    seconds, runs = timed(lambda: list(scan_reader.read(stack.getvalue(), files.PDF)))
    return len(first) / seconds, sum(1 for run in runs if run.code), len(first)


def signing(curator):
    """Median seconds of signing an order in the database: number, frozen text, history, readers, queue of the PDF."""
    head = User.objects.holding(Role.DIRECTOR).first() or UserFactory(roles=[Role.DIRECTOR])
    kind = kinds.get("order_curator")
    form = kind.form({"curator": Person.objects.first().pk, "since": "2026-09-01"}, user=curator)
    form.is_valid()
    last = Paper.objects.aggregate(last=Max("sequence"))["last"] or 0  # papers made in bulk have counted nothing
    Counter.objects.update_or_create(series=kind.series, year=localdate().year, defaults={"value": last})
    runs = []
    for _ in range(SIGNED):
        paper = documents.send(documents.begin(kind, form, by=curator), by=curator)
        runs.append(timed(lambda paper=paper: documents.issue(paper, by=head, key=uuid.uuid4()))[0])
    return statistics.median(runs)


def pack_of_issued():
    """CPU seconds to merge :data:`ISSUED` stored PDFs of an order into one, and the pages of the pack."""
    kind = kinds.get("order_curator")
    stored = pdf.render(kind.sample(), kind.layout, title=kind.title)
    began = time.process_time()
    content = stored_packs.merged([stored] * ISSUED)
    return time.process_time() - began, pages(content)


def measure():
    """An order, a pack of consents and a pack of issued papers; see the functions above for the units."""
    curator = sizes.fill(sizes.Size("для бумаг", 300, 6, 1, 100))["curator"]
    order = one_order(curator)
    ours, office, made, content = pack_of_consents(curator)
    found = {"order": order, "ours": ours, "office": office, "pages": made, "merged": pack_of_issued()}
    return found | {"kinds": pack_of_kinds(), "scans": stack_of_scans(content), "signing": signing(curator)}
