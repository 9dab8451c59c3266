"""Sections 1 and 2 of the annual report: the programme and its people, and the acts behind it."""

from mentorship.common.russian import capital, date_digits, date_words, period_words
from mentorship.documents import blocks, listed
from mentorship.documents.models import Series
from mentorship.people.naming import inside

ORDERS = (Series.ORDERS, Series.PERSONNEL)


def general(told):
    figures = told.figures
    cycle = figures.cycle
    used = {bond.form_id for bond in figures.bonds}
    kinds = {kind.pk: kind for bond in figures.bonds for kind in figures.kinds[bond.pk]}
    in_order = sorted(kinds.values(), key=lambda kind: kind.order)
    rows = [
        ("Учреждение", told.institution.full_name),
        ("Адрес", told.institution.address),
        ("Программа наставничества", cycle.programme.title),
        ("Период", f"{cycle.title}: {period_words(cycle.starts_on, cycle.ends_on)}"),
        ("Данные на дату", date_words(figures.on)),
        ("Куратор", "\n".join(_served(*one, cycle, figures.on) for one in told.curators)),
        ("Приказы", "\n".join(_order(paper) for paper in told.papers if paper.series in ORDERS)),
        ("Формы наставничества", ", ".join(form.title for form in told.forms.values() if form.pk in used)),
        ("Виды наставничества", capital(", ".join(inside(kind.title) for kind in in_order))),
        ("Этапы", "\n".join(str(stage) for stage in figures.stages)),
    ]
    columns = [{"title": "Сведения", "width": 30}, {"title": "Содержание", "width": 70}]
    return [
        listed.section(1, "Общие сведения", "general"),
        blocks.table(columns, [[name, value or "–"] for name, value in rows], key="general_columns"),
    ]


def _served(name, since, until, cycle, on):
    """The curator with the days of one who was not all along."""
    begun = since if since > cycle.starts_on else None
    left = until if until and until < on else None
    span = " ".join(filter(None, [begun and f"с {date_digits(begun)}", left and f"по {date_digits(left)}"]))
    return f"{name} ({span})" if span else name


def _order(paper):
    return f"от {date_digits(paper.issued_on)} № {paper.number} «{paper.title}»"


def acts(told):
    registered = [paper for paper in told.papers if paper.number]  # a memo or a scenario bears none
    rows = [[_act(act), "", date_digits(act.effective_from)] for act in told.acts]
    rows += [[paper.title, paper.number, date_digits(paper.issued_on)] for paper in registered]
    numbered = [[f"{n}.", *(cell or "–" for cell in row)] for n, row in enumerate(rows, 1)]
    columns = [
        {"title": "№", "width": 7, "align": "center"},
        {"title": "Документ", "width": 58},
        {"title": "Номер", "width": 15, "align": "center"},
        {"title": "Дата", "width": 20, "align": "center"},
    ]
    found = [
        listed.section(2, "Нормативное обеспечение", "acts"),
        blocks.paragraph(
            "Локальных нормативных актов: {актов}; документов, изданных в цикле: {документов}.",
            key="acts_counted",
            words={
                "актов": (str(len(told.acts)), "сколько локальных актов действует"),
                "документов": (str(len(registered)), "сколько документов издано"),
            },
        ),
    ]
    return [*found, blocks.table(columns, numbered, key="acts_columns")] if rows else found


def _act(act):
    return f"{act.title} «{act.name}»" if act.name else act.title
