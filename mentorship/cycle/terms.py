"""The mini-language of terms (сроки) in which presets and roadmaps say when a row is due.

A term is one part or several joined by «;»:

=================  =====================================================  ===================================
written            meaning                                                due
=================  =====================================================  ===================================
fixed:2021-11      once, a month of a year                                last day of that month
annual             every year                                             last day of the cycle
annual:09          every year in a month                                  last day of the month in the cycle
annual:02-04       every year, from month to month                        last day of the last month
sy:09, sy:11-04    month(s) of the cycle's school year, may cross         last day of the (last) month
                   New Year
on_demand          all the time, as needed (по мере потребности)          last day of the cycle, never overdue
on_bond_end        when a pair or group has finished                      end of the last pair + 14 days
inherit            the term of the row above in the same stage            of the row above
none               no term                                                –
=================  =====================================================  ===================================

Cycles are from–to dates, not school years, so a month is looked for *inside* the cycle: its first occurrence
counts, cut to the cycle's days; a month that the cycle does not reach gives no window, and the curator sets
the date.

Choice for ``fixed``: a new cycle copies every row but the fixed ones (:func:`is_repeated`); but if a roadmap
is opened from a preset for the first time, all rows come, and a fixed month of the model's own past years is
moved to the same month of the new cycle (:func:`transposed`), while the original words stay beside it.

Source: methodology.md 2.6, the table of terms and design consequences 5 and 10.
"""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

BOND_END_GRACE_DAYS = 14
SOON_DAYS = 14
EXAMPLES = "fixed:2025-11, annual:09, annual:02-04, sy:11-04, on_demand, on_bond_end, inherit, none"
MONTHS = (
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
)


class TermError(ValueError):
    """A text that is not a term; the message is Russian and says how to write it."""


class Kind(StrEnum):
    FIXED = "fixed"
    ANNUAL = "annual"
    SCHOOL_YEAR = "sy"
    ON_DEMAND = "on_demand"
    ON_BOND_END = "on_bond_end"
    INHERIT = "inherit"
    NONE = "none"


class State(StrEnum):
    """How a row of the roadmap stands against its term today; ``words`` is the text on the screen."""

    DONE = "done"
    OVERDUE = "overdue"
    SOON = "soon"
    IN_PROGRESS = "in_progress"
    PLANNED = "planned"
    ON_DEMAND = "on_demand"
    UNDATED = "undated"

    @property
    def words(self) -> str:
        return STATE_WORDS[self]


STATE_WORDS = {
    State.DONE: "выполнено",
    State.OVERDUE: "просрочено",
    State.SOON: "скоро срок",
    State.IN_PROGRESS: "идёт",
    State.PLANNED: "впереди",
    State.ON_DEMAND: "по мере потребности",
    State.UNDATED: "без срока",
}


class Window(NamedTuple):
    """First and last day on which a row is to be done, both included."""

    start: date
    due: date


@dataclass(frozen=True)
class Part:
    """One piece of a term; ``year`` only for ``fixed``, months 1–12, None where the kind has none."""

    kind: Kind
    first_month: int | None = None
    last_month: int | None = None
    year: int | None = None

    def __str__(self):
        if self.kind is Kind.FIXED:
            return f"fixed:{self.year}-{self.first_month:02}"
        if self.first_month is None:
            return str(self.kind)
        if self.first_month == self.last_month:
            return f"{self.kind}:{self.first_month:02}"
        return f"{self.kind}:{self.first_month:02}-{self.last_month:02}"


@dataclass(frozen=True)
class Term:
    """A parsed term; ``str(term)`` writes it back in the mini-language."""

    parts: tuple[Part, ...]

    def __str__(self):
        return ";".join(str(part) for part in self.parts)

    def has(self, kind: Kind) -> bool:
        return any(part.kind is kind for part in self.parts)

    @property
    def never_overdue(self) -> bool:
        """Whether no part of the term sets a day that can be missed."""
        return all(part.kind in {Kind.ON_DEMAND, Kind.NONE} for part in self.parts)


