"""Signed, numbered, in force: the acts after which a paper does not change any more."""

import re

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from mentorship.accounts.models import Role, User
from mentorship.accounts.workflow import notify
from mentorship.common.russian import date_digits
from mentorship.common.workflow import Conflict, WorkflowError, locked, move

from .. import kinds
from ..freezing import fill
from ..models import Counter, Paper, PaperChange, SeriesRule
from . import acquainting
from .obstacles import missing

OLDEST_YEARS = 2  # an order of the last school year may be entered late, an older year is a slip of the hand
SUFFIX = re.compile(r"[/-]?[\dа-яёА-ЯЁ]{1,4}")


class DateError(WorkflowError):
    """The day of signing or of the number is not possible."""


class OldYear(DateError):
    """The day is of a past year: its row of numbers goes on only if the head says so (trust.md T-02)."""


class NumberError(WorkflowError):
    """The number that was typed is not possible by the rule of the row."""


class NeedsConsent(NumberError):
    """The number leaves a gap or repeats another one, and the rule of the row only warns of that."""


class AlreadyIssued(WorkflowError):
    """The act was done before, by the same press of the button or another; ``paper`` is what it issued."""

    def __init__(self, paper):
        if paper.is_frozen:
            number = f"№ {paper.number} от " if paper.number else ""
            super().__init__(f"Документ уже издан: {number}{date_digits(paper.issued_on)}.")
        else:
            super().__init__("Документ уже подписан и ждёт номера.")
        self.paper = paper


@transaction.atomic(durable=True)
def issue(paper, *, by, key, version=None, dated=None, old_year=False):
    """Sign; where the row of numbers is run by the portal, number and date follow in the same act – all or nothing.

    Args:
        key: a UUID made with the page; the same key twice is the same press of the button.
        version: of the text that the head has read; another one is not signed unread.
        dated: day of signing, today unless given; never in the future, never before the last paper of the series.
        old_year: the head knows that ``dated`` lies in a past year, whose numbers go on.

    Raises:
        AlreadyIssued: this press was carried out before, or the paper was signed by another one.
        Conflict: the text was changed after ``version``.
        WorkflowError: not on the head's desk, or the gate misses something (``missing`` says whose and which).

    Source: law.md 3.3 (numbers within a calendar year, date of the order is the date of signing).
    """
    dated, kind = dated or timezone.localdate(), kinds.get(paper.kind)
    rule = SeriesRule.of(kind.series) if kind.series else None
    at_once = rule is None or rule.when == SeriesRule.When.AT_SIGNING
    sequence = Counter.take(kind.series, dated.year) if rule and at_once else None  # the lock comes first
    locked(paper)
    if done := Paper.objects.filter(idempotency_key=key).first() or (paper if paper.is_signed else None):
        raise AlreadyIssued(done)
    if version is not None and paper.version != version:
        raise Conflict("Пока страница была открыта, текст изменили. Прочитайте его ещё раз и подпишите.", paper)
    _check_date(dated, old_year)
    _check_gate(paper, dated)
    move(
        paper,
        to=Paper.State.SIGNED,
        by=by,
        reason="подписан",
        signed_on=dated,
        signed_by=by,
        idempotency_key=key,
    )
    if at_once:
        return _put_into_force(paper, kind, rule, dated=dated, sequence=sequence, by=by)
    for registrar in registrars():
        notify(registrar, f"Подписан, ждёт номера: {paper.title}", paper.get_absolute_url())
    return paper


@transaction.atomic(durable=True)
def register(paper, *, by, dated=None, sequence=None, suffix="", journal_number="", old_year=False, confirmed=False):
    """Give a signed paper its number and date; with them it comes into force.

    Args:
        dated: the day of the order, that of its signing unless given; never before it.
        sequence, suffix: the number typed by hand («45», «/1»), where the rule of the row is so; else the next one.
        journal_number: a second number, of the institution's own journal.
        confirmed: whoever types the number has seen the warning of a gap or a repeat.

    Raises:
        AlreadyIssued: it has its number.
        NeedsConsent: a gap or a repeat that the rule only warns of.
        NumberError, DateError: number or day are not possible.
        WorkflowError: not signed yet, or the gate misses something by now.
    """
    kind, dated = kinds.get(paper.kind), dated or paper.signed_on or timezone.localdate()
    rule, suffix = SeriesRule.of(kind.series), _suffix(suffix)
    typed = rule.when == SeriesRule.When.BY_HAND and sequence is not None
    if typed:
        last = Counter.take_as_typed(kind.series, dated.year, sequence)
    else:
        sequence, suffix, last = Counter.take(kind.series, dated.year), "", None
    locked(paper)
    if paper.is_frozen:
        raise AlreadyIssued(paper)
    if paper.state == Paper.State.SIGNED and dated < paper.signed_on:
        raise DateError(f"Документ подписан {date_digits(paper.signed_on)}: дата не может быть раньше.")
    _check_date(dated, old_year)
    repeat = _check_number(rule, dated.year, sequence, suffix, last, confirmed) if typed else 0
    _check_gate(paper, dated)
    return _put_into_force(
        paper,
        kind,
        rule,
        dated=dated,
        sequence=sequence,
        suffix=suffix,
        repeat=repeat,
        journal_number=journal_number.strip(),
        by=by,
    )


def registrars():
    """Who is told that a paper waits for its number: the secretary, where there is none the curator."""
    return User.objects.holding(Role.SECRETARY) or User.objects.holding(Role.CURATOR)


def next_number(paper):
    """The number that the row would give to a signed paper now, as a plain count."""
    return Counter.last(kinds.get(paper.kind).series, (paper.signed_on or timezone.localdate()).year) + 1


