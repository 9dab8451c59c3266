"""Who answers for a child."""

from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from mentorship.common.checks import validate_phone


class GuardianQuerySet(models.QuerySet):
    def in_right(self, on=None):
        """Representatives whose rights have not ended by the day ``on`` (today)."""
        on = on or timezone.localdate()
        return self.filter(models.Q(rights_end_on__isnull=True) | models.Q(rights_end_on__gte=on))


class Guardian(models.Model):
    """A lawful representative (законный представитель) of a pupil: only what his consents need (law.md 2.4)."""

    child = models.ForeignKey("people.Person", models.CASCADE, related_name="guardians", verbose_name="ребёнок")
    adult = models.ForeignKey(
        "people.Person",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="wards",
        verbose_name="карточка представителя",
    )
    full_name = models.CharField("фамилия, имя, отчество", max_length=300)
    kinship = models.CharField("кем приходится", max_length=60, help_text="Например: мать, отец, опекун.")
    document = models.CharField(
        "чем подтверждены полномочия",
        max_length=300,
        blank=True,
        help_text="Свидетельство о рождении, акт об опеке: номер, дата.",
    )
    phone = models.CharField("телефон", max_length=30, blank=True, validators=[validate_phone])
    email = models.EmailField("электронная почта", blank=True)
    address = models.CharField("адрес", max_length=300, blank=True)
    rights_end_on = models.DateField("полномочия до", null=True, blank=True)
    history = HistoricalRecords(verbose_name="изменение представителя")

    objects = GuardianQuerySet.as_manager()

    class Meta:
        verbose_name = "законный представитель"
        verbose_name_plural = "законные представители"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_guardian_per_child_and_name",
                fields=["child", "full_name"],
                violation_error_message="Этот представитель у ребёнка уже записан.",
            ),
        ]

    def __str__(self):
        return f"{self.full_name} ({self.kinship})"
