"""The journal of issued papers for a year, and what of it is due: unreturned sheets, terms of storage that are over."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from mentorship.accounts.models import User
from mentorship.common.russian import date_digits

from . import blocks, kinds, permissions, samples, screens
from .models import Paper, PaperSettings, Series

HEADINGS = [
    "Номер",
    "Дата",
    "Заголовок",
    "Вид",
    "Подписал",
    "Подготовил",
    "Номер по журналу",
    "Отметки",
    "Дело",
    "Срок хранения",
    "Статья",
    "Место хранения",
]
PRINTED = [
    {"title": "Номер", "width": 9},
    {"title": "Дата", "width": 9, "align": "center"},
    {"title": "Заголовок", "width": 34},
    {"title": "Подписал", "width": 15},
    {"title": "Подготовил", "width": 15},
    {"title": "Отметки", "width": 18},
]


def years(user):
    """Years that have numbered papers, the latest first, this year among them."""
    known = Paper.objects.visible_to(user).issued().filter(year__isnull=False).values_list("year", flat=True)
    return sorted({*known.distinct().order_by(), timezone.localdate().year}, reverse=True)


def rows_of(user, year, series, query=""):
    """Numbered papers of a year and row in the order of their numbers, each knowing what changed it."""
    papers = Paper.objects.visible_to(user).issued().filter(year=year, series=series).search(query)
    people = ("signed_by", "prepared_by")
    ordered = papers.order_by("sequence", "suffix", "repeat")
    return ordered.select_related(*people).prefetch_related(screens.CHANGES).without_text()


def marks(line):
    """Marks of one line: «изменён: № 12-од от 01.02.2027»."""
    return [f"{word}: № {other.number} от {date_digits(other.issued_on)}" for word, other in line.standing]


def cells(line):
    """One line of the workbook, by ``HEADINGS``."""
    paper = line.paper
    return [
        paper.number,
        paper.issued_on,
        paper.title,
        line.kind,
        paper.signed_by and paper.signed_by.full_name,
        paper.prepared_by and paper.prepared_by.full_name,
        paper.journal_number,
        "; ".join(marks(line)),
        paper.case_index,
        paper.storage_term,
        paper.storage_article,
        paper.storage_place,
    ]


def as_blocks(institution, year, series, lines):
    """The journal as a paper to print: landscape, a row a paper."""
    rows = [
        [
            line.paper.number,
            date_digits(line.paper.issued_on),
            line.paper.title,
            str(line.paper.signed_by or ""),
            str(line.paper.prepared_by or ""),
            "; ".join(
                [*([f"по журналу № {line.paper.journal_number}"] if line.paper.journal_number else []), *marks(line)]
            ),
        ]
        for line in lines
    ]
    title = f"Журнал регистрации: {Series(series).label}, {year} год"
    return [
        blocks.annex([], title, orientation="landscape"),
        blocks.paragraph(institution.full_name, indent=False, align="center"),
        blocks.table(PRINTED, rows or [["Документов с номером в этом году нет."]]),
    ]


def unreturned(user, today):
    """Papers printed to be signed whose scan has not come back within the days of the settings, the oldest first."""
    since = today - timedelta(days=PaperSettings.load().return_days)
    return printed(user).filter(printed_at__date__lt=since)


def printed(user):
    """Papers that were printed to be signed and whose scan is not there, the oldest first."""
    papers = Paper.objects.visible_to(user).filter(printed_at__isnull=False, scan__isnull=True)
    papers = papers.exclude(state__in=[*Paper.EDITABLE, Paper.State.DISCARDED, Paper.State.WITHDRAWN])
    return papers.select_related("printed_by").without_text().order_by("printed_at", "pk")


def overdue_storage(user, year):
    """Papers whose term of storage ended before ``year``: to be set apart for destruction (law.md 5.2)."""
    papers = Paper.objects.visible_to(user).issued().filter(keep_until__lt=year)
    return papers.without_text().order_by("keep_until", "case_index", "issued_on", "pk")


def storage_cells(paper):
    """One line of the yearly list of papers whose term is over."""
    return [
        paper.case_index,
        kinds.title(paper.kind),
        paper.title,
        paper.number,
        paper.issued_on,
        paper.storage_term,
        paper.storage_article,
        paper.keep_until,
        paper.storage_place,
    ]


STORAGE_HEADINGS = ["Дело", "Вид", "Заголовок", "Номер", "Дата", "Срок хранения", "Статья", "Хранить по", "Место"]


def _sample():
    signed, prepared = User(full_name="Петрова Анна Сергеевна"), User(full_name="Иванова Ирина Игоревна")
    known = {"issued_on": samples.DAY, "signed_by": signed, "prepared_by": prepared}
    first = Paper(number="45-од", title=samples.ORDER_TITLE, **known)
    later = Paper(number="46-од", title=f"О внесении изменений в приказ от {date_digits(samples.DAY)} № 45-од", **known)
    lines = [screens.Line(first, "", "", [("изменён", later)]), screens.Line(later, "", "")]
    return as_blocks(samples.institution(), samples.DAY.year, Series.ORDERS, lines)


DESCRIPTION = kinds.Description(
    code="journal",
    title="Журнал регистрации",
    about="Все документы года с номерами: заголовок, кто подписал и подготовил, чем изменён. PDF для печати и Excel.",
    ground="инструкция по делопроизводству учреждения",
    storage=kinds.Storage(term="столько же, сколько документы", article="ст. 182"),
    start=lambda user: reverse("documents:journal") if permissions.can_see_course(user) else "",
    sample=_sample,
    words_stay="Своих слов у журнала нет: портал печатает записи об изданных документах.",
)
