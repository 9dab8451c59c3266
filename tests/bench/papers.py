"""Speed of papers: ``python -m tests.bench.run papers`` prints JSON."""

import io
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from pypdf import PdfReader

from mentorship.documents import docx_writer, kinds, pdf, stored_packs
from mentorship.people import papers as consent_papers
from mentorship.people import workflow as people
from mentorship.people.models import Consent, Person
from pairs import workflow as pairs
from pairs.models import Bond
from tests.bench import sizes
from tests.bench.clock import timed

CONSENTS = 200
ISSUED = 200


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
    return pages(content) / seconds, _libreoffice(papers), pages(content)


def _libreoffice(papers):
    office = shutil.which("soffice")
    if not office:
        return None
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for n, (blocks, layout, title) in enumerate(papers):
            names.append(Path(folder) / f"{n}.docx")
            names[-1].write_bytes(docx_writer.render(blocks, layout, title=title))
        command = [office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
        command += ["--outdir", folder, *map(str, names)]
        seconds, _ = timed(lambda: subprocess.run(command, check=True, capture_output=True))
        made = sum(pages(path.read_bytes()) for path in Path(folder).glob("*.pdf"))
    return made / seconds


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
    ours, office, made = pack_of_consents(curator)
    merged = pack_of_issued()
    return {"order": order, "ours": ours, "office": office, "pages": made, "merged": merged}
