"""Cards that turned out to be one person."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class MergedCard(models.Model):
    """Where the card that stood under an old number went; the card's own history rows stay under that number."""

    old_id = models.PositiveBigIntegerField("номер прежней карточки", unique=True)
    kept = models.ForeignKey("people.Person", models.CASCADE, related_name="merged_cards", verbose_name="карточка")
    moved = models.JSONField("что перенесено", default=dict, blank=True)
    merged_at = models.DateTimeField("когда", default=timezone.now)
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="кто")

    class Meta:
        verbose_name = "объединённая карточка"
        verbose_name_plural = "объединённые карточки"
        ordering = ["-pk"]

    def __str__(self):
        return f"№ {self.old_id} → {self.kept}"


class NotDouble(models.Model):
    """Two cards of which a person said that they are two people, so that nobody asks again."""

    first = models.ForeignKey("people.Person", models.CASCADE, related_name="+", verbose_name="карточка")
    second = models.ForeignKey("people.Person", models.CASCADE, related_name="+", verbose_name="другая карточка")
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="кто")
    said_at = models.DateTimeField("когда", default=timezone.now)

    class Meta:
        verbose_name = "разные люди"
        verbose_name_plural = "разные люди"
        constraints = [
            models.UniqueConstraint(name="told_apart_once", fields=["first", "second"]),
            models.CheckConstraint(name="told_apart_in_order", condition=models.Q(first__lt=models.F("second"))),
        ]

    def __str__(self):
        return f"{self.first} и {self.second} – разные люди"
