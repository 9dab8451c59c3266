"""What the annual report tells beside the figures, read from the records in one place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Prefetch, Q

from mentorship.accounts.models import Role, RoleGrant
from mentorship.common.russian import signature_of
from mentorship.documents.models import Paper
from mentorship.institution.models import Act, Institution, MentoringForm
from mentorship.registry.models import Side
from pairs.models import Bond, BondMember

from ...figures import Figures

AUTHOR = "Куратор наставничества"
# What a pair is called by; hundreds of whole cards would cost more than the rest of the report.
NAMES = [f"participation__person__{name}" for name in ("last_name", "first_name", "patronymic", "sort_key")]


class Pair(NamedTuple):
    """A pair or group with the names of its people: «Белова М.П. → Котов И.С.».

    Attributes:
        mentees: (participation, short name) of each mentee of a group.
    """

    pk: int
    title: str
    starts_on: date
    last_day: date
    mentees: Sequence = ()


@dataclass(frozen=True)
class Told:
    """What the sections of the report are written from.

    Attributes:
        forms: {key: form of mentoring} of all forms in their order.
        curators: (full name, first day, last day or None) of everybody who was curator in the cycle.
        acts: local acts in force on the day; papers: those about the cycle issued by the day, both in their order.
        pairs: by the mentor's name.
        author: post and name of the one who signs.
    """

    institution: Institution
    figures: Figures
    forms: dict
    curators: Sequence
    acts: Sequence
    papers: Sequence
    pairs: Sequence[Pair]
    author: tuple[str, str]


def of_cycle(cycle, on, author):
    """The :class:`Told` of ``cycle`` on a day, from the records; ``author``: the account that writes the report."""
    figures = Figures(cycle, on)
    papers = Paper.objects.about(cycle).filter(state=Paper.State.ISSUED, issued_on__lte=on)
    return Told(
        institution=Institution.load(),
        figures=figures,
        forms={form.pk: form for form in MentoringForm.objects.all()},
        curators=list(_curators(cycle, on)),
        acts=[act for act in Act.objects.own() if act.in_force(on)],
        papers=list(papers.only("title", "number", "issued_on", "series").order_by("issued_on", "pk")),
        pairs=_pairs(figures),
        author=_signed_by(author),
    )


def _curators(cycle, on):
    grants = RoleGrant.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=cycle.starts_on), role=Role.CURATOR)
    grants = grants.filter(starts_on__lte=on).order_by("starts_on", "pk")
    return grants.values_list("user__full_name", "starts_on", "ends_on")


def _pairs(figures):
    people = BondMember.objects.select_related("participation__person").only("bond", "side", *NAMES)
    bonds = Bond.objects.filter(pk__in=[bond.pk for bond in figures.bonds])
    bonds = bonds.prefetch_related(Prefetch("members", people))
    ordered = sorted(bonds, key=lambda bond: [one.sort_key for one in [*bond.mentors, *bond.mentees]])
    return [Pair(bond.pk, bond.title, bond.starts_on, bond.last_day, _mentees(bond)) for bond in ordered]


def _mentees(bond):
    found = bond.participations(Side.MENTEE)
    return [(one.pk, one.person.short_name) for one in found] if len(found) > 1 else []


def _signed_by(author):
    person = getattr(author, "person", None)
    return AUTHOR, person.signature_name if person else signature_of(f"{author or ''}")
