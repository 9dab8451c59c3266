"""Who is to read a paper, until when, and when each has done so."""

from django.db import models
from django.db.models import Q

from mentorship.accounts.models import User
from mentorship.common.cases import gender_of
from mentorship.common.russian import agree
from mentorship.common.search import sort_key

from .paper import Paper
from .settings import PaperSettings


class AcquaintanceQuerySet(models.QuerySet):
    def lacking(self):
        """Those who have not yet been acquainted in every way that the institution asks for."""
        settings = PaperSettings.load()
        lacks = Q()
        if settings.acquaints_in_portal:
            lacks |= Q(tapped_at__isnull=True, user__isnull=False)
        if settings.acquaints_on_paper:
            lacks |= Q(signed_on__isnull=True)
        else:
            lacks |= Q(user__isnull=True, signed_on__isnull=True)  # who has no account has only paper
        return self.filter(lacks, paper__state=Paper.State.ISSUED)

    def to_tap(self, user):
        """What this user has yet to mark as read in the portal."""
        if not PaperSettings.load().acquaints_in_portal:
            return self.none()
        return self.filter(user=user, tapped_at__isnull=True, paper__state=Paper.State.ISSUED)


class Acquaintance(models.Model):
    """One person of the sheet of acquaintance (лист ознакомления): «Ознакомлен(а)» in the portal, on paper, or both."""

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="acquaintances", verbose_name="документ")
    name = models.CharField("фамилия, имя, отчество", max_length=300)
    post = models.CharField("должность", max_length=300, blank=True)
    user = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="acquaintances", verbose_name="учётная запись"
    )
    tapped_at = models.DateTimeField("отметил(а) в портале", null=True, blank=True)
    signed_on = models.DateField("подпись на листе", null=True, blank=True)
    noted_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="кто отметил подпись"
    )
    sort_key = models.TextField(editable=False, default="")

    objects = AcquaintanceQuerySet.as_manager()

    class Meta:
        verbose_name = "ознакомление с документом"
        verbose_name_plural = "ознакомление с документами"
        ordering = ["sort_key", "pk"]

    def __str__(self):
        return f"{self.name}: {self.paper}"

    def save(self, *args, **kwargs):
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)

    @property
    def read_word(self):
        """«ознакомлен» or «ознакомлена»; the row keeps the name alone."""
        return agree(self._gender, "ознакомлен", "ознакомлена")

    @property
    def signed_word(self):
        """«расписался» or «расписалась»."""
        return agree(self._gender, "расписался", "расписалась")

    @property
    def _gender(self):
        _, first, patronymic = (*self.name.split(), "", "", "")[:3]
        return gender_of(patronymic, first)
