"""A table of one row."""

from django.db import models

from mentorship.common.memo import once_a_page


class Singleton(models.Model):
    """A table of one row; ``load()`` gives it, unsaved with defaults while it was not filled."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self.pk = 1
        super().save(*args, **kwargs)

    @classmethod
    @once_a_page
    def load(cls):
        return cls.objects.filter(pk=1).first() or cls(pk=1)
