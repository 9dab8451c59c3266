"""Indicators of the programme: plain values in, numbers out; no database.

Percents are ``Decimal`` with one decimal, halves up, as a reader checks them by hand; an empty denominator
gives None, printed «н/д», never 0. Numbers are small in one institution, so numerator and denominator go
with the percent, and figures over fewer than three answers are hidden.

Source of all formulas: methodology.md 5.2, the rules of hiding 4.6.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from operator import sub

from mentorship.common.calendar import Range

NO_DATA = "н/д"
MIN_ANSWERS = 3
SATISFIED_FROM = Decimal("7.0")
WINDOW_DAYS = 14
SHORTEST_WINDOW_DAYS = 7
PROGRAMME_CRITERIA_MAX = 2
PROGRAMME_FULL_SCORE = 18
PROGRAMME_LEVELS = ((15, "оптимальный"), (9, "допустимый"), (0, "недопустимый"))


@dataclass(frozen=True)
class Share:
    """A part of a whole; ``percent`` is None if the whole is empty."""

    numerator: int
    denominator: int
    percent: Decimal | None

    def __str__(self):
        """«20,8 % (5 из 24)» or «н/д»."""
        if self.percent is None:
            return NO_DATA
        return f"{decimal_words(self.percent)} % ({self.numerator} из {self.denominator})"


@dataclass(frozen=True)
class RhythmWindow:
    """One window of a pair's work, by its first and last calendar day; ``days``: countable days in it."""

    start: date
    end: date
    days: int
    meetings: int

    @property
    def met(self) -> bool:
        return self.meetings > 0


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How a pair kept the rhythm of meetings.

    Attributes:
        windows: how many there are; those of them in which it met are the keys of ``held``, the first is 0.
        longest_gap_days: longest silence in countable days.
        days: the countable days of its work.
    """

    windows: int
    held: Mapping[int, int]
    longest_gap_days: int
    days: Sequence[date] = field(repr=False)

    @property
    def met(self) -> int:
        return len(self.held)

    @property
    def percent(self) -> Decimal | None:
        return share(self.met, self.windows).percent

    @property
    def details(self) -> tuple[RhythmWindow, ...]:
        return tuple(self.window(n) for n in range(self.windows))

    def window(self, n: int) -> RhythmWindow:
        """The window with this number, the first is 0."""
        days = self.days[n * WINDOW_DAYS : (n + 1) * WINDOW_DAYS]
        return RhythmWindow(days[0], days[-1], len(days), self.held.get(n, 0))


@dataclass(frozen=True)
class ProgrammeScore:
    """Score of the programme (Q16); ``rescaled`` to 18 when criteria were left out, ``level`` in words."""

    total: int
    maximum: int
    rescaled: Decimal | None
    level: str


def decimal_words(value: Decimal | None) -> str:
    """A number with one decimal and the Russian comma: «91,7», «75», «н/д» for None."""
    if value is None:
        return NO_DATA
    return str(rounded(value)).removesuffix(".0").replace(".", ",")


def rounded(value: Decimal, places: int = 1) -> Decimal:
    """``value`` with so many decimals, halves up (away from zero)."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def share(numerator: int, denominator: int) -> Share:
    """A share in percent; more than 100 is possible where the denominator was typed by hand (I01, I03).

    Raises:
        ValueError: a count is negative.
    """
    if numerator < 0 or denominator < 0:
        raise ValueError("counts cannot be negative")
    if not denominator:
        return Share(numerator, denominator, None)
    return Share(numerator, denominator, rounded(Decimal(100 * numerator) / denominator))


def part_of(whole: Iterable, having: Collection) -> Share:
    """Share of the members of ``whole`` that are also in ``having``; repeats count once (I05, I08)."""
    members = set(whole)
    return share(len(members & set(having)), len(members))


def roadmap_done(rows: Iterable[tuple[date | None, bool]], on: date) -> Share:
    """I23: of the roadmap's rows due by ``on``, those that are done.

    Args:
        rows: (due day or None, done); rows without a due day and rows «по мере потребности», given with None,
            do not count, nor do rows due later, even if already done.
    """
    due = [done for day, done in rows if day is not None and day <= on]
    return share(sum(due), len(due))


