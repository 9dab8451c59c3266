"""Pages of «Наградные сведения»: how long each mentor has mentored by orders, and which awards that is enough for."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from mentorship.accounts import journal
from mentorship.common.asked import must
from mentorship.common.paging import page_of
from mentorship.documents import kinds
from mentorship.people.models import Person

from . import honours as rules
from . import mentor_record, permissions
from .models import Award
from .papers import honour as papers


@dataclass
class Row:
    """A mentor as the list shows him."""

    person: Person
    months: int
    standings: list
    url: str


@require_GET
def honours(request):
    """Mentors by order, the longest first, each with the awards before him; found by a word of the name."""
    must(permissions.can_see_honours(request.user))
    today, query = timezone.localdate(), request.GET.get("q", "")
    months = mentor_record.months_by_mentor(today)
    people = [one for one in mentor_record.mentors().search(query) if one.pk in months]  # begun by today
    page = page_of(request, sorted(people, key=lambda one: (-months[one.pk], one.sort_key)))
    in_use = list(rules.in_use())
    asked = [one for one in in_use if one.asks_service]
    context = {
        "page": page,
        "rows": [
            Row(one, months[one.pk], rules.standings(one, months[one.pk], today, asked), rules.address_of(one))
            for one in page
        ],
        "query": query,
        "has_honours": bool(in_use),
        "unset": [one for one in in_use if not one.asks_service],
        "dictionary": _dictionary(request.user),
        "begins": kinds.get(papers.CODE).begins_at(request.user),
    }
    return render(request, "monitoring/honours.html", context)


@require_GET
def mentor(request, pk):
    """One mentor: his periods with their orders, his mentees with what became of them, the awards before him."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    if not permissions.can_see_service(request.user, person):
        raise PermissionDenied
    journal.note(request, subject=person.pk)
    today = timezone.localdate()
    months = mentor_record.months_by_mentor(today, person).get(person.pk, 0)
    context = {
        "person": person,
        "months": months,
        "periods": mentor_record.periods(person, today),
        "standings": rules.standings(person, months, today, rules.in_use()),
        "awards": Award.objects.visible_to(request.user).in_force().filter(person=person).with_people(),
        "can_see_all": permissions.can_see_honours(request.user),
        "dictionary": _dictionary(request.user),
        "begins": kinds.get(papers.CODE).begins_at(request.user),
    }
    return render(request, "monitoring/honours_of.html", context)


def _dictionary(user):
    """Where the conditions of awards are changed, for those who may."""
    return reverse("admin:institution_honour_changelist") if user.has_perm("institution.change_honour") else ""
