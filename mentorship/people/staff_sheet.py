"""A staff list as institutions keep it: which column means what, and what a row says of a person.

Pure: a table in (``common.sheet_tables``), rows with values and problems out; nothing is written here.
The values are named as the fields of ``Person``, but for three: ``unit`` is a title, ``work_months`` and
``teaching_months`` are lengths of service in months (on which day they hold is told by ``stated_day``).
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from mentorship.common.periods import age, parse_russian_date
from mentorship.common.russian import date_digits
from mentorship.common.search import search_key
from mentorship.common.sheet_tables import Column, Row, Table
from mentorship.common.sheets import Grid
from mentorship.people import staff_cells as cells
from mentorship.people.staff_cells import CellError


@dataclass(frozen=True)
class Field:
    """What a column may mean.

    Attributes:
        synonyms: titles as people write them. A title is also recognised when it begins with one; a synonym
            with «=» before it must be the whole title.
        read: value of a cell → dict of Person's values; raises ``CellError``, notes warnings.
        many: several columns may feed it, their texts are joined.
    """

    code: str
    title: str
    synonyms: tuple[str, ...]
    read: Callable[[object, list[str]], dict]
    many: bool = False


FIELDS = {
    made.code: made
    for made in (
        Field(
            "full_name",
            "Фамилия, имя, отчество",
            (
                "фамилия имя отчество",
                "фио",
                "ф и о",
                "фамилия имя и отчество",
                "фамилия и о",
                "=сотрудник",
                "=работник",
                "=педагог",
            ),
            cells.full_name,
        ),
        Field("last_name", "Фамилия", ("=фамилия",), cells.last_name),
        Field("first_name", "Имя", ("=имя",), cells.first_name),
        Field("patronymic", "Отчество", ("=отчество", "отчество при наличии"), cells.patronymic),
        Field(
            "birth_date",
            "Дата рождения",
            ("дата рождения", "число месяц и год рождения", "число месяц год рождения", "др", "д р", "=рождения"),
            cells.birth_date,
        ),
        Field("gender", "Пол", ("=пол",), cells.gender),
        Field(
            "post",
            "Должность",
            ("должность", "занимаемая должность", "наименование должности"),
            cells.post,
        ),
        Field(
            "unit",
            "Подразделение, группа",
            (
                "=группа",
                "структурное подразделение",
                "подразделение",
                "наименование группы",
                "название группы",
                "возрастная группа",
                "=группа класс",
                "=группа возраст детей",
                "=отдел",
                "=корпус",
                "=здание",
            ),
            cells.unit,
        ),
        Field(
            "hired_on",
            "Дата приёма",
            (
                "дата приема",
                "дата поступления",
                "принят",
                "дата начала работы",
                "дата трудоустройства",
                "работает в учреждении с",
                "в учреждении с",
                "в доу с",
                "прием на работу",
            ),
            cells.hired_on,
        ),
        Field(
            "work_months",
            "Общий стаж",
            (
                "общий стаж",
                "общий трудовой стаж",
                "трудовой стаж",
                "стаж общий",
                "стаж работы общий",
                "стаж общ",
                "=общий",
                "=стаж",
                "=стаж работы",
            ),
            cells.work_months,
        ),
        Field(
            "teaching_months",
            "Педагогический стаж",
            (
                "педагогический стаж",
                "пед стаж",
                "педстаж",
                "стаж педагогический",
                "стаж пед",
                "стаж педагогической",
                "стаж работы педагогический",
                "стаж работы по специальности",
                "стаж по специальности",
                "стаж работы в должности педагога",
                "стаж преподавания",
                "=педагогический",
            ),
            cells.teaching_months,
        ),
        Field(
            "category",
            "Категория",
            ("категория", "квалификационная категория", "кв категория", "квалификация категория", "=кк"),
            cells.category,
        ),
        Field(
            "education",
            "Образование",
            ("образование", "уровень образования", "сведения об образовании"),
            cells.education,
            many=True,
        ),
        Field(
            "phone",
            "Телефон",
            (
                "телефон",
                "тел",
                "номер телефона",
                "контактный телефон",
                "мобильный телефон",
                "сотовый телефон",
                "моб телефон",
                "сот телефон",
                "=контакты",
            ),
            cells.phone,
        ),
        Field(
            "email",
            "Электронная почта",
            ("электронная почта", "адрес электронной почты", "эл почта", "e mail", "email", "почта", "эл адрес"),
            cells.email,
        ),
        Field(
            "staff_number",
            "Табельный номер",
            ("табельный номер", "таб номер", "таб", "табельный"),
            cells.staff_number,
        ),
    )
}

# Titles that are never taken: the portal keeps none of this (law.md 2.7), or it is of another person or thing.
FOREIGN = re.compile(r"инвалид|здоров|медицин|медкнижк|снилс|паспорт|национальн|судим|прописк|ребенка|родител|супруг")
# Words around a title that change nothing: «Стаж, полных лет на 01.09.2025 г.».
FILLERS = re.compile(
    r"\b(?:полных|лет|года?|г|мес|месяцев|на(?= \d)|по состоянию|кол во|количество|сотрудника|работника|педагога"
    r"|воспитателя|учителя|полностью|чч мм гггг|дд мм гггг|\d+)\b"
)
STATED_DAY = re.compile(
    r"(?:\bна|по состоянию на)\s+(\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2}\s+[а-яё]+\s+\d{4})", re.IGNORECASE
)
NAMES = {"full_name", "last_name", "first_name", "patronymic"}
YOUNGEST, OLDEST = 14, 100  # ст. 63 ТК РФ: work begins at 14 at the earliest


@dataclass(frozen=True)
class Problem:
    """What is wrong with a cell, in words for the user; a warning does not stop the import."""

    row: int
    column_letter: str
    column_title: str
    value: str
    message: str
    advice: str = ""
    level: str = "error"

    @property
    def text(self):
        """«Строка 14, «Стаж»: ожидается число лет, получено «пять».»"""
        where = f"Строка {self.row}, «{self.column_title}»" if self.column_title else f"Строка {self.row}"
        return f"{where}: {self.message}"


@dataclass
class StaffRow:
    """One person of the list: number of the row in the sheet, values by Person's fields, problems."""

    number: int
    values: dict = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def has_errors(self):
        return any(problem.level == "error" for problem in self.problems)

    @property
    def name(self):
        names = (self.values.get(part) for part in ("last_name", "first_name", "patronymic"))
        return " ".join(filter(None, names))


