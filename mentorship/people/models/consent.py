"""The papers in which people agree to something."""

from datetime import timedelta

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from mentorship.common.addresses import address
from mentorship.common.checks import validate_not_future
from mentorship.common.periods import add_months
from mentorship.documents.models import StoredFile

EXPIRES_SOON = timedelta(days=30)
AGES_OF_CONSENT = (14, 18)  # a fresh consent is asked for on these birthdays (law.md 2.4)


class Signers(models.TextChoices):
    """Who signs a consent, by the age of the participant (law.md 2.4)."""

    SELF = "self", "сам участник"
    BOTH = "both", "законный представитель и участник"
    REPRESENTATIVE = "representative", "законный представитель"


class PublicField(models.TextChoices):
    """What of a person may go public, each by its own tick in the consent (law.md 2.3)."""

    NAME = "name", "фамилия, имя, отчество"
    POST = "post", "должность"
    EXPERIENCE = "experience", "стаж работы"
    CATEGORY = "category", "квалификационная категория"
    PHOTO = "photo", "фотография"
    REVIEW = "review", "отзыв об участии в программе"
    VIDEO = "video", "видеозапись"


class PictureUse(models.TextChoices):
    """Where a picture may be shown, each by its own tick in the consent (ст. 152.1 ГК РФ)."""

    SITE = "site", "на страницах сайта учреждения"
    NETWORK = "network", "на официальных страницах учреждения в социальных сетях"
    STAND = "stand", "на стендах и в печатных материалах учреждения"
    REPORT = "report", "в отчётах и выступлениях о программе наставничества"


def next_coming_of_age(born, on):
    """The next birthday after the day ``on`` on which somebody else signs: the 14th or the 18th; None for an adult.

    Whoever was born on 29 February comes of age on 1 March of a common year, as ``common.periods.age`` counts.
    """
    for years in AGES_OF_CONSENT:
        day = add_months(born, years * 12)
        day += timedelta(days=day.day != born.day)
        if day > on:
            return day
    return None


class ConsentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Consents of the people whose registries ``user`` keeps, and one's own."""
        if user.has_perm("people.view_consent"):
            return self
        return self.filter(person__user=user)

    def in_force(self, on=None):
        """Consents signed, not withdrawn and not expired on the day ``on`` (today)."""
        on = on or timezone.localdate()
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=on),
            Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=on),
            signed_on__lte=on,
        )

    def without_text(self):
        """Consents as lists show them: the frozen text and what was chosen for it are not fetched."""
        return self.defer("blocks", "details")

    def unsigned(self):
        """Printed and not yet marked signed, without the sheets that were cancelled."""
        return self.filter(signed_on__isnull=True, dropped_on__isnull=True)

    def expiring(self, on=None, within=EXPIRES_SOON):
        """In force on the day ``on`` (today) and to be replaced soon, with no later one to follow.

        A consent is replaced when its term ends and when the person turns 14 or 18 (law.md 2.4).
        """
        on = on or timezone.localdate()
        soon = on + within
        later = Consent.objects.in_force(on).filter(person=OuterRef("person"), kind=OuterRef("kind"))
        later = later.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gt=soon),
            Q(grows_up_on__isnull=True) | Q(grows_up_on__gt=soon),
        )
        return self.in_force(on).filter(
            Q(valid_until__lte=soon) | Q(grows_up_on__lte=soon), ~Exists(later), person__destruction=None
        )


