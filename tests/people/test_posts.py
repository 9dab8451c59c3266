"""Posts that a person held by turns, and the open one on the card."""

from datetime import date

import pytest
from django.utils import timezone

from mentorship.common.workflow import WorkflowError
from mentorship.institution.models import Unit
from mentorship.people import workflow
from mentorship.people.models import Person, PostPeriod
from tests.factories import PersonFactory, PostPeriodFactory, UserFactory

pytestmark = pytest.mark.django_db
NAME = {"last_name": "Белова", "first_name": "Анна", "patronymic": "Петровна"}


@pytest.fixture
def by():
    return UserFactory()


@pytest.fixture
def person(by):
    return workflow.create_person(by=by, post="воспитатель", hired_on=date(2015, 9, 1), **NAME)


def periods(person):
    return [(one.post, one.starts_on, one.ends_on) for one in person.posts.all()]


def test_a_new_card_begins_its_post_on_the_day_of_hiring(person):
    assert periods(person) == [("воспитатель", date(2015, 9, 1), None)]


def test_a_transfer_ends_one_post_and_begins_another(person, by):
    unit = Unit.objects.create(title="Группа «Ромашка»")
    workflow.transfer(person, post="старший воспитатель", unit=unit, on=date(2020, 9, 1), by=by)
    assert periods(person) == [
        ("воспитатель", date(2015, 9, 1), date(2020, 8, 31)),
        ("старший воспитатель", date(2020, 9, 1), None),
    ]
    person.refresh_from_db()
    assert (person.post, person.unit) == ("старший воспитатель", unit)


@pytest.mark.parametrize(
    ("post", "on", "words"),
    [
        ("воспитатель", date(2020, 9, 1), "те же"),
        ("методист", date(2014, 9, 1), "не может быть раньше"),
        ("методист", date(2050, 9, 1), "в его день или позже"),
    ],
)
def test_a_transfer_that_cannot_be(person, by, post, on, words):
    with pytest.raises(WorkflowError, match=words):
        workflow.transfer(person, post=post, unit=None, on=on, by=by)
    assert periods(person) == [("воспитатель", date(2015, 9, 1), None)]


def test_a_transfer_of_a_card_without_posts_keeps_the_former_one(by):
    person = PersonFactory(post="воспитатель")
    workflow.transfer(person, post="методист", unit=None, on=date(2020, 9, 1), by=by)
    assert [post for post, _, _ in periods(person)] == ["воспитатель", "методист"]


def test_a_slip_mended_on_the_card_is_no_transfer(person, by):
    workflow.change_person(person, version=person.version, by=by, post="воспитатель группы", hired_on=date(2015, 8, 1))
    assert periods(person) == [("воспитатель группы", date(2015, 8, 1), None)]


def test_whoever_leaves_and_comes_back_has_one_card_and_two_posts(person, by):
    workflow.dismiss(person, on=date(2020, 5, 31), by=by)
    assert periods(person) == [("воспитатель", date(2015, 9, 1), date(2020, 5, 31))]
    with pytest.raises(WorkflowError, match="после последнего дня"):
        workflow.take_back(person, on=date(2020, 5, 31), by=by)
    workflow.take_back(person, on=date(2021, 9, 1), by=by)
    assert periods(person)[1] == ("воспитатель", date(2021, 9, 1), None)
    assert Person.objects.present(date(2026, 1, 1)).filter(pk=person.pk).exists()


def test_posts_follow_the_cards_that_a_list_changed(person, by, django_assert_max_num_queries):
    today = timezone.localdate()
    changed, fresh, same = person, PersonFactory(post="методист"), PersonFactory(post="логопед")
    PostPeriodFactory(person=same)
    Person.objects.filter(pk=changed.pk).update(post="психолог")
    with django_assert_max_num_queries(8):
        workflow.follow_cards(Person.objects.all(), on=today, by=by, reason="список")
    assert periods(changed)[-1] == ("психолог", today, None)
    assert periods(fresh) == [("методист", fresh.hired_on, None)]
    assert PostPeriod.objects.filter(person=same).count() == 1
    assert changed.posts.last().history.get().history_change_reason == "список"
