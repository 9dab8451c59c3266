"""A pair and the order on pairs, drafted."""

import pytest
from django.utils import timezone

from mentorship.institution.models import Act
from pairs import papers, workflow
from tests.factories import (
    PersonFactory,
)


@pytest.fixture
def head_curator(curator):
    """The curator as a person of the staff."""
    return PersonFactory(
        last_name="Иванова", first_name="Ирина", patronymic="Ильинична", post="Старший воспитатель", user=curator
    )


@pytest.fixture
def pair(wanted):
    return workflow.propose(**wanted(starts_on=timezone.localdate()))


@pytest.fixture
def order(cycle, curator, head_curator, acts):
    """``order(bond, …, control=person)`` drafts an order."""

    def draft(*bonds, **options):
        used = Act.objects.filter(code__in=["tk351_8", "az1128"]).order_by("pk")
        usual = {"acts": [act.pk for act in used], "curator": head_curator.pk, "programmes_until": "2027-01-15"}
        return workflow.draft_order(cycle, bonds, curator, papers.Options(**(usual | options)).as_json())

    return draft
