"""The annual report, sections 1–6 of methodology.md 5.7: built from the records as blocks.

Every number comes from :mod:`monitoring.figures`, as on the page of figures; no meeting's notes and no single answer
stand in it.
"""

from datetime import date

from django.urls import reverse

from mentorship.common.workflow import Missing
from mentorship.documents import blocks, kinds
from mentorship.documents.orders import approved_by_head

from ... import reported
from ...figures import Figures
from . import general, indicator_table, invented, participants, roadmap, told, work

TITLE = "Итоговый аналитический отчёт о реализации целевой модели наставничества"
NO_DATA = "Нет данных за период – отчёт не сформирован."


def title_of(cycle):
    return f"{TITLE}, {cycle.title}"


def has_data(cycle, on):
    """Whether anything took place in the cycle by the day."""
    return bool(Figures(cycle, on).bonds)


def day_of(paper):
    """The day on which the report's figures are taken."""
    return date.fromisoformat(paper.options["on"])


def build(paper):
    """Blocks of the report, written from the records."""
    return write(told.of_cycle(paper.subject, day_of(paper), paper.prepared_by))


def write(records):
    """Blocks of the report by a :class:`told.Told`."""
    institution, figures = records.institution, records.figures
    of = {
        "учреждение": (institution.short_name, "краткое наименование учреждения"),
        "цикл": (figures.cycle.title, "учебный год или цикл"),
    }
    return [
        approved_by_head(institution),
        blocks.doc_title(TITLE),
        blocks.paragraph("{учреждение}, {цикл}", indent=False, align="center", key=kinds.HEADING, words=of),
        *general.general(records),
        *general.acts(records),
        *roadmap.section(figures),
        *participants.section(records),
        *indicator_table.section(figures),
        *work.section(records),
        blocks.signature(*records.author),
        *work.annex(records),
    ]


def sample():
    """A filled sample for the catalogue."""
    return write(invented.records())


def variants():
    """Samples of years that need other words."""
    return {what: write(records) for what, records in invented.variants().items()}


def gate(paper, on):
    """A report over nothing is not signed."""
    return [] if has_data(paper.subject, day_of(paper)) else [Missing(NO_DATA)]


def notes(paper):
    """Figures of the draft that the records say otherwise by now."""
    cycle, on = paper.subject, day_of(paper)
    written = reported.rows(paper.blocks)
    if not written:
        return []
    now = indicator_table.indicator_rows(Figures(cycle, on))
    url = reverse("documents:rebuild", args=[paper.pk])
    return [
        Missing(f"{new[0]}: в отчёте {old[3]}, по записям теперь {new[3]}. Верните предложенный текст.", url)
        for old, new in zip(written, now, strict=False)
        if old[0] == new[0] and old[2:5] != new[2:5]
    ]
