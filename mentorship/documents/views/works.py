"""Long work in the background."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from mentorship.common.paging import page_of

from .. import files
from ..models import BackgroundWork


@require_GET
def work_list(request):
    """My recent long work."""
    mine = BackgroundWork.objects.visible_to(request.user).select_related("result")
    return render(request, "documents/works.html", {"page": page_of(request, mine)})


@require_GET
def work(request, key):
    """How far one work is; htmx asks for the part until it is over."""
    found = get_object_or_404(BackgroundWork.objects.visible_to(request.user).select_related("result"), key=key)
    return render(request, "documents/_work.html" if request.htmx else "documents/work.html", {"work": found})


@require_GET
def work_result(request, key):
    """The file a work ended with; not for one whose roles have ended since: it holds papers of others."""
    found = get_object_or_404(BackgroundWork.objects.visible_to(request.user).select_related("result"), key=key)
    if found.result is None or not request.user.roles:
        raise Http404
    return files.kept(request, found.result, back=found)