def numbering(paper):
    """Who numbers the paper and when («when»), and the number that is next in its row today; nothing without a row."""
    series = kinds.get(paper.kind).series
    if not series:
        return {}
    rule, year = SeriesRule.of(series), (paper.signed_on or timezone.localdate()).year
    return {"when": rule.when, "next": rule.number(next_number(paper), year)}


def _put_into_force(paper, kind, rule, *, dated, sequence, by, suffix="", repeat=0, journal_number=""):
    number = rule.number(sequence, dated.year, suffix) if rule else ""
    if rule:
        _check_neighbours(kind.series, sequence, dated)
    move(
        paper,
        to=Paper.State.ISSUED,
        by=by,
        reason=f"зарегистрирован: № {number}" if number else "издан",
        series=kind.series,
        year=dated.year if rule else None,
        sequence=sequence,
        suffix=suffix,
        repeat=repeat,
        number=number,
        journal_number=journal_number,
        issued_on=dated,
        registered_at=timezone.now(),
        registered_by=by,
        blocks=fill(paper.blocks, number=number, dated=dated),
        **_storage(kind, rule, dated),
    )
    _change_others(paper, by)
    kind.take_effect(paper, by=by)
    _tell(paper, kind)
    acquainting.ask(paper, kind)
    from ..tasks import make_pdf

    make_pdf.enqueue(paper.pk)
    return paper


def _storage(kind, rule, dated):
    """Columns of the card from the kind and the row of numbers (law.md 5.2); they may be changed later."""
    storage = kind.storage
    return {
        "case_index": (rule.index if rule else "") or storage.index,
        "storage_place": rule.place if rule else "",
        "storage_term": storage.term,
        "storage_article": storage.article,
        "keep_until": kinds.last_year(storage.term, dated.year),
    }


def _check_date(dated, old_year):
    today = timezone.localdate()
    if dated > today:
        raise DateError("Дата документа не может быть позже сегодняшней.")
    if dated.year < today.year - OLDEST_YEARS:
        raise DateError(f"Проверьте год: {date_digits(dated)} – слишком давно для нового документа.")
    if dated.year < today.year and not old_year:
        raise OldYear(
            f"{date_digits(dated)} – прошлый год: номер продолжит ряд {dated.year} года."
            " Если это верно, отметьте «Документ прошлого года»."
        )


def _check_neighbours(series, sequence, dated):
    """Numbers and dates of a row ascend together (trust.md O-10)."""
    row = Paper.objects.filter(series=series, year=dated.year)
    before = row.filter(sequence__lt=sequence).order_by("-sequence", "-issued_on").first()
    if before and before.issued_on > dated:
        raise DateError(
            f"№ {before.number} – от {date_digits(before.issued_on)}: следующий номер не может быть раньше этой даты."
        )
    after = row.filter(sequence__gt=sequence).order_by("sequence", "issued_on").first()
    if after and after.issued_on < dated:
        raise DateError(
            f"№ {after.number} – от {date_digits(after.issued_on)}: номер перед ним не может быть позже этой даты."
        )


def _suffix(text):
    text = text.strip()
    if text and not SUFFIX.fullmatch(text):
        raise NumberError("Добавка к номеру – до четырёх букв или цифр, например «/1» или «-а».")
    return text


def _check_number(rule, year, sequence, suffix, last, confirmed):
    """Whether a typed number goes by the rule of its row; returns which paper with this very number it is."""
    if sequence < 1:
        raise NumberError("Номер – целое число от 1.")
    warnings = []
    if sequence > last + 1:
        first, missed = last + 1, sequence - 1
        words = f"Пропущен номер {missed}" if first == missed else f"Пропущены номера {first}–{missed}"
        warnings.append((rule.gaps, f"{words}: последний в этом году – {last}."))
    same = Paper.objects.filter(series=rule.series, year=year, sequence=sequence, suffix=suffix)
    if taken := same.first():
        warnings.append(
            (rule.repeats, f"Номер {taken.number} уже у документа «{taken.title}» от {date_digits(taken.issued_on)}.")
        )
    for strictness, words in warnings:
        if strictness == SeriesRule.Strictness.REFUSE:
            raise NumberError(f"{words} Следующий по порядку: {last + 1}.")
    if warnings and not confirmed:
        raise NeedsConsent(" ".join(words for _, words in warnings) + " Если так и нужно, отметьте это и повторите.")
    return (same.aggregate(most=Max("repeat"))["most"] + 1) if taken else 0


def _check_gate(paper, dated):
    kinds.get(paper.kind).must_be_open(paper.subject)
    if found := missing(paper, dated):
        raise WorkflowError("Документ пока нельзя издать.", found)


def _change_others(paper, by):
    """What the paper puts an end to ends on its day."""
    for change in paper.changes.filter(effect=PaperChange.Effect.ENDS).select_related("changed").order_by("changed"):
        reason = f"утратил силу: {paper.number and f'№ {paper.number} '}от {date_digits(paper.issued_on)}"
        move(change.changed, to=Paper.State.WITHDRAWN, by=by, reason=reason, ended_on=paper.issued_on)
        kinds.get(change.changed.kind).lapse(change.changed, by=by)


def _tell(paper, kind):
    readers = kind.readers(paper)
    paper.readers.set(readers)
    if paper.prepared_by and paper.prepared_by != paper.signed_by:
        notify(paper.prepared_by, f"Подписан: {paper}", paper.get_absolute_url())
    for user in readers:
        notify(user, f"Для вас издан документ: {paper.title}", paper.get_absolute_url())
