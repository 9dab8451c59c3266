"""The card, the rules and the calendar of the institution."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from mentorship.common.workflow import WorkflowError

from . import permissions, workflow
from .forms import CardForm, QuietPeriodForm, RulesForm
from .models import Institution, QuietPeriod, Rules


def card(request):
    """The institution's card as papers use it."""
    return _edit(request, CardForm, Institution.load(), workflow.save_card, "institution/card.html", "card")


def rules(request):
    """Thresholds."""
    return _edit(request, RulesForm, Rules.load(), workflow.save_rules, "institution/rules.html", "rules")


def _edit(request, form_class, instance, act, template, name):
    if not permissions.can_view(request.user) or (
        request.method == "POST" and not permissions.can_change(request.user)
    ):
        raise PermissionDenied
    form = form_class(request.POST or None, instance=instance)
    if request.method == "POST" and form.is_valid():
        try:
            act(form.instance, by=request.user)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Сохранено.")
            return redirect(f"institution:{name}")
    return render(request, template, {"form": form, "can_change": permissions.can_change(request.user)})


def calendar(request):
    """Quiet periods; POST adds one."""
    if not permissions.can_view(request.user) or (
        request.method == "POST" and not permissions.can_change(request.user)
    ):
        raise PermissionDenied
    form = QuietPeriodForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.add_quiet_period(by=request.user, **form.cleaned_data)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            return redirect("institution:calendar")
    periods = QuietPeriod.objects.order_by("-starts_on")
    context = {"form": form, "periods": periods, "can_change": permissions.can_change(request.user)}
    return render(request, "institution/calendar.html", context)


@require_POST
def quiet_period_remove(request, pk):
    """Take a quiet period out of the calendar."""
    if not permissions.can_change(request.user):
        raise PermissionDenied
    workflow.remove_quiet_period(get_object_or_404(QuietPeriod, pk=pk), by=request.user)
    return redirect("institution:calendar")
