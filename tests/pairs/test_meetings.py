"""Meetings: who writes them down, who marks them; doubles, corrections, disputes."""

from datetime import time

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorship.accounts.models import Notice
from mentorship.common.workflow import Conflict, WorkflowError
from mentorship.registry.models import Side
from pairs import logbook
from pairs.meeting_rows import row_of
from pairs.models import Bond, Meeting, MeetingMark
from pairs.queue import disputed
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


def typed(**changes):
    """What a phone posts from the form as it stands."""
    form = {"when": "today", "length": "30", "type": "talk", "topic": "Работа с родителями", "version": "0"}
    return form | {key: str(value) for key, value in changes.items()}


def details(**changes):
    """What stands under «Подробнее»."""
    until = timezone.localdate() + 9 * DAY
    return {"place": PLACE, "done": DONE, "task": TASK, "task_until": until.isoformat()} | changes


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
        typed(when="yesterday", length="more", minutes="90", mood="3", agreed=AGREED, **details(begins_at="23:45")),
        follow=True,
    )
    assert "Записано. 2-я встреча, 2 ч 15 мин." in answer.content.decode()
    meeting = bond.meetings.first()
    stored = (meeting.held_on, meeting.minutes, meeting.type, meeting.topic, meeting.agreed, meeting.mood)
    yesterday = timezone.localdate() - DAY
    assert stored == (yesterday, 90, "talk", "Работа с родителями", AGREED, Meeting.Mood.GOOD)
    assert meeting.logged_by == mentor
    assert (meeting.begins_at, meeting.place, meeting.done) == (time(23, 45), PLACE, DONE)
    assert (meeting.task, meeting.task_until) == (TASK, timezone.localdate() + 9 * DAY)


def test_the_form_proposes_what_is_usual_and_shows_the_last_step(as_user, pair, today):
    bond, mentor, _ = pair
    held(bond, mentor, today - 20 * DAY, minutes=45, type="visit")
    held(bond, mentor, today - 13 * DAY, minutes=45, type="visit")
    held(bond, mentor, today - 6 * DAY, minutes=15, type="talk", topic=TOPIC, agreed=AGREED)
    page = as_user(mentor).get(reverse("pairs:add_meeting", args=[bond.pk]))
    initial = page.context["form"].initial
    assert initial == {"when": "today", "length": "45", "minutes": None, "type": "visit", "topic": TOPIC}
    form, text = page.context["form"], page.content.decode()
    assert AGREED in text
    assert "<details class='log-form__more'>" in text, "one screen of a phone: folded while nothing in it is filled"
    assert not {"former_done", "present"} & form.fields.keys(), "no task was given, and of a pair both were there"


def test_the_task_given_before_is_asked_about_until_a_later_meeting_tells_how_it_was_done(as_user, pair, today):
    bond, mentor, _ = pair
    address = reverse("pairs:add_meeting", args=[bond.pk])
    given = held(bond, mentor, today - 9 * DAY, task=TASK, task_until=today)
    held(bond, mentor, today - 6 * DAY)
    assert f"Прошлое задание: {TASK} (до {today:%d.%m.%Y})" in as_user(mentor).get(address).content.decode()
    told = as_user(mentor).post(address, typed(when="yesterday", former_done="partly"), follow=True).content.decode()
    assert "частично" in told
    assert given.get_absolute_url() in told
    assert bond.meetings.first().former_done == Meeting.Done.PARTLY
    assert "former_done" not in as_user(mentor).get(address).context["form"].fields
    page = as_user(mentor).get(reverse("pairs:edit_meeting", args=[bond.meetings.first().pk]))
    assert page.context["form"].initial["former_done"] == Meeting.Done.PARTLY
    assert page.context["form"].fields["former_done"].label.startswith(f"Прошлое задание: {TASK}")


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"when": "other", "day": "2199-01-01"}, "day", "Встреча в будущем не может быть проведённой."),
        ({"when": "other", "day": "2001-01-01"}, "day", "встреча не может быть раньше"),
        ({"when": "other", "day": ""}, "day", "Укажите, какого числа была встреча."),
        ({"length": "more", "minutes": "481"}, "minutes", "Проверьте длительность: от 5 минут до 8 часов."),
        ({"length": "more", "minutes": "полчаса"}, "minutes", "Укажите минуты числом."),
        ({"type": "party"}, "type", "party"),
        ({"task_until": "2001-01-01"}, "task_until", "Срок задания не может быть раньше встречи."),
        ({"task": ""}, "task", "Срок указан, а задания нет"),
        ({"task": "я" * 501}, "task", "500"),
        ({"begins_at": "23:59:59.999999"}, "begins_at", "Этот час ещё не наступил"),
        ({"begins_at": "полдень"}, "begins_at", "Укажите время"),
    ],
)
def test_a_wrong_record_is_refused_in_words_and_nothing_typed_is_lost(as_user, pair, changes, field, message):
    bond, mentor, _ = pair
    answer = as_user(mentor).post(
        reverse("pairs:add_meeting", args=[bond.pk]), typed(agreed=AGREED, **details() | changes)
    )
    page = answer.content.decode()
    assert (answer.status_code, bond.meetings.count()) == (200, 0)
    assert message in answer.context["form"].errors[field][0]
    assert AGREED in page
    assert PLACE in page
    assert "<details class='log-form__more' open>" in page, "nothing filled or refused is out of sight"


