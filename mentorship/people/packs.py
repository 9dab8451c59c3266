"""The work behind «Пакет согласий»: many consents as one PDF for the printer."""

from mentorship.documents import files, works

from . import papers
from .models import Consent


def consent_pack(params, progress, by):
    """Print ``params["consents"]`` in their order; each paper begins on its own sheet (law.md 2.2)."""
    from mentorship.documents.pdf import render_pack  # slow import

    found = Consent.objects.select_related("person__unit").in_bulk(params["consents"])
    consents = [found[pk] for pk in params["consents"] if pk in found]
    sheets = [(*papers.paper_of(consent), papers.code_of(consent)) for consent in consents]
    content = render_pack(sheets, progress=progress, duplex=True)
    return works.Result(content, f"Согласия, {len(consents)} шт.pdf", files.PDF)
