"""One paper and its verbs."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mentorship.common.asked import must
from mentorship.common.russian import date_digits
from mentorship.common.workflow import Conflict, WorkflowError

from .. import files, kinds, permissions, workflow
from ..forms import ChangeForm, RemarkForm, ScanForm, SignForm, StorageForm
from .shared import get_paper, paper_page, register_form


@require_GET
def paper(request, pk):
    """The paper: its sheet, state, what is missing, and the verbs that this user has."""
    shown = get_paper(request, pk)
    if request.htmx:
        may_print = permissions.can_print(request.user, shown)
        return render(request, "documents/_pdf.html", {"paper": shown, "may_print": may_print})
    return paper_page(request, shown)


def _act(request, pk, allowed, act, done):
    """One verb: seen, else 404; allowed, else 403; done, or the page with what was refused and why."""
    found = get_paper(request, pk)
    must(allowed(request.user))
    try:
        act(found)
    except WorkflowError as error:
        return paper_page(request, get_paper(request, pk), refusal=error)
    messages.success(request, done)
    return redirect(found)


@require_POST
def send(request, pk):
    """Put the draft before the head."""
    return _act(
        request,
        pk,
        permissions.can_prepare,
        lambda found: workflow.send(found, by=request.user),
        "Передан на подпись. Руководитель увидит документ на своей первой странице.",
    )


@require_POST
def take_back(request, pk):
    """Take the paper back from the head's desk."""
    return _act(
        request,
        pk,
        permissions.can_take_back,
        lambda found: workflow.take_back(found, by=request.user),
        "Отозван с подписи. Теперь текст можно править.",
    )


@require_POST
def return_with_remark(request, pk):
    """The head returns the paper with a remark."""
    found = get_paper(request, pk)
    must(permissions.can_sign(request.user) or permissions.can_return(request.user, found))
    form = RemarkForm(request.POST, paper=found)
    if form.is_valid():
        try:
            workflow.return_with_remark(found, remark=form.cleaned_data["remark"], by=request.user)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Возвращён с замечанием.")
            return redirect("documents:to_sign" if permissions.can_see_waiting(request.user) else "documents:list")
    return paper_page(request, get_paper(request, pk), remark_form=form)


@require_POST
def sign(request, pk):
    """The head signs: number and date are given, the text is frozen. A second press shows the same number."""
    found = get_paper(request, pk)
    must(permissions.can_sign(request.user))
    form = SignForm(request.POST, paper=found)
    if not form.is_valid():
        return paper_page(request, found, sign_form=form)
    try:
        workflow.issue(found, by=request.user, **form.cleaned_data)
    except workflow.AlreadyIssued as error:
        messages.info(request, str(error))
        return redirect(error.paper)
    except Conflict as error:
        return paper_page(request, get_paper(request, pk), refusal=error, status=409)
    except WorkflowError as error:
        if isinstance(error, workflow.OldYear):
            form = SignForm(request.POST, paper=found, asks=["old_year"])
        form.add_error("dated" if isinstance(error, workflow.DateError) else None, str(error))
        return paper_page(request, get_paper(request, pk), sign_form=form, refusal=error if error.missing else None)
    messages.success(request, _issued_words(found))
    return redirect(found)


def _issued_words(paper):
    if not paper.is_frozen:
        return "Подписан. Номер и дату даст делопроизводитель: документ уже у него в списке."
    number = f"№ {paper.number} от " if paper.number else ""
    return f"Подписан: {number}{date_digits(paper.issued_on)}."


@require_POST
def register(request, pk):
    """The secretary gives a signed paper its number and date."""
    found = get_paper(request, pk)
    must(permissions.can_register(request.user))
    form = register_form(found, request.POST) if kinds.get(found.kind).series else None
    if form is None or not form.is_valid():
        return paper_page(request, found, register_form=form)
    try:
        workflow.register(found, by=request.user, **form.cleaned_data)
    except workflow.AlreadyIssued as error:
        messages.info(request, str(error))
        return redirect(found)
    except WorkflowError as error:
        return _not_registered(request, pk, form, error)
    messages.success(request, f"Зарегистрирован: № {found.number} от {date_digits(found.issued_on)}.")
    return redirect(found)


