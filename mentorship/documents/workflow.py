"""Every act on a paper: drafted, edited, sent to the head, returned or issued, scanned. One verb, one function."""

import re

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from mentorship.accounts.models import Role, User
from mentorship.accounts.workflow import notify
from mentorship.common.russian import clean_text
from mentorship.common.workflow import Conflict, WorkflowError, check_version, locked, move, save
from mentorship.institution.models import Institution

from . import blocks as block_rules
from . import files, kinds
from .freezing import fill
from .models import Counter, Paper

HEADING = re.compile(r"об?\s", re.IGNORECASE)  # law.md section 8, «Приказ (любой)»


OLDEST_YEARS = 2  # an order of the last school year may be entered late, an older year is a slip of the hand


class WordingError(WorkflowError):
    """A block of the text is not whole; ``block_id`` says which, empty if it is the paper as a whole."""

    def __init__(self, message, block_id=""):
        super().__init__(message)
        self.block_id = block_id


class DateError(WorkflowError):
    """The day of signing is not possible."""


class AlreadyIssued(WorkflowError):
    """The paper was signed before, by the same press of the button or another; ``paper`` is what it issued."""

    def __init__(self, paper):
        super().__init__(f"Документ уже издан: № {paper.number} от {paper.issued_on:%d.%m.%Y}.")
        self.paper = paper


def draft(code, *, title, subject, by, options=None):
    """Start a paper of the kind ``code`` about ``subject``; its text is written by :func:`rebuild`."""
    paper = Paper(
        kind=kinds.get(code).code,
        title=title,
        options=options or {},
        subject_type=ContentType.objects.get_for_model(subject),
        subject_id=subject.pk,
        prepared_by=by,
    )
    return save(paper, by=by, reason="черновик создан")


@transaction.atomic
def rebuild(paper, *, by, version=None):
    """Write the proposed text from the records anew; words typed by hand are lost, so the page asks first."""
    locked(paper)
    _must_be_editable(paper)
    check_version(paper, paper.version if version is None else version)
    paper.blocks = kinds.get(paper.kind).build(paper)
    paper.title = _title(paper)
    return save(paper, by=by, reason="текст составлен по записям")


@transaction.atomic
def edit(paper, *, blocks, version, by):
    """Save the curator's wording of a draft.

    Raises:
        Conflict: somebody saved another wording since ``version``.
        WordingError: a block is not whole.
        WorkflowError: the paper is no longer a draft.
    """
    locked(paper)
    _must_be_editable(paper)
    check_version(paper, version)
    _check_wording(blocks)
    paper.blocks = blocks
    paper.title = _title(paper)
    return save(paper, by=by, reason="текст исправлен")


def _check_wording(blocks):
    try:
        block_rules.validate(blocks)
    except ValueError as error:
        raise WordingError(str(error), _named_block(str(error), blocks)) from error
    for block in blocks:
        if block["type"] == "heading" and not HEADING.match(block["text"]):
            raise WordingError("Заголовок начинается с «О» или «Об».", block["id"])


def _named_block(message, blocks):
    """Id of the block that a refusal of ``blocks.validate`` names by its place."""
    place = re.match(r"Блок (\d+) ", message)
    block = blocks[int(place[1]) - 1] if place else None
    return block.get("id", "") if isinstance(block, dict) else ""


def _title(paper):
    """What lists call the paper: its heading, so that an edited heading is found under its new words."""
    heading = next((block["text"] for block in paper.blocks if block["type"] == "heading"), "")
    return clean_text(heading)[:500] or paper.title


def _must_be_editable(paper):
    if not paper.is_editable:
        raise WorkflowError(
            f"Документ уже «{paper.get_state_display()}»: текст менять нельзя. Исправление – новым документом."
        )


@transaction.atomic
def send(paper, *, by):
    """Put the draft before the head; whatever the gate misses is said now, not at the signature."""
    locked(paper)
    if paper.is_editable:
        _check_wording(paper.blocks)
        if missing := kinds.get(paper.kind).gate(paper, on=timezone.localdate()):
            raise WorkflowError("Документ пока нельзя передать на подпись.", missing)
    move(
        paper,
        to=Paper.State.ON_SIGNATURE,
        by=by,
        sent_at=timezone.now(),
        remark="",
        reason="передан на подпись",
    )
    for director in User.objects.holding(Role.DIRECTOR):
        notify(director, f"На подпись: {paper.title}", paper.get_absolute_url())
    return paper


@transaction.atomic
def take_back(paper, *, by):
    """The curator takes the paper back from the head's desk to correct it."""
    return move(paper, to=Paper.State.DRAFT, by=by, sent_at=None, reason="отозван с подписи")


@transaction.atomic
def return_with_remark(paper, *, remark, by):
    """The head returns the paper; the remark is kept with it and told to the one who prepared it."""
    remark = clean_text(remark, lines=True)
    if not remark:
        raise WorkflowError("Напишите, что исправить: без замечания вернуть нельзя.")
    move(paper, to=Paper.State.RETURNED, by=by, remark=remark, reason=f"возвращён: {remark}")
    if paper.prepared_by:
        notify(paper.prepared_by, f"Возвращён с замечанием: {paper.title}", paper.get_absolute_url())
    return paper


