"""What the columns of a list mean and how its rows are read; the same for every kind of list.

Pure: a table in (``common.sheet_tables``), rows with values and problems out; nothing is written here.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from mentorship.common.search import search_key
from mentorship.common.sheet_tables import Column

from . import staff_cells as cells
from .staff_cells import CellError

LONGEST_SHOWN = 300
STEP = 500  # rows between two reports of progress
NAMES = {"full_name", "last_name", "first_name", "patronymic", "given_names"}
# Titles that are never taken: the portal keeps none of this (law.md 2.7); and its own notes in a marked file.
NEVER = r"инвалид|здоров|медицин|медкнижк|снилс|паспорт|национальн|судим|прописк|^замечания портала"
# Words around a title that change nothing: «Стаж, полных лет на 01.09.2025 г.».
FILLERS = r"полных|лет|года?|г|на(?= \d)|по состоянию|кол во|количество|полностью|чч мм гггг|дд мм гггг|\d+"
# «Стаж (мес.)» is another thing than «Стаж (лет, мес.)».
YEARS, MONTHS = re.compile(r"\b(?:лет|года?|годы|г)\b"), re.compile(r"\bмес\w*")
SURE = 4  # closeness of a title that is a synonym as a whole
SHORTEST_CUT = 6  # letters of a shortened title: «дата рожд», not «пед»


@dataclass(frozen=True)
class Field:
    """What a column may mean.

    Attributes:
        synonyms: titles as people write them. A title is also recognised when it begins with one; a synonym
            with «=» before it must be the whole title.
        read: value of a cell → dict of values; raises ``CellError``, notes warnings.
        many: several columns may feed it, their texts are joined.
    """

    code: str
    title: str
    synonyms: tuple[str, ...]
    read: Callable[[object, list[str]], dict]
    many: bool = False


@dataclass(frozen=True)
class Problem:
    """What is wrong with a cell, in words for the user; a warning does not stop the import.

    Attributes:
        index: of the column, zero-based, to correct the cell in place; None if no cell mends it.
        asked: what was typed, when the user has to choose what it means; the answer holds for the whole list.
        choices: (value, words) to choose from.
    """

    row: int
    column_letter: str
    column_title: str
    value: str
    message: str
    advice: str = ""
    level: str = "error"
    index: int | None = None
    asked: str = ""
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def text(self):
        """«Строка 14, «Стаж»: ожидается число лет, получено «пять».»"""
        where = f"Строка {self.row}, «{self.column_title}»" if self.column_title else f"Строка {self.row}"
        return f"{where}: {self.message}"


@dataclass
class ListRow:
    """One row of a list: its number in the sheet, its cells, values by the codes of fields, problems."""

    number: int
    cells: tuple = ()
    values: dict = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    title: str = ""

    @property
    def has_errors(self):
        return any(problem.level == "error" for problem in self.problems)

    @property
    def name(self):
        names = (self.values.get(part) for part in ("last_name", "first_name", "patronymic"))
        return self.title or " ".join(filter(None, names))


class FieldSet:
    """All that the columns of one kind of list may mean.

    Args:
        fields: in the order in which the page offers them.
        never: more titles (a regular expression) that this kind never takes.
        fillers: more words that change nothing in a title of this kind.
    """

    def __init__(self, fields: Iterable[Field], *, never="", fillers=""):
        self.fields = {made.code: made for made in fields}
        self.never = re.compile("|".join(filter(None, [NEVER, never])))
        self.fillers = re.compile(rf"\b(?:{'|'.join(filter(None, [FILLERS, fillers]))})\b")

    @cached_property
    def synonyms(self):
        """(field, whole title only, words) of every synonym."""
        return [
            (made, synonym.startswith("="), self.key(synonym))
            for made in self.fields.values()
            for synonym in made.synonyms
        ]

    @property
    def choices(self):
        return [(made.code, made.title) for made in self.fields.values()]

    def key(self, title):
        """The words of a title that tell what it means."""
        words = search_key(title)
        words = MONTHS.sub(" " if YEARS.search(words) else " мес ", words)
        return " ".join(self.fillers.sub(" ", words).split())

    def knows(self, title: str) -> bool:
        """Is this a title of such a list? For ``find_table``."""
        return bool(self._closeness(title))

    def recognise(self, columns: Iterable[Column], learned=None) -> dict[int, str | None]:
        """Field code (or None) by column index; each field goes to the column whose title is closest to it.

        Args:
            learned: {title key: code or None} as people chose before; it beats the synonyms.
        """
        columns, learned = list(columns), learned or {}
        claims = [(10, -column.index, learned[key]) for column in columns if (key := self.key(column.title)) in learned]
        for column in columns:
            if self.key(column.title) not in learned:
                claims += [(close, -column.index, code) for code, close in self._closeness(column.title).items()]
        mapping, taken = {}, set()
        for _, index, code in sorted(claims, key=lambda claim: claim[:2], reverse=True):
            if -index not in mapping and code in self.fields and code not in taken:
                mapping[-index] = code
                if not self.fields[code].many:
                    taken.add(code)
        return {column.index: mapping.get(column.index) for column in columns}

    def columns_of_names(self, columns):
        """Those whose whole title says that people's names stand there."""
        return [column for column in columns if self._closeness(column.title).get("full_name", 0) >= SURE]

    def _closeness(self, title):
        """{code: 1 to 5}: how surely a title means a field; a whole title beats a beginning, a long synonym a short one."""
        key = self.key(title)
        if not key or self.never.search(search_key(title)):
            return {}
        tiers = title.split(" / ")
        last, last_two = self.key(tiers[-1]), self.key(" ".join(tiers[-2:]))
        found, told = {}, key.split()
        for made, whole, words in self.synonyms:
            if key == words:
                close = 5
            elif words in (last_two, last):
                close = 4.5 if words == last_two else 4
            elif len(key) >= SHORTEST_CUT and _is_cut(told, words):
                close = 3
            elif not whole and key.startswith(f"{words} "):
                close = 2 + len(words) / 100
            elif not whole and last.startswith(f"{words} "):
                close = 1 + len(words) / 100
            else:
                continue
            found[made.code] = max(close, found.get(made.code, 0))
        return found

    def twice(self, mapping) -> list[str]:
        """Complaints about fields that were chosen for several columns."""
        codes = [code for code in mapping.values() if code]
        return [
            f"«{made.title}» выбрано для нескольких столбцов. Оставьте один, у остальных выберите «Не загружать»."
            for made in self.fields.values()
            if codes.count(made.code) > 1 and not made.many
        ]


