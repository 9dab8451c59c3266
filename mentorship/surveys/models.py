"""Questionnaires, waves of them and answers: an engine that does not know why it asks."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from mentorship.common.addresses import address
from mentorship.people.models import Person


class Questionnaire(models.Model):
    """A questionnaire (анкета) in one version; after the first answer wording changes make a new version."""

    code = models.CharField("код", max_length=10)
    version = models.PositiveSmallIntegerField("редакция", default=1)
    title = models.CharField("название", max_length=200)
    audience = models.CharField("кто отвечает", max_length=20)
    wave = models.CharField("волна", max_length=20, blank=True)
    history = HistoricalRecords(verbose_name="изменение анкеты")

    class Meta:
        verbose_name = "анкета"
        verbose_name_plural = "анкеты"
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(name="one_questionnaire_per_code_and_version", fields=["code", "version"])
        ]

    def __str__(self):
        return f"{self.code}. {self.title}"


class Question(models.Model):
    """One question; ``pair`` joins it to its twin of another wave, ``counts`` puts it into the personal index."""

    class Type(models.TextChoices):
        SCALE10 = "scale10", "шкала 1–10"
        SCORE3 = "score3", "баллы 0–3"
        SCORE2 = "score2", "баллы 0–2"
        FREQ5 = "freq5", "частота"
        AGREE5 = "agree5", "согласие"
        YN = "yn", "да / нет"
        YN_PARTLY = "yn_partly", "да / отчасти / нет"
        SINGLE = "single", "один из списка"
        MULTI = "multi", "несколько из списка"
        TEXT = "text", "свой ответ"

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="questions", verbose_name="анкета")
    order = models.PositiveSmallIntegerField("порядок")
    code = models.CharField("код", max_length=10)
    type = models.CharField("вид ответа", max_length=20, choices=Type)
    text = models.CharField("вопрос", max_length=500)
    pair = models.CharField("код пары", max_length=10, blank=True)
    counts = models.BooleanField("входит в индекс удовлетворённости", default=False)
    private = models.BooleanField("видит только куратор", default=False)
    options = models.JSONField("варианты", default=list, blank=True)

    class Meta:
        verbose_name = "вопрос"
        verbose_name_plural = "вопросы"
        ordering = ["questionnaire_id", "order"]
        constraints = [
            models.UniqueConstraint(name="one_question_per_code", fields=["questionnaire", "code"]),
        ]

    def __str__(self):
        return f"{self.code}. {self.text}"


class WaveQuerySet(models.QuerySet):
    def about(self, subject):
        """Waves asked for this very object (a cycle)."""
        return self.filter(subject_type=ContentType.objects.get_for_model(subject), subject_id=subject.pk)


class Wave(models.Model):
    """One asking of one questionnaire: prepared → open → closed."""

    class State(models.TextChoices):
        PREPARED = "prepared", "готовится"
        OPEN = "open", "идёт"
        CLOSED = "closed", "закрыта"

    MOVES = {State.PREPARED: {State.OPEN}, State.OPEN: {State.CLOSED}, State.CLOSED: {State.OPEN}}

    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="waves", verbose_name="анкета")
    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    subject_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    state = models.CharField("состояние", max_length=20, choices=State, default=State.PREPARED)
    opens_on = models.DateField("начало", default=timezone.localdate)
    closes_on = models.DateField("ответить до")
    closed_on = models.DateField("закрыта", null=True, blank=True)
    history = HistoricalRecords(verbose_name="изменение опроса")

    objects = WaveQuerySet.as_manager()

    class Meta:
        verbose_name = "опрос"
        verbose_name_plural = "опросы"
        ordering = ["-opens_on", "-pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id"])]
        constraints = [
            models.CheckConstraint(
                name="wave_closes_after_it_opens",
                condition=Q(closes_on__gte=F("opens_on")),
                violation_error_message="Срок ответа не может быть раньше начала опроса.",
            )
        ]

    def __str__(self):
        return f"{self.questionnaire.title}, {self.opens_on:%d.%m.%Y}"

    def get_absolute_url(self):
        return address("surveys:wave", self.pk)


class InvitationQuerySet(models.QuerySet):
    def mine(self, user):
        """Invitations of the person behind this account."""
        return self.filter(person__user=user)

    def unanswered(self):
        return self.filter(answered_at__isnull=True, wave__state=Wave.State.OPEN)


class Invitation(models.Model):
    """One person asked in one wave; the personal link is known here only by its hash."""

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="invitations", verbose_name="опрос")
    person = models.ForeignKey(Person, models.PROTECT, related_name="invitations", verbose_name="кто")
    token_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    token_expires_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField("ответил", null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "приглашение к опросу"
        verbose_name_plural = "приглашения к опросам"
        ordering = ["person__sort_key", "pk"]
        constraints = [models.UniqueConstraint(name="one_invitation_per_wave_and_person", fields=["wave", "person"])]

    def __str__(self):
        return f"{self.person}: {self.wave}"


class Response(models.Model):
    """The one answer to an invitation; the database lets no second one in."""

    invitation = models.OneToOneField(Invitation, models.PROTECT, related_name="response", verbose_name="приглашение")
    answers = models.JSONField("ответы", default=dict)
    given_at = models.DateTimeField("когда", default=timezone.now)
    entered_by = models.ForeignKey(
        "accounts.User",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="внёс с бумаги",
    )

    class Meta:
        verbose_name = "ответ"
        verbose_name_plural = "ответы"

    def __str__(self):
        return f"Ответ: {self.invitation}"
