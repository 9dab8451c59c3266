"""How a mentor is chosen: interviews and points by the criteria of the institution, as advice to the one who decides."""

from django.core.validators import MaxValueValidator
from django.db import models
from simple_history.models import HistoricalRecords

from mentorship.common.checks import validate_not_future
from mentorship.institution.models import Criterion

from .participation import Participation


class Interview(models.Model):
    """A talk of the curator or a commission with a candidate (собеседование): minutes and decision."""

    class Decision(models.TextChoices):
        RECOMMENDED = "recommended", "рекомендован"
        LATER = "later", "вернуться позже"
        REFUSED = "refused", "не рекомендован"

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="interviews", verbose_name="участник")
    held_on = models.DateField("дата", validators=[validate_not_future])
    held_by = models.CharField("кто проводил", max_length=300)
    minutes = models.TextField("протокол: о чём говорили, ответы")
    decision = models.CharField("решение", max_length=20, choices=Decision)
    history = HistoricalRecords(verbose_name="изменение собеседования")

    class Meta:
        verbose_name = "собеседование"
        verbose_name_plural = "собеседования"
        ordering = ["-held_on", "-pk"]

    def __str__(self):
        return f"{self.held_on:%d.%m.%Y}: {self.get_decision_display()}"


class CriterionScore(models.Model):
    """Points of a candidate by one criterion: 0 to 3; a required condition is 0 (not met) or 1 (met)."""

    MOST = 3

    participation = models.ForeignKey(Participation, models.CASCADE, related_name="scores", verbose_name="участник")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="scores", verbose_name="критерий")
    score = models.PositiveSmallIntegerField("баллы", validators=[MaxValueValidator(MOST)])
    history = HistoricalRecords(verbose_name="изменение баллов")

    class Meta:
        verbose_name = "баллы по критерию"
        verbose_name_plural = "баллы по критериям"
        ordering = ["criterion__order", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_score_per_criterion", fields=["participation", "criterion"]),
        ]

    def __str__(self):
        return f"{self.criterion}: {self.score}"