# --- Columns ------------------------------------------------------------------------------------------------


def knows_title(title: str) -> bool:
    """Is this a title of a staff list? For ``find_table``."""
    return any(_closeness(title, made) for made in FIELDS.values())


def recognise(columns: Iterable[Column]) -> dict[int, str | None]:
    """Field code (or None) by column index; each field goes to the column whose title is closest to it.

    «Образование» may go to several columns, any other field to one.
    """
    columns = list(columns)
    claims = sorted(
        ((_closeness(column.title, made), -column.index, made) for column in columns for made in FIELDS.values()),
        key=lambda claim: claim[:2],
        reverse=True,
    )
    mapping, taken = {}, set()
    for closeness, index, made in claims:
        if closeness and -index not in mapping and made.code not in taken:
            mapping[-index] = made.code
            if not made.many:
                taken.add(made.code)
    return {column.index: mapping.get(column.index) for column in columns}


def mapping_problems(mapping: dict[int, str | None]) -> list[str]:
    """Why rows cannot be read with this choice of columns; empty if they can."""
    codes = [code for code in mapping.values() if code]
    problems = [
        f"«{made.title}» выбрано для нескольких столбцов. Оставьте один, у остальных выберите «Не загружать»."
        for made in FIELDS.values()
        if codes.count(made.code) > 1 and not made.many
    ]
    if "full_name" in codes and (NAMES - {"full_name"}) & set(codes):
        problems.append("Выберите либо один столбец с ФИО, либо отдельные столбцы: фамилию, имя и отчество.")
    elif "full_name" not in codes and not {"last_name", "first_name"} <= set(codes):
        problems.append("Укажите, в каком столбце фамилия, имя и отчество: без имён список не загрузить.")
    return problems


def stated_day(grid: Grid, table: Table) -> date | None:
    """The day for which the list was drawn up: «Список на 01.09.2025», «Стаж на 1 сентября 2025 г.»."""
    above = [str(value) for row in grid.rows[: table.header[0] - 1] for value in row if value != ""]
    for text in [*above, *(column.title for column in table.columns)]:
        if (found := STATED_DAY.search(text)) and (day := parse_russian_date(found[1])):
            return day
    return None


def _closeness(title, made):
    """0 to 5: how surely a title means a field; a whole title beats a beginning, a long synonym a short one."""
    key = _title_key(title)
    if not key or FOREIGN.search(search_key(title)):
        return 0
    last_tier = _title_key(title.rsplit(" / ", 1)[-1])
    best = 0
    for synonym in made.synonyms:
        whole, words = synonym.startswith("="), _title_key(synonym)
        if key == words:
            best = max(best, 5)
        elif last_tier == words:
            best = max(best, 4)
        elif not whole and key.startswith(f"{words} "):
            best = max(best, 2 + len(words) / 100)
        elif not whole and last_tier.startswith(f"{words} "):
            best = max(best, 1 + len(words) / 100)
    return best


def _title_key(title):
    return " ".join(FILLERS.sub(" ", search_key(title)).split())


# --- Rows ---------------------------------------------------------------------------------------------------


