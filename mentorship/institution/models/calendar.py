"""The days that do not count and the days that were moved."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from mentorship.common.memo import once_a_page


class QuietPeriod(models.Model):
    """Days that do not count for the rhythm of meetings: holidays, vacations, certification weeks."""

    title = models.CharField("что это", max_length=150)
    starts_on = models.DateField("с")
    ends_on = models.DateField("по")
    history = HistoricalRecords(verbose_name="изменение календаря")

    class Meta:
        verbose_name = "тихий период"
        verbose_name_plural = "календарь: каникулы и тихие недели"
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                name="quiet_period_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message="Период не может закончиться раньше, чем начался.",
            ),
        ]

    def __str__(self):
        return f"{self.title}: {self.starts_on:%d.%m.%Y} – {self.ends_on:%d.%m.%Y}"

    @classmethod
    @once_a_page
    def spans(cls):
        """All quiet periods as (first day, last day) pairs, for the pure functions of common.calendar."""
        return list(cls.objects.values_list("starts_on", "ends_on"))


class CalendarDay(models.Model):
    """A day that differs from the week and from the holidays of ст. 112 ТК РФ: a transferred day off or working day."""

    day = models.DateField("день", unique=True)
    works = models.BooleanField("рабочий", default=False, help_text="Не отмечено – выходной.")
    title = models.CharField("почему", max_length=150, blank=True)

    class Meta:
        verbose_name = "перенесённый день"
        verbose_name_plural = "календарь: перенесённые дни"
        ordering = ["-day"]

    def __str__(self):
        return f"{self.day:%d.%m.%Y} – {'рабочий' if self.works else 'выходной'}"
