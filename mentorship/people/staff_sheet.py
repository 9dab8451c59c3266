"""A staff list as institutions keep it: which column means what, and what a row says of a person.

Pure: a table in (``common.sheet_tables``), rows with values and problems out; nothing is written here.
The values are named as the fields of ``Person``, but for three: ``unit`` is a title, ``work_months`` and
``teaching_months`` are lengths of service in months (on which day they hold is told by ``stated_day``).
"""

import re
from datetime import date

from mentorship.common.periods import age, parse_russian_date
from mentorship.common.russian import date_digits
from mentorship.common.sheet_tables import Table
from mentorship.common.sheets import Grid

from . import name_cells
from . import staff_cells as cells
from .import_fields import NAMES, Field, FieldSet, ListRow, Where, counted_off, name_problems, people_twice
from .working_age import YOUNGEST, is_odd, longest_service

STAFF = FieldSet(
    (
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
            name_cells.full_name,
        ),
        Field("last_name", "Фамилия", ("=фамилия",), name_cells.last_name),
        Field("first_name", "Имя", ("=имя",), name_cells.first_name),
        Field("patronymic", "Отчество", ("=отчество", "отчество при наличии"), name_cells.patronymic),
        Field("given_names", "Имя и отчество", ("=имя отчество", "=имя и отчество"), name_cells.given_names),
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
            "work_rest",
            "Общий стаж: месяцы",
            ("общий стаж мес", "стаж общий мес", "стаж работы мес", "=стаж мес", "=общий мес"),
            cells.rest_months("work_rest"),
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
            "teaching_rest",
            "Педагогический стаж: месяцы",
            (
                "педагогический стаж мес",
                "стаж педагогический мес",
                "пед стаж мес",
                "педстаж мес",
                "=педагогический мес",
            ),
            cells.rest_months("teaching_rest"),
        ),
        Field(
            "both_months",
            "Общий и педагогический стаж через дробь",
            (
                *("стаж общий пед", "стаж общий педагогический", "стаж общий и педагогический"),
                *("общий педагогический стаж", "общий и педагогический стаж", "общий пед стаж"),
            ),
            cells.both_months,
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
            (
                "образование",
                "уровень образования",
                "уровень уровни профессионального образования",
                "сведения об образовании",
            ),
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
    ),
    never=r"ребенка|родител|супруг",
    fillers=r"сотрудника|работника|педагога|воспитателя|учителя",
)
STATED_DAY = re.compile(
    r"(?:\bна|по состоянию на)\s+(\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2}\s+[а-яё]+\s+\d{4})", re.IGNORECASE
)


def mapping_problems(mapping: dict[int, str | None]) -> list[str]:
    """Why rows cannot be read with this choice of columns; empty if they can."""
    return [*STAFF.twice(mapping), *name_problems(mapping)]


def stated_day(grid: Grid, table: Table) -> date | None:
    """The day for which the list was drawn up: «Список на 01.09.2025», «Стаж на 1 сентября 2025 г.»."""
    above = [str(value) for row in grid.rows[: table.header[0] - 1] for value in row if value != ""]
    for text in [*above, *(column.title for column in table.columns)]:
        if (found := STATED_DAY.search(text)) and (day := parse_russian_date(found[1])):
            return day
    return None


# --- Rows ---------------------------------------------------------------------------------------------------


def parse_rows(
    table: Table, mapping: dict[int, str | None], *, today: date, progress=lambda done, total: None
) -> list[ListRow]:
    """Read every row of the table; nothing is raised for bad values, they become problems of their row.

    Args:
        mapping: as ``STAFF.recognise`` gives it or a person has corrected it; ``mapping_problems`` found nothing.
        today: day against which «in the future» is judged.
    """
    where, rows = Where(table, mapping, STAFF), []
    for row in counted_off(table.rows, progress):
        made = where.read(row)
        _check_together(made, where, today)
        rows.append(made)
    people_twice(rows, where)
    _numbers_twice(rows, where)
    return rows


def _check_together(made, where, today):
    """Rules about several cells of one row: the order of dates, lengths of service against the age."""

    def complain(code, message, advice="", level="error"):
        made.problems.append(where.problem(made, code, message, advice, level))

    others = [column.index for code, column in where.columns.items() if code not in NAMES and column.letter]
    if len(others) > 1 and all(made.cells[at] == "" for at in others):
        if not made.has_errors:
            advice = "Дополните её, а если это подзаголовок, удалите."
            complain("full_name", "в строке нет ничего, кроме имени.", advice)
        return
    born, hired = made.values.get("birth_date"), made.values.get("hired_on")
    if born and born > today:
        complain("birth_date", f"дата рождения не может быть позже сегодняшней ({date_digits(today)}).")
        born = None
    elif born and is_odd(born, today):
        complain("birth_date", f"возраст получается {age(born, today)}.", "Проверьте год рождения.")
        born = None
    if hired and hired > today:
        complain("hired_on", f"дата приёма не может быть позже сегодняшней ({date_digits(today)}).")
    elif hired and born and hired <= born:
        complain("hired_on", f"дата приёма раньше даты рождения ({date_digits(born)}).", "Проверьте обе даты.")
    elif hired and born and age(born, hired) < YOUNGEST:
        complain("hired_on", f"в день приёма человеку было {age(born, hired)}.", "Проверьте дату приёма и рождения.")
    _add_months(made.values, complain)
    _check_service(made.values, born, today, complain)
    if "post" in where and made.values.get("post") == "":
        complain("post", "должность не указана: её попросят документы.", level="warning")


def _add_months(values, complain):
    """Put years and months of two columns together: «25» and «3» are 303 months, «18» alone are 18."""
    for whole, rest in (("work_months", "work_rest"), ("teaching_months", "teaching_rest")):
        months = values.pop(rest, None)
        if months is None:
            continue
        if values.get(whole) is not None and months > 11:
            complain(rest, f"месяцев сверх полных лет не бывает {months}.", "Пишите от 0 до 11.")
        values[whole] = (values.get(whole) or 0) + months


def _check_service(values, born, today, complain):
    work, teaching = values.get("work_months"), values.get("teaching_months")
    longest = longest_service(born, today) if born else None
    for code, since in (("work_months", "works_since"), ("teaching_months", "teaches_since")):
        day, months = values.get(since), values.get(code)
        if day and (day > today or (born and day < born)):
            complain(code, f"начало стажа не бывает {date_digits(day)}.", "Проверьте дату.")
        elif longest is not None and months is not None and months > longest:
            complain(code, "стаж больше, чем возможно при этой дате рождения.", "Проверьте стаж и дату рождения.")
            return
    if work is not None and teaching is not None and teaching > work:
        complain("teaching_months", "педагогический стаж больше общего: проверьте.", level="warning")


def _numbers_twice(rows, where):
    numbers = {}
    for row in rows:
        if number := row.values.get("staff_number"):
            first = numbers.setdefault(number, row.number)
            if first != row.number:
                message = f"такой табельный номер уже есть в строке {first}."
                row.problems.append(where.problem(row, "staff_number", message, "Исправьте один из них."))
