"""Awards of people: given by an order, told in a person's years."""

from mentorship.common.workflow import save
from mentorship.documents.models import with_paper
from mentorship.people.timeline import Event

from .models import Award


def give(paper, given, *, by):
    """Write down the awards of an order that comes into force, in its transaction.

    Args:
        given: (person, kind of award, what for), each person once a kind.
    """
    for person, kind, reason in given:
        award = Award(paper=paper, cycle=paper.subject, person=person, kind=kind, reason=reason)
        save(award, by=by, reason=f"поощрён: {paper}")


def events(person, user):
    """Awards of a person for his line of years."""
    for award in with_paper(Award.objects.visible_to(user).in_force().filter(person=person)):
        title = f"Поощрение: {award.get_kind_display()}"
        yield Event(award.paper.issued_on, title, award.reason, award.paper.get_absolute_url(), "ok")


def of_person(person, user):
    """Awards of a person for his page; nothing is shown while there are none."""
    found = list(Award.objects.visible_to(user).in_force().filter(person=person).with_people())
    return {"awards": found} if found else None
