"""What the law wants done with personal data, by a day."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from mentorship.accounts.models import User

from .consent import Consent


class DataTaskQuerySet(models.QuerySet):
    def open(self):
        """Not done yet."""
        return self.filter(done_on__isnull=True)

    def visible_to(self, user):
        """Tasks of those who keep consents."""
        return self if user.has_perm("people.view_consent") else self.none()


class DataTask(models.Model):
    """A duty of the operator that follows from a withdrawal or from a purpose that has ended (law.md 2.5)."""

    class Kind(models.TextChoices):
        UNPUBLISH = "unpublish", "снять с сайта"
        STOP = "stop", "прекратить обработку по требованию"
        DESTROY = "destroy", "уничтожить персональные данные"
        ANSWER = "answer", "ответить на запрос о персональных данных"

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="data_tasks", verbose_name="человек")
    consent = models.ForeignKey(
        Consent, models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name="согласие"
    )
    kind = models.CharField("что сделать", max_length=20, choices=Kind)
    opened_on = models.DateField("считается с", default=timezone.localdate)
    due_on = models.DateField("срок", db_index=True)
    done_on = models.DateField("сделано", null=True, blank=True)
    done_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="кем")
    history = HistoricalRecords(verbose_name="изменение задачи")

    objects = DataTaskQuerySet.as_manager()

    class Meta:
        verbose_name = "задача по персональным данным"
        verbose_name_plural = "задачи по персональным данным"
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_open_data_task_per_person_and_kind",
                fields=["person", "kind"],
                condition=Q(done_on__isnull=True),
                violation_error_message="Такая задача уже стоит.",
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display().capitalize()}: {self.person}"

    def get_absolute_url(self):
        return reverse("people:data", args=[self.person_id])

    def days_left(self, on=None):
        """Days until the term, negative when it has passed."""
        return (self.due_on - (on or timezone.localdate())).days
