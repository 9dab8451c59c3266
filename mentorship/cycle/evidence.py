"""What proves that a row of the roadmap is done, and how each row stands today.

The result of a row is not a tick but evidence: an issued paper, a closed questionnaire, a file, or a fact that another
app counts (signed consents, pairs in force). Apps above give their checks, places of work and ends of pairs at start-up:

    evidence.register("registry", check)            check(cycle) -> {key: [Proof, …]}
    evidence.register_place("order_pairs", "Подготовить приказ", url_function)      url_function(cycle) -> address
    evidence.register_bond_ends(function)           function(cycle) -> dates on which its pairs end

A key is the ``doc`` code of a row («order_pairs») or «q:» and the code of a questionnaire («q:Q12»). A check returns only
proofs that make the row done: «0 of 5 signed» is no proof. It must ask the database a fixed number of times.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from mentorship.common.memo import once_a_page
from mentorship.common.russian import counted
from mentorship.documents import kinds
from mentorship.documents.models import Paper
from mentorship.institution.models import Rules
from mentorship.surveys.models import Wave

from . import terms
from .models import Activity
from .results import FROM_ANSWERS, PER_STAGE
from .terms import State

DAYS = "день,дня,дней"
CHIPS = {State.DONE: "ok", State.OVERDUE: "overdue", State.SOON: "soon", State.IN_PROGRESS: "wait"}


@dataclass(frozen=True)
class Proof:
    """A fact that proves a row: what, where to see it, since when."""

    title: str
    url: str = ""
    on: date | None = None


@dataclass(frozen=True)
class Place:
    """The page where the work of a row is done, with the words of the button that leads there."""

    words: str
    url: str


@dataclass(frozen=True)
class RowState:
    """How one row stands today.

    Attributes:
        proofs: what was found, also for a row that is not done yet.
        starts_on, due_on: its window today; rows «по завершении пары» move with the pairs.
        days: days overdue if it is overdue, else days left to the due day; None without one.
        by_hand: closed by hand, not by evidence.
    """

    code: State
    proofs: tuple = ()
    starts_on: date | None = None
    due_on: date | None = None
    days: int | None = None
    by_hand: bool = False

    @property
    def is_done(self):
        return self.code is State.DONE

    @property
    def chip(self):
        """Kind of the chip that shows it (static/css/app.css)."""
        return CHIPS.get(self.code, "quiet")

    @property
    def words(self):
        if self.code is State.OVERDUE:
            return f"просрочено на {counted(self.days, DAYS)}"
        if self.code is State.SOON:
            return f"осталось {counted(self.days, DAYS)}" if self.days else "срок сегодня"
        if self.by_hand and self.is_done:
            return "закрыто вручную"
        return self.code.words


_checks = {}
_places = {}
_bond_ends = []


def register(code, check):
    """Let ``check(cycle) -> {key: [Proof, …]}`` look for evidence; ``code`` names it and must be free."""
    if code in _checks:
        raise ValueError(f"Evidence check registered twice: {code}")
    _checks[code] = check


def register_place(key, words, url_function):
    """Name the page where rows with the ``key`` are worked on: ``url_function(cycle)`` gives its address."""
    if key in _places:
        raise ValueError(f"Place of work registered twice: {key}")
    _places[key] = (words, url_function)


def register_papers(made):
    """Make these kinds of papers known, and each the place of work of the rows that it is the result of.

    A place that the app has named before stays.
    """
    for kind in made:
        kinds.register(kind)
        for key in {kind.code, *kind.evidence_for} - set(_places):
            register_place(key, "Подготовить документ", _beginning(kind))


def _beginning(kind):
    return lambda cycle: reverse("documents:begin", args=[kind.code])


def register_bond_ends(function):
    """Let ``function(cycle)`` give the last days, planned or actual, of the cycle's pairs and groups."""
    _bond_ends.append(function)


def place_of(activity, cycle):
    """The :class:`Place` where the row's work is done, or None: then its own page serves."""
    code = activity.questionnaire
    for key in (activity.doc, f"q:{code}"):
        if key in _places:
            words, url_function = _places[key]
            return Place(words, url_function(cycle))
    return None


def proofs(cycle):
    """All evidence about the cycle: {key: [Proof, …]} of the built-in and the registered checks together."""
    found = defaultdict(list)
    for check in (issued_papers, closed_questionnaires, *_checks.values()):
        for key, some in check(cycle).items():
            found[key].extend(some)
    return found