@transaction.atomic
def discard(paper, *, by):
    """A draft that is not needed: kept in the history, out of the lists; what it held is free again."""
    move(paper, to=Paper.State.DISCARDED, by=by, reason="черновик не понадобился")
    kinds.get(paper.kind).let_go(paper, by=by)
    return paper


@transaction.atomic(durable=True)
def issue(paper, *, by, key, version=None, dated=None):
    """Sign: number, date and text are frozen, and what the paper orders comes into force – all or nothing.

    Args:
        key: a UUID made with the page; the same key twice is the same press of the button.
        version: of the text that the head has read; another one is not signed unread.
        dated: day of signing, today unless given; never in the future, never before the last paper of the series.

    Raises:
        AlreadyIssued: this press was carried out before, or the paper was signed by another one.
        Conflict: the text was changed after ``version``.
        WorkflowError: not on the head's desk, or the gate misses something (``missing`` says whose and which).

    Source: law.md 3.3 (numbers within a calendar year, date of the order is the date of signing).
    """
    dated, kind = dated or timezone.localdate(), kinds.get(paper.kind)
    sequence = Counter.take(kind.series, dated.year) if kind.series else None  # the lock comes first
    locked(paper)
    if done := Paper.objects.filter(idempotency_key=key).first() or (paper if paper.is_frozen else None):
        raise AlreadyIssued(done)
    if version is not None and paper.version != version:
        raise Conflict("Пока страница была открыта, текст изменили. Прочитайте его ещё раз и подпишите.", paper)
    _check_date(kind.series, dated)
    if missing := kind.gate(paper, on=dated):
        raise WorkflowError("Документ пока нельзя издать.", missing)
    number = Institution.load().order_pattern.format(n=sequence, year=dated.year) if sequence else ""
    move(
        paper,
        to=Paper.State.ISSUED,
        by=by,
        reason="подписан",
        series=kind.series,
        year=dated.year if sequence else None,
        sequence=sequence,
        number=number,
        issued_on=dated,
        signed_by=by,
        idempotency_key=key,
        blocks=fill(paper.blocks, number=number, dated=dated),
    )
    kind.take_effect(paper, by=by)
    _tell(paper, kind)
    from .tasks import make_pdf

    make_pdf.enqueue(paper.pk)
    return paper


def _check_date(series, dated):
    if dated > timezone.localdate():
        raise DateError("Дата приказа позже сегодняшней. Подпишите его в день издания.")
    if dated.year < timezone.localdate().year - OLDEST_YEARS:
        raise DateError(f"Проверьте год: {dated:%d.%m.%Y} – слишком давно для нового документа.")
    if not series:
        return
    last = Paper.objects.filter(series=series, year=dated.year).order_by("-sequence").first()
    if last and last.issued_on > dated:
        raise DateError(
            f"Приказ № {last.number} уже издан {last.issued_on:%d.%m.%Y}: следующий не может быть раньше этой даты."
        )


def _tell(paper, kind):
    readers = kind.readers(paper)
    paper.readers.set(readers)
    if paper.prepared_by and paper.prepared_by != paper.signed_by:
        notify(paper.prepared_by, f"Подписан: {paper}", paper.get_absolute_url())
    for user in readers:
        notify(user, f"Для вас издан документ: {paper.title}", paper.get_absolute_url())


def keep_pdf(paper):
    """Render the frozen text once and keep the file with its SHA-256; a second call changes nothing."""
    if paper.pdf_id or not paper.is_frozen:
        return paper
    from .pdf import render  # slow import

    content = render(paper.blocks, kinds.get(paper.kind).layout, title=paper.title)
    stored = files.store(content, name=file_name(paper, "pdf"), content_type=files.PDF, by=None)
    with transaction.atomic():
        locked(paper)
        if paper.pdf_id is None:
            paper.pdf, paper.pdf_sha256 = stored, stored.sha256
            save(paper, by=paper.signed_by, reason="сохранён PDF", fields=["pdf", "pdf_sha256"])
    return paper


def file_name(paper, ending):
    """«Приказ 45-од от 01.09.2026.pdf»-like name for a download."""
    number = f" {paper.number.replace('/', '-')}" if paper.number else ""
    dated = f" от {paper.issued_on:%d.%m.%Y}" if paper.issued_on else " (проект)"
    return f"{kinds.get(paper.kind).title}{number}{dated}.{ending}"


@transaction.atomic
def attach_scan(paper, stored, *, by):
    """Attach the scan of the signed sheet to an issued paper; a wrong one is replaced and stays in the history."""
    locked(paper)
    if not paper.is_frozen:
        raise WorkflowError("Скан прикладывают к изданному документу: сначала его подписывают.")
    paper.scan = stored
    return save(paper, by=by, reason="приложен скан", fields=["scan"])
