"""The list of people and the search: what is found, filtered, exported."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mentorship.common.periods import add_months
from mentorship.institution.models import Rules
from mentorship.people import contributions
from mentorship.people.models import Consent, Person
from tests.factories import ConsentFactory, PersonFactory, UserFactory
from tests.people.pages import names, sheet_of

pytestmark = pytest.mark.django_db
Kind = Consent.Kind


def test_people_stand_by_the_alphabet_and_are_found_by_any_part(keeper):
    for name in ("Ёлкина", "Жукова", "Ежова"):
        PersonFactory(last_name=name, post="педагог-психолог" if name == "Жукова" else "воспитатель")
    address = reverse("people:list")
    assert names(keeper.get(address)) == ["Ежова", "Ёлкина", "Жукова"]
    assert names(keeper.get(address, {"q": "елк"})) == ["Ёлкина"]
    assert names(keeper.get(address, {"q": "ПСИХОЛОГ"})) == ["Жукова"]
    assert "Никого не нашлось" in keeper.get(address, {"q": "ъъъ"}).content.decode()


def test_filters_of_the_list(keeper):
    today = timezone.localdate()
    PersonFactory(last_name="Опытная")
    PersonFactory(last_name="Молодая", teaches_since=today - timedelta(days=300), birth_date=date(2000, 1, 1))
    PersonFactory(last_name="Завхоз", is_teacher=False)
    PersonFactory(last_name="Ученик", origin=Person.Origin.PUPIL, is_teacher=False)
    PersonFactory(last_name="Ушедшая", left_on=today - timedelta(days=1))
    ConsentFactory(person=Person.objects.get(last_name="Опытная"))

    def shown(show):
        return set(names(keeper.get(reverse("people:list"), {"show": show})))

    assert shown("") == {"Опытная", "Молодая", "Завхоз", "Ученик"}
    assert shown("staff") == {"Опытная", "Молодая", "Завхоз"}
    assert shown("teachers") == {"Опытная", "Молодая"}
    assert shown("others") == {"Ученик"}
    assert shown("young") == {"Молодая"}
    assert shown("no_consent") == {"Молодая", "Завхоз", "Ученик"}
    assert shown("left") == {"Ушедшая"}
    Person.objects.filter(last_name="Молодая").update(user=UserFactory())
    assert shown("no_account") == {"Опытная", "Завхоз", "Ученик"}
    assert shown("unknown") == shown("")


@pytest.mark.parametrize("months", [0, 35, 36, 37])
@pytest.mark.parametrize("years", [22, 35, 36, None])
def test_who_is_young_is_one_rule_for_a_person_and_for_the_list(institution, months, years):
    today = timezone.localdate()
    born = add_months(today, -12 * years) if years else None
    person = PersonFactory(teaches_since=add_months(today, -months), birth_date=born, hired_on=None)
    listed = Person.objects.young_specialists(today, Rules.load()).filter(pk=person.pk).exists()
    assert person.is_young_specialist(today) is listed


def test_an_empty_list_leads_to_the_import(keeper):
    assert reverse("people:import") in keeper.get(reverse("people:list")).content.decode()


def test_the_list_goes_to_excel_as_it_is_filtered(keeper):
    PersonFactory(last_name="Белова", phone="+7 900 000-00-01")
    PersonFactory(last_name="Орлова")
    keeper.post(reverse("accounts:list_columns", args=["people"]), {"column": ["phone"]})
    sheet = sheet_of(keeper.get(reverse("people:export"), {"q": "белова"}))
    assert sheet.max_row == 2
    assert [cell.value for cell in sheet[2]][2] == "+7 900 000-00-01"


@pytest.mark.parametrize("name", ["people:list", "people:consents"])
def test_a_list_asks_as_much_for_many_as_for_few(keeper, name, django_assert_max_num_queries):
    def make():
        person = PersonFactory()
        ConsentFactory(person=person)
        ConsentFactory(person=person, kind=Kind.MENTOR, signed_on=None, printed_on=timezone.localdate())

    make()
    with CaptureQueriesContext(
        connection,
    ) as few:
        keeper.get(reverse(name))
    for _ in range(5):
        make()
    with django_assert_max_num_queries(len(few)):
        keeper.get(reverse(name))


def test_search_finds_people_and_shows_strangers_nothing(curator, users):
    person = PersonFactory(last_name="Зимина", first_name="Вера", patronymic="Ивановна", post="методист")
    assert contributions.find(curator, "зимина мет") == [
        ("Зимина Вера Ивановна", "методист", person.get_absolute_url())
    ]
    assert contributions.find(users["stranger"], "зимина") == []
