"""Dates come from the database as they were stored, however they are read."""

from datetime import date

import pytest
from django.db.models import CharField
from django.db.models.functions import Cast

from mentorship.common.days import day_of
from mentorship.people.models import Person
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


def test_a_stored_date_comes_back_and_an_empty_one_stays_empty():
    PersonFactory(birth_date=date(1988, 2, 29))
    PersonFactory(birth_date=None)
    found = Person.objects.order_by("pk").values_list("birth_date", Cast("birth_date", CharField()))
    assert [day for day, _ in found] == [date(1988, 2, 29), None]
    assert day_of(found[0][1]) == date(1988, 2, 29)
