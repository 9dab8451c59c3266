"""What a field of a block may hold: each check takes the value and says in Russian what is wrong, "" when all is well."""

from math import isfinite
from numbers import Real

MAX_TEXT = 10_000
MAX_WORD = 300  # to break a word costs the square of its length


def needs(value):
    if not isinstance(value, str):
        return "должен быть текст"
    return optional(value) or ("" if value.strip() else "не заполнено")


def optional(value):
    if not isinstance(value, str):
        return "должен быть текст"
    if len(value) > MAX_TEXT:
        return f"длиннее {MAX_TEXT} знаков, разделите текст"
    if len(value) > MAX_WORD and max(map(len, value.split()), default=0) > MAX_WORD:
        return f"есть слово длиннее {MAX_WORD} знаков, вставьте пробелы"
    return ""


def lines(value):
    return "должны быть строки текста" if not isinstance(value, list) else first(map(optional, value))


def flag(value):
    return "" if isinstance(value, bool) else "должно быть да или нет"


def one_of(*choices):
    return lambda value: "" if value in choices else f"допустимо только: {', '.join(map(str, choices))}"


def columns(value):
    if not (isinstance(value, list) and value and all(isinstance(column, dict) for column in value)):
        return "в таблице нет ни одного столбца"
    for column in value:
        width = column.get("width")
        if not isinstance(width, Real) or isinstance(width, bool) or not 0 < width <= 100:
            return "ширина столбца должна быть от 0 до 100 процентов"
        if problem := optional(column.get("title")) or one_of("left", "center", "right")(column.get("align")):
            return problem
    total = sum(column["width"] for column in value)
    return "" if 99 <= total <= 101 else f"ширина столбцов вместе {total:g} %, а должно быть 100"


def rows(value):
    return "должны быть строки таблицы" if not isinstance(value, list) else first(map(lines, value))


def records(**fields):
    """Check of a list of dicts with these fields."""

    def check(value):
        if not (isinstance(value, list) and all(isinstance(record, dict) for record in value)):
            return "должен быть список"
        return first(rule(record.get(name)) for record in value for name, rule in fields.items())

    return check


def _bar_rows(value):
    if not isinstance(value, dict) or not isinstance(value.get("rows"), list):
        return "у диаграммы нет строк"
    for row in value["rows"]:
        if not isinstance(row, list) or not 2 <= len(row) <= 4:
            return "строка диаграммы – это название, значение, план и пояснение"
        label, *numbers_, note_ = row if len(row) == 4 else [*row, ""]
        if problem := first([optional(label), optional(note_), *map(_figure, numbers_)]):
            return f"в строке «{label}» {problem}"
    return ""


def _grid_rows(names, most):
    """Check of figures by rows and ``names`` (a field of the data), ``most`` of them."""

    def check(value):
        if not isinstance(value, dict) or not isinstance(value.get("rows"), list):
            return "у диаграммы нет строк"
        columns = value.get(names)
        if problem := lines(columns):
            return problem
        if not 1 <= len(columns) <= most:
            return f"рядов в диаграмме должно быть от 1 до {most}"
        for row in value["rows"]:
            if not (isinstance(row, list) and len(row) == 2 and isinstance(row[1], list)):
                return "строка диаграммы – это название и список значений"
            if len(row[1]) != len(columns):
                return f"в строке «{row[0]}» значений {len(row[1])}, а рядов {len(columns)}"
            if problem := first([optional(row[0]), *map(_figure, row[1])]):
                return f"в строке «{row[0]}» {problem}"
        return ""

    return check


def _figure(value):
    """A finite number or None."""
    if value is None or (isinstance(value, Real) and not isinstance(value, bool) and isfinite(value)):
        return ""
    return "значение не число"


CHART_DATA = {
    "bar": _bar_rows,
    "donut": _bar_rows,
    "stacked": _grid_rows("series", 6),
    "heat": _grid_rows("columns", 60),
}


def first(problems):
    return next((problem for problem in problems if problem), "")
