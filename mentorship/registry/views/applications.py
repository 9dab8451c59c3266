"""«Хочу стать наставником»: the public page, and the curator's list of what came from it."""

from axes.helpers import get_client_ip_address
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.accounts import journal
from mentorship.common.asked import must
from mentorship.common.paging import page_of
from mentorship.common.workflow import WorkflowError
from mentorship.institution.models import Institution, Rules
from mentorship.people import doubles
from mentorship.people.models import Person

from .. import permissions, workflow
from ..application_consent import consent_words
from ..forms import ApplicationForm, ConfirmForm, DeclineForm
from ..models import Application


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def apply(request):
    """The short form; open only while the institution takes applications."""
    _must_be_open()
    form = ApplicationForm(request.POST or None)
    consent = consent_words(Institution.load(), Rules.load())
    if request.method == "POST" and form.is_valid():
        try:
            if not form.is_bait_taken:
                address = get_client_ip_address(request) or ""
                workflow.apply(address=address, consent_text=consent, **form.values)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            return redirect("registry:applied")
    return render(request, "registry/apply.html", {"form": form, "consent": consent})


@login_not_required
@require_safe
def applied(request):
    """What happens next; says nothing of who has sent what."""
    _must_be_open()
    return render(request, "registry/applied.html")


def _must_be_open():
    if not Rules.load().takes_applications:
        raise Http404


@require_safe
def applications(request):
    """All applications, those that wait first."""
    must(permissions.can_see_applications(request.user))
    found = Application.objects.visible_to(request.user).prefetch_related("topics").order_by("decided_on", "sent_at")
    page = page_of(request, found)
    context = {"page": page, "is_open": Rules.load().takes_applications}
    journal.note(request, rows=len(page.object_list))
    return render(request, "registry/applications.html", context)


@require_safe
def application(request, pk):
    """One application, with the two decisions while there is none."""
    return _show(request, _visible(request, pk))


@require_POST
def confirm(request, pk):
    """The sender becomes a candidate."""
    one = _decidable(request, pk)
    form = ConfirmForm(request.POST, alike=_alike(one))
    if form.is_valid():
        try:
            candidate = workflow.accept_application(one, by=request.user, **form.values)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{candidate.person.full_name}: теперь кандидат в наставники.")
            return redirect(candidate)
    return _show(request, one, confirm_form=form)


@require_POST
def decline(request, pk):
    """The application is declined, with a reason."""
    one = _decidable(request, pk)
    form = DeclineForm(request.POST)
    if form.is_valid():
        try:
            workflow.decline_application(one, by=request.user, **form.cleaned_data)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Заявка отклонена. Сообщите об этом отправителю: портал ему не пишет.")
            return redirect("registry:applications")
    return _show(request, one, decline_form=form)


def _show(request, one, *, confirm_form=None, decline_form=None):
    context = {"application": one}
    if one.state == Application.State.NEW and permissions.can_decide_applications(request.user):
        context["confirm_form"] = confirm_form or ConfirmForm(alike=_alike(one))
        context["decline_form"] = decline_form or DeclineForm()
    return render(request, "registry/application.html", context)


def _visible(request, pk):
    return get_object_or_404(Application.objects.visible_to(request.user).select_related("person", "decided_by"), pk=pk)


def _decidable(request, pk):
    one = _visible(request, pk)
    must(permissions.can_decide_applications(request.user))
    return one


def _alike(application):
    return doubles.alike_of(Person(**application.name_parts))
