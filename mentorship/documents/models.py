"""Papers, their numbers and files. This app knows nothing of pairs: a paper's subject is a generic link."""

import uuid

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from mentorship.accounts.models import User
from mentorship.common.search import SearchQuerySet, search_key

from . import storage


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


class Series(models.TextChoices):
    """Rows of numbers that run apart from each other within a calendar year (law.md 3.3)."""

    ORDERS = "orders", "приказы по основной деятельности"
    CONSENTS = "consents", "согласия"


class Counter(models.Model):
    """The last number given in a series and year; the row is the lock of the series."""

    series = models.CharField("ряд", max_length=20, choices=Series)
    year = models.PositiveSmallIntegerField("год")
    value = models.PositiveIntegerField("последний номер", default=0)

    class Meta:
        verbose_name = "счётчик номеров"
        verbose_name_plural = "счётчики номеров"
        constraints = [models.UniqueConstraint(name="one_counter_per_series_and_year", fields=["series", "year"])]

    def __str__(self):
        return f"{self.get_series_display()}, {self.year}: {self.value}"

    @classmethod
    def take(cls, series, year):
        """Take the next number; gapless, because a rollback of the caller's transaction gives it back.

        Call inside ``atomic()`` before any check: the row is the lock of the series on both databases.
        """
        cls.objects.bulk_create([cls(series=series, year=year)], ignore_conflicts=True)
        cls.objects.filter(series=series, year=year).update(value=F("value") + 1)
        return cls.objects.get(series=series, year=year).value


class PaperQuerySet(SearchQuerySet):
    def visible_to(self, user):
        """Papers that ``user`` may open: all for those who keep them, issued ones for those named in them."""
        if user.has_perm("documents.view_paper"):
            return self
        return self.filter(readers=user, state__in=Paper.FROZEN)

    def about(self, subject):
        """Papers whose subject is this very object."""
        return self.filter(subject_type=ContentType.objects.get_for_model(subject), subject_id=subject.pk)

    def waiting(self):
        """Papers that lie before the head of the institution."""
        return self.filter(state=Paper.State.ON_SIGNATURE)

    def issued(self):
        return self.filter(state__in=Paper.FROZEN)


class Paper(models.Model):
    """A paper (документ): a list of blocks that is edited as a draft and frozen for ever when it is issued."""

    class State(models.TextChoices):
        DRAFT = "draft", "черновик"
        ON_SIGNATURE = "on_signature", "на подписи"
        RETURNED = "returned", "возвращён с замечанием"
        ISSUED = "issued", "издан"
        WITHDRAWN = "withdrawn", "отменён"
        DISCARDED = "discarded", "не понадобился"

    MOVES = {
        State.DRAFT: {State.ON_SIGNATURE, State.DISCARDED},
        State.RETURNED: {State.ON_SIGNATURE, State.DISCARDED},
        State.ON_SIGNATURE: {State.RETURNED, State.ISSUED, State.DRAFT},
        State.ISSUED: {State.WITHDRAWN},
    }
    EDITABLE = (State.DRAFT, State.RETURNED)
    FROZEN = (State.ISSUED, State.WITHDRAWN)

    kind = models.CharField("вид документа", max_length=40, db_index=True)
    title = models.CharField("заголовок", max_length=500)
    state = models.CharField("состояние", max_length=20, choices=State, default=State.DRAFT)
    blocks = models.JSONField("текст", default=list, blank=True)
    options = models.JSONField("выбор составителя", default=dict, blank=True)
    subject_type = models.ForeignKey(ContentType, models.PROTECT, null=True, blank=True, related_name="+")
    subject_id = models.PositiveBigIntegerField(null=True, blank=True)
    subject = GenericForeignKey("subject_type", "subject_id")
    version = models.PositiveIntegerField(default=0, editable=False)

    prepared_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="prepared_papers",
        verbose_name="подготовил",
    )
    created_at = models.DateTimeField("создан", default=timezone.now, editable=False)
    sent_at = models.DateTimeField("передан на подпись", null=True, blank=True, editable=False)
    remark = models.TextField("замечание руководителя", blank=True)

    series = models.CharField("ряд номеров", max_length=20, choices=Series, blank=True)
    year = models.PositiveSmallIntegerField("год", null=True, blank=True)
    sequence = models.PositiveIntegerField("порядковый номер", null=True, blank=True)
    number = models.CharField("номер", max_length=40, blank=True)
    issued_on = models.DateField("дата", null=True, blank=True, db_index=True)
    signed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="signed_papers", verbose_name="подписал"
    )
    idempotency_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    pdf = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="PDF")
    pdf_sha256 = models.CharField("SHA-256 файла PDF", max_length=64, blank=True)
    scan = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="скан с подписью"
    )
    readers = models.ManyToManyField(User, blank=True, related_name="papers_about_me", verbose_name="кому открыт")
    search = models.TextField(editable=False, default="")
    history = HistoricalRecords(verbose_name="изменение документа", excluded_fields=["search"])

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = "документ"
        verbose_name_plural = "документы"
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id", "kind"])]
        constraints = [
            models.UniqueConstraint(
                name="one_number_per_series_and_year",
                fields=["series", "year", "sequence"],
                condition=Q(sequence__isnull=False),
                violation_error_message="Документ с таким номером за этот год уже есть.",
            ),
            models.CheckConstraint(
                name="issued_paper_has_a_date",
                condition=Q(state__in=["issued", "withdrawn"], issued_on__isnull=False)
                | (~Q(state__in=["issued", "withdrawn"]) & Q(issued_on__isnull=True, number="")),
                violation_error_message="Дату и номер документ получает только при издании.",
            ),
        ]

    def __str__(self):
        if self.number:
            return f"{self.title} (№ {self.number} от {self.issued_on:%d.%m.%Y})"
        return self.title

    def save(self, *args, **kwargs):
        self.search = search_key(self.title, self.number)
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "search"}
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("documents:paper", args=[self.pk])

    def blocks_at(self, version):
        """The text as it was at ``version``, from the history; the present one if there never was such a version."""
        if version == self.version:
            return self.blocks
        past = self.history.filter(version=version).order_by("-history_date").values_list("blocks", flat=True)
        return past.first() or self.blocks

    @property
    def is_editable(self):
        return self.state in self.EDITABLE

    @property
    def is_frozen(self):
        return self.state in self.FROZEN


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
    error = models.TextField("что случилось", blank=True)
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
