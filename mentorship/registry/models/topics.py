"""What a mentor is strong in and what a mentee asks for, in the words of one dictionary."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from mentorship.institution.models import Topic

from .participation import Participation


class Strength(models.Model):
    """A topic in which a mentor can help, and how well."""

    class Level(models.IntegerChoices):
        SHARES = 1, "может поделиться"
        STRONG = 2, "владеет уверенно"
        TEACHES = 3, "может учить других"

    participation = models.ForeignKey(Participation, models.CASCADE, related_name="strengths", verbose_name="наставник")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="strengths", verbose_name="тема")
    level = models.PositiveSmallIntegerField("уровень", choices=Level, default=Level.STRONG)

    class Meta:
        verbose_name = "сильная сторона"
        verbose_name_plural = "сильные стороны"
        ordering = ["topic__order", "pk"]
        constraints = [models.UniqueConstraint(name="one_strength_per_topic", fields=["participation", "topic"])]

    def __str__(self):
        return f"{self.topic}: {self.get_level_display()}"


class MenteeRequest(models.Model):
    """What a mentee asks for (запрос): a topic of the dictionary, how pressing, in one's own words; or words alone."""

    class Priority(models.IntegerChoices):
        HIGH = 3, "срочно"
        MIDDLE = 2, "важно"
        LOW = 1, "когда-нибудь"

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="requests", verbose_name="наставляемый"
    )
    topic = models.ForeignKey(
        Topic, models.PROTECT, null=True, blank=True, related_name="requests", verbose_name="тема"
    )
    priority = models.PositiveSmallIntegerField("насколько важно", choices=Priority, default=Priority.MIDDLE)
    words = models.CharField("своими словами", max_length=500, blank=True)
    solved_on = models.DateField("решён", null=True, blank=True)
    history = HistoricalRecords(verbose_name="изменение запроса")

    class Meta:
        verbose_name = "запрос наставляемого"
        verbose_name_plural = "запросы наставляемых"
        ordering = ["-priority", "topic__order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="request_says_something",
                condition=Q(topic__isnull=False) | ~Q(words=""),
                violation_error_message="Выберите тему или опишите запрос своими словами.",
            ),
            models.UniqueConstraint(
                name="one_open_request_per_topic",
                fields=["participation", "topic"],
                condition=Q(solved_on__isnull=True, topic__isnull=False),
                violation_error_message="Запрос на эту тему уже есть.",
            ),
        ]

    def __str__(self):
        return f"{self.topic}: {self.words}" if self.topic and self.words else str(self.topic or self.words)
