"""Papers as lists: all of them, what lies before the head, the pack to print."""

from django.contrib import messages
from django.db.models import Count
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from mentorship.accounts.lists import exported, shown_to
from mentorship.common.asked import must
from mentorship.common.lists import Column, ListOf
from mentorship.common.paging import page_of
from mentorship.common.russian import date_digits

from .. import files, kinds, permissions, resent, screens, works
from ..models import Paper

KEEPERS_ONLY = ("prepared", "created", "sent")  # the course of a paper is not for those merely named in it


def _day(moment):
    return moment and timezone.localdate(moment)


def _standing(line):
    """The state with what later papers did to this one, as the page says it."""
    later = [
        f"{word}: {f'№ {other.number} ' if other.number else ''}от {date_digits(other.issued_on)}"
        for word, other in line.standing
    ]
    return "; ".join([line.paper.get_state_display(), *later])


LIST = ListOf(
    "papers",
    "Документы",
    (
        Column("title", "Документ", lambda line: line.paper.title, is_fixed=True),
        Column("kind", "Вид", lambda line: line.kind, is_long=True),
        Column("number", "Номер", lambda line: line.paper.number, ("year", "series", "sequence")),
        Column("issued", "Дата", lambda line: line.paper.issued_on, ("issued_on",)),
        Column("state", "Состояние", _standing),
        Column("prepared", "Подготовил", lambda line: str(line.paper.prepared_by or "")),
        Column("created", "Составлен", lambda line: _day(line.paper.created_at), ("created_at",), is_shown=False),
        Column("sent", "Передан на подпись", lambda line: _day(line.paper.sent_at), ("sent_at",), is_shown=False),
        Column("signed", "Подписал", lambda line: str(line.paper.signed_by or ""), is_shown=False),
        Column("case", "Индекс дела", lambda line: line.paper.case_index, is_shown=False),
        Column("term", "Срок хранения", lambda line: line.paper.storage_term, is_shown=False),
        Column("pdf", "SHA-256 файла PDF", lambda line: line.paper.pdf_sha256, is_shown=False, is_long=True),
    ),
)


@require_GET
def paper_list(request):
    """Papers by state, kind and words of the title or number."""
    tab, shown, papers = _found(request)
    visible = Paper.objects.visible_to(request.user)
    page = page_of(request, papers)
    context = {
        "tab": tab,
        "tabs": _tabs(visible),
        "page": page,
        "list": shown,
        "rows": [(line, shown.cells(line)) for line in screens.lines(page)],
        "export_url": reverse("documents:export"),
        "kinds": [(kind.code, kind.title) for kind in kinds.all_kinds()],
        "kind": request.GET.get("kind", ""),
        "query": request.GET.get("q", ""),
        "keeps": permissions.can_see_course(request.user),
    }
    return render(request, "documents/list.html", context)


@require_GET
def export(request):
    """The list as the page shows it: its columns, filters and order."""
    _, shown, papers = _found(request)
    return files.response(**exported(shown, screens.lines(papers), request))


def _found(request):
    """(tab, what the reader sees of the list, the papers that the request's address asks for in his order)."""
    keeps = permissions.can_see_course(request.user)
    tab = request.GET.get("tab", "all" if keeps else "issued")
    if tab not in screens.TABS:
        raise Http404
    shown = shown_to(request, LIST)
    if not keeps:
        shown = shown.without(*KEEPERS_ONLY)
    papers = Paper.objects.visible_to(request.user).filter(state__in=screens.TABS[tab][1])
    papers = papers.search(request.GET.get("q", ""))
    if kind := request.GET.get("kind"):
        papers = papers.filter(kind=kind)
    usual = ["-issued_on", "-sequence", "-pk"] if tab == "issued" else ["-created_at", "-pk"]
    papers = papers.select_related("prepared_by", "signed_by").prefetch_related(screens.CHANGES)
    return tab, shown, papers.without_text().order_by(*shown.order(*usual))


def _tabs(visible):
    """(code, title, how many) of each tab by one query."""
    counts = dict(visible.order_by().values_list("state").annotate(Count("pk")))
    return [
        (code, title, sum(counts.get(state, 0) for state in states)) for code, (title, states) in screens.TABS.items()
    ]


@require_GET
def to_sign(request):
    """What lies before the head, the longest waiting first."""
    must(permissions.can_see_waiting(request.user))
    waiting = Paper.objects.visible_to(request.user).waiting().order_by("sent_at", "pk")
    page = page_of(request, waiting.select_related("prepared_by").prefetch_related("subject"))
    again = resent.of(page)
    rows = [
        {
            "line": line,
            "about": screens.about(line.paper),
            "ground": kinds.get(line.paper.kind).ground,
            "again": again.get(line.paper.pk),
        }
        for line in screens.lines(page)
    ]
    return render(
        request,
        "documents/to_sign.html",
        {"page": page, "rows": rows, "signs": permissions.can_sign(request.user)},
    )


@require_POST
def print_pack(request):
    """One PDF of all that waits, made in the background."""
    must(permissions.can_see_waiting(request.user))
    ids = list(Paper.objects.visible_to(request.user).waiting().values_list("pk", flat=True))
    if not ids:
        messages.info(request, "На подписи ничего нет: печатать нечего.")
        return redirect("documents:to_sign")
    title = f"Пакет на подпись, {date_digits(timezone.localdate())}"
    params = {"ids": ids}
    work = works.start("papers_to_sign", title=title, params=params, owner=request.user, back_url="/papers/to-sign/")
    return redirect(work)
