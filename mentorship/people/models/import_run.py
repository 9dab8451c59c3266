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
    """A list on its way in: the sheet as it was read, the columns chosen and corrections made, what happened."""

    class State(models.TextChoices):
        READ = "read", "прочитан"
        DONE = "done", "загружен"
        UNDONE = "undone", "загрузка отменена"

    kind = models.CharField("что загружают", max_length=40, default="staff")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="файл")
    table = models.JSONField("таблица", default=dict)
    mapping = models.JSONField("столбцы и исправления", default=dict)
    checked = models.JSONField("итог проверки в фоне", default=dict, blank=True)
    made = models.JSONField("что создано", default=dict, blank=True)
    state = models.CharField("состояние", max_length=20, choices=State, default=State.READ)
    created = models.PositiveIntegerField("добавлено", default=0)
    changed = models.PositiveIntegerField("изменено", default=0)
    unchanged = models.PositiveIntegerField("без изменений", default=0)
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="кто загружал")
    started_at = models.DateTimeField("когда", default=timezone.now)
    finished_at = models.DateTimeField("закончено", null=True, blank=True)
    undone_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто отменил"
    )
    undone_at = models.DateTimeField("отменено", null=True, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = "загрузка списка"
        verbose_name_plural = "загрузки списков"
        ordering = ["-started_at"]

    def __str__(self):
        return f"{self.file} ({timezone.localtime(self.started_at):%d.%m.%Y})"

    def get_absolute_url(self):
        return reverse(
            "people:import_columns" if self.state == self.State.READ else "people:import_report", args=[self.pk]
        )

    @property
    def is_done(self):
        """Loaded, even if it was taken back later: another load begins with the file."""
        return self.state != self.State.READ

    @property
    def is_undone(self):
        return self.state == self.State.UNDONE


class ImportProfile(models.Model):
    """How the columns of a list with these headings were understood, so that the next one is understood alike."""

    kind = models.CharField("что загружают", max_length=40)
    headings = models.CharField("заголовки", max_length=64)
    columns = models.JSONField("столбцы", default=dict)
    used_at = models.DateTimeField("когда", default=timezone.now)

    class Meta:
        verbose_name = "известные заголовки списка"
        verbose_name_plural = "известные заголовки списков"
        ordering = ["-used_at"]
        constraints = [models.UniqueConstraint(name="one_profile_per_headings", fields=["kind", "headings"])]

    def __str__(self):
        return ", ".join(self.columns)[:100]
