"""Papers as lists: all of them, what lies before the head, the pack to print."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from mentorship.common.exports import xlsx_bytes
from mentorship.common.paging import page_of
from mentorship.common.russian import date_digits

from .. import files, kinds, permissions, screens, works
from ..models import Paper

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = ["Номер", "Дата", "Вид", "Заголовок", "Состояние", "Подготовил", "Подписал", "SHA-256 файла PDF"]


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
    papers = papers.select_related("prepared_by", "signed_by").prefetch_related(screens.CHANGES)
    return tab, papers.defer("blocks").order_by(*order)


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
