"""The work behind «Пакет согласий»: many consents as one PDF for the printer; and how their scans find them."""

from mentorship.documents import files, works
from mentorship.documents.scan_reader import page_count
from mentorship.documents.scans import Target

from . import papers, permissions, workflow
from .models import Consent

MOST_CHOICES = 300


def consent_pack(params, progress, by):
    """Print ``params["consents"]`` in their order; each paper begins on its own sheet (law.md 2.2)."""
    from mentorship.documents.pdf import render_pack  # slow import

    found = Consent.objects.select_related("person__unit").in_bulk(params["consents"])
    consents = [found[pk] for pk in params["consents"] if pk in found]
    sheets = [(*papers.paper_of(consent), papers.code_of(consent)) for consent in consents]
    content = render_pack(sheets, progress=progress, duplex=True)
    return works.Result(content, f"Согласия, {len(consents)} шт.pdf", files.PDF)


def _pages(consent):
    from mentorship.documents.pdf import render  # slow import

    blocks, layout, title = papers.paper_of(consent)
    return page_count(render(blocks, layout, title=title))


def _doubt(consent, code):
    return f"Согласие № {consent.number} отозвано: сверьте лист." if consent.withdrawn_on else ""


def _choices(user):
    awaited = Consent.objects.visible_to(user).filter(scan=None, withdrawn_on=None).select_related("person")
    codes = [(papers.code_of(one), one) for one in awaited.defer("blocks").order_by("-pk")[:MOST_CHOICES]]
    return [(str(code), f"№ {one.number}, {one.person.short_name}") for code, one in codes if code]


SCANS = Target(
    find=papers.consent_of_code,
    attach=workflow.attach_scan,
    pages=_pages,
    doubt=_doubt,
    may=permissions.can_keep_consents,
    choices=_choices,
)
