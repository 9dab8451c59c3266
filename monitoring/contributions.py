"""What monitoring gives to the layers around it."""

from datetime import timedelta

from django.urls import reverse

from mentorship.accounts.models import Role
from mentorship.accounts.rights import grant
from mentorship.common.registry import NavItem, QueueRow, QueueRule, navigation, queue_rules
from mentorship.common.russian import date_digits
from mentorship.cycle import evidence
from mentorship.cycle.models import Cycle
from mentorship.documents import kinds
from mentorship.documents.layout import ORDER

from . import days, papers, permissions, workflow

REPORT_SOON = timedelta(days=30)
ANALYSIS, FINAL_REPORT = "satisfaction_analysis", "final_report"


def register():
    """Called once at start-up."""
    grant(Role.CURATOR, "monitoring.target", "view", "add", "change")
    for role in (Role.DIRECTOR, Role.MUNICIPAL):  # methodology.md 1.2: no figures for the portal's administrator
        grant(role, "monitoring.target", "view")
    kinds.register(ANNUAL_REPORT)
    navigation.add(
        NavItem("Показатели", "monitoring:indicators", "bar-chart", "Итоги", 20, permissions.can_see_figures)
    )
    navigation.add(
        NavItem("Годовой отчёт", "monitoring:report", "journal-text", "Итоги", 30, permissions.can_see_report)
    )
    queue_rules.add(REPORT_RULE)
    evidence.register("monitoring", analysed)
    for key in ("q:Q12", "q:Q12E", "q:Q12M"):
        evidence.register_place(key, "К итоговым опросам", lambda cycle: _of(cycle, reverse("monitoring:ask")))
    evidence.register_place(
        FINAL_REPORT, "К годовому отчёту", lambda cycle: reverse("monitoring:report_of", args=[cycle.pk])
    )


def _of(cycle, address):
    return f"{address}?cycle={cycle.pk}"


ANNUAL_REPORT = kinds.Kind(
    code=days.REPORT,
    title="Итоговый аналитический отчёт",
    group=kinds.Group.RESULTS,
    about="Итоги цикла в числах: участники, встречи, удовлетворённость, что удалось и что решить.",
    ground="Положение о наставничестве, раздел о мониторинге; дорожная карта, этап завершения.",
    storage=kinds.Storage(term="постоянно"),
    build=papers.build,
    gate=papers.gate,
    notes=papers.notes,
    layout=ORDER,  # yearly reports are kept for ever (law.md 5.1): room to bind
    evidence_for=(FINAL_REPORT,),
)


def analysed(cycle):
    """Satisfaction is analysed once the closing questionnaires of the cycle are closed, all of them."""
    return {ANALYSIS: evidence.closed_questionnaires(cycle).get("q:Q12", [])}


def report_rows(user, today):
    """The running cycle ends within a month, or has ended, and nobody has begun its report."""
    cycle = Cycle.objects.current(today) if permissions.can_write_report(user) else None
    if cycle is None or cycle.state != Cycle.State.RUNNING or today < cycle.ends_on - REPORT_SOON:
        return []
    if workflow.reports_of(cycle).exists():
        return []
    over = cycle.ends_on < today
    return [
        QueueRow(
            title=f"Годовой отчёт: {cycle.title}",
            why=f"Цикл {'закончился' if over else 'заканчивается'} {date_digits(cycle.ends_on)}, отчёта ещё нет.",
            url=reverse("monitoring:report_of", args=[cycle.pk]),
            action="К отчёту",
            urgency=0 if over else 2,
            since=cycle.ends_on if over else None,
            icon="journal-text",
        )
    ]


REPORT_RULE = QueueRule(
    "annual_report",
    "Пора готовить годовой отчёт",
    f"До конца цикла осталось не больше {REPORT_SOON.days} дней, а итогового отчёта нет даже в черновике.",
    report_rows,
    65,
)
