"""Where the table lies in a grid: its heading, its rows, and what stands around it.

Lists that institutions keep have a title above, a heading of one to three tiers, a row of column numbers
below it, blank rows, subheadings of groups, totals and a signature at the end. ``find_table`` takes them
apart and drops nothing silently: whatever is not a row of the table is named in ``skipped``.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from statistics import median

from mentorship.common.sheets import Grid, SheetError, column_letter

HEADING_SEARCH = 60  # rows from the top in which the heading is looked for
MAX_TIERS = 3
LONGEST_TITLE = 150
MOST_TITLES = 60  # of a table that lies on its side
ORDINAL = re.compile(r"(№|n|no)?\s*(№|п\s*[/\\.-]?\s*п\.?)?|порядковый номер", re.IGNORECASE)
TOTAL = re.compile(r"(итого|всего|в\s?т\.?\s?ч\b|в том числе)", re.IGNORECASE)
VACANCY = re.compile(r"\W*ваканси[яи]\b|\W*вакан(тн\w+|т)\b", re.IGNORECASE)
SIGNATURE = re.compile(
    r"((и\.\s?о\.\s*)?(заведующ(ий|ая|его|ей)|директора?|руководител[ья]|заместител[ья]|исполнител[ья]"
    r"|специалист|делопроизводитель|составил[аи]?|подготовил[аи]?|подпись|примечани[ея]|согласовано|утверждаю|дата"
    r"|ответственн\w+)\b|(зам|м\.\s?п|тел|исп|отв)\.).*|.*_{3,}.*",
    re.IGNORECASE | re.DOTALL,
)
REPEATED, SUBHEADING, HIDDEN = "повтор заголовка", "подзаголовок", "скрытая строка"
OTHER_TABLE = "другая таблица с другими столбцами: загрузите её отдельно, указав её строку заголовка"
# A lone text that names a part of the list, not a person: «Младшая группа № 2», «Обслуживающий персонал».
PLACE = re.compile(
    r"(групп[аы]|корпус|отдел(ение)?|здание|подразделение|филиал|ясли|кабинет|пищеблок|кухня|сад|школа)\b",
    re.IGNORECASE,
)
CLASS = re.compile(r"\b\d{1,2}[\s-]*[«\"]?[а-яё]?[»\"]?\s+класс|\bкласс\s+\d", re.IGNORECASE)
PART = re.compile(
    r"[а-яё].*[«»№\d]|\b(персонал|работники|сотрудники|администрация|педагоги(ческие)?|педагогический|воспитатели|учителя"
    r"|специалисты|состав|руководители|служба|наставники|наставляемые|совместители|декретный отпуск|[а-я]уп|моп|всп|пп[сх]?)\b",
    re.IGNORECASE,
)
PLACE_TITLE, CLASS_TITLE = "Подразделение, группа (из заголовков списка)", "Класс (из заголовков списка)"
PART_TITLE = "Заголовки внутри списка"
TURNED = (
    "Таблица повёрнута: названия стоят в столбце, а люди – в строках заголовка. В Excel скопируйте её и вставьте через "
    "«Специальная вставка → Транспонировать»."
)
NO_HEADING = (
    "Не нашли строку с названиями столбцов. Над списком нужна строка заголовков, "
    "например: «Фамилия, имя, отчество», «Дата рождения», «Должность»."
)


@dataclass(frozen=True)
class Column:
    """A column: zero-based ``index`` in the grid, its letter, the title joined from its tiers.

    Names of sections inside the list stand in a column of their own after the last one, without a letter.
    """

    index: int
    letter: str
    title: str


@dataclass(frozen=True)
class Row:
    """A row of the table: its number in the sheet (from 1) and the grid's values by column index."""

    number: int
    cells: tuple


@dataclass(frozen=True)
class Skipped:
    """A row that is not a person's: number in the sheet, its text, why it was left out (Russian)."""

    number: int
    text: str
    why: str


@dataclass(frozen=True)
class Table:
    """A table found in a sheet.

    Attributes:
        header: numbers of the first and the last row of the heading, from 1.
        columns: those that have a title or values, from left to right.
    """

    header: tuple[int, int]
    columns: list[Column]
    rows: list[Row]
    skipped: list[Skipped] = field(default_factory=list)


