"""Meetings: who writes, who marks, who sees which field; doubles; silence; the first pages."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from mentorship.accounts.models import Notice, Role
from mentorship.common.workflow import Conflict, WorkflowError
from mentorship.institution.models import MentoringKind, QuietPeriod
from mentorship.registry.models import Side
from pairs import home, logbook
from pairs.contributions import disputed, find_meetings, met_in_turn, silent
from pairs.meeting_rows import row_of
from pairs.models import Bond, Meeting, MeetingMark
from pairs.rhythm import days_ago, duration_words, total_words, week_counts, weeks
from pairs.rhythm_queries import silent_bonds
from tests import factories

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
AGREED, COMMENT, TOPIC = "канарейка-договорились", "канарейка-слова-куратору", "канарейка-цель"


@pytest.fixture
def today():
    return timezone.localdate()


def account_of(person):
    person.user = factories.UserFactory(full_name=person.full_name)
    person.save()
    return person.user


def new_bond(mentees=1, **kwargs):
    """A working pair with an account for everybody, as (bond, mentor's user, [mentees' users])."""
    bond = factories.BondFactory(active=True, members__mentees=mentees, **kwargs)
    return bond, account_of(bond.mentors[0]), [account_of(person) for person in bond.mentees]


@pytest.fixture
def pair(institution):
    return new_bond()


@pytest.fixture
def people(pair, users):
    """Who may ask for the pair's pages."""
    bond, mentor, (mentee,) = pair
    _, other, _ = new_bond(cycle=bond.cycle)
    return users | {"mentor": mentor, "mentee": mentee, "other": other}


def typed(**changes):
    """What a phone posts from the form as it stands."""
    form = {"when": "today", "length": "30", "type": "talk", "topic": "Работа с родителями", "version": "0"}
    return form | {key: str(value) for key, value in changes.items()}


def facts(today, **changes):
    return {"held_on": today, "minutes": 45, "type": Meeting.Type.TALK} | changes


def participation_of(bond, user):
    return next(m.participation for m in bond.members.all() if m.participation.person.user == user)


def held(bond, by, day, **fields):
    return factories.MeetingFactory(bond=bond, logged_by=by, held_on=day, **fields)


# --- Writing down ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status", "count"),
    [("mentor", 302, 1), ("mentee", 403, 0), ("curator", 403, 0), ("director", 403, 0), ("admin", 404, 0),
     ("other", 404, 0), ("stranger", 404, 0)],
)  # fmt: skip
def test_only_the_mentor_writes_meetings_down(as_user, pair, people, who, status, count):
    answer = as_user(people[who]).post(reverse("pairs:add_meeting", args=[pair[0].pk]), typed())
    assert (answer.status_code, pair[0].meetings.count()) == (status, count)


def test_the_phone_form_is_written_without_scripts_and_says_the_total(as_user, pair):
    bond, mentor, _ = pair
    held(bond, mentor, timezone.localdate() - 7 * DAY, minutes=45)
    answer = as_user(mentor).post(
        reverse("pairs:add_meeting", args=[bond.pk]),
        typed(when="yesterday", length="more", minutes="90", mood="3", agreed=AGREED),
        follow=True,
    )
    assert "Записано. 2-я встреча, 2 ч 15 мин." in answer.content.decode()
    meeting = bond.meetings.first()
    stored = (meeting.held_on, meeting.minutes, meeting.type, meeting.topic, meeting.agreed, meeting.mood)
    yesterday = timezone.localdate() - DAY
    assert stored == (yesterday, 90, "talk", "Работа с родителями", AGREED, Meeting.Mood.GOOD)
    assert meeting.logged_by == mentor


