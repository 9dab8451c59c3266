"""The two bases in the customary columns (methodology.md 6.6, mentee_bank and mentor_bank): PDF, DOCX and XLSX.

A printed base is a list, not a numbered paper: the order that approves it is (law.md 4.3, O6).
"""

import sys
from dataclasses import dataclass, replace

from django.urls import reverse

from mentorship.common.charts import number
from mentorship.common.exports import xlsx_bytes
from mentorship.common.lists import XLSX
from mentorship.common.russian import date_digits
from mentorship.documents import blocks as b
from mentorship.documents import files, kinds, orders, wording
from mentorship.documents.blocks.validating import MAX_CELLS
from mentorship.documents.layout import PLAIN
from mentorship.institution.models import Institution
from mentorship.people import samples

from . import permissions
from .models import Side
from .rows import contact, requests_words, strengths_words

TITLES = {Side.MENTOR: "База наставников", Side.MENTEE: "База наставляемых"}
# Sixteen columns on a landscape sheet: small type, narrow margins, the margin of binding at the top.
LAYOUT = replace(PLAIN, size=12, size_table=7, margin_left=15, margin_right=10, margin_top=10, margin_bottom=10)


@dataclass(frozen=True)
class Cell:
    """A customary column: its heading, its percent of the width, and what it says of a row."""

    title: str
    share: int
    value: object


def _job(person):
    return ", ".join(filter(None, [person.organisation, person.post or person.school_class]))


def _ties(row):
    return [tie for tie in row.ties if tie.works or tie.is_completed]


def _people(row):
    return "; ".join(person.full_name for tie in _ties(row) for person in tie.people)


def _jobs(row):
    return "; ".join(dict.fromkeys(filter(None, (_job(person) for tie in _ties(row) for person in tie.people))))


def _forms(row):
    return "; ".join(dict.fromkeys(tie.form for tie in _ties(row)))


def _ends(row):
    """The one last day as a day, so that Excel sorts by it; several in words."""
    days = list(dict.fromkeys(tie.ends_on for tie in _ties(row)))
    return days[0] if len(days) == 1 else "; ".join(map(date_digits, days))


def _time(row):
    one = row.participation
    hours = f"{number(one.hours_per_week)} ч в неделю" if one.hours_per_week else ""
    return ", ".join(filter(None, [hours, one.time_windows]))


def _passed(row):
    return "да" if row.facts.completed else "нет"


def _who(name, contacts):
    return (
        Cell("Фамилия, имя, отчество", name, lambda row: row.person.full_name),
        Cell("Контакт для связи", contacts, lambda row: contact(row.person)),
    )


def _end(results, case):
    return (
        Cell("Дата завершения", 6, _ends),
        Cell("Результаты", results, lambda row: row.participation.results),
        Cell("Ссылка на кейс, отзыв", case, lambda row: row.participation.case_url),
    )


# Whole percents that make 100 with the column «№»: printers round them, and more than 100 runs off the sheet.
NUMBER_SHARE = 3
COLUMNS = {
    Side.MENTEE: (
        *_who(10, 8),
        Cell("Год рождения", 5, lambda row: row.person.birth_date and row.person.birth_date.year),
        Cell("Основной запрос", 14, lambda row: requests_words(row.participation)),
        Cell("Дата вхождения в программу", 6, lambda row: row.participation.starts_on),
        Cell("Наставник", 10, _people),
        Cell("Форма наставничества", 8, _forms),
        Cell("Место работы, должность наставника", 9, _jobs),
        *_end(9, 6),
        Cell("Прошёл программу", 6, _passed),
    ),
    Side.MENTOR: (
        *_who(8, 6),
        Cell("Место работы, должность", 7, lambda row: _job(row.person)),
        Cell("Основные компетенции", 7, lambda row: strengths_words(row.participation)),
        Cell("Важные достижения", 6, lambda row: row.participation.achievements),
        Cell("Интересы", 5, lambda row: row.participation.interests),
        Cell("Желаемые возраст, группа", 6, lambda row: row.participation.preferences),
        Cell("Ресурс времени", 6, _time),
        Cell("Дата вхождения в программу", 6, lambda row: row.participation.starts_on),
        Cell("Наставляемые", 8, _people),
        Cell("Форма наставничества", 8, _forms),
        Cell("Место работы (учёбы) наставляемых", 7, _jobs),
        *_end(6, 5),
    ),
}


