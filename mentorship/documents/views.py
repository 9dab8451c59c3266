"""Pages of papers: the list, the paper with its verbs, the editor, files, long work."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mentorship.common.exports import xlsx_bytes
from mentorship.common.paging import page_of
from mentorship.common.russian import date_digits
from mentorship.common.workflow import Conflict, WorkflowError

from . import blocks as block_rules
from . import editor, files, freezing, kinds, permissions, screens, workflow, works
from .forms import RemarkForm, ScanForm, SignForm
from .models import BackgroundWork, Paper

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LOST = "Файл на диске не найден или повреждён. Сообщите администратору: его вернут из резервной копии."
DRAFT_MARK = [block_rules.paragraph("ПРОЕКТ", indent=False, align="right", id="draft-mark")]
COLUMNS = ["Номер", "Дата", "Вид", "Заголовок", "Состояние", "Подготовил", "Подписал", "SHA-256 файла PDF"]


# --- Lists ----------------------------------------------------------------------------------------


@require_GET
def paper_list(request):
    """Papers by state, kind and words of the title or number."""
    tab, papers = _filtered(request)
    visible = Paper.objects.visible_to(request.user)
    context = {
        "tab": tab,
        "tabs": _tabs(visible),
        "page": (page := page_of(request, papers)),
        "lines": screens.lines(page),
        "kinds": [(kind.code, kind.title) for kind in kinds.all_kinds()],
        "kind": request.GET.get("kind", ""),
        "query": request.GET.get("q", ""),
        "keeps": permissions.can_see_course(request.user),
    }
    return render(request, "documents/list.html", context)


@require_GET
def export(request):
    """The list as it is filtered, for Excel."""
    _, papers = _filtered(request)
    rows = [
        [
            paper.number,
            paper.issued_on,
            kinds.title(paper.kind),
            paper.title,
            paper.get_state_display(),
            paper.prepared_by and paper.prepared_by.full_name,
            paper.signed_by and paper.signed_by.full_name,
            paper.pdf_sha256,
        ]
        for paper in papers
    ]
    name = f"Документы {date_digits(timezone.localdate())}.xlsx"
    return files.response(xlsx_bytes("Документы", COLUMNS, rows), name=name, content_type=XLSX)


def _filtered(request):
    """The tab and the papers that the request's address asks for."""
    keeps = permissions.can_see_course(request.user)
    tab = request.GET.get("tab", "all" if keeps else "issued")
    if tab not in screens.TABS:
        raise Http404
    papers = Paper.objects.visible_to(request.user).filter(state__in=screens.TABS[tab][1])
    papers = papers.search(request.GET.get("q", ""))
    if kind := request.GET.get("kind"):
        papers = papers.filter(kind=kind)
    order = ["-issued_on", "-sequence", "-pk"] if tab == "issued" else ["-created_at", "-pk"]
    return tab, papers.select_related("prepared_by", "signed_by").defer("blocks").order_by(*order)


def _tabs(visible):
    """(code, title, how many) of each tab by one query."""
    counts = dict(visible.order_by().values_list("state").annotate(Count("pk")))
    return [
        (code, title, sum(counts.get(state, 0) for state in states)) for code, (title, states) in screens.TABS.items()
    ]


@require_GET
def to_sign(request):
    """What lies before the head, the longest waiting first."""
    if not permissions.can_see_waiting(request.user):
        raise PermissionDenied
    waiting = Paper.objects.visible_to(request.user).waiting().order_by("sent_at", "pk")
    page = page_of(request, waiting.select_related("prepared_by").prefetch_related("subject"))
    rows = [(line, screens.about(line.paper)) for line in screens.lines(page)]
    return render(
        request,
        "documents/to_sign.html",
        {"page": page, "rows": rows, "signs": permissions.can_sign(request.user)},
    )


@require_POST
def print_pack(request):
    """One PDF of all that waits, made in the background."""
    if not permissions.can_see_waiting(request.user):
        raise PermissionDenied
    ids = list(Paper.objects.visible_to(request.user).waiting().values_list("pk", flat=True))
    if not ids:
        messages.info(request, "На подписи ничего нет: печатать нечего.")
        return redirect("documents:to_sign")
    title = f"Пакет на подпись, {date_digits(timezone.localdate())}"
    params = {"ids": ids}
    work = works.start("papers_to_sign", title=title, params=params, owner=request.user, back_url="/papers/to-sign/")
    return redirect(work)


