"""Acquaintance: the tap of the one who has read, the sheet of a paper, who has not read yet."""

from django import forms
from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from mentorship.common.asked import must
from mentorship.common.paging import page_of
from mentorship.common.workflow import WorkflowError
from mentorship.institution.models import Institution

from .. import acquaintance as sheets
from .. import codes, files, kinds, page, permissions, screens, workflow
from ..layout import PLAIN
from ..models import Acquaintance, Paper, PaperSettings
from .shared import get_paper


class SignedForm(forms.Form):
    """Who signed the sheet, and on which day."""

    people = forms.ModelMultipleChoiceField(
        Acquaintance.objects.none(),
        error_messages={
            "required": "Отметьте тех, кто расписался на листе.",
            "invalid_choice": "Чья-то подпись из отмеченных уже записана. Проверьте остальных и отметьте ещё раз.",
        },
    )
    on = forms.DateField(error_messages={"required": "Укажите дату.", "invalid": "Укажите дату, например 01.09.2026."})

    def __init__(self, data, *, paper):
        super().__init__(data)
        self.fields["people"].queryset = paper.acquaintances.filter(signed_on__isnull=True)


@require_POST
def tap(request, pk):
    """«Ознакомлен(а)»."""
    found = get_paper(request, pk)
    try:
        workflow.tap(found, by=request.user)
    except WorkflowError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Записано: вы ознакомились с документом.")
    return redirect(found)


@require_GET
def acquaintance(request, pk):
    """Everybody on the sheet of a paper: the tap, the signature."""
    return _sheet(request, _kept(request, pk))


def _kept(request, pk):
    """The paper, for those who keep papers."""
    found = get_paper(request, pk)
    must(permissions.can_see_course(request.user))
    return found


def _sheet(request, paper, errors=(), chosen=(), on=None):
    context = {
        "paper": paper,
        "kind": kinds.title(paper.kind),
        "people": paper.acquaintances.select_related("user", "noted_by"),
        "lacking": set(paper.acquaintances.lacking().values_list("pk", flat=True)),
        "settings": PaperSettings.load(),
        "may_note": permissions.can_keep(request.user, paper),
        "errors": errors,
        "chosen": chosen,
        "on": on or timezone.localdate().isoformat(),
    }
    return render(request, "documents/acquaintance.html", context)


@require_POST
def note_signatures(request, pk):
    """Note who signed the sheet."""
    found = _kept(request, pk)
    must(permissions.can_keep(request.user))
    form = SignedForm(request.POST, paper=found)
    if form.is_valid():
        try:
            count = workflow.note_signatures(found, **form.cleaned_data, by=request.user)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Подписи отмечены: {count}.")
            return redirect("documents:acquaintance", pk)
    errors = [error for of_field in form.errors.values() for error in of_field]
    return _sheet(request, found, errors, request.POST.getlist("people"), request.POST.get("on"))


@require_POST
def take_signature_back(request, pk, person):
    """Take back a signature noted by mistake."""
    found = _kept(request, pk)
    must(permissions.can_keep(request.user))
    workflow.take_signature_back(get_object_or_404(found.acquaintances, pk=person), by=request.user)
    messages.success(request, "Отметка о подписи снята.")
    return redirect("documents:acquaintance", pk)


@require_GET
def acquaintance_sheet(request, pk):
    """The sheet to print: taps of the portal filled in, room for signatures."""
    from .. import pdf  # slow import

    found = _kept(request, pk)
    blocks = sheets.as_blocks(Institution.load(), found, found.acquaintances.all())
    content = pdf.render(
        blocks, page.of_institution(PLAIN), title="Лист ознакомления", code=codes.of_paper(found), qr=False
    )
    name = f"Лист ознакомления, {workflow.file_name(found, 'pdf')}"
    return files.response(content, name=name, content_type=files.PDF, inline=True)


@require_GET
def unread(request):
    """Papers that somebody has yet to be acquainted with, the earliest term first."""
    must(permissions.can_see_course(request.user))
    lacking = Acquaintance.objects.lacking()
    papers = Paper.objects.visible_to(request.user).filter(pk__in=lacking.values("paper"))
    papers = papers.prefetch_related(Prefetch("acquaintances", lacking, to_attr="lacking")).without_text()
    found = page_of(request, papers.order_by("acquaint_until", "pk"))
    today = timezone.localdate()
    lines = [(line, (today - (line.paper.acquaint_until or today)).days) for line in screens.lines(found)]
    return render(request, "documents/unread.html", {"page": found, "lines": lines})
