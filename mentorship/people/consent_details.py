"""What the records already know of a consent to mentor or to be mentored, so that nobody writes it by hand (law.md 1.2)."""

import re

from mentorship.common.registry import Registry
from mentorship.institution.models import Act

from .models import Consent

# Callables: (people) -> {(person pk, kind of consent): {"with": [names], "form": …, "kind": …, "period": …}}
sources = Registry()
sides = Registry()  # callables: (people) -> {person pk: kinds of consent of the sides on which he stands now}
MENTORING = (Consent.Kind.MENTOR, Consent.Kind.MENTEE)
_APPROVED = re.compile(r"^Положение о (?:системе )?наставничеств\w+.*,\s*утвержд[её]нное\s+(приказом\s.+)$")


def sheets(people, kinds):
    """(person, kind) of the sheets to print: of the two consents to mentoring, if both are asked for, the needed ones.

    Whoever stands in no base yet gets both.
    """
    if not set(MENTORING) <= set(kinds):
        return [(person, kind) for person in people for kind in kinds]
    stands = {}
    for source in sides:
        stands |= source(people)
    return [
        (person, kind)
        for person in people
        for kind in kinds
        if kind not in MENTORING or kind in stands.get(person.pk, MENTORING)
    ]


def known(people, kinds, on):
    """{(person pk, kind): details} of those of ``kinds`` that speak of mentoring; empty for the others."""
    asked = [kind for kind in MENTORING if kind in kinds]
    if not asked:
        return {}
    found = {(person.pk, kind): _regulation(on) for person in people for kind in asked}
    for source in sources:
        for key, details in source(people).items():
            if key in found:
                found[key] |= details
    return found


def _regulation(on):
    """«утверждено приказом от 28.08.2026 № 39-од», if the normative base has the regulation in force."""
    for act in Act.objects.own().order_by("-effective_from", "-pk"):
        if act.in_force(on) and (match := _APPROVED.match(act.title)):
            return {"regulation": f"утверждено {match[1]}"}
    return {}