# --- One paper and its verbs ------------------------------------------------------------------------


@require_GET
def paper(request, pk):
    """The paper: its sheet, state, what is missing, and the verbs that this user has."""
    shown = _get(request, pk)
    if request.htmx:
        return render(request, "documents/_pdf.html", {"paper": shown})
    return _page(request, shown)


def _get(request, pk):
    """The paper that this user may see, else 404."""
    seen = Paper.objects.visible_to(request.user).select_related("prepared_by", "signed_by", "pdf", "scan")
    return get_object_or_404(seen, pk=pk)


def _page(request, shown, *, refusal=None, status=200, **forms):
    user = request.user
    context = {
        "paper": shown,
        "kind": kinds.title(shown.kind),
        "chip": screens.CHIPS[shown.state],
        "sheet": screens.sheet(shown),
        "sha256": screens.grouped(shown.pdf_sha256),
        "refusal": refusal,
        "subject": shown.subject,
        "may_edit": permissions.can_prepare(user, shown),
        "may_take_back": permissions.can_take_back(user, shown),
    }
    if permissions.can_see_course(user):
        context |= {"course": screens.course(shown), "gate": screens.gate(shown), "notes": screens.notes(shown)}
    if permissions.can_sign(user, shown):
        context |= {"sign_form": SignForm(paper=shown), "remark_form": RemarkForm(paper=shown)}
    if permissions.can_attach_scan(user, shown):
        context["scan_form"] = ScanForm(paper=shown)
    return render(request, "documents/detail.html", context | forms, status=status)


def _act(request, pk, allowed, act, done):
    """One verb: seen, else 404; allowed, else 403; done, or the page with what was refused and why."""
    found = _get(request, pk)
    if not allowed(request.user):
        raise PermissionDenied
    try:
        act(found)
    except WorkflowError as error:
        return _page(request, _get(request, pk), refusal=error)
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
    found = _get(request, pk)
    if not permissions.can_sign(request.user):
        raise PermissionDenied
    form = RemarkForm(request.POST, paper=found)
    if form.is_valid():
        try:
            workflow.return_with_remark(found, remark=form.cleaned_data["remark"], by=request.user)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Возвращён с замечанием.")
            return redirect("documents:to_sign")
    return _page(request, _get(request, pk), remark_form=form)


@require_POST
def sign(request, pk):
    """The head signs: number and date are given, the text is frozen. A second press shows the same number."""
    found = _get(request, pk)
    if not permissions.can_sign(request.user):
        raise PermissionDenied
    form = SignForm(request.POST, paper=found)
    if not form.is_valid():
        return _page(request, found, sign_form=form)
    try:
        workflow.issue(found, by=request.user, **form.cleaned_data)
    except workflow.AlreadyIssued as error:
        messages.info(request, str(error))
        return redirect(error.paper)
    except Conflict as error:
        return _page(request, _get(request, pk), refusal=error, status=409)
    except WorkflowError as error:
        form.add_error("dated" if isinstance(error, workflow.DateError) else None, str(error))
        return _page(request, _get(request, pk), sign_form=form, refusal=error if error.missing else None)
    messages.success(request, f"Подписан: № {found.number} от {date_digits(found.issued_on)}.")
    return redirect(found)


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
    found = _get(request, pk)
    if not permissions.can_prepare(request.user):
        raise PermissionDenied
    if request.method == "GET":
        return render(request, "documents/confirm.html", {"paper": found, **words})
    try:
        act(found)
    except WorkflowError as error:
        return _page(request, _get(request, pk), refusal=error)
    messages.success(request, done)
    return redirect(after or found)


@require_POST
def attach_scan(request, pk):
    """Keep the scan of the signed sheet."""
    found = _get(request, pk)
    if not permissions.can_attach_scan(request.user):
        raise PermissionDenied
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
    return _page(request, _get(request, pk), scan_form=form)


# --- The editor ---------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    """The text of a draft block by block; nothing is saved before «Сохранить»."""
    found = _get(request, pk)
    if not permissions.can_prepare(request.user):
        raise PermissionDenied
    if request.method == "GET":
        if not found.is_editable:
            messages.info(request, f"Документ «{found.get_state_display()}»: его текст уже не правят.")
            return redirect(found)
        return _editor(request, found, found.blocks, base=found.version, version=found.version)
    base, version = _number(request, "base"), _number(request, "version")
    blocks = editor.read(request.POST, found.blocks_at(base))
    act = request.POST.get("act", "save")
    if act != "save":
        blocks = editor.changed(blocks, act)
        return _editor(request, found, blocks, base=base, version=version, unsaved=True)
    return _save(request, found, editor.without_empty(blocks), base=base, version=version)


