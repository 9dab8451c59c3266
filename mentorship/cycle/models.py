"""The programme, its cycles and the roadmap: stages and rows are data, no code knows «stage 5»."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from mentorship.accounts.models import User
from mentorship.common.addresses import address
from mentorship.common.memo import once_a_page
from mentorship.documents.models import StoredFile


class Programme(models.Model):
    """The institution's mentoring programme (программа наставничества): a frame of one or more cycles."""

    title = models.CharField("название", max_length=300)
    goal = models.TextField("цель", blank=True)
    starts_on = models.DateField("начало")
    ends_on = models.DateField("конец")
    history = HistoricalRecords(verbose_name="изменение программы")

    class Meta:
        verbose_name = "программа наставничества"
        verbose_name_plural = "программы наставничества"
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                name="programme_ends_after_it_starts",
                condition=Q(ends_on__gt=F("starts_on")),
                violation_error_message="Конец программы должен быть позже начала.",
            )
        ]

    def __str__(self):
        return self.title


class CycleManager(models.Manager):
    def current(self, on=None):
        """The cycle in which the work of the day ``on`` (today) is done, None without any cycle.

        The one whose days these are; where it is closed before its last day, the next one if that is open already.
        On a day of no cycle the last one opened.
        """
        return _current(on or timezone.localdate())

    def running(self, on=None):
        """The current cycle if it is not closed: the one into which new things are written."""
        cycle = self.current(on)
        return None if cycle is None or cycle.is_closed else cycle


@once_a_page
def _current(on):
    latest = Cycle.objects.order_by("-starts_on")
    of_the_day = latest.filter(starts_on__lte=on, ends_on__gte=on)
    running = Q(state=Cycle.State.RUNNING)
    open_next = latest.filter(running, starts_on__gt=on)
    return of_the_day.filter(running).first() or open_next.last() or of_the_day.first() or latest.first()


class Cycle(models.Model):
    """One pass through the stages of the model (цикл), usually a school year: two dates, no arithmetic on months."""

    class State(models.TextChoices):
        RUNNING = "running", "идёт"
        CLOSED = "closed", "закрыт"

    MOVES = {State.RUNNING: {State.CLOSED}, State.CLOSED: {State.RUNNING}}

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="cycles", verbose_name="программа")
    title = models.CharField("название", max_length=100, help_text="Например: «2026/27 учебный год».")
    starts_on = models.DateField("начало")
    ends_on = models.DateField("конец")
    state = models.CharField("состояние", max_length=20, choices=State, default=State.RUNNING)
    preset = models.CharField("модель", max_length=40, blank=True)
    meeting_every_days = models.PositiveSmallIntegerField("встречи не реже одного раза в (дней)", default=14)
    history = HistoricalRecords(verbose_name="изменение цикла")

    objects = CycleManager()

    class Meta:
        verbose_name = "цикл"
        verbose_name_plural = "циклы"
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                name="cycle_ends_after_it_starts",
                condition=Q(ends_on__gt=F("starts_on")),
                violation_error_message="Конец цикла должен быть позже начала.",
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return address("cycle:roadmap", self.pk)

    @property
    def is_closed(self):
        return self.state == self.State.CLOSED


class Stage(models.Model):
    """An ordered step (этап) of a cycle's model; ``canonical`` tags make models comparable."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="stages", verbose_name="цикл")
    order = models.PositiveSmallIntegerField("порядок")
    title = models.CharField("название", max_length=300)
    task = models.TextField("задача", blank=True)
    canonical = models.JSONField("этапы целевой модели", default=list, blank=True)
    history = HistoricalRecords(verbose_name="изменение этапа")

    class Meta:
        verbose_name = "этап"
        verbose_name_plural = "этапы"
        ordering = ["cycle_id", "order", "pk"]

    def __str__(self):
        return f"{self.order}. {self.title}"


class ActivityQuerySet(models.QuerySet):
    def of_cycle(self, cycle):
        """Rows of the cycle in their order, hidden ones left out."""
        return self.filter(stage__cycle=cycle, hidden=False).select_related("stage").order_by("stage__order", "order")

    def with_marks(self):
        """Rows with their items and the files in force (``present_files``), so that a list asks a fixed number of times."""
        files = EvidenceFile.objects.filter(removed_on__isnull=True).select_related("file")
        return self.prefetch_related("items", models.Prefetch("files", files, to_attr="present_files"))


class Activity(models.Model):
    """A row of the roadmap (мероприятие): what, when, who, with what result; its state follows from evidence."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="activities", verbose_name="этап")
    order = models.PositiveSmallIntegerField("порядок")
    number = models.CharField("№", max_length=10)
    title = models.CharField("мероприятие", max_length=500)
    term = models.CharField("срок (язык сроков)", max_length=60, default="none")
    term_text = models.CharField("срок словами", max_length=200, blank=True)
    starts_on = models.DateField("с", null=True, blank=True)
    due_on = models.DateField("по", null=True, blank=True)
    may_be_overdue = models.BooleanField(default=True, editable=False)
    responsible = models.JSONField("ответственные (роли)", default=list, blank=True)
    result = models.TextField("результат, вид документа", blank=True)
    doc = models.CharField("вид документа", max_length=40, blank=True)
    questionnaire = models.CharField("анкета", max_length=10, blank=True)
    note = models.TextField("примечание", blank=True)
    hidden = models.BooleanField("скрыта", default=False)
    source = models.JSONField("исходная строка модели", default=dict, blank=True, editable=False)
    closed_on = models.DateField("закрыта вручную", null=True, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кем")
    closing_reason = models.CharField("на каком основании", max_length=500, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    history = HistoricalRecords(verbose_name="изменение строки дорожной карты")

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = "мероприятие"
        verbose_name_plural = "мероприятия"
        ordering = ["stage_id", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="activity_closed_by_hand_has_a_reason",
                condition=Q(closed_on__isnull=True) | ~Q(closing_reason=""),
                violation_error_message="Укажите, на каком основании закрыта строка.",
            ),
            models.CheckConstraint(
                name="activity_due_after_start",
                condition=Q(starts_on__isnull=True) | Q(due_on__isnull=True) | Q(due_on__gte=F("starts_on")),
                violation_error_message="Срок не может кончиться раньше, чем начался.",
            ),
        ]

    def __str__(self):
        return f"{self.number}. {self.title}"

    def get_absolute_url(self):
        return address("cycle:activity", self.pk)


class ActivityItem(models.Model):
    """A numbered line inside a row (пункт содержания) with its own tick."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="items", verbose_name="мероприятие")
    order = models.PositiveSmallIntegerField("порядок")
    title = models.CharField("содержание", max_length=500)
    done_on = models.DateField("сделано", null=True, blank=True)
    history = HistoricalRecords(verbose_name="изменение пункта")

    class Meta:
        verbose_name = "пункт мероприятия"
        verbose_name_plural = "пункты мероприятий"
        ordering = ["activity_id", "order", "pk"]

    def __str__(self):
        return self.title


class EvidenceFile(models.Model):
    """A file uploaded as the result of a row; a row with a file is done."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="files", verbose_name="мероприятие")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="файл")
    title = models.CharField("что это", max_length=300)
    dated_on = models.DateField("дата документа", default=timezone.localdate)
    removed_on = models.DateField("снят", null=True, blank=True)
    history = HistoricalRecords(verbose_name="изменение файла мероприятия")

    class Meta:
        verbose_name = "файл мероприятия"
        verbose_name_plural = "файлы мероприятий"
        ordering = ["-dated_on", "-pk"]

    def __str__(self):
        return self.title
