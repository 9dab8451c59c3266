"""The institution's own words in the proposed text of a kind: what may be reworded, what is wrong with it, the text.

The portal's own text is never lost: a kind writes its paragraphs as templates (``blocks.worded``), and here, in one place,
the institution's templates take their place.
"""

import re
from collections import Counter
from dataclasses import dataclass, replace
from difflib import get_close_matches

from mentorship.common.russian import clean_text
from mentorship.common.workflow import WorkflowError

from . import blocks as block_rules
from . import freezing, kinds
from .blocks import worded
from .models import KindWording

LONGEST = 4_000  # letters of one paragraph or list
HEADING = re.compile(r"об?\s", re.IGNORECASE)  # law.md section 8, «Приказ (любой)»
NO_CHANGE = (
    "Слова этого документа портал берёт из записей или из закона, своих формулировок у него нет. "
    "Отдельный черновик можно поправить в редакторе."
)


@dataclass(frozen=True)
class Unit:
    """A paragraph, an item or a list of items that may be reworded.

    Attributes:
        key: its stable name within the kind.
        label: what people call it: «Пункт 2.», «Абзац 3».
        template: the portal's text with names in braces.
        words: {name: (value in the sample, what it means)}, all that may stand in this text.
        common: names of those that may stand in any text of the paper.
        is_list: a line is an item.
        block: the type of the block that says it.
    """

    key: str
    label: str
    template: str
    words: dict
    is_list: bool
    block: str
    common: tuple = ()

    @property
    def is_columns(self):
        """Whether a line is the heading of a column."""
        return self.block == "table"

    @property
    def needed(self):
        """Names that the portal's text has: without one of them the paper would leave out what was decided."""
        return worded.names(self.template)

    @property
    def own(self):
        """The words of this text alone."""
        return {name: told for name, told in self.words.items() if name not in self.common}


# --- Text -------------------------------------------------------------------------------------------------


def proposed(paper):
    """(Blocks that the records propose for a paper in the words in force, the version of these words or None)."""
    current = KindWording.objects.current(paper.kind)
    return applied(kinds.get(paper.kind).build(paper), current.own if current else {}), current


def newer(paper):
    """The version in force, if it says this draft in other words than it was written in and they do not stand there yet."""
    current = KindWording.objects.current(paper.kind)
    if not (current and paper.is_editable and paper.blocks) or current.pk == paper.wording_id:
        return None
    try:
        written = kinds.get(paper.kind).build(paper)
    except WorkflowError:  # the records are not whole: the paper's page tells it
        return None
    mine = block_rules.plain_text(paper.blocks)
    before = block_rules.plain_text(applied(written, paper.wording.own if paper.wording else {}))
    now = block_rules.plain_text(applied(written, current.own))
    came = [line for line in now if line not in before and line not in mine]
    went = [line for line in before if line not in now and line in mine]
    return current if came or went else None


def in_force(code, blocks):
    """The blocks of a sheet that is printed at once, such as a certificate, in the words in force."""
    if not any("wording" in block for block in blocks):
        return blocks
    current = KindWording.objects.current(code)
    return applied(blocks, current.own if current else {})


def sample(kind, own=None):
    """The filled sample of a kind in the institution's words; ``own``: other words than those in force."""
    return in_force(kind.code, kind.sample()) if own is None else applied(kind.sample(), own)


def sheet(kind, own=None):
    """The sample as it is shown and printed: gaps for the date and number that a draft has not got."""
    blocks = sample(kind, own)
    return freezing.fill(blocks) if isinstance(kind, kinds.Kind) else blocks


def applied(blocks, own):
    """``blocks`` with the templates of ``own``, {key: template}, in the place of the portal's; marks taken off.

    A template with a name that the portal no longer offers, or for a table that has got other columns since, gives way
    to the portal's text.
    """
    everywhere, result, reworded = _everywhere(blocks), [], ""
    for block in blocks:
        mark = block.get("wording", {"key": ""})
        if "template" in mark:
            words, text = everywhere | mark["words"], own.get(mark["key"])
            reworded = mark["key"] if text and _fits(text, mark, words) else ""
            if reworded:
                result += _reworded(block, mark, text, words)
        if not (reworded and mark["key"] == reworded):
            result.append(_unmarked(block))
    return result


def _fits(text, mark, words):
    same = mark["field"] != worded.COLUMNS or _as_many_lines(text, mark["template"])
    return same and not unknown(text, words)


def _as_many_lines(one, other):
    return len(one.splitlines()) == len(other.splitlines())


def _unmarked(block):
    return {name: value for name, value in block.items() if name != "wording"}


def _reworded(block, mark, text, words):
    """What a block becomes: an item one for each line of its text, any other stays one."""
    block = _unmarked(block)
    if block["type"] == "checklist":
        return [block | worded.ticked([worded.filled(line, words) for line in text.splitlines()], "")]
    if block["type"] == "table":
        titles = [worded.filled(line, words) for line in text.splitlines()]
        columns = [column | {"title": title} for column, title in zip(block["columns"], titles, strict=True)]
        return [block | {"columns": columns}]
    if block["type"] != "item":
        return [block | {mark["field"]: worded.filled(text, words)}]
    lines = (
        worded.filled_list(text, words)
        if mark["is_list"]
        else [worded.filled(line, words) for line in text.splitlines()]
    )
    return [
        block | {"text": line} | ({"id": block_rules.new_id()} if place else {}) for place, line in enumerate(lines)
    ]


