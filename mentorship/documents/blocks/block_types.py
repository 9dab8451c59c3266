"""What is known of each type of block: its fields, their checks, the words that it says."""

from collections.abc import Callable
from dataclasses import dataclass

from . import checks
from .printed import (
    ACQUAINTANCE_COLUMNS,
    acquaintance_rows,
    chart_table,
    checklist_lines,
    item_text,
    prepared,
    short_name_line,
    signoff_parts,
)


@dataclass(frozen=True)
class Kind:
    """What is known of one type of block."""

    name: str  # as the curator is told of it
    fields: dict[str, Callable]  # field: its check, "" when all is well
    says: Callable  # prepared block: its words in reading order
    editable: tuple = ()  # (field, label) for the editor of drafts


def _table_words(columns, rows):
    return [column["title"] for column in columns] + [cell for row in rows for cell in row]


KINDS = {
    "letterhead": Kind(
        "шапка",
        {"founder": checks.optional, "full_name": checks.needs, "short_name": checks.optional},
        lambda b: [b["founder"], b["full_name"], short_name_line(b)],
    ),
    "doc_title": Kind("вид документа", {"text": checks.needs}, lambda b: [b["text"]]),
    "requisites": Kind(
        "дата и номер",
        {"date": checks.optional, "number": checks.optional, "place": checks.optional},
        lambda b: [b["date"], b["place"], b["number"]],
    ),
    "heading": Kind("заголовок", {"text": checks.needs}, lambda b: [b["text"]], (("text", "Заголовок к тексту"),)),
    "paragraph": Kind(
        "абзац",
        {
            "text": checks.needs,
            "indent": checks.flag,
            "bold": checks.flag,
            "align": checks.one_of("justify", "left", "center", "right"),
        },
        lambda b: [b["text"]],
        (("text", "Абзац"),),
    ),
    "command": Kind("распорядительное слово", {"text": checks.needs}, lambda b: [b["text"]]),
    "item": Kind(
        "пункт",
        {"text": checks.needs, "level": checks.one_of(1, 2, 3)},
        lambda b: [item_text(b)],
        (("text", "Пункт"),),
    ),
    "subtitle": Kind("подзаголовок", {"text": checks.needs}, lambda b: [b["text"]], (("text", "Подзаголовок"),)),
    "table": Kind(
        "таблица",
        {"columns": checks.columns, "rows": checks.rows, "caption": checks.optional},
        lambda b: [b["caption"], *_table_words(b["columns"], b["rows"])],
        (("caption", "Название таблицы"),),
    ),
    "signature": Kind(
        "подпись",
        {"post": checks.needs, "name": checks.optional, "label": checks.optional},
        lambda b: [b["post"], b["name"], b["label"]],
        (("post", "Должность подписывающего"), ("name", "Инициалы и фамилия")),
    ),
    "acquaintance": Kind(
        "лист ознакомления",
        {"title": checks.needs, "people": checks.records(name=checks.needs, post=checks.optional)},
        lambda b: [b["title"], *_table_words(ACQUAINTANCE_COLUMNS, acquaintance_rows(b))],
        (("title", "Заголовок листа ознакомления"),),
    ),
    "annex": Kind(
        "приложение",
        {"marks": checks.lines, "title": checks.optional, "orientation": checks.one_of("portrait", "landscape")},
        lambda b: [*b["marks"], b["title"]],
        (("title", "Название приложения"),),
    ),
    "approval": Kind("грифы", {"left": checks.lines, "right": checks.lines}, lambda b: [*b["left"], *b["right"]]),
    "fill_line": Kind(
        "строка для заполнения", {"label": checks.optional, "hint": checks.optional}, lambda b: [b["label"], b["hint"]]
    ),
    "checklist": Kind(
        "перечень с отметками", {"items": checks.records(text=checks.needs, checked=checks.flag)}, checklist_lines
    ),
    "signoff": Kind("дата и подпись", {"date_label": checks.optional, "name": checks.optional}, signoff_parts),
    "note": Kind("примечание", {"text": checks.needs}, lambda b: [b["text"]], (("text", "Примечание"),)),
    "chart": Kind(
        "диаграмма",
        {
            "title": checks.needs,
            "kind": checks.one_of(*checks.CHART_DATA),
            "unit": checks.optional,
            "alt": checks.optional,
        },
        lambda b: [b["title"], *_table_words(*chart_table(b))],
        (("title", "Название диаграммы"),),
    ),
    "honour": Kind(
        "награда",
        {"title": checks.needs, "lead": checks.optional, "name": checks.needs, "post": checks.optional},
        lambda b: [b["title"], b["lead"], b["name"], b["post"]],
    ),
}


def editable_fields(block):
    """Fields of a draft's block that the curator may rewrite: pairs (field, Russian label)."""
    return list(KINDS[block["type"]].editable)


def plain_text(blocks):
    """All the words of a paper in reading order, one string a line, cell or mark.

    Page numbers, repeated headers, the mark of a draft and lines drawn to write on are not words.
    A chart is said as its table.
    """
    said = (text for block in prepared(blocks) for text in KINDS[block["type"]].says(block))
    return [text for text in said if text.strip()]
