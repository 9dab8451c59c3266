"""«Правовая готовность» of a pair: a pure function over papers gives the lamps (flows.md, idea 1; law.md 1.6)."""

from dataclasses import dataclass, field, replace

from django.utils import timezone

from mentorship.common.russian import date_digits
from mentorship.documents.models import Paper
from mentorship.registry.lamps import MISSING, OK, WARN, Lamp, consent_lamp, consents_of
from mentorship.registry.models import Participation

from .models import Bond, OrderLine

ORDER = "order"
SHOWN = (MISSING, WARN, OK)  # the worst first
# What a list calls the lamps of several people taken together.
SUMMARY = {
    "base": "не в базе",
    "processing": "обработка данных",
    "mentor": "согласие наставника",
    "mentee": "согласие наставляемого",
    ORDER: "приказ",
}


@dataclass(frozen=True)
class Facts:
    """What the lamps are read from: consents by (person id, kind), the last order by bond id."""

    consents: dict = field(default_factory=dict)
    orders: dict = field(default_factory=dict)


def gather(bonds):
    """Facts of several bonds by two queries; the bonds come with their people loaded."""
    people = {member.participation.person_id for bond in bonds for member in bond.members.all()}
    lines = OrderLine.objects.filter(bond__in=bonds).exclude(paper__state=Paper.State.DISCARDED)
    orders = {line.bond_id: line.paper for line in lines.select_related("paper").order_by("pk")}
    return Facts(consents_of(people), orders)


def lamps(bond, on, facts):
    """Lamps of ``bond`` on the day ``on``; an ended bond is judged by its last day.

    Everyone's consent to processing, everyone's consent to mentor or to take part, signed not later than the
    start, everyone in the base on that day, and the order in force.
    """
    on = min(on, bond.last_day)
    found = [lamp for member in bond.members.all() for lamp in _member_lamps(bond, member, on, facts)]
    return [*found, _order_lamp(bond, on, facts.orders.get(bond.pk))]


def readiness(bond, on=None):
    """Lamps of one bond on a day (today)."""
    return lamps(bond, on or timezone.localdate(), gather([bond]))


def readiness_of(bonds, on=None):
    """Lamps of several bonds as {bond pk: [Lamp, …]} by a fixed number of queries."""
    on, facts = on or timezone.localdate(), gather(bonds)
    return {bond.pk: lamps(bond, on, facts) for bond in bonds}


def stops(found):
    """Lamps without which an order may not name the bond; the order itself is not one of them."""
    return [lamp for lamp in found if lamp.state == MISSING and lamp.code != ORDER]


def summary(found):
    """What a row of a list has room for: one lamp for all papers in order, else the worst of each kind; the order apart."""
    people = [lamp for lamp in found if lamp.code != ORDER]
    shown = [_worst(people, code) for code in SUMMARY if any(lamp.code == code for lamp in people)]
    if all(lamp.state == OK for lamp in shown):
        shown = [Lamp("papers", "согласия", OK, "Все согласия в порядке.")]
    return [*(lamp for lamp in shown if lamp.state != OK or lamp.code == "papers"), _worst(found, ORDER)]


def _worst(found, code):
    lamp = min((lamp for lamp in found if lamp.code == code), key=lambda lamp: SHOWN.index(lamp.state))
    return replace(lamp, title=SUMMARY[code])


def _member_lamps(bond, member, on, facts):
    participation = member.participation
    person = participation.person
    found = [
        consent_lamp(person, kind, facts.consents.get((person.pk, kind), []), on, starts_on=bond.starts_on)
        for kind in participation.needed_consents
    ]
    problem = _not_in_base(bond, participation)
    return [Lamp("base", "не в базе", MISSING, problem, participation.get_absolute_url()), *found] if problem else found


def _not_in_base(bond, participation):
    """Why this participant may not stand in an order, empty if he may (law.md 4.4: the absent, the dismissed)."""
    who, state = participation.person.short_name, participation.state
    if state == Participation.State.CANDIDATE:
        return f"{who} пока только кандидат. Примите в базу."
    if participation.ends_on and participation.ends_on < bond.starts_on:
        return (
            f"{who}: в базе по {date_digits(participation.ends_on)}, а пара начинается {date_digits(bond.starts_on)}."
        )
    if state == Participation.State.LEFT and bond.state in (Bond.State.PROPOSED, Bond.State.ORDERED):
        return f"{who} больше не в базе. Выберите другого или верните в базу."
    left_on = participation.person.left_on
    if left_on and left_on < bond.starts_on:
        return f"{who}: уволен(а) {date_digits(left_on)}, до начала пары."
    return ""


def _order_lamp(bond, on, paper):
    title = SUMMARY[ORDER]
    if paper is None:
        if bond.starts_on > on:
            return Lamp(ORDER, title, WARN, "Приказа о закреплении ещё нет.")
        text = f"Наставничество началось {date_digits(bond.starts_on)}, а приказа нет. Подготовьте приказ."
        return Lamp(ORDER, title, MISSING, text)
    url = paper.get_absolute_url()
    if paper.state == Paper.State.ISSUED:
        return Lamp(ORDER, title, OK, f"Приказ № {paper.number} от {date_digits(paper.issued_on)}.", url)
    if paper.state == Paper.State.WITHDRAWN:
        return Lamp(ORDER, title, MISSING, f"Приказ № {paper.number} отменён.", url)
    return Lamp(ORDER, title, WARN, f"Приказ подготовлен: {paper.get_state_display()}.", url)
