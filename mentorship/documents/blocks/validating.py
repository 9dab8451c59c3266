"""Whether a list of blocks can be printed."""

from .block_types import KINDS, plain_text
from .checks import CHART_DATA

# A paper larger than this is a mistake or an attack; the largest allowed prints in about 20 s.
MAX_BLOCKS = 2_000
MAX_CELLS = 8_000
MAX_TOTAL = 400_000


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
