"""A year whose figures are known: one cycle with a pair, a group and answers to the closing questionnaires."""

from datetime import date, timedelta

import pytest

from mentorship.registry.models import Side
from mentorship.surveys import workflow as surveys
from mentorship.surveys.models import Questionnaire, Wave
from pairs.models import Bond
from tests.factories import BondFactory, CycleFactory, MeetingFactory, UserFactory

START, END = date(2025, 9, 1), date(2026, 5, 31)


@pytest.fixture
def cycle(institution):
    return CycleFactory(title="2025/26 учебный год", starts_on=START, ends_on=END)


@pytest.fixture
def make_bond(cycle):
    """``make_bond(mentees=2, weeks=3)``: a working bond with a meeting in each of its first weeks."""

    def make(mentees=1, weeks=0, **fields):
        fields = {"cycle": cycle, "state": Bond.State.ACTIVE, "starts_on": date(2025, 10, 1)} | fields
        bond = BondFactory(members__mentees=mentees, **fields)
        logger = UserFactory()
        for week in range(weeks):
            day = bond.starts_on + timedelta(days=7 * week)
            MeetingFactory(bond=bond, held_on=day, minutes=45, logged_by=logger, topic="Тайная тема", agreed="Тайна")
        return bond

    return make


@pytest.fixture
def answer(cycle):
    """``answer("Q12E", {person: 9, …})``: a closed wave in which each person gave this mark to everything."""

    def ask(code, marks):
        surveys.load_questionnaires()
        questionnaire, by = Questionnaire.objects.get(code=code), UserFactory()
        wave = surveys.open_wave(questionnaire, subject=cycle, people=list(marks), closes_on=date(2099, 1, 1), by=by)
        counting = [question.code for question in questionnaire.questions.filter(counts=True)]
        for invitation in wave.invitations.select_related("person"):
            mark = marks[invitation.person]
            if mark is not None:
                surveys.answer(invitation, {code: str(mark) for code in counting})
        return surveys.close_wave(Wave.objects.get(pk=wave.pk), by=by)

    return ask


@pytest.fixture
def people_of():
    """``people_of(bonds, side)``: everybody on that side."""
    return lambda bonds, side: [person for bond in bonds for person in bond.side(side)]


@pytest.fixture
def full_year(make_bond, answer, people_of):
    """Four bonds (one a group), meetings, and answers of all mentees and two mentors."""
    bonds = [make_bond(weeks=4), make_bond(weeks=2), make_bond(mentees=2, weeks=1), make_bond()]
    answer("Q12E", dict(zip(people_of(bonds, Side.MENTEE), [9, 6, 10, 8, None], strict=True)))
    answer("Q12M", dict(zip(people_of(bonds, Side.MENTOR), [9, 5, None, None], strict=True)))
    return bonds
