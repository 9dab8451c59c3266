"""Personal data that were destroyed."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from mentorship.accounts.models import User
from mentorship.documents.models import Paper

KEPT_YEARS = 3  # акт и выгрузка: приказ Роскомнадзора от 28.10.2022 № 179, law.md 2.5


class Destruction(models.Model):
    """The destruction (уничтожение) of one person's data: first planned with its commission, then carried out.

    The row of a carried out destruction is the list by which a restored backup forgets again: it holds no name.
    """

    class Reason(models.TextChoices):
        WITHDRAWN = "withdrawn", "отзыв согласия на обработку персональных данных (152-ФЗ, ст. 21 ч. 5)"
        PURPOSE = "purpose", "достижение цели обработки персональных данных (152-ФЗ, ст. 21 ч. 4)"
        UNLAWFUL = "unlawful", "выявление неправомерной обработки персональных данных (152-ФЗ, ст. 21 ч. 3)"

    person = models.OneToOneField(
        "people.Person", models.PROTECT, related_name="destruction", verbose_name="чьи данные"
    )
    reason = models.CharField("причина", max_length=20, choices=Reason)
    commission = models.JSONField("комиссия", default=list)  # [{"name": …, "post": …}], the chair first
    paper_sheets = models.PositiveSmallIntegerField("листов на бумаге", default=0)
    planned_on = models.DateField("подготовлено", default=timezone.localdate)
    carried_out_on = models.DateField("уничтожено", null=True, blank=True)
    carried_out_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="кем"
    )
    card_made_at = models.DateTimeField("карточка создана", null=True, editable=False)
    files = models.JSONField(default=list, editable=False)  # SHA-256 of the files that must be gone from the disk
    act = models.ForeignKey(Paper, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="акт")
    history = HistoricalRecords(verbose_name="изменение записи об уничтожении")

    class Meta:
        verbose_name = "уничтожение данных"
        verbose_name_plural = "уничтожения данных"
        ordering = ["-planned_on", "-pk"]

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        return reverse("people:destroy", args=[self.person_id])

    @property
    def label(self):
        """What the person is called afterwards: «Участник № 007»."""
        return f"Участник № {self.pk:03}"

    @property
    def keep_until_year(self):
        """The act and the extract are kept to the end of this year and day three years on."""
        return self.carried_out_on.year + KEPT_YEARS if self.carried_out_on else None
