"""Indicators of a cycle from its records, a fixed number of queries whatever the size.

A figure is counted from two lists, the whole and those of it that have what is asked for; the same lists are shown
when the figure is opened. The arithmetic is that of :mod:`monitoring.indicators` (methodology.md 5.2).
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from django.db.models import CharField, TextField
from django.db.models.functions import Cast

from mentorship.common.days import day_of
from mentorship.common.memo import once_a_page
from mentorship.cycle import evidence
from mentorship.cycle.models import Activity, Cycle
from mentorship.institution.models import MentoringKind, QuietPeriod, Rules
from mentorship.people.models import Person
from mentorship.registry.models import Participation, Side
from mentorship.surveys.models import Invitation, Question, Response, Wave
from pairs.models import Bond, BondMember, Meeting, MeetingMark
from programs.models import PersonalProgramme

from . import days, indicators, records, reported
from .indicators import INDICATORS, NO_DATA, Indicator, Rhythm, Share, decimal_words
from .models import Target
from .reported import Told

QUESTIONNAIRES = {"I11": "Q12E", "I12": "Q12M"}
FROM_ANSWERS = frozenset(QUESTIONNAIRES)
HIDDEN = "мало ответов"


class Took(NamedTuple):
    """What is counted of a pair or group; hundreds of whole :class:`Bond` objects would cost more than the counting."""

    pk: int
    form_id: int
    state: str
    starts_on: date
    ends_on: date
    ended_on: date | None

    @property
    def last_day(self):
        """As :attr:`Bond.last_day`."""
        return self.ended_on or self.ends_on

    def is_in_force(self, on):
        """As :meth:`BondQuerySet.in_force` finds those that took place."""
        return self.starts_on <= on <= self.ends_on and (self.ended_on is None or self.ended_on >= on)


@dataclass(frozen=True)
class Base:
    """What a figure is counted from.

    Attributes:
        whole: keys of the denominator's records, in the order in which they are shown.
        having: those of them that make the numerator.
        share: the figure, by the formula of its indicator.
        describe: ``describe(keys) -> [Record]`` in the order of the keys.
        note: what else the figure says of itself, without names.
    """

    whole: list
    having: frozenset
    share: Share
    describe: Callable
    note: str = ""


@dataclass(frozen=True)
class Figure:
    """An indicator of a cycle on a day.

    Attributes:
        plan: percent, None if nobody set one; ``own_plan``: the institution typed it.
        hidden: over fewer answers than the institution shows; then nothing but that is told.
        previous: the figure of the cycle before, None without one.
    """

    indicator: Indicator
    base: Base = field(repr=False)
    plan: Decimal | None
    own_plan: bool
    hidden: bool
    minimum: int
    previous: "Figure | Told | None" = None

    @property
    def code(self):
        return self.indicator.code

    @property
    def share(self):
        return self.base.share

    @property
    def fact(self):
        """Percent; None where there is nothing to count or nothing may be shown."""
        return None if self.hidden else self.share.percent

    @property
    def fact_words(self):
        """«91,7 %», «н/д», «мало ответов»."""
        if self.hidden and self.share.denominator:
            return HIDDEN
        return _percent(self.fact)

    @property
    def counts_words(self):
        """«11 из 12»; «n < 3» where the figure is hidden, «n = 0» where there is nothing to count."""
        if not self.share.denominator:
            return "n = 0"
        if self.hidden:
            return f"n < {self.minimum}"
        return f"{self.share.numerator} из {self.share.denominator}"

    @property
    def note(self):
        return "" if self.hidden else self.base.note

    @property
    def plan_words(self):
        return _percent(self.plan) if self.plan is not None else "не задан"

    @property
    def deviation(self):
        """Fact less plan in percentage points, None without either."""
        return None if self.fact is None or self.plan is None else self.fact - self.plan

    @property
    def deviation_words(self):
        """«+1,7 п. п.», «−25 п. п.» with spaces that do not break, «–» without plan or fact."""
        if self.deviation is None:
            return "–"
        sign = "+" if self.deviation > 0 else "−" if self.deviation < 0 else ""
        return f"{sign}{decimal_words(abs(self.deviation))}\u00a0п.\u00a0п."

    @property
    def previous_words(self):
        return self.previous.fact_words if self.previous else NO_DATA

    @property
    def is_below(self):
        return self.deviation is not None and self.deviation < 0

    @property
    def numerator(self):
        """Keys of the records that make the numerator."""
        return [key for key in self.base.whole if key in self.base.having]

    @property
    def denominator(self):
        return self.base.whole

    @property
    def rest(self):
        """Keys of the records that are in the denominator alone."""
        return [key for key in self.base.whole if key not in self.base.having]

    def records(self, keys):
        """The :class:`Record` of each of ``keys``, a slice of one of the lists above."""
        return self.base.describe(keys)


def _percent(value):
    return NO_DATA if value is None else f"{decimal_words(value)} %"


class Figures:
    """All figures of ``cycle`` on the day ``on`` (the last one of the cycle by default)."""

    def __init__(self, cycle, on=None):
        self.cycle, self.on = cycle, on or days.last_day(cycle)
        self._known = {}

    @property
    def all(self):
        """Every indicator in the order of ``INDICATORS``."""
        return [self[code] for code in INDICATORS]

    def __getitem__(self, code) -> Figure:
        """The figure with this code; KeyError for an unknown one."""
        if code not in self._known:
            self._known[code] = self._figure(INDICATORS[code], self.before.get(code))
        return self._known[code]

    @cached_property
    def before(self):
        """{indicator: its figure} of the cycle before: as its signed report says, else reckoned up to its last day."""
        earlier = Cycle.objects.filter(starts_on__lt=self.cycle.starts_on).order_by("-starts_on").first()
        if earlier is None:
            return {}
        return reported.figures(earlier) or {one.code: one for one in _Last(earlier).all}

    def _figure(self, indicator, before):
        base = getattr(self, f"_{indicator.code}")()
        plan = self._targets.get(indicator.code)
        default = indicator.target_for(self.cycle.ends_on.year)
        if plan is None and default is not None:
            plan = Decimal(default)
        hidden = indicator.code in FROM_ANSWERS and indicators.is_hidden(base.share.denominator, self.rules.hide_below)
        own = indicator.code in self._targets
        return Figure(indicator, base, plan, own, hidden, self.rules.hide_below, before)

    @cached_property
    def _targets(self):
        return dict(Target.objects.filter(cycle=self.cycle).values_list("indicator", "value"))

    # --- Records ------------------------------------------------------------------------------------------

    @cached_property
    def rules(self):
        return Rules.load()

    @cached_property
    def quiet(self):
        """Quiet periods that touch the cycle."""
        cycle = self.cycle
        return [
            (first, last) for first, last in QuietPeriod.spans() if first <= cycle.ends_on and last >= cycle.starts_on
        ]

    @cached_property
    def staff(self):
        """Keys of the teaching staff on the day: T."""
        return list(Person.objects.teaching_staff(self.on).values_list("pk", flat=True))

    @cached_property
    def bonds(self):
        """Pairs and groups of the cycle that took place by the day, as :class:`Took`."""
        bonds = Bond.objects.filter(cycle=self.cycle, state__in=Bond.TOOK_PLACE, starts_on__lte=self.on)
        return [Took(*row) for row in bonds.order_by("starts_on", "pk").values_list(*Took._fields)]

    @cached_property
    def kinds(self):
        """{bond: its kinds}; a prefetch would make a manager for each bond."""
        found, known = defaultdict(list), MentoringKind.objects.in_bulk()
        rows = Bond.kinds.through.objects.filter(bond__cycle=self.cycle).order_by("pk")
        for bond, kind in rows.values_list("bond", "mentoringkind"):
            found[bond].append(known[kind])
        return found

    @cached_property
    def working(self):
        """Keys of those of them that are in force on the day."""
        return {bond.pk for bond in self.bonds if bond.is_in_force(self.on)}

    @cached_property
    def members(self):
        """(bond, participation, person, side) of everybody in :attr:`bonds`."""
        known = {bond.pk for bond in self.bonds}
        rows = BondMember.objects.filter(bond__cycle=self.cycle).order_by("bond", "pk")
        rows = rows.values_list("bond", "participation", "participation__person", "side")
        return [row for row in rows if row[0] in known]

    def people(self, side, bonds=None):
        """Keys of the people who stand on ``side`` in these bonds (a set of keys; all of them without it)."""
        return {person for bond, _, person, place in self.members if place == side and (bonds is None or bond in bonds)}

    @cached_property
    def meetings(self):
        """Held meetings up to the day: {bond: [(day, minutes, type)]}."""
        found, known = defaultdict(list), {bond.pk for bond in self.bonds}
        held = Meeting.objects.held().filter(bond__cycle=self.cycle, held_on__lte=self.on).order_by("held_on", "pk")
        for bond, day, minutes, type_ in held.values_list("bond", "held_on", "minutes", "type"):
            if bond in known:
                found[bond].append((day, minutes, type_))
        return found

    @cached_property
    def days_met(self):
        """Days of these meetings alone, as the rhythm needs them: {bond: [day, …]}."""
        found = defaultdict(list)
        held = Meeting.objects.held().filter(bond__cycle=self.cycle, held_on__lte=self.on).order_by()
        for bond, day in held.values_list("bond", Cast("held_on", CharField())):
            found[bond].append(day_of(day))
        return found

    @cached_property
    def rhythms(self) -> dict[int, Rhythm]:
        """Rhythm of each bond whose kinds keep it."""
        return {bond.pk: self._rhythm(bond) for bond in self.bonds if bond.pk in self.keeping}

    @cached_property
    def keeping(self):
        """Keys of the bonds whose kinds keep the rhythm."""
        kinds = Bond.kinds.through.objects.filter(bond__cycle=self.cycle, mentoringkind__keeps_rhythm=True)
        return set(kinds.values_list("bond", flat=True))

    def _rhythm(self, bond, missed=()):
        end = max(min(bond.last_day, self.on), bond.starts_on)
        days_of = (Counter(self.days_met[bond.pk]) - Counter(missed)).elements() if missed else self.days_met[bond.pk]
        return indicators.rhythm(bond.starts_on, end, days_of, self.quiet)

    @cached_property
    def missed(self):
        """Days of the meetings at which a mentee of a group was not: {bond: {participation: [day, …]}}."""
        found = defaultdict(lambda: defaultdict(list))
        absences = MeetingMark.objects.absences().filter(meeting__bond__cycle=self.cycle, meeting__held_on__lte=self.on)
        for bond, participation, day in absences.values_list("meeting__bond", "participation", "meeting__held_on"):
            found[bond][participation].append(day)
        return found

    def own_rhythm(self, bond, participation):
        """Rhythm of one mentee of a group (anything with its days): a meeting at which he was not counts for the group
        and not for him (methodology.md 5.2, I07)."""
        return self._rhythm(bond, self.missed[bond.pk][participation])

    @cached_property
    def accepted(self):
        """Participations of the mentees accepted by the day."""
        accepted = Participation.objects.filter(cycle=self.cycle).mentees().in_base(self.on)
        return list(accepted.values_list("pk", flat=True))

    @cached_property
    def approved(self):
        """Keys of the bonds whose programme is approved by the day."""
        approved = PersonalProgramme.objects.filter(bond__cycle=self.cycle).approved(self.on)
        return approved.values_list("bond", flat=True)

    @cached_property
    def stages(self):
        return list(self.cycle.stages.all())

    @cached_property
    def roadmap(self):
        """(row, its state on the day) of all visible rows."""
        rows = list(Activity.objects.of_cycle(self.cycle).with_marks())
        states = evidence.states(self.cycle, self.on, rows)
        return [(row, states[row.pk]) for row in rows]

    # --- Indicators ---------------------------------------------------------------------------------------

    def _I01(self):
        kept = {bond.pk for bond in self.bonds if bond.state != Bond.State.TERMINATED} | self.working
        return self._of_staff(self.people(Side.MENTEE, kept))

    def _I03(self):
        return self._of_staff(self.people(Side.MENTOR))

    def _of_staff(self, having):
        return _base(self.staff, having, records.people)

    def _I05(self):
        having = {participation for bond, participation, *_ in self.members if bond in self.working}
        return _base(self.accepted, having, records.participations)

    def _I07(self):
        rhythms = self.rhythms
        whole = [bond * records.MOST_WINDOWS + n for bond, kept in rhythms.items() for n in range(kept.windows)]
        having = frozenset([bond * records.MOST_WINDOWS + n for bond, kept in rhythms.items() for n in kept.held])
        return Base(
            whole, having, indicators.rhythm_share(rhythms.values()), lambda keys: records.windows(keys, rhythms)
        )

    def _I08(self):
        whole = [bond.pk for bond in self.bonds if bond.pk in self.working]
        on = self.on  # the figures must not hold themselves in a circle: they are heavy, and go with the page
        return _base(whole, self.approved, lambda keys: records.bonds(keys, on))

    def _I11(self):
        return self._satisfied("I11")

    def _I12(self):
        return self._satisfied("I12")

    def _satisfied(self, code):
        indexes = self.indexes[QUESTIONNAIRES[code]]
        having = frozenset(key for key, index in indexes.items() if index >= self.rules.satisfied_from)
        share = indicators.satisfied(indexes.values(), self.rules.satisfied_from)
        note = f"средний индекс {decimal_words(indicators.mean(indexes.values()))}" if indexes else ""
        return Base(list(indexes), having, share, lambda keys: records.answers(keys, indexes), note)

    @cached_property
    def indexes(self):
        """{questionnaire: {answered invitation: personal index}}; of a person asked twice the last answer counts.

        Answers are taken from all waves about the cycle, whatever the day: they are given when the work is over.
        """
        found, waves = {code: {} for code in QUESTIONNAIRES.values()}, Wave.objects.about(self.cycle)
        given = Response.objects.filter(invitation__wave__in=waves, invitation__wave__questionnaire__code__in=found)
        wave = "invitation__wave__questionnaire"
        rows = given.order_by("-given_at", "-pk").values_list(
            "invitation", "invitation__person", f"{wave}__code", wave, Cast("answers", TextField())
        )
        last, counting = {}, _counting()
        for invitation, person, code, questionnaire, answers in rows:
            last.setdefault((code, person), (code, invitation, questionnaire, answers))
        told = json.loads(f"[{','.join([row[-1] for row in last.values()])}]")  # all at once: a hundred times cheaper
        for (code, invitation, questionnaire, _), answers in zip(last.values(), told, strict=True):
            index = indicators.personal_index(map(answers.get, counting[questionnaire]))
            if index is not None:
                found[code][invitation] = index
        return found

    @cached_property
    def asked(self):
        """{questionnaire: people asked about the cycle}."""
        invitations = Invitation.objects.filter(wave__in=Wave.objects.about(self.cycle)).order_by()
        rows = invitations.values_list("wave__questionnaire__code", "person").distinct()
        return Counter(code for code, _ in rows)

    def _I23(self):
        due = {row.pk: state for row, state in self.roadmap if self._is_due(row, state)}
        having = frozenset(key for key, state in due.items() if state.is_done)
        rows = [(state.due_on if row.may_be_overdue else None, state.is_done) for row, state in self.roadmap]
        titles = {row.pk: row for row, _ in self.roadmap}
        return Base(
            list(due), having, indicators.roadmap_done(rows, self.on), lambda keys: records.rows(keys, titles, due)
        )

    def _is_due(self, row, state):
        return row.may_be_overdue and state.due_on is not None and state.due_on <= self.on


class _Last(Figures):
    """Figures of the cycle before: they look back no further."""

    before = {}


def _base(whole, having, describe):
    return Base(whole, frozenset(whole) & frozenset(having), indicators.part_of(whole, frozenset(having)), describe)


@once_a_page  # both years ask
def _counting():
    """Codes of the questions that count in the personal index, by questionnaire."""
    codes = defaultdict(list)
    questions = Question.objects.filter(questionnaire__code__in=QUESTIONNAIRES.values(), counts=True)
    for questionnaire, code in questions.values_list("questionnaire", "code"):
        codes[questionnaire].append(code)
    return codes