def find_table(grid: Grid, *, knows: Callable[[str], bool] = lambda title: False, header=None, hidden=False) -> Table:
    """Find heading, rows and tail of the table in ``grid``.

    Args:
        knows: says whether a title is known to the import; a row with known titles beats a merely full one.
        header: first and last row of the heading (from 1) when a person has corrected it.
        hidden: take the rows that the file hides, too; else they are named among the skipped.

    Raises:
        SheetError: no heading is found, there is no row below it, or the table lies on its side.
    """
    if header:
        first, last = header[0] - 1, header[1] - 1
        if not 0 <= first <= last < len(grid.rows):
            raise SheetError(NO_HEADING)
    else:
        first, last = _find_heading(grid, knows)
    titles = _titles(grid, first, last)
    body = _filled_down(grid, last + 1)
    columns = [
        Column(at, column_letter(at), titles[at])
        for at in range(len(titles))
        if titles[at] or any(cells[at] != "" for _, cells in body)
    ]
    rows, skipped = _sort_out(grid, body, columns, first, last, set() if hidden else set(grid.hidden), knows)
    if not rows:
        raise SheetError("Под заголовком таблицы нет ни одной заполненной строки.")
    if _is_turned(grid, rows, first, last, knows):
        raise SheetError(TURNED)
    rows, columns = _with_sections(grid, rows, columns, skipped, first)
    return Table(header=(first + 1, last + 1), columns=columns, rows=rows, skipped=skipped)


# --- The heading ------------------------------------------------------------------------------------------


def _find_heading(grid, knows):
    """First and last row of the heading, zero-based."""
    top = grid.rows[:HEADING_SEARCH]
    scores = [_heading_score(row, knows) for row in top]
    best = max(scores, default=0)
    if best < 2:
        raise SheetError(NO_HEADING)
    first = last = next(at for at, score in enumerate(scores) if score >= 0.7 * best)
    while last - first + 1 < MAX_TIERS and _is_lower_tier(grid, first, last):
        last += 1
    while last - first + 1 < MAX_TIERS and _is_upper_tier(grid, first):
        first -= 1
    return first, last


def _heading_score(row, knows):
    """How much a row looks like a heading: texts count, known titles thrice, numbers and dates against it."""
    texts = {value for value in row if _is_title(value)}
    against = sum(1 for value in row if isinstance(value, int | float | date))
    return len(texts) + 2 * sum(map(knows, texts)) - 2 * against if len(texts) > 1 else 0


def _is_title(value):
    return isinstance(value, str) and len(value) <= LONGEST_TITLE and any(map(str.isalpha, value))


def _is_lower_tier(grid, first, last):
    """Is the row below ``last`` one more tier: «уровень | специальность» under «Образование»?

    Told by merged cells of the heading, and without them by empty first columns over a gap in the tier above.
    """
    below = last + 1
    if below >= len(grid.rows):
        return False
    filled = [at for at, value in enumerate(grid.rows[below]) if value != ""]
    if not filled or not all(_is_title(grid.rows[below][at]) for at in filled):
        return False
    upper = [at for at, value in enumerate(grid.rows[first]) if value != ""]
    if any(t <= last and bottom >= below and left in upper for t, left, bottom, _ in grid.merged if t >= first):
        return True
    over_gap = any(grid.rows[last][at] == "" for at in filled)
    return over_gap and not set(filled) & set(upper[: min(2, len(upper) - 1)])


def _is_upper_tier(grid, first):
    """Does the row above ``first`` belong to the heading: «Стаж» merged over «общий | педагогический»?"""
    if first == 0:
        return False
    above, width = grid.rows[first - 1], sum(value != "" for value in grid.rows[first])
    groups = {left for top, left, _, right in grid.merged if top == first - 1 and left < right < left + width}
    down = {left for top, left, bottom, _ in grid.merged if top == first - 1 and bottom >= first}
    filled = {at for at, value in enumerate(above) if value != ""}
    titles = all(_is_title(above[at]) or ORDINAL.fullmatch(str(above[at])) for at in filled)
    return bool(filled) and filled <= groups | down and titles


