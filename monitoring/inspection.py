"""The set of papers for an inspection (flows.md, idea 20): one ZIP of a cycle with an inventory that names what is missing.

Frozen PDFs are taken as they are stored. Consents go as a register; their scans only if asked for. The set may also be
made without personal data (:mod:`.unnamed`).
"""

import io
import zipfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from mentorship.common.exports import xlsx_bytes
from mentorship.common.russian import clean_text, cut, date_digits
from mentorship.common.workflow import WorkflowError
from mentorship.cycle import evidence
from mentorship.cycle.models import Cycle, EvidenceFile
from mentorship.cycle.results import title as result_title
from mentorship.documents import blocks, files, journal, kinds, screens
from mentorship.documents.layout import PLAIN
from mentorship.documents.models import Acquaintance, Paper, Series, with_paper
from mentorship.documents.works import Result
from mentorship.institution.models import Institution
from mentorship.people import samples
from mentorship.people.gates import missing_consents
from mentorship.people.models import Consent, Person
from pairs.models import Agreement, BondMember
from programs.models import PersonalProgramme

from . import permissions
from .papers.choices import bonds_of
from .unnamed import TOLD, without_names

ZIP = "application/zip"
REQUIRED = ("order_implement", "order_regulation", "order_curator", "roadmap", "order_pairs", "final_report")
PAPERS, ROADMAP, CONSENTS = "1. Приказы и документы", "2. Подтверждения дорожной карты", "3. Согласия"
ACQUAINTANCE, PROGRAMMES = "4. Ознакомление", "5. Программы наставничества"
JOURNAL, MISSING = "6. Журнал регистрации", "Чего не хватает"
COLUMNS = [
    {"title": "№", "width": 6, "align": "center"},
    {"title": "Раздел", "width": 19},
    {"title": "Документ", "width": 33},
    {"title": "Файл", "width": 24},
    {"title": "Отметка", "width": 18},
]
LONGEST_NAME, LAST_WORDS = (
    100,
    45,
)  # signs of a name in the archive; of them for «№ 14-од от 23.11.2026 скан с подписью»
ENDINGS = {files.PDF: ".pdf", files.JPEG: ".jpg", files.PNG: ".png"}


@dataclass(frozen=True)
class Item:
    """A line of the inventory and its file, if there is one; ``paper`` is set for the PDF of a paper.

    The file is what ``content()`` gives, or a sheet of ``rows`` under ``columns``; ``url`` is where what is missing is mended.
    """

    section: str
    title: str
    content: Callable | None = None
    ending: str = ""
    note: str = ""
    paper: Paper | None = None
    columns: tuple = ()
    rows: list | None = None
    url: str = ""

    @property
    def has_file(self):
        return self.content is not None or self.rows is not None

    def read(self):
        if self.rows is None:
            return self.content()
        return xlsx_bytes(cut(self.title, 30), self.columns, self.rows)


def collect(params, progress, by):
    """The job: the ZIP of a cycle.

    Raises:
        WorkflowError: the cycle is gone.
    """
    cycle = Cycle.objects.filter(pk=params["cycle"]).first()
    if cycle is None:
        raise WorkflowError("Этого цикла больше нет: выберите другой.")
    items = inventory(cycle, by, with_consents=bool(params.get("with_consents")))
    unnamed = bool(params.get("without_names"))
    if unnamed:
        items = without_names(items, cycle)
    target, told = io.BytesIO(), []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for done, item in enumerate(items, 1):
            name = _name(item, done) if item.has_file else ""
            if name:
                archive.writestr(name, item.read())
            told.append([f"{done}.", item.section, item.title, name or "–", item.note or ("есть" if name else "нет")])
            progress(done, len(items) + 1)
        archive.writestr("Опись.xlsx", xlsx_bytes("Опись", [column["title"] for column in COLUMNS], told))
        archive.writestr("Опись.pdf", _printed(cycle, told, TOLD if unnamed else ""))
        progress(len(items) + 1, len(items) + 1)
    name = clean_text(cycle.title).replace("/", "-")
    what = "Комплект без персональных данных" if unnamed else "Комплект для проверки"
    return Result(target.getvalue(), f"{what} {name}.zip", ZIP)


def _name(item, number):
    """A name in the archive that every system takes, unique by its number; a long title keeps its number and day."""
    words = "".join(sign if sign.isalnum() or sign in " .-№«»" else " " for sign in item.title.replace("/", "-"))
    words = " ".join(words.replace("..", " ").split())
    if len(words) > LONGEST_NAME:
        words = f"{cut(words, LONGEST_NAME - LAST_WORDS).rstrip(' .…')}… {words[-LAST_WORDS:].partition(' ')[2]}"
    return f"{item.section}/{number:03d} {words.rstrip(' .')}{item.ending}"