def test_words_too_long_are_refused_whoever_brings_them(pair, today):
    bond, mentor, _ = pair
    with pytest.raises(WorkflowError, match="здесь 2001 знаков, помещается 2000") as refused:
        logbook.log_meeting(bond, by=mentor, **facts(today, done="я" * 2001))
    assert refused.value.field == "done"


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
    first = held(bond, mentor, today, agreed="показать план", mood=1, place=PLACE, task="прочесть план", done=DONE)
    address = reverse("pairs:add_meeting", args=[bond.pk])
    page = as_user(mentor).post(address, typed(length="45", agreed=AGREED, done=DONE, task=TASK, former_done="done"))
    assert "Уже есть запись за сегодня – дополнить?" in page.content.decode()
    assert bond.meetings.count() == 1

    as_user(mentor).post(reverse("pairs:edit_meeting", args=[first.pk]), dict(page.context["complete"]))
    first.refresh_from_db()
    assert (first.minutes, first.agreed, first.mood) == (45, f"показать план\n{AGREED}", 1)
    assert (first.place, first.done, first.task) == (PLACE, DONE, f"прочесть план\n{TASK}")
    assert first.former_done == "", "what was said of its own task says nothing of an earlier one"

    as_user(mentor).post(address, dict(page.context["second"]))
    assert bond.meetings.count() == 2
    assert bond.meetings.first().former_done == Meeting.Done.YES


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
    answer = as_user(mentor).post(reverse("pairs:edit_meeting", args=[meeting.pk]), typed(agreed=AGREED, **details()))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "из другого окна" in page
    assert AGREED in page
    assert TASK in page


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


def test_whoever_of_a_group_was_not_there_is_neither_asked_nor_waited_for(institution, as_user, today):
    bond, mentor, (one, two) = new_bond(mentees=2)
    here, away = participation_of(bond, one), participation_of(bond, two)
    address = reverse("pairs:add_meeting", args=[bond.pk])
    form = as_user(mentor).get(address).context["form"]
    assert sorted(form["present"].value()) == sorted([here.pk, away.pk]), "all are ticked until one is unticked"
    refused = as_user(mentor).post(address, typed()).content.decode()
    assert "Отметьте хотя бы одного, кто был на встрече." in refused
    as_user(mentor).post(address, typed(present=here.pk))
    meeting = Meeting.objects.with_people().get()
    assert [notice.user for notice in Notice.objects.all()] == [one]
    row = row_of(meeting, mentor, today)
    assert (row.present, {mark.word for mark in row.marks} - {"ждёт отметки"}) == (
        [here.person.short_name],
        {"не была"},
    )
    assert "По записи вас на этой встрече не было." in as_user(two).get(meeting.get_absolute_url()).content.decode()
    assert "Так и было?" not in as_user(two).get("/").content.decode()
    with pytest.raises(WorkflowError, match="скажите наставнику"):
        logbook.mark_meeting(meeting, away, confirmed=True, by=two)

    logbook.mark_meeting(meeting, here, confirmed=True, rating=5, by=one)
    logbook.edit_meeting(meeting, version=0, by=mentor, **facts(today, minutes=30, type="talk"))
    assert [mark.participation for mark in meeting.marks.all()] == [here], "the mark of who was there stays"
    assert [notice.user for notice in Notice.objects.order_by("pk")] == [one, two], (
        "he was there after all: he is asked"
    )
    logbook.edit_meeting(meeting, version=1, by=mentor, **facts(today, minutes=30, type="talk", present=[away.pk]))
    assert {mark.participation: (mark.confirmed, mark.rating) for mark in meeting.marks.all()} == {here: (None, None)}


@pytest.mark.parametrize(
    ("place", "leads"),
    [("https://vks.example/1", True), ("javascript:alert(1)", False), ("кабинет 5", False)],
)
def test_only_an_address_of_the_web_becomes_a_link(as_user, pair, today, place, leads):
    meeting = held(pair[0], pair[1], today, place=place)
    page = as_user(pair[1]).get(meeting.get_absolute_url()).content.decode()
    assert place in page
    assert (f'href="{place}"' in page) is leads


def test_the_curators_remark_is_told_to_the_mentor_and_kept_from_the_mentee(as_user, pair, people, today):
    bond, mentor, _ = pair
    meeting = held(bond, mentor, today)
    address, page = reverse("pairs:remark_on_meeting", args=[meeting.pk]), meeting.get_absolute_url()
    sent = {"remark": REMARK, "version": 0}
    answers = {who: as_user(people[who]).post(address, sent).status_code for who in ("mentor", "mentee", "curator")}
    assert answers == {"mentor": 403, "mentee": 403, "curator": 302}
    (notice,) = Notice.objects.all()
    assert (notice.user, REMARK in notice.text) == (mentor, False)
    assert REMARK in as_user(mentor).get(page).content.decode()
    assert "амечание куратора" not in as_user(people["mentee"]).get(page).content.decode()
    late = as_user(people["curator"]).post(address, sent | {"remark": "вторые слова"})
    assert (late.status_code, "вторые слова" in late.content.decode()) == (409, True)
    logbook.cancel_meeting(meeting, by=mentor)
    with pytest.raises(WorkflowError):
        logbook.remark_on_meeting(meeting, remark="поздно", version=1, by=people["curator"])


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