def rhythm(
    start: date,
    end: date,
    meetings: Iterable[date],
    quiet: Iterable[Range] = (),
    paused: Iterable[Range] = (),
) -> Rhythm:
    """I07 of one bond: windows of 14 countable days from the start, each met by at least one meeting.

    Args:
        start, end: first day of the bond and its last day (or the report date).
        meetings: days of held meetings of the bond, for a mentee of a group of those he attended; any order,
            repeats allowed, days outside the period are ignored.
        quiet: vacations and holidays of the institution, not counted.
        paused: pauses of the bond, not counted either.

    Returns:
        The last, shorter window counts only from 7 countable days on. A meeting on a quiet day belongs to the
        window it falls into, or to the one before. Silence is counted from the start, between meetings and up
        to the end. Bonds of a kind that keeps no rhythm are left out by the caller.

    Raises:
        ValueError: ``start`` is after ``end``.
    """
    if start > end:
        raise ValueError("a bond cannot end before it starts")
    days, gone = _countable(start, end, (*quiet, *paused))
    held = sorted({day for day in meetings if start <= day <= end})
    counts = [gone[day] for day in (start, *held, end)]
    gap = max(map(sub, counts[1:], counts))
    whole, rest = divmod(len(days), WINDOW_DAYS)
    windows = whole + (rest >= SHORTEST_WINDOW_DAYS)
    numbers = Counter([number and (number - 1) // WINDOW_DAYS for number in counts[1:-1]])
    return Rhythm(windows, {n: count for n, count in numbers.items() if n < windows}, gap, days)


@lru_cache(maxsize=512)  # pairs of one order share their days
def _countable(start: date, end: date, spans: tuple[Range, ...]) -> tuple[tuple[date, ...], dict[date, int]]:
    """Countable days from ``start`` to ``end``, and how many of them have gone up to and with each day."""
    first, last = start.toordinal(), end.toordinal()
    quiet = set()
    for begun, over in spans:
        quiet.update(range(max(begun.toordinal(), first), min(over.toordinal(), last) + 1))
    days, gone = [], {}
    for number in range(first, last + 1):
        day = date.fromordinal(number)
        if number not in quiet:
            days.append(day)
        gone[day] = len(days)
    return tuple(days), gone


def rhythm_share(rhythms: Iterable[Rhythm]) -> Share:
    """I07 of the programme: met windows of all bonds over all their windows."""
    counted = list(rhythms)
    return share(sum(one.met for one in counted), sum(one.windows for one in counted))


def mean(values: Iterable[Decimal | int | None], places: int = 2) -> Decimal | None:
    """Mean of the values, None («не применимо») left out; None if nothing is left."""
    given = [value for value in values if value is not None]
    return _quotient(sum(given), len(given), places) if given else None


@lru_cache(maxsize=1024)  # sums of a few answers repeat
def _quotient(total: Decimal | int, number: int, places: int) -> Decimal:
    return rounded(Decimal(total) / number, places)


def personal_index(answers: Iterable[int | None]) -> Decimal | None:
    """Personal index of satisfaction: mean of one person's ``sat`` answers (1–10), two decimals."""
    return mean(answers)


def satisfied(indexes: Iterable[Decimal | None], threshold: Decimal = SATISFIED_FROM) -> Share:
    """I11 and I12: people whose personal index reaches the threshold, of those who have an index."""
    given = [index for index in indexes if index is not None]
    return share(sum(index >= threshold for index in given), len(given))


def is_hidden(n: int, minimum: int = MIN_ANSWERS) -> bool:
    """Whether a figure over ``n`` answers must not be shown («n < 3»), lest single people be recognised."""
    return n < minimum


def reduction(before: int, after: int) -> Decimal | None:
    """I14: by how many percent the sum of difficulties fell, negative if it grew; None if it was 0."""
    return rounded(Decimal(100 * (before - after)) / before) if before else None


def scale_percent(answers: Iterable[int | None], low: int, high: int) -> Decimal | None:
    """Where the mean of the answers lies between ``low`` (0) and ``high`` (100): indexes of Q08 and Q14."""
    given = [answer for answer in answers if answer is not None]
    if not given:
        return None
    return rounded(Decimal(100 * (sum(given) - low * len(given))) / ((high - low) * len(given)))


def programme_score(scores: Sequence[int | None]) -> ProgrammeScore:
    """I24: sum of the nine criteria of Q16 (0–2 each), rescaled to 18 if some are «не применимо» (None).

    The level is found by the rescaled score itself, unrounded against the lower borders 15 and 9.
    """
    given = [score for score in scores if score is not None]
    total, maximum = sum(given), PROGRAMME_CRITERIA_MAX * len(given)
    if not maximum:
        return ProgrammeScore(0, 0, None, NO_DATA)
    exact = Decimal(total * PROGRAMME_FULL_SCORE) / maximum
    level = next(words for border, words in PROGRAMME_LEVELS if exact >= border)
    return ProgrammeScore(total, maximum, rounded(exact, 2), level)


@dataclass(frozen=True)
class Indicator:
    """What an indicator is, for the report, the page and the XLSX alike.

    Attributes:
        target: default plan in ``unit``, None if no source sets one; the institution types its own.
        yearly_targets: plan of the federal table by calendar year, to be checked against the region's order.
    """

    code: str
    title: str
    numerator: str
    denominator: str
    source: str
    unit: str = "%"
    target: int | None = None
    yearly_targets: Mapping[int, int] = field(default_factory=dict)

    def target_for(self, year: int) -> int | None:
        """The plan of that calendar year, else the general one."""
        return self.yearly_targets.get(year, self.target)


_SATISFACTION_PLAN = {2020: 50, 2021: 55, 2022: 60, 2023: 70, 2024: 85}  # methodology.md 5.3

INDICATORS = {
    indicator.code: indicator
    for indicator in (
        Indicator(
            "I01",
            "Доля педагогов-наставляемых",
            "педагоги, бывшие в цикле наставляемыми в действующей или завершённой паре (группе)",
            "педагогические работники на дату отчёта",
            "Положение «Солнышко» № 3, п. 6.2.2",
        ),
        Indicator(
            "I03",
            "Доля педагогов-наставников",
            "педагоги, бывшие в цикле наставниками в паре (группе)",
            "педагогические работники на дату отчёта",
            "Положение «Солнышко» № 3, п. 6.2.2",
        ),
        Indicator(
            "I05",
            "Обеспеченность наставником",
            "принятые наставляемые в действующей паре (группе)",
            "принятые наставляемые",
            "модель д/с № 73, п. 5.4; дорожная карта МОЦО № 1, п. 5.3",
            target=100,
        ),
        Indicator(
            "I07",
            "Соблюдение ритма встреч",
            "14-дневные окна хотя бы с одной состоявшейся встречей",
            "все окна пар (групп), без каникул и пауз",
            "дорожная карта МОЦО № 1, п. 6.3",
            target=90,
        ),
        Indicator(
            "I08",
            "Пары с утверждённой персонализированной программой",
            "действующие пары (группы) с утверждённой программой",
            "действующие пары (группы)",
            "Положение «Солнышко» № 3; план д/с № 4 г. Ставрополя, п. 1.2",
            target=100,
        ),
        Indicator(
            "I11",
            "Удовлетворённость наставляемых",
            "ответившие наставляемые с личным индексом не ниже порога",
            "ответившие на итоговый опрос наставляемые",
            "дорожная карта МОЦО № 1, п. 7.1; план д/с № 4 г. Ставрополя, п. 7.1",
            yearly_targets=_SATISFACTION_PLAN,
        ),
        Indicator(
            "I12",
            "Удовлетворённость наставников",
            "ответившие наставники с личным индексом не ниже порога",
            "ответившие на итоговый опрос наставники",
            "дорожная карта МОЦО № 1, п. 7.1; план д/с № 4 г. Ставрополя, п. 7.1",
            yearly_targets=_SATISFACTION_PLAN,
        ),
        Indicator(
            "I23",
            "Выполнение дорожной карты",
            "выполненные мероприятия из тех, чей срок наступил",
            "мероприятия со сроком не позже даты отчёта",
            "дорожная карта МОЦО № 1; план д/с № 4 г. Ставрополя",
            target=90,
        ),
    )
}
