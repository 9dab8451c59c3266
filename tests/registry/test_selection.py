"""How a mentor is chosen and how far a participant has come: points, interviews, approval, pauses, steps."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from mentorship.common.workflow import WorkflowError
from mentorship.institution import workflow as institution_workflow
from mentorship.institution.models import Criterion
from mentorship.registry import workflow
from mentorship.registry.models import Interview, Participation, RegistryApproval, Side, Training
from mentorship.registry.rows import rows_of, with_people
from mentorship.registry.selection import advice
from tests.factories import BondFactory, CycleFactory, ParticipationFactory, TrainingFactory, UserFactory

pytestmark = pytest.mark.django_db


def criterion(pk, weight, required=False):
    return SimpleNamespace(pk=pk, text=f"К{pk}", weight=weight, is_required=required)


CRITERIA = [criterion(1, 0, required=True), criterion(2, 2), criterion(3, 1)]


@pytest.mark.parametrize(
    ("points", "percent", "kind"),
    [
        ({}, None, "draft"),
        ({1: 0, 2: 3, 3: 3}, 100, "overdue"),  # a required condition is not met: no points help
        ({1: 1, 2: 3}, 100, "draft"),  # not everything is scored yet
        ({2: 3, 3: 0}, 67, "wait"),  # (2×3 + 1×0) of 9; the required one is not marked
        ({1: 1, 2: 3, 3: 0}, 67, "ok"),
        ({1: 1, 2: 1, 3: 3}, 56, "soon"),  # (2×1 + 1×3) of 9
    ],
)
def test_points_advise(points, percent, kind):
    found = advice(points, CRITERIA, 60)
    assert (found.percent, found.kind) == (percent, kind)


@pytest.fixture
def cycle(institution):
    return CycleFactory()


@pytest.fixture
def mentor(cycle):
    return ParticipationFactory(cycle=cycle, side=Side.MENTOR)


def step(participation, user, on=None):
    found = with_people(Participation.objects.filter(pk=participation.pk)).get()
    return rows_of([found], user, on or timezone.localdate())[0].step.code


def test_the_way_of_a_mentor_step_by_step(curator, cycle):
    today = timezone.localdate()
    one = ParticipationFactory(cycle=cycle, side=Side.MENTOR, state="candidate", starts_on=None, consents=False)
    assert step(one, curator) == "consent_missing"
    ready = ParticipationFactory(cycle=cycle, side=Side.MENTOR, state="candidate", starts_on=None)
    assert step(ready, curator) == "candidate"
    workflow.accept(ready, by=curator)
    assert step(ready, curator) == "in_base"
    talk = {"held_on": today, "held_by": "куратор", "minutes": "Готова", "decision": Interview.Decision.RECOMMENDED}
    workflow.add_interview(ready, by=curator, **talk)
    assert step(ready, curator) == "interviewed"
    workflow.select(ready, by=curator)
    assert step(ready, curator) == "selected"
    record = TrainingFactory().records.create(person=ready.person)
    assert step(ready, curator) == "selected"  # on the list is not trained yet
    workflow.mark_record(record, state="attended", by=curator)
    assert step(ready, curator) == "trained"
    workflow.approve(cycle, [ready], number="12-од", approved_on=today, by=curator)
    assert step(ready, curator) == "registered"
    bond = BondFactory(cycle=cycle, active=True, members=[ready, ParticipationFactory(cycle=cycle, side=Side.MENTEE)])
    assert step(ready, curator) == "in_bond"
    ready.capacity = 1
    ready.save()
    assert step(ready, curator) == "full"
    workflow.rest(ready, starts_on=today, reason="длительный отпуск", by=curator)
    assert step(ready, curator) == "resting"
    assert step(ready, curator, today - timedelta(days=1)) == "full"
    assert bond.mentees


def test_a_training_for_mentees_trains_no_mentor(curator, mentor):
    workflow.select(mentor, by=curator)
    TrainingFactory(side=Side.MENTEE).records.create(person=mentor.person, state="attended")
    assert step(mentor, curator) == "selected"
    TrainingFactory(side="").records.create(person=mentor.person, state="attended")
    assert step(mentor, curator) == "trained"


def test_choosing_is_all_or_nothing(curator, cycle, mentor):
    candidate = ParticipationFactory(cycle=cycle, side=Side.MENTOR, state="candidate", starts_on=None)
    with pytest.raises(WorkflowError) as refusal:
        workflow.select_all([mentor, candidate], by=curator)
    assert [candidate.person.short_name in str(line) for line in refusal.value.missing] == [True]
    mentor.refresh_from_db()
    assert mentor.selected_on is None
    assert len(workflow.select_all([mentor], by=curator)) == 1
    with pytest.raises(WorkflowError, match="уже отобран"):
        workflow.select(mentor, by=curator)


def test_taking_the_choice_back_needs_a_reason(curator, mentor):
    workflow.select(mentor, by=curator)
    with pytest.raises(WorkflowError, match="Укажите причину"):
        workflow.deselect(mentor, reason=" ", by=curator)
    workflow.deselect(mentor, reason="ошибка", by=curator)
    assert mentor.selected_on is None
    assert "ошибка" in mentor.history.first().history_change_reason


def test_one_order_approves_both_bases_once(curator, cycle, mentor):
    today, mentee = timezone.localdate(), ParticipationFactory(cycle=cycle, side=Side.MENTEE)
    order = {"number": "12-од", "approved_on": today, "by": curator}
    first = workflow.approve(cycle, [mentor], **order)
    assert workflow.approve(cycle, [mentee], **order) == first
    assert set(first.approved.all()) == {mentor, mentee}
    assert RegistryApproval.objects.count() == 1


def test_no_order_before_the_base(curator, cycle, mentor):
    early = cycle.starts_on - timedelta(days=1)
    with pytest.raises(WorkflowError) as refusal:
        workflow.approve(cycle, [mentor], number="1", approved_on=early, by=curator)
    assert mentor.person.short_name in str(refusal.value.missing[0])
    assert not RegistryApproval.objects.exists()  # nothing half done


def test_points_are_written_and_taken_away(curator, mentor):
    institution_workflow.load_dictionaries()
    one, two = Criterion.objects.filter(is_required=False)[:2]
    workflow.score(mentor, {one: 3, two: 0}, by=curator)
    workflow.score(mentor, {one: None}, by=curator)
    assert list(mentor.scores.values_list("criterion", "score")) == [(two.pk, 0)]
    with pytest.raises(WorkflowError):
        workflow.score(mentor, {two: 4}, by=curator)


def test_whoever_is_put_forward_again_begins_anew(curator, cycle, mentor):
    workflow.select(mentor, by=curator)
    workflow.approve(cycle, [mentor], number="1", approved_on=timezone.localdate(), by=curator)
    workflow.leave(mentor, reason="по просьбе", by=curator)
    again = workflow.enrol(cycle, mentor.person, Side.MENTOR, by=curator)
    assert (again.selected_on, again.approval, again.leaving_reason) == (None, None, "")


def test_a_certificate_only_for_whoever_was_there(curator, mentor):
    record = TrainingFactory().records.create(person=mentor.person)
    with pytest.raises(WorkflowError, match="прошёл"):
        workflow.mark_record(record, state="missed", certificate_number="7", by=curator)
    workflow.mark_record(record, state="attended", certificate_number="7", by=curator)
    with pytest.raises(WorkflowError, match="Прошедшего"):
        workflow.remove_record(record, by=curator)


def test_one_rule_for_a_training_and_for_the_list(users, curator, mentor):
    mentor.person.user = UserFactory()
    mentor.person.save()
    own = TrainingFactory().records.create(person=mentor.person).training
    TrainingFactory()
    assert set(Training.objects.visible_to(mentor.person.user)) == {own}
    assert Training.objects.visible_to(curator).count() == 2
    assert not Training.objects.visible_to(users["stranger"]).exists()
