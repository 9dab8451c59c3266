"""Silence of pairs: counted without quiet days, told to those who keep them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mentorship.institution.models import MentoringKind, QuietPeriod
from pairs import home
from pairs.attendance import long_away
from pairs.models import Meeting, MeetingMark
from pairs.queue import away, silent
from pairs.rhythm import days_ago, duration_words, total_words, week_counts, weeks
from pairs.rhythm_queries import silent_bonds
from tests import factories
from tests.pairs.meetings import DAY, held, new_bond, participation_of

pytestmark = pytest.mark.django_db


def test_silent_pairs_are_counted_without_quiet_days(pair, curator, today):
    bond, mentor, _ = pair
    held(bond, mentor, today - 20 * DAY)
    held(bond, mentor, today - 3 * DAY, state=Meeting.State.CANCELLED)
    assert silent_bonds(today) == [(bond, 20)]
    assert [(row.urgency, row.since) for row in silent(curator, today)] == [(1, today - 20 * DAY)]
    QuietPeriod.objects.create(title="Новый год", starts_on=today - 12 * DAY, ends_on=today - 4 * DAY)
    assert silent_bonds(today) == []


def test_silence_counts_from_the_start_and_only_where_the_rhythm_is_kept(institution, curator, today):
    bond, _, _ = new_bond()
    start = today - bond.starts_on
    assert silent_bonds(today) == [(bond, start.days)]
    assert [row.urgency for row in silent(curator, today)] == [0]
    assert silent_bonds(bond.starts_on - DAY) == []
    MentoringKind.objects.update(keeps_rhythm=False)
    assert silent_bonds(today) == []


def test_silence_asks_the_same_number_of_times_for_one_pair_and_for_three(
    institution, today, django_assert_num_queries
):
    cycle = factories.CycleFactory()
    factories.BondFactory(active=True, cycle=cycle)
    with CaptureQueriesContext(connection) as one:
        assert len(silent_bonds(today)) == 1
    factories.BondFactory.create_batch(2, active=True, cycle=cycle)
    with django_assert_num_queries(len(one)):
        assert len(silent_bonds(today)) == 3


def test_a_meeting_counts_for_a_mentee_unless_he_was_not_there(as_user, institution, users, today):
    bond, mentor, (came, missed) = new_bond(mentees=2)
    one = participation_of(bond, missed)
    for days, who in ((25, None), (20, one), (3, one)):
        meeting = held(bond, mentor, today - days * DAY)
        if who:
            MeetingMark.objects.create(meeting=meeting, participation=who, confirmed=None)
    assert silent_bonds(today) == [], "the group met, whoever was away"
    (row,) = away(users["curator"], today)
    assert (row.title, row.since) == (one.person.full_name, today - 25 * DAY)
    (card,) = home.mentor_cards(mentor, today)
    assert ([(found.person, found.days) for found in card.away], card.overdue) == ([(one.person, 25)], False)
    own = [home.mentee_cards(user, today)[0].attendance for user in (came, missed)]
    assert [found and found.words for found in own] == [None, "1 из 3"]
    assert "25 дней без каникул" in as_user(mentor).get("/").content.decode()
    assert "Вы были</dt><dd>на 1 из 3<" in as_user(missed).get("/").content.decode()
    assert (
        f"{one.person.short_name} – 1 из 3" in as_user(users["curator"]).get(bond.get_absolute_url()).content.decode()
    )
    told = {
        name: as_user(users[name]).get(reverse("pairs:meetings")).context["away"] for name in ("curator", "director")
    }
    assert [len(told["curator"]), told["director"]] == [1, []], "of single meetings the head reads aggregates only"
    type(one).objects.filter(pk=one.pk).update(rests_from=today)
    assert long_away(today) == [], "nobody misses who is on a pause"
    type(one).objects.filter(pk=one.pk).update(rests_from=None)
    meeting.state = Meeting.State.CANCELLED
    meeting.save()
    assert (long_away(today), silent_bonds(today)) == ([], [(bond, 20)]), "now the group is silent as a whole"


def test_only_who_keeps_pairs_hears_of_their_silence(pair, users, people, today):
    told = {name for name, user in people.items() if silent(user, today)}
    assert told == {"curator", "organiser"}


@pytest.mark.parametrize(
    ("who", "status"),
    [("curator", 200), ("director", 200), ("organiser", 200), ("mentor", 403), ("mentee", 403), ("stranger", 403)],
)
def test_the_map_by_weeks_is_for_those_who_oversee(as_user, pair, people, today, who, status):
    held(pair[0], pair[1], today)
    assert as_user(people[who]).get(reverse("pairs:meetings")).status_code == status


def test_weeks_of_a_pair():
    monday = timezone.datetime(2026, 12, 21).date()
    mondays = weeks(monday + 2 * DAY, monday + 22 * DAY)
    assert mondays == [monday + n * 7 * DAY for n in range(4)]
    new_year = [(monday + 7 * DAY, monday + 20 * DAY)]
    days = [monday + 2 * DAY, monday + 3 * DAY, monday + 15 * DAY]
    assert week_counts(days, mondays, monday, monday + 27 * DAY, new_year) == [2, None, 1, 0]
    assert week_counts([], mondays, monday + 21 * DAY, monday + 27 * DAY) == [None, None, None, 0]
    assert weeks(monday, monday - DAY) == []


def test_words_of_time():
    assert [duration_words(n) for n in (45, 60, 255, 0)] == ["45 мин", "1 ч", "4 ч 15 мин", "0 мин"]
    assert [total_words(0, 0), total_words(1, 30)] == ["0 встреч", "1 встреча, 30 мин"]
    assert [days_ago(n) for n in (0, 1, 2, 11)] == ["сегодня", "вчера", "2 дня назад", "11 дней назад"]
