"""Meetings on the first pages, in the roadmap and in the registry."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mentorship.accounts.models import Role
from mentorship.registry.models import Side
from pairs import home, logbook
from pairs.contributions import met_in_turn
from pairs.models import Bond
from tests import factories
from tests.pairs.meetings import AGREED, DAY, TOPIC, account_of, held, participation_of

pytestmark = pytest.mark.django_db


def more_bonds(bond, user, side, count):
    """``count`` more working pairs of the same person."""
    own = participation_of(bond, user)
    for _ in range(count):
        other = factories.ParticipationFactory(
            cycle=bond.cycle, side=Side.MENTEE if side == Side.MENTOR else Side.MENTOR
        )
        factories.BondFactory(active=True, cycle=bond.cycle, members=[own, other])


@pytest.mark.parametrize("side", [Side.MENTOR, Side.MENTEE])
def test_home_asks_the_same_number_of_times_with_one_pair_and_with_three(
    pair, today, side, django_assert_max_num_queries
):
    bond, mentor, (mentee,) = pair
    user, cards = (mentor, home.mentor_cards) if side == Side.MENTOR else (mentee, home.mentee_cards)
    held(bond, mentor, today)
    with CaptureQueriesContext(connection) as one:
        assert len(cards(user, today)) == 1
    more_bonds(bond, user, side, 2)
    for other in Bond.objects.exclude(pk=bond.pk):
        held(other, mentor, today)
    user = type(user).objects.get(pk=user.pk)
    with django_assert_max_num_queries(len(one)):
        assert len(cards(user, today)) == 3


def test_the_mentors_card_tells_what_is_next(pair, today):
    bond, mentor, _ = pair
    held(bond, mentor, today - 20 * DAY, minutes=45, agreed=AGREED)
    held(bond, mentor, today - 15 * DAY, minutes=30)
    (card,) = home.mentor_cards(mentor, today)
    told = (card.people, card.ago, card.total, card.next_step, card.overdue, card.can_log)
    assert told == (bond.mentees, "15 дней назад", "2 встречи, 1 ч 15 мин", AGREED, True, True)


def test_the_mentee_confirms_on_the_card_and_it_goes(as_user, pair, today):
    bond, mentor, (mentee,) = pair
    meeting = held(bond, mentor, today)
    client = as_user(mentee)
    assert reverse("pairs:mark_meeting", args=[meeting.pk]) in client.get("/").content.decode()
    answer = client.post(reverse("pairs:mark_meeting", args=[meeting.pk]), {"confirmed": "yes", "back": "/"})
    assert answer.url == "/"
    assert [card.to_confirm for card in home.mentee_cards(mentee, today)] == [[]]


def test_a_mark_leads_nowhere_but_here(as_user, pair, today):
    bond, mentor, (mentee,) = pair
    meeting = held(bond, mentor, today)
    back = {"confirmed": "yes", "back": "https://example.org/"}
    answer = as_user(mentee).post(reverse("pairs:mark_meeting", args=[meeting.pk]), back)
    assert answer.url == meeting.get_absolute_url()


def test_a_pair_that_waits_for_its_order_has_no_button(institution, today):
    bond = factories.BondFactory()
    mentor = account_of(bond.mentors[0])
    (card,) = home.mentor_cards(mentor, today)
    assert (card.can_log, card.waits_since) == (False, bond.starts_on)


def test_a_curator_who_mentors_writes_his_own_meetings(as_user, pair):
    bond, mentor, _ = pair
    mentor.role_grants.create(role=Role.CURATOR, starts_on=bond.starts_on)
    assert as_user(mentor).get(reverse("pairs:add_meeting", args=[bond.pk])).status_code == 200


def test_the_roadmap_has_its_meetings_once_every_pair_has_met_twice(pair, today):
    bond, mentor, _ = pair
    second = factories.BondFactory(active=True, cycle=bond.cycle)
    for one, days in ((bond, 20), (bond, 6), (second, 5)):
        held(one, mentor, today - days * DAY)
    assert met_in_turn(bond.cycle) == {}
    held(second, mentor, today)
    assert set(met_in_turn(bond.cycle)) == {"meeting_record", "meeting_log"}


def test_the_registry_shows_meetings_without_what_was_agreed(as_user, pair, curator, today):
    meeting = held(pair[0], pair[1], today, agreed=AGREED, topic=TOPIC)
    logbook.share_agreements(pair[0], shared=False, by=pair[1])
    client = as_user(curator)
    page = client.get(reverse("admin:pairs_meeting_change", args=[meeting.pk])).content.decode()
    assert TOPIC in page
    assert AGREED not in page
    assert client.get(reverse("admin:pairs_meeting_changelist"), {"q": pair[0].mentors[0].last_name}).status_code == 200
