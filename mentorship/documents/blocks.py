"""A paper is a list of blocks: plain dicts that go through JSON unchanged.

One constructor a type builds a block, ``validate`` says in Russian what is wrong with a list of them,
``prepared`` brings it into the form that is printed (numbers of items, blanks, spaces that do not
break), and ``plain_text`` says in reading order all that both the PDF and the DOCX must say.
"""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite
from numbers import Real

from mentorship.common.charts import NO_DATA, number
from mentorship.common.typography import printable, typography

BLANK = "_" * 11  # a gap to be filled by hand
CHECKED, UNCHECKED = "☒", "☐"
_SECTION = re.compile(r"(\d{1,3})\.\s")
ACQUAINTANCE_COLUMNS = [
    {"title": "№", "width": 6, "align": "center"},
    {"title": "Фамилия, имя, отчество", "width": 36, "align": "left"},
    {"title": "Должность", "width": 28, "align": "left"},
    {"title": "Дата", "width": 14, "align": "center"},
    {"title": "Подпись", "width": 16, "align": "center"},
]

SIGNED = {"signature", "signoff"}
ONE_LINE = 70  # letters; a shorter text may be a single line
MOST_COLUMNS = 12  # of figures side by side on a page

# A paper larger than this is a mistake or an attack; the largest allowed prints in about 20 s.
MAX_BLOCKS = 2_000
MAX_CELLS = 8_000
MAX_TEXT = 10_000
MAX_WORD = 300  # to break a word costs the square of its length
MAX_TOTAL = 400_000


# --- Constructors ---------------------------------------------------------------------------------


def letterhead(founder, full_name, short_name, *, id=None):
    """The head of an order: founder (may be empty), full name as in the charter, short name."""
    return _block("letterhead", id, founder=founder, full_name=full_name, short_name=short_name)


def doc_title(text, *, id=None):
    """Kind of the document on a line of its own: «ПРИКАЗ», «СОГЛАСИЕ»."""
    return _block("doc_title", id, text=text)


def requisites(date="", number="", place="", *, id=None):
    """Date, place and number in one line. ``number`` goes without «№»; an empty date or number is a gap."""
    return _block("requisites", id, date=date, number=number, place=place)


def heading(text, *, id=None):
    """Heading to the text, «О закреплении …»: left, no wider than the corner block."""
    return _block("heading", id, text=text)


def paragraph(text, indent=True, bold=False, align="justify", *, id=None):
    """A paragraph; a line feed in ``text`` starts a new line. ``align``: justify, left, center, right."""
    return _block("paragraph", id, text=text, indent=bool(indent), bold=bool(bold), align=align)


def command(text="ПРИКАЗЫВАЮ:", *, id=None):
    """The commanding word before the items."""
    return _block("command", id, text=text)


def item(text, level=1, *, id=None):
    """A numbered item; its number is never written in ``text`` but counted by ``numbers``."""
    return _block("item", id, text=text, level=int(level))


def subtitle(text, *, id=None):
    """Heading of a section of a report."""
    return _block("subtitle", id, text=text)


def table(columns, rows, caption="", *, id=None):
    """A table with its header on every page.

    Args:
        columns: ``{"title": str, "width": percent, "align": left|center|right}``; without widths the
            columns share the page equally, alignment is left.
        rows: lists of strings, one for each column; a row of a single string is a heading across the table.
        caption: words above the table, may be empty.
    """
    columns = [
        {
            "title": _text(column["title"]),
            "width": column.get("width") or 100 / len(columns),
            "align": column.get("align", "left"),
        }
        for column in columns
    ]
    return _block("table", id, columns=columns, rows=[[_text(c) for c in row] for row in rows], caption=caption)


def signature(post, name, label="", *, id=None):
    """Post, room for the hand's signature, initials and surname.

    ``label`` is small words under the gap («подпись»); with them a line is drawn to sign on.
    """
    return _block("signature", id, post=post, name=name, label=label)


def acquaintance(title, people, *, id=None):
    """Sheet of acquaintance; ``people`` are ``{"name": str, "post": str}`` in the order of signing."""
    people = [{"name": _text(person["name"]), "post": _text(person.get("post"))} for person in people]
    return _block("acquaintance", id, title=title, people=people)


def annex(marks, title, orientation="portrait", *, id=None):
    """Begins an appendix: new sheet, own page numbers, marks in the upper right corner, title."""
    return _block("annex", id, marks=[_text(line) for line in marks], title=title, orientation=orientation)