def _everywhere(blocks):
    """Words that may stand in any paragraph, from the head of the paper."""
    head = next((block for block in blocks if block["type"] == "letterhead"), None)
    if head is None:
        return {}
    return {
        "учреждение": [head["short_name"] or head["full_name"], "краткое наименование учреждения"],
        "учреждение полностью": [head["full_name"], "наименование учреждения по уставу"],
    }


# --- What may be reworded and what is wrong with it -----------------------------------------------------------


def units(kind):
    """{key: Unit} of a kind in the order of its samples; empty if nothing may be reworded."""
    found = {}
    for blocks in samples(kind).values():
        _gather(blocks, found)
    return _told_apart(found)


def _told_apart(found):
    """Units with a label of its own each: «Абзац 1», «Абзац 2»; items are told apart by their numbers."""
    times, place = Counter(unit.label for unit in found.values()), Counter()
    for key, unit in found.items():
        if times[unit.label] > 1 and not unit.label.endswith("."):
            place[unit.label] += 1
            found[key] = replace(unit, label=f"{unit.label} {place[unit.label]}")
    return found


def samples(kind):
    """{what differs: blocks with their marks}: the sample of a kind under "", then its variants."""
    if kind.sample is None:
        return {}
    return {"": kind.sample()} | (kind.variants() if kind.variants else {})


def _gather(blocks, found):
    counted, everywhere = block_rules.numbers(blocks), _everywhere(blocks)
    for block in blocks:
        mark = block.get("wording", {})
        if "template" in mark and mark["key"] not in found:
            label = _label(block, mark, counted)
            common = tuple(name for name in everywhere if name not in mark["words"])
            told = mark["words"] | {name: everywhere[name] for name in common}
            words = {name: tuple(pair) for name, pair in told.items()}
            facts = (mark["key"], label, mark["template"], words, mark["is_list"], block["type"])
            found[mark["key"]] = Unit(*facts, common=common)


def _label(block, mark, counted):
    if mark["key"] == kinds.GROUND:
        return "Вступительная часть"
    if mark["field"] == worded.COLUMNS:
        return "Заголовки столбцов"
    kind = block_rules.KINDS[block["type"]]
    name = "Перечень с пункта" if mark["is_list"] else dict(kind.editable).get(mark["field"], kind.name.capitalize())
    return f"{name} {counted[block['id']]}" if block["id"] in counted else name


def tidy(text):
    """A typed template as it is kept: names in braces as the list of words has them, empty lines away."""

    def name(match):
        plain = worded.plain_name(match[1])
        return "{" + (plain[:1].upper() + plain[1:] if match[1].strip()[:1].isupper() else plain) + "}"

    lines = clean_text(worded.NAME.sub(name, text), lines=True).splitlines()
    return "\n".join(line for line in lines if line)


def unknown(text, words):
    """Names in ``text`` that ``words`` do not have."""
    return [name for name in worded.names(text) if name not in words]


def problem(unit, text):
    """What is wrong with the institution's template of a unit, in Russian with advice; empty when all is well."""
    if not text:
        return "Пустым этот текст быть не может. Напишите его или нажмите «Вернуть к исходному»."
    if len(text) > LONGEST:
        return f"Текст длиннее {LONGEST} знаков: сократите его."
    if worded.NAME.sub("", text).count("{") or worded.NAME.sub("", text).count("}"):
        return f"Скобка без пары. Подстановка пишется так: {{{next(iter(unit.words), 'учреждение')}}}."
    offered = ", ".join(f"{{{name}}}" for name in unit.words) or "подстановок здесь нет"
    if strange := unknown(text, unit.words):
        near = get_close_matches(strange[0], unit.words, n=1, cutoff=0.4)
        advice = f" Может быть, {{{near[0]}}}?" if near else ""
        return f"Портал не знает подстановки {{{strange[0]}}}.{advice} Здесь можно: {offered}."
    if lacking := [name for name in unit.needed if name not in worded.names(text)]:
        lost = ", ".join(f"{{{name}}}" for name in lacking)
        return f"Не хватает {lost}: без этого документ потеряет то, что выбрано в исходных данных. Добавьте в текст."
    if unit.is_columns and not _as_many_lines(text, unit.template):
        columns, lines = (len(words.splitlines()) for words in (unit.template, text))
        return f"Столбцов в таблице {columns}, а строк здесь {lines}: каждая строка – заголовок одного столбца."
    if unit.block == "heading" and not HEADING.match(text):
        return "Заголовок к тексту отвечает на вопрос «о чём?»: начните его с «О» или «Об»."
    return ""


def problems(known, texts):
    """{key: what is wrong} of ``texts``, {key: template}, by the units of the kind."""
    found = {key: problem(unit, texts[key]) for key, unit in known.items() if key in texts}
    return {key: words for key, words in found.items() if words}
