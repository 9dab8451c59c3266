"""«Стопка сканов»: many signed sheets at once. The files wait on the page until every line is right."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.views.decorators.http import require_GET, require_POST

from mentorship.accounts import journal
from mentorship.common.asked import must
from mentorship.common.russian import counted
from mentorship.documents import files
from mentorship.documents.models import StoredFile

from .. import permissions, workflow
from ..consent_forms import DayForAllForm, SheetForm
from ..models import Consent

WAITING = "scans"  # of the session: keys of the files that wait
MOST_FILES = 100
MOST_CHOICES = 500


def stack(request):
    """The waiting files with a number and a day each; POST marks all of them or none."""
    must(permissions.can_keep_consents(request.user))
    waiting = _waiting(request)
    data = request.POST if request.method == "POST" else None
    rows = [(stored, _form(stored, data)) for stored in waiting]
    for_all, problems = DayForAllForm(data), {}
    if data is not None and rows:
        problems = _sign(request, rows, for_all)
        if not problems:
            return redirect("people:consents")
    context = {
        "rows": [(stored, form, problems.get(index, "")) for index, (stored, form) in enumerate(rows)],
        "for_all": for_all,
        "refused": len(problems),
        "unsigned": Consent.objects.unsigned().select_related("person").order_by("-pk")[:MOST_CHOICES],
        "count": counted(len(rows), "файл,файла,файлов"),
        "most": MOST_FILES,
    }
    journal.note(request, rows=len(rows))
    return render(request, "people/stack.html", context)


def _form(stored, data):
    known = workflow.find_consent(stored.name) if data is None else None
    return SheetForm(data, prefix=f"f{stored.pk}", initial={"number": known.number if known else ""})


def _sign(request, rows, for_all):
    """{index: what is wrong}; empty when the whole stack was marked."""
    day = for_all.cleaned_data["day"] if for_all.is_valid() else None
    problems = {index: _words(form) for index, (_, form) in enumerate(rows) if not form.is_valid()}
    if problems:
        return problems
    sheets = [(form.cleaned_data["number"], form.cleaned_data["on"] or day, stored) for stored, form in rows]
    try:
        done = workflow.sign_stack(sheets, by=request.user)
    except workflow.StackError as error:
        return error.problems
    request.session[WAITING] = []
    messages.success(request, f"Отмечено: {counted(len(done), 'согласие,согласия,согласий')}, сканы приложены.")
    return {}


def _words(form):
    return " ".join(message for found in form.errors.values() for message in found)


@require_POST
def add(request):
    """Take files into the stack; what is no scan is named and left out, the others stay."""
    must(permissions.can_keep_consents(request.user))
    keys = list(request.session.get(WAITING, []))
    uploads = request.FILES.getlist("scans")
    if not uploads:
        messages.warning(request, "Выберите один или несколько файлов со сканами.")
    for upload in uploads:
        if len(keys) >= MOST_FILES:
            messages.error(request, f"В стопке не больше {MOST_FILES} файлов. Отметьте эти и добавьте остальные.")
            break
        try:
            keys.append(files.store_scan(upload, by=request.user).pk)
        except ValidationError as error:
            messages.error(request, format_html("«{}»: {}", upload.name, " ".join(error.messages)))
    request.session[WAITING] = keys
    return redirect("people:stack")


@require_POST
def drop(request, pk):
    """Take a file out of the stack."""
    must(permissions.can_keep_consents(request.user))
    request.session[WAITING] = [key for key in request.session.get(WAITING, []) if key != pk]
    return redirect("people:stack")


@require_GET
def sheet(request, pk):
    """A waiting scan, for the one who put it there."""
    must(permissions.can_keep_consents(request.user))
    if pk not in request.session.get(WAITING, []):
        raise Http404
    stored = get_object_or_404(StoredFile, pk=pk, added_by=request.user)
    return files.response(stored.read(), name=stored.name, content_type=stored.content_type, inline=True)


def _waiting(request):
    """Stored files of this user's stack in the order in which they came."""
    keys = request.session.get(WAITING, [])
    found = StoredFile.objects.filter(added_by=request.user).in_bulk(keys)
    return [found[key] for key in keys if key in found]
