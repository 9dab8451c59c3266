"""Long work in the background."""

import uuid

from django.db import models
from django.urls import reverse
from django.utils import timezone

from mentorship.accounts.models import User

from .file import StoredFile


class WorkQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Long work is seen by the one who ordered it."""
        return self.filter(owner=user)


class BackgroundWork(models.Model):
    """Long work in the background: how far it is and the file it ends with."""

    class State(models.TextChoices):
        QUEUED = "queued", "ждёт очереди"
        RUNNING = "running", "выполняется"
        DONE = "done", "готово"
        FAILED = "failed", "не получилось"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField("что делается", max_length=300)
    job = models.CharField("вид работы", max_length=40)
    params = models.JSONField(default=dict)
    state = models.CharField("состояние", max_length=20, choices=State, default=State.QUEUED)
    done = models.PositiveIntegerField("сделано", default=0)
    total = models.PositiveIntegerField("всего", default=0)
    error = models.TextField("что случилось", blank=True)  # why it failed, or what came of it
    result = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    owner = models.ForeignKey(User, models.CASCADE, related_name="works", verbose_name="кто заказал")
    created_at = models.DateTimeField("когда", default=timezone.now)
    beat_at = models.DateTimeField(null=True, blank=True)
    back_url = models.CharField(max_length=300, blank=True)

    objects = WorkQuerySet.as_manager()

    class Meta:
        verbose_name = "фоновая работа"
        verbose_name_plural = "фоновые работы"
        ordering = ["-created_at"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("documents:work", args=[self.key])

    @property
    def is_over(self):
        return self.state in (self.State.DONE, self.State.FAILED)

    @property
    def measure(self):
        """«40 из 200»."""
        return f"{self.done} из {self.total}"