def _is_cut(told, words):
    """«дата рожд» for «дата рождения», «квалиф категория»: every word whole or cut after three letters at least."""
    meant = words.split()
    return len(told) == len(meant) and all(
        one == other or (len(one) > 2 and other.startswith(one)) for one, other in zip(told, meant, strict=True)
    )


def name_problems(mapping: dict[int, str | None]) -> list[str]:
    """Why names cannot be read with this choice of columns; empty if they can."""
    codes = set(mapping.values())
    if "full_name" in codes and (NAMES - {"full_name"}) & codes:
        return ["Выберите либо один столбец с ФИО, либо отдельные столбцы: фамилию, имя и отчество."]
    if "given_names" in codes and {"first_name", "patronymic"} & codes:
        return ["Выберите либо один столбец с именем и отчеством, либо отдельные."]
    if "full_name" not in codes and not ("last_name" in codes and {"first_name", "given_names"} & codes):
        return ["Укажите, в каком столбце фамилия, имя и отчество: без имён список не загрузить."]
    return []


class Where:
    """The chosen columns of a list, to read its rows and to name a column in a problem."""

    def __init__(self, table, mapping, fields: FieldSet):
        self.chosen = [
            (column, fields.fields[mapping[column.index]]) for column in table.columns if mapping.get(column.index)
        ]
        self.columns = {made.code: column for column, made in reversed(self.chosen)}
        self.name = self.columns.get("full_name") or self.columns.get("last_name")

    def __contains__(self, code):
        return code in self.columns

    def column(self, code):
        """The column of a field; a name is looked for in the column where names stand."""
        return self.columns.get(code) or self.name or self.chosen[0][0]

    def problem(self, row: ListRow, code, message, advice="", level="error", **more):
        """A problem of ``row`` at the column of ``code``."""
        return _problem(row, self.column(code), message, advice, level, **more)

    def read(self, row) -> ListRow:
        """Read the cells of a row of the table; nothing is raised for bad values, they become problems.

        A field that has no column is absent from ``values``; an empty cell gives "" or None.
        """
        made = ListRow(row.number, row.cells)
        for column, about in self.chosen:
            notes = []
            try:
                values = about.read(row.cells[column.index], notes)
                if about.many and (before := made.values.get(about.code)):
                    values = {about.code: cells.joined(before, values[about.code])}
            except CellError as error:
                made.problems.append(_problem(made, column, error.message, error.advice))
                continue
            made.values |= values
            made.problems += [_problem(made, column, message, level="warning") for message in notes]
        return made


def shown_value(value):
    """A cell as a problem shows it and as it is offered for correction."""
    return " ".join(cells.as_text(value).split())[:LONGEST_SHOWN]


def _problem(row, column, message, advice="", level="error", **more):
    shown = shown_value(row.cells[column.index])
    title = column.title if len(column.title) <= 60 else column.title[:59].rstrip() + "…"
    return Problem(row.number, column.letter, title, shown, message, advice, level, column.index, **more)


def counted_off(rows, progress):
    """The rows one by one, telling ``progress(done, total)`` now and then."""
    total = len(rows)
    for done, row in enumerate(rows):
        if done % STEP == 0:
            progress(done, total)
        yield row


def people_twice(rows, where):
    """Complain of a person who stands in the list twice; the later row carries the problem and names the earlier."""
    people = {}
    for row in rows:
        if not row.values.get("last_name"):
            continue
        born, namesakes = row.values.get("birth_date"), people.setdefault(search_key(row.name), {})
        if message := _double(born, namesakes):
            row.problems.append(where.problem(row, "full_name", *message))
        namesakes.setdefault(born, row.number)


def _double(born, namesakes):
    """(message, advice) if one of the ``namesakes`` (row by birth date) may be the same person."""
    if born in namesakes:
        advice = "Оставьте одну строку" + (
            ", с основной должностью." if born else "; разным людям укажите даты рождения."
        )
        return f"этот человек уже есть в строке {namesakes[born]}.", advice
    if namesakes and (born is None or None in namesakes):
        other = namesakes.get(None) or next(iter(namesakes.values()))
        return (
            f"человек с таким же именем есть в строке {other}, у одного из них нет даты рождения.",
            "Укажите обе даты или оставьте одну строку.",
        )
    return None
