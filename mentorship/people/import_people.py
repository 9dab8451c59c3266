"""Whom a row of a list means: the questions to the user when names alone do not tell."""

from collections import defaultdict

from mentorship.common.russian import date_digits
from mentorship.common.search import search_key

from . import lookalikes
from .doubles import named
from .import_kinds import NEW
from .lookalikes import Named

ANOTHER = "new"


def person_question(last_name, first_name, patronymic, born):
    """Under which key the answer «who is meant» is kept for a person of a list."""
    return f"{search_key(last_name, first_name, patronymic)} {date_digits(born)}".strip()


def question_of(values):
    """:func:`person_question` of the read cells of a row."""
    return person_question(
        *(values.get(name) or "" for name in ("last_name", "first_name", "patronymic")), values.get("birth_date")
    )


def described(person):
    """How a person is named among others of the same name."""
    born = f"{date_digits(person.birth_date)} г. р." if person.birth_date else "дата рождения не указана"
    return ", ".join(filter(None, [person.full_name, person.post or person.school_class, born]))


def choices_of(people):
    """The people as answers to the question who of them is meant."""
    return tuple((str(person.pk), described(person)) for person in people)


class Known:
    """Everybody there is, found by what look-alikes have in common."""

    def __init__(self, people):
        self.people = {person.pk: person for person in people}
        self.index = defaultdict(list)
        for person in people:
            one = named(person)
            for key in _keys(one):
                self.index[key].append(one)

    def like(self, one: Named):
        """(person, why) of those who may be ``one``, the likeliest first."""
        near = {other.pk: other for key in _keys(one) for other in self.index[key]}
        return [(self.people[alike.other.pk], alike.words) for alike in lookalikes.lookalikes(one, near.values())]


def _keys(one):
    last, first, patronymic = one.parts
    yield last, first[:1], patronymic[:1]
    yield first, patronymic, last[:1]
    if one.birth_date:
        yield one.birth_date, last, first
        yield one.birth_date, first, patronymic
        yield one.birth_date, last, patronymic


def ask_of_lookalikes(rows, parsed, people, where, answers):
    """Questions about new people who may be known under a slightly different name or birth date."""
    told = {row.number: row for row in parsed}
    known = None
    for planned in rows:
        if planned.action != NEW or not people:
            continue
        known = known or Known(people)
        row = told[planned.number]
        question = question_of(row.values)
        if question in answers:
            continue
        names = (row.values.get(name) or "" for name in ("last_name", "first_name", "patronymic"))
        if alike := known.like(Named(None, *names, row.values.get("birth_date"))):
            who = "; ".join(f"{described(person)} – {words}" for person, words in alike[:3])
            yield where.problem(
                row,
                "full_name",
                f"похожий человек уже есть: {who}. Будет добавлен ещё один.",
                "Если это он же, выберите его.",
                level="warning",
                asked=question,
                choices=((ANOTHER, "Это другой человек"), *choices_of([person for person, _ in alike[:5]])),
            )
