"""The two registries (базы): being a mentor or a mentee is a dated participation of a person in a cycle."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils import timezone
from simple_history.models import HistoricalRecords

from mentorship.common.addresses import address
from mentorship.common.checks import validate_http_url
from mentorship.cycle.models import Cycle
from mentorship.documents.models import Paper
from mentorship.people.models import Consent, Person


class Side(models.TextChoices):
    """Which side of mentoring a person stands on."""

    MENTOR = "mentor", "наставник"
    MENTEE = "mentee", "наставляемый"


class Source(models.TextChoices):
    """Where the curator knows from that this person should take part (methodology.md 9.3, row 36)."""

    FILE = "file", "личное дело"
    SURVEY = "survey", "анкета"
    RECOMMENDATION = "recommendation", "рекомендация специалиста"
    OBSERVATION = "observation", "наблюдение, посещение занятий"
    INTERVIEW = "interview", "собеседование"
    SELF = "self", "самовыдвижение"
    FORMER = "former", "база прошлого цикла"


class MenteeGroup(models.TextChoices):
    """Why somebody is a mentee: groups of methodology.md 3.3; those of pupils only where pupils take part."""

    YOUNG = "young", "молодой, начинающий педагог"
    RETURNING = "returning", "приступил к работе после перерыва"
    NEWCOMER = "newcomer", "осваивается на новом месте работы"
    DEVELOP = "develop", "хочет вырасти в определённом направлении"
    DIGITAL = "digital", "осваивает цифровые технологии"
    BURNOUT = "burnout", "эмоциональное, профессиональное выгорание"
    DIFFICULTIES = "difficulties", "испытывает профессиональные затруднения"
    NEW_POSITION = "new_position", "назначен на новую для себя должность"
    TRAINEE = "trainee", "студент, стажёр, практикант"
    PUPIL_LOW = "pupil_low", "ученик с низкими результатами, без мотивации"
    PUPIL_NEW = "pupil_new", "ученик-новичок, трудности в коллективе"
    PUPIL_GIFTED = "pupil_gifted", "одарённый ученик"
    PUPIL_SPECIAL = "pupil_special", "ученик с ОВЗ или в трудной ситуации"

    @property
    def is_of_pupils(self):
        return self.value.startswith("pupil_")


class RegistryApproval(models.Model):
    """An order that approves the bases (law.md 4.3, O6): made by the portal or kept by its number and date."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="registry_approvals", verbose_name="цикл")
    number = models.CharField("номер приказа", max_length=50)
    approved_on = models.DateField("дата приказа")
    paper = models.OneToOneField(
        Paper, models.PROTECT, null=True, blank=True, related_name="registry_approval", verbose_name="приказ в портале"
    )
    history = HistoricalRecords(verbose_name="изменение утверждения базы")

    class Meta:
        verbose_name = "утверждение базы приказом"
        verbose_name_plural = "утверждения баз приказами"
        ordering = ["-approved_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_approval_per_order",
                fields=["cycle", "number", "approved_on"],
                violation_error_message="Этот приказ об утверждении базы уже записан.",
            )
        ]

    def __str__(self):
        return f"приказ от {self.approved_on:%d.%m.%Y} № {self.number}"


class ParticipationQuerySet(models.QuerySet):
    def search(self, query):
        """Participations of the people whom ``query`` finds (name, post)."""
        return self.filter(person__in=Person.objects.search(query)) if (query or "").strip() else self

    def visible_to(self, user):
        """Participations that ``user`` may open: the registries for their keepers, else one's own."""
        if user.has_perm("registry.view_participation"):
            return self
        return self.filter(person__user=user)

    def mentors(self):
        return self.filter(side=Side.MENTOR)

    def mentees(self):
        return self.filter(side=Side.MENTEE)

    def of_side(self, side):
        return self.filter(side=side)

    def open(self):
        """Candidates and those in the base: whoever may stand in a new pair."""
        return self.filter(state__in=Participation.OPEN)

    def going_on(self, on=None):
        """Open ones of a running cycle whose last day has not passed on the day ``on`` (today)."""
        on = on or timezone.localdate()
        not_over = Q(ends_on__isnull=True) | Q(ends_on__gte=on)
        return self.open().filter(not_over, cycle__state=Cycle.State.RUNNING)

    def resting(self, on=None):
        """Those on a pause (в резерве) on the day ``on`` (today)."""
        on = on or timezone.localdate()
        return self.filter(Q(rests_until__isnull=True) | Q(rests_until__gte=on), rests_from__lte=on)

    def lacking_consents(self, on=None):
        """Those who lack, on the day ``on`` (today), the consent to processing or the one of their side."""
        consents = Consent.objects.in_force(on).filter(person=OuterRef("person"))
        needed = Case(
            *(When(side=side, then=Value(kind)) for side, kind in Participation.CONSENT_OF.items()),
            output_field=models.CharField(),
        )
        return self.alias(needed=needed).exclude(
            Exists(consents.filter(kind=Consent.Kind.PROCESSING)) & Exists(consents.filter(kind=OuterRef("needed")))
        )

    def in_base(self, on=None):
        """Those who are in the base (accepted, not left) on the day ``on`` (today)."""
        on = on or timezone.localdate()
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on).exclude(
            state=Participation.State.CANDIDATE
        )


