"""What is agreed with a mentor about the work itself: the addition to his labour contract (law.md 1.2–1.4)."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from mentorship.common.checks import ENDS_LATER
from mentorship.documents.models import Paper, StoredFile


class Pay(models.TextChoices):
    """Shapes of the payment for mentoring that acts of regions and institutions know (law.md 1.4)."""

    PERCENT = "percent", "процент"
    COEFFICIENT = "coefficient", "коэффициент"
    FIXED = "fixed", "сумма в рублях"
    NONE = "none", "без выплаты"


class AgreementQuerySet(models.QuerySet):
    def holding(self, on):
        """Signed by the day ``on`` and not over."""
        return self.filter(signed_on__lte=on, ends_on__gte=on)


class Agreement(models.Model):
    """A signed addition to the mentor's labour contract (доп. соглашение).

    A row comes to be when its paper is issued, or is entered by hand for one signed outside the portal: that has no
    ``paper`` but a number of its own and the scan of the signed sheets.

    ``rate`` counts percents, a coefficient or roubles a month, as ``pay`` says; ``base`` is what percents are taken of.
    """

    bond = models.ForeignKey("pairs.Bond", models.PROTECT, related_name="agreements", verbose_name="пара")
    paper = models.OneToOneField(
        Paper, models.PROTECT, null=True, blank=True, related_name="agreement", verbose_name="документ"
    )
    outside_number = models.CharField("номер подписанного вне портала", max_length=40, blank=True)
    scan = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="скан соглашения"
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    signed_on = models.DateField("дата соглашения")
    starts_on = models.DateField("работа с")
    ends_on = models.DateField("работа по")
    pay = models.CharField("вид выплаты", max_length=20, choices=Pay)
    rate = models.DecimalField(
        "размер",
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1_000_000)],
    )
    base = models.CharField("от чего считается", max_length=200, blank=True)
    per_mentee = models.BooleanField("за каждого наставляемого", default=False)
    max_mentees = models.PositiveSmallIntegerField("не более чем за", null=True, blank=True)
    pay_act = models.CharField("чем установлена выплата", max_length=300, blank=True)
    no_pay_reason = models.CharField("почему без выплаты", max_length=300, blank=True)
    history = HistoricalRecords(verbose_name="изменение соглашения")

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = "дополнительное соглашение"
        verbose_name_plural = "дополнительные соглашения"
        ordering = ["signed_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="agreement_of_mentor_ends_after_it_starts",
                condition=Q(ends_on__gt=F("starts_on")),
                violation_error_message=ENDS_LATER,
            ),
            models.CheckConstraint(
                name="agreement_is_a_paper_or_has_its_own_number",
                condition=Q(paper__isnull=False, outside_number="", scan__isnull=True)
                | Q(paper__isnull=True) & ~Q(outside_number=""),
                violation_error_message="Укажите номер соглашения.",
            ),
            models.CheckConstraint(
                name="agreement_says_pay_or_why_none",
                condition=Q(pay="none", rate__isnull=True) & ~Q(no_pay_reason="") | ~Q(pay="none") & Q(rate__gt=0),
                violation_error_message="Укажите размер и условия выплаты или причину её отсутствия.",
            ),
        ]

    def __str__(self):
        return f"Дополнительное соглашение № {self.number} от {self.signed_on:%d.%m.%Y}"

    def get_absolute_url(self):
        return self.paper.get_absolute_url() if self.paper_id else reverse("pairs:change_agreement", args=[self.pk])

    @property
    def number(self):
        """Of its paper, or its own."""
        return self.paper.number if self.paper_id else self.outside_number