def test_the_form_proposes_what_is_usual_and_shows_the_last_step(as_user, pair, today):
    bond, mentor, _ = pair
    held(bond, mentor, today - 20 * DAY, minutes=45, type="visit")
    held(bond, mentor, today - 13 * DAY, minutes=45, type="visit")
    held(bond, mentor, today - 6 * DAY, minutes=15, type="talk", topic=TOPIC, agreed=AGREED)
    page = as_user(mentor).get(reverse("pairs:add_meeting", args=[bond.pk]))
    initial = page.context["form"].initial
    assert initial == {"when": "today", "length": "45", "minutes": None, "type": "visit", "topic": TOPIC}
    assert AGREED in page.content.decode()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"when": "other", "day": "2199-01-01"}, "Встреча в будущем не может быть проведённой."),
        ({"when": "other", "day": "2001-01-01"}, "встреча не может быть раньше"),
        ({"when": "other", "day": ""}, "Укажите, какого числа была встреча."),
        ({"length": "more", "minutes": "481"}, "Проверьте длительность: от 5 минут до 8 часов."),
        ({"length": "more", "minutes": "полчаса"}, "Укажите минуты числом."),
        ({"type": "party"}, "party"),
    ],
)
def test_a_wrong_record_is_refused_in_words_and_nothing_typed_is_lost(as_user, pair, changes, message):
    bond, mentor, _ = pair
    answer = as_user(mentor).post(reverse("pairs:add_meeting", args=[bond.pk]), typed(agreed=AGREED, **changes))
    page = answer.content.decode()
    assert (answer.status_code, bond.meetings.count()) == (200, 0)
    assert message in page
    assert AGREED in page


def test_a_meeting_lies_inside_the_period_of_a_working_pair(pair, today):
    bond, mentor, _ = pair
    Bond.objects.filter(pk=bond.pk).update(ends_on=today - DAY)
    with pytest.raises(WorkflowError, match="встреча не может быть позже"):
        logbook.log_meeting(bond, by=mentor, **facts(today))
    proposed = factories.BondFactory()
    with pytest.raises(WorkflowError, match="предложена"):
        logbook.log_meeting(proposed, by=mentor, **facts(today))


def test_the_same_day_asks_whether_to_complete_the_record(as_user, pair, today):
    bond, mentor, _ = pair
    first = held(bond, mentor, today, agreed="показать план", mood=1)
    address = reverse("pairs:add_meeting", args=[bond.pk])
    page = as_user(mentor).post(address, typed(length="45", agreed=AGREED))
    assert "Уже есть запись за сегодня – дополнить?" in page.content.decode()
    assert bond.meetings.count() == 1

    as_user(mentor).post(reverse("pairs:edit_meeting", args=[first.pk]), dict(page.context["complete"]))
    first.refresh_from_db()
    assert (first.minutes, first.agreed, first.mood) == (45, f"показать план\n{AGREED}", 1)

    as_user(mentor).post(address, dict(page.context["second"]))
    assert bond.meetings.count() == 2


@pytest.mark.parametrize(("pairs", "leads_to"), [(0, None), (1, "pairs:add_meeting"), (2, None)])
def test_the_big_button_asks_for_the_pair_only_if_there_are_several(as_user, institution, pairs, leads_to):
    mentor = factories.UserFactory()
    person = factories.PersonFactory(user=mentor)
    bonds = []
    if pairs:
        own = factories.ParticipationFactory(person=person)
        for _ in range(pairs):
            mentee = factories.ParticipationFactory(cycle=own.cycle, side=Side.MENTEE)
            bonds.append(factories.BondFactory(active=True, cycle=own.cycle, members=[own, mentee]))
    answer = as_user(mentor).get(reverse("pairs:was_meeting"))
    if leads_to:
        assert answer.url == reverse(leads_to, args=[bonds[0].pk])
    else:
        assert list(answer.context["bonds"]) == bonds


def test_a_correction_keeps_the_history_and_asks_for_a_new_mark_only_if_facts_changed(pair, today):
    bond, mentor, (mentee,) = pair
    meeting = logbook.log_meeting(bond, by=mentor, **facts(today))
    own = participation_of(bond, mentee)
    logbook.mark_meeting(meeting, own, confirmed=True, rating=4, by=mentee)
    logbook.edit_meeting(meeting, version=0, by=mentor, **facts(today, agreed="новое"))
    assert meeting.marks.count() == 1
    logbook.edit_meeting(meeting, version=1, by=mentor, **facts(today, minutes=60))
    assert meeting.marks.count() == 0
    assert list(meeting.history.values_list("minutes", flat=True)) == [60, 45, 45]
    with pytest.raises(Conflict):
        logbook.edit_meeting(meeting, version=0, by=mentor, **facts(today))


