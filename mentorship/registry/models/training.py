"""Trainings and internships: they belong to a person, in any year, in a base or not."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from mentorship.common.search import SearchQuerySet, search_key
from mentorship.documents.models import StoredFile
from mentorship.institution.models import Partner
from mentorship.people.models import Person

from .participation import Side


class TrainingQuerySet(SearchQuerySet):
    def visible_to(self, user):
        """Trainings that ``user`` may open: all for their keepers, else those one took part in."""
        if user.has_perm("registry.view_training"):
            return self
        return self.filter(records__person__user=user).distinct()


class Training(models.Model):
    """A course, seminar or internship; ``series`` names a row of them («Школа наставника»)."""

    class Kind(models.TextChoices):
        COURSE = "course", "курсы повышения квалификации"
        SEMINAR = "seminar", "семинар, занятие"
        WEBINAR = "webinar", "вебинар"
        INTERNSHIP = "internship", "стажировка"

    title = models.CharField("тема, название", max_length=300)
    series = models.CharField("цикл занятий", max_length=150, blank=True, help_text="Например: «Школа наставника».")
    kind = models.CharField("вид", max_length=20, choices=Kind, default=Kind.SEMINAR)
    side = models.CharField(
        "кого готовит", max_length=10, choices=Side, blank=True, help_text="Пусто – всех педагогов."
    )
    is_internal = models.BooleanField("проводит само учреждение", default=True)
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="trainings", verbose_name="у партнёра"
    )
    place = models.CharField("место", max_length=300, blank=True)
    hours = models.PositiveSmallIntegerField(
        "часов", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(2000)]
    )
    starts_on = models.DateField("начало")
    ends_on = models.DateField("окончание")
    search = models.TextField(editable=False, default="")
    history = HistoricalRecords(verbose_name="изменение обучения", excluded_fields=["search"])

    objects = TrainingQuerySet.as_manager()

    class Meta:
        verbose_name = "обучение"
        verbose_name_plural = "обучение и стажировки"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="training_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message="Обучение не может закончиться раньше, чем началось.",
            ),
        ]

    def __str__(self):
        return f"{self.series}. {self.title}" if self.series else self.title

    def save(self, *args, **kwargs):
        self.search = search_key(self.series, self.title, self.place)
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "search"}
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("registry:training", args=[self.pk])

    @property
    def where(self):
        """The place in words: the partner, the place, or the institution itself."""
        return ", ".join(filter(None, [str(self.partner or ""), self.place])) or (
            "в учреждении" if self.is_internal else ""
        )


class TrainingRecordQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Records that ``user`` may read: all for keepers of trainings, else one's own."""
        if user.has_perm("registry.view_training"):
            return self
        return self.filter(person__user=user)

    def passed(self, on):
        """Trainings gone through to the end by the day ``on``."""
        return self.filter(state=TrainingRecord.State.ATTENDED, training__ends_on__lte=on)

    def of_mentors(self):
        """Trainings that prepare mentors."""
        return self.filter(training__side=Side.MENTOR)


class TrainingRecord(models.Model):
    """One person at one training: whether he was there, his certificate."""

    class State(models.TextChoices):
        PLANNED = "planned", "записан"
        ATTENDED = "attended", "прошёл"
        MISSED = "missed", "не был"

    training = models.ForeignKey(Training, models.PROTECT, related_name="records", verbose_name="обучение")
    person = models.ForeignKey(Person, models.PROTECT, related_name="trainings", verbose_name="человек")
    state = models.CharField("посещение", max_length=20, choices=State, default=State.PLANNED)
    certificate_number = models.CharField("номер документа", max_length=60, blank=True)
    certificate_on = models.DateField("дата документа", null=True, blank=True)
    scan = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="скан документа"
    )
    history = HistoricalRecords(verbose_name="изменение записи об обучении")

    objects = TrainingRecordQuerySet.as_manager()

    class Meta:
        verbose_name = "запись об обучении"
        verbose_name_plural = "записи об обучении"
        ordering = ["person__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_record_per_training_and_person",
                fields=["training", "person"],
                violation_error_message="Этот человек уже записан на это обучение.",
            )
        ]

    def __str__(self):
        return f"{self.person}: {self.training}"
