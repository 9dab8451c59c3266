"""The card, the rules and the calendar of the institution."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from mentorship.common.paging import page_of
from mentorship.common.russian import date_digits
from mentorship.common.workflow import WorkflowError

from . import permissions, workflow
from .forms import CardForm, PartnerForm, QuietPeriodForm, RulesForm
from .models import ENDS_SOON, Institution, Partner, QuietPeriod, Rules
from .ties import partner_ties

HISTORY_SHOWN = 20


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


@require_GET
def partners(request):
    """Partners by the alphabet and how long their agreements hold."""
    if not permissions.can_view_partners(request.user):
        raise PermissionDenied
    query, today = request.GET.get("q", "")[:200], timezone.localdate()
    page = page_of(request, Partner.objects.search(query))
    context = {
        "page": page,
        "rows": [(partner, _agreement(partner, today)) for partner in page],
        "query": query,
        "is_empty": not page.object_list and not query,
        "can_keep": permissions.can_keep_partners(request.user),
    }
    return render(request, "institution/partners.html", context)


def _agreement(partner, today):
    """(kind of chip, words) of the agreement on a day."""
    if not partner.agreement:
        return "draft", "соглашения нет"
    if partner.valid_until is None:
        return "ok", "бессрочно"
    until = date_digits(partner.valid_until)
    if partner.valid_until < today:
        return "overdue", f"истекло {until}"
    return ("soon" if partner.valid_until <= today + ENDS_SOON else "ok"), f"до {until}"


@require_GET
def partner(request, pk):
    """A partner: the agreement, and what the apps above tell of it."""
    if not permissions.can_view_partners(request.user):
        raise PermissionDenied
    shown = get_object_or_404(Partner, pk=pk)
    context = {
        "partner": shown,
        "agreement": _agreement(shown, timezone.localdate()),
        "ties": [tie for source in partner_ties for tie in source(shown, request.user)],
        "history": shown.history.select_related("history_user")[:HISTORY_SHOWN],
        "can_keep": permissions.can_keep_partners(request.user),
    }
    return render(request, "institution/partner.html", context)


def partner_add(request):
    """A new partner."""
    return _keep_partner(request, Partner())


def partner_edit(request, pk):
    """Correct a partner or write down a new agreement."""
    return _keep_partner(request, get_object_or_404(Partner, pk=pk))


def _keep_partner(request, known):
    if not permissions.can_keep_partners(request.user):
        raise PermissionDenied
    title, form = str(known), PartnerForm(request.POST or None, instance=known)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.save_partner(form.instance, by=request.user)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Сохранено.")
            return redirect(form.instance)
    return render(request, "institution/partner_edit.html", {"form": form, "partner": known, "title": title})