NONE = Term((Part(Kind.NONE),))
FIXED_PATTERN = re.compile(r"(\d{4})-(\d{2})")
MONTHS_PATTERN = re.compile(r"(\d{2})(?:-(\d{2}))?")


def parse(text: str) -> Term:
    """Read a term of the mini-language; an empty text is «none».

    Raises:
        TermError: the text is no term; the message names the wrong piece and shows examples.
    """
    pieces = [piece.strip() for piece in text.split(";") if piece.strip()]
    if not pieces:
        return NONE
    parts = tuple(_parse_part(piece) for piece in pieces)
    if len(parts) > 1 and any(part.kind in {Kind.INHERIT, Kind.NONE} for part in parts):
        raise TermError(f"Срок «{text}»: inherit и none не сочетаются с другими. Оставьте что-то одно.")
    return Term(parts)


def _parse_part(piece: str) -> Part:
    name, colon, value = piece.partition(":")
    if name not in set(Kind):
        raise TermError(f"Срок «{piece}» не распознан. Примеры: {EXAMPLES}.")
    kind = Kind(name)
    if kind is Kind.FIXED:
        return _fixed(piece, value)
    if kind is Kind.SCHOOL_YEAR or (kind is Kind.ANNUAL and colon):
        return _months(piece, kind, value)
    if colon:
        raise TermError(f"Срок «{piece}»: у «{name}» месяцев не бывает. Напишите просто «{name}».")
    return Part(kind)


def _fixed(piece: str, value: str) -> Part:
    found = FIXED_PATTERN.fullmatch(value)
    if not found:
        raise TermError(f"Срок «{piece}»: укажите год и месяц, например fixed:2025-11.")
    year, month = int(found[1]), _month(piece, found[2])
    if year < 2000:
        raise TermError(f"Срок «{piece}»: год раньше 2000-го. Проверьте, нет ли опечатки.")
    return Part(Kind.FIXED, month, month, year)


def _months(piece: str, kind: Kind, value: str) -> Part:
    found = MONTHS_PATTERN.fullmatch(value)
    if not found:
        raise TermError(f"Срок «{piece}»: укажите месяц двумя цифрами, например {kind}:09 или {kind}:11-04.")
    first = _month(piece, found[1])
    return Part(kind, first, _month(piece, found[2]) if found[2] else first)


def _month(piece: str, digits: str) -> int:
    month = int(digits)
    if not 1 <= month <= 12:
        raise TermError(f"Срок «{piece}»: месяца «{digits}» нет. Месяцы пишутся от 01 до 12.")
    return month


def resolve(term: Term, previous: Term | None) -> Term:
    """The term itself, or for «inherit» the resolved term of the row above; «none» without a row above."""
    if not term.has(Kind.INHERIT):
        return term
    return previous if previous is not None and not previous.has(Kind.INHERIT) else NONE


def resolve_all(terms: Iterable[Term]) -> list[Term]:
    """The terms of one stage from its first row down, each «inherit» replaced by what it inherits."""
    resolved: list[Term] = []
    for term in terms:
        resolved.append(resolve(term, resolved[-1] if resolved else None))
    return resolved


def window(
    term: Term,
    cycle_start: date,
    cycle_end: date,
    previous: Term | None = None,
    *,
    bond_ends: Iterable[date] = (),
    grace_days: int = BOND_END_GRACE_DAYS,
) -> Window | None:
    """The days within which a row is to be done in the cycle, or None if its term gives no day.

    Args:
        previous: the resolved term of the row above, for «inherit».
        bond_ends: last days of the cycle's pairs and groups, planned or actual, for «on_bond_end».
        grace_days: days given after the end of a pair (the institution's rule, 14 by default).

    Returns:
        Of several parts, from the earliest start to the latest due day; «on_demand» beside another part does
        not put the due day off. A ``fixed`` month keeps its own year, also outside the cycle.

    Raises:
        ValueError: the cycle ends before it starts.
    """
    if cycle_end < cycle_start:
        raise ValueError("a cycle cannot end before it starts")
    ends = sorted(bond_ends)
    term = resolve(term, previous)
    found = [(part, _part_window(part, cycle_start, cycle_end, ends, grace_days)) for part in term.parts]
    windows = [one for _, one in found if one]
    if not windows:
        return None
    binding = [one for part, one in found if one and part.kind is not Kind.ON_DEMAND]
    return Window(min(one.start for one in windows), max(one.due for one in binding or windows))