def issued_papers(cycle):
    """Papers about the cycle that are issued and not withdrawn, under the kinds of result that they give."""
    gives = {kind.code: {kind.code, *kind.evidence_for} for kind in kinds.all_kinds()}
    found = defaultdict(list)
    papers = Paper.objects.about(cycle).filter(state=Paper.State.ISSUED).order_by("issued_on", "pk")
    for paper in papers.only("pk", "kind", "title", "number", "issued_on", "options"):
        for key in gives.get(paper.kind, {paper.kind}):
            stage = paper.options.get("stage") if key in PER_STAGE else None
            key = _stage_key(key, stage) if stage else key
            found[key].append(Proof(str(paper), paper.get_absolute_url(), paper.issued_on))
    return found


def _stage_key(key, stage):
    """The key of a result that belongs to one stage: «stage_note@12»."""
    return f"{key}@{stage}"


@once_a_page
def closed_questionnaires(cycle):
    """Closed waves about the cycle: «q:Q12E», and «q:Q12» once all waves of its parts Q12E, Q12M … are closed."""
    waves = defaultdict(list)
    for wave in Wave.objects.about(cycle).select_related("questionnaire").order_by("closed_on", "pk"):
        for code in {wave.questionnaire.code, _stem(wave.questionnaire.code)}:
            waves[f"q:{code}"].append(wave)
    return {
        key: [
            Proof(f"Опрос завершён: {wave.questionnaire.title}", wave.get_absolute_url(), wave.closed_on)
            for wave in some
        ]
        for key, some in waves.items()
        if all(wave.state == Wave.State.CLOSED for wave in some)
    }


def _stem(code):
    """«Q12» of «Q12E»: the letters name the audience."""
    return re.sub(r"(?<=\d)[A-Z]+$", "", code)


def deciding_key(activity):
    """The key whose proof closes the row: its result; its questionnaire if the result is the answers or is not named."""
    if activity.questionnaire and (not activity.doc or activity.doc in FROM_ANSWERS):
        return f"q:{activity.questionnaire}"
    return _stage_key(activity.doc, activity.stage_id) if activity.doc in PER_STAGE else activity.doc


def states(cycle, today=None, activities=None):
    """{activity's pk: :class:`RowState`} for the visible rows of the cycle, in a fixed number of queries.

    Args:
        today: the institution's today by default.
        activities: the rows to judge, loaded by ``with_marks()``; all visible ones by default.
    """
    today = today or timezone.localdate()
    if activities is None:
        activities = Activity.objects.of_cycle(cycle).with_marks()
    found, rules = proofs(cycle), Rules.load()
    ends = sorted(day for function in _bond_ends for day in function(cycle))
    return {row.pk: _state(row, cycle, found, today, rules, ends) for row in activities}


def state_of(activity, today=None):
    """The :class:`RowState` of one row."""
    rows = Activity.objects.filter(pk=activity.pk).with_marks()
    return states(activity.stage.cycle, today, rows)[activity.pk]


def _state(row, cycle, found, today, rules, ends):
    starts_on, due_on = _window(row, cycle, ends, rules)
    files = [Proof(file.title, reverse("cycle:file", args=[file.pk]), file.dated_on) for file in row.present_files]
    key = deciding_key(row)
    deciding = found.get(key, []) if key else []
    beside = found.get(f"q:{row.questionnaire}", []) if row.questionnaire and key != f"q:{row.questionnaire}" else []
    shown = (*deciding, *beside, *files)
    done = bool(deciding or files or row.closed_on)
    started = bool(shown) or any(item.done_on for item in row.items.all()) or bool(starts_on and starts_on <= today)
    code = terms.state(
        due_on,
        done=done,
        today=today,
        soon_days=rules.coming_days,
        never_overdue=not row.may_be_overdue,
        started=started,
    )
    days = abs((due_on - today).days) if due_on else None
    by_hand = bool(row.closed_on) and not (deciding or files)
    return RowState(code, shown, starts_on, due_on, days, by_hand)


def _window(row, cycle, ends, rules):
    """First and last day: the stored ones, except for rows that wait for the end of a pair, which are counted anew."""
    term = terms.parse(row.term)
    if not term.has(terms.Kind.ON_BOND_END):
        return row.starts_on, row.due_on
    found = terms.window(term, cycle.starts_on, cycle.ends_on, bond_ends=ends, grace_days=rules.bond_end_grace_days)
    return (ends[0] if ends else None, found.due if found else None)  # the work begins with the first end
