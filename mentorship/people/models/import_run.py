"""Lists on their way in."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from mentorship.accounts.models import User
from mentorship.documents.models import StoredFile


class ImportRunQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Lists on their way in are seen by those who keep people."""
        return self if user.has_perm("people.change_importrun") else self.none()


class ImportRun(models.Model):
    """A staff list on its way in: the sheet as it was read, the columns chosen, what happened."""

    class State(models.TextChoices):
        READ = "read", "прочитан"
        DONE = "done", "загружен"

    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="файл")
    table = models.JSONField("таблица", default=dict)
    mapping = models.JSONField("столбцы", default=dict)
    state = models.CharField("состояние", max_length=20, choices=State, default=State.READ)
    created = models.PositiveIntegerField("добавлено", default=0)
    changed = models.PositiveIntegerField("изменено", default=0)
    unchanged = models.PositiveIntegerField("без изменений", default=0)
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="кто загружал")
    started_at = models.DateTimeField("когда", default=timezone.now)
    finished_at = models.DateTimeField("закончено", null=True, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = "загрузка списка"
        verbose_name_plural = "загрузки списков"
        ordering = ["-started_at"]

    def __str__(self):
        return f"{self.file} ({timezone.localtime(self.started_at):%d.%m.%Y})"

    def get_absolute_url(self):
        return reverse(
            "people:import_report" if self.state == self.State.DONE else "people:import_columns", args=[self.pk]
        )

    @property
    def is_done(self):
        return self.state == self.State.DONE
