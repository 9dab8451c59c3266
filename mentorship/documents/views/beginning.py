"""The page before a draft: what the records do not say, asked by the form of the kind."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from mentorship.common.asked import must
from mentorship.common.workflow import Conflict, WorkflowError

from .. import kinds, permissions, workflow
from .shared import get_paper


@require_http_methods(["GET", "POST"])
def begin(request, code):
    """Ask what a new paper of this kind needs and write its draft; the address may bring first values."""
    kind = next((kind for kind in kinds.all_kinds() if kind.code == code and kind.form), None)
    if kind is None:
        raise Http404
    must(permissions.can_prepare(request.user))
    form = kind.form(request.POST or None, user=request.user, initial=request.GET.dict())
    closed = kind.refusal(form.subject_or_none())
    if request.method == "POST" and form.is_valid():
        try:
            paper = workflow.begin(kind, form, by=request.user)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Черновик составлен по записям. Прочитайте и передайте на подпись.")
            return redirect(paper)
    return render(request, "documents/begin.html", {"kind": kind, "form": form, "closed": closed})


@require_http_methods(["GET", "POST"])
def answer_again(request, pk):
    """Change the answers of a draft; its text is written anew."""
    paper = get_paper(request, pk)
    kind = kinds.get(paper.kind)
    if kind.form is None:
        raise Http404
    must(permissions.can_prepare(request.user))
    form = kind.form(request.POST or None, user=request.user, initial=kind.form.initial_of(paper))
    version = request.POST.get("version", str(paper.version))
    if request.method == "POST" and form.is_valid():
        try:
            number = int(version) if version.isdecimal() else -1
            workflow.answer_again(paper, form, version=number, by=request.user)
        except Conflict as error:
            form.add_error(None, str(error))
            version = str(error.current.version)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Текст составлен заново по новым данным.")
            return redirect(paper)
    context = {"kind": kind, "form": form, "paper": paper, "version": version}
    return render(request, "documents/begin.html", context)
