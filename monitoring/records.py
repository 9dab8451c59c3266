"""The records behind a figure, in words: each function takes the keys of a list and gives their records in its order."""

from dataclasses import dataclass

from django.urls import reverse

from mentorship.common.russian import counted, date_digits
from mentorship.people.models import Person
from mentorship.registry.models import Participation
from mentorship.surveys.models import Invitation
from pairs.models import Bond
from pairs.rhythm import MEETINGS

MOST_WINDOWS = 1000  # of one bond: the key of a window is one number, for thousands of pairs of numbers are heavy


@dataclass(frozen=True)
class Record:
    """One record behind a figure."""

    title: str
    note: str = ""
    url: str = ""


def people(keys):
    found = Person.objects.in_bulk(keys)
    return [Record(one.full_name, one.post, one.get_absolute_url()) for one in map(found.get, keys)]


def participations(keys):
    found = Participation.objects.select_related("person").in_bulk(keys)
    return [
        Record(one.person.full_name, f"в базе с {date_digits(one.starts_on)}", one.get_absolute_url())
        for one in map(found.get, keys)
    ]


def windows(keys, rhythms):
    numbers = [divmod(key, MOST_WINDOWS) for key in keys]
    found = Bond.objects.with_names().in_bulk({bond for bond, _ in numbers})
    return [_window(found[bond], rhythms[bond].window(n)) for bond, n in numbers]


def _window(bond, window):
    span = f"{date_digits(window.start)} – {date_digits(window.end)}"
    held = counted(window.meetings, MEETINGS) if window.met else "встреч нет"
    return Record(f"{bond.title}: {span}", held, bond.get_absolute_url())


def bonds(keys, on):
    found = Bond.objects.with_names().select_related("programme").in_bulk(keys)
    return [_programme(found[key], on) for key in keys]


def _programme(bond, on):
    programme = getattr(bond, "programme", None)
    if programme is None:
        return Record(bond.title, "программы нет", bond.get_absolute_url())
    words = programme.get_state_display()
    if programme.approved_on:
        words = f"утверждена {date_digits(programme.approved_on)}"
    return Record(bond.title, f"программа: {words}", programme.get_absolute_url())


def answers(keys, indexes):
    invitations = Invitation.objects.select_related("person").in_bulk(keys)
    return [
        Record(
            invitations[key].person.full_name,
            f"личный индекс {str(indexes[key]).replace('.', ',')}",
            reverse("surveys:single", args=[key]),
        )
        for key in keys
    ]


def rows(keys, titles, states):
    return [Record(str(titles[key]), states[key].words, titles[key].get_absolute_url()) for key in keys]
