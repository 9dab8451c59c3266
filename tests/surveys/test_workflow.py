"""A questionnaire is asked, answered once and closed; a link works once and tells strangers nothing."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorship.common.workflow import WorkflowError
from mentorship.surveys import results, workflow
from mentorship.surveys.models import Invitation, Questionnaire, Response, Wave
from tests.factories import CycleFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave(institution):
    workflow.load_questionnaires()
    people = PersonFactory.create_batch(3)
    return workflow.open_wave(
        Questionnaire.objects.get(code="Q12E"),
        subject=CycleFactory(),
        people=people,
        closes_on=timezone.localdate() + timedelta(days=7),
        by=UserFactory(),
    )


def answers_for(wave, scale="9"):
    """A whole answer: every scale ``scale``, every closed question its first option."""
    from mentorship.surveys.scales import may_not_apply, options

    return {
        q.code: ("" if q.type == "text" else scale if may_not_apply(q) and q.type == "scale10" else options(q)[0][0])
        for q in wave.questionnaire.questions.all()
    }


def test_questionnaires_come_whole_and_once(db):
    workflow.load_questionnaires()
    workflow.load_questionnaires()
    assert {q.code: q.questions.count() for q in Questionnaire.objects.all()} == {"Q12E": 20, "Q12M": 18}


def test_an_invitation_is_answered_once(wave):
    invitation = wave.invitations.first()
    workflow.answer(invitation, answers_for(wave))
    with pytest.raises(WorkflowError, match="Ответ уже получен"):
        workflow.answer(Invitation.objects.get(pk=invitation.pk), answers_for(wave))
    assert Response.objects.count() == 1


def test_not_applicable_is_stored_as_null_and_left_out_of_the_mean(wave):
    for invitation, scale in zip(wave.invitations.all(), ["10", "5", "na"], strict=True):
        workflow.answer(invitation, answers_for(wave, scale))
    first, *others = results.of_wave(wave, hide_below=2)
    assert (first.n, first.mean, first.hidden) == (2, 7.5, False)
    closed = next(result for result in others if result.mean is None)
    assert closed.counts_words == f"{closed.counts[0][0]}: 3", "options that nobody chose are not told"


def test_averages_of_fewer_than_three_are_hidden(wave):
    for invitation in wave.invitations.all()[:2]:
        workflow.answer(invitation, answers_for(wave))
    assert all(
        result.hidden and result.mean is None and result.counts == [] for result in results.of_wave(wave, hide_below=3)
    )


def test_a_closed_wave_takes_no_answers(wave):
    workflow.close_wave(wave, by=UserFactory())
    with pytest.raises(WorkflowError, match="Опрос закрыт"):
        workflow.answer(wave.invitations.first(), answers_for(wave))


def test_a_link_leads_to_the_questions_under_a_clean_address_and_works_once(wave, client):
    token = workflow.issue_link(wave.invitations.first(), by=UserFactory())
    assert token not in str(Invitation.objects.values())
    address = reverse("surveys:link", args=[token])
    assert client.get(address).url == reverse("surveys:by_link")
    assert client.get(address).url == reverse("surveys:by_link")  # a mail scanner's GET changes nothing
    page = client.get(reverse("surveys:by_link"))
    assert page.status_code == 200
    assert token not in page.content.decode()
    assert client.post(reverse("surveys:by_link"), answers_for(wave)).url == reverse("surveys:thanks")
    again = client.get(address)
    assert again.status_code == 404
    assert "По каждой ссылке отвечают один раз" in again.content.decode()
    assert Response.objects.count() == 1


@pytest.mark.parametrize("spoil", ["unknown", "late", "closed", "renewed"])
def test_a_dead_link_is_the_same_404_for_every_reason(wave, client, spoil):
    invitation = wave.invitations.first()
    token = workflow.issue_link(invitation, by=UserFactory())
    if spoil == "unknown":
        token = "A" * 43
    elif spoil == "late":
        Invitation.objects.update(token_expires_at=timezone.now() - timedelta(minutes=1))
    elif spoil == "closed":
        Wave.objects.update(state=Wave.State.CLOSED)
    else:
        workflow.issue_link(Invitation.objects.get(pk=invitation.pk), by=UserFactory())
    page = client.get(reverse("surveys:link", args=[token]))
    assert page.status_code == 404
    assert "Ссылка на анкету не действует" in page.content.decode()


def test_a_missing_answer_comes_back_with_everything_typed(wave, as_user):
    user = UserFactory()
    invitation = wave.invitations.first()
    invitation.person.user = user
    invitation.person.save()
    data = answers_for(wave) | {"f20": "Открытые показы"}
    del data["f3"]
    page = as_user(user).post(reverse("surveys:answer", args=[invitation.pk]), data).content.decode()
    assert "Выберите ответ." in page
    assert "Открытые показы" in page
    assert not Response.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"), [("curator", 200), ("director", 403), ("stranger", 403), ("municipal", 403)]
)
def test_single_answers_are_for_the_curator_alone(wave, users, as_user, who, status):
    invitation = wave.invitations.first()
    workflow.answer(invitation, answers_for(wave))
    assert as_user(users[who]).get(reverse("surveys:single", args=[invitation.pk])).status_code == status


def test_nobody_answers_for_another(wave, users, as_user):
    invitation = wave.invitations.first()
    assert as_user(users["stranger"]).get(reverse("surveys:answer", args=[invitation.pk])).status_code == 404


def test_the_curator_types_an_answer_from_paper(wave, users, as_user):
    invitation = wave.invitations.first()
    as_user(users["curator"]).post(reverse("surveys:answer", args=[invitation.pk]), answers_for(wave))
    assert Response.objects.get().entered_by == users["curator"]
