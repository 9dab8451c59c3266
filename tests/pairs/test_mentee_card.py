"""A mentor sees the permitted part of his mentee's card, each look is a line of the journal (methodology row 90)."""

import pytest
from django.urls import reverse

from mentorship.accounts.models import JournalEntry
from mentorship.institution.models import Rules
from tests.factories import BondFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(institution):
    bond = BondFactory(active=True)
    mentor, mentee = bond.mentors[0], bond.mentees[0]
    mentor.user = UserFactory()
    mentor.save()
    mentee.phone, mentee.post = "+79991112233", "учитель-логопед"
    mentee.save()
    return bond, mentor, mentee


def address(bond, mentee):
    return reverse("pairs:mentee_card", args=[bond.pk, mentee.pk])


def test_contacts_are_shown_only_if_the_institution_allows_it(pair, as_user):
    bond, mentor, mentee = pair
    browser = as_user(mentor.user)
    page = browser.get(address(bond, mentee)).content.decode()
    assert "учитель-логопед" in page
    assert "+79991112233" not in page
    rules = Rules.load()
    rules.mentee_fields = ["phone"]
    rules.save()
    page = browser.get(address(bond, mentee)).content.decode()
    assert "+79991112233" in page
    assert "учитель-логопед" not in page
    looks = JournalEntry.objects.filter(user=mentor.user, subject=mentee.pk, action="view", allowed=True)
    assert looks.count() == 2


def test_the_card_closes_with_the_pair(pair, as_user):
    bond, mentor, mentee = pair
    type(bond).objects.filter(pk=bond.pk).update(state="completed", ended_on=bond.ends_on)
    assert as_user(mentor.user).get(address(bond, mentee)).status_code == 404
    assert JournalEntry.objects.filter(subject=mentee.pk, allowed=False).exists()


def test_nobody_opens_the_card_of_somebody_elses_mentee(pair, as_user):
    bond, mentor, _ = pair
    other = BondFactory(cycle=bond.cycle, active=True, form=bond.form)
    assert as_user(mentor.user).get(address(other, other.mentees[0])).status_code == 404
    assert as_user(mentor.user).get(address(bond, mentor)).status_code == 404
