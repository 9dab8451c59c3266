"""The years of a person: posts, consents, bases, pairs and orders."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mentorship.documents import blocks
from mentorship.documents.models import Paper
from mentorship.people.models import Consent
from mentorship.registry.models import Side
from tests.factories import BondFactory, ConsentFactory, CycleFactory, ParticipationFactory, PersonFactory

pytestmark = pytest.mark.django_db
Kind = Consent.Kind


def test_a_transfer_stands_in_the_years_of_the_person(keeper):
    person = PersonFactory(post="воспитатель")
    day = timezone.localdate().isoformat()
    keeper.post(reverse("people:transfer", args=[person.pk]), {"post": "методист", "unit": "", "on": day})
    events = [event.title for year in keeper.get(person.get_absolute_url()).context["years"] for event in year.events]
    assert "Перевод: методист" in events
    assert "Должность: воспитатель" in events


def test_the_years_tell_of_consents_bases_pairs_and_orders(keeper):
    bond = BondFactory(active=True)
    person = bond.mentors[0]
    Paper.objects.create(
        kind="order_pairs",
        title="О закреплении пар",
        number="5-од",
        state="issued",
        issued_on=bond.starts_on,
        subject=bond.cycle,
        blocks=[blocks.paragraph(f"Закрепить наставника: {person.full_name}.")],
    )
    years = keeper.get(person.get_absolute_url()).context["years"]
    told = " ".join(event.title for year in years for event in year.events)
    for words in ("Подписано: согласие на обработку", "В базе: наставник", "Пара: ", "Приказ о закреплении", "Принят"):
        assert words in told
    days = [event.on for year in years for event in year.events]
    assert days == sorted(days, reverse=True)


def test_age_and_service_on_any_day(keeper):
    person = PersonFactory(birth_date=date(1980, 1, 1), teaches_since=date(2010, 9, 1))
    page = keeper.get(person.get_absolute_url(), {"on": "2012-09-01"})
    assert (page.context["age"], page.context["teaching"]) == (32, "2 года")


def test_a_card_asks_as_much_for_many_years_as_for_few(keeper, django_assert_max_num_queries):
    person = PersonFactory()
    BondFactory(members=[ParticipationFactory(person=person), ParticipationFactory(side=Side.MENTEE)])
    with CaptureQueriesContext(connection) as few:
        keeper.get(person.get_absolute_url())
    for _ in range(3):
        cycle = CycleFactory()
        ConsentFactory(person=person, kind=Kind.MENTOR)
        BondFactory(
            cycle=cycle,
            members=[
                ParticipationFactory(cycle=cycle, person=person, consents=False),
                ParticipationFactory(cycle=cycle, side=Side.MENTEE),
            ],
        )
    with django_assert_max_num_queries(len(few)):
        keeper.get(person.get_absolute_url())
