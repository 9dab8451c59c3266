"""Meetings: who writes them down, who marks them; doubles, corrections, disputes."""

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorship.accounts.models import Notice
from mentorship.common.workflow import Conflict, WorkflowError
from mentorship.registry.models import Side
from pairs import logbook
from pairs.contributions import disputed
from pairs.meeting_rows import row_of
from pairs.models import Bond, Meeting, MeetingMark
from tests import factories
from tests.pairs.meetings import AGREED, COMMENT, DAY, TOPIC, facts, held, new_bond, participation_of

pytestmark = pytest.mark.django_db


def typed(**changes):
    """What a phone posts from the form as it stands."""
    form = {"when": "today", "length": "30", "type": "talk", "topic": "Работа с родителями", "version": "0"}
    return form | {key: str(value) for key, value in changes.items()}


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
    ("changes", "field", "message"),
    [
        ({"when": "other", "day": "2199-01-01"}, "day", "Встреча в будущем не может быть проведённой."),
        ({"when": "other", "day": "2001-01-01"}, "day", "встреча не может быть раньше"),
        ({"when": "other", "day": ""}, "day", "Укажите, какого числа была встреча."),
        ({"length": "more", "minutes": "481"}, "minutes", "Проверьте длительность: от 5 минут до 8 часов."),
        ({"length": "more", "minutes": "полчаса"}, "minutes", "Укажите минуты числом."),
        ({"type": "party"}, "type", "party"),
    ],
)
def test_a_wrong_record_is_refused_in_words_and_nothing_typed_is_lost(as_user, pair, changes, field, message):
    bond, mentor, _ = pair
    answer = as_user(mentor).post(reverse("pairs:add_meeting", args=[bond.pk]), typed(agreed=AGREED, **changes))
    page = answer.content.decode()
    assert (answer.status_code, bond.meetings.count()) == (200, 0)
    assert message in answer.context["form"].errors[field][0]
    assert AGREED in page


def test_a_meeting_lies_inside_the_period_of_a_working_pair(as_user, pair, today):
    bond, mentor, _ = pair
    Bond.objects.filter(pk=bond.pk).update(ends_on=today - DAY)
    form = as_user(mentor).post(reverse("pairs:add_meeting", args=[bond.pk]), typed()).context["form"]
    assert form.errors["when"] == [f"Пара работает по {today - DAY:%d.%m.%Y}: встреча не может быть позже."]
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
