"""Who may be one person written twice: plain values in, plain values out (flows.md: entered once).

A double is a person under a slightly different spelling: ё for е, Latin letters that look Russian, a hyphen or spaces
too many, initials in place of names, one wrong letter, a new surname after a wedding. Nothing here decides: a person
is asked.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations

from mentorship.common.search import name_key

SAME, NAMESAKE, SHORT, RENAMED, SLIP = "same", "namesake", "short", "renamed", "slip"
REASONS = {
    SAME: "то же имя",
    SHORT: "имя сокращено, остальное совпадает",
    RENAMED: "та же дата рождения, отличается одна часть имени",
    SLIP: "отличается одной буквой",
    NAMESAKE: "то же имя, дата рождения другая",
}
ORDER = list(REASONS)


@dataclass(frozen=True)
class Named:
    """A person as look-alikes are told by: number of the card (None for one being entered), name, day of birth."""

    pk: int | None
    last_name: str
    first_name: str
    patronymic: str = ""
    birth_date: date | None = None

    @cached_property
    def parts(self):
        """Last name, first name and patronymic as they are compared."""
        return tuple(name_key(part) for part in (self.last_name, self.first_name, self.patronymic))


@dataclass(frozen=True)
class Alike:
    """Two who may be one: ``reason`` is a key of ``REASONS``."""

    one: Named
    other: Named
    reason: str

    @property
    def words(self):
        return REASONS[self.reason]


def reason_of(one: Named, other: Named) -> str:
    """Why the two may be one person; "" if nothing speaks for it."""
    mine, theirs = one.parts, other.parts
    told_apart = bool(one.birth_date and other.birth_date and one.birth_date != other.birth_date)
    if mine == theirs:
        return NAMESAKE if told_apart else SAME
    if told_apart:
        return ""
    if mine[0] == theirs[0] and _shortened(mine[1], theirs[1]) and _shortened(mine[2], theirs[2]):
        return SHORT
    differing = [(a, b) for a, b in zip(mine, theirs, strict=True) if a != b]
    if len(differing) > 1 or not all(map(all, differing)):
        return ""
    if one.birth_date and one.birth_date == other.birth_date:
        return RENAMED
    return SLIP if _one_letter_off(*differing[0]) else ""


def lookalikes(one: Named, known: Iterable[Named]) -> list[Alike]:
    """Those of ``known`` who may be ``one``, the likeliest first."""
    found = (Alike(one, other, reason) for other in known if other is not one and (reason := reason_of(one, other)))
    return sorted(found, key=lambda alike: ORDER.index(alike.reason))


def doubles(known: Iterable[Named]) -> list[Alike]:
    """Pairs among ``known`` who may be one person, the likeliest first; namesakes with different dates are not asked.

    Only people who share two parts of the name, or a surname, initials included, are compared: 10,000 take a second.
    """
    found = {}
    for group in _groups(known).values():
        for one, other in combinations(group, 2):
            if (one.pk, other.pk) not in found and (reason := reason_of(one, other)) and reason != NAMESAKE:
                found[one.pk, other.pk] = Alike(one, other, reason)
    return sorted(found.values(), key=lambda alike: (ORDER.index(alike.reason), alike.one.parts))


def _groups(known):
    groups = defaultdict(list)
    for one in known:
        last, first, patronymic = one.parts
        groups["last, first", last, first].append(one)
        groups["last, initial", last, first[:1], patronymic[:1]].append(one)
        if patronymic:
            groups["last, patronymic", last, patronymic].append(one)
            groups["first, patronymic", first, patronymic, last[:1]].append(one)
            if one.birth_date:
                groups["day", one.birth_date, first, patronymic].append(one)
    return groups


def _shortened(one, other):
    """«м» and «мария», or a part that one of the two lacks."""
    shorter, longer = sorted((one, other), key=len)
    return one == other or (len(shorter) <= 1 and longer.startswith(shorter))


def _one_letter_off(one, other):
    """One letter changed, added, lost, or two neighbours swapped."""
    if abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < 3:
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    left, right = one[start:], other[start:]
    if left[1:] == right or left == right[1:] or left[1:] == right[1:]:
        return True
    return left[:2] == right[1::-1] and left[2:] == right[2:]