def approval(left, right, *, id=None):
    """Marks in lines: РАССМОТРЕНО on the left, УТВЕРЖДАЮ on the right; either may be empty."""
    return _block("approval", id, left=[_text(line) for line in left], right=[_text(line) for line in right])


def fill_line(label, hint="", *, id=None):
    """A line to fill by hand, with small words below: «фамилия, имя, отчество»."""
    return _block("fill_line", id, label=label, hint=hint)


def checklist(items, *, id=None):
    """Boxes to tick; ``items`` are ``{"text": str, "checked": bool}``."""
    items = [{"text": _text(row["text"]), "checked": bool(row.get("checked"))} for row in items]
    return _block("checklist", id, items=items)


def signoff(date_label="Дата", name="", *, id=None):
    """The last line of a consent: date, signature, «/ И.О. Фамилия /»; an empty name is a gap."""
    return _block("signoff", id, date_label=date_label, name=name)


def note(text, *, id=None):
    """Small print."""
    return _block("note", id, text=text)


def chart(title, kind, data, unit="", alt="", *, id=None):
    """A chart in the PDF, the same figures as a table in the DOCX.

    Args:
        kind, data: ``bar`` and ``donut`` (drawn as bars, too) take ``{"rows": [[label, value]]}``, ``stacked`` takes
            ``{"series": [name], "rows": [[label, [value]]]}`` with six series at most, ``heat`` takes
            ``{"columns": [name], "rows": [[label, [value]]]}``. A value of None is «н/д». A row of bars may
            go on: ``[label, value, target or None, note]``.
        unit: what the values are counted in, «%».
        alt: one sentence that says what the chart shows, for those who hear the paper.
    """
    return _block("chart", id, title=title, kind=kind, data=data, unit=unit, alt=alt)


def honour(title, lead, name, post="", *, id=None):
    """The middle of a certificate in large letters: «ГРАМОТА», «награждается», who, the post."""
    return _block("honour", id, title=title, lead=lead, name=name, post=post)


def page_break(*, id=None):
    """Begins a new page."""
    return _block("page_break", id)


def _block(type_, id, /, **fields):
    """A block with its fields as JSON would give them back."""
    plain = {name: _text(value) if value is None or isinstance(value, str) else value for name, value in fields.items()}
    return {"id": id or secrets.token_hex(4), "type": type_, **plain}


def _text(value):
    return "" if value is None else str(value)


# --- Numbers, blanks, spaces ------------------------------------------------------------------------


def numbers(blocks):
    """Numbers of the items by id of block: «1.», «2.», «2.1.»; an annex starts again from 1.

    A numbered heading of a section, «3. Участники», is counted as the item of the first level that it is: the items of
    the second level below it are «3.1.», «3.2.».
    An item of the second level without one of the first above it is counted as if there were one, so
    that taking a line away in the editor never gives «0.1.».
    """
    counts, result = [], {}
    for block in blocks:
        if block["type"] == "annex":
            counts = []
        elif block["type"] == "subtitle" and (section := _SECTION.match(block["text"])):
            counts = [int(section[1])]
        elif block["type"] == "item":
            counts = _next_number(counts, block["level"])
            result[block["id"]] = "".join(f"{count}." for count in counts)
    return result


def _next_number(counts, level):
    """The number after ``counts`` at this level, missing parents counted as 1."""
    if len(counts) >= level:
        return [*counts[: level - 1], counts[level - 1] + 1]
    return [*counts, *[1] * (level - len(counts))]


def prepared(blocks):
    """Blocks as both renderers print them: clean text, bound spaces, numbers and gaps filled in.

    Takes a valid list and leaves it alone; an item gains ``number``, an empty date, number of
    a paper or name to sign becomes a gap.
    """
    counted = numbers(blocks)
    result = []
    for block in blocks:
        block = {name: value if name in _NOT_SAID else _said(value) for name, value in block.items()}
        match block["type"]:
            case "item":
                block["number"] = counted[block["id"]]
            case "requisites":
                block["date"] = block["date"] or BLANK
                block["number"] = f"№\u00a0{block['number'] or BLANK}"
            case "signature" | "signoff":
                block["name"] = block["name"] or BLANK
        result.append(block)
    return result


_NOT_SAID = {"id", "type", "align", "orientation", "kind", "level"}


def _said(value):
    """``value`` with every string inside it cleaned and bound."""
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, list):
        return [_said(part) for part in value]
    if isinstance(value, dict):
        return {name: _said(part) for name, part in value.items()}
    return value


