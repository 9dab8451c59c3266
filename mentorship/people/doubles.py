"""Look-alikes among the people there are."""

from . import lookalikes
from .models import NotDouble, Person

FIELDS = ("pk", "last_name", "first_name", "patronymic", "birth_date")


def named(person):
    """A card as :mod:`.lookalikes` compares it."""
    return lookalikes.Named(*(getattr(person, name) for name in FIELDS))


def alike_of(person):
    """(person, words) of those whose cards may be the card of ``person``, likeliest first; one query and one more."""
    own = named(person)
    known = (lookalikes.Named(*row) for row in Person.objects.exclude(pk=person.pk).values_list(*FIELDS))
    found = lookalikes.lookalikes(own, known)
    people = Person.objects.in_bulk([alike.other.pk for alike in found]) if found else {}
    return [(people[alike.other.pk], alike.words) for alike in found]


def possible():
    """Pairs of cards that may be one person and were not told apart: (card, card, words), likeliest first."""
    told_apart = set(NotDouble.objects.values_list("first", "second"))
    known = [lookalikes.Named(*row) for row in Person.objects.order_by("pk").values_list(*FIELDS)]
    pairs = [
        alike for alike in lookalikes.doubles(known) if tuple(sorted((alike.one.pk, alike.other.pk))) not in told_apart
    ]
    return pairs
