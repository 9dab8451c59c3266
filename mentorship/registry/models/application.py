"""«Хочу стать наставником»: what somebody without an account sends from the public page (methodology.md 9.3, row 51)."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from mentorship.accounts.models import User
from mentorship.institution.models import Topic
from mentorship.people.models import Person

KEPT = timedelta(days=30)  # after the decision: what is needed of an accepted one stands in the card by then
UNANSWERED = timedelta(days=90)


class ApplicationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Applications of those who keep the bases."""
        return self if user.has_perm("registry.view_application") else self.none()

    def waiting(self):
        """Not decided yet."""
        return self.filter(state=Application.State.NEW)

    def outlived(self, on=None):
        """Those whose time is over on the day ``on`` (today): the consent given with them holds no longer."""
        on = on or timezone.localdate()
        return self.filter(Q(decided_on__lt=on - KEPT) | Q(decided_on=None, sent_at__date__lt=on - UNANSWERED))


class Application(models.Model):
    """A wish to become a mentor: a candidate only once the curator has confirmed it."""

    class State(models.TextChoices):
        NEW = "new", "ждёт решения"
        ACCEPTED = "accepted", "принята"
        DECLINED = "declined", "отклонена"

    MOVES = {State.NEW: {State.ACCEPTED, State.DECLINED}}

    full_name = models.CharField("фамилия, имя, отчество", max_length=200)
    about = models.CharField("кем работает или откуда", max_length=200)
    contact = models.CharField("телефон или почта", max_length=200)
    topics = models.ManyToManyField(Topic, blank=True, related_name="+", verbose_name="с чем может помочь")
    words = models.TextField("своими словами", max_length=1000, blank=True)
    consent_text = models.TextField("согласие, которое отмечено")
    sent_at = models.DateTimeField("отправлена", default=timezone.now, db_index=True)
    sender_hash = models.CharField("откуда отправлена", max_length=64)
    state = models.CharField("состояние", max_length=10, choices=State, default=State.NEW)
    decided_on = models.DateField("решена", null=True, blank=True)
    decline_reason = models.CharField("почему отклонена", max_length=300, blank=True)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="applications", verbose_name="карточка"
    )
    decided_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="кто решил"
    )
    history = HistoricalRecords(verbose_name="изменение заявки")

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "заявка стать наставником"
        verbose_name_plural = "заявки стать наставником"
        ordering = ["-sent_at", "-pk"]

    def __str__(self):
        return f"Заявка: {self.full_name}"

    def get_absolute_url(self):
        return reverse("registry:application", args=[self.pk])

    @property
    def name_parts(self):
        """The name as a card has it: surname first, as the page asks for it."""
        last, first, *rest = [*self.full_name.split(), ""]
        return {"last_name": last, "first_name": first, "patronymic": " ".join(rest).strip()}

    @property
    def erased_on(self):
        """The first day on which it is no longer here."""
        if self.decided_on:
            return self.decided_on + KEPT + timedelta(days=1)
        return timezone.localdate(self.sent_at) + UNANSWERED + timedelta(days=1)
