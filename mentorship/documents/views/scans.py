"""«Разобрать сканы»: many files dropped at once; what the codes on the sheets did not say is said by hand."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mentorship.common.paging import page_of
from mentorship.common.russian import counted
from mentorship.common.workflow import WorkflowError

from .. import files, permissions, scan_stack, workflow, works
from .. import scans as places
from ..models import WaitingScan
from .shared import kept_file

MOST_FILES = 100
HOWS = ("as_is", "replace", "append")


@require_http_methods(["GET", "POST"])
def scans(request):
    """The waiting scans and the place to drop more."""
    _may(request)
    if request.method == "POST":
        return _take(request)
    waiting = WaitingScan.objects.visible_to(request.user).select_related("added_by")
    page = page_of(request, waiting)
    context = {"page": page, "awaited": places.awaited(request.user) if page.object_list else []}
    context |= {"most": MOST_FILES, "limit": settings.MAX_STACK_BYTES // 1024 // 1024}
    return render(request, "documents/scans.html", context)


def _may(request):
    if not permissions.can_attach_scan(request.user):
        raise PermissionDenied


def _take(request):
    """Keep what is a scan, name what is none, and order the reading."""
    kept = []
    uploads = request.FILES.getlist("scans")
    if not uploads:
        messages.warning(request, "Выберите один или несколько файлов со сканами.")
    for upload in uploads[:MOST_FILES]:
        try:
            content, content_type = files.accept_scan(upload, limit=settings.MAX_STACK_BYTES)
        except ValidationError as error:
            messages.error(request, format_html("«{}»: {}", upload.name, " ".join(error.messages)))
            continue
        name = files.scan_name(upload.name, content_type)
        kept.append(files.store(content, name=name, content_type=content_type, by=request.user))
    if len(uploads) > MOST_FILES:
        messages.error(request, f"За один раз – не больше {MOST_FILES} файлов: остальные выберите ещё раз.")
    if not kept:
        return redirect("documents:scans")
    waiting = workflow.take_scans(kept, by=request.user)
    title = f"Сканы: {counted(len(kept), 'файл,файла,файлов')}"
    params = {"scans": [scan.pk for scan in waiting]}
    return redirect(works.start(scan_stack.JOB, title=title, params=params, owner=request.user, back_url=request.path))


def _waiting(request, pk):
    _may(request)
    return get_object_or_404(WaitingScan.objects.visible_to(request.user).select_related("file"), pk=pk)


@require_GET
def scan_file(request, pk):
    """The waiting scan itself."""
    found = _waiting(request, pk)
    return kept_file(request, "documents:scans", found.file, found.file.name)


@require_POST
def scan_place(request, pk):
    """Attach a waiting scan to what was typed or chosen."""
    found = _waiting(request, pk)
    typed, how = request.POST.get("code", "")[:100], request.POST.get("how", "")
    try:
        record = workflow.place_scan(found, typed, by=request.user, how=how if how in HOWS else "")
    except WorkflowError as error:
        workflow.remember_doubt(found, typed, error)
    else:
        done = format_html('Скан приложен: <a href="{}">{}</a>.', record.get_absolute_url(), record)
        messages.success(request, done)
    return redirect("documents:scans")


@require_POST
def scan_drop(request, pk):
    """Throw a waiting scan away."""
    workflow.drop_scan(_waiting(request, pk))
    messages.success(request, "Скан убран: файл удалён.")
    return redirect("documents:scans")
