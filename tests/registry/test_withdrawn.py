"""A consent withdrawn: nothing new is written down, «Сегодня» asks to close the participation, one button closes it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorship.common.workflow import WorkflowError
from mentorship.people import gates
from mentorship.people import workflow as people
from mentorship.people.models import Consent
from mentorship.registry import contributions, workflow
from mentorship.registry.models import Interview, Participation
from mentorship.registry.subject_data import last_participations
from mentorship.surveys import workflow as surveys
from mentorship.surveys.models import Questionnaire
from pairs import logbook
from pairs import workflow as pairs
from pairs.models import Bond, Meeting
from programs import workflow as programs
from tests.factories import BondFactory, ConsentFactory

pytestmark = pytest.mark.django_db
Kind = Consent.Kind


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def bond(institution, today):
    return BondFactory(active=True, starts_on=today - timedelta(days=30))


@pytest.fixture
def mentee(bond):
    return bond.members.get(side="mentee").participation


def withdraw(participation, by, kind=Kind.PROCESSING, days_ago=0):
    consent = Consent.objects.get(person=participation.person, kind=kind)
    on = timezone.localdate() - timedelta(days=days_ago)
    return people.withdraw_consent(consent, on=on, reason="заявление", by=by)


def meet(bond, by, held_on):
    return logbook.log_meeting(bond, by=by, held_on=held_on, minutes=30, type=Meeting.Type.TALK)


def page(client, consent):
    return client.get(reverse("people:consent_withdraw", args=[consent.pk])).content.decode()


def test_nothing_new_is_written_down_after_the_withdrawal(bond, mentee, curator, today):
    questionnaire = Questionnaire.objects.create(code="QX", title="Проверка", audience="mentee")
    wave = surveys.open_wave(questionnaire, subject=bond.cycle, people=[mentee.person], closes_on=today, by=curator)
    meeting = meet(bond, curator, today - timedelta(days=1))
    withdraw(mentee, curator)
    fields = {"goal": "Цель", "tasks": "Задача", "starts_on": bond.starts_on, "ends_on": bond.ends_on}
    acts = [
        lambda: meet(bond, curator, today - timedelta(days=2)),
        lambda: logbook.edit_meeting(
            Meeting.objects.get(pk=meeting.pk),
            version=meeting.version,
            by=curator,
            held_on=today,
            minutes=30,
            type=Meeting.Type.TALK,
        ),
        lambda: logbook.mark_meeting(Meeting.objects.first(), mentee, confirmed=True, by=curator),
        lambda: programs.write(bond, by=curator, version=0, **fields),
        lambda: surveys.answer(wave.invitations.get(), {}),
        lambda: workflow.change(mentee, version=mentee.version, by=curator, request="новое"),
        lambda: workflow.change_request(mentee, priority=2, words="новое", by=curator),
        lambda: workflow.add_interview(
            mentee, held_on=today, held_by="комиссия", minutes="Беседа", decision=Interview.Decision.LATER, by=curator
        ),
        lambda: surveys.open_wave(
            questionnaire, subject=bond.cycle, people=[mentee.person], closes_on=today, by=curator
        ),
    ]
    for act in acts[:-1]:
        with pytest.raises(WorkflowError, match="отозвано"):
            act()
    with pytest.raises(WorkflowError, match="Спрашивать некого"):
        acts[-1]()
    ConsentFactory(person=mentee.person, signed_on=today)
    for act in acts:
        act()


def test_meetings_end_with_the_consent_to_mentoring(bond, mentee, curator, today):
    withdraw(mentee, curator, Kind.MENTEE, days_ago=2)
    meet(bond, curator, today - timedelta(days=2))
    with pytest.raises(WorkflowError, match="встреч после этого дня не проводят"):
        meet(bond, curator, today)


def test_a_mentor_sees_no_card_of_one_who_has_withdrawn(bond, mentee, curator, as_user, users):
    mentor = bond.members.get(side="mentor").participation.person
    mentor.user = users["stranger"]
    mentor.save()
    address, client = reverse("pairs:mentee_card", args=[bond.pk, mentee.person_id]), as_user(users["stranger"])
    mentee.request = "Помогите с собраниями"
    mentee.save()
    assert mentee.request in client.get(address).content.decode()
    withdraw(mentee, curator)
    text = client.get(address).content.decode()
    assert mentee.request not in text
    assert "карточка закрыта" in text


def test_the_page_says_what_comes_first_and_then_closes_with_one_button(bond, mentee, curator, as_user, today):
    client, address = as_user(curator), reverse("registry:close_withdrawn", args=[mentee.pk])
    consent = withdraw(mentee, curator)
    text = page(client, consent)
    assert "Сначала завершите её или замените участника приказом" in text
    assert address not in text
    client.post(address)
    mentee.refresh_from_db()
    assert mentee.state == Participation.State.IN_BASE
    bond = Bond.objects.get()
    pairs.terminate_bond(bond, on=today, reason="отзыв согласия", by=curator)
    assert address in page(client, consent)
    for _ in range(2):  # a double press
        assert client.post(address).url == reverse("people:consent_withdraw", args=[consent.pk])
    mentee.refresh_from_db()
    assert (mentee.state, mentee.leaving_reason, mentee.ends_on) == (
        Participation.State.LEFT,
        "отозвано согласие",
        today,
    )
    assert mentee.history.filter(history_change_reason="отозвано согласие").count() == 1
    assert address not in page(client, consent)


def test_without_a_withdrawal_the_address_closes_nothing(mentee, curator, as_user):
    as_user(curator).post(reverse("registry:close_withdrawn", args=[mentee.pk]))
    mentee.refresh_from_db()
    assert mentee.state == Participation.State.IN_BASE


def test_today_reminds_until_it_is_closed_or_given_anew(mentee, curator, today):
    assert contributions.withdrawn_still_open(curator, today) == []
    consent = withdraw(mentee, curator, Kind.MENTEE)
    (row,) = contributions.withdrawn_still_open(curator, today)
    assert row.url == reverse("people:consent_withdraw", args=[consent.pk])
    assert gates.withdrawn([mentee.person_id]) == {(mentee.person_id, Kind.MENTEE): consent}
    ConsentFactory(person=mentee.person, kind=Kind.MENTEE, signed_on=today)
    assert contributions.withdrawn_still_open(curator, today) == []


def test_a_withdrawal_of_pictures_closes_nothing(mentee, curator, as_user, today):
    consent = ConsentFactory(person=mentee.person, kind=Kind.PICTURE, signed_on=today)
    people.withdraw_consent(consent, on=today, reason="заявление", by=curator)
    assert contributions.withdrawn_still_open(curator, today) == []
    assert "Закрыть участие" not in page(as_user(curator), consent)


@pytest.mark.parametrize(("over", "goes_on"), [({}, True), ({"ends_on": 1}, False), ({"state": "closed"}, False)])
def test_the_end_of_base_or_cycle_ends_the_participation_for_the_clock(mentee, curator, today, over, goes_on):
    """Nobody is taken out of the base when a year ends: his data must not stay for ever because of that."""
    if "ends_on" in over:
        mentee.ends_on = today - timedelta(days=1)
        mentee.save()
    if "state" in over:
        mentee.cycle.state = "closed"
        mentee.cycle.save()
    withdraw(mentee, curator)
    assert bool(contributions.withdrawn_still_open(curator, today)) is goes_on
    last = last_participations([mentee.person_id])[mentee.person_id]
    assert last == (None if goes_on else mentee.ends_on)
