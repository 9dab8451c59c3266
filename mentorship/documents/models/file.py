"""Files, kept for ever."""

from django.db import models
from django.utils import timezone

from mentorship.accounts.models import User

from .. import storage


class StoredFile(models.Model):
    """A file kept for ever under its hash; who may open it is decided by the record that points to it."""

    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField("имя файла", max_length=255)
    content_type = models.CharField("вид", max_length=100)
    size = models.PositiveIntegerField("размер, байт")
    added_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name="кто добавил")
    added_at = models.DateTimeField("когда", default=timezone.now)

    class Meta:
        verbose_name = "файл"
        verbose_name_plural = "файлы"

    def __str__(self):
        return self.name

    def read(self) -> bytes:
        """The content; raises OSError if the disk lost or spoilt it."""
        return storage.get(self.sha256)
