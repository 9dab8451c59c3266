"""How the scans of signed consents find them: by the code, the number or the person; and what a stack signs."""

import re

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from mentorship.common.russian import counted, date_digits
from mentorship.common.workflow import Missing, WorkflowError
from mentorship.documents.scan_reader import page_count
from mentorship.documents.scans import Target

from . import papers, permissions, workflow
from .models import Consent, Person

NUMBER = re.compile(r"(\d{1,8})(?:[/_-](\d{4}))?")
MOST_CHOICES = 300
MOST_MEANT = 20


def find_consent(text):
    """The consent whose number was typed: «12/2026-С», «12/2026» or just «12» of this year; None if there is none.

    The institution's rule may leave the year out of the number: of the same numbers the latest is meant.
    """
    text = text.strip().removeprefix("№").strip()
    spelt = {text, text.upper(), text.lower()}  # the database compares Cyrillic letter by letter
    consents = Consent.objects.select_related("person").order_by("-year", "-pk")
    if consent := consents.filter(number__in=spelt).first():
        return consent
    match = NUMBER.fullmatch(text)
    if match is None:
        return None
    year = match[2] or timezone.localdate().year
    return consents.filter(sequence=match[1], year=year).first()


def _pages(consent):
    from mentorship.documents.pdf import render  # slow import

    blocks, layout, title = papers.paper_of(consent)
    return page_count(render(blocks, layout, title=title))


def _doubt(consent, code):
    if consent.dropped_on:
        return f"Бланк № {consent.number} отменён {date_digits(consent.dropped_on)}: сверьте, подписан ли лист."
    return f"Согласие № {consent.number} отозвано: сверьте лист." if consent.withdrawn_on else ""


def _attach(consent, stored, *, by, day):
    """Put the scan in its place and mark the consent signed where day and giver are known; what became of it."""
    if consent.signed_on:
        workflow.attach_scan(consent, stored, by=by)
        return ""
    refusal = "впишите день подписания"
    if day:
        try:
            with transaction.atomic():
                workflow.sign_consent(consent, on=day, by=by, scan=stored)
        except WorkflowError as error:
            consent.refresh_from_db()
            refusal = str(error)
        else:
            return f"Подписано {date_digits(day)}"
    workflow.attach_scan(consent, stored, by=by)
    return f"Подписанным не отмечено: {refusal}"


def _awaited(user):
    """Sheets of whom a scan is awaited, the newest first."""
    found = (
        Consent.objects.visible_to(user).filter(scan=None, withdrawn_on=None, dropped_on=None).select_related("person")
    )
    return found.defer("blocks").order_by("-pk")


def _choices(user):
    return _named(_awaited(user)[:MOST_CHOICES])


def _named(consents):
    codes = [(papers.code_of(one), one) for one in consents]
    return [
        (str(code), f"№ {one.number}, {one.person.short_name}, {one.get_kind_display()}") for code, one in codes if code
    ]


def _meant(user, text):
    if consent := find_consent(text):
        return _named([consent])
    if not any(letter.isalpha() for letter in text):
        return []
    return _named(_awaited(user).filter(person__in=Person.objects.search(text))[:MOST_MEANT])


def unsigned_with_scan(user):
    """Consents whose scan is there while nobody has said when they were signed."""
    return Consent.objects.visible_to(user).unsigned().exclude(scan=None)


def _unfinished(user):
    count = unsigned_with_scan(user).count()
    if not count:
        return []
    words = counted(
        count, "согласие со сканом не отмечено,согласия со сканом не отмечены,согласий со сканом не отмечено"
    )
    return [Missing(f"{words}: впишите день подписания", f"{reverse('people:consents')}?show=scanned")]


SCANS = Target(
    find=papers.consent_of_code,
    attach=_attach,
    pages=_pages,
    doubt=_doubt,
    may=permissions.can_keep_consents,
    choices=_choices,
    meant=_meant,
    asks_day=True,
    unfinished=_unfinished,
)