def _printed(cycle, rows, about):
    from mentorship.documents.pdf import render  # slow import

    paper = _list(Institution.load(), cycle.title, rows, about, timezone.localdate())
    return render(paper, PLAIN, title=f"Опись: {cycle.title}")


def _list(institution, cycle, rows, about, on):
    return [
        blocks.doc_title("ОПИСЬ ДОКУМЕНТОВ О НАСТАВНИЧЕСТВЕ"),
        blocks.paragraph(f"{institution.short_name}, {cycle}", indent=False, align="center"),
        blocks.paragraph(f"Составлена порталом {date_digits(on)}.", indent=False, align="center"),
        *([blocks.paragraph(about)] if about else []),
        blocks.table(COLUMNS, [[str(cell) for cell in row] for row in rows]),
    ]


SAMPLE = [
    ["1.", PAPERS, "Приказ от 01.09.2026 № 45-од", f"{PAPERS}/001 Приказ от 01.09.2026 № 45-од.pdf", "есть"],
    ["2.", CONSENTS, "Реестр согласий", f"{CONSENTS}/002 Реестр согласий.xlsx", "есть"],
    ["3.", MISSING, "Приказ от 01.09.2026 № 45-од: скан с подписью", "–", "не приложен"],
]
DESCRIPTION = kinds.Description(
    code="inspection_list",
    title="Опись комплекта для проверки",
    about="Что есть и чего не хватает в архиве документов цикла. Портал кладёт её в «Комплект для проверки», ещё в Excel.",
    ground="практика: опись прикладывают к документам, которые передают проверяющим",
    start=lambda user: reverse("monitoring:inspection") if permissions.can_collect(user) else "",
    sample=lambda: _list(samples.institution(), samples.YEAR, SAMPLE, "", samples.DAY),
    words_stay="Своих слов у описи нет: портал перечисляет то, что лежит в архиве.",
)


def inventory(cycle, by, *, with_consents=False):
    """All lines of the inventory in their order; reads the records, not the files."""
    papers = list(_papers(cycle, by))
    people, agreements = _people(cycle), _outside_agreements(cycle)
    return [
        *(item for paper in papers for item in _of_paper(paper)),
        *(Item(PAPERS, title, one.scan.read, _ending(one.scan)) for title, one in agreements if one.scan),
        *_evidence(cycle),
        *_consents(people, with_consents),
        _acquaintance(papers),
        *_programmes(cycle),
        *_journals(cycle, by),
        *missing(cycle, papers, people, agreements),
    ]


# --- Sections -----------------------------------------------------------------------------------------------------


def _papers(cycle, by):
    """Issued papers about the cycle or of its period, by day and number; letters about single people apart."""
    found = Paper.objects.visible_to(by).issued()
    about = Paper.objects.about(cycle).values("pk")
    found = found.filter(Q(pk__in=about) | Q(issued_on__range=(cycle.starts_on, cycle.ends_on)))
    found = found.exclude(series__in=[Series.LETTERS, Series.CONSENTS]).select_related("pdf", "scan")
    return found.without_text().order_by("issued_on", "series", "sequence", "pk")


def paper_keys(cycle, by):
    """Keys of the papers of the set, for one PDF of them all."""
    return list(_papers(cycle, by).values_list("pk", flat=True))


def _of_paper(paper):
    yield Item(
        PAPERS,
        str(paper),
        paper.pdf.read if paper.pdf else None,
        ".pdf",
        "" if paper.pdf else "PDF ещё готовится",
        paper,
    )
    if paper.scan:
        yield Item(PAPERS, f"{paper}, скан с подписью", paper.scan.read, _ending(paper.scan))


def _outside_agreements(cycle):
    """(title, agreement) of those that mentors signed on paper: the portal has at most their scans."""
    found = Agreement.objects.filter(bond__in=bonds_of(cycle).values("pk"), paper=None).select_related("scan")
    found = found.prefetch_related("bond__members__participation__person")
    return [(f"{one}, {one.bond.mentors[0].short_name} (подписано вне портала)", one) for one in found]


def _ending(stored):
    return ENDINGS.get(stored.content_type, "")


def _evidence(cycle):
    found = EvidenceFile.objects.filter(activity__stage__cycle=cycle).select_related("file", "activity")
    for one in found.order_by("activity__stage__order", "activity__order", "pk"):
        if one.file_id:
            yield Item(ROADMAP, f"{one.title}: {cut(str(one.activity), 120)}", one.file.read, _ending(one.file))


