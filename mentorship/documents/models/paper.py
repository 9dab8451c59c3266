"""A paper from its draft to the day when another one takes its place."""

from functools import reduce
from operator import or_

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from mentorship.accounts.models import User
from mentorship.common import archive
from mentorship.common.addresses import address
from mentorship.common.search import SearchQuerySet, search_key

from .. import kinds
from .file import StoredFile
from .numbering import Series
from .wording import KindWording


class PaperQuerySet(SearchQuerySet):
    def visible_to(self, user):
        """Papers that ``user`` may open: all for those who keep them, issued ones for those named in them."""
        if user.has_perm("documents.view_paper"):
            return self
        return self.filter(readers=user, state__in=Paper.FROZEN)

    def about(self, subject):
        """Papers whose subject is this very object."""
        return self.filter(subject_type=ContentType.objects.get_for_model(subject), subject_id=subject.pk)

    def about_any(self, subjects):
        """Papers whose subject is one of these records, a queryset of one model."""
        return self.filter(_subject_is_of(subjects))

    def workable(self):
        """Papers that can still be issued: not about what is closed (``common.archive``), or of a kind that outlives it."""
        closed = reduce(or_, map(_subject_is_of, archive.closed_records()), Q())
        return self.filter(~closed | Q(kind__in=kinds.outliving()))

    def unregistered(self):
        """Signed papers that wait for their number and date."""
        return self.filter(state=Paper.State.SIGNED)

    def waiting(self):
        """Papers that lie before the head of the institution and that he can sign."""
        return self.filter(state=Paper.State.ON_SIGNATURE).workable()

    def issued(self):
        return self.filter(state__in=Paper.FROZEN)

    def without_text(self):
        """Papers as lists show them, by title, number, day and state; the text, tens of pages long, is not fetched."""
        return self.defer("blocks")


def _subject_is_of(records):
    """The condition that a paper is about one of these records; ``Exists`` asks for those of the few papers at hand."""
    about = ContentType.objects.get_for_model(records.model)
    return Q(Exists(records.filter(pk=OuterRef("subject_id"))), subject_type=about)


def with_paper(records):
    """A queryset of records together with their ``paper``, without its text."""
    return records.select_related("paper").defer("paper__blocks")


class Paper(models.Model):
    """A paper (документ): a list of blocks that is edited as a draft and frozen for ever when it is issued."""

    class State(models.TextChoices):
        DRAFT = "draft", "черновик"
        ON_SIGNATURE = "on_signature", "на подписи"
        SIGNED = "signed", "подписан, ждёт номера"
        RETURNED = "returned", "возвращён с замечанием"
        ISSUED = "issued", "издан"
        WITHDRAWN = "withdrawn", "утратил силу"
        DISCARDED = "discarded", "не понадобился"

    MOVES = {
        State.DRAFT: {State.ON_SIGNATURE, State.DISCARDED},
        State.RETURNED: {State.ON_SIGNATURE, State.DISCARDED},
        State.ON_SIGNATURE: {State.RETURNED, State.SIGNED, State.DRAFT},
        State.SIGNED: {State.ISSUED, State.RETURNED},
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
    wording = models.ForeignKey(
        KindWording,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="составлен по формулировкам учреждения",
    )

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
    suffix = models.CharField("добавка к номеру", max_length=10, blank=True)
    repeat = models.PositiveSmallIntegerField("который с этим номером", default=0, editable=False)
    number = models.CharField("номер", max_length=60, blank=True)
    journal_number = models.CharField("номер по журналу учреждения", max_length=40, blank=True)
    issued_on = models.DateField("дата", null=True, blank=True, db_index=True)
    signed_on = models.DateField("когда подписан", null=True, blank=True, editable=False)
    registered_at = models.DateTimeField("зарегистрирован", null=True, blank=True, editable=False)
    registered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="зарегистрировал"
    )
    ended_on = models.DateField("утратил силу", null=True, blank=True, editable=False)
    signed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="signed_papers", verbose_name="подписал"
    )
    idempotency_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    pdf = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="PDF")
    pdf_sha256 = models.CharField("SHA-256 файла PDF", max_length=64, blank=True)
    scan = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="скан с подписью"
    )
    printed_at = models.DateTimeField("напечатан", null=True, blank=True, editable=False)
    printed_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="напечатал"
    )
    scanned_at = models.DateTimeField("скан приложен", null=True, blank=True, editable=False)
    scanned_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="приложил скан"
    )
    acquaint_until = models.DateField("ознакомить до", null=True, blank=True)

    case_index = models.CharField("индекс дела по номенклатуре", max_length=20, blank=True)
    storage_term = models.CharField("срок хранения", max_length=60, blank=True)
    storage_article = models.CharField("статья перечня", max_length=60, blank=True)
    storage_place = models.CharField("место хранения", max_length=150, blank=True)
    keep_until = models.PositiveSmallIntegerField(
        "хранить по год включительно", null=True, blank=True, help_text="Пусто – постоянно."
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
                fields=["series", "year", "sequence", "suffix", "repeat"],
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
        if not self.number:
            return self.title
        day = f"{self.issued_on:%d.%m.%Y}"
        if self.title.startswith("Протокол ") and self.title.endswith(day):  # named by the day of the meeting already
            return f"{self.title} № {self.number}"
        return f"{self.title} (№ {self.number} от {day})"

    def save(self, *args, **kwargs):
        self.search = search_key(self.title, self.number)
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "search"}
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return address("documents:paper", self.pk)

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
    def is_signed(self):
        return self.state == self.State.SIGNED or self.is_frozen

    @property
    def is_frozen(self):
        return self.state in self.FROZEN