def test_two_windows_get_a_conflict_with_both_texts(as_user, pair, today):
    bond, mentor, _ = pair
    meeting = held(bond, mentor, today, agreed="старое")
    logbook.edit_meeting(meeting, version=0, by=mentor, **facts(today, agreed="из другого окна"))
    answer = as_user(mentor).post(reverse("pairs:edit_meeting", args=[meeting.pk]), typed(agreed=AGREED))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "из другого окна" in page
    assert AGREED in page


def test_a_mistaken_record_leaves_the_count_and_stays_in_the_history(as_user, pair, today):
    bond, mentor, _ = pair
    meeting = held(bond, mentor, today)
    as_user(mentor).post(reverse("pairs:cancel_meeting", args=[meeting.pk]))
    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.CANCELLED
    assert (
        "Встреч пока не было." in as_user(mentor).get(reverse("pairs:bond_meetings", args=[bond.pk])).content.decode()
    )


# --- Marks ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status", "count"),
    [("mentor", 403, 0), ("mentee", 302, 1), ("curator", 403, 0), ("director", 404, 0), ("other", 404, 0),
     ("stranger", 404, 0)],
)  # fmt: skip
def test_only_the_mentee_marks(as_user, pair, people, today, who, status, count):
    meeting = held(pair[0], pair[1], today)
    answer = as_user(people[who]).post(reverse("pairs:mark_meeting", args=[meeting.pk]), {"confirmed": "yes"})
    assert (answer.status_code, MeetingMark.objects.count()) == (status, count)


def test_in_a_group_each_mentee_marks_for_himself(institution, as_user, today):
    bond, mentor, (one, two) = new_bond(mentees=2)
    meeting = held(bond, mentor, today)
    as_user(one).post(reverse("pairs:mark_meeting", args=[meeting.pk]), {"confirmed": "yes", "rating": "5"})
    as_user(two).post(reverse("pairs:mark_meeting", args=[meeting.pk]), {"confirmed": "no", "comment": COMMENT})
    said = {mark.participation.person.user: (mark.confirmed, mark.rating, mark.comment) for mark in meeting.marks.all()}
    assert said == {one: (True, 5, ""), two: (False, None, COMMENT)}
    page = as_user(one).get(meeting.get_absolute_url()).content.decode()
    assert bond.mentees[0 if bond.mentees[0].user == two else 1].short_name not in page.split("Отметки")[1]


def test_a_dispute_tells_the_mentor_without_the_words_and_stands_in_the_curators_queue(pair, curator, today):
    bond, mentor, (mentee,) = pair
    meeting = logbook.log_meeting(bond, by=mentor, **facts(today))
    own = participation_of(bond, mentee)
    logbook.mark_meeting(meeting, own, confirmed=False, comment=COMMENT, by=mentee)
    (notice,) = Notice.objects.filter(user=mentor)
    assert COMMENT not in notice.text
    assert [row.url for row in disputed(curator, today)] == [meeting.get_absolute_url()]
    logbook.edit_meeting(meeting, version=0, by=mentor, **facts(today, minutes=15))
    assert disputed(curator, today) == []


def test_silence_of_a_week_is_not_a_confirmation(pair, today):
    bond, mentor, _ = pair
    meeting = Meeting.objects.with_people().get(pk=held(bond, mentor, today).pk)
    words = [row_of(meeting, mentor, today + n * DAY).marks[0].word for n in (0, 6, 7)]
    assert words == ["ждёт отметки", "ждёт отметки", "не оспорена"]


