"""That an issued paper names a person: its text is frozen, so this is found once, when it is issued."""

from django.db import models

from mentorship.documents.models import Paper

from .person import Person


class Mention(models.Model):
    """A person named in an issued paper, noted once however often the paper is saved."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="mentions", verbose_name="человек")
    paper = models.ForeignKey(Paper, models.CASCADE, related_name="mentions", verbose_name="документ")

    class Meta:
        verbose_name = "упоминание в документе"
        verbose_name_plural = "упоминания в документах"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["paper", "person"], name="mention_once_a_paper")]

    def __str__(self):
        return str(self.paper)
