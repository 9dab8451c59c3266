"""What is agreed with a mentor about the work itself: the addition to his labour contract (law.md 1.2–1.4)."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from mentorship.documents.models import Paper


class Pay(models.TextChoices):
    """Shapes of the payment for mentoring that acts of regions and institutions know (law.md 1.4)."""

    PERCENT = "percent", "процент"
    COEFFICIENT = "coefficient", "коэффициент"
    FIXED = "fixed", "сумма в рублях"
    NONE = "none", "без выплаты"


class Agreement(models.Model):
    """A signed addition to the mentor's labour contract (доп. соглашение); a row comes to be when its paper is issued.

    ``rate`` counts percents, a coefficient or roubles a month, as ``pay`` says; ``base`` is what percents are taken of.
    """

    bond = models.ForeignKey("pairs.Bond", models.PROTECT, related_name="agreements", verbose_name="пара")
    paper = models.OneToOneField(Paper, models.PROTECT, related_name="agreement", verbose_name="документ")
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

    class Meta:
        verbose_name = "дополнительное соглашение"
        verbose_name_plural = "дополнительные соглашения"
        ordering = ["signed_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="agreement_of_mentor_ends_after_it_starts",
                condition=Q(ends_on__gt=F("starts_on")),
                violation_error_message="Дата окончания должна быть позже даты начала.",
            ),
            models.CheckConstraint(
                name="agreement_says_pay_or_why_none",
                condition=Q(pay="none", rate__isnull=True) & ~Q(no_pay_reason="") | ~Q(pay="none") & Q(rate__gt=0),
                violation_error_message="Укажите размер и условия выплаты или причину её отсутствия.",
            ),
        ]

    def __str__(self):
        return f"Дополнительное соглашение № {self.paper.number} от {self.signed_on:%d.%m.%Y}"

    def get_absolute_url(self):
        return self.paper.get_absolute_url()
