"""Texts with names in braces: «Назначить {куратора} …», so that an institution may say the same in its own words.

A block that may be reworded carries ``wording``: its ``key`` (stable within the kind), the ``field`` of the block, the
``template`` and its ``words``, {name: (value, what it means)}; the further items of a list carry the key alone.
``documents.wording`` puts the institution's words in and takes the mark off, so that no stored paper has it.
"""

import re
from dataclasses import dataclass, field

NAME = re.compile(r"\{([^{}\n]*)\}")
COLUMNS = "columns"  # the field of a table whose lines are the headings of its columns
_TWO_STOPS = re.compile(r"(?<!\.)\.\.(?!\.)")


@dataclass(frozen=True)
class Text:
    """A template and its words; as a string the text itself."""

    template: str
    words: dict = field(default_factory=dict)

    def __str__(self):
        return filled(self.template, self.words)

    @classmethod
    def of(cls, said):
        """``said`` itself, or a string as a template without names."""
        return said if isinstance(said, cls) else cls(said)


def fields(text, key, words, name="text"):
    """Fields of a block: ``name`` with its text and, with a key, the mark."""
    if not key:
        return {name: text}
    return {name: filled(text, words or {}), "wording": _mark(key, text, words, name)}


def listed(lines, key, words):
    """Texts of the items of a list and the marks that go with them."""
    template = "\n".join(lines)
    texts = filled_list(template, words or {}) if key else closed(list(lines))
    if not key:
        return texts, [{} for _ in texts]
    return texts, [
        {"wording": _mark(key, template, words, "text", is_list=True)},
        *[{"wording": {"key": key}} for _ in texts[1:]],
    ]


def _mark(key, template, words, name, is_list=False):
    told = {word: list(pair) for word, pair in (words or {}).items()}
    return {"key": key, "field": name, "template": template, "words": told, "is_list": is_list}


def ticked(lines, key):
    """Fields of a list to tick: nothing is ticked, and with a key a line of the institution's text is a line of it."""
    found = {"items": [{"text": line, "checked": False} for line in lines]}
    return found | ({"wording": _mark(key, "\n".join(lines), {}, "items")} if key else {})


def headed(columns, key):
    """Fields of a table's columns: with a key a line of the institution's text is the heading of a column."""
    titles = "\n".join(column["title"] for column in columns)
    return {"columns": columns} | ({"wording": _mark(key, titles, {}, COLUMNS)} if key else {})


def plain_name(name):
    """The name as the list of words has it: «{ Куратора }» is «куратора»."""
    return " ".join(name.split()).lower()


def names(template):
    """Names in braces, in reading order, each once."""
    return list(dict.fromkeys(plain_name(found) for found in NAME.findall(template)))


def filled(template, words):
    """``template`` with the values of ``words``; a name with a capital letter gives a value with a capital letter.

    What has no value leaves no gap, and «г.» at the end of a sentence takes no second full stop.
    """

    def value(match):
        said = words[plain_name(match[1])][0]
        return said[:1].upper() + said[1:] if match[1].strip()[:1].isupper() else said

    text = NAME.sub(value, template)
    text = _TWO_STOPS.sub(".", re.sub(r" +([,.;:])", r"\1", re.sub(r"  +", " ", text)).strip())
    begins_large = template.lstrip("{ ")[:1].isupper()  # though the first name may have no value
    return text[:1].upper() + text[1:] if begins_large else text


def filled_list(template, words):
    """Lines of a list with their values and closing signs; a line with a name that has no value is left out."""
    kept = [line for line in template.splitlines() if all(words[name][0] for name in names(line))]
    return closed([filled(line, words) for line in kept])


def closed(lines):
    """Lines of a list as they are printed: semicolons between them, a full stop at the end."""
    lines = [line.rstrip(" ;") for line in lines]
    return [f"{line};" for line in lines[:-1]] + [line if line.endswith(".") else f"{line}." for line in lines[-1:]]
