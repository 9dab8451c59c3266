"""«Какие бумаги умеет портал»: every kind with what it is for, where it begins and a filled sample."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mentorship.common import search
from mentorship.common.asked import must

from .. import kinds, permissions, wording
from ..models import KindWording
from .rules import sample_response


@dataclass(frozen=True)
class Entry:
    """A kind in the catalogue and where this user begins it."""

    kind: kinds.Description
    begins_at: str
    version: int  # of the institution's own wording, 0 without any


@require_GET
def catalogue(request):
    """All kinds by group; with ``?q=`` those that hold each of its words."""
    must(permissions.can_see_catalogue(request.user))
    versions = dict(KindWording.objects.order_by("version").values_list("kind", "version"))  # the last one stays
    query = request.GET.get("q", "")
    groups = [
        (group, [Entry(kind, kind.begins_at(request.user), versions.get(kind.code, 0)) for kind in found])
        for group, found in kinds.catalogue(search.terms(query)).items()
        if found
    ]
    context = {"groups": groups, "query": query, "sees_wording": permissions.can_see_rules(request.user)}
    return render(request, "documents/catalogue.html", context)


@require_GET
def sample(request, code):
    """The filled sample of a kind, invented people in it: PDF, with ``?docx`` for Word."""
    must(permissions.can_see_catalogue(request.user))
    kind = kinds.described(code)
    if kind is None or kind.sample is None:
        raise Http404
    title = f"Образец. {kind.title}"
    return sample_response(wording.sheet(kind), kind.layout, title, as_docx="docx" in request.GET)