@lru_cache(maxsize=500)  # the papers of a pack share most of their sentences
def _clean(text):
    return typography(printable(text))


def kept_with_next(blocks):
    """Ids of blocks that must not part from the next one: a signature never stands alone on its page.

    Two lines of text at least go with it, so a text of one line before it holds the one before, too.
    """
    kept = set()
    for place, block in enumerate(blocks):
        if block["type"] in SIGNED:
            before = blocks[max(place - 2, 0) : place]
            if before and len(before[-1].get("text", "")) > ONE_LINE:
                before = before[-1:]
            kept.update(other["id"] for other in before)
    return kept


def plain_text(blocks):
    """All the words of a paper in reading order, one string a line, cell or mark.

    Page numbers, repeated headers, the mark of a draft and lines drawn to write on are not words.
    A chart is said as its table.
    """
    said = (text for block in prepared(blocks) for text in KINDS[block["type"]].says(block))
    return [text for text in said if text.strip()]


def chart_table(block):
    """A chart as a table: (columns, rows) in the shape of a ``table`` block."""
    data, unit = block["data"], block["unit"]
    if block["kind"] in ("bar", "donut"):
        names, rows = _bar_table(data["rows"], unit)
    else:
        names = data.get("series") or data.get("columns")
        if len(names) > MOST_COLUMNS:
            return _long_table(names, data["rows"])
        rows = [[label, *map(number, values)] for label, values in data["rows"]]
    first = 40 if len(names) < 6 else 28
    widths = [first] + [(100 - first) / len(names)] * len(names)
    columns = [
        {"title": title, "width": width, "align": align}
        for title, width, align in zip(["Показатель", *names], widths, ["left"] + ["center"] * len(names), strict=True)
    ]
    return columns, rows


def _long_table(names, rows):
    """A grid too wide for a page: the counted cells of a row in one cell, «02.03 – 1; 09.03 – 0»."""
    columns = [
        {"title": "Показатель", "width": 30, "align": "left"},
        {"title": "По порядку", "width": 70, "align": "left"},
    ]
    table = []
    for label, values in rows:
        cells = zip(names, values, strict=True)
        said = "; ".join(f"{name}\u00a0–\u00a0{number(value)}" for name, value in cells if value is not None)
        table.append([label, said or NO_DATA])
    return columns, table


def _bar_table(rows, unit):
    """Titles and rows of bars; plan and note have columns only where a bar has them."""
    bars = [(*row, None, "")[:4] if len(row) < 4 else row for row in rows]
    titles = [f"Значение, {unit}" if unit else "Значение"]
    titles += ["План"] * any(bar[2] is not None for bar in bars)
    titles += ["Пояснение"] * any(bar[3] for bar in bars)
    table = []
    for label, value, target, note_ in bars:
        cells = [number(value)]
        if "План" in titles:
            cells.append("" if target is None else number(target))
        if "Пояснение" in titles:
            cells.append(note_)
        table.append([label, *cells])
    return titles, table


def acquaintance_rows(block):
    """Rows of a sheet of acquaintance in the shape of a ``table`` block."""
    return [[f"{n}.", person["name"], person["post"], "", ""] for n, person in enumerate(block["people"], 1)]


def checklist_lines(block):
    """Lines of a checklist with their boxes."""
    return [f"{CHECKED if row['checked'] else UNCHECKED}\u00a0{row['text']}" for row in block["items"]]


def signoff_parts(block):
    """The three parts of the last line of a consent."""
    return [
        f"{block['date_label']}\u00a0{BLANK}",
        f"Подпись\u00a0{BLANK}",
        f"/\u00a0{block['name']}\u00a0/",
    ]


def item_text(block):
    """A prepared item with its number before it."""
    return f"{block['number']}\u00a0{block['text']}"


def short_name_line(block):
    """The short name as the head of an order shows it, in brackets, or nothing."""
    return f"({block['short_name']})" if block["short_name"] else ""


def _say_table(columns, rows):
    return [column["title"] for column in columns] + [cell for row in rows for cell in row]


# --- Checks -----------------------------------------------------------------------------------------


def _needs(value):
    if not isinstance(value, str):
        return "должен быть текст"
    return _optional(value) or ("" if value.strip() else "не заполнено")


def _optional(value):
    if not isinstance(value, str):
        return "должен быть текст"
    if len(value) > MAX_TEXT:
        return f"длиннее {MAX_TEXT} знаков, разделите текст"
    if len(value) > MAX_WORD and max(map(len, value.split()), default=0) > MAX_WORD:
        return f"есть слово длиннее {MAX_WORD} знаков, вставьте пробелы"
    return ""


