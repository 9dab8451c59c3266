"""A stack of scans marked at once: each sheet finds its consent by the number that stands on it."""

import re

from django.db import transaction
from django.utils import timezone

from mentorship.common.workflow import WorkflowError

from ..models import Consent
from .consents import attach_scan, sign_consent

NUMBER = re.compile(r"(\d{1,8})(?:[/_-](\d{4}))?")


class StackError(WorkflowError):
    """Nothing of the stack was marked; ``problems`` says what is wrong: {index of the sheet: sentence}."""

    def __init__(self, problems):
        super().__init__("Ничего не отмечено: исправьте строки с ошибками и отправьте ещё раз.")
        self.problems = problems


def find_consent(text):
    """The consent whose number was typed: «12/2026-С», «12/2026» or just «12» of this year; None if there is none.

    The institution's rule may leave the year out of the number: of the same numbers the latest is meant.
    """
    text = text.split(",")[0].split(" – ")[0].strip()
    spelt = {text, text.upper(), text.lower()}  # the database compares Cyrillic letter by letter
    consents = Consent.objects.select_related("person").order_by("-year", "-pk")
    if consent := consents.filter(number__in=spelt).first():
        return consent
    match = NUMBER.match(text)
    if match is None:
        return None
    year = match[2] or timezone.localdate().year
    return consents.filter(sequence=match[1], year=year).first()


@transaction.atomic
def sign_stack(sheets, *, by):
    """Mark all sheets signed with their scans, or none.

    Args:
        sheets: (number as typed, day of signing, stored file) triples; a consent signed before gets the scan alone.

    Returns:
        Consents in the order of the sheets.

    Raises:
        StackError: some sheets are not right, each with its reason.
    """
    problems, done, seen = {}, [], {}
    for index, (number, on, stored) in enumerate(sheets):
        try:
            with transaction.atomic():
                done.append(_sign_sheet(number, on, stored, seen, by))
        except WorkflowError as error:
            problems[index] = str(error)
    if problems:
        transaction.set_rollback(True)
        raise StackError(problems)
    return done


def _sign_sheet(number, on, stored, seen, by):
    if not number.strip():
        raise WorkflowError("Впишите номер согласия: он стоит вверху листа.")
    consent = find_consent(number)
    if consent is None:
        raise WorkflowError(f"Согласия № {number.strip()} нет. Проверьте номер на листе.")
    if consent.pk in seen:
        raise WorkflowError(f"Согласие № {consent.number} уже выбрано для файла «{seen[consent.pk]}».")
    seen[consent.pk] = stored.name
    if consent.withdrawn_on:
        raise WorkflowError(f"Согласие № {consent.number} отозвано: отмечать его нечего.")
    if consent.signed_on and consent.scan_id is None:
        return attach_scan(consent, stored, by=by)
    if on is None:
        raise WorkflowError("Укажите дату подписания согласия.")
    return sign_consent(consent, on=on, by=by, scan=stored)
