"""One cycle with a curator who is a person of the staff, and actors around one pair."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mentorship.institution.workflow import load_dictionaries
from mentorship.registry.models import Side
from tests.factories import (
    BondFactory,
    CycleFactory,
    FormFactory,
    KindFactory,
    ParticipationFactory,
    PersonFactory,
    UserFactory,
)
from tests.pairs.meetings import new_bond


@pytest.fixture
def cycle(db):
    return CycleFactory()


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def acts(db):
    load_dictionaries()


@pytest.fixture
def mentor(cycle):
    person = PersonFactory(last_name="Белова", first_name="Мария", patronymic="Петровна", post="Воспитатель")
    return ParticipationFactory(cycle=cycle, side=Side.MENTOR, person=person)


@pytest.fixture
def mentees(cycle):
    names = [("Котов", "Илья", "Сергеевич", "m"), ("Орлова", "Анна", "Денисовна", "f"), ("Юсупова", "Дина", "", "f")]
    return [
        ParticipationFactory(
            cycle=cycle,
            side=Side.MENTEE,
            person=PersonFactory(last_name=last, first_name=first, patronymic=middle, gender=gender),
        )
        for last, first, middle, gender in names
    ]


@pytest.fixture
def wanted(cycle, mentor, mentees, today, curator):
    """Arguments of ``workflow.propose``: ``wanted(ends_on=…)``."""

    def arguments(**changes):
        in_group = len(changes.get("mentees", ())) > 1
        usual = {
            "cycle": cycle,
            "mentors": [mentor],
            "mentees": mentees[:1],
            "form": FormFactory(),
            "kinds": [KindFactory(code="group", title="Наставничество в группе") if in_group else KindFactory()],
            "starts_on": today,
            "ends_on": today + timedelta(days=100),
            "no_agreement": "входит в должностные обязанности",
            "by": curator,
        }
        return usual | changes

    return arguments


@pytest.fixture
def bond(cycle):
    return BondFactory(cycle=cycle)


@pytest.fixture
def actors(users, bond):
    """Accounts by what they are to ``bond``: its mentor, its mentee, a mentor of another pair, roles, a stranger."""

    def account(person):
        person.user = UserFactory()
        person.save()
        return person.user

    other = BondFactory(cycle=bond.cycle, form=FormFactory(code="partner_teacher", title="партнёр – педагог"))
    return users | {
        "mentor": account(bond.mentors[0]),
        "mentee": account(bond.mentees[0]),
        "other": account(other.mentors[0]),
    }


@pytest.fixture
def pair(institution):
    """A working pair with an account for everybody, as (bond, mentor's user, [the mentee's user])."""
    return new_bond()


@pytest.fixture
def people(pair, users):
    """Who may ask for the pair's pages."""
    bond, mentor, (mentee,) = pair
    _, other, _ = new_bond(cycle=bond.cycle)
    return users | {"mentor": mentor, "mentee": mentee, "other": other}
