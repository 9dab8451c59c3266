"""Meetings: who sees which field, on pages, in exports and in the search."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from pairs import logbook
from pairs.contributions import find_meetings
from pairs.models import Meeting
from tests import factories
from tests.pairs.meetings import (
    AGREED,
    COMMENT,
    DAY,
    DONE,
    PLACE,
    REMARK,
    TASK,
    TOPIC,
    facts,
    held,
    new_bond,
    participation_of,
)

pytestmark = pytest.mark.django_db
OWN = {"agreed", "done", "task", "former"}  # the pair's own words
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
        ("mentor", False, {"topic", "place", "remark"} | OWN),
        ("mentee", False, {"topic", "place", "comment"} | OWN),  # the comment is his own
        ("curator", False, {"topic", "place", "mood", "comment", "rating", "remark"}),
        ("curator", True, {"topic", "place", "mood", "comment", "rating", "remark"} | OWN),
        ("director", True, set()),
        ("other", True, set()),
        ("stranger", True, set()),
    ],
)
def test_each_reader_gets_only_his_fields(as_user, pair, people, today, who, shared, sees):
    bond, mentor, (mentee,) = pair
    words = {"topic": TOPIC, "agreed": AGREED, "done": DONE, "task": TASK, "place": PLACE, "remark": REMARK}
    held(bond, mentor, today - DAY, task="прежнее")
    meeting = held(
        bond, mentor, today, mood=Meeting.Mood.BAD, former_done="partly", task_until=today + 40 * DAY, **words
    )
    own = participation_of(bond, mentee)
    logbook.mark_meeting(meeting, own, confirmed=True, rating=2, comment=COMMENT, by=mentee)
    logbook.share_agreements(bond, shared=shared, by=mentor)
    text = everything_seen(as_user(people[who]), bond, meeting)
    canaries = words | {"comment": COMMENT, "mood": "трудно", "rating": "польза 2 из 5", "former": "частично"}
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
    held(bond, mentor, today, agreed=AGREED, mood=Meeting.Mood.BAD, task=TASK, place=PLACE, remark=REMARK)
    answer = as_user(people[who]).get(reverse("pairs:export_bond", args=[bond.pk]))
    assert answer.status_code == status
    if status == 200:
        cells = [value for row in load_workbook(BytesIO(answer.getvalue())).active.values for value in row]
        own, told = who == "mentor", who == "curator"
        assert (AGREED in cells, TASK in cells, "трудно" in cells) == (own, own, told)
        assert {PLACE, REMARK, bond.mentees[0].short_name} <= set(cells)


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
    headings = client.get(address).context["list"]
    assert "place" not in [column.code for column in headings.columns], "offered, and hidden until it is chosen"
    assert {"begins_at", "place", "task", "remark"} <= {column.code for column in headings.of.columns}


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
    meeting = held(bond, mentor, today, topic="Приём родителей", agreed="Обсудить Ёлку", task="Выписать приметы")

    def found(query):
        rows = find_meetings(people[who], query)
        assert {url for _, _, url in rows} <= {meeting.get_absolute_url()}
        return len(rows)

    assert (found("ПРИЁМ родит"), found("елк")) == (by_topic, by_agreed)
    assert found("приём ёлку") == by_agreed  # one word of each
    assert found("приметы") == by_agreed
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
