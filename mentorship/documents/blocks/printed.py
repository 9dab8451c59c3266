"""A list of blocks in the form that is printed: numbers of items, blanks, bound spaces, charts as tables."""

import re
from functools import lru_cache

from mentorship.common.charts import NO_DATA, number
from mentorship.common.typography import printable, typography

BLANK = "_" * 11  # a gap to be filled by hand
CHECKED, UNCHECKED = "☒", "☐"
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
_SECTION = re.compile(r"(\d{1,3})\.\s")


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


_NOT_SAID = {"id", "type", "align", "orientation", "kind", "level", "wording"}


def _said(value):
    """``value`` with every string inside it cleaned and bound."""
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, list):
        return [_said(part) for part in value]
    if isinstance(value, dict):
        return {name: _said(part) for name, part in value.items()}
    return value


@lru_cache(maxsize=5000)  # the papers of a pack share most of their sentences, an annex is shown again and again
def _clean(text):
    return typography(printable(text))


def kept_with_next(blocks):
    """Ids of blocks that must not part from the next one: a signature never stands alone on its page.

    Two lines of text at least go with it, so a text of one line before it holds the one before, too; a line below it,
    its date, does not leave it. Words that end with a colon stay with what they announce.
    """
    announcing = ({block["id"]} for block in blocks[:-1] if block.get("text", "").endswith(":"))
    kept = set().union(*announcing)
    for place, block in enumerate(blocks):
        if block["type"] in SIGNED:
            before = blocks[max(place - 2, 0) : place]
            if before and len(before[-1].get("text", "")) > ONE_LINE:
                before = before[-1:]
            kept.update(other["id"] for other in before)
            below = next((other.get("text", "") for other in blocks[place + 1 :]), "")
            if 0 < len(below) <= ONE_LINE:
                kept.add(block["id"])
    return kept


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
