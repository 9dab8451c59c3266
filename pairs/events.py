"""What pairs, and the orders on them, tell of a person's years."""

from mentorship.common.russian import date_digits
from mentorship.documents.models import Paper
from mentorship.people.timeline import Event

from .models import Bond, OrderLine

OVER = (Bond.State.COMPLETED, Bond.State.TERMINATED)
ISSUED = (Paper.State.ISSUED, Paper.State.WITHDRAWN)


def bonds(person, user):
    """When a pair of the person began and how it ended."""
    found = Bond.objects.visible_to(user).filter(members__participation__person=person)
    for bond in found.exclude(state__in=[Bond.State.PROPOSED, Bond.State.CANCELLED]).distinct().with_people():
        url = bond.get_absolute_url()
        yield Event(bond.starts_on, f"Пара: {bond.title}", f"до {date_digits(bond.last_day)}", url, kind="ok")
        if bond.state in OVER:
            words = bond.get_state_display()
            yield Event(bond.ended_on, f"Пара {words}: {bond.title}", bond.ending_reason, url)


def orders(person, user):
    """Issued orders that name a pair of the person."""
    lines = OrderLine.objects.filter(
        bond__members__participation__person=person, paper__in=Paper.objects.visible_to(user), paper__state__in=ISSUED
    )
    papers = {line.paper_id: line.paper for line in lines.select_related("paper")}
    for paper in papers.values():
        note = "утратил силу" if paper.state == Paper.State.WITHDRAWN else ""
        yield Event(paper.issued_on, f"Приказ № {paper.number}: {paper.title}", note, paper.get_absolute_url())