class Participation(models.Model):
    """A person as a mentor or a mentee in a cycle, from a day to a day."""

    class State(models.TextChoices):
        CANDIDATE = "candidate", "кандидат"
        IN_BASE = "in_base", "в базе"
        LEFT = "left", "выбыл"
        FINISHED = "finished", "завершил"

    MOVES = {
        State.CANDIDATE: {State.IN_BASE, State.LEFT},
        State.IN_BASE: {State.LEFT, State.FINISHED},
        State.LEFT: {State.CANDIDATE},
    }
    OPEN = (State.CANDIDATE, State.IN_BASE)
    CONSENT_OF = {Side.MENTOR: Consent.Kind.MENTOR, Side.MENTEE: Consent.Kind.MENTEE}

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="participations", verbose_name="цикл")
    person = models.ForeignKey(Person, models.PROTECT, related_name="participations", verbose_name="человек")
    side = models.CharField("кто", max_length=10, choices=Side)
    state = models.CharField("состояние", max_length=20, choices=State, default=State.CANDIDATE)
    proposed_on = models.DateField("предложен", default=timezone.localdate)
    starts_on = models.DateField("в базе с", null=True, blank=True)
    ends_on = models.DateField("в базе по", null=True, blank=True)
    capacity = models.PositiveSmallIntegerField(
        "готов вести наставляемых",
        null=True,
        blank=True,
        validators=[MinValueValidator(1, "Укажите хотя бы одного или оставьте поле пустым.")],
        help_text="Пусто – сколько разрешает Положение.",
    )
    request = models.TextField("запрос, сильные стороны", blank=True)
    source = models.CharField("откуда известно", max_length=20, choices=Source, blank=True)
    groups = models.JSONField("почему в базе", default=list, blank=True)
    hours_per_week = models.DecimalField(
        "часов в неделю",
        max_digits=3,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.5")), MaxValueValidator(20)],
    )
    time_windows = models.CharField(
        "когда удобно", max_length=300, blank=True, help_text="Например: «в тихий час, вторник и четверг»."
    )
    preferences = models.CharField("пожелания", max_length=500, blank=True)
    interests = models.CharField("увлечения", max_length=500, blank=True)
    achievements = models.TextField("достижения, практики", blank=True)
    results = models.TextField("результаты наставничества", blank=True)
    case_url = models.CharField("ссылка на кейс, отзыв", max_length=300, blank=True, validators=[validate_http_url])
    selected_on = models.DateField("отобран", null=True, blank=True)
    approval = models.ForeignKey(
        RegistryApproval, models.PROTECT, null=True, blank=True, related_name="approved", verbose_name="утверждён"
    )
    rests_from = models.DateField("на паузе с", null=True, blank=True)
    rests_until = models.DateField("на паузе по", null=True, blank=True)
    rest_reason = models.CharField("причина паузы", max_length=300, blank=True)
    leaving_reason = models.CharField("причина выбытия", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    history = HistoricalRecords(verbose_name="изменение участия")

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = "участие"
        verbose_name_plural = "участия"
        ordering = ["person__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_participation_per_side_and_cycle",
                fields=["cycle", "person", "side"],
                violation_error_message="Этот человек уже есть в базе цикла в этой роли.",
            ),
            models.CheckConstraint(
                name="participation_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="Участие не может закончиться раньше, чем началось.",
            ),
            models.CheckConstraint(
                name="participation_in_base_is_dated",
                condition=Q(state__in=["candidate", "left"]) | Q(starts_on__isnull=False),
                violation_error_message="Укажите, с какого дня участник в базе.",
            ),
            models.CheckConstraint(
                name="participation_rest_ends_after_it_starts",
                condition=Q(rests_until__isnull=True) | Q(rests_until__gte=F("rests_from")),
                violation_error_message="Пауза не может закончиться раньше, чем началась.",
            ),
        ]

    def __str__(self):
        return f"{self.person} – {self.get_side_display()}, {self.cycle}"

    def get_absolute_url(self):
        return address("registry:participation", self.pk)

    @property
    def is_open(self):
        """Whether it may still be worked with: a candidate or in the base, in a cycle that is not closed."""
        return self.state in self.OPEN and not self.cycle.is_closed

    def rests(self, on):
        """Whether the participant is on a pause (резерв) on the day ``on``."""
        return bool(self.rests_from) and self.rests_from <= on and (self.rests_until is None or on <= self.rests_until)

    @property
    def group_titles(self):
        """Reasons of a mentee in words."""
        return [MenteeGroup(code).label for code in self.groups if code in MenteeGroup]

    @property
    def needed_consents(self):
        """Kinds of the consents without which this side may not stand in an order."""
        return [Consent.Kind.PROCESSING, self.needed_consent]

    @property
    def needed_consent(self):
        """The kind of consent by which this side agrees to mentoring itself."""
        return self.CONSENT_OF[self.side]
