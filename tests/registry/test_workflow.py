"""Acts on the bases by real records."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mentorship.common.periods import add_months
from mentorship.common.workflow import Conflict, WorkflowError
from mentorship.people import workflow as people
from mentorship.people.models import Consent
from mentorship.registry import workflow
from mentorship.registry.models import Participation, Side
from tests.factories import ConsentFactory, CycleFactory, ParticipationFactory, PersonFactory

pytestmark = pytest.mark.django_db
State = Participation.State


@pytest.fixture
def cycle():
    return CycleFactory()


def candidate(cycle, side=Side.MENTEE, **person):
    return ParticipationFactory(
        cycle=cycle, side=side, state=State.CANDIDATE, person=PersonFactory(**person), consents=False
    )


def test_enrolled_person_is_a_candidate_with_history(cycle, curator):
    person = PersonFactory()
    one = workflow.enrol(cycle, person, Side.MENTOR, curator, request="Работа с родителями")
    assert (one.state, one.starts_on, one.request) == (State.CANDIDATE, None, "Работа с родителями")
    assert one.history.get().history_user == curator


@pytest.mark.parametrize(
    ("side", "years", "refused"), [("mentor", 13, True), ("mentor", 14, False), ("mentee", 9, True)]
)
def test_a_pupil_too_young_for_a_side_is_not_put_forward(cycle, curator, side, years, refused):
    born = add_months(timezone.localdate(), -12 * years)
    pupil = PersonFactory(origin="pupil", post="", birth_date=born, hired_on=None)
    if refused:
        with pytest.raises(WorkflowError, match="обучающийся может быть"):
            workflow.enrol(cycle, pupil, side, curator)
    else:
        assert workflow.enrol(cycle, pupil, side, curator).pk


def test_nobody_is_twice_in_a_base(cycle, curator):
    person = PersonFactory(last_name="Лисина", first_name="Вера", patronymic="Ильинична")
    workflow.enrol(cycle, person, Side.MENTOR, curator)
    with pytest.raises(WorkflowError, match=r"Лисина В\.И\. уже в базе"):
        workflow.enrol(cycle, person, Side.MENTOR, curator)
    assert workflow.enrol(cycle, person, Side.MENTEE, curator).side == Side.MENTEE  # roles add up


def test_the_dismissed_and_closed_cycles_take_no_candidates(cycle, curator):
    yesterday = timezone.localdate() - timedelta(days=1)
    with pytest.raises(WorkflowError, match="уволен"):
        workflow.enrol(cycle, PersonFactory(left_on=yesterday), Side.MENTOR, curator)
    cycle.state = cycle.State.CLOSED
    cycle.save()
    with pytest.raises(WorkflowError, match="закрыт"):
        workflow.enrol(cycle, PersonFactory(), Side.MENTOR, curator)


def test_no_consent_no_base(cycle, curator):
    one = candidate(cycle, last_name="Зорина", first_name="Алла", patronymic="")
    with pytest.raises(WorkflowError) as refused:
        workflow.accept(one, by=curator)
    assert "Зорина А." in refused.value.missing[0].text
    assert str(one.person.pk) in refused.value.missing[0].url
    one.refresh_from_db()
    assert one.state == State.CANDIDATE
    ConsentFactory(person=one.person)
    workflow.accept(one, by=curator)
    assert (one.state, one.starts_on, one.ends_on) == (State.IN_BASE, timezone.localdate(), cycle.ends_on)


def test_consent_must_be_in_force_on_the_day_of_acceptance(cycle, curator):
    one, today = candidate(cycle), timezone.localdate()
    ConsentFactory(person=one.person, signed_on=today - timedelta(days=5))
    with pytest.raises(WorkflowError):
        workflow.accept(one, on=today - timedelta(days=6), by=curator)
    with pytest.raises(WorkflowError, match="позже сегодняшнего"):
        workflow.accept(one, on=today + timedelta(days=1), by=curator)
    assert workflow.accept(one, on=today - timedelta(days=5), by=curator).state == State.IN_BASE


def test_accepting_many_is_all_or_nothing(cycle, curator):
    ready, bare, other = candidate(cycle), candidate(cycle), candidate(cycle)
    ConsentFactory(person=ready.person)
    with pytest.raises(WorkflowError) as refused:
        workflow.accept_all([ready, bare, other], by=curator)
    assert [bare.person.short_name in line.text for line in refused.value.missing] == [True, False]
    assert not Participation.objects.filter(state=State.IN_BASE).exists()


def test_leaving_needs_a_reason_and_keeps_the_record(cycle, curator):
    one = ParticipationFactory(cycle=cycle)
    with pytest.raises(WorkflowError, match="причину"):
        workflow.leave(one, reason="  ", by=curator)
    with pytest.raises(WorkflowError, match="не может быть раньше"):
        workflow.leave(one, on=one.starts_on - timedelta(days=1), reason="отпуск", by=curator)
    workflow.leave(one, reason="отпуск", by=curator)
    assert (one.state, one.ends_on, one.leaving_reason) == (State.LEFT, timezone.localdate(), "отпуск")
    again = workflow.enrol(cycle, one.person, Side.MENTOR, curator)
    assert (again.pk, again.state, again.starts_on, again.leaving_reason) == (one.pk, State.CANDIDATE, None, "")
    assert [row.state for row in again.history.all()] == [State.CANDIDATE, State.LEFT, State.IN_BASE]


def test_two_people_correcting_one_card(cycle, curator):
    one = ParticipationFactory(cycle=cycle)
    workflow.change(one, version=0, by=curator, capacity=2)
    with pytest.raises(Conflict):
        workflow.change(one, version=0, by=curator, capacity=1)
    one.refresh_from_db()
    assert (one.capacity, one.version) == (2, 1)


def test_lacking_consents_looks_at_the_side(cycle):
    whole = ParticipationFactory(cycle=cycle, side=Side.MENTEE)
    mentor_only = ParticipationFactory(cycle=cycle, side=Side.MENTEE, consents=False)
    ConsentFactory(person=mentor_only.person)
    ConsentFactory(person=mentor_only.person, kind=Consent.Kind.MENTOR)
    lacking = Participation.objects.lacking_consents()
    assert (whole in lacking, mentor_only in lacking) == (False, True)


def test_of_both_consents_to_mentoring_everybody_gets_the_one_of_his_side(institution, cycle, curator):
    mentor, mentee = (candidate(cycle, side).person for side in (Side.MENTOR, Side.MENTEE))
    stranger, kinds = PersonFactory(), [Consent.Kind.PROCESSING, Consent.Kind.MENTOR, Consent.Kind.MENTEE]
    printed = people.print_consents([mentor, mentee, stranger], kinds, by=curator)
    assert [(one.person, one.kind) for one in printed] == [
        (mentor, "processing"),
        (mentor, "mentor"),
        (mentee, "processing"),
        (mentee, "mentee"),
        (stranger, "processing"),
        (stranger, "mentor"),
        (stranger, "mentee"),
    ]
