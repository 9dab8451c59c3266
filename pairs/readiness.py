"""«Правовая готовность» of a pair: a pure function over papers gives the lamps (flows.md, idea 1; law.md 1.6)."""

from collections import defaultdict
from dataclasses import dataclass, field, replace

from django.urls import reverse
from django.utils import timezone

from mentorship.common.russian import date_digits
from mentorship.documents.models import Acquaintance, Paper
from mentorship.people.models import Consent
from mentorship.registry.lamps import MISSING, OK, WARN, Lamp, consent_lamp, consents_of
from mentorship.registry.models import Participation

from .extensions import lamp_sources
from .models import Agreement, Bond, OrderLine

AGREEMENT, ORDER, ACQUAINTANCE = "agreement", "order", "acquaintance"
SHOWN = (MISSING, WARN, OK)  # the worst first
# What a list calls the lamps of several people taken together.
SUMMARY = {
    "base": "не в базе",
    "processing": "обработка данных",
    "mentor": "согласие наставника",
    "mentee": "согласие наставляемого",
    AGREEMENT: "доп. соглашение",
    ORDER: "приказ",
    ACQUAINTANCE: "ознакомление",
}
AFTER_ORDER = (ORDER, ACQUAINTANCE)  # what an order brings itself


@dataclass(frozen=True)
class Facts:
    """What the lamps are read from.

    Attributes:
        consents: by (person id, kind).
        agreements: signed ones by bond id, the earliest first.
        orders: the order that fixes the bond, by bond id.
        unread: names that have yet to be acquainted with an order, by its id.
        more: lamps of the apps above, by bond id.
    """

    consents: dict = field(default_factory=dict)
    agreements: dict = field(default_factory=dict)
    orders: dict = field(default_factory=dict)
    unread: dict = field(default_factory=dict)
    more: dict = field(default_factory=dict)


def gather(bonds, on=None):
    """Facts of several bonds by a fixed number of queries; the bonds come with their people loaded."""
    people = {member.participation.person_id for bond in bonds for member in bond.members.all()}
    lines = OrderLine.objects.filter(bond__in=bonds, does=OrderLine.Does.FIXES)
    lines = lines.exclude(paper__state=Paper.State.DISCARDED).select_related("paper").order_by("pk")
    lines = lines.only(
        "bond", "paper__number", "paper__state", "paper__issued_on"
    )  # not the text of the order each time
    orders, agreements, more = {line.bond_id: line.paper for line in lines}, defaultdict(list), defaultdict(list)
    signed = Agreement.objects.filter(bond__in=bonds).select_related("paper")
    for agreement in signed.only("bond", "outside_number", "signed_on", "starts_on", "ends_on", "paper__number"):
        agreements[agreement.bond_id].append(agreement)
    for source in lamp_sources:
        for pk, lamp in source(bonds, on or timezone.localdate()).items():
            more[pk].append(lamp)
    return Facts(consents_of(people), agreements, orders, _unread(orders.values()), more)


def _unread(papers):
    found = defaultdict(list)
    issued = {paper.pk for paper in papers if paper.state == Paper.State.ISSUED}
    for paper, name in Acquaintance.objects.lacking().filter(paper__in=issued).values_list("paper", "name"):
        found[paper].append(name)
    return found


def lamps(bond, on, facts):
    """Lamps of ``bond`` on the day ``on``; an ended bond is judged by its last day.

    Everyone's consent to processing, everyone's consent to mentor or to take part, signed not later than the
    start, everyone in the base on that day, the mentor's agreement, the order in force and read by both sides; then
    what the apps above have to say.
    """
    on = min(on, bond.last_day)
    paper = facts.orders.get(bond.pk)
    found = [lamp for member in bond.members.all() for lamp in _member_lamps(bond, member, on, facts)]
    if bond.needs_agreement:
        found.append(_agreement_lamp(bond, on, facts))
    found.append(_order_lamp(bond, on, paper))
    if paper and paper.state == Paper.State.ISSUED and bond.state == Bond.State.ACTIVE:
        found.append(_acquaintance_lamp(bond, paper, facts.unread.get(paper.pk, [])))
    return [*found, *facts.more.get(bond.pk, [])]


def readiness(bond, on=None):
    """Lamps of one bond on a day (today)."""
    return lamps(bond, on or timezone.localdate(), gather([bond], on))


def readiness_of(bonds, on=None):
    """Lamps of several bonds as {bond pk: [Lamp, …]} by a fixed number of queries."""
    on, facts = on or timezone.localdate(), gather(bonds, on)
    return {bond.pk: lamps(bond, on, facts) for bond in bonds}


def stops(found):
    """Lamps without which an order may not name the bond; what the order brings itself is not among them."""
    return [lamp for lamp in found if lamp.state == MISSING and lamp.code in SUMMARY and lamp.code not in AFTER_ORDER]


def lacks_agreement(found):
    """Whether the mentor's agreement is asked for and there is none in force."""
    return any(lamp.code == AGREEMENT and lamp.state == MISSING for lamp in found)


