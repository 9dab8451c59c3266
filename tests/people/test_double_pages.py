"""Pages of cards that look alike: shown, compared, merged."""

import pytest
from django.urls import reverse

from mentorship.people import workflow
from mentorship.people.models import Person
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


def test_look_alikes_are_shown_and_creating_is_a_second_step(keeper):
    PersonFactory(last_name="Семёнова", first_name="Анна", patronymic="Петровна")
    card = {"origin": "staff", "last_name": "Семенова", "first_name": "Анна", "patronymic": "Петровна", "post": "няня"}
    page = keeper.post(reverse("people:add"), card)
    assert "Всё равно создать" in page.content.decode()
    assert Person.objects.count() == 1
    keeper.post(reverse("people:add"), card | {"knowingly": "1"})
    assert Person.objects.count() == 2


def test_two_cards_are_compared_and_merged_and_the_old_address_leads_on(keeper):
    kept = PersonFactory(last_name="Семёнова", first_name="Анна", patronymic="Петровна", phone="")
    gone = PersonFactory(last_name="Семенова", first_name="Анна", patronymic="Петровна", birth_date=None, phone="+7 1")
    assert "то же имя" in keeper.get(reverse("people:doubles")).content.decode()
    address = reverse("people:merge", args=[kept.pk, gone.pk])
    lines = {line.name: line.proposed for line in keeper.get(address).context["lines"] if line.differs}
    assert lines["phone"] == "gone"
    take = {f"take-{name}": side for name, side in lines.items()} | {"take-phone": "kept"}
    keeper.post(address, take | {"kept_version": 0, "gone_version": 0})
    old = keeper.get(reverse("people:person", args=[gone.pk]))
    assert (old.status_code, old.url) == (302, kept.get_absolute_url())
    assert "Дублей не видно" in keeper.get(reverse("people:doubles")).content.decode()


def test_a_stranger_is_not_led_from_an_old_card(keeper, as_user, users):
    kept, gone = PersonFactory(), PersonFactory()
    address = gone.get_absolute_url()
    workflow.merge_people(kept, gone, versions=(0, 0), by=users["curator"])
    assert as_user(users["stranger"]).get(address).status_code == 404
