"""Targets of indicators per cycle, the indicators themselves are computed from the records; awards by order."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from mentorship.cycle.models import Cycle
from mentorship.documents.models import Paper, with_paper
from mentorship.people.models import Person


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


class AwardQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Awards that ``user`` may see: all for those who see all awards, else one's own."""
        if user.has_perm("monitoring.view_award"):
            return self
        return self.filter(person__user=user)

    def in_force(self):
        """Awards whose order was not withdrawn."""
        return self.filter(paper__state=Paper.State.ISSUED)

    def with_people(self):
        """Awards with all that a list says of them."""
        return (
            with_paper(self).select_related("person", "cycle").order_by("-paper__issued_on", "person__sort_key", "pk")
        )


class Award(models.Model):
    """A reward given to a person by an order (поощрение, ст. 191 ТК РФ); made when the order comes into force."""

    class Kind(models.TextChoices):
        THANKS = "thanks", "благодарность"
        DIPLOMA = "diploma", "грамота"
        BONUS = "bonus", "премия"

    PRINTED = (Kind.THANKS, Kind.DIPLOMA)  # those that are handed over as a certificate

    person = models.ForeignKey(Person, models.PROTECT, related_name="awards", verbose_name="кто поощрён")
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="awards", verbose_name="цикл")
    kind = models.CharField("вид поощрения", max_length=10, choices=Kind)
    reason = models.CharField("за что", max_length=300)
    paper = models.ForeignKey(Paper, models.PROTECT, related_name="awards", verbose_name="приказ")
    history = HistoricalRecords(verbose_name="изменение поощрения")

    objects = AwardQuerySet.as_manager()

    class Meta:
        verbose_name = "поощрение"
        verbose_name_plural = "поощрения"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_award_of_a_kind_in_an_order",
                fields=["paper", "person", "kind"],
                violation_error_message="Этот человек уже поощрён так этим приказом.",
            )
        ]

    def __str__(self):
        return f"{self.person}: {self.get_kind_display()}"

    def get_absolute_url(self):
        return reverse("monitoring:awards") + f"#award-{self.pk}"

    @property
    def is_printed(self):
        """Whether it is handed over as a certificate."""
        return self.kind in self.PRINTED