def summary(found):
    """What a row of a list has room for: one lamp for all papers in order, else the worst of each kind; then the order
    and whatever else is not in order."""
    codes = dict.fromkeys(lamp.code for lamp in found)
    papers = [_worst(found, code) for code in SUMMARY if code in codes and code not in AFTER_ORDER]
    if all(lamp.state == OK for lamp in papers):
        papers = [Lamp("papers", "согласия", OK, "Все согласия и соглашения в порядке.")]
    rest = [_worst(found, code) for code in codes if code == ACQUAINTANCE or code not in SUMMARY]
    return [
        *(lamp for lamp in papers if lamp.state != OK or lamp.code == "papers"),
        _worst(found, ORDER),
        *(lamp for lamp in rest if lamp.state != OK),
    ]


def _worst(found, code):
    lamp = min((lamp for lamp in found if lamp.code == code), key=lambda lamp: SHOWN.index(lamp.state))
    return replace(lamp, title=SUMMARY.get(code, lamp.title))


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
    if participation.rests(bond.starts_on) and bond.state in (Bond.State.PROPOSED, Bond.State.ORDERED):
        why = participation.rest_reason
        return f"{who}: на паузе ({why}) в день начала пары. Снимите с паузы или начните пару позже."
    left_on = participation.person.left_on
    if left_on and left_on < bond.starts_on:
        return f"{who}: уволен(а) {date_digits(left_on)}, до начала пары."
    return ""


def _agreement_lamp(bond, on, facts):
    """The addition to the labour contract (law.md 1.2, 1.6); its own gate asks for the consent before it."""
    title, who = SUMMARY[AGREEMENT], ", ".join(person.short_name for person in bond.mentors)
    signed = [one for one in facts.agreements.get(bond.pk, []) if one.signed_on <= on]
    if not signed:
        begin = f"{reverse('documents:begin', args=['labour_agreement'])}?bond={bond.pk}"
        text = f"{who}: нет дополнительного соглашения к трудовому договору (ст. 351.8 ТК РФ). Подготовьте его или внесите подписанное."
        return Lamp(AGREEMENT, title, MISSING, text, begin)
    first, last = signed[0], signed[-1]
    url, words = last.get_absolute_url(), f"№ {last.number} от {date_digits(last.signed_on)}"
    if last.ends_on < on:
        text = f"{who}: соглашение {words} действовало по {date_digits(last.ends_on)}. Нужно новое."
        return Lamp(AGREEMENT, title, MISSING, text, url)
    if first.starts_on > bond.starts_on:
        text = f"{who}: соглашение {words} – с {date_digits(first.starts_on)}, позже начала пары."
        return Lamp(AGREEMENT, title, WARN, text, url)
    if late := _signed_late(bond, first, facts):
        return Lamp(AGREEMENT, title, WARN, f"{who}: {late}", url)
    return Lamp(AGREEMENT, title, OK, f"{who}: дополнительное соглашение {words}.")


def _signed_late(bond, agreement, facts):
    """What of consent, agreement and work came in the wrong order: one signed on paper is told as it was (law.md 1.6)."""
    words = f"соглашение № {agreement.number} подписано {date_digits(agreement.signed_on)}"
    if agreement.signed_on > agreement.starts_on:
        return f"{words}, а работа по нему – с {date_digits(agreement.starts_on)}. Соглашение должно быть раньше."
    consents = facts.consents.get((bond.mentors[0].pk, Consent.Kind.MENTOR), [])
    days = [one.signed_on for one in consents if one.signed_on]
    if days and min(days) > agreement.signed_on:
        return f"{words}, а согласие – {date_digits(min(days))}. Согласие должно быть раньше."
    return ""


def _order_lamp(bond, on, paper):
    title = SUMMARY[ORDER]
    if paper is None and bond.former_order_id:
        return Lamp(ORDER, title, OK, f"{bond.former_order}.")
    if paper is None:
        if bond.starts_on > on:
            return Lamp(ORDER, title, WARN, "Приказа о закреплении ещё нет.")
        text = f"Наставничество началось {date_digits(bond.starts_on)}, а приказа нет. Подготовьте приказ."
        return Lamp(ORDER, title, MISSING, text)
    if paper.state == Paper.State.ISSUED:
        return Lamp(ORDER, title, OK, f"Приказ № {paper.number} от {date_digits(paper.issued_on)}.")
    url = paper.get_absolute_url()
    if paper.state == Paper.State.WITHDRAWN:
        return Lamp(ORDER, title, MISSING, f"Приказ № {paper.number} отменён.", url)
    return Lamp(ORDER, title, WARN, f"Приказ подготовлен: {paper.get_state_display()}.", url)


def _acquaintance_lamp(bond, paper, unread):
    """Whether both sides have read the order; until then it is only to be looked at."""
    names = {person.full_name: person.short_name for person in [*bond.mentors, *bond.mentees]}
    waiting = [names[name] for name in unread if name in names]
    if waiting:
        url = reverse("documents:acquaintance", args=[paper.pk])
        return Lamp(ACQUAINTANCE, SUMMARY[ACQUAINTANCE], WARN, f"Не ознакомлены: {', '.join(waiting)}.", url)
    return Lamp(ACQUAINTANCE, SUMMARY[ACQUAINTANCE], OK, "С приказом ознакомлены обе стороны.")
