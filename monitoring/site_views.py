"""The page of what may be placed on the official site, to be copied or taken as a file."""

from django.http import Http404
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_GET

from mentorship.accounts import journal
from mentorship.common.asked import must
from mentorship.documents import files, kinds
from mentorship.documents.layout import PLAIN

from . import permissions, site_text
from .papers import site as papers


@require_GET
def site(request):
    """Texts for each page of the site, with what has to be added by hand; ``?at=address&as=html`` gives one as a file."""
    must(permissions.can_collect(request.user))
    found = site_text.pages(timezone.localdate())
    if "at" in request.GET:
        return _file(request, found)
    journal.note(request, rows=sum(len(page.entries) for page in found))
    begins = kinds.get(papers.KIND.code).begins_at(request.user)
    context = {"pages": found, "title": site_text.TITLE, "has_orders": site_text.orders().exists(), "begins": begins}
    return render(request, "monitoring/site.html", context)


def _file(request, found):
    page = next((page for page in found if page.url == request.GET["at"]), None)
    ending = request.GET.get("as")
    if page is None or ending not in _WRITERS:
        raise Http404
    journal.note(request, rows=len(page.entries))
    content, content_type = _WRITERS[ending](page)
    return files.response(content, name=f"{site_text.TITLE}.{ending}", content_type=content_type)


def _html(page):
    context = {"page": page, "title": site_text.TITLE}
    return render_to_string("monitoring/site_file.html", context).encode(), "text/html; charset=utf-8"


def _docx(page):
    from mentorship.documents import docx_writer  # slow import

    return docx_writer.render(site_text.as_blocks(page), PLAIN, title=site_text.TITLE), files.DOCX


_WRITERS = {"html": _html, "docx": _docx}
