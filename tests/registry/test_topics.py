"""One dictionary for strengths and requests, the map of gaps, the yearly refresh of the bases."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorship.common.workflow import WorkflowError
from mentorship.people.models import Consent
from mentorship.registry import contributions, inclusion, workflow
from mentorship.registry.gaps import topic_rows
from mentorship.registry.models import BaseReview, MenteeRequest, Participation, Side, Strength
from tests.factories import CycleFactory, ParticipationFactory, PersonFactory, TopicFactory, TrainingFactory

pytestmark = pytest.mark.django_db
HIGH, LOW = MenteeRequest.Priority.HIGH, MenteeRequest.Priority.LOW


@pytest.fixture
def cycle(institution):
    return CycleFactory()


@pytest.fixture
def mentor(cycle):
    return ParticipationFactory(cycle=cycle, side=Side.MENTOR)


@pytest.fixture
def mentee(cycle):
    return ParticipationFactory(cycle=cycle, side=Side.MENTEE)


def test_the_map_shows_whom_nobody_can_help(curator, cycle, mentor, mentee):
    parents, play, docs = TopicFactory(), TopicFactory(), TopicFactory()
    workflow.set_strengths(mentor, {parents: Strength.Level.TEACHES, play: Strength.Level.SHARES}, by=curator)
    for topic, priority in ((parents, LOW), (play, HIGH)):
        workflow.change_request(mentee, topic=topic, priority=priority, by=curator)
    gone = ParticipationFactory(cycle=cycle, side=Side.MENTEE, state="left")
    workflow.change_request(gone, topic=docs, priority=HIGH, by=curator)
    found = [(row.topic, row.figures, row.is_gap) for row in topic_rows(cycle)]
    assert found == [(play, [1, 0, 0, 0, 1], True), (parents, [0, 0, 1, 1, 0], False)]
    solved = mentee.requests.get(topic=play)
    workflow.solve_request(solved, by=curator)
    assert not any(row.is_gap for row in topic_rows(cycle))


def test_the_page_of_gaps_leads_to_the_people(as_user, curator, cycle, mentor, mentee):
    topic = TopicFactory(title="Режимные моменты")
    workflow.change_request(mentee, topic=topic, priority=HIGH, by=curator)
    ParticipationFactory(cycle=cycle, side=Side.MENTEE)
    text = as_user(curator).get(reverse("registry:gaps")).content.decode()
    assert "Без сильного наставника: 1 тема" in text
    way = f"{reverse('registry:mentees')}?topic={topic.pk}"
    assert way in text
    rows = as_user(curator).get(way).context["rows"]
    assert [row.participation for row, _ in rows] == [mentee]


def test_a_topic_is_asked_for_once_until_it_is_solved(curator, mentee):
    topic = TopicFactory()
    first = workflow.change_request(mentee, topic=topic, priority=HIGH, by=curator)
    with pytest.raises(WorkflowError, match="уже есть"):
        workflow.change_request(mentee, topic=topic, priority=LOW, by=curator)
    workflow.solve_request(first, by=curator)
    workflow.change_request(mentee, topic=topic, priority=LOW, by=curator)
    with pytest.raises(WorkflowError, match="своими словами"):
        workflow.change_request(mentee, priority=LOW, words=" ", by=curator)


def test_strengths_are_of_mentors_and_requests_of_mentees(curator, mentor, mentee):
    with pytest.raises(WorkflowError, match="запросы"):
        workflow.set_strengths(mentee, {}, by=curator)
    with pytest.raises(WorkflowError, match="сильные стороны"):
        workflow.change_request(mentor, words="помогите", priority=LOW, by=curator)


@pytest.fixture
def last_year(cycle):
    starts_on = cycle.starts_on - timedelta(days=365)
    return CycleFactory(starts_on=starts_on, ends_on=starts_on + timedelta(days=270))


def test_carrying_over_takes_topics_along(curator, cycle, last_year):
    topic, today = TopicFactory(), timezone.localdate()
    signed = ParticipationFactory(cycle=last_year, side=Side.MENTEE)
    bare = ParticipationFactory(cycle=last_year, side=Side.MENTEE)
    Consent.objects.filter(person=bare.person).update(withdrawn_on=today)
    workflow.change_request(signed, topic=topic, priority=HIGH, words="собрания", by=curator)
    carried, gone = inclusion.carried_and_gone(cycle, Side.MENTEE, today)
    assert set(carried) == {signed, bare}
    assert gone == []
    first, second = workflow.carry_over(cycle, Side.MENTEE, [signed, bare], by=curator)
    assert (first.state, second.state) == (Participation.State.IN_BASE, Participation.State.CANDIDATE)
    assert [(one.topic, one.words) for one in first.requests.all()] == [(topic, "собрания")]
    assert BaseReview.objects.get().carried == 2
    assert inclusion.carried_and_gone(cycle, Side.MENTEE, today) == ([], [])


def test_carrying_over_is_all_or_nothing(curator, cycle, last_year):
    stays = ParticipationFactory(cycle=last_year, side=Side.MENTOR)
    left = ParticipationFactory(cycle=last_year, side=Side.MENTOR)
    left.person.left_on = timezone.localdate() - timedelta(days=1)
    left.person.save()
    with pytest.raises(WorkflowError) as refusal:
        workflow.carry_over(cycle, Side.MENTOR, [stays, left], by=curator)
    assert left.person.short_name in str(refusal.value.missing[0])
    assert not Participation.objects.filter(cycle=cycle).exists()
    assert not BaseReview.objects.exists()


def test_the_page_of_the_refresh(as_user, curator, cycle, last_year):
    one = ParticipationFactory(cycle=last_year, side=Side.MENTOR)
    url = reverse("registry:review_mentors")
    client = as_user(curator)
    assert "Никто не отмечен" in client.post(url).content.decode()
    assert client.post(url, {"participation": [one.pk]}).url == reverse("registry:mentors")
    assert Participation.objects.get(cycle=cycle).person == one.person


def test_who_ought_to_be_included(curator, cycle):
    today = timezone.localdate()
    fresh = {"teaches_since": today - timedelta(days=300), "birth_date": today - timedelta(days=9_000)}
    young = PersonFactory(**fresh)
    newcomer = PersonFactory(hired_on=today - timedelta(days=60))
    ParticipationFactory(cycle=cycle, side=Side.MENTEE, person=PersonFactory(**fresh))
    refused = ParticipationFactory(cycle=cycle, side=Side.MENTEE, person=PersonFactory(**fresh), state="left")
    PersonFactory()
    assert {one.person for one in inclusion.advised(cycle, Side.MENTEE, today)} == {young, newcomer}
    trained = PersonFactory()
    TrainingFactory().records.create(person=trained, state="attended")
    assert [one.person for one in inclusion.advised(cycle, Side.MENTOR, today)] == [trained]
    rows = contributions.to_be_included(curator, today)
    assert [row.url for row in rows] == [
        reverse("registry:review_mentors") + "#advised",
        reverse("registry:review_mentees") + "#advised",
    ]
    assert refused.person.short_name not in rows[1].why


def test_a_base_wants_a_look_once_a_year(curator, users, cycle, mentor):
    today = timezone.localdate()
    assert contributions.bases_to_refresh(curator, today) == []
    late = Participation.objects.filter(pk=mentor.pk)
    late.update(proposed_on=today - timedelta(days=400))
    assert [row.url for row in contributions.bases_to_refresh(curator, today)] == [reverse("registry:review_mentors")]
    assert contributions.bases_to_refresh(users["stranger"], today) == []
    workflow.confirm_base(cycle, Side.MENTOR, by=curator)
    assert contributions.bases_to_refresh(curator, today) == []


def test_a_base_not_taken_over_wants_a_look(curator, cycle, last_year):
    ParticipationFactory(cycle=last_year, side=Side.MENTEE)
    rows = contributions.bases_to_refresh(curator, timezone.localdate())
    assert [row.since for row in rows] == [cycle.starts_on]
