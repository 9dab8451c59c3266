"""The institution's own words for the papers of a kind, version by version."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from mentorship.accounts.models import User

from .. import kinds


class KindWordingQuerySet(models.QuerySet):
    def of(self, kind):
        """Versions of this kind, the newest first."""
        return self.filter(kind=kind).order_by("-version")

    def current(self, kind):
        """The version in force, None while the institution has never reworded this kind."""
        return self.of(kind).first()


class KindWording(models.Model):
    """One saving of the wording of a kind (формулировки); it never changes, the newest version is in force.

    Attributes:
        kind: code of the kind.
        texts: {key of the paragraph: {"text": the institution's template, "original": the portal's one of that day}}.
    """

    kind = models.CharField("вид документа", max_length=40)
    version = models.PositiveIntegerField("версия")
    texts = models.JSONField("формулировки", default=dict, blank=True)
    note = models.CharField("что сделано", max_length=200, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="кто сохранил")
    at = models.DateTimeField("когда", default=timezone.now)

    objects = KindWordingQuerySet.as_manager()

    class Meta:
        verbose_name = "формулировки вида документов"
        verbose_name_plural = "формулировки видов документов"
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(
                name="one_wording_of_a_kind_and_version",
                fields=["kind", "version"],
                violation_error_message="Такая версия формулировок уже есть.",
            ),
        ]

    def __str__(self):
        return f"{kinds.title(self.kind)}, версия {self.version}"

    def get_absolute_url(self):
        return reverse("documents:wording_version", args=[self.kind, self.version])

    @property
    def own(self):
        """{key: the institution's template}."""
        return {key: kept["text"] for key, kept in self.texts.items()}
