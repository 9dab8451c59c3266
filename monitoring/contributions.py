"""What monitoring gives to the layers around it."""

from datetime import timedelta

from django.urls import reverse

from mentorship.accounts.models import Role
from mentorship.accounts.rights import grant
from mentorship.common.registry import NavItem, QueueRow, QueueRule, navigation, queue_rules
from mentorship.common.russian import counted, date_digits
from mentorship.cycle import evidence
from mentorship.cycle.evidence import Proof
from mentorship.cycle.models import Cycle
from mentorship.documents import kinds, stored_packs, works
from mentorship.documents.layout import ORDER
from mentorship.people.sections import Section, person_sections
from mentorship.people.timeline import timeline_sources

from . import awards, honours, inspection, papers, permissions, workflow
from .models import Award
from .papers import certificate
from .reported import REPORT

REPORT_SOON = timedelta(days=30)
ANALYSIS, FINAL_REPORT = "satisfaction_analysis", "final_report"


def register():
    """Called once at start-up."""
    grant(Role.CURATOR, "monitoring.target", "view", "add", "change")
    for role in (Role.DIRECTOR, Role.MUNICIPAL):  # methodology.md 1.2: no figures for the portal's administrator
        grant(role, "monitoring.target", "view")
    grant(Role.CURATOR, "monitoring.award", "view")
    grant(Role.DIRECTOR, "monitoring.award", "view")
    kinds.register(ANNUAL_REPORT)
    evidence.register_papers(papers.KINDS)
    for description in (*certificate.described(_awards_page), inspection.DESCRIPTION):
        kinds.describe(description)
    timeline_sources.add(awards.events)
    person_sections.add(Section("awards", "Поощрения", "monitoring/_awards.html", awards.of_person, 45))
    navigation.add(NavItem("Поощрения", "monitoring:awards", "award", "Итоги", 40, permissions.can_see_awards))
    person_sections.add(Section("service", "Стаж наставничества", "monitoring/_service.html", honours.of_person, 46))
    navigation.add(
        NavItem("Наградные сведения", "monitoring:honours", "trophy", "Итоги", 50, permissions.can_see_honours)
    )
    navigation.add(
        NavItem("Комплект для проверки", "monitoring:inspection", "archive", "Документы", 80, permissions.can_collect)
    )
    works.register("inspection_set", inspection.collect)
    works.register("issued_pack", stored_packs.issued_pack)
    evidence.register("awards", rewarded)
    for key in ("award", "certificate"):
        evidence.register_place(key, "К поощрениям", lambda cycle: reverse("monitoring:awards"))
    navigation.add(
        NavItem("Показатели", "monitoring:indicators", "bar-chart", "Итоги", 20, permissions.can_see_figures)
    )
    navigation.add(
        NavItem("Годовой отчёт", "monitoring:report", "journal-text", "Итоги", 30, permissions.can_see_report)
    )
    queue_rules.add(REPORT_RULE)
    evidence.register("monitoring", analysed)
    for key in ("site_section", "publication"):
        evidence.register_place(
            key, "Подготовить приказ", lambda cycle: reverse("documents:begin", args=["order_site"])
        )
    for key in ("q:Q12", "q:Q12E", "q:Q12M"):
        evidence.register_place(key, "К итоговым опросам", lambda cycle: _of(cycle, reverse("monitoring:ask")))
    evidence.register_place(
        FINAL_REPORT, "К годовому отчёту", lambda cycle: reverse("monitoring:report_of", args=[cycle.pk])
    )


def _of(cycle, address):
    return f"{address}?cycle={cycle.pk}"


ANNUAL_REPORT = kinds.Kind(
    code=REPORT,
    title="Итоговый аналитический отчёт",
    group=kinds.Group.RESULTS,
    about="Итоги цикла в числах: участники, встречи, удовлетворённость, что удалось и что решить.",
    ground="Положение о наставничестве, раздел о мониторинге; дорожная карта, этап завершения",
    storage=kinds.Storage(term="постоянно"),
    start=lambda user: reverse("monitoring:report") if permissions.can_write_report(user) else "",
    build=papers.build,
    gate=papers.gate,
    notes=papers.notes,
    sample=papers.sample,
    variants=papers.variants,
    layout=ORDER,  # yearly reports are kept for ever (law.md 5.1): room to bind
    evidence_for=(FINAL_REPORT,),
)


def _awards_page(user):
    return reverse("monitoring:awards") if permissions.can_see_awards(user) else ""


def rewarded(cycle):
    """Awards of the cycle: somebody is rewarded; certificates are to be had once there is a printed one."""
    awards = Award.objects.in_force().filter(cycle=cycle).order_by("paper__issued_on")
    found = list(awards.values_list("person", "paper__issued_on", "kind"))
    url = reverse("monitoring:awards")
    proofs = {}
    for key, given in (("award", found), ("certificate", [row for row in found if row[-1] in Award.PRINTED])):
        if given:
            people = counted(len({person for person, *_ in given}), "человек,человека,человек")
            proofs[key] = [Proof(f"Поощрены: {people}", url, given[0][1])]
    return proofs


def analysed(cycle):
    """Satisfaction is analysed once the closing questionnaires of the cycle are closed, all of them."""
    return {ANALYSIS: evidence.closed_questionnaires(cycle).get("q:Q12", [])}


def report_rows(user, today):
    """The running cycle ends within a month, or has ended, and nobody has begun its report."""
    cycle = Cycle.objects.running(today) if permissions.can_write_report(user) else None
    if cycle is None or today < cycle.ends_on - REPORT_SOON:
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
