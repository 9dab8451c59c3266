"""What pairs tell of a person's years; the orders on them are told by the papers that name him."""

from mentorship.common.russian import date_digits
from mentorship.people.timeline import Event

from .models import Bond

OVER = (Bond.State.COMPLETED, Bond.State.TERMINATED)


def bonds(person, user):
    """When a pair of the person began and how it ended."""
    found = Bond.objects.visible_to(user).filter(members__participation__person=person)
    for bond in found.exclude(state__in=[Bond.State.PROPOSED, Bond.State.CANCELLED]).distinct().with_people():
        url = bond.get_absolute_url()
        yield Event(bond.starts_on, f"Пара: {bond.title}", f"до {date_digits(bond.last_day)}", url, kind="ok")
        if bond.state in OVER:
            words = bond.get_state_display()
            yield Event(bond.ended_on, f"Пара {words}: {bond.title}", bond.ending_reason, url)
