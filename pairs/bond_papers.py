"""«Бумаги пары»: which papers about a pair there are, and which may be prepared next."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from mentorship.documents import kinds, permissions, screens
from mentorship.documents.models import Paper
from mentorship.people.models import Person


@dataclass(frozen=True)
class Next:
    """A paper that may be prepared about the pair; ``again`` when one of its kind is there already."""

    title: str
    about: str
    url: str
    again: bool


def papers_of(bond):
    """Papers about this pair or with its name in their annex, the latest first, with what later ones did to them."""
    found = Paper.objects.exclude(state=Paper.State.DISCARDED).without_text()
    about = Paper.objects.about(bond).values("pk")
    found = found.filter(Q(pk__in=about) | Q(bond_lines__bond=bond)).distinct()
    return screens.lines(found.prefetch_related(screens.CHANGES).order_by("-created_at", "-pk"))


def next_papers(bond, user, there):
    """What ``user`` may prepare about this pair as it stands; ``there`` are the lines of :func:`papers_of`."""
    if not permissions.can_prepare(user):
        return []
    known = {line.paper.kind for line in there}
    return [
        Next(
            kind.title,
            kind.about,
            f"{reverse('documents:begin', args=[kind.code])}?bond={bond.pk}",
            kind.code in known,
        )
        for kind in kinds.all_kinds()
        if _fits(kind, bond)
    ]


def _fits(kind, bond):
    states = getattr(kind.form, "states", ())
    staff = any(person.origin == Person.Origin.STAFF for person in bond.mentors)
    return bond.state in states and (staff or not getattr(kind.form, "staff_only", False))