def test_a_wrong_mark_is_refused(as_user, pair, today):
    bond, mentor, (mentee,) = pair
    meeting = held(bond, mentor, today)
    address = reverse("pairs:mark_meeting", args=[meeting.pk])
    page = as_user(mentee).post(address, {"confirmed": "yes", "rating": "6", "comment": COMMENT}).content.decode()
    assert "Оценка – от 1 до 5." in page
    assert COMMENT in page
    assert MeetingMark.objects.count() == 0
    with pytest.raises(WorkflowError, match="только её наставляемый"):
        logbook.mark_meeting(meeting, participation_of(bond, mentor), confirmed=True, by=mentor)


# --- Who sees what ---------------------------------------------------------------------------------------------------

PAGES = ["pairs:meeting", "pairs:bond_meetings", "pairs:bond", "portal:home"]


def everything_seen(client, bond, meeting):
    """Text of every page on which a meeting of the bond may be read, one after another."""
    arguments = {"pairs:meeting": [meeting.pk], "portal:home": []}
    answers = [client.get(reverse(name, args=arguments.get(name, [bond.pk]))) for name in PAGES]
    answers += [client.get(reverse("pairs:journal")), client.get(reverse("pairs:meetings"))]
    return " ".join(answer.content.decode() for answer in answers if answer.status_code == 200)


@pytest.mark.parametrize(
    ("who", "shared", "sees"),
    [
        ("mentor", False, {"agreed", "topic"}),
        ("mentee", False, {"agreed", "topic", "comment"}),  # his own words
        ("curator", False, {"topic", "mood", "comment", "rating"}),
        ("curator", True, {"topic", "mood", "comment", "rating", "agreed"}),
        ("director", True, set()),
        ("other", True, set()),
        ("stranger", True, set()),
    ],
)
def test_each_reader_gets_only_his_fields(as_user, pair, people, today, who, shared, sees):
    bond, mentor, (mentee,) = pair
    meeting = held(bond, mentor, today, topic=TOPIC, agreed=AGREED, mood=Meeting.Mood.BAD)
    own = participation_of(bond, mentee)
    logbook.mark_meeting(meeting, own, confirmed=True, rating=2, comment=COMMENT, by=mentee)
    logbook.share_agreements(bond, shared=shared, by=mentor)
    text = everything_seen(as_user(people[who]), bond, meeting)
    canaries = {"agreed": AGREED, "topic": TOPIC, "comment": COMMENT, "mood": "трудно", "rating": "польза 2 из 5"}
    assert {name for name, canary in canaries.items() if canary in text} == sees


def test_a_group_mate_reads_neither_mark_nor_words_of_the_other(institution, as_user, today):
    bond, mentor, (one, two) = new_bond(mentees=2)
    meeting = held(bond, mentor, today, mood=Meeting.Mood.BAD)
    logbook.mark_meeting(meeting, participation_of(bond, one), confirmed=False, rating=1, comment=COMMENT, by=one)
    text = everything_seen(as_user(two), bond, meeting)
    assert COMMENT not in text
    assert "было иначе" not in text.lower().replace("было иначе</button>", "")


def test_the_mentor_sees_the_average_only_from_three_ratings(as_user, pair, today):
    bond, mentor, (mentee,) = pair
    own, address = participation_of(bond, mentee), reverse("pairs:bond_meetings", args=[bond.pk])
    for n, rating in enumerate([5, 4, 2]):
        assert "в среднем" not in as_user(mentor).get(address).content.decode()
        meeting = held(bond, mentor, today - n * 7 * DAY)
        logbook.mark_meeting(meeting, own, confirmed=True, rating=rating, by=mentee)
    assert "в среднем 3,7 из 5" in as_user(mentor).get(address).content.decode()
    assert "в среднем" not in as_user(mentee).get(address).content.decode()


@pytest.mark.parametrize(("who", "status"), [("mentor", 302), ("mentee", 403), ("curator", 403), ("stranger", 404)])
def test_only_the_mentor_opens_what_was_agreed(as_user, pair, people, who, status):
    bond = pair[0]
    answer = as_user(people[who]).post(reverse("pairs:share_agreements", args=[bond.pk]), {"shared": "yes"})
    bond.refresh_from_db()
    assert (answer.status_code, bond.meetings_shared) == (status, who == "mentor")


