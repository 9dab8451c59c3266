"""Pages above all apps: the first page of each role, search, help, the system page."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from mentorship.accounts.models import Role
from mentorship.common.registry import search_sources
from mentorship.cycle import roadmap
from mentorship.cycle.models import Cycle
from mentorship.documents.models import Acquaintance, Paper, with_paper
from pairs import home as pairs_home

from . import queue, system, year
from .help_pages import PAGES


@require_GET
def home(request):
    """The first page: a part for each role of this account, roles add up."""
    user, today = request.user, timezone.localdate()
    cycle = Cycle.objects.current(today)
    to_read = with_paper(Acquaintance.objects.to_tap(user))
    context = {"today": today, "cycle": cycle, "to_read": to_read.order_by("paper__acquaint_until", "pk")}
    if user.has_role(Role.CURATOR, Role.ORGANISER, Role.SECRETARY):
        lines = queue.lines(user, today)
        context |= {"lines": lines, "first": lines[: queue.SHOWN_AT_FIRST], "others": lines[queue.SHOWN_AT_FIRST :]}
    if cycle and user.has_role(Role.CURATOR, Role.DIRECTOR, Role.MUNICIPAL, Role.ORGANISER):
        context["roadmap"] = roadmap.build(cycle, user)
        context["year"] = year.in_numbers(cycle, user, today)
    if user.has_role(Role.ADMIN):
        context["facts"] = system.facts()
    if user.has_role(Role.DIRECTOR):
        context["waiting"] = Paper.objects.visible_to(user).waiting().select_related("prepared_by").without_text()
    if hasattr(user, "person"):
        context["mentor_cards"] = pairs_home.mentor_cards(user, today)
        context["mentee_cards"] = pairs_home.mentee_cards(user, today)
    return render(request, "portal/home.html", context)


@require_GET
def search(request):
    """The one search box: people, pairs, meetings, papers – what this user may see of each."""
    query = request.GET.get("q", "").strip()[:200]
    found = []
    if query:
        found = [(source.title, list(source.find(request.user, query))) for source in search_sources]
    context = {"search_query": query, "found": [(title, rows) for title, rows in found if rows]}
    return render(request, "portal/search.html", context)


@require_GET
def help_index(request):
    """Help pages, one for each role."""
    return render(request, "portal/help.html", {"pages": PAGES})


@require_GET
def help_page(request, code):
    """One help page."""
    if code not in PAGES:
        raise Http404
    return render(request, f"portal/help/{code}.html", {"pages": PAGES, "code": code, "title": PAGES[code]})


@require_GET
def system_page(request):
    """Versions, the worker and its queue, sign-in failures: for the administrator."""
    if not request.user.has_role(Role.ADMIN):
        raise PermissionDenied
    return render(request, "portal/system.html", {"facts": system.facts(), "debug": settings.DEBUG})


@require_GET
@login_not_required
def health(request):
    """Whether the process and its database answer; no versions, no names."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
