"""Pages of awards: who was rewarded for what, and the certificates to be handed over."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from mentorship.common.paging import PAGE_SIZE
from mentorship.documents import files, kinds, wording
from mentorship.institution.models import Institution

from . import permissions
from .models import Award
from .papers import certificate as papers
from .papers import rewards


@require_GET
def awards(request):
    """All awards, the newest order first, each with its certificate."""
    if not permissions.can_see_awards(request.user):
        raise PermissionDenied
    found = Award.objects.visible_to(request.user).in_force().with_people()
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    notes = [note for award in page if award.is_printed for note in papers.unproven(award)]
    begins = kinds.get(rewards.KIND.code).begins_at(request.user)
    return render(request, "monitoring/awards.html", {"page": page, "notes": notes, "begins": begins})


@require_GET
def certificate(request, pk, ending):
    """The certificate of an award as PDF or DOCX, for whoever may see the award."""
    award = get_object_or_404(Award.objects.visible_to(request.user).in_force().with_people(), pk=pk)
    if not award.is_printed or ending not in _WRITERS:
        raise Http404
    sheet = wording.in_force(papers.code_of(award), papers.blocks_of(award, Institution.load()))
    content, content_type = _WRITERS[ending](sheet, papers.title_of(award))
    return files.response(content, name=f"{papers.title_of(award)}.{ending}", content_type=content_type)


def _pdf(blocks, title):
    from mentorship.documents import pdf  # slow import

    return pdf.render(blocks, papers.LAYOUT, title=title), files.PDF


def _docx(blocks, title):
    from mentorship.documents import docx_writer  # slow import

    return docx_writer.render(blocks, papers.LAYOUT, title=title), files.DOCX


_WRITERS = {"pdf": _pdf, "docx": _docx}
