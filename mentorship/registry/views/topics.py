"""Strengths of a mentor, requests of a mentee, and the map of gaps between them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from mentorship.common.asked import must
from mentorship.common.workflow import WorkflowError
from mentorship.cycle.models import Cycle

from .. import permissions, workflow
from ..forms import RequestForm, StrengthsForm
from ..gaps import COLUMNS, topic_rows
from ..models import MenteeRequest, Side
from . import participants
from .shared import base_context, changeable


@require_safe
def gaps(request):
    """Difficulties without a strong mentor, as a table with ways to the people, and as a picture."""
    must(permissions.can_see_bases(request.user))
    cycle = Cycle.objects.current()
    rows = topic_rows(cycle) if cycle else []
    without_topic = MenteeRequest.objects.filter(
        participation__cycle=cycle, participation__state__in=["candidate", "in_base"], topic=None, solved_on=None
    )
    context = base_context(Side.MENTEE, cycle, page="gaps") | {
        "rows": rows,
        "gaps": [row for row in rows if row.is_gap],
        "heat": [(row.topic.title, row.figures) for row in rows],
        "columns": COLUMNS,
        "without_topic": without_topic.count(),
    }
    return render(request, "registry/gaps.html", context)


def strengths(request, pk):
    """Say what a mentor is strong in."""
    one = changeable(request, pk)
    levels = dict(one.strengths.values_list("topic", "level"))
    form = StrengthsForm(request.POST or None, levels=levels)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.set_strengths(one, form.levels, by=request.user)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Сильные стороны сохранены.")
            return redirect(one)
    context = {
        "participation": one,
        "form": form,
        "title": "Сильные стороны",
        "lead": "Темы – общие с запросами наставляемых: по ним портал строит карту пробелов.",
    }
    return render(request, "registry/form.html", context)


@require_POST
def add_request(request, pk):
    """Write down what a mentee asks for."""
    one = changeable(request, pk)
    form = RequestForm(request.POST)
    if form.is_valid():
        try:
            workflow.change_request(one, by=request.user, **form.cleaned_data)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Запрос добавлен.")
            return redirect(f"{one.get_absolute_url()}#requests")
    return participants.card(request, one, request_form=form)


def edit_request(request, pk):
    """Correct a request."""
    asked, one = _asked(request, pk)
    form = RequestForm(request.POST or None, instance=asked)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.change_request(one, request=asked, by=request.user, **form.cleaned_data)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Запрос исправлен.")
            return redirect(f"{one.get_absolute_url()}#requests")
    context = {"participation": one, "form": form, "title": "Запрос", "lead": ""}
    return render(request, "registry/form.html", context)


@require_POST
def solve_request(request, pk):
    """Mark a request as solved, or open it again."""
    asked, one = _asked(request, pk)
    try:
        workflow.solve_request(asked, by=request.user)
    except WorkflowError as error:
        messages.error(request, str(error))
    return redirect(f"{one.get_absolute_url()}#requests")


@require_POST
def remove_request(request, pk):
    """Take away a request made by mistake."""
    asked, one = _asked(request, pk)
    workflow.remove_request(asked, by=request.user)
    messages.success(request, "Запрос убран.")
    return redirect(f"{one.get_absolute_url()}#requests")


def _asked(request, pk):
    asked = get_object_or_404(MenteeRequest, pk=pk)
    return asked, changeable(request, asked.participation_id)
