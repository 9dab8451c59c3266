"""A holiday: two curators at once, and from the day after one of them again (dated roles, methodology.md 1.2)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorship.accounts import workflow as accounts
from mentorship.accounts.models import Role
from mentorship.people import access_list
from mentorship.people.models import Person
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
FIRST, LAST = 7, 20  # days of the holiday, counted from today
PEOPLE = reverse("people:list")
CARD = {
    "origin": "external",
    "last_name": "Лесная",
    "first_name": "Дарья",
    "organisation": "Колледж",
    "working_days": "5",
}


@pytest.fixture
def acting(users):
    user, today = UserFactory(full_name="Озёрная Вера Ильинична"), timezone.localdate()
    days = {"starts_on": today + timedelta(days=FIRST), "ends_on": today + timedelta(days=LAST)}
    accounts.grant_role(user, Role.CURATOR, by=users["admin"], **days)
    return user


@pytest.fixture
def on_day(monkeypatch, as_user):
    """``on_day(7, user)``: a browser in which the user has signed in seven days from now."""
    now = timezone.now()

    def later(days, user):
        monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=days))
        return as_user(user)

    return later


@pytest.mark.parametrize(
    ("day", "acts"), [(FIRST - 1, False), (FIRST, True), (LAST, True), (LAST + 1, False), (LAST + 300, False)]
)
def test_both_work_during_the_holiday_and_one_before_and_after(on_day, curator, acting, day, acts):
    assert on_day(day, curator).get(PEOPLE).status_code == 200
    page = on_day(day, acting)
    assert (page.get(PEOPLE).status_code == 200) == acts
    page.post(reverse("people:add"), CARD)
    assert Person.history.filter(history_user=acting).exists() == acts


def test_an_open_page_of_the_acting_one_dies_with_the_last_day(on_day, monkeypatch, acting):
    page = on_day(LAST, acting)
    assert page.get(PEOPLE).status_code == 200
    midnight = timezone.localtime().replace(hour=0, minute=0, second=1) + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: midnight)
    assert page.get(PEOPLE).status_code in (302, 403)


def test_the_own_curator_goes_on_with_what_the_acting_one_began(on_day, curator, acting):
    page = on_day(LAST, acting)
    page.post(reverse("people:add"), CARD)
    person = Person.objects.get(last_name="Лесная")
    on_day(LAST + 1, curator).post(reverse("people:leave", args=[person.pk]), {"on": timezone.localdate().isoformat()})
    assert [str(entry.history_user) for entry in person.history.order_by("history_id")] == [str(acting), str(curator)]


def test_the_list_of_persons_with_access_names_both_with_their_days(curator, acting):
    today = timezone.localdate()
    for day, named in ((FIRST - 1, 1), (FIRST, 2), (LAST, 2), (LAST + 1, 1)):
        rows = access_list.rows(today + timedelta(days=day))
        found = [row for row in rows if row[0] in (curator.full_name, acting.full_name)]
        assert len(found) == named
        assert all(
            f"по {today + timedelta(days=LAST):%d.%m.%Y}" in row[2] for row in found if row[0] == acting.full_name
        )
