"""What pairs give to the layers around them."""

from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from mentorship.accounts.models import Role, User
from mentorship.accounts.rights import grant
from mentorship.accounts.workflow import notify
from mentorship.common.registry import (
    NavItem,
    SearchSource,
    navigation,
    queue_rules,
    search_sources,
)
from mentorship.common.russian import counted, date_digits
from mentorship.common.workflow import Missing
from mentorship.cycle import closing, evidence
from mentorship.documents import kinds
from mentorship.documents.layout import ORDER
from mentorship.documents.models import Series
from mentorship.people import consent_details
from mentorship.people.import_kinds import import_kinds
from mentorship.people.merging import merge_checks
from mentorship.people.signals import consent_withdrawn, people_merged
from mentorship.people.timeline import timeline_sources
from mentorship.registry import extensions

from . import (
    by_order,
    events,
    meeting_log,
    meeting_permissions,
    merging,
    papers,
    permissions,
    samples,
    workflow,
    year_end,
)
from .consent_details import of_pairs
from .earlier import EARLIER_LIST
from .imports import PAIR_LIST
from .models import Bond, Meeting
from .papers.all_kinds import KINDS
from .queue import QUEUE_RULES, without_bond

MOST_FOUND = 8
RECORDS_OF_MEETINGS = ("meeting_record", "meeting_log")
IN_TURN = 2  # meetings of a pair from which on they are «последовательные»


def register():
    """Called once at start-up."""
    grant(Role.CURATOR, "pairs.bond", "view", "add", "change")
    grant(Role.DIRECTOR, "pairs.bond", "view")
    grant(Role.CURATOR, "pairs.meeting", "view")
    grant(Role.CURATOR, "pairs.agreement", "view", "add", "change")
    grant(Role.DIRECTOR, "pairs.agreement", "view")
    grant(Role.CURATOR, "pairs.earlierorder", "view", "change")
    kinds.register(ORDER_ON_PAIRS)
    evidence.register_papers(KINDS)
    kinds.describe(meeting_log.DESCRIPTION)
    import_kinds.add(PAIR_LIST)
    import_kinds.add(EARLIER_LIST)
    navigation.add(
        NavItem("Встречи", "pairs:meetings", "calendar-week", "Работа", 35, meeting_permissions.can_see_rhythm)
    )
    navigation.add(NavItem("Пары и группы", "pairs:list", "people", "Работа", 30, permissions.can_see_pairs))
    search_sources.add(SearchSource("pairs", "Пары и группы", find))
    search_sources.add(SearchSource("meetings", "Встречи", find_meetings))
    for rule in QUEUE_RULES:
        queue_rules.add(rule)
    extensions.filters.add(extensions.Filter("unpaired", "Без пары", without_bond))
    extensions.ties.add(ties)
    extensions.leaving_gates.add(may_not_leave)
    evidence.register("meetings", met_in_turn)
    for kind in RECORDS_OF_MEETINGS:
        evidence.register_place(kind, "К встречам", lambda cycle: reverse("pairs:meetings"))
    evidence.register_place(papers.KIND, "Подготовить приказ", lambda cycle: reverse("pairs:draft_order"))
    evidence.register_bond_ends(last_days)
    closing.hindrances.append(year_end.still_working)
    closing.leftovers.append(year_end.never_worked)
    closing.parts.append(year_end.pairs_of)
    consent_withdrawn.connect(tell_of_withdrawal, dispatch_uid="pairs.tell_of_withdrawal")
    timeline_sources.add(events.bonds)
    merge_checks.add(merging.in_one_bond)
    consent_details.sources.add(of_pairs)
    people_merged.connect(merging.follow, dispatch_uid="pairs.follow_merged")


ORDER_ON_PAIRS = kinds.Kind(
    code=papers.KIND,
    title="Приказ о закреплении наставнических пар (групп)",
    group=kinds.Group.PAIRS,
    about="Закрепляет наставников за наставляемыми на срок, ставит задачи обеим сторонам и куратору.",
    ground="статья 351.8 Трудового кодекса; Положение о наставничестве; согласия сторон",
    storage=kinds.KEPT_AS_PERSONNEL,  # bears on work and pay (law.md 5.2)
    series=Series.ORDERS,
    build=papers.build,
    gate=papers.gate,
    take_effect=workflow.bring_into_force,
    let_go=workflow.let_go,
    relied_on=by_order.relied_on,
    readers=papers.readers,
    notes=papers.notes,
    layout=ORDER,
    evidence_for=("order_pairs",),
    acquaints=True,
    start=lambda user: reverse("pairs:draft_order") if permissions.can_draft_order(user) else "",
    sample=samples.order_on_pairs,
)


