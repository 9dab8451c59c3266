"""Spaces that must not break a line in a Russian paper, and the characters no paper can hold."""

import re

NBSP = "\u00a0"

_MONTHS = "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
_UNITS = (
    "%|мм|см|м|км|кг|ч|час(?:а|ов)?|мин|минут[аы]?|дн(?:я|ей)|дней|день|месяц(?:а|ев)?|мес|лет|год(?:а|у)?"
    "|гг|г|руб(?:л(?:ь|я|ей))?|коп|тыс|млн|чел|человека?|шт|балл(?:а|ов)?|листа?х?|экз|п\\.п"
)
_SHORT_WORDS = (
    "ст|п|пп|ч|гл|абз|подп|прил|разд|стр|с|л|рис|табл|см|д|корп|кв|каб|оф|тел|ул|пер|просп|пр|пл|г|пос|дер|обл|им"
)

# Control characters, lone surrogates, private signs, non-characters and invisible marks of direction and width: XML,
# XLSX and fonts have no place for them, and in a legal paper an invisible sign is a trap.
_UNPRINTABLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\ud800-\udfff"
    "\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ue000-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\ufff0-\uffff]"
)
_LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029]")

_GLUE = [
    # № 15, § 3, ИНН 7707083893: the sign and what it numbers
    (re.compile(r"([№§]|\b(?:ИНН|КПП|ОГРН)\b)[ \t]+(?=\S)"), rf"\1{NBSP}"),
    # И.О. Фамилия, И. О. Фамилия; then the other way round, as in running text
    (re.compile(r"\b([А-ЯЁ]\.)[ \t]*([А-ЯЁ]\.)[ \t]+(?=[А-ЯЁ][а-яё])"), rf"\1\2{NBSP}"),
    (re.compile(r"\b([А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?)[ \t]+([А-ЯЁ]\.)[ \t]*([А-ЯЁ]\.)"), rf"\1{NBSP}\2\3"),
    # Ли В., Салтыкова М.-А.А.: initials of other shapes
    (re.compile(r"(?<=[а-яё])[ \t]+(?=[А-ЯЁ]\.(?:\W|$))"), NBSP),
    (re.compile(r"(?<!\w)([А-ЯЁ]\.)[ \t]+(?=[А-ЯЁ][а-яё])"), rf"\1{NBSP}"),
    # «О закреплении …»: a title in quotes does not hang by its preposition
    (re.compile(r"(«(?:Об?|В|К|С))[ \t]+(?=\w)"), rf"\1{NBSP}"),
    # 3 сентября 2025 г.
    (re.compile(rf"(\d{{1,2}})[ \t]+({_MONTHS})[ \t]+(?=\d{{4}})"), rf"\1{NBSP}\2{NBSP}"),
    (re.compile(rf"(\d{{1,2}})[ \t]+(?=(?:{_MONTHS})\b)"), rf"\1{NBSP}"),
    # a number and its unit, 2025 г.
    (re.compile(rf"(\d)[ \t]+(?=(?:{_UNITS})(?!\w))"), rf"\1{NBSP}"),
    # ст. 351.8, г. Пролетарск, п. 2, им. Гагарина
    (re.compile(rf"(?<!\w)((?i:{_SHORT_WORDS})\.)[ \t]+(?=[\dА-ЯЁ«])"), rf"\1{NBSP}"),
    # a dash never begins a line
    (re.compile(r"(?<=\S)[ \t]+(?=[–—](?:\s|$))"), NBSP),
]


# A number with its sign, «№ 61-од», «№ АЗ-1128/08», the series of a certificate of birth, «II-АК»: every renderer would
# break it behind the hyphen.
_NUMBER = re.compile(rf"(№{NBSP}(?=[^\s-]{{0,24}}-)[\w./-]{{2,24}}|\b[IVX]{{1,6}}-[А-ЯЁ]{{2}}\b)")


def printable(text):
    """Text without the characters that PDF, DOCX and XLSX cannot hold; line ends become ``\\n``.

    Dropped are control characters except tab and line feed, lone surrogates, private signs (a bullet
    pasted from Word), non-characters and invisible marks (zero width, direction). Nothing else is touched.
    """
    return _UNPRINTABLE.sub("", _LINE_ENDS.sub("\n", text))


def typography(text):
    """Bind with non-breaking spaces what a line of a paper must not part.

    «№ 15», «И.О. Фамилия», «3 сентября 2025 г.», «ст. 351.8», a number and its unit, a dash and the
    word before it. Only spaces change: inside initials they go away, elsewhere a space becomes
    a non-breaking one. Applying it twice gives the same text.

    Source: ГОСТ Р 7.0.97 as advised in practice, see the layout numbers of ``documents.layout``.
    """
    if " " not in text and "\t" not in text:  # most cells of an annex: nothing to bind
        return text
    for pattern, bound in _GLUE:
        text = pattern.sub(bound, text)
    return text


def broken_apart(text):
    """Pieces of bound text by turns: one whose lines may break, a number that must stay whole, and so on.

    No space can hold «№ 61-од» together at its hyphen, so each renderer does it in its own way.
    """
    return _NUMBER.split(text)