def _part_window(part: Part, start: date, end: date, bond_ends: list[date], grace_days: int) -> Window | None:
    if part.kind is Kind.FIXED:
        return Window(date(part.year, part.first_month, 1), _last_day(part.year, part.first_month))
    if part.kind is Kind.ON_BOND_END:
        return Window(bond_ends[0], bond_ends[-1] + timedelta(days=grace_days)) if bond_ends else None
    if part.first_month:
        return _months_window(part.first_month, part.last_month, start, end)
    return Window(start, end) if part.kind in {Kind.ANNUAL, Kind.ON_DEMAND} else None


def _months_window(first: int, last: int, start: date, end: date) -> Window | None:
    """The first occurrence of the months that touches ``start`` … ``end``, cut to these days."""
    for year in range(start.year - 1, end.year + 1):
        opens = date(year, first, 1)
        closes = _last_day(year + (last < first), last)
        if closes >= start and opens <= end:
            return Window(max(opens, start), min(closes, end))
    return None


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def is_repeated(term: Term) -> bool:
    """Whether a new cycle copies the row: everything but ``fixed`` rows; give it a term without «inherit».

    Source: methodology.md 2.6, design consequence 5.
    """
    return not term.has(Kind.FIXED)


def transposed(term: Term, cycle_start: date, cycle_end: date) -> Term:
    """The term with each ``fixed`` month moved to the same month of the cycle; other parts stay as they are.

    Used once, when a roadmap is opened from a preset that names the months of its own years. A fixed month
    that already touches the cycle stays; a month that the cycle does not reach becomes «none».
    """
    parts = tuple(_transposed_part(part, cycle_start, cycle_end) for part in term.parts)
    kept = tuple(part for part in parts if part.kind is not Kind.NONE)
    return Term(kept) if kept else NONE


def _transposed_part(part: Part, start: date, end: date) -> Part:
    if part.kind is not Kind.FIXED:
        return part
    if date(part.year, part.first_month, 1) <= end and _last_day(part.year, part.first_month) >= start:
        return part
    found = _months_window(part.first_month, part.first_month, start, end)
    return Part(Kind.FIXED, part.first_month, part.first_month, found.start.year) if found else NONE.parts[0]


def state(
    due: date | None,
    *,
    done: bool,
    today: date,
    soon_days: int = SOON_DAYS,
    never_overdue: bool = False,
    started: bool = False,
) -> State:
    """How a row stands today.

    Args:
        due: last day of its window, None without one.
        soon_days: so many days before the due day, that day included, the row is «soon».
        never_overdue: ``term.never_overdue``; such a row waits for a need and never stands out.
        started: its window is open or some of the work is done.
    """
    if done:
        return State.DONE
    if due is None:
        return State.UNDATED
    if never_overdue:
        return State.ON_DEMAND
    if due < today:
        return State.OVERDUE
    if due <= today + timedelta(days=soon_days):
        return State.SOON
    return State.IN_PROGRESS if started else State.PLANNED


def words(term: Term) -> str:
    """The term in Russian, as the screen and the printed roadmap show it: «сентябрь–октябрь», «без срока»."""
    return "; ".join(_part_words(part) for part in term.parts)


def _part_words(part: Part) -> str:
    if part.kind is Kind.FIXED:
        return f"{MONTHS[part.first_month - 1]} {part.year}"
    if part.first_month is None:
        return KIND_WORDS[part.kind]
    months = MONTHS[part.first_month - 1]
    if part.first_month != part.last_month:
        months += f"–{MONTHS[part.last_month - 1]}"
    return f"{months} (ежегодно)" if part.kind is Kind.ANNUAL else months


KIND_WORDS = {
    Kind.ANNUAL: "ежегодно",
    Kind.ON_DEMAND: "по мере потребности",
    Kind.ON_BOND_END: "по завершении пары",
    Kind.INHERIT: "как в строке выше",
    Kind.NONE: "без срока",
}
