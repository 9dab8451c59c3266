"""The yearly refresh of a base: whom to carry over, who is gone, whom to add."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from mentorship.common.asked import must, numbers
from mentorship.common.russian import counted
from mentorship.common.workflow import WorkflowError
from mentorship.cycle.asked import running_cycle
from mentorship.cycle.models import Cycle

from .. import inclusion, permissions, workflow
from ..models import BaseReview, Participation
from .shared import LIST_URLS, base_context


@require_http_methods(["GET", "HEAD", "POST"])
def review(request, side):
    """Look through a base; POST carries the ticked over from the former cycle, all of them or none."""
    must(permissions.can_enrol(request.user))
    cycle, today = running_cycle(request), timezone.localdate()
    if cycle is None:
        return redirect(LIST_URLS[side])
    error, missing = "", []
    carried, gone = inclusion.carried_and_gone(cycle, side, today)
    if request.method == "POST":
        ticked = set(numbers(request.POST.getlist("participation")))
        try:
            done = workflow.carry_over(cycle, side, [one for one in carried if one.pk in ticked], by=request.user)
        except WorkflowError as refusal:
            error, missing = str(refusal), refusal.missing
        else:
            people = counted(len(done), "человек,человека,человек")
            waiting = sum(one.state == Participation.State.CANDIDATE for one in done)
            more = f" Ждут согласия: {waiting}." if waiting else ""
            messages.success(request, f"Перенесено: {people}.{more}")
            return redirect(LIST_URLS[side])
    context = base_context(side, cycle, page="review") | {
        "carried": carried,
        "gone": gone,
        "former": inclusion.former_cycle(cycle, side),
        "advised": inclusion.advised(cycle, side, today),
        "last": inclusion.last_refresh(cycle, side),
        "reviews": BaseReview.objects.filter(cycle=cycle, side=side)[:5],
        "chosen": set(request.POST.getlist("participation")),
        "error": error,
        "missing": missing,
    }
    return render(request, "registry/review.html", context)


@require_POST
def confirm(request, side):
    """Nothing to carry over: the base is up to date as it is."""
    must(permissions.can_enrol(request.user))
    try:
        workflow.confirm_base(Cycle.objects.current(), side, by=request.user)
    except WorkflowError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Отмечено: база просмотрена сегодня.")
    return redirect(LIST_URLS[side])
