"""What may be answered to a question: the values and their words (methodology.md, section 4)."""

from functools import lru_cache
from pathlib import Path

from mentorship.common.yaml_text import parse

DATA = Path(__file__).parent / "data"
NOT_APPLICABLE = "na"  # how «не применимо» travels in a form; stored as null


@lru_cache(maxsize=1)
def _scales():
    return parse((DATA / "scales.yaml").read_text(encoding="utf-8"))


def options(question):
    """(value, words) pairs of a closed question, values as they travel in a form; empty for a free answer."""
    if question.options:
        return [(words, words) for words in question.options]
    scale = _scales()["scales"].get(question.type, {})
    if "min" in scale:
        return [(str(n), str(n)) for n in range(scale["min"], scale["max"] + 1)]
    return [(str(row["value"]), row["label"]) for row in scale.get("options", [])]


def may_not_apply(question):
    """Whether «не применимо» is offered: every scale has it (methodology.md 4.6)."""
    return question.type in ("scale10", "score3", "score2", "freq5", "agree5")


def not_applicable_words():
    return _scales()["not_applicable"]


def ends(question):
    """(low, high) words of a 1–10 scale."""
    scale = _scales()["scales"].get(question.type, {})
    return scale.get("low", ""), scale.get("high", "")


def stored(question, value):
    """The answer as it is stored: a number for a scale, null for «не применимо», text or a list otherwise."""
    if value in (NOT_APPLICABLE, "", None):
        return None
    if may_not_apply(question):
        return int(value)
    return value


def words(question, value):
    """The stored answer in words, for people to read."""
    if value is None:
        return not_applicable_words() if may_not_apply(question) else "–"
    if isinstance(value, list):
        return "; ".join(value)
    return dict(options(question)).get(str(value), str(value))