def _people(cycle):
    """People of the cycle's pairs that were at work, with their consents."""
    members = BondMember.objects.filter(bond__in=bonds_of(cycle).values("pk"))
    found = Person.objects.filter(pk__in=members.values("participation__person"))
    return list(found.prefetch_related("consents").order_by("sort_key", "pk"))


def _consents(people, with_scans):
    consents = Consent.objects.filter(person__in=people).select_related("person", "scan").without_text()
    consents = list(consents.order_by("person__sort_key", "kind", "signed_on"))
    columns = ["Номер", "Кто", "Вид согласия", "Подписано", "Действует до", "Отозвано", "Скан"]
    rows = [
        [
            one.number,
            one.person.full_name,
            one.get_kind_display(),
            one.signed_on,
            one.valid_until,
            one.withdrawn_on,
            "есть" if one.scan_id else "нет",
        ]
        for one in consents
    ]
    yield Item(CONSENTS, "Реестр согласий", lambda: xlsx_bytes("Реестр согласий", columns, rows), ".xlsx")
    if with_scans:
        for one in consents:
            if one.scan:
                yield Item(CONSENTS, f"Согласие № {one.number}", one.scan.read, _ending(one.scan))


def _acquaintance(papers):
    found = with_paper(Acquaintance.objects.filter(paper__in=[paper.pk for paper in papers]))
    rows = [
        [
            one.paper.number,
            one.paper.issued_on,
            one.paper.title,
            one.name,
            one.post,
            timezone.localdate(one.tapped_at) if one.tapped_at else None,
            one.signed_on,
        ]
        for one in found.order_by("paper__issued_on", "paper", "pk")
    ]
    columns = ["Номер", "Дата", "Документ", "Кто", "Должность", "Ознакомлен в портале", "Подпись на листе"]
    return _sheet(ACQUAINTANCE, "Листы ознакомления", columns, rows)


def _programmes(cycle):
    found = PersonalProgramme.objects.filter(bond__in=bonds_of(cycle).values("pk")).with_people()
    found = list(found.select_related("scan").order_by("bond__starts_on", "pk"))
    columns = ["Пара", "Цель", "Начало", "Окончание", "Состояние", "Утверждена"]
    rows = [[one.bond.title, one.goal, one.starts_on, one.ends_on, one.state_word, one.approved_on] for one in found]
    yield _sheet(PROGRAMMES, "Программы пар и групп", columns, rows)
    for one in found:
        if one.scan:
            yield Item(PROGRAMMES, f"Программа {one.bond.title}", one.scan.read, _ending(one.scan))


def _journals(cycle, by):
    years = range(cycle.starts_on.year, cycle.ends_on.year + 1)
    for series in (Series.ORDERS, Series.PERSONNEL):
        for year in years:
            rows = [journal.cells(line) for line in screens.lines(journal.rows_of(by, year, series))]
            if rows:
                title = f"Журнал за {year} год, {Series(series).label}"
                yield _sheet(JOURNAL, title, journal.HEADINGS, rows)


def _sheet(section, title, columns, rows):
    return Item(section, title, ending=".xlsx", columns=columns, rows=rows)


# --- What is missing ----------------------------------------------------------------------------------------------


def missing(cycle, papers, people, agreements):
    """Lines for what an inspector will ask and the portal does not have."""
    proven = evidence.proofs(cycle)
    for code in REQUIRED:
        if not proven.get(code):
            yield Item(MISSING, result_title(code), note="нет в портале", url=cycle.get_absolute_url())
    for paper in papers:
        if not paper.scan_id:
            yield Item(MISSING, f"{paper}: скан с подписью", note="не приложен", url=paper.get_absolute_url())
    for title, one in agreements:
        if not one.scan:
            yield Item(MISSING, f"{title}: скан", note="не приложен", url=one.get_absolute_url())
    yield from _without_consents(cycle, people)
    approved = PersonalProgramme.objects.filter(state=PersonalProgramme.State.APPROVED).values("bond")
    for bond in bonds_of(cycle).exclude(pk__in=approved):
        yield Item(MISSING, f"Программа {bond.title}", note="не утверждена", url=bond.get_absolute_url())


def _without_consents(cycle, people):
    needed = defaultdict(set)
    members = BondMember.objects.filter(bond__in=bonds_of(cycle).values("pk")).select_related("participation")
    for member in members:
        needed[member.participation.person_id].update(member.participation.needed_consents)
    for person in people:
        for kind in Consent.Kind:
            if kind in needed[person.pk] and missing_consents(person, [kind]):
                title, url = f"Согласие {kind.label}: {person.short_name}", person.get_absolute_url()
                yield Item(MISSING, title, note="не действует", url=url)
