"""The list of destroyed people beside the database: a restored backup does not bring anybody back (trust.md P-03).

One line of JSON a person, without a name: the number of the card, the moment it was made (numbers may be given anew in a
restored database), the label and the reason. The file is not part of the database and only grows.
"""

import json
import os

from django.conf import settings

from .models import Person

NAME = "destroyed.jsonl"


def path():
    """Where the list lies."""
    return settings.DATA_DIR / NAME


def add(destruction):
    """Write a carried out destruction down, safe on the disk before the call returns."""
    line = {
        "person": destruction.person_id,
        "made": destruction.card_made_at and destruction.card_made_at.isoformat(),
        "number": destruction.pk,
        "reason": destruction.reason,
        "on": destruction.carried_out_on.isoformat(),
    }
    with open(path(), "a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
        file.flush()
        os.fsync(file.fileno())


def lines():
    """All lines, oldest first; a last line cut short by a power loss is left out."""
    try:
        text = path().read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    found = []
    for line in text.splitlines():
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return found


def made_at(person):
    """The moment the card was made, by its history; None if that is not known."""
    first = person.history.order_by("history_date", "history_id").first()
    return first and first.history_date


def risen():
    """(line, person) of people whose data are there again although they were destroyed."""
    found = []
    for line in lines():
        person = Person.objects.filter(pk=line["person"]).select_related("destruction").first()
        if person is None or _is_forgotten(person):
            continue
        made = made_at(person)
        if (made and made.isoformat()) == line["made"]:
            found.append((line, person))
    return found


def _is_forgotten(person):
    destruction = getattr(person, "destruction", None)
    return bool(destruction and destruction.carried_out_on and person.last_name == destruction.label)


def damages():
    """Sentences for ``sanity_check``."""
    return [
        f"Карточка № {person.pk}: данные уничтожены {line['on']}, но снова есть в базе (восстановлена копия?)."
        " Выполните manage.py forget_again."
        for line, person in risen()
    ]
