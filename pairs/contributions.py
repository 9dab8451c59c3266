"""What pairs give to the layers around them."""

from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from mentorship.accounts.models import Role, User
from mentorship.accounts.rights import grant
from mentorship.accounts.workflow import notify
from mentorship.common.memo import once_a_page
from mentorship.common.registry import (
    NavItem,
    QueueRow,
    QueueRule,
    SearchSource,
    navigation,
    queue_rules,
    search_sources,
)
from mentorship.common.russian import counted, date_digits
from mentorship.common.workflow import Missing
from mentorship.cycle import closing, evidence
from mentorship.cycle.models import Cycle
from mentorship.documents import kinds
from mentorship.documents.layout import ORDER
from mentorship.documents.models import Series
from mentorship.people import consent_details
from mentorship.people.import_kinds import import_kinds
from mentorship.people.merging import merge_checks
from mentorship.people.signals import consent_withdrawn, people_merged
from mentorship.people.timeline import timeline_sources
from mentorship.registry import extensions
from mentorship.registry.models import Participation

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
from .attendance import long_away
from .consent_details import of_pairs
from .earlier import EARLIER_LIST
from .imports import PAIR_LIST
from .lacking import lacking
from .models import Bond, BondMember, Meeting, MeetingMark
from .papers.all_kinds import KINDS
from .readiness import readiness_of, stops
from .rhythm_queries import silent_bonds

LIMIT = 8
ENDS_SOON = timedelta(days=30)
UNPAIRED_AFTER = timedelta(days=14)
VERY_SILENT = 28  # countable days
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
        for bond in found.select_related("cycle").with_names()[:LIMIT]
    ]


def find_meetings(user, query):
    """Meetings by their purpose, and by what was agreed for those who may read it; the latest first."""
    found = Meeting.objects.visible_to(user).held().search(query, user).with_people()
    return [
        (f"{meeting}: {meeting.topic or meeting.get_type_display()}", meeting.bond.title, meeting.get_absolute_url())
        for meeting in found[:LIMIT]
    ]


# --- What the bases show of pairs -----------------------------------------------------------------------


def without_bond(participations, on):
    """Those of ``participations`` (a queryset) who stand in no open pair."""
    bonds = BondMember.objects.filter(participation=OuterRef("pk"), bond__state__in=Bond.OPEN)
    return participations.exclude(Exists(bonds))


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


# --- The queue of «Сегодня» -----------------------------------------------------------------------------


def _kept_by(user):
    """Open bonds of the running cycle that this user keeps."""
    if not permissions.can_propose(user):
        return Bond.objects.none()
    return Bond.objects.open().manageable_by(user).filter(cycle=Cycle.objects.running())


@once_a_page
def _counts(user):
    """{state: how many} of the bonds that this user keeps: most of the year all of them work, no rule has to look on."""
    return dict(_kept_by(user).order_by().values_list("state").annotate(Count("pk")))


@once_a_page
def _lacking(user, today):
    """(pair, its state) of those that lack a paper, the earliest first: two rules ask for them."""
    return list(lacking(_kept_by(user), today).order_by("starts_on", "pk").values_list("pk", "state"))


def lacking_papers(user, today):
    """Pairs that the order may not name yet, and working ones that lost a paper."""
    first = [pk for pk, _ in _lacking(user, today)[:LIMIT]]
    bonds = list(Bond.objects.filter(pk__in=first).with_members().order_by("starts_on", "pk"))
    found = readiness_of(bonds, today) if bonds else {}
    return [_lacking_row(bond, stops(found[bond.pk]), today) for bond in bonds]


def _lacking_row(bond, lamps, today):
    more = f" И ещё {len(lamps) - 1}." if len(lamps) > 1 else ""
    late = bond.starts_on <= today
    return QueueRow(
        title=bond.title,
        why=f"{lamps[0].text}{more}",
        url=bond.get_absolute_url(),
        action="К паре",
        urgency=0 if late else 1,
        since=bond.starts_on if late else None,
        icon="file-earmark-x",
    )


def without_order(user, today):
    """Pairs whose start has come while the order is not issued; those with an order on the desk lead to it."""
    states = {Bond.State.PROPOSED, Bond.State.ORDERED} & _counts(user).keys()
    if not states:
        return []
    bonds = _kept_by(user).filter(state__in=states, starts_on__lte=today)
    return [
        QueueRow(
            title=bond.title,
            why=f"Наставничество начинается {date_digits(bond.starts_on)}, а приказ не издан.",
            url=bond.get_absolute_url(),
            action="К паре",
            urgency=0,
            since=bond.starts_on,
            icon="file-earmark-text",
        )
        for bond in bonds.with_names().order_by("starts_on", "pk")[:LIMIT]
    ]


def ready_for_order(user, today):
    """Proposed pairs with all their papers wait only for the order."""
    if not permissions.can_draft_order(user):
        return []
    proposed = _counts(user).get(Bond.State.PROPOSED, 0)
    ready = proposed - sum(state == Bond.State.PROPOSED for _, state in _lacking(user, today))
    if not ready:
        return []
    return [
        QueueRow(
            title=f"Готовы к приказу: {counted(ready, 'пара,пары,пар')}",
            why="Все согласия подписаны. Подготовьте приказ о закреплении.",
            url=reverse("pairs:draft_order"),
            action="Подготовить приказ",
            icon="file-earmark-plus",
        )
    ]


