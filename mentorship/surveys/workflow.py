"""Every act on questionnaires: loaded, asked, answered once, closed."""

import secrets
from datetime import datetime, time, timedelta
from hashlib import sha256

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from mentorship.accounts.workflow import notify
from mentorship.common.archive import must_be_open
from mentorship.common.workflow import WorkflowError, held, locked, move, save
from mentorship.common.yaml_text import parse
from mentorship.people import gates
from mentorship.people.models import Consent

from .models import Invitation, Question, Questionnaire, Response, Wave
from .scales import DATA, stored

LINK_DAYS_AFTER = 1  # a link lives until the day after the wave's last day


@transaction.atomic
def load_questionnaires():
    """Bring in the questionnaires that lie beside this app; those that are there already stay as they are."""
    for path in sorted(DATA.glob("q*.yaml")):
        data = parse(path.read_text(encoding="utf-8"))
        if Questionnaire.objects.filter(code=data["code"]).exists():
            continue
        questionnaire = Questionnaire.objects.create(
            code=data["code"], title=data["title"], audience=data["audience"], wave=data.get("wave", "")
        )
        Question.objects.bulk_create(
            [_question(questionnaire, order, row) for order, row in enumerate(data["questions"], 1)]
        )


def _question(questionnaire, order, row):
    return Question(
        questionnaire=questionnaire,
        order=order,
        code=row["code"],
        type=row["type"],
        text=row["text"],
        pair=row.get("pair", ""),
        counts=row.get("sat", False),
        private=row.get("private", False),
        options=row.get("options", []),
    )


@transaction.atomic
def open_wave(questionnaire, *, subject, people, closes_on, by):
    """Ask ``people`` the questionnaire about ``subject`` until ``closes_on``; those with an account are told.

    Whoever has withdrawn the consent to processing is not asked.

    Raises:
        WorkflowError: nobody to ask, a last day in the past, or ``subject`` belongs to a closed period.
    """
    must_be_open(subject)
    withdrawn = {person for person, kind in gates.withdrawn(people) if kind == Consent.Kind.PROCESSING}
    people = [person for person in people if person.pk not in withdrawn]
    if not people:
        raise WorkflowError("Спрашивать некого: в цикле ещё нет пар в силе. Сначала издайте приказ о парах.")
    if closes_on < timezone.localdate():
        raise WorkflowError("Срок ответа уже прошёл. Укажите сегодняшний день или позже.")
    wave = Wave(
        questionnaire=questionnaire,
        subject_type=ContentType.objects.get_for_model(subject),
        subject_id=subject.pk,
        state=Wave.State.OPEN,
        closes_on=closes_on,
    )
    save(wave, by=by, reason="опрос открыт")
    Invitation.objects.bulk_create([Invitation(wave=wave, person=person) for person in people])
    for invitation in wave.invitations.select_related("person__user"):
        if user := invitation.person.user:
            notify(user, f"Ответьте на вопросы: {questionnaire.title}", f"/surveys/answer/{invitation.pk}/")
    return wave


@transaction.atomic
def issue_link(invitation, *, by):
    """A personal link's token, shown once; a link given before stops working. Only the hash is kept."""
    locked(invitation)
    if invitation.answered_at:
        raise WorkflowError(f"{invitation.person.short_name}: ответ уже получен, ссылка не нужна.")
    token = secrets.token_urlsafe(32)
    last = invitation.wave.closes_on + timedelta(days=LINK_DAYS_AFTER)
    invitation.token_hash = _hash(token)
    invitation.token_expires_at = timezone.make_aware(datetime.combine(last, time.max))
    invitation.save(update_fields=["token_hash", "token_expires_at"])
    return token


def invitation_of(token):
    """The invitation behind a personal link; None if it is unknown, used or out of date – the same to the asker."""
    return (
        Invitation.objects.unanswered()
        .filter(token_hash=_hash(token), token_expires_at__gte=timezone.now())
        .select_related("wave__questionnaire", "person")
        .first()
    )


def _hash(token):
    return sha256(token.encode()).hexdigest()


@transaction.atomic
def answer(invitation, answers, *, entered_by=None):
    """Store the one answer to an invitation.

    Args:
        answers: {question code: value as it came from the form}.
        entered_by: the curator who typed it in from paper.

    Raises:
        WorkflowError: answered before, or the wave is not open.
    """
    locked(invitation)
    if invitation.answered_at:
        raise WorkflowError("Ответ уже получен: второй раз ответить на те же вопросы нельзя. Спасибо!")
    if held(invitation.wave, "state").state != Wave.State.OPEN:
        raise WorkflowError("Опрос закрыт. Если хотите ответить, скажите куратору: он может открыть опрос снова.")
    gates.must_be_agreed([invitation.person])
    questions = {question.code: question for question in invitation.wave.questionnaire.questions.all()}
    kept = {code: stored(questions[code], value) for code, value in answers.items() if code in questions}
    response = Response.objects.create(invitation=invitation, answers=kept, entered_by=entered_by)
    invitation.answered_at = response.given_at
    invitation.save(update_fields=["answered_at"])
    return response


@transaction.atomic
def close_wave(wave, *, by):
    """No more answers; the averages may be read."""
    return move(wave, to=Wave.State.CLOSED, by=by, reason="опрос закрыт", closed_on=timezone.localdate())


@transaction.atomic
def reopen_wave(wave, *, by, closes_on):
    """Open a closed wave again until ``closes_on``."""
    must_be_open(wave.subject)  # before the wave is locked: a cycle that is closed locks its waves after itself
    if closes_on < timezone.localdate():
        raise WorkflowError("Срок ответа уже прошёл. Укажите сегодняшний день или позже.")
    return move(wave, to=Wave.State.OPEN, by=by, reason="опрос открыт снова", closes_on=closes_on, closed_on=None)
