"""Search and sorting of Russian text that work alike on SQLite and PostgreSQL.

SQLite folds the case of ASCII letters only and PostgreSQL sorts by the collation it was created with, so
models keep two columns filled in ``save()``: ``search`` (from ``search_key``) and ``sort_key`` (from
``sort_key``, a CharField of ``SORT_KEY_LENGTH``).
"""

import unicodedata
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q

# The sort key is cut here; 127 letters decide the order of any two names that people really have.
SORT_KEY_LENGTH = 255
MAX_TERMS = 10

_ALPHABET = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_PART_BREAK = "01"
_WORD_BREAK = "02"
# Two digits a character: digits sort alike in the binary order and in every collation, letters do not
# (Estonian puts z before t, Danish reads aa as one letter).
_CODES = (
    {digit: f"{10 + index}" for index, digit in enumerate("0123456789")}
    | {letter: f"{20 + index}" for index, letter in enumerate(_ALPHABET)}
    | {letter: f"{60 + index}" for index, letter in enumerate("abcdefghijklmnopqrstuvwxyz")}
)
_OTHER_LETTER = "90"
# Latin letters that look like Russian ones, folded.
_LOOKALIKES = str.maketrans("abcehkmoptxy", "авсенкмортху")
_RUSSIAN = frozenset(_ALPHABET)


def search_key(*parts: object) -> str:
    """Text of the ``search`` column: folded words of all ``parts``, one space between them.

    Case is folded, «ё» becomes «е», accents go, everything but letters and digits becomes a space. ``None``
    and empty parts are skipped; any text is accepted, lone surrogates and control characters included. Latin letters
    that slipped into a Russian word become the Russian ones that they look like.
    """
    return " ".join(_one_script(word) for part in parts for word in _words(part)).replace("ё", "е")


def name_key(part: object) -> str:
    """A part of a name as it is compared with another spelling: like ``search_key``, wholly Latin words included."""
    return search_key(part).translate(_LOOKALIKES)


def sort_key(*parts: object) -> str:
    """Text of the ``sort_key`` column: ordering by it is the order of the Russian alphabet.

    The key consists of digits only and is at most ``SORT_KEY_LENGTH`` long. «Ё» follows «е» as a letter of
    its own, digits come before letters, Latin after Russian, a shorter word before a longer one, and an
    earlier part decides before a later one (give the surname first). A hyphen counts as a space.
    """
    coded = [_WORD_BREAK.join(_code(word) for word in _words(part)) for part in parts]
    return _PART_BREAK.join(coded)[:SORT_KEY_LENGTH]


def terms(query: object) -> list[str]:
    """Different words of a typed query, folded like ``search_key``; a row must hold each of them."""
    return list(dict.fromkeys(search_key(query).split()))[:MAX_TERMS]


class SearchQuerySet(models.QuerySet):
    """Queryset of a model with a ``search`` column."""

    def search(self, query: str | None):
        """Rows that hold every word of ``query``; all rows if nothing was typed, none if only signs were."""
        if not (query or "").strip():
            return self
        words = terms(query)
        if not words:
            return self.none()
        found = self
        for word in words:
            # typed on the wrong keyboard, «COBA» may be «СОВА» or itself
            meant = {word, word.translate(_LOOKALIKES)}
            found = found.filter(reduce(or_, (Q(search__contains=spelling) for spelling in sorted(meant))))
        return found


def _words(part: object) -> list[str]:
    """Folded words of one value: Russian letters stay whole, other letters lose their accents."""
    if part is None:
        return []
    text = unicodedata.normalize("NFC", str(part)).casefold()
    return "".join(_fold(char) for char in text).split()


def _one_script(word: str) -> str:
    return word.translate(_LOOKALIKES) if not _RUSSIAN.isdisjoint(word) else word


def _fold(char: str) -> str:
    if char in _CODES:
        return char
    if unicodedata.category(char) in ("Cf", "Mn", "Me"):
        return ""  # soft hyphens, zero-width marks, stress marks stand inside words
    if not char.isalnum():
        return " "
    return unicodedata.normalize("NFKD", char)[0].casefold()


def _code(word: str) -> str:
    return "".join(_CODES.get(char) or f"{_OTHER_LETTER}{ord(char):07d}" for char in word)