class Consent(models.Model):
    """One separate consent of one person (law.md 1.2, 2.1–2.3): never two on one sheet."""

    class Kind(models.TextChoices):
        PROCESSING = "processing", "на обработку персональных данных"
        PUBLICATION = "publication", "на распространение (публикацию) персональных данных"
        MENTOR = "mentor", "на выполнение работы по наставничеству"
        MENTEE = "mentee", "на участие в качестве наставляемого"
        PICTURE = "picture", "на обнародование и использование изображения"

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="consents", verbose_name="человек")
    kind = models.CharField("вид согласия", max_length=20, choices=Kind)
    number = models.CharField("номер", max_length=60, db_index=True)
    year = models.PositiveSmallIntegerField("год номера", null=True, blank=True, editable=False)
    sequence = models.PositiveIntegerField("порядковый номер за год", null=True, blank=True, editable=False)
    text_version = models.PositiveSmallIntegerField("редакция текста", default=1)
    details = models.JSONField("что указано в согласии", default=dict, blank=True)
    blocks = models.JSONField("текст", default=list, blank=True, editable=False)
    guardian = models.ForeignKey(
        "people.Guardian",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="consents",
        verbose_name="представитель из карточки",
    )
    representative = models.CharField("законный представитель", max_length=300, blank=True)
    representative_document = models.CharField("чем подтверждены полномочия", max_length=300, blank=True)
    printed_on = models.DateField("распечатано", default=timezone.localdate)
    signed_on = models.DateField("подписано", null=True, blank=True, validators=[validate_not_future])
    valid_until = models.DateField("действует до", null=True, blank=True)
    term_event = models.CharField(
        "или до события",
        max_length=200,
        blank=True,
        help_text="Например: «окончание программы наставничества». Дата нужна и тогда: позже неё согласие не действует.",
    )
    grows_up_on = models.DateField("исполняется 14 или 18 лет", null=True, blank=True, editable=False)
    withdrawn_on = models.DateField("отозвано", null=True, blank=True)
    withdrawal_reason = models.CharField("как и почему отозвано", max_length=300, blank=True)
    dropped_on = models.DateField("бланк отменён", null=True, blank=True)
    drop_reason = models.CharField("почему бланк отменён", max_length=300, blank=True)
    scan = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="скан")
    history = HistoricalRecords(verbose_name="изменение согласия", excluded_fields=["blocks"])

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = "согласие"
        verbose_name_plural = "согласия"
        ordering = ["person__sort_key", "kind", "-pk"]
        # All that «in force» asks stands in the index: a lamp is asked for thousands of people at once.
        indexes = [
            models.Index(fields=["person", "kind", "signed_on", "valid_until", "withdrawn_on"]),
            models.Index(fields=["withdrawn_on"], name="consents_withdrawn", condition=Q(withdrawn_on__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_consent_per_number_and_year",
                fields=["year", "sequence"],
                violation_error_message="Согласие с таким номером за этот год уже есть.",
            ),
            models.CheckConstraint(
                name="consent_withdrawn_after_signed",
                condition=Q(withdrawn_on__isnull=True) | Q(signed_on__isnull=False, withdrawn_on__gte=F("signed_on")),
                violation_error_message="Отозвать можно только подписанное согласие и не раньше дня подписания.",
            ),
            models.CheckConstraint(
                name="consent_ends_after_signed",
                condition=Q(valid_until__isnull=True) | Q(signed_on__isnull=True) | Q(valid_until__gte=F("signed_on")),
                violation_error_message="Срок согласия не может кончиться раньше, чем оно подписано.",
            ),
            models.CheckConstraint(
                name="consent_signed_is_not_dropped",
                condition=Q(signed_on__isnull=True) | Q(dropped_on__isnull=True),
                violation_error_message="Подписанное согласие нельзя отменить как бланк: его отзывают.",
            ),
        ]

    def __str__(self):
        return f"Согласие № {self.number} {self.get_kind_display()}: {self.person}"

    def get_absolute_url(self):
        return address("people:consent", self.pk)

    def signers(self):
        """Who signs it, by the age on the day it was printed."""
        return self.person.signers(self.printed_on)

    @property
    def is_awaited(self):
        """Whether the sheet is out to be signed."""
        return not self.signed_on and not self.dropped_on

    @property
    def renew_by(self):
        """The day by which a new one is wanted: the end of the term or the 14th, 18th birthday, whichever is earlier."""
        return min(filter(None, [self.valid_until, self.grows_up_on]), default=None)

    def status(self, on=None):
        """(code, words) of the consent on a day: printed, dropped, in_force, withdrawn or expired."""
        on = on or timezone.localdate()
        if self.withdrawn_on and self.withdrawn_on <= on:
            return "withdrawn", f"отозвано {self.withdrawn_on:%d.%m.%Y}"
        if self.dropped_on and self.dropped_on <= on:
            return "dropped", f"бланк отменён {self.dropped_on:%d.%m.%Y}"
        if not self.signed_on or self.signed_on > on:
            return "printed", f"распечатано {self.printed_on:%d.%m.%Y}, не подписано"
        if self.valid_until and self.valid_until < on:
            return "expired", f"истекло {self.valid_until:%d.%m.%Y}"
        return "in_force", f"действует с {self.signed_on:%d.%m.%Y}"
