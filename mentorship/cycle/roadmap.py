"""The roadmap as its readers see it: stages with progress, rows with their state, narrowed by a filter."""

from collections import Counter
from dataclasses import dataclass, field

from django.utils import timezone

from mentorship.common.memo import once_a_page
from mentorship.common.russian import date_digits

from . import evidence, permissions, results, terms
from .models import Activity, Stage
from .terms import State

SHOWS = {
    "": "Все",
    "overdue": "Просрочено",
    "coming": "Предстоит",
    "mine": "Мои",
    "undone": "Не сделано",
}
COLUMNS = (
    "Этап",
    "№",
    "Мероприятие",
    "Содержание",
    "Срок",
    "С",
    "По",
    "Ответственные",
    "Результат",
    "Состояние",
    "Чем подтверждено",
)
ALIVE = {State.OVERDUE, State.SOON, State.IN_PROGRESS}


@dataclass(frozen=True)
class Row:
    """A row with everything that a page says of it; ``mine``: the reader answers for it."""

    activity: Activity
    state: evidence.RowState
    place: evidence.Place | None
    mine: bool

    @property
    def term_words(self):
        return self.activity.term_text or terms.words(terms.parse(self.activity.term))

    @property
    def dates(self):
        """«01.09.2026 – 30.09.2026»; nothing for rows «по мере потребности», whose window is the whole cycle."""
        if not (self.state.due_on and self.activity.may_be_overdue):
            return ""
        due_on = date_digits(self.state.due_on)
        return f"{date_digits(self.state.starts_on)} – {due_on}" if self.state.starts_on else f"до {due_on}"

    @property
    def responsible(self):
        """Those who answer for the row; without any the curator is proposed (:attr:`is_proposed`)."""
        return results.roles_in_words(self.activity.responsible or ["curator"])

    @property
    def is_proposed(self):
        return not self.activity.responsible

    @property
    def result(self):
        return self.activity.result or (results.title(self.activity.doc) if self.activity.doc else "")

    @property
    def items_done(self):
        return sum(bool(item.done_on) for item in self.activity.items.all())

    def passes(self, show):
        """Whether the filter ``show`` (a key of :data:`SHOWS`) lets the row through."""
        match show:
            case "overdue":
                return self.state.code is State.OVERDUE
            case "coming":
                return self.state.code is State.SOON
            case "mine":
                return self.mine
            case "undone":
                return not self.state.is_done
        return True


@dataclass
class Section:
    """A stage with its rows: ``rows`` pass the filter, ``total`` and ``done`` count all of them."""

    stage: Stage
    rows: list = field(default_factory=list)
    total: int = 0
    done: int = 0
    alive: bool = False

    @property
    def mark(self):
        """How the strip shows the stage: by its rows, never by its place (stages may overlap)."""
        if self.total and self.done == self.total:
            return "done"
        return "now" if self.alive else "next"


@dataclass
class Roadmap:
    """All stages; ``counts`` says how many rows each filter would show."""

    sections: list
    counts: Counter
    show: str

    @property
    def tabs(self):
        """(key, words, number of rows, chosen) for the links of the filter."""
        return [(key, words, self.counts[key], key == self.show) for key, words in SHOWS.items()]

    @property
    def first_alive(self):
        """The stage that the strip calls the present one."""
        return next((section.stage.pk for section in self.sections if section.mark == "now"), None)

    @property
    def is_empty(self):
        return not any(section.rows for section in self.sections)


def rows(cycle, user, today=None):
    """All visible rows of the cycle in order, as ``user`` meets them; a fixed number of queries, once a page."""
    return _rows(cycle, user, today or timezone.localdate())


@once_a_page
def _rows(cycle, user, today):
    activities = list(Activity.objects.of_cycle(cycle).with_marks())
    states = evidence.states(cycle, today, activities)
    roles = permissions.answers_as(user)
    return [
        Row(
            activity,
            states[activity.pk],
            evidence.place_of(activity, cycle),
            not roles.isdisjoint(activity.responsible or ["curator"]),
        )
        for activity in activities
    ]


def one(activity, user):
    """One row as ``user`` meets it."""
    roles = permissions.answers_as(user)
    place = evidence.place_of(activity, activity.stage.cycle)
    mine = not roles.isdisjoint(activity.responsible or ["curator"])
    return Row(activity, evidence.state_of(activity), place, mine)


def build(cycle, user, show=""):
    """The whole roadmap through the filter ``show``; an unknown filter shows everything."""
    show = show if show in SHOWS else ""
    sections = {stage.pk: Section(stage) for stage in cycle.stages.all()}
    counts = Counter()
    for row in rows(cycle, user):
        section = sections[row.activity.stage_id]
        section.total += 1
        section.done += row.state.is_done
        section.alive |= row.state.code in ALIVE
        counts.update(key for key in SHOWS if row.passes(key))
        if row.passes(show):
            section.rows.append(row)
    return Roadmap(list(sections.values()), counts, show)


def table(cycle, user):
    """The roadmap as rows for Excel under :data:`COLUMNS`; proofs only for those who may see them."""
    open_proofs = permissions.can_see_proofs(user)
    for row in rows(cycle, user):
        yield (
            str(row.activity.stage),
            row.activity.number,
            row.activity.title,
            "\n".join(f"{'✓' if item.done_on else '–'} {item.title}" for item in row.activity.items.all()),
            row.term_words,
            row.state.starts_on,
            row.state.due_on,
            row.responsible,
            row.result,
            row.state.words,
            _proofs_in_words(row) if open_proofs else "",
        )


def _proofs_in_words(row):
    words = [proof.title for proof in row.state.proofs]
    return "\n".join([*words, row.activity.closing_reason] if row.state.by_hand else words)


def history(activity, limit=30):
    """What happened to the row, its items and files, newest first, in three queries."""
    found = []
    for manager, about in (
        (activity.history, lambda record: ""),
        (activity.items.model.history.filter(activity_id=activity.pk), lambda record: record.title),
        (activity.files.model.history.filter(activity_id=activity.pk), lambda record: record.title),
    ):
        for record in manager.select_related("history_user").order_by("-history_date", "-history_id")[:limit]:
            found.append((record.history_date, record.history_user, record.history_change_reason, about(record)))
    return sorted(found, key=lambda one: one[0], reverse=True)[:limit]
