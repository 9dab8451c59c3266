"""The stating part of an order from ticked acts: «В соответствии со статьёй …, письмом … и в целях …» (law.md 3.3, 4.4)."""

import re
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from mentorship.common.russian import date_digits, date_words, join_and
from mentorship.common.workflow import Missing

PURPOSE = "в целях реализации программы наставничества"
LEAD_MEANS = "«в соответствии с» и отмеченные акты, в конце запятая или «и»"
# First words of acts in the instrumental, from the highest rank down; an act that begins otherwise is named in quotes («документом «…»»).
INSTRUMENTAL = {
    "статья": "статьёй",
    "статьи": "статьями",
    "федеральный закон": "Федеральным законом",
    "закон": "законом",
    "указ": "Указом",
    "постановление": "постановлением",
    "распоряжение": "распоряжением",
    "приказ": "приказом",
    "письмо": "письмом",
    "решение": "решением",
    "протокол": "протоколом",
    "договор": "договором",
    "соглашение": "соглашением",
    "положение": "Положением",
    "устав": "Уставом",
    "программа": "Программой",
    "концепция": "Концепцией",
    "план": "планом",
    "дорожная карта": "дорожной картой",
    "порядок": "Порядком",
    "регламент": "Регламентом",
    "коллективный договор": "коллективным договором",
    "локальные акты": "локальными актами",
    "методические рекомендации": "методическими рекомендациями",
}
_DATE = re.compile(r"\b(\d{2})\.(\d{2})\.(\d{4})\b")
_APPROVED = re.compile(r"(\bутвержд[её]нн)(ый|ое|ая|ые)\b")  # «Положение …, утверждённое приказом»
_ENDINGS = {"ый": "ым", "ое": "ым", "ая": "ой", "ые": "ыми"}
_BEFORE_S = re.compile(r"[СсЗзШшЖж][^аеёиоуыэюяАЕЁИОУЫЭЮЯ]")


@dataclass(frozen=True)
class Ground:
    """The paragraph before «ПРИКАЗЫВАЮ:» as a template with the names of ``words``, {name: (value, what it means)}."""

    template: str
    words: dict


def ground(acts, purpose=PURPOSE, words=None):
    """The paragraph before «ПРИКАЗЫВАЮ:»; without acts only the purpose is named.

    Acts come in the order of their rank: laws, acts of ministries, letters, then those of the institution.

    Args:
        purpose: «в целях …», begins with a small letter; may hold names of ``words`` in braces.
    """
    return Ground(f"{{Основания}} {purpose}", {"основания": (_lead(named_acts(acts)), LEAD_MEANS)} | (words or {}))


def _lead(named):
    """«в соответствии со статьёй … и», as the purpose follows it."""
    if not named:
        return ""
    preposition = "в соответствии со" if _BEFORE_S.match(named[0]) else "в соответствии с"
    return f"{preposition} {named[0]} и" if len(named) == 1 else f"{preposition} {join_and(named)},"


def named_acts(acts):
    """Acts in the instrumental by their rank: laws, acts of ministries, letters, then those of the institution."""
    return [named_act(act) for act in sorted(acts, key=_rank)]


def named_act(act):
    """An act in the instrumental: kind, author, date and number, its title in «…» (law.md 3.3).

    An article of a code goes without its title and without the law that added it.
    """
    title = _in_words(re.sub(r"\bРФ\b", "Российской Федерации", re.sub(r"\s*\([^)]*\)\s*$", "", act.title)))
    head = _head(title)
    if head is None:
        return f"документом «{title}»"
    text = INSTRUMENTAL[head] + _APPROVED.sub(lambda match: match[1] + _ENDINGS[match[2]], title[len(head) :])
    is_article = head in ("статья", "статьи")
    return text if is_article or not act.name else f"{text} «{act.name}»"


def out_of_force(act, on):
    """Why this act may not be a ground on a day (law.md 4.4)."""
    if act.effective_to and act.effective_to < on:
        return f"Акт утратил силу {date_digits(act.effective_to)}: {act.title}. Уберите его из оснований."
    return f"Акт вступает в силу {date_digits(act.effective_from)}: {act.title}. Уберите его из оснований."


def bad_acts(acts, on):
    """Those of ``acts`` that may not be a ground on a day, each with its page in the registry."""
    return [
        Missing(out_of_force(act, on), reverse("admin:institution_act_change", args=[act.pk]))
        for act in acts
        if not act.in_force(on)
    ]


def _rank(act):
    heads = list(INSTRUMENTAL)
    head = _head(act.title)
    return act.is_local, heads.index(head) if head else len(heads)


def _head(title):
    """The longest known beginning of the title, in whole words."""
    lower = title.lower()
    known = [head for head in INSTRUMENTAL if re.match(rf"{head}\b", lower)]
    return max(known, key=len, default=None)


def _in_words(text):
    """Dates in words: an order writes them so in its text (law.md 3.3)."""
    return _DATE.sub(_words, text)


def _words(match):
    day, month, year = map(int, match.groups())
    try:
        return date_words(date(year, month, day))
    except ValueError:  # «31.02.2020» in a title typed by hand stays as it is
        return match[0]
