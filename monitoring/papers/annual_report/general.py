"""Sections 1 and 2 of the annual report: the programme and its people, and the acts behind it."""

from django.db.models import Q

from mentorship.accounts.models import Role, RoleGrant
from mentorship.common.russian import date_digits, date_words, period_words
from mentorship.documents import blocks
from mentorship.documents.models import Paper
from mentorship.institution.models import Act, MentoringForm


def general(institution, figures):
    cycle, on = figures.cycle, figures.on
    used = {bond.form_id for bond in figures.bonds}
    forms = [form.title for form in MentoringForm.objects.all() if form.pk in used]
    kinds = {kind.pk: kind for bond in figures.bonds for kind in figures.kinds[bond.pk]}
    rows = [
        ("Учреждение", institution.full_name),
        ("Адрес", institution.address),
        ("Программа наставничества", cycle.programme.title),
        ("Период", f"{cycle.title}: {period_words(cycle.starts_on, cycle.ends_on)}"),
        ("Данные на дату", date_words(on)),
        ("Куратор", _curators(cycle, on)),
        ("Приказы", "\n".join(_order(paper) for paper in _issued(cycle, on) if paper.number)),
        ("Формы наставничества", ", ".join(forms)),
        ("Виды наставничества", ", ".join(kind.title for kind in sorted(kinds.values(), key=lambda kind: kind.order))),
        ("Этапы", "\n".join(str(stage) for stage in cycle.stages.all())),
    ]
    columns = [{"title": "Сведения", "width": 30}, {"title": "Содержание", "width": 70}]
    return [
        blocks.subtitle("1. Общие сведения"),
        blocks.table(columns, [[name, value or "–"] for name, value in rows]),
    ]


def _curators(cycle, on):
    """Everybody who was curator in the period, with the days of those who were not all along."""
    grants = RoleGrant.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=cycle.starts_on), role=Role.CURATOR)
    grants = grants.filter(starts_on__lte=on).select_related("user").order_by("starts_on", "pk")
    return "\n".join(_served(grant, cycle, on) for grant in grants)


def _served(grant, cycle, on):
    begun = grant.starts_on if grant.starts_on > cycle.starts_on else None
    left = grant.ends_on if grant.ends_on and grant.ends_on < on else None
    span = " ".join(filter(None, [begun and f"с {date_digits(begun)}", left and f"по {date_digits(left)}"]))
    return f"{grant.user.full_name} ({span})" if span else grant.user.full_name


def _issued(cycle, on):
    papers = Paper.objects.about(cycle).filter(state=Paper.State.ISSUED, issued_on__lte=on)
    return papers.only("title", "number", "issued_on").order_by("issued_on", "pk")


def _order(paper):
    return f"от {date_digits(paper.issued_on)} № {paper.number} «{paper.title}»"


def acts(figures):
    local = [act for act in Act.objects.filter(is_local=True).exclude(code="local") if act.in_force(figures.on)]
    issued = list(_issued(figures.cycle, figures.on))
    rows = [[_act(act), "", date_digits(act.effective_from)] for act in local]
    rows += [[paper.title, paper.number, date_digits(paper.issued_on)] for paper in issued]
    numbered = [[f"{n}.", *(cell or "–" for cell in row)] for n, row in enumerate(rows, 1)]
    columns = [
        {"title": "№", "width": 7, "align": "center"},
        {"title": "Документ", "width": 58},
        {"title": "Номер", "width": 15, "align": "center"},
        {"title": "Дата", "width": 20, "align": "center"},
    ]
    words = f"Локальных нормативных актов: {len(local)}; документов, изданных в цикле: {len(issued)}."
    found = [blocks.subtitle("2. Нормативное обеспечение"), blocks.paragraph(words)]
    return [*found, blocks.table(columns, numbered)] if rows else found


def _act(act):
    return f"{act.title} «{act.name}»" if act.name else act.title
