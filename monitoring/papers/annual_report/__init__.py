"""The annual report, sections 1–6 of methodology.md 5.7: built from the records as blocks.

Every number comes from :mod:`monitoring.figures`, as on the page of figures; no meeting's notes and no single answer
stand in it.
"""

from datetime import date

from django.urls import reverse

from mentorship.common.russian import initials_first
from mentorship.common.workflow import Missing
from mentorship.documents import blocks
from mentorship.documents.orders import head_name
from mentorship.institution.models import Institution

from ... import reported
from ...figures import Figures
from . import general, indicator_table, participants, roadmap, work
from .roadmap import stages_of

__all__ = ["NO_DATA", "TITLE", "build", "day_of", "gate", "has_data", "notes", "stages_of", "title_of"]

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
    institution, figures = Institution.load(), Figures(paper.subject, day_of(paper))
    pairs = work.Pairs(figures)
    return [
        blocks.approval([], _approval(institution)),
        blocks.doc_title(TITLE),
        blocks.paragraph(f"{institution.short_name}, {figures.cycle.title}", indent=False, align="center"),
        *general.general(institution, figures),
        *general.acts(figures),
        *roadmap.section(figures),
        *participants.section(figures),
        *indicator_table.section(figures),
        *work.section(figures, pairs),
        blocks.signature(*_author(paper)),
        *work.annex(figures, pairs),
    ]


def _approval(institution):
    return ["УТВЕРЖДАЮ", institution.head_post, f"__________ {head_name(institution)}", "«___» ___________ 20___ г."]


def _author(paper):
    """Post and name of the curator who signs."""
    author = paper.prepared_by
    person = getattr(author, "person", None) if author else None
    if person:
        return "Куратор наставничества", person.signature_name
    return "Куратор наставничества", initials_first(*f"{author or ''}".split(maxsplit=2))


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