@pytest.mark.parametrize(
    ("who", "status"),
    [("mentor", 200), ("curator", 200), ("mentee", 403), ("director", 403), ("other", 404), ("stranger", 404)],
)
def test_the_log_goes_to_excel_for_its_mentor_and_the_curator(as_user, pair, people, today, who, status):
    bond, mentor, _ = pair
    held(bond, mentor, today, agreed=AGREED, mood=Meeting.Mood.BAD)
    answer = as_user(people[who]).get(reverse("pairs:export_bond", args=[bond.pk]))
    assert answer.status_code == status
    if status == 200:
        cells = [value for row in load_workbook(BytesIO(answer.getvalue())).active.values for value in row]
        assert (AGREED in cells, "трудно" in cells) == (who == "mentor", who == "curator")


def test_one_rule_for_a_meeting_and_for_the_list(people, pair, today):
    held(pair[0], pair[1], today)
    factories.MeetingFactory()
    for name, user in people.items():
        seen = Meeting.objects.visible_to(user).count()
        assert seen == {"curator": 2, "mentor": 1, "mentee": 1, "organiser": 2}.get(name, 0)


def test_the_journal_is_filtered_by_name_and_dispute(as_user, pair, curator, today):
    bond, mentor, (mentee,) = pair
    meeting = held(bond, mentor, today)
    held(bond, mentor, today - DAY)
    factories.MeetingFactory(bond=factories.BondFactory(cycle=bond.cycle, active=True))
    logbook.mark_meeting(meeting, participation_of(bond, mentee), confirmed=False, by=mentee)
    client, address = as_user(curator), reverse("pairs:journal")
    found = [
        len(client.get(address, query).context["rows"]) for query in ({}, {"marks": "disputed"}, {"since": "чушь"})
    ]
    assert found == [3, 1, 3]
    exported = client.get(reverse("pairs:export_journal"), {"marks": "disputed"})
    assert load_workbook(BytesIO(exported.getvalue())).active.max_row == 2


# --- Silence ---------------------------------------------------------------------------------------------------------


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


# --- First pages -------------------------------------------------------------------------------------------------------


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


# --- What others get -----------------------------------------------------------------------------------------------------


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


# --- Search ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "by_topic", "by_agreed", "by_agreed_once_shared"),
    [
        ("mentor", 1, 1, 1),
        ("mentee", 1, 1, 1),
        ("curator", 1, 0, 1),
        ("director", 0, 0, 0),
        ("other", 0, 0, 0),
        ("stranger", 0, 0, 0),
    ],
)
def test_search_finds_a_meeting_by_the_words_one_may_read(
    pair, people, today, who, by_topic, by_agreed, by_agreed_once_shared
):
    bond, mentor, _ = pair
    meeting = held(bond, mentor, today, topic="Приём родителей", agreed="Обсудить Ёлку")

    def found(query):
        rows = find_meetings(people[who], query)
        assert {url for _, _, url in rows} <= {meeting.get_absolute_url()}
        return len(rows)

    assert (found("ПРИЁМ родит"), found("елк")) == (by_topic, by_agreed)
    assert found("приём ёлку") == by_agreed  # one word of each
    logbook.share_agreements(bond, shared=True, by=mentor)
    assert found("елк") == by_agreed_once_shared
    assert (found("приём ремонт"), found("…")) == (0, 0)


def test_search_follows_a_correction_and_forgets_a_record_taken_back(pair, today):
    bond, mentor, _ = pair
    meeting = held(bond, mentor, today, topic="Сказки")
    logbook.edit_meeting(meeting, version=0, by=mentor, **facts(today, topic="Прогулки"))
    assert not find_meetings(mentor, "сказки")
    assert find_meetings(mentor, "прогулки")[0][0] == f"Встреча {today:%d.%m.%Y}: Прогулки"
    logbook.cancel_meeting(meeting, by=mentor)
    assert not find_meetings(mentor, "прогулки")