def unpaired(user, today):
    """Mentees in the base who wait for a mentor longer than two weeks."""
    cycle = Cycle.objects.running()
    if cycle is None or not permissions.can_propose(user):
        return []
    waiting = without_bond(Participation.objects.mentees().in_base(today), today)
    waiting = waiting.filter(cycle=cycle, state=Participation.State.IN_BASE)
    waiting = waiting.filter(starts_on__lt=today - UNPAIRED_AFTER).select_related("person").order_by("starts_on", "pk")
    names = [f"person__{name}" for name in ("last_name", "first_name", "patronymic")]
    return [
        QueueRow(
            title=one.person.full_name,
            why=f"В базе наставляемых с {date_digits(one.starts_on)}, наставника нет.",
            url=f"{reverse('pairs:new')}?mentee={one.pk}",
            action="Создать пару",
            since=one.starts_on,
            icon="person-plus",
        )
        for one in waiting.only("starts_on", *names)[:LIMIT]
    ]


def ending(user, today):
    """Working pairs whose end has passed or comes soon: to be completed, or prolonged by a new order."""
    bonds = _kept_by(user).filter(state=Bond.State.ACTIVE, ends_on__lte=today + ENDS_SOON)
    return [
        QueueRow(
            title=bond.title,
            why=(
                f"Срок истёк {date_digits(bond.ends_on)}: завершите пару."
                if bond.ends_on < today
                else f"Работает до {date_digits(bond.ends_on)}: подготовьте итоги."
            ),
            url=bond.get_absolute_url(),
            action="К паре",
            urgency=_how_soon(bond.ends_on, today),
            since=bond.ends_on if bond.ends_on < today else None,
            icon="flag",
        )
        for bond in bonds.with_names().order_by("ends_on", "pk")[:LIMIT]
    ]


def _how_soon(day, today):
    """The same line speaks louder two weeks and three days before the end (law.md 1.6: 30, 14 and 3 days)."""
    left = (day - today).days
    return 2 if left > 14 else 1 if left > 3 else 0


def silent(user, today):
    """Working pairs without a meeting for longer than the rules allow; quiet periods do not count."""
    found = silent_bonds(today, _kept_by(user), most=LIMIT)
    return [
        QueueRow(
            title=bond.title,
            why=f"Нет встреч {counted(days, 'день,дня,дней')} без каникул. Поговорите с парой.",
            url=bond.get_absolute_url(),
            action="К паре",
            urgency=0 if days > VERY_SILENT else 1,
            since=bond.silent_since,
            icon="hourglass-split",
        )
        for bond, days in found
    ]


def away(user, today):
    """Mentees of groups that have long been meeting without them."""
    return [
        QueueRow(
            title=one.person.full_name,
            why=f"{one.bond.title}: нет на встречах группы {counted(one.days, 'день,дня,дней')} без каникул.",
            url=one.bond.get_absolute_url(),
            action="К группе",
            since=one.since,
            icon="hourglass-split",
        )
        for one in long_away(today, _kept_by(user), most=LIMIT)
    ]


def disputed(user, today):
    """Meetings of which a mentee says «было иначе»; the mentor's correction takes the row away."""
    if not meeting_permissions.can_read_journal(user):
        return []
    meetings = (
        Meeting.objects.visible_to(user)
        .held()
        .filter(pk__in=MeetingMark.objects.filter(confirmed=False).values("meeting"))
    )
    return [
        QueueRow(
            title=meeting.bond.title,
            why=f"Встреча {date_digits(meeting.held_on)}: наставляемый отметил «было иначе».",
            url=meeting.get_absolute_url(),
            action="Разобраться",
            since=meeting.held_on,
            icon="chat-left-text",
        )
        for meeting in meetings.filter(bond__in=_kept_by(user)).with_people().order_by("held_on", "pk")[:LIMIT]
    ]


QUEUE_RULES = [
    QueueRule(
        "pairs_papers",
        "Не хватает бумаг",
        "Пары, в которых у кого-то нет действующего согласия или он не принят в базу: без этого приказ не издать.",
        lacking_papers,
        20,
    ),
    QueueRule(
        "pairs_no_order",
        "Начали без приказа",
        "Пары, чей период уже начался, а приказ о закреплении не издан.",
        without_order,
        21,
    ),
    QueueRule(
        "pairs_ready", "Пора готовить приказ", "Предложенные пары, у которых все бумаги в порядке.", ready_for_order, 25
    ),
    QueueRule(
        "pairs_silent",
        "Пары молчат",
        "Действующие пары, у которых дольше нормы нет записанных встреч. Каникулы и тихие недели не считаются.",
        silent,
        30,
    ),
    QueueRule(
        "pairs_away",
        "Не ходят на встречи группы",
        "Наставляемые, которых дольше нормы не было ни на одной встрече, хотя группа встречается. Пауза не считается.",
        away,
        31,
    ),
    QueueRule(
        "meetings_disputed",
        "Было иначе",
        "Встречи, которые наставляемый не подтвердил. Строка уходит, когда наставник исправит запись.",
        disputed,
        35,
    ),
    QueueRule(
        "mentees_unpaired",
        "Ждут наставника",
        "Наставляемые, которые в базе больше двух недель и не состоят ни в одной паре.",
        unpaired,
        40,
    ),
    QueueRule(
        "pairs_ending", "Скоро завершаются", "Пары, период которых истёк или истекает в ближайшие 30 дней.", ending, 60
    ),
]