def parse_rows(table: Table, mapping: dict[int, str | None], *, today: date) -> list[StaffRow]:
    """Read every row of the table; nothing is raised for bad values, they become problems of their row.

    A field that has no column is absent from ``values``; an empty cell gives "" or None.

    Args:
        mapping: as ``recognise`` gives it or a person has corrected it; ``mapping_problems`` found nothing.
        today: day against which «in the future» is judged.
    """
    columns = [(column, FIELDS[mapping[column.index]]) for column in table.columns if mapping.get(column.index)]
    by_code = {made.code: column for column, made in reversed(columns)}
    rows = []
    for row in table.rows:
        made = _parse_cells(row, columns)
        _check_together(made, by_code, row, today)
        rows.append(made)
    _find_doubles(rows, by_code)
    return rows


def _parse_cells(row: Row, columns):
    made = StaffRow(row.number)
    for column, about in columns:
        value, notes = row.cells[column.index], []
        try:
            values = about.read(value, notes)
            if about.many and (before := made.values.get(about.code)):
                values = {about.code: cells.joined(before, values[about.code])}
        except CellError as error:
            made.problems.append(_problem(made, column, value, error.message, error.advice))
            continue
        made.values |= values
        made.problems += [_problem(made, column, value, message, level="warning") for message in notes]
    return made


def _problem(made, column, value, message, advice="", level="error"):
    shown = " ".join(cells.as_text(value).split())[:80]
    return Problem(made.number, column.letter, _short_title(column), shown, message, advice, level)


def _short_title(column):
    return column.title if len(column.title) <= 60 else column.title[:59].rstrip() + "…"


def _check_together(made, by_code, row, today):
    """Rules about several cells of one row: the order of dates, lengths of service against the age."""

    def complain(code, message, advice="", level="error"):
        column = by_code[code]
        made.problems.append(_problem(made, column, row.cells[column.index], message, advice, level))

    others = [column.index for code, column in by_code.items() if code not in NAMES]
    if len(others) > 1 and all(row.cells[at] == "" for at in others):
        name = "full_name" if "full_name" in by_code else "last_name"
        complain(name, "в строке нет ничего, кроме имени.", "Дополните её, а если это подзаголовок, удалите.")
        return
    born, hired = made.values.get("birth_date"), made.values.get("hired_on")
    if born and born > today:
        complain("birth_date", f"дата рождения не может быть позже сегодняшней ({date_digits(today)}).")
        born = None
    elif born and not YOUNGEST <= age(born, today) <= OLDEST:
        complain("birth_date", f"возраст получается {age(born, today)}.", "Проверьте год рождения.")
        born = None
    if hired and hired > today:
        complain("hired_on", f"дата приёма не может быть позже сегодняшней ({date_digits(today)}).")
    elif hired and born and hired <= born:
        complain("hired_on", f"дата приёма раньше даты рождения ({date_digits(born)}).", "Проверьте обе даты.")
    elif hired and born and age(born, hired) < YOUNGEST:
        complain("hired_on", f"в день приёма человеку было {age(born, hired)}.", "Проверьте дату приёма и рождения.")
    _check_service(made.values, born, today, complain)
    if "post" in by_code and made.values.get("post") == "":
        complain("post", "должность не указана: её попросят документы.", level="warning")


def _check_service(values, born, today, complain):
    work, teaching = values.get("work_months"), values.get("teaching_months")
    longest = (age(born, today) - YOUNGEST + 1) * 12 if born else None
    for code, months in (("work_months", work), ("teaching_months", teaching)):
        if longest is not None and months is not None and months > longest:
            complain(code, "стаж больше, чем возможно при этой дате рождения.", "Проверьте стаж и дату рождения.")
            return
    if work is not None and teaching is not None and teaching > work:
        complain("teaching_months", "педагогический стаж больше общего: проверьте.", level="warning")


def _find_doubles(rows, by_code):
    """One person twice, one staff number twice; the later row carries the problem and names the earlier."""
    name_column = by_code.get("full_name") or by_code.get("last_name")
    people, numbers = {}, {}
    for row in rows:
        if not row.values.get("last_name"):
            continue
        born, namesakes = row.values.get("birth_date"), people.setdefault(search_key(row.name), {})
        if message := _double(born, namesakes):
            row.problems.append(_problem(row, name_column, row.name, *message))
        namesakes.setdefault(born, row.number)
        if number := row.values.get("staff_number"):
            first = numbers.setdefault(number, row.number)
            if first != row.number:
                message = f"такой табельный номер уже есть в строке {first}."
                row.problems.append(_problem(row, by_code["staff_number"], number, message, "Исправьте один из них."))


def _double(born, namesakes):
    """(message, advice) if one of the ``namesakes`` (row by birth date) may be the same person."""
    if born in namesakes:
        advice = "Оставьте одну строку." if born else "Если это разные люди, укажите даты рождения."
        return f"этот человек уже есть в строке {namesakes[born]}.", advice
    if namesakes and (born is None or None in namesakes):
        other = namesakes.get(None) or next(iter(namesakes.values()))
        return (
            f"человек с таким же именем есть в строке {other}, у одного из них нет даты рождения.",
            "Укажите обе даты или оставьте одну строку.",
        )
    return None
