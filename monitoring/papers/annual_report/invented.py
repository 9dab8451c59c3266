"""The annual report of an invented year for the catalogue: counted as ever, from records that are in no database."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

from mentorship.common.periods import add_months
from mentorship.cycle.evidence import RowState
from mentorship.cycle.models import Activity, Cycle, Programme, Stage
from mentorship.cycle.terms import State
from mentorship.documents.models import Paper
from mentorship.institution.models import Act, MentoringForm, MentoringKind, Rules
from mentorship.people import samples
from mentorship.registry.models import Side
from pairs.models import Bond, Meeting

from ...figures import Figures, Took
from ...reported import Told as Reported
from .told import AUTHOR, Pair, Told

MENTOR, LAST_MENTOR, YOUNG, STUDENT = 3, 4, 5, 6  # keys of people: the places of ``samples.people()`` and a guest
FORM = MentoringForm(pk=1, title="педагог – педагог", order=1)
KIND = MentoringKind(pk=1, title="традиционная форма («один на один»)", order=1)
REVERSE = MentoringKind(pk=2, title="реверсивное", order=2)
BONDS = [
    Took(1, FORM.pk, Bond.State.COMPLETED, samples.DAY, samples.LAST_DAY, samples.LAST_DAY),
    Took(2, FORM.pk, Bond.State.ACTIVE, date(2026, 10, 1), samples.LAST_DAY, None),
    Took(3, FORM.pk, Bond.State.ACTIVE, date(2027, 5, 20), samples.LAST_DAY, None),
]
PAIRS = ["Зимина П.О. → Белкина Д.П.", "Котова С.И. → Орлова А.И.", "Белкина Д.П. → Тихонов О.Ю."]
STAGES = [Stage(pk=1, order=1, title="Подготовка условий"), Stage(pk=2, order=2, title="Работа наставнических пар")]
ROWS = [
    ("1.1", 1, "Приказ о внедрении целевой модели наставничества", date(2026, 9, 15), True),
    ("1.2", 1, "Положение о наставничестве", date(2026, 9, 30), True),
    ("2.1", 2, "Приказ о наставнических парах и группах", date(2026, 10, 10), True),
    ("2.2", 2, "Итоговая встреча наставников и наставляемых", date(2027, 5, 25), False),
    ("2.3", 2, "Итоговый опрос участников", samples.LAST_DAY, True),
]


class _Figures(Figures):
    """Figures of the invented year."""

    before = {code: Reported(words, "") for code, words in {"I07": "86,1 %", "I23": "80 %"}.items()}
    _targets = {"I01": Decimal(10)}
    rules = Rules()
    quiet = [(date(2026, 11, 1), date(2026, 11, 8)), (date(2026, 12, 31), date(2027, 1, 10))]
    staff = list(range(24))
    bonds = BONDS
    kinds = {1: [KIND], 2: [KIND], 3: [REVERSE]}
    keeping = {1, 2}
    members = [
        *[(bond, 10 + bond, who, Side.MENTOR) for bond, who in ((1, MENTOR), (2, LAST_MENTOR), (3, YOUNG))],
        *[(bond, 20 + bond, who, Side.MENTEE) for bond, who in ((1, YOUNG), (2, STUDENT), (3, 2))],
    ]
    accepted = [21, 22, 23]
    approved = [1, 2]
    stages = STAGES
    asked = Counter({"Q12E": 4, "Q12M": 3})
    indexes = {"Q12E": dict(enumerate(map(Decimal, (9, 10, 8, 6)))), "Q12M": dict(enumerate(map(Decimal, (9, 8, 10))))}

    @property
    def meetings(self):
        kinds = (Meeting.Type.TALK, Meeting.Type.VISIT, Meeting.Type.REVIEW)
        held = {bond: [(day, 45, kinds[n % 3]) for n, day in enumerate(days)] for bond, days in self.days_met.items()}
        return held | {3: []}

    @property
    def days_met(self):
        return {bond.pk: list(_days(bond, self.quiet)) for bond in self.bonds if bond.pk in self.keeping}

    @property
    def roadmap(self):
        return [
            (Activity(pk=place, number=row[0], stage_id=row[1], title=row[2]), _state(*row[3:]))
            for place, row in enumerate(ROWS)
        ]


def _days(bond, quiet):
    """Every second week, none in the holidays."""
    days = (bond.starts_on + timedelta(days=14 * n + 3) for n in range(40))
    return [day for day in days if day <= bond.ends_on and not any(first <= day <= last for first, last in quiet)]


def _state(due_on, is_done):
    late = None if is_done else (samples.LAST_DAY - due_on).days
    return RowState(State.DONE if is_done else State.OVERDUE, due_on=due_on, days=late)


class _OnTime(_Figures):
    """Everything was done in time."""

    @property
    def roadmap(self):
        return [(row, _state(state.due_on, True)) for row, state in super().roadmap]


class _Empty(_Figures):
    """Little is written down: no staff, no roadmap, no meeting, few answers."""

    staff, meetings, roadmap, approved = [], {bond.pk: [] for bond in BONDS}, [], []
    asked = Counter({"Q12E": 4})
    indexes = {"Q12E": {1: Decimal(9)}, "Q12M": {}}


def records():
    """The :class:`Told` of the year."""
    return _told(_Figures)


def variants():
    """Years that need other words."""
    return {"просроченных мероприятий нет": _told(_OnTime), "в портале мало записей": _told(_Empty)}


def _told(figures):
    cycle = Cycle(
        title=samples.YEAR,
        starts_on=samples.DAY,
        ends_on=samples.LAST_DAY,
        programme=Programme(title="Наставничество в детском саду"),
    )
    curator = samples.people()[0]
    return Told(
        institution=samples.institution(),
        figures=figures(cycle, samples.LAST_DAY),
        forms={FORM.pk: FORM},
        curators=[(curator.full_name, samples.DAY, None)],
        acts=[Act(title="Положение", name="О наставничестве", effective_from=add_months(samples.DAY, -1))],
        papers=[
            Paper(title="О внедрении целевой модели наставничества", number="44-од", issued_on=samples.DAY),
            Paper(title="О закреплении наставнических пар", number="58-од", issued_on=date(2026, 9, 15)),
        ],
        pairs=[Pair(bond.pk, title, bond.starts_on, bond.last_day) for bond, title in zip(BONDS, PAIRS, strict=True)],
        author=(AUTHOR, curator.signature_name),
    )
