"""The journal of a year, sheets that have not come back, papers whose term of storage is over."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from mentorship.common.asked import must
from mentorship.common.exports import XLSX, xlsx_bytes
from mentorship.common.paging import page_of
from mentorship.institution.models import Institution

from .. import files, journal, kinds, page, permissions, screens
from ..layout import PLAIN
from ..models import PaperSettings, Series


@require_GET
def journal_page(request):
    """Numbered papers of a year and a row."""
    year, series, query = _asked(request)
    found = page_of(request, journal.rows_of(request.user, year, series, query))
    context = {
        "year": year,
        "years": journal.years(request.user),
        "series": series,
        "all_series": _series_with_kinds(),
        "query": query,
        "page": found,
        "lines": screens.lines(found),
        "printed": journal.printed(request.user).count(),
        "overdue": journal.overdue_storage(request.user, timezone.localdate().year).count(),
    }
    return render(request, "documents/journal.html", context)


@require_GET
def journal_export(request):
    """The journal as it is filtered, for Excel."""
    year, series, query = _asked(request)
    lines = screens.lines(journal.rows_of(request.user, year, series, query))
    content = xlsx_bytes(f"Журнал {year}", journal.HEADINGS, [journal.cells(line) for line in lines])
    return files.response(content, name=f"Журнал, {Series(series).label}, {year}.xlsx", content_type=XLSX)


@require_GET
def journal_pdf(request):
    """The journal of the year to print and file."""
    from .. import pdf  # slow import

    year, series, query = _asked(request)
    lines = screens.lines(journal.rows_of(request.user, year, series, query))
    blocks = journal.as_blocks(Institution.load(), year, series, lines)
    content = pdf.render(blocks, page.of_institution(PLAIN), title=f"Журнал регистрации, {year}")
    return files.response(
        content, name=f"Журнал, {Series(series).label}, {year}.pdf", content_type=files.PDF, inline=True
    )


def _asked(request):
    """Year, row and words of the address; the present year and orders unless it says otherwise."""
    must(permissions.can_see_course(request.user))
    year = request.GET.get("year", "")
    series = request.GET.get("series") or Series.ORDERS
    if series not in Series.values:
        raise Http404
    known = year.isascii() and year.isdigit() and len(year) == 4
    return int(year) if known else timezone.localdate().year, series, request.GET.get("q", "")


def _series_with_kinds():
    """Rows that some kind of paper takes its numbers from."""
    used = {kind.series for kind in kinds.all_kinds()}
    return [(code, label) for code, label in Series.choices if code in used]


@require_GET
def unreturned(request):
    """Sheets printed to be signed whose scan is not there."""
    must(permissions.can_see_course(request.user))
    found = page_of(request, journal.printed(request.user))
    today = timezone.localdate()
    lines = [(line, (today - timezone.localdate(line.paper.printed_at)).days) for line in screens.lines(found)]
    context = {"page": found, "lines": lines, "limit": PaperSettings.load().return_days}
    return render(request, "documents/unreturned.html", context)


@require_GET
def storage_over(request):
    """Papers whose term of storage is over by the beginning of this year; ``?xlsx`` gives the list for Excel."""
    must(permissions.can_see_course(request.user))
    year = timezone.localdate().year
    found = journal.overdue_storage(request.user, year)
    if "xlsx" in request.GET:
        content = xlsx_bytes("Срок вышел", journal.STORAGE_HEADINGS, [journal.storage_cells(one) for one in found])
        return files.response(content, name=f"Документы к выделению, {year}.xlsx", content_type=XLSX)
    shown = page_of(request, found)
    return render(request, "documents/storage_over.html", {"year": year, "page": shown, "lines": screens.lines(shown)})
