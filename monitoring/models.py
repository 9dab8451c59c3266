"""Targets of indicators per cycle; the indicators themselves are computed from the records."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from simple_history.models import HistoricalRecords

from mentorship.cycle.models import Cycle


class Target(models.Model):
    """The institution's own plan for an indicator in a cycle (methodology.md 5.3: targets are settings)."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="targets", verbose_name="цикл")
    indicator = models.CharField("показатель", max_length=5)
    value = models.DecimalField(
        "план, %", max_digits=4, decimal_places=1, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    history = HistoricalRecords(verbose_name="изменение плана показателя")

    class Meta:
        verbose_name = "план показателя"
        verbose_name_plural = "планы показателей"
        ordering = ["cycle_id", "indicator"]
        constraints = [
            models.UniqueConstraint(
                name="one_target_per_indicator_and_cycle",
                fields=["cycle", "indicator"],
                violation_error_message="План этого показателя на этот цикл уже задан.",
            )
        ]

    def __str__(self):
        return f"{self.indicator}: {self.value} %"