def _is_turned(grid, rows, first, last, knows):
    """Do titles stand one below another in place of people, and only one of them above?"""
    above = {value for row in grid.rows[first : last + 1] for value in row if _is_title(value) and knows(value)}
    if len(above) > 1 or len(rows) > MOST_TITLES:
        return False
    names = [next((value for value in row.cells if value != ""), "") for row in rows]
    told = {value for value in names if _is_title(value) and knows(value)}
    return len(told) > 1 and 2 * len(told) >= len(rows)


def _titles(grid, first, last):
    """Title of every column of the grid: its tiers joined by « / », merged cells spread out."""
    width = max(map(len, grid.rows))
    tiers = [list(row) + [""] * (width - len(row)) for row in grid.rows[first : last + 1]]
    for top, left, bottom, right in grid.merged:
        for row in range(max(top, first), min(bottom, last) + 1):
            for at in range(left, min(right, width - 1) + 1):
                tiers[row - first][at] = grid.rows[top][left]
    _spread_groups(grid, tiers, first)
    return [_join_tiers([tier[at] for tier in tiers]) for at in range(width)]


def _spread_groups(grid, tiers, first):
    """Without merged cells a group's name stands over its first column only: carry it to the right."""
    merged_rows = {top for top, _, _, _ in grid.merged}
    for level, tier in enumerate(tiers[:-1]):
        if first + level in merged_rows:
            continue
        for at in range(1, len(tier)):
            if tier[at] == "" and tiers[level + 1][at] != "" and tiers[level + 1][at - 1] != "":
                tier[at] = tier[at - 1]


def _join_tiers(parts):
    seen = []
    for part in parts:
        text = re.sub(r"(?<=\w)-\n(?=[а-яё])", "", str(part)).replace("\n", " ").strip()
        if text and text not in seen:
            seen.append(text)
    return " / ".join(seen)


# --- The rows ---------------------------------------------------------------------------------------------


def _filled_down(grid, start):
    """(row number, cells) of the rows below the heading; a cell merged downwards stands in each row."""
    width = max(map(len, grid.rows))
    rows = {at: list(row) + [""] * (width - len(row)) for at, row in enumerate(grid.rows[start:], start=start)}
    for top, left, bottom, right in grid.merged:
        if top >= start and left == right < width and top in rows:
            for at in range(top + 1, min(bottom, len(grid.rows) - 1) + 1):
                rows[at][left] = rows[top][left]
    return [(at + 1, cells) for at, cells in rows.items()]


def _sort_out(grid, body, columns, first, last, hidden, knows):
    """Rows of the table, and the rows around and between them that are not."""
    indexes = [column.index for column in columns]
    ordinals = {column.index for column in columns if column.title and ORDINAL.fullmatch(column.title)}
    heading = {value for tier in grid.rows[first : last + 1] for value in tier if value != ""}
    wide = {top + 1 for top, left, _, right in grid.merged if (right - left + 1) * 2 > len(indexes)}
    rows, skipped, elsewhere = [], [], False
    for number, cells in body:
        filled = [at for at in indexes if cells[at] != "" and not (at in ordinals and _is_number(cells[at]))]
        text = " ".join(str(cells[at]) for at in indexes if cells[at] != "")
        if not filled and not _is_numbering(cells):
            continue
        why = HIDDEN if number in hidden else _why_not_a_row(number, cells, filled, text, heading, wide, knows)
        if why == REPEATED:
            elsewhere = _is_of_another_table(grid, cells, first, last)
        elif not why and elsewhere:
            why = OTHER_TABLE
        if why:
            skipped.append(Skipped(number, text[:200], why))
        else:
            rows.append(Row(number, tuple(cells)))
    return _cut_tail(*_take_subheadings(rows, skipped, indexes, ordinals), indexes)


def _why_not_a_row(number, cells, filled, text, heading, wide, knows):
    if _is_numbering(cells):
        return "номера столбцов"
    texts = {value for value in cells if value != ""}
    plain = all(_is_title(value) and not re.search(r"\d", value) for value in texts)
    titles = plain and all(map(knows, texts))
    if len(texts & heading) > max(1, len(texts) / 2) or (titles and len(texts) > 1):
        return REPEATED
    if len(filled) <= 1 and number in wide:
        return SUBHEADING
    if len(filled) <= 3 and TOTAL.match(text):
        return "итог"
    if any(VACANCY.match(str(cells[at])) for at in filled[:3]):
        return "вакансия"
    return ""