def base_blocks(side, rows, cycle, on):
    """The printed base: a landscape table with the head's signature."""
    cells = [[_said(column.value(row)) for column in COLUMNS[side]] for row in rows]
    return wording.in_force(code_of(side), _sheet(Institution.load(), side, cells, cycle, on))


def most_rows(side, ending):
    """How many people fit into one printed sheet of this base; a workbook takes everybody."""
    return sys.maxsize if ending == "xlsx" else MAX_CELLS // (len(COLUMNS[side]) + 1)


def code_of(side):
    """The code of this base in the catalogue."""
    return f"base_{side}s"


def _sheet(institution, side, rows, cycle, on):
    columns = [{"title": column.title, "width": column.share} for column in COLUMNS[side]]
    numbered = [[str(n), *row] for n, row in enumerate(rows, 1)]
    table = b.table([{"title": "№", "width": NUMBER_SHARE, "align": "center"}, *columns], numbered, key="columns")
    return [
        b.annex([], f"{TITLES[side]}, {{цикл}}", "landscape", key="title", words={"цикл": (str(cycle), "учебный год")}),
        b.paragraph(
            "{краткое имя}. Сведения на {дату}.",
            indent=False,
            align="center",
            key="on",
            words={
                "краткое имя": (institution.short_name, "краткое наименование учреждения"),
                "дату": (date_digits(on), "день печати"),
            },
        ),
        table if rows else b.paragraph("В базе пока никого нет.", indent=False, align="center"),
        b.signature(institution.head_post, orders.head_name(institution)),
    ]


def _said(value):
    if value in (None, ""):
        return "–"
    return value if isinstance(value, str | int) else date_digits(value)


def _pdf(side, rows, cycle, on):
    from mentorship.documents.pdf import render  # slow import

    return render(base_blocks(side, rows, cycle, on), LAYOUT, title=TITLES[side]), files.PDF


def _docx(side, rows, cycle, on):
    from mentorship.documents import docx_writer  # slow import

    return docx_writer.render(base_blocks(side, rows, cycle, on), LAYOUT, title=TITLES[side]), files.DOCX


def _xlsx(side, rows, cycle, on):
    columns = COLUMNS[side]
    table = [[n, *(column.value(row) for column in columns)] for n, row in enumerate(rows, 1)]
    return xlsx_bytes(TITLES[side], ["№", *(column.title for column in columns)], table), XLSX


# {ending: writer(side, rows, cycle, on) -> (content, content type)}
WRITERS = {"pdf": _pdf, "docx": _docx, "xlsx": _xlsx}


# --- The catalogue «Какие бумаги умеет портал» -----------------------------------------------------------------

FORM = "педагог – педагог"
SAMPLE = {
    Side.MENTEE: [
        *("Белкина Дарья Петровна", "+7 900 000-00-05", "2001", "Как вести родительские собрания (срочно)"),
        *("01.09.2026", "Зимина Полина Олеговна", FORM, "учитель-логопед", "31.05.2027", "–", "–", "нет"),
    ],
    Side.MENTOR: [
        *("Зимина Полина Олеговна", "+7 900 000-00-03", "учитель-логопед", "Развитие речи (может учить других)"),
        *("Призёр городского конкурса, 2025", "театр", "молодые педагоги", "2 ч в неделю", "01.09.2026"),
        *("Белкина Дарья Петровна", FORM, "воспитатель", "31.05.2027", "–", "–"),
    ],
}
ABOUT = {
    Side.MENTEE: "Кто просит помощи: запрос, наставник, сроки и итоги, в принятых столбцах; ещё DOCX и Excel.",
    Side.MENTOR: "Кто готов помогать: компетенции, достижения, ресурс времени, наставляемые; ещё DOCX и Excel.",
}


def _sample(side):
    return _sheet(samples.institution(), side, [SAMPLE[side]], samples.YEAR, samples.DAY)


def _begins_at(side):
    return lambda user: reverse(f"registry:{side}s") if permissions.can_see_bases(user) else ""


DESCRIPTIONS = [
    kinds.Description(
        code=code_of(side),
        title=TITLES[side],
        group=kinds.Group.START,
        about=ABOUT[side],
        ground="целевая модель наставничества; Положение о наставничестве",
        start=_begins_at(side),
        sample=lambda side=side: _sample(side),
        layout=LAYOUT,
    )
    for side in (Side.MENTEE, Side.MENTOR)
]
