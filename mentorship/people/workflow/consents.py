"""Acts on consents: printed, signed, withdrawn."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from mentorship.common.periods import add_months
from mentorship.common.russian import counted
from mentorship.common.workflow import WorkflowError, locked, save
from mentorship.documents import works
from mentorship.documents.models import Counter, Series
from mentorship.institution.models import Institution

from .. import papers
from ..models import Consent
from ..signals import consent_withdrawn

TEXT_VERSION = 1
CONSENT_YEARS = 3  # a term must be a date (law.md 2.1): this many years unless the curator names another


def print_consents(people, kinds, *, by, on=None, details=None):
    """Take a number for each consent to be printed and keep its text; an unsigned one printed before is used again.

    Args:
        details: {kind: {...}} written into the paper, see :mod:`.papers`: for a publication ``fields`` and ``urls``,
            for processing ``processor``, for mentoring ``with``, ``form``, ``kind``, ``period``, ``regulation``.

    Returns:
        Consents, one per person and kind, in the order of people, then kinds: each a separate paper (law.md 2.2).
    """
    on = on or timezone.localdate()
    defaults = _default_details() | (details or {})
    with transaction.atomic():
        Counter.objects.bulk_create([Counter(series=Series.CONSENTS, year=on.year)], ignore_conflicts=True)
        return [
            _printed(person, kind, on=on, by=by, details=defaults.get(kind, {})) for person in people for kind in kinds
        ]


def _default_details():
    site = Institution.load().site_url
    return {Consent.Kind.PUBLICATION: {"fields": [], "urls": [site] if site else []}}


def _printed(person, kind, *, on, by, details):
    consent = person.consents.filter(kind=kind, signed_on__isnull=True).first()
    if consent is None:
        number = f"{Counter.take(Series.CONSENTS, on.year)}/{on.year}-С"
        consent = Consent(person=person, kind=kind, number=number)
    consent.printed_on, consent.details = on, details or consent.details
    consent.text_version = TEXT_VERSION
    consent.valid_until = add_months(on, CONSENT_YEARS * 12)
    consent.blocks = papers.consent_blocks(consent)
    return save(consent, by=by, reason="распечатано")


@transaction.atomic
def start_pack(people, kinds, *, by, back_url="", details=None):
    """Print the consents of ``kinds`` for ``people`` into one PDF in the background; returns the work to watch.

    Raises:
        WorkflowError: nobody or nothing was chosen.
    """
    if not people or not kinds:
        raise WorkflowError("Выберите людей и виды согласий: печатать пока нечего.")
    return start_reprint(print_consents(people, kinds, by=by, details=details), by=by, back_url=back_url)


def start_reprint(consents, *, by, back_url=""):
    """Print these consents once more, as they are, into one PDF in the background; returns the work to watch."""
    words = counted(len(consents), "согласие,согласия,согласий")
    params = {"consents": [consent.pk for consent in consents]}
    return works.start("consent_pack", title=f"Пакет: {words}", params=params, owner=by, back_url=back_url)


@transaction.atomic
def sign_consent(
    consent,
    *,
    on,
    by,
    scan=None,
    valid_until=None,
    representative="",
    representative_document="",
    details=None,
):
    """Mark a consent signed on paper.

    Args:
        details: what was ticked by hand on the sheet, added to what was printed on it.

    Raises:
        WorkflowError: signed already, a date of the future, the wrong giver for the person's age (law.md 2.4), or a
            publication without fields or addresses (law.md 2.3).
    """
    locked(consent)
    if consent.signed_on:
        raise WorkflowError(f"Согласие № {consent.number} уже отмечено подписанным {consent.signed_on:%d.%m.%Y}.")
    if on > timezone.localdate():
        raise WorkflowError("Дата подписания позже сегодняшней. Проверьте дату на бумаге.")
    if on < consent.printed_on - timedelta(days=365 * CONSENT_YEARS):
        raise WorkflowError("Дата подписания слишком давняя: проверьте год.")
    _check_giver(consent.person, on, representative)
    consent.details = consent.details | (details or {})
    _check_publication(consent)
    consent.signed_on, consent.scan = on, scan or consent.scan
    consent.valid_until = valid_until or consent.valid_until
    consent.representative, consent.representative_document = representative, representative_document
    return save(consent, by=by, reason="подписано")


def _check_giver(person, on, representative):
    years = person.age(on)
    if years is None:
        return
    if years < 14 and not representative:
        raise WorkflowError("До 14 лет согласие подписывает законный представитель. Укажите, кто подписал.")
    if 14 <= years < 18 and not representative:
        raise WorkflowError("С 14 до 18 лет подписывает и законный представитель: укажите, кто именно.")
    if years >= 18 and representative:
        raise WorkflowError(f"{person.short_name}: исполнилось 18 лет, согласие подписывает сам участник.")


@transaction.atomic
def sign_all(consents, *, on, by):
    """Mark all these consents signed on one day, or none; the refusal names the person."""
    return [_named(sign_consent, consent, on=on, by=by) for consent in consents]


@transaction.atomic
def withdraw_all(consents, *, on, reason, by):
    """Withdraw all these consents on one day, or none; the refusal names the person."""
    return [_named(withdraw_consent, consent, on=on, reason=reason, by=by) for consent in consents]


def _named(act, consent, **kwargs):
    try:
        return act(consent, **kwargs)
    except WorkflowError as error:
        raise WorkflowError(f"{consent.person.short_name}, № {consent.number}: {error}") from error


def _check_publication(consent):
    if consent.kind != Consent.Kind.PUBLICATION:
        return
    for name, what in (("fields", "перечень данных"), ("urls", "адрес страницы")):
        if not consent.details.get(name):
            raise WorkflowError(f"Не заполнен обязательный элемент согласия: {what}. Перенесите его с бумаги.")


@transaction.atomic
def attach_scan(consent, stored, *, by):
    """Attach or replace the scan of the signed sheet."""
    locked(consent)
    consent.scan = stored
    return save(consent, by=by, reason="приложен скан", fields=["scan"])


@transaction.atomic
def withdraw_consent(consent, *, on, reason, by):
    """Withdraw a consent from the day ``on``; what rests on it hears of it and stops today (law.md 2.5)."""
    locked(consent)
    if not consent.signed_on:
        raise WorkflowError("Отозвать можно только подписанное согласие.")
    if consent.withdrawn_on:
        raise WorkflowError(f"Согласие уже отозвано {consent.withdrawn_on:%d.%m.%Y}.")
    if on > timezone.localdate():
        raise WorkflowError("Дата отзыва позже сегодняшней. Укажите день, когда отзыв получен.")
    consent.withdrawn_on, consent.withdrawal_reason = on, reason
    save(consent, by=by, reason=f"отозвано: {reason}")
    consent_withdrawn.send(sender=Consent, consent=consent, by=by)
    return consent