def _is_of_another_table(grid, cells, first, last):
    """Do the titles of a repeated heading stand over other columns than in the first one?"""
    for at, value in enumerate(cells):
        told = str(value).casefold()
        own = [str(tier[at]).casefold() for tier in grid.rows[first : last + 1] if at < len(tier) and tier[at] != ""]
        if told and not any(told[:3] == one[:3] or told in one or one in told for one in own):
            return True
    return False


def _is_number(value):
    return str(value).strip(" .)").isdecimal()


def _is_numbering(cells):
    """«1 2 3 3а 4 …» under the heading: at least three numbers from 1, each one more than the one before."""
    values = [re.sub(r"(?<=\d)[а-я]$", "", str(value).strip(" .()")) for value in cells if value != ""]
    return (
        len(values) >= 3
        and values[0] == "1"
        and all(value.isdecimal() and len(value) < 4 for value in values)
        and all(int(after) - int(before) in (0, 1) for before, after in pairwise(values))
        and len(set(values)) > len(values) / 2
    )


def _take_subheadings(rows, skipped, indexes, ordinals):
    """A lone text that names a part of the list, stands in the place of a number or above a repeated heading is no row."""
    repeated = {row.number for row in skipped if row.why == REPEATED}
    kept = []
    for row in rows:
        filled = [at for at in indexes if row.cells[at] != ""]
        lone = row.cells[filled[0]] if len(filled) == 1 < len(indexes) else ""
        alike = filled[0] in ordinals and not _is_note(str(lone))
        if lone != "" and (alike or row.number + 1 in repeated or _is_part(lone)):
            skipped.append(Skipped(row.number, str(lone)[:200], SUBHEADING))
        else:
            kept.append(row)
    return kept, skipped


def _is_part(value):
    text = str(value)
    return isinstance(value, str) and not _is_note(text) and bool(PLACE.search(text) or PART.search(text))


def _is_note(text):
    return bool(TOTAL.match(text) or SIGNATURE.fullmatch(text))


def _with_sections(grid, rows, columns, skipped, first):
    """The name of the section that each row stands in, as one more column."""
    width = max(map(len, grid.rows))
    sections = [row for row in skipped if row.why == SUBHEADING and row.number < rows[-1].number]
    if not sections:
        return rows, columns
    named, left, section = [], list(sections), _first_section(grid, first, sections, skipped)
    for row in rows:
        while left and left[0].number < row.number:
            section = left.pop(0).text
        named.append(Row(row.number, (*row.cells, section)))
    return named, [*columns, Column(width, "", _section_title([row.text for row in sections]))]


def _first_section(grid, first, sections, skipped):
    """«5 «А» класс» above the first heading, when the other sections stand above their repeated headings so."""
    repeated = {row.number for row in skipped if row.why == REPEATED}
    above = [value for value in grid.rows[first - 1] if value != ""] if first else []
    alike = all(row.number + 1 in repeated for row in sections)
    return str(above[0])[:200] if alike and len(above) == 1 and _is_part(above[0]) else ""


def _section_title(texts):
    for shape, title in ((CLASS, CLASS_TITLE), (PLACE, PLACE_TITLE)):
        if sum(bool(shape.search(text)) for text in texts) * 2 > len(texts):
            return title
    return PART_TITLE


def _cut_tail(rows, skipped, indexes):
    """Take signatures and notes off the end: sparser than the rest and worded so, or standing apart."""

    def filled(row):
        return sum(row.cells[at] != "" for at in indexes)

    usual = max(median(map(filled, rows)), len(indexes) / 2) if rows else 0
    while rows:
        text = " ".join(str(value) for value in rows[-1].cells if value != "")
        if filled(rows[-1]) >= usual and "___" not in text:
            break
        gap = rows[-1].number - rows[-2].number if len(rows) > 1 else 1
        apart = gap > 1 and filled(rows[-1]) == 1 < usual / 2
        if not (SIGNATURE.match(text) or TOTAL.match(text) or apart):
            break
        skipped.append(Skipped(rows.pop().number, text[:200], "подпись или примечание"))
    return rows, sorted(skipped, key=lambda row: row.number)
