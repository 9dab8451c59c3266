"""Scans that nobody has put in their places yet."""

from django.db import models
from django.utils import timezone

from mentorship.accounts.models import User

from .file import StoredFile


class WaitingScanQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Scans wait for those who attach them."""
        return self if user.has_perm("documents.register_paper") else self.none()


class WaitingScan(models.Model):
    """Sheets that wait to be attached: a file as it was dropped, or what was cut out of it. Attached, the row goes."""

    class Doubt(models.TextChoices):
        NO_CODE = "no_code", "кода не видно"
        MANY = "many", "подходит несколько"
        LOOK = "look", "нужно сверить"
        HAS_SCAN = "has_scan", "скан уже есть"

    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="файл")
    name = models.CharField("откуда", max_length=255)
    is_read = models.BooleanField("прочитан", default=False)
    pages = models.PositiveSmallIntegerField("страниц", default=0)
    code = models.CharField("код на листе", max_length=20, blank=True)
    doubt = models.CharField("почему ждёт", max_length=10, choices=Doubt, blank=True)
    typed = models.CharField("что набрано", max_length=100, blank=True)
    why = models.TextField("пояснение", blank=True)
    day = models.DateField("день подписания", null=True, blank=True)
    added_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name="кто добавил")
    added_at = models.DateTimeField("когда", default=timezone.now)

    objects = WaitingScanQuerySet.as_manager()

    class Meta:
        verbose_name = "неразобранный скан"
        verbose_name_plural = "неразобранные сканы"
        ordering = ["pk"]

    def __str__(self):
        return self.name
