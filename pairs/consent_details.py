"""With whom, in which form and from when till when: what a pair says in the consents of its members (law.md 1.2)."""

from mentorship.common.russian import date_digits
from mentorship.people.naming import inside, with_post
from mentorship.registry.models import Side

from .models import Bond


def of_pairs(people):
    """Details of the consents of these people by their pairs that are proposed, ordered or at work."""
    wanted = {person.pk for person in people}
    bonds = Bond.objects.filter(state__in=Bond.OPEN, members__participation__person__in=wanted)
    held = {}
    for bond in bonds.with_people().distinct().order_by("starts_on", "pk"):
        for member in bond.members.all():
            key = member.participation.person_id, member.participation.needed_consent
            if key[0] in wanted:
                held.setdefault(key, []).append((bond, member.side))
    return {key: _details(found) for key, found in held.items()}


def _details(found):
    bonds = [bond for bond, _ in found]
    others = [person for bond, side in found for person in (bond.mentees if side == Side.MENTOR else bond.mentors)]
    kinds = [inside(kind.title) for bond in bonds for kind in bond.kinds.all()]
    first, last = min(bond.starts_on for bond in bonds), max(bond.ends_on for bond in bonds)
    return {
        "with": list(dict.fromkeys(map(with_post, others))),
        "form": ", ".join(dict.fromkeys(bond.form.title for bond in bonds)),
        "kind": ", ".join(dict.fromkeys(kinds)),
        "period": f"с {date_digits(first)} по {date_digits(last)}",
    }
