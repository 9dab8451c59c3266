"""That a base was looked through and brought up to date (methodology.md 9.3, row 39)."""

from django.db import models
from simple_history.models import HistoricalRecords

from mentorship.cycle.models import Cycle

from .participation import Side


class BaseReview(models.Model):
    """A refresh of a base (актуализация): on what day, and how many were carried over from the last cycle."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="base_reviews", verbose_name="цикл")
    side = models.CharField("база", max_length=10, choices=Side)
    reviewed_on = models.DateField("дата")
    carried = models.PositiveIntegerField("перенесено из прошлого цикла", default=0)
    history = HistoricalRecords(verbose_name="изменение актуализации")

    class Meta:
        verbose_name = "актуализация базы"
        verbose_name_plural = "актуализации баз"
        ordering = ["-reviewed_on", "-pk"]

    def __str__(self):
        return f"{self.get_side_display()}, {self.reviewed_on:%d.%m.%Y}"
