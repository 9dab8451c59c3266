"""What «Сегодня» asks of those who keep pairs: papers, orders, silence, disputes, ends."""

from datetime import timedelta

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse

from mentorship.common.memo import once_a_page
from mentorship.common.registry import QueueRow, QueueRule
from mentorship.common.russian import counted, date_digits
from mentorship.cycle.models import Cycle
from mentorship.registry.models import Participation

from . import meeting_permissions, permissions
from .attendance import long_away
from .lacking import lacking
from .models import Bond, BondMember, Meeting, MeetingMark
from .readiness import readiness_of, stops
from .rhythm_queries import silent_bonds

LIMIT = 8
ENDS_SOON = timedelta(days=30)
UNPAIRED_AFTER = timedelta(days=14)
VERY_SILENT = 28  # countable days


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


def without_bond(participations, on):
    """Those of ``participations`` (a queryset) who stand in no open pair."""
    bonds = BondMember.objects.filter(participation=OuterRef("pk"), bond__state__in=Bond.OPEN)
    return participations.exclude(Exists(bonds))


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
