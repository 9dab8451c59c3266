"""The posts that a person has held here."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from mentorship.common.russian import date_digits
from mentorship.institution.models import Unit


class PostPeriod(models.Model):
    """A post and unit held from a day to a day; the open one says the same as the card (``workflow`` sees to it)."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="posts", verbose_name="человек")
    post = models.CharField("должность", max_length=200)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, verbose_name="подразделение, группа")
    starts_on = models.DateField("с", null=True, blank=True, help_text="Пусто – дата не известна.")
    ends_on = models.DateField("по", null=True, blank=True)
    history = HistoricalRecords(verbose_name="изменение должности")

    class Meta:
        verbose_name = "должность на время"
        verbose_name_plural = "должности по времени"
        ordering = [F("starts_on").asc(nulls_first=True), "pk"]
        constraints = [
            models.CheckConstraint(
                name="post_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="Должность не может закончиться раньше, чем началась.",
            ),
            models.UniqueConstraint(
                name="one_open_post_per_person",
                fields=["person"],
                condition=Q(ends_on__isnull=True),
                violation_error_message="У человека уже есть действующая должность: сначала закройте её датой.",
            ),
        ]

    def __str__(self):
        since = f" с {date_digits(self.starts_on)}" if self.starts_on else ""
        until = f" по {date_digits(self.ends_on)}" if self.ends_on else ""
        return f"{self.post}{since}{until}"
