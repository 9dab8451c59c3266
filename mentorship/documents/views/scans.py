"""«Разобрать сканы»: many files dropped at once; what the codes on the sheets did not say is said by hand."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mentorship.common.asked import must, number
from mentorship.common.paging import page_of
from mentorship.common.russian import counted
from mentorship.common.workflow import WorkflowError

from .. import codes, files, permissions, scan_reader, scan_stack, workflow, works
from .. import scans as places
from ..forms import StackForm
from ..models import WaitingScan

MOST_FILES = 100
HOWS = ("as_is", "replace", "append")


@dataclass
class Row:
    """A waiting scan as the page shows it."""

    scan: WaitingScan
    guess: str  # what its code means
    choices: list  # (code, words) of those among which the user chooses

    @property
    def pages_to_part(self):
        return range(2, self.scan.pages + 1)


@require_http_methods(["GET", "POST"])
def scans(request):
    """The waiting scans and the place to drop more."""
    _may(request)
    form = StackForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _take(request, form.cleaned_data["day"])
    waiting = WaitingScan.objects.visible_to(request.user).select_related("added_by")
    page = page_of(request, waiting)
    context = {
        "form": form,
        "page": page,
        "rows": [_row(scan, request.user) for scan in page],
        "awaited": places.awaited(request.user) if page.object_list else [],
        "asks_day": places.asks_day(request.user),
        "unfinished": places.unfinished(request.user),
        "most": MOST_FILES,
        "limit": settings.MAX_STACK_BYTES // 1024 // 1024,
    }
    return render(request, "documents/scans.html", context)


def _row(scan, user):
    many = scan.doubt == WaitingScan.Doubt.MANY
    code = codes.parse(scan.code)
    record = places.target_of(code).find(code) if code and places.target_of(code).may(user) else None
    return Row(scan, str(record or ""), places.meant(user, scan.typed) if many else [])


def _may(request):
    must(permissions.can_attach_scan(request.user))


def _take(request, day):
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
    waiting = workflow.take_scans(kept, by=request.user, day=day)
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
    return files.kept(request, found.file, back="documents:scans")


@require_GET
def scan_look(request, pk):
    """The first page of a waiting scan as a small picture."""
    found = _waiting(request, pk)
    try:
        content = scan_reader.look(found.file.read(), found.file.content_type)
    except (OSError, scan_reader.Unreadable):
        raise Http404 from None
    return files.response(content, name="лист.png", content_type=files.PNG, inline=True)


@require_POST
def scan_place(request, pk):
    """Attach a waiting scan to what was typed or chosen."""
    found = _waiting(request, pk)
    typed, how = (request.POST.get("chosen") or request.POST.get("code", ""))[:100], request.POST.get("how", "")
    form = StackForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["day"]))
        return redirect("documents:scans")
    day = form.cleaned_data["day"]
    try:
        record, words = workflow.place_scan(found, typed, by=request.user, how=how if how in HOWS else "", day=day)
    except WorkflowError as error:
        workflow.remember_doubt(found, typed, error, by=request.user, day=day)
        return _back_to(pk)
    done = format_html('Скан приложен: <a href="{}">{}</a>. {}', record.get_absolute_url(), record, words)
    messages.success(request, done)
    return redirect("documents:scans")


def _back_to(pk):
    return redirect(f"{reverse('documents:scans')}#scan-{pk}")


@require_POST
def scan_turn(request, pk):
    """Turn the sheets of a waiting scan a quarter to the right."""
    try:
        workflow.turn_scan(_waiting(request, pk), by=request.user)
    except scan_reader.Unreadable as error:
        messages.error(request, str(error))
    return _back_to(pk)


@require_POST
def scan_split(request, pk):
    """Part a waiting scan in two before the page named."""
    found, page = _waiting(request, pk), number(request.POST.get("page", ""))
    try:
        workflow.split_scan(found, page=page, by=request.user)
    except (WorkflowError, scan_reader.Unreadable) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Скан разделён: вторая часть начинается со страницы {page}.")
    return redirect("documents:scans")


@require_POST
def scan_drop(request, pk):
    """Throw a waiting scan away."""
    workflow.drop_scan(_waiting(request, pk))
    messages.success(request, "Скан убран: файл удалён.")
    return redirect("documents:scans")
