"""What questionnaires hold about a person."""

from mentorship.people.own_data import BY_CONSENT
from mentorship.people.subject_data import SubjectData, Table, subject_data

from .models import Question, Response

INVITATIONS = Table("surveys.Invitation", "person", wipe=("token_hash", "token_expires_at"))


def register():
    """Called once at start-up."""
    subject_data.add(
        SubjectData(
            "answers",
            "Анкеты",
            BY_CONSENT,
            rows,
            forget,
            keeps="числа и выбор из вариантов без имени: средние и доли прошлых лет",
            models=("surveys.Invitation", "surveys.Response"),
            order=40,
        )
    )


def _responses(person):
    return Response.objects.filter(invitation__person=person).select_related("invitation__wave__questionnaire")


def rows(person):
    """Invitations and every answer by the words of its question."""
    yield from INVITATIONS.rows(person)
    for response in _responses(person):
        questionnaire = response.invitation.wave.questionnaire
        texts = dict(questionnaire.questions.values_list("code", "text"))
        for code, answer in response.answers.items():
            yield f"{questionnaire.title}: {texts.get(code, code)}", str(answer)


def forget(person, by):
    """Own words go; figures and ticks stay, they are nobody's once the name is gone."""
    count = INVITATIONS.forget(person, by)
    for response in _responses(person):
        questionnaire = response.invitation.wave.questionnaire
        types = dict(questionnaire.questions.values_list("code", "type"))
        kept = {code: answer for code, answer in response.answers.items() if types.get(code) != Question.Type.TEXT}
        Response.objects.filter(pk=response.pk).update(answers=kept)
        count += 1
    return count