def _not_registered(request, pk, form, error):
    found = get_paper(request, pk)
    asks = {workflow.OldYear: ["old_year"], workflow.NeedsConsent: ["confirmed"]}.get(type(error))
    if asks:
        form = register_form(found, request.POST, asks)
    field = {workflow.DateError: "dated", workflow.OldYear: "dated"}.get(type(error), "sequence")
    form.add_error(field if field in form.fields and not error.missing else None, str(error))
    return paper_page(request, found, register_form=form, refusal=error if error.missing else None)


@require_POST
def note_printed(request, pk):
    """Note that the sheet goes to the printer, and give the file."""
    found = get_paper(request, pk)
    must(permissions.can_print(request.user))
    workflow.note_printed(found, by=request.user)
    return redirect("documents:pdf", pk)


@require_POST
def change(request, pk):
    """Say which issued paper this draft amends or ends."""
    found = get_paper(request, pk)
    must(permissions.can_prepare(request.user))
    form = ChangeForm(request.POST, paper=found, user=request.user)
    if form.is_valid():
        try:
            workflow.change(found, **form.cleaned_data, by=request.user)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Добавлено. Связь начнёт действовать, когда этот документ издадут.")
            return redirect(found)
    return paper_page(request, found, change_form=form)


@require_POST
def unchange(request, pk, link):
    """Take a changed paper out of the draft."""
    found = get_paper(request, pk)
    must(permissions.can_prepare(request.user))
    chosen = get_object_or_404(found.changes, pk=link)
    return _act(request, pk, permissions.can_prepare, lambda _: workflow.unchange(chosen, by=request.user), "Убрано.")


@require_POST
def storage(request, pk):
    """Correct where and how long an issued paper is kept."""
    found = get_paper(request, pk)
    must(permissions.can_keep(request.user))
    form = StorageForm(request.POST, instance=get_paper(request, pk))
    if form.is_valid():
        try:
            workflow.put_on_file(found, by=request.user, **form.cleaned_data)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Карточка хранения сохранена.")
            return redirect(found)
    return paper_page(request, get_paper(request, pk), storage_form=form)


@require_http_methods(["GET", "POST"])
def rebuild(request, pk):
    """Write the proposed text anew; the page asks first, because words typed by hand are lost."""
    return _confirmed(
        request,
        pk,
        act=lambda found: workflow.rebuild(found, by=request.user),
        done="Текст составлен заново по записям портала.",
        question="Составить текст заново?",
        text="Портал напишет документ по записям, как в первый раз. Всё, что вы исправили в тексте руками, пропадёт.",
        verb="Составить заново",
    )


@require_http_methods(["GET", "POST"])
def discard(request, pk):
    """Put a draft that is not needed out of the lists; the page asks first."""
    return _confirmed(
        request,
        pk,
        act=lambda found: workflow.discard(found, by=request.user),
        done="Черновик удалён. В истории он остаётся.",
        question="Удалить черновик?",
        text="Документ уйдёт из списков, и то, о чём он был, можно будет оформить заново. Номера он не занимает.",
        verb="Удалить черновик",
        danger=True,
        after="documents:list",
    )


def _confirmed(request, pk, *, act, done, after=None, **words):
    found = get_paper(request, pk)
    must(permissions.can_prepare(request.user))
    if request.method == "GET":
        return render(request, "documents/confirm.html", {"paper": found, **words})
    try:
        act(found)
    except WorkflowError as error:
        return paper_page(request, get_paper(request, pk), refusal=error)
    messages.success(request, done)
    return redirect(after or found)


@require_POST
def attach_scan(request, pk):
    """Keep the scan of the signed sheet."""
    found = get_paper(request, pk)
    must(permissions.can_attach_scan(request.user))
    form = ScanForm(request.POST, request.FILES, paper=found)
    if form.is_valid():
        content, content_type, name = form.cleaned_data["scan"]
        stored = files.store(content, name=name, content_type=content_type, by=request.user)
        try:
            workflow.attach_scan(found, stored, by=request.user)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Скан приложен.")
            return redirect(found)
    return paper_page(request, get_paper(request, pk), scan_form=form)
