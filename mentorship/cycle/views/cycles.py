"""Pages of a cycle: its roadmap, its opening and closing, its programme."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from mentorship.common.exports import XLSX, xlsx_bytes
from mentorship.common.workflow import WorkflowError
from mentorship.documents import files
from mentorship.documents.permissions import can_prepare

from .. import closing, permissions, workflow
from .. import roadmap as reading
from ..forms import (
    CloseCycleForm,
    OpenCycleForm,
    ProgrammeForm,
)
from ..models import Cycle, Programme
from .shared import attempt, cycle_or_404, rights_of, submit

# --- reading ---------------------------------------------------------------------------------------------


@require_GET
def home(request):
    """The roadmap of the present cycle, or what to do while there is none."""
    if not permissions.can_view_roadmap(request.user):
        raise PermissionDenied
    if cycle := Cycle.objects.current():
        return redirect(cycle)
    return render(request, "cycle/none.html", {"can_open": permissions.can_manage_cycles(request.user)})


@require_GET
def roadmap(request, pk):
    """Stages with progress and rows with their state, narrowed by ``show``."""
    cycle = cycle_or_404(request, pk)
    context = {
        "cycle": cycle,
        "roadmap": reading.build(cycle, request.user, request.GET.get("show", "")),
        "cycles": Cycle.objects.all(),
        "today": timezone.localdate(),
        "closed_by": closing.closed_by(cycle),
        "unfinished": closing.unfinished_papers(cycle) if cycle.is_closed and can_prepare(request.user) else [],
        **rights_of(request.user, cycle),
    }
    return render(request, "cycle/roadmap.html", context)


@require_GET
def xlsx(request, pk):
    """The roadmap for Excel."""
    cycle = cycle_or_404(request, pk)
    if not permissions.can_view_activity(request.user):
        raise PermissionDenied
    title = f"Дорожная карта {cycle.title}"
    content = xlsx_bytes(title, reading.COLUMNS, reading.table(cycle, request.user))
    return files.response(content, name=f"{title}.xlsx".replace("/", "-"), content_type=XLSX)


# --- cycles ----------------------------------------------------------------------------------------------


def open_cycle(request):
    """Open a cycle by a model or by the roadmap of an earlier cycle."""
    if not permissions.can_manage_cycles(request.user):
        raise PermissionDenied
    form = OpenCycleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        warnings = workflow.opening_warnings(cleaned["starts_on"], cleaned["ends_on"])
        try:
            cycle = _open(form, request.user)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Цикл «{cycle.title}» открыт. Дорожную карту можно править.")
            for warning in warnings:
                messages.warning(request, warning)
            return redirect(cycle)
    return render(request, "cycle/open.html", {"form": form})


def _open(form, user):
    cleaned = form.cleaned_data
    code, chosen = form.chosen()
    frame = {name: cleaned[name] for name in ("title", "starts_on", "ends_on")} | {"by": user}
    if code is None:
        return workflow.open_next(get_object_or_404(Cycle, pk=chosen), **frame)
    return workflow.open_cycle(
        code, programme_title=cleaned["programme_title"], goal=cleaned["goal"], suggested=chosen, **frame
    )


def close_cycle(request, pk):
    """Show what is ready and what is not, ask, and close the cycle."""
    cycle = cycle_or_404(request, pk)
    if not permissions.can_manage_cycles(request.user):
        raise PermissionDenied
    if cycle.is_closed:
        return redirect(cycle)
    order = closing.order_on_results(cycle)
    typed = request.POST if request.method == "POST" else None
    form = CloseCycleForm(typed, needs_reason=order is None)
    if request.method == "POST" and submit(form, closing.close_cycle, cycle, by=request.user):
        messages.success(request, f"Цикл «{cycle}» закрыт. Его записи и документы хранятся, но больше не меняются.")
        return redirect(cycle)
    context = {
        "cycle": cycle,
        "form": form,
        "order": order,
        "begin_order_url": closing.begin_order_url(cycle),
        "hindrances": closing.hindrances_of(cycle),
        "leftovers": closing.leftovers_of(cycle),
        "undone": [row for row in reading.rows(cycle, request.user) if not row.state.is_done],
    }
    return render(request, "cycle/close.html", context)


@require_POST
def reopen_cycle(request, pk):
    """Open a closed cycle again."""
    cycle = cycle_or_404(request, pk)
    if not permissions.can_manage_cycles(request.user):
        raise PermissionDenied
    attempt(request, "Цикл снова открыт.", closing.reopen_cycle, cycle, by=request.user)
    return redirect(cycle)


def programme(request, pk):
    """Title, goal and period of the programme."""
    if not permissions.can_manage_cycles(request.user):
        raise PermissionDenied
    found = get_object_or_404(Programme.objects.prefetch_related("cycles"), pk=pk)
    form = ProgrammeForm(request.POST or None, instance=found, back_url=reverse("cycle:home"))
    stored = get_object_or_404(Programme, pk=pk)  # the form writes into its own copy before the rules have spoken
    if request.method == "POST" and submit(form, workflow.save_programme, stored, by=request.user):
        messages.success(request, "Программа сохранена.")
        return redirect("cycle:home")
    return render(request, "cycle/programme.html", {"programme": found, "form": form})
