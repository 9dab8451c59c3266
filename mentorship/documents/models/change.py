"""Papers that change other papers."""

from django.db import models

from .paper import Paper


class PaperChangeQuerySet(models.QuerySet):
    def in_force(self):
        """Changes by papers that are issued; a draft changes nothing yet."""
        return self.filter(paper__state__in=Paper.FROZEN)


class PaperChange(models.Model):
    """``paper`` amends ``changed`` or puts an end to it; it counts from the day when ``paper`` is issued."""

    class Effect(models.TextChoices):
        AMENDS = "amends", "вносит изменения"
        ENDS = "ends", "признаёт утратившим силу"

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="changes", verbose_name="каким документом")
    changed = models.ForeignKey(Paper, models.PROTECT, related_name="changed_by", verbose_name="какой документ")
    effect = models.CharField("что делает", max_length=10, choices=Effect, default=Effect.AMENDS)

    objects = PaperChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "изменение документа документом"
        verbose_name_plural = "изменения документов документами"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_change_of_a_paper_by_a_paper",
                fields=["paper", "changed"],
                violation_error_message="Этот документ уже назван среди изменяемых.",
            ),
            models.CheckConstraint(
                name="no_paper_changes_itself",
                condition=~models.Q(paper=models.F("changed")),
                violation_error_message="Документ не может изменять сам себя.",
            ),
        ]

    def __str__(self):
        return f"{self.paper} {self.get_effect_display()}: {self.changed}"
