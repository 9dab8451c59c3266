"""What personalised programmes give to the layers around them."""

from datetime import timedelta

from django.db.models import Count, Max, Q
from django.urls import reverse

from mentorship.accounts.models import Role
from mentorship.accounts.rights import grant
from mentorship.common.addresses import address
from mentorship.common.registry import NavItem, QueueRow, QueueRule, navigation, queue_rules
from mentorship.common.russian import counted, date_digits
from mentorship.common.workflow import Missing
from mentorship.cycle import closing, evidence
from mentorship.cycle.models import Cycle
from mentorship.registry.lamps import OK, WARN, Lamp
from pairs import extensions
from pairs.models import Bond

from . import papers, permissions
from .models import PersonalProgramme

LIMIT = 8
APPROVED_WITHIN = timedelta(days=28)  # twenty working days after the start (flows.md, flow C)
KINDS_OF_RESULT = ("personal_programme", "ipr")


def register():
    """Called once at start-up."""
    grant(Role.CURATOR, "programs.personalprogramme", "view", "change")
    grant(Role.DIRECTOR, "programs.personalprogramme", "view", "approve")
    navigation.add(
        NavItem("Программы", "programs:list", "journal-text", "Работа", 37, permissions.can_see_list, to_approve)
    )
    for rule in QUEUE_RULES:
        queue_rules.add(rule)
    evidence.register("programs", proofs)
    for kind in KINDS_OF_RESULT:
        evidence.register_place(kind, "К программам", lambda cycle: reverse("programs:list"))
    extensions.fact_sources.add(extensions.FactSource("programme", facts))
    extensions.purposes.add(tasks)
    extensions.lamp_sources.add(lamps)
    evidence.register_papers(papers.KINDS)
    closing.leftovers.append(not_approved)


def to_approve(user):
    """How many programmes wait for this head of the institution."""
    return PersonalProgramme.objects.waiting().count() or None if permissions.approves(user) else None


def tasks(bond):
    """Tasks of the bond's programme: what its meetings may be for."""
    programme = PersonalProgramme.objects.filter(bond=bond).first()
    return programme.task_list if programme else []


def lamps(bonds, on):
    """Whether each working pair has an approved programme: {bond pk: Lamp}."""
    states = PersonalProgramme.objects.filter(bond__in=bonds).values_list("bond", "state", "approved_on")
    found = {bond: (state, day) for bond, state, day in states}
    working = [bond for bond in bonds if bond.state == Bond.State.ACTIVE]
    return {bond.pk: _lamp(bond, *found.get(bond.pk, ("", None))) for bond in working}


def _lamp(bond, state, approved_on):
    if state == PersonalProgramme.State.APPROVED:
        return Lamp("programme", "программа", OK, f"Программа утверждена {date_digits(approved_on)}.")
    url = address("programs:of_bond", bond.pk)
    text = "Программа написана, но не утверждена." if state else "Персонализированной программы ещё нет."
    return Lamp("programme", "программа", WARN, text, url)


def facts(bonds, user):
    """How the programme of each of these bonds stands, with the way to it."""
    found = {programme.bond_id: programme for programme in PersonalProgramme.objects.filter(bond__in=bonds)}
    return {bond.pk: _fact(bond, found.get(bond.pk), user) for bond in bonds}


def _fact(bond, programme, user):
    if programme is None:
        url = address("programs:of_bond", bond.pk)
        action = "Написать" if permissions.writes(user, bond, None) else ""
        return extensions.Fact("Программа", "soon", "не написана", url=url, action=action)
    kind, word, url = programme.state_kind, programme.state_word, programme.get_absolute_url()
    if not programme.is_returned:
        return extensions.Fact("Программа", kind, word, url=url)
    action = "Исправить" if permissions.writes(user, bond, programme) else ""
    return extensions.Fact("Программа", kind, word, f"Замечание: {programme.remark}", url, action)


# --- Evidence for the roadmap ---------------------------------------------------------------------------------


def proofs(cycle):
    """Programmes of the cycle are a result once every pair in force has an approved one."""
    approved = Q(programme__state=PersonalProgramme.State.APPROVED)
    found = Bond.objects.filter(cycle=cycle, state=Bond.State.ACTIVE).aggregate(
        pairs=Count("pk"),
        approved=Count("programme", filter=approved),
        last=Max("programme__approved_on", filter=approved),
    )
    if not found["pairs"] or found["approved"] < found["pairs"]:
        return {}
    title = f"Утверждены программы всех пар: {counted(found['pairs'], 'пара,пары,пар')}"
    proof = evidence.Proof(title, reverse("programs:list"), found["last"])
    return {kind: [proof] for kind in KINDS_OF_RESULT}


# --- The closing of a cycle -------------------------------------------------------------------------------------


def not_approved(cycle):
    """Programmes of the cycle's pairs that were written and never approved."""
    written = PersonalProgramme.objects.filter(bond__cycle=cycle).exclude(state=PersonalProgramme.State.APPROVED)
    return [
        Missing(f"Не утверждена программа: {one.bond} ({one.state_word}).", one.get_absolute_url())
        for one in written.exclude(bond__state=Bond.State.CANCELLED).with_people().order_by("pk")
    ]


# --- The queue of «Сегодня» ------------------------------------------------------------------------------------


def missing(user, today):
    """Pairs that have worked for four weeks without an approved programme, for those who keep them."""
    bonds = Bond.objects.manageable_by(user).filter(
        cycle=Cycle.objects.current(), state=Bond.State.ACTIVE, starts_on__lt=today - APPROVED_WITHIN
    )
    bonds = bonds.exclude(programme__state=PersonalProgramme.State.APPROVED).order_by("starts_on", "pk")
    return [
        QueueRow(
            title=bond.title,
            why=f"Пара работает с {date_digits(bond.starts_on)}, а программа {_how_it_stands(bond)}.",
            url=address("programs:of_bond", bond.pk),
            action="К программе",
            since=bond.starts_on,
            icon="journal-text",
        )
        for bond in bonds.select_related("programme").with_names()[:LIMIT]
    ]


def _how_it_stands(bond):
    programme = getattr(bond, "programme", None)
    return f"не утверждена: {programme.state_word}" if programme else "не написана"


def waiting(user, today):
    """Programmes that lie before this head of the institution."""
    if not permissions.approves(user):
        return []
    return [
        QueueRow(
            title=f"Программа: {programme.bond}",
            why="Наставник отправил программу на утверждение.",
            url=programme.get_absolute_url(),
            action="Прочитать",
            icon="journal-check",
        )
        for programme in PersonalProgramme.objects.waiting().with_people().order_by("pk")[:LIMIT]
    ]


QUEUE_RULES = [
    QueueRule(
        "programmes_missing",
        "Нет утверждённой программы",
        "Пары, которые работают дольше четырёх недель (20 рабочих дней) без утверждённой программы.",
        missing,
        45,
    ),
    QueueRule(
        "programmes_waiting", "Программы на утверждение", "Программы, которые ждут решения руководителя.", waiting, 10
    ),
]
