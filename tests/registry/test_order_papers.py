"""Orders that approve the bases and that send mentors to be taught."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorship.common.workflow import WorkflowError
from mentorship.cycle import evidence
from mentorship.documents import kinds
from mentorship.documents import workflow as documents
from mentorship.documents.blocks import validate
from mentorship.documents.models import Paper
from mentorship.people.models import Consent
from mentorship.registry.models import Participation, Side, Training, TrainingRecord
from tests.factories import CycleFactory, ParticipationFactory, PersonFactory, TrainingFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
IN_BASE = Participation.State.IN_BASE


@pytest.fixture
def running(institution):
    return CycleFactory(starts_on=TODAY - timedelta(days=50), ends_on=TODAY + timedelta(days=200))


@pytest.fixture
def bases(running):
    """A mentor and a mentee in their bases and a candidate."""
    mentor = ParticipationFactory(cycle=running, side=Side.MENTOR, state=IN_BASE, request="Развитие речи", capacity=3)
    mentee = ParticipationFactory(cycle=running, side=Side.MENTEE, state=IN_BASE, request="Собрания")
    candidate = ParticipationFactory(cycle=running, side=Side.MENTEE, state=Participation.State.CANDIDATE)
    return mentor, mentee, candidate


def begin(as_user, user, code, **answers):
    response = as_user(user).post(reverse("documents:begin", args=[code]), answers)
    assert response.status_code == 302, response.context["form"].errors
    return Paper.objects.get(kind=code)


def approval_of(as_user, curator, running, of_whom="both"):
    answers = {"of_whom": of_whom, "keeper": PersonFactory().pk, "refresh_until": running.ends_on.isoformat()}
    return begin(as_user, curator, "order_bases", **answers)


def tables(paper):
    return {block["id"]: block["rows"] for block in paper.blocks if block["type"] == "table"}


def issue(paper, curator, director):
    documents.send(paper, by=curator)
    documents.issue(paper, by=director, key=uuid.uuid4())
    paper.refresh_from_db()
    return paper


def test_the_annexes_list_those_who_are_in_the_bases(as_user, curator, running, bases):
    mentor, mentee, _ = bases
    found = tables(approval_of(as_user, curator, running))
    consent = mentee.person.consents.get(kind=Consent.Kind.PROCESSING)
    ((_, name, _, _, asked, _, agreed),) = found["base_mentee"]
    assert (name, asked) == (mentee.person.full_name, "Собрания")
    assert agreed == f"№ {consent.number} от {consent.signed_on:%d.%m.%Y}"
    ((_, name, *_, skills, limit, _),) = found["base_mentor"]
    assert (name, skills, limit) == (mentor.person.full_name, "Развитие речи", "3")


def test_the_issued_order_approves_those_whom_it_names(as_user, curator, director, running, bases):
    mentor, mentee, candidate = bases
    paper = issue(approval_of(as_user, curator, running, "mentors"), curator, director)
    for one in bases:
        one.refresh_from_db()
    assert mentor.approval.paper == paper
    assert (mentor.approval.number, mentor.approval.approved_on) == (paper.number, paper.issued_on)
    assert mentee.approval is None
    assert candidate.approval is None
    assert paper.title == "Об утверждении реестра наставников"
    assert evidence.proofs(running)["mentor_registry_order"]


def test_an_empty_base_is_not_approved(as_user, curator, running):
    ParticipationFactory(cycle=running, side=Side.MENTOR, state=IN_BASE)
    paper = approval_of(as_user, curator, running)
    with pytest.raises(WorkflowError) as refusal:
        documents.send(paper, by=curator)
    assert [missing.text.split(" пуста")[0] for missing in refusal.value.missing] == ["База наставляемых"]


def test_an_annex_out_of_date_is_not_signed(as_user, curator, running, bases):
    mentor, *_ = bases
    paper = approval_of(as_user, curator, running, "mentors")
    late = ParticipationFactory(cycle=running, side=Side.MENTOR, state=IN_BASE)
    assert any(late.person.full_name in note.text for note in kinds.get(paper.kind).notes(paper))
    Participation.objects.filter(pk=mentor.pk).update(state=Participation.State.LEFT, ends_on=TODAY)
    with pytest.raises(WorkflowError) as refusal:
        documents.send(paper, by=curator)
    assert [missing.text for missing in refusal.value.missing] == [
        f"{mentor.person.full_name}: уже не в базе. Верните предложенный текст приложения."
    ]


def test_nobody_is_approved_without_a_consent(as_user, curator, running, bases):
    mentor, *_ = bases
    paper = approval_of(as_user, curator, running, "mentors")
    Consent.objects.filter(person=mentor.person, kind=Consent.Kind.PROCESSING).update(withdrawn_on=TODAY)
    with pytest.raises(WorkflowError) as refusal:
        documents.send(paper, by=curator)
    assert mentor.person.short_name in refusal.value.missing[0].text


def test_the_order_on_training_lists_who_learns_what(as_user, curator, running):
    training = TrainingFactory(side=Side.MENTOR, hours=4, starts_on=TODAY, ends_on=TODAY)
    came, goes, missed = PersonFactory(last_name="А"), PersonFactory(last_name="Б"), PersonFactory()
    training.records.create(person=goes)
    training.records.create(person=came, certificate_number="77", certificate_on=TODAY)
    training.records.create(person=missed, state=TrainingRecord.State.MISSED)
    answers = {"trainings": [training.pk], "leads": PersonFactory().pk, "teachers": "педагог-психолог"}
    paper = begin(as_user, curator, "order_training", **answers)
    rows = next(block["rows"] for block in paper.blocks if block["type"] == "table")
    assert [row[1:] for row in rows] == [
        [came.full_name, "Школа наставника. Как говорить с наставляемым", "4", f"№ 77 от {TODAY:%d.%m.%Y}"],
        [goes.full_name, str(training), "4", ""],  # a cell to fill by hand
    ]
    text = [block["text"] for block in paper.blocks if block["type"] == "item"]
    assert "всего 4 часа" in text[0]
    assert text[1] == "Занятия проводит педагог-психолог."


def test_a_training_without_mentors_is_not_ordered(as_user, curator, running):
    training = TrainingFactory(side=Side.MENTOR, starts_on=TODAY, ends_on=TODAY)
    paper = begin(as_user, curator, "order_training", trainings=[training.pk], leads=PersonFactory().pk)
    with pytest.raises(WorkflowError) as refusal:
        documents.send(paper, by=curator)
    assert "никто не записан" in refusal.value.missing[0].text


def test_trainings_of_other_years_and_for_mentees_are_not_offered(as_user, curator, running):
    ours = TrainingFactory(side=Side.MENTOR, starts_on=TODAY, ends_on=TODAY)
    TrainingFactory(side=Side.MENTEE, starts_on=TODAY, ends_on=TODAY)
    old = TODAY - timedelta(days=700)
    TrainingFactory(side=Side.MENTOR, starts_on=old, ends_on=old)
    form = as_user(curator).get(reverse("documents:begin", args=["order_training"])).context["form"]
    assert set(form.fields["trainings"].queryset) == {ours}
    assert Training.objects.count() == 3


@pytest.mark.parametrize(("who", "begins"), [("curator", True), ("director", True), ("municipal", False)])
def test_the_catalogue_shows_the_bases_and_the_journal_of_meetings(as_user, users, who, begins):
    for code, address in (("base_mentors", "registry:mentors"), ("base_mentees", "registry:mentees")):
        kind = kinds.described(code)
        validate(kind.sample())
        assert kind.about
        assert kind.begins_at(users[who]) == (reverse(address) if begins else "")
    assert kinds.described("meeting_log").begins_at(users[who]) == (reverse("pairs:meetings") if begins else "")
    page = as_user(users["curator"]).get(reverse("documents:catalogue")).content.decode()
    assert page.count("Согласие на") >= 5
    assert "База наставляемых" in page
