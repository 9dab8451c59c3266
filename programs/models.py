"""The personalised programme (персонализированная программа) of a bond: its work, its term, its approval."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from mentorship.accounts.models import User
from mentorship.common.checks import ENDS_LATER
from mentorship.documents.models import StoredFile
from pairs.models import Bond


class ProgrammeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Programmes of the bonds that ``user`` may open."""
        return self.filter(bond__in=Bond.objects.visible_to(user))

    def approved(self, on):
        """Programmes approved by the day ``on``."""
        return self.filter(state=PersonalProgramme.State.APPROVED, approved_on__lte=on)

    def waiting(self):
        """Programmes that lie before the head."""
        return self.filter(state=PersonalProgramme.State.ON_APPROVAL)

    def with_people(self):
        """Programmes with their bonds' people loaded."""
        return self.select_related("bond__form", "bond__cycle").prefetch_related(
            "bond__members__participation__person", "bond__kinds"
        )


class PersonalProgramme(models.Model):
    """What one bond works on, written by the mentor, approved by the head."""

    class State(models.TextChoices):
        DRAFT = "draft", "черновик"
        ON_APPROVAL = "on_approval", "у руководителя"
        APPROVED = "approved", "утверждена"

    MOVES = {
        State.DRAFT: {State.ON_APPROVAL},
        State.ON_APPROVAL: {State.DRAFT, State.APPROVED},
    }

    bond = models.OneToOneField(Bond, models.PROTECT, related_name="programme", verbose_name="пара")
    goal = models.TextField("цель")
    tasks = models.TextField("задачи", help_text="Каждая задача с новой строки.")
    starts_on = models.DateField("начало")
    ends_on = models.DateField("окончание")
    state = models.CharField("состояние", max_length=20, choices=State, default=State.DRAFT)
    remark = models.TextField("замечание", blank=True)
    approved_on = models.DateField("утверждена", null=True, blank=True)
    approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто утвердил"
    )
    scan = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="скан")
    version = models.PositiveIntegerField(default=0, editable=False)
    history = HistoricalRecords(verbose_name="изменение программы пары")

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = "персонализированная программа"
        verbose_name_plural = "персонализированные программы"
        constraints = [
            models.CheckConstraint(
                name="personal_programme_ends_after_it_starts",
                condition=Q(ends_on__gt=F("starts_on")),
                violation_error_message=ENDS_LATER,
            ),
            models.CheckConstraint(
                name="approved_programme_has_a_day",
                condition=Q(state="approved", approved_on__isnull=False)
                | (~Q(state="approved") & Q(approved_on__isnull=True)),
            ),
        ]

    def __str__(self):
        return f"Программа: {self.bond}"

    def get_absolute_url(self):
        return reverse("programs:programme", args=[self.pk])

    @property
    def is_returned(self):
        """A draft to which the head made a remark."""
        return self.state == self.State.DRAFT and bool(self.remark)

    @property
    def state_word(self):
        """The state as people call it: a draft with a remark is «возвращена»."""
        return "возвращена с замечанием" if self.is_returned else self.get_state_display()

    @property
    def state_kind(self):
        """Kind of the chip that shows the state."""
        kinds = {self.State.DRAFT: "draft", self.State.ON_APPROVAL: "wait", self.State.APPROVED: "ok"}
        return "returned" if self.is_returned else kinds[self.state]

    @property
    def task_list(self):
        """The tasks, one a line of the text."""
        return [line for line in self.tasks.splitlines() if line.strip()]