def _number(request, name):
    value = request.POST.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0


def _save(request, found, blocks, *, base, version):
    try:
        workflow.edit(found, blocks=blocks, version=version, by=request.user)
    except Conflict as error:
        return _conflict(request, error.current, blocks, base=base)
    except WorkflowError as error:
        stored = _get(request, found.pk)
        return _editor(request, stored, blocks, base=base, version=version, unsaved=True, refusal=error)
    messages.success(request, "Текст сохранён.")
    return redirect(found)


def _editor(request, found, blocks, *, base, version, unsaved=False, refusal=None):
    known = {block["id"] for block in found.blocks_at(base)}
    at = getattr(refusal, "block_id", "")
    context = {
        "paper": found,
        "kind": kinds.title(found.kind),
        "rows": editor.rows(blocks, known=known, problem=str(refusal or ""), problem_at=at),
        "base": base,
        "version": version,
        "unsaved": unsaved,
        "refusal": refusal,
        "notes": screens.notes(found),
    }
    return render(request, "documents/edit.html", context)


def _conflict(request, stored, mine, *, base):
    """409: my text beside the stored one, with nothing of mine lost."""
    known = {block["id"] for block in stored.blocks_at(base)}
    last = stored.history.filter(version=stored.version).select_related("history_user").first()
    context = {
        "paper": stored,
        "difference": editor.difference(mine, stored.blocks),
        "hidden": [("base", base), ("version", stored.version), *editor.hidden(mine, known)],
        "last": last,
    }
    return render(request, "documents/conflict.html", context, status=409)


# --- Files ----------------------------------------------------------------------------------------------


@require_GET
def pdf(request, pk):
    """The paper as PDF: the frozen file of an issued one, a fresh print of a draft."""
    found = _get(request, pk)
    name = workflow.file_name(found, "pdf")
    if not found.is_frozen:
        return files.response(_printed(found), name=name, content_type=files.PDF, inline=True)
    if found.pdf is None:
        messages.info(request, "PDF ещё готовится. Обычно это занимает несколько секунд.")
        return redirect(found)
    return _kept(request, found, found.pdf, name)


def _printed(found):
    from . import pdf as renderer  # slow import

    layout = kinds.get(found.kind).layout
    blocks = freezing.fill(found.blocks)
    return renderer.render(blocks, layout, title=found.title, draft=found.state != Paper.State.ON_SIGNATURE)


@require_GET
def docx(request, pk):
    """The paper as DOCX, with the word ПРОЕКТ until it is issued."""
    from . import docx_writer  # slow import

    found = _get(request, pk)
    blocks = found.blocks if found.is_frozen else [*DRAFT_MARK, *freezing.fill(found.blocks)]
    content = docx_writer.render(blocks, kinds.get(found.kind).layout, title=found.title)
    return files.response(content, name=workflow.file_name(found, "docx"), content_type=DOCX)


@require_GET
def scan(request, pk):
    """The scan of the signed sheet."""
    found = _get(request, pk)
    if found.scan is None:
        raise Http404
    return _kept(request, found, found.scan, found.scan.name)


def _kept(request, found, stored, name):
    try:
        content = stored.read()
    except OSError:
        messages.error(request, LOST)
        return redirect(found)
    return files.response(content, name=name, content_type=stored.content_type, inline=True)


# --- Long work --------------------------------------------------------------------------------------------


@require_GET
def work_list(request):
    """My recent long work."""
    mine = BackgroundWork.objects.visible_to(request.user).select_related("result")
    return render(request, "documents/works.html", {"page": page_of(request, mine)})


@require_GET
def work(request, key):
    """How far one work is; htmx asks for the part until it is over."""
    found = get_object_or_404(BackgroundWork.objects.visible_to(request.user).select_related("result"), key=key)
    return render(request, "documents/_work.html" if request.htmx else "documents/work.html", {"work": found})


@require_GET
def work_result(request, key):
    """The file a work ended with."""
    found = get_object_or_404(BackgroundWork.objects.visible_to(request.user).select_related("result"), key=key)
    if found.result is None:
        raise Http404
    return _kept(request, found, found.result, found.result.name)
