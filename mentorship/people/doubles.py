"""Look-alikes among the people there are."""

from django.db.models import Q

from . import lookalikes
from .models import NotDouble, Person

FIELDS = ("pk", "last_name", "first_name", "patronymic", "birth_date")


def _with_names():
    return Person.objects.exclude(first_name="")  # forgotten people have a number in place of a name


def named(person):
    """A card as :mod:`.lookalikes` compares it."""
    return lookalikes.Named(*(getattr(person, name) for name in FIELDS))


def _near(own):
    """Whoever shares the surname, the other two parts of the name, or the day of birth: nobody else can look alike."""
    last, first, patronymic = own.parts
    near = Q(search__contains=last)
    if first and patronymic:
        near |= Q(search__contains=first) & Q(search__contains=patronymic)
    return near | Q(birth_date=own.birth_date) if own.birth_date else near


def alike_of(person):
    """(person, words) of those whose cards may be the card of ``person``, likeliest first."""
    own = named(person)
    near = _with_names().filter(_near(own)).exclude(pk=person.pk)
    known = (lookalikes.Named(*row) for row in near.values_list(*FIELDS))
    found = lookalikes.lookalikes(own, known)
    people = Person.objects.in_bulk([alike.other.pk for alike in found]) if found else {}
    return [(people[alike.other.pk], alike.words) for alike in found]


def possible():
    """Pairs of cards that may be one person and were not told apart: ``Alike``, likeliest first."""
    told_apart = set(NotDouble.objects.values_list("first", "second"))
    known = [lookalikes.Named(*row) for row in _with_names().order_by("pk").values_list(*FIELDS)]
    return [
        alike for alike in lookalikes.doubles(known) if tuple(sorted((alike.one.pk, alike.other.pk))) not in told_apart
    ]
