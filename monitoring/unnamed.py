"""The set of papers for an inspection without personal data: people as roles, what cannot be so left out.

152-ФЗ, статья 5 часть 5: no more data than the aim needs; one who judges the work needs no names. Each person has one
mark in the whole set («наставник 2»), the key to it stays in the portal. Orders, minutes and reports are printed anew with
the marks; scans, consents, agreements, papers on pay and single people, files of the roadmap are named and left out.
"""

import re
from dataclasses import replace

from mentorship.common.cases import Case
from mentorship.documents import blocks
from mentorship.documents.models import Series
from mentorship.documents.page import layout_of
from mentorship.people import forms_of
from mentorship.people.models import Person
from mentorship.registry.models import Side

from .papers.choices import bonds_of

LEFT_OUT = "не вложен: персональные данные"
SOMEBODY = "[имя]"
TOLD = (
    "Без персональных данных: вместо имён – роли, у каждого человека одно обозначение на весь комплект. Сканы, согласия,"
    " соглашения, документы о выплатах и об отдельных людях, файлы дорожной карты и листы с подписями не вложены."
)
PRINTED = ("", Series.ORDERS, Series.MINUTES)  # rows of numbers whose papers are of the programme, not of one person
WORD = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
INITIALS = r"[А-ЯЁ]\.\s?[А-ЯЁ]\."
PATRONYMIC = r"[А-ЯЁ][а-яё]+(?:ич|вн|чн)(?:а|у|ем|е|ы|ой)?"
NAME_OF_ANYBODY = rf"{WORD}\s{INITIALS}|{INITIALS}\s?{WORD}|{WORD}\s{WORD}\s{PATRONYMIC}"


class Marks:
    """Puts marks in the place of names: of people the portal knows in every case form, of others by the look of a name."""

    def __init__(self, cycle):
        self.known, ways = {}, set()
        for person, mark in _marked(cycle):
            for words in _forms(person):
                self.known.setdefault(_plain(words), mark)
                ways.add(words)
        ours = [_pattern(words) for words in sorted(ways, key=len, reverse=True)]
        self.name = re.compile(rf"\b(?:{'|'.join([*ours, NAME_OF_ANYBODY])})(?!\w)")

    def hide(self, value):
        """``value`` with marks for names: a text, or texts at any depth of lists and dicts."""
        if isinstance(value, str):
            return self.name.sub(lambda found: self.known.get(_plain(found[0]), SOMEBODY), value)
        if isinstance(value, list):
            return [self.hide(one) for one in value]
        if isinstance(value, dict):
            return {key: self.hide(one) for key, one in value.items()}
        return value


def without_names(items, cycle):
    """The lines of an inventory with marks for names; what holds personal data has no file and says so."""
    marks = Marks(cycle)
    return [_hidden(item, marks) for item in items]


def _hidden(item, marks):
    hidden = replace(item, title=marks.hide(item.title))
    if not item.has_file:
        return hidden
    if item.paper and item.paper.series in PRINTED:
        return replace(hidden, content=lambda: _printed(item.paper, marks), note="без имён")
    if item.rows is not None:
        return replace(hidden, rows=marks.hide(item.rows), note="без имён")
    return replace(hidden, content=None, note=LEFT_OUT)


def _printed(paper, marks):
    from mentorship.documents.pdf import render  # slow import

    mark = blocks.paragraph("Копия без персональных данных", indent=False, align="right")
    text = [marks.hide(block) for block in paper.blocks if block["type"] != "acquaintance"]
    return render([mark, *text], layout_of(paper), title=marks.hide(paper.title))


def _marked(cycle):
    """(person, mark): those of the cycle's pairs by their role, then everybody else."""
    marks = {}
    for side in (Side.MENTOR, Side.MENTEE):
        members = [one for bond in bonds_of(cycle) for one in (bond.mentors if side == Side.MENTOR else bond.mentees)]
        for person in members:
            number = sum(mark.startswith(side.label) for mark in marks.values()) + 1
            marks.setdefault(person, f"{side.label} {number}")
    others = Person.objects.exclude(pk__in=[person.pk for person in marks]).order_by("pk")
    return [*marks.items(), *((person, f"участник {number}") for number, person in enumerate(others, 1))]


def _forms(person):
    """Every way in which a text may name the person, the surname alone included."""
    for case in Case:
        full, short = (forms_of.form(person, what, case)[0] for what in ("name", "short"))
        surname, _, initials = short.rpartition(" ")
        yield from (full, short)
        if surname:
            yield from (f"{initials} {surname}", surname)


def _pattern(words):
    """The words with any spaces between them: «Орлова А.Б.», «Орлова А. Б.»."""
    return r"\s*".join(re.escape(part) for part in re.findall(r"[^\s.]+\.?", words))


def _plain(words):
    """The same as a key."""
    return "".join(words.split())
