"""Waves for the curator, questions for those who are asked."""

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from mentorship.common import archive
from mentorship.common.paging import page_of
from mentorship.common.workflow import WorkflowError
from mentorship.institution.models import Rules

from . import permissions, results, scales, workflow
from .forms import AnswerForm, ReopenForm
from .models import Invitation, Wave

LINK = "survey_invitation"  # session key: which invitation this browser came with by a personal link


@require_GET
def wave_list(request):
    """All waves with their rate of answers."""
    if not permissions.can_read_averages(request.user):
        raise PermissionDenied
    waves = Wave.objects.select_related("questionnaire").annotate(
        asked=Count("invitations"), answered=Count("invitations", filter=Q(invitations__answered_at__isnull=False))
    )
    waves = waves.order_by("-opens_on", "-pk")  # a grouped query forgets the model's order
    context = {"page": page_of(request, waves), "can_run": permissions.can_run(request.user)}
    return render(request, "surveys/list.html", context)


@require_GET
def wave(request, pk):
    """One wave: averages for all who may read them, names and single answers for the curator."""
    if not permissions.can_read_averages(request.user):
        raise PermissionDenied
    wave = get_object_or_404(Wave.objects.select_related("questionnaire"), pk=pk)
    found = results.of_wave(wave, hide_below=Rules.load().hide_below)
    invitations = wave.invitations.select_related("person")
    context = {
        "wave": wave,
        "results": found,
        "bars": [(result.question.text, result.mean) for result in found if result.mean is not None],
        "invitations": invitations,
        "asked": len(invitations),
        "answered": sum(1 for invitation in invitations if invitation.answered_at),
        "can_run": permissions.can_run(request.user),
        "form": None if archive.refusal(wave.subject) else ReopenForm(),
    }
    return render(request, "surveys/wave.html", context)


def _wave_to_run(request, pk):
    if not permissions.can_run(request.user):
        raise PermissionDenied
    return get_object_or_404(Wave.objects.select_related("questionnaire"), pk=pk)


def _do(request, act, done, wave):
    try:
        act()
    except WorkflowError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect(wave)


@require_POST
def close(request, pk):
    """Close a wave."""
    wave = _wave_to_run(request, pk)
    return _do(request, lambda: workflow.close_wave(wave, by=request.user), "Опрос закрыт.", wave)


@require_POST
def reopen(request, pk):
    """Open a closed wave again."""
    wave, form = _wave_to_run(request, pk), ReopenForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Укажите, до какого дня можно ответить.")
        return redirect(wave)
    closes_on = form.cleaned_data["closes_on"]
    return _do(request, lambda: workflow.reopen_wave(wave, by=request.user, closes_on=closes_on), "Открыт снова.", wave)


@require_POST
def links(request, pk):
    """Personal links of those who have not answered, as slips to print: the links are seen only now."""
    wave = _wave_to_run(request, pk)
    slips = []
    for invitation in wave.invitations.filter(answered_at__isnull=True).select_related("person", "wave"):
        address = request.build_absolute_uri(
            reverse("surveys:link", args=[workflow.issue_link(invitation, by=request.user)])
        )
        qr = segno.make(address, error="l").svg_data_uri(scale=3, border=2)
        slips.append({"person": invitation.person, "address": address, "qr": qr})
    return render(request, "surveys/links.html", {"wave": wave, "slips": slips})


@require_GET
def single(request, pk):
    """One person's answers, for the curator alone."""
    if not permissions.can_run(request.user):
        raise PermissionDenied
    invitation = get_object_or_404(
        Invitation.objects.select_related("person", "wave__questionnaire", "response__entered_by"),
        pk=pk,
        answered_at__isnull=False,
    )
    answers = invitation.response.answers
    rows = [(q, scales.words(q, answers.get(q.code))) for q in invitation.wave.questionnaire.questions.all()]
    return render(request, "surveys/single.html", {"invitation": invitation, "rows": rows})


@require_GET
def blank(request, pk):
    """The questionnaire to be printed and filled by hand."""
    wave = _wave_to_run(request, pk)
    rows = [
        (question, scales.options(question), scales.ends(question), scales.may_not_apply(question))
        for question in wave.questionnaire.questions.all()
    ]
    return render(request, "surveys/blank.html", {"wave": wave, "rows": rows})


@require_GET
def mine(request):
    """What I am asked to answer, and what I have answered."""
    invitations = Invitation.objects.mine(request.user).select_related("wave__questionnaire").order_by("-pk")
    return render(request, "surveys/mine.html", {"invitations": invitations})


def answer(request, pk):
    """Answer an invitation of one's own; the curator types in an answer that came on paper."""
    invitations = Invitation.objects.select_related("wave__questionnaire", "person")
    if not permissions.can_run(request.user):
        invitations = invitations.mine(request.user)
    invitation = get_object_or_404(invitations, pk=pk)
    own = invitation.person.user_id == request.user.pk
    entered_by = None if own else request.user
    target = reverse("surveys:mine") if own else invitation.wave.get_absolute_url()
    return _ask(request, invitation, entered_by, target, "surveys/answer.html")


@require_GET
@login_not_required
def link(request, token):
    """A personal link: exchanged for a short session, so that the token leaves the address bar; nothing is changed."""
    invitation = workflow.invitation_of(token)
    if invitation is None:
        return _dead_link(request)
    request.session[LINK] = invitation.pk
    return redirect("surveys:by_link")


@login_not_required
def by_link(request):
    """The questions for who came by a personal link."""
    invitation = (
        Invitation.objects.filter(pk=request.session.get(LINK)).select_related("wave__questionnaire", "person").first()
    )
    if invitation is None:
        return _dead_link(request)
    return _ask(request, invitation, None, reverse("surveys:thanks"), "surveys/answer_by_link.html")


def _dead_link(request):
    """One and the same page for a link that is unknown, used, replaced or out of date."""
    return render(request, "surveys/dead_link.html", status=404)


@require_GET
@login_not_required
def thanks(request):
    """The last page of a personal link."""
    request.session.pop(LINK, None)
    return render(request, "surveys/thanks.html")


def _ask(request, invitation, entered_by, target, template):
    questions = list(invitation.wave.questionnaire.questions.all())
    form = AnswerForm(request.POST or None, questions=questions)
    context = {"invitation": invitation, "form": form, "entered_by": entered_by}
    if invitation.answered_at or invitation.wave.state != Wave.State.OPEN:
        return render(request, template, context | {"form": None}, status=409 if request.method == "POST" else 200)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.answer(invitation, form.cleaned_data, entered_by=entered_by)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Спасибо, ответы сохранены.")
            return redirect(target)
    return render(request, template, context)