def _lines(value):
    return "должны быть строки текста" if not isinstance(value, list) else _first(map(_optional, value))


def _flag(value):
    return "" if isinstance(value, bool) else "должно быть да или нет"


def _one_of(*choices):
    return lambda value: "" if value in choices else f"допустимо только: {', '.join(map(str, choices))}"


def _columns(value):
    if not (isinstance(value, list) and value and all(isinstance(column, dict) for column in value)):
        return "в таблице нет ни одного столбца"
    for column in value:
        width = column.get("width")
        if not isinstance(width, Real) or isinstance(width, bool) or not 0 < width <= 100:
            return "ширина столбца должна быть от 0 до 100 процентов"
        if problem := _optional(column.get("title")) or _one_of("left", "center", "right")(column.get("align")):
            return problem
    total = sum(column["width"] for column in value)
    return "" if 99 <= total <= 101 else f"ширина столбцов вместе {total:g} %, а должно быть 100"


def _rows(value):
    return "должны быть строки таблицы" if not isinstance(value, list) else _first(map(_lines, value))


def _records(**fields):
    """Check of a list of dicts with these fields."""

    def check(value):
        if not (isinstance(value, list) and all(isinstance(record, dict) for record in value)):
            return "должен быть список"
        return _first(rule(record.get(name)) for record in value for name, rule in fields.items())

    return check


def _bar_rows(value):
    if not isinstance(value, dict) or not isinstance(value.get("rows"), list):
        return "у диаграммы нет строк"
    for row in value["rows"]:
        if not isinstance(row, list) or not 2 <= len(row) <= 4:
            return "строка диаграммы – это название, значение, план и пояснение"
        label, *numbers_, note_ = row if len(row) == 4 else [*row, ""]
        if problem := _first([_optional(label), _optional(note_), *map(_figure, numbers_)]):
            return f"в строке «{label}» {problem}"
    return ""


def _grid_rows(names, most):
    """Check of figures by rows and ``names`` (a field of the data), ``most`` of them."""

    def check(value):
        if not isinstance(value, dict) or not isinstance(value.get("rows"), list):
            return "у диаграммы нет строк"
        columns = value.get(names)
        if problem := _lines(columns):
            return problem
        if not 1 <= len(columns) <= most:
            return f"рядов в диаграмме должно быть от 1 до {most}"
        for row in value["rows"]:
            if not (isinstance(row, list) and len(row) == 2 and isinstance(row[1], list)):
                return "строка диаграммы – это название и список значений"
            if len(row[1]) != len(columns):
                return f"в строке «{row[0]}» значений {len(row[1])}, а рядов {len(columns)}"
            if problem := _first([_optional(row[0]), *map(_figure, row[1])]):
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


def _first(problems):
    return next((problem for problem in problems if problem), "")


@dataclass(frozen=True)
class Kind:
    """What is known of one type of block."""

    name: str  # as the curator is told of it
    fields: dict[str, Callable]  # field: its check, "" when all is well
    says: Callable  # prepared block: its words in reading order
    editable: tuple = ()  # (field, label) for the editor of drafts


