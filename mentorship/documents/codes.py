"""The short code of a printed sheet: which paper it is and which version of its text, nothing about people.

«P123-4-K»: a letter for the sort of sheet, its two numbers, a check character. All characters look the same on a Russian
and on a Latin keyboard, so that the code can be typed from the sheet; its QR is реквизит 31 of ГОСТ Р 7.0.97-2025 and
says whose sheet it is besides: «P123-4-K*00000005».
"""

import re
from dataclasses import dataclass, field

import segno

PAPER, CONSENT = "P", "C"
BORDER = 4  # squares, the quiet zone of a QR
_CHECKS = "0123456789ABEHKMTXY"  # 19, a prime: one wrong character or two exchanged ones never pass
_VALUES = {character: value for value, character in enumerate("0123456789-PC")}
MARK = 8  # digits of the mark of an institution
_CODE = re.compile(rf"([PC])([1-9]\d{{0,7}})-(\d{{1,5}})-([0-9ABEHKMTXY])(?:\*(\d{{{MARK}}}))?")
_ALIKE = str.maketrans("АВЕНКМТХУРСO–—", "ABEHKMTXYPC0--")


@dataclass(frozen=True)
class Code:
    """What a short code says: the letter and the two numbers; of a QR also the mark of the institution that printed it."""

    letter: str
    number: int
    version: int
    mark: str = field(default="", compare=False)  # empty where it was typed, or printed before there were marks

    def __str__(self):
        body = f"{self.letter}{self.number}-{self.version}"
        return f"{body}-{_check(body)}"


def of_paper(paper):
    """The code of a paper with its present text."""
    return Code(PAPER, paper.pk, paper.version)


def parse(text):
    """The code that was read from a sheet or typed by hand in any letters; None if it is none or has a slip in it."""
    found = _CODE.fullmatch("".join(text.upper().split()).translate(_ALIKE))
    if found is None:
        return None
    code = Code(found[1], int(found[2]), int(found[3]), found[5] or "")
    return code if marked(code, code.mark) == found[0] else None  # the whole of it: «01» is a slip of «10», not 1


def marked(code, mark):
    """The text of the QR of ``code`` on a sheet of the institution with this mark; an empty one is left out."""
    return f"{code}*{mark}" if mark else str(code)


def squares(text):
    """Rows of the QR of a text: bytes, 1 for black."""
    return segno.make(text, error="m", micro=False, mask=3, boost_error=False).matrix  # to try all masks costs 2 ms


def _check(body):
    return _CHECKS[sum(place * _VALUES[character] for place, character in enumerate(body, 1)) % len(_CHECKS)]