def last_days(cycle):
    """Last days of the cycle's working and ended pairs, for rows «по завершении пары»."""
    bonds = Bond.objects.filter(cycle=cycle, state__in=Bond.TOOK_PLACE)
    return list(bonds.order_by().values_list(Coalesce("ended_on", "ends_on"), flat=True).distinct())


def find(user, query):
    """Pairs by anybody's name in them."""
    found = Bond.objects.visible_to(user).exclude(state=Bond.State.CANCELLED).search(query)
    return [
        (bond.title, f"{bond.get_state_display()}, {bond.cycle}", bond.get_absolute_url())
        for bond in found.select_related("cycle").with_names()[:MOST_FOUND]
    ]


def find_meetings(user, query):
    """Meetings by their purpose, and by what was agreed for those who may read it; the latest first."""
    found = Meeting.objects.visible_to(user).held().search(query, user).with_people()
    return [
        (f"{meeting}: {meeting.topic or meeting.get_type_display()}", meeting.bond.title, meeting.get_absolute_url())
        for meeting in found[:MOST_FOUND]
    ]


# --- What the bases show of pairs -----------------------------------------------------------------------


def ties(participations, user):
    """Pairs of these participations that ``user`` may open: {participation pk: [Tie, …]}."""
    kept = Bond.objects.visible_to(user).filter(members__participation__in=participations, state__in=Bond.KEPT)
    found = {}
    for bond in kept.distinct().with_members().order_by("-starts_on", "pk"):
        for member in bond.members.all():
            found.setdefault(member.participation_id, []).append(_tie(bond, member))
    return found


def _tie(bond, member):
    others = [one.participation.person for one in bond.members.all() if one.side != member.side]
    return extensions.Tie(
        bond.title,
        bond.get_absolute_url(),
        bond.get_state_display(),
        bond.state_kind,
        f"{date_digits(bond.starts_on)}–{date_digits(bond.last_day)}",
        people=tuple(others),
        works=bond.state == Bond.State.ACTIVE,
        is_completed=bond.state == Bond.State.COMPLETED,
        form=bond.form.title,
        ends_on=bond.last_day,
    )


def may_not_leave(participation, on):
    """A participant leaves the base only after his pairs have ended or been cancelled."""
    bonds = Bond.objects.open().filter(members__participation=participation).with_people()
    return [
        Missing(f"{bond} – {bond.get_state_display()}. {_before_leaving(bond)}", bond.get_absolute_url())
        for bond in bonds
    ]


def _before_leaving(bond):
    if bond.works():
        return "Сначала завершите её или замените участника приказом, потом закройте участие."
    return "Сначала отмените её или уберите из приказа, потом закройте участие."


def tell_of_withdrawal(sender, consent, by, **kwargs):
    """A consent was withdrawn: curators hear which pairs now lack a paper."""
    bonds = Bond.objects.open().filter(members__participation__person=consent.person)
    for bond in bonds.distinct().with_people():
        for user in User.objects.holding(Role.CURATOR):
            text = f"{consent.person.short_name}: согласие отозвано. Проверьте пару {bond}."
            notify(user, text, bond.get_absolute_url())


def met_in_turn(cycle):
    """«Комплекс последовательных встреч» is there once every working pair of the cycle has met more than once."""
    held = Count("meetings", filter=Q(meetings__state=Meeting.State.HELD))
    working = Bond.objects.filter(cycle=cycle, state=Bond.State.ACTIVE).order_by().values("pk")
    counts = list(working.annotate(n=held).values_list("n", flat=True))
    if not counts or min(counts) < IN_TURN:
        return {}
    title = f"Встречи записаны у каждой из действующих пар, всего {counted(sum(counts), 'встреча,встречи,встреч')}"
    proof = evidence.Proof(title, reverse("pairs:meetings"))
    return {kind: [proof] for kind in RECORDS_OF_MEETINGS}