KINDS = {
    "letterhead": Kind(
        "шапка",
        {"founder": _optional, "full_name": _needs, "short_name": _optional},
        lambda b: [b["founder"], b["full_name"], short_name_line(b)],
    ),
    "doc_title": Kind("вид документа", {"text": _needs}, lambda b: [b["text"]]),
    "requisites": Kind(
        "дата и номер",
        {"date": _optional, "number": _optional, "place": _optional},
        lambda b: [b["date"], b["place"], b["number"]],
    ),
    "heading": Kind("заголовок", {"text": _needs}, lambda b: [b["text"]], (("text", "Заголовок к тексту"),)),
    "paragraph": Kind(
        "абзац",
        {
            "text": _needs,
            "indent": _flag,
            "bold": _flag,
            "align": _one_of("justify", "left", "center", "right"),
        },
        lambda b: [b["text"]],
        (("text", "Абзац"),),
    ),
    "command": Kind("распорядительное слово", {"text": _needs}, lambda b: [b["text"]]),
    "item": Kind(
        "пункт",
        {"text": _needs, "level": _one_of(1, 2, 3)},
        lambda b: [item_text(b)],
        (("text", "Пункт"),),
    ),
    "subtitle": Kind("подзаголовок", {"text": _needs}, lambda b: [b["text"]], (("text", "Подзаголовок"),)),
    "table": Kind(
        "таблица",
        {"columns": _columns, "rows": _rows, "caption": _optional},
        lambda b: [b["caption"], *_say_table(b["columns"], b["rows"])],
        (("caption", "Название таблицы"),),
    ),
    "signature": Kind(
        "подпись",
        {"post": _needs, "name": _optional, "label": _optional},
        lambda b: [b["post"], b["name"], b["label"]],
        (("post", "Должность подписывающего"), ("name", "Инициалы и фамилия")),
    ),
    "acquaintance": Kind(
        "лист ознакомления",
        {"title": _needs, "people": _records(name=_needs, post=_optional)},
        lambda b: [b["title"], *_say_table(ACQUAINTANCE_COLUMNS, acquaintance_rows(b))],
        (("title", "Заголовок листа ознакомления"),),
    ),
    "annex": Kind(
        "приложение",
        {"marks": _lines, "title": _optional, "orientation": _one_of("portrait", "landscape")},
        lambda b: [*b["marks"], b["title"]],
        (("title", "Название приложения"),),
    ),
    "approval": Kind("грифы", {"left": _lines, "right": _lines}, lambda b: [*b["left"], *b["right"]]),
    "fill_line": Kind(
        "строка для заполнения", {"label": _optional, "hint": _optional}, lambda b: [b["label"], b["hint"]]
    ),
    "checklist": Kind("перечень с отметками", {"items": _records(text=_needs, checked=_flag)}, checklist_lines),
    "signoff": Kind("дата и подпись", {"date_label": _optional, "name": _optional}, signoff_parts),
    "note": Kind("примечание", {"text": _needs}, lambda b: [b["text"]], (("text", "Примечание"),)),
    "chart": Kind(
        "диаграмма",
        {
            "title": _needs,
            "kind": _one_of(*CHART_DATA),
            "unit": _optional,
            "alt": _optional,
        },
        lambda b: [b["title"], *_say_table(*chart_table(b))],
        (("title", "Название диаграммы"),),
    ),
    "honour": Kind(
        "награда",
        {"title": _needs, "lead": _optional, "name": _needs, "post": _optional},
        lambda b: [b["title"], b["lead"], b["name"], b["post"]],
    ),
    "page_break": Kind("новая страница", {}, lambda b: []),
}


def validate(blocks):
    """Refuse a list of blocks that cannot be printed.

    Raises:
        ValueError: in Russian, naming the block by its place, its kind and the field.
    """
    if not isinstance(blocks, list) or not blocks:
        raise ValueError("В документе нет ни одного блока.")
    if len(blocks) > MAX_BLOCKS:
        raise ValueError(f"В документе больше {MAX_BLOCKS} блоков: разделите его на части.")
    seen = set()
    for place, block in enumerate(blocks, 1):
        if problem := _problem(block, seen):
            name = KINDS[block["type"]].name if _is_known(block) else "неизвестный вид"
            raise ValueError(f"Блок {place} («{name}»): {problem}.")
        seen.add(block["id"])
    cells = sum(len(block.get("rows") or ()) * len(block.get("columns") or ()) for block in blocks)
    if cells > MAX_CELLS:
        raise ValueError(f"В таблицах документа больше {MAX_CELLS} ячеек: разделите его на части.")
    if sum(map(len, plain_text(blocks))) > MAX_TOTAL:
        raise ValueError(f"В документе больше {MAX_TOTAL} знаков: разделите его на части.")


def _is_known(block):
    return isinstance(block, dict) and isinstance(block.get("type"), str) and block["type"] in KINDS


def _problem(block, seen):
    """What is wrong with one block, "" when nothing is."""
    if not _is_known(block):
        return "такого вида блоков нет"
    if not isinstance(block.get("id"), str) or not block["id"]:
        return "нет идентификатора"
    if block["id"] in seen:
        return "идентификатор повторяется"
    kind = KINDS[block["type"]]
    for field, check in kind.fields.items():
        if problem := check(block.get(field)):
            return f"поле «{dict(kind.editable).get(field, field)}» – {problem}"
    if block["type"] == "chart":
        return CHART_DATA[block["kind"]](block.get("data"))
    if block["type"] == "table":
        width = len(block["columns"])
        for number, row in enumerate(block["rows"], 1):
            if len(row) not in (1, width):
                return f"в строке {number} ячеек {len(row)}, а столбцов {width}"
    return ""


def editable_fields(block):
    """Fields of a draft's block that the curator may rewrite: pairs (field, Russian label)."""
    return list(KINDS[block["type"]].editable)
