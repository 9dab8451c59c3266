"""What the roadmap gives to the layers around it."""

from django.urls import reverse

from mentorship.accounts.models import Role
from mentorship.accounts.rights import grant
from mentorship.common import archive
from mentorship.common.registry import NavItem, QueueRow, QueueRule, navigation, queue_rules
from mentorship.common.russian import date_digits

from . import closing, evidence, papers, permissions, roadmap
from .models import Cycle
from .terms import State

LIMIT = 20  # lines of one rule on the first page; the roadmap shows them all


def register():
    """Called once at start-up."""
    for model in ("programme", "cycle", "stage", "activity", "activityitem", "evidencefile"):
        grant(Role.CURATOR, f"cycle.{model}", "view", "add", "change")
        for role in (Role.DIRECTOR, Role.ADMIN, Role.ORGANISER):
            grant(role, f"cycle.{model}", "view")
    for model in ("programme", "cycle", "stage"):  # the municipality: that it exists and how far it is
        grant(Role.MUNICIPAL, f"cycle.{model}", "view")
    archive.register(closing.refusal, closing.closed_records)
    evidence.register_papers(papers.KINDS)
    navigation.add(NavItem("Дорожная карта", "cycle:home", "map", "Работа", 20, permissions.can_view_roadmap))
    queue_rules.add(
        QueueRule(
            "roadmap_due",
            "Сроки дорожной карты",
            "Срок строки прошёл или до него осталось не больше дней, чем задано в правилах, а её результата в портале"
            " нет. Строки «по мере потребности» сюда не попадают.",
            due_rows,
            order=10,
        )
    )
    over = "Последний день цикла прошёл: подведите итоги и закройте его. Пока он не закрыт, его записи можно менять."
    queue_rules.add(QueueRule("cycles_over", "Пора закрыть цикл", over, over_rows, order=12))


def over_rows(user, today):
    """Cycles whose last day has passed and that are not closed, for those who close them."""
    if not permissions.can_manage_cycles(user):
        return []
    return [
        QueueRow(
            title=f"Закрыть цикл «{cycle}»",
            why=f"Цикл шёл до {date_digits(cycle.ends_on)}. Страница скажет, что мешает его закрыть.",
            url=reverse("cycle:close", args=[cycle.pk]),
            action="Закрыть цикл",
            since=cycle.ends_on,
            icon="archive",
        )
        for cycle in Cycle.objects.filter(state=Cycle.State.RUNNING, ends_on__lt=today).order_by("ends_on")
    ]


def due_rows(user, today):
    """Overdue rows, the longest first, then those whose day is near: all for the curator, one's own for other staff.

    One rule for both, because the roadmap is read once for it.
    """
    found = sorted(_rows(user, today), key=lambda row: row.state.due_on)
    overdue = [_line(row, 0) for row in found if row.state.code is State.OVERDUE]
    coming = [_line(row, 2) for row in found if row.state.code is State.SOON]
    return overdue[:LIMIT] + coming[:LIMIT]


def _rows(user, today):
    cycle = Cycle.objects.running(today) if permissions.can_see_proofs(user) else None
    if cycle is None:
        return []
    everything = permissions.can_edit(user)
    rows = roadmap.rows(cycle, user, today)
    return [row for row in rows if row.state.code in (State.OVERDUE, State.SOON) and (everything or row.mine)]


def _line(row, urgency):
    """One line of the queue: it leads to the place of the work, or to the row if it has none."""
    return QueueRow(
        title=str(row.activity),
        why=f"{row.state.words}; ответственные: {row.responsible}".capitalize(),
        url=row.place.url if row.place else row.activity.get_absolute_url(),
        action=row.place.words if row.place else "Открыть строку",
        urgency=urgency,
        since=row.state.due_on if urgency == 0 else None,
        icon="map",
    )
