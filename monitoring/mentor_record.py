"""What issued orders and closed records say of one mentor; «Стаж наставнической деятельности» among it.

One rule for the certificate, the pages of awards and their papers: the length of mentoring is the union of the periods
of pairs by issued orders, days covered twice counted once (law.md 6.1).
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Prefetch, Q

from mentorship.common.periods import add_months, years_months
from mentorship.common.russian import counted, date_digits, date_words
from mentorship.documents.models import Paper, with_paper
from mentorship.people.models import Consent, Person
from mentorship.people.naming import inside
from mentorship.registry.models import Side, TrainingRecord
from pairs.models import Agreement, Bond, BondMember, Meeting, OrderLine
from programs.models import PersonalProgramme

from .models import Award

NONE = "нет данных"


@dataclass
class Facts:
    """What the records say of a mentor in a period.

    Attributes:
        pairs: rows mentee / post / order / period / form / programme / result.
        changes: rows mentee / category now / results by the base.
        spans: (first day, last day) of each pair within the period.
        papers: details of consents and agreements.
    """

    pairs: list = field(default_factory=list)
    changes: list = field(default_factory=list)
    spans: list = field(default_factory=list)
    mentees: int = 0
    completed: int = 0
    meetings: int = 0
    minutes: int = 0
    topics: list = field(default_factory=list)
    awards: list = field(default_factory=list)
    trainings: list = field(default_factory=list)
    papers: list = field(default_factory=list)


def by_order():
    """Pairs and groups that took place by an order: one issued by the portal or one of earlier years."""
    fixed = OrderLine.objects.filter(paper__state__in=Paper.FROZEN).exclude(does=OrderLine.Does.ENDS)
    return Bond.objects.filter(
        Q(former_order__isnull=False) | Q(pk__in=fixed.values("bond")), state__in=Bond.TOOK_PLACE
    )


def mentors():
    """People who have been mentors by an order."""
    members = BondMember.objects.filter(side=Side.MENTOR, bond__in=by_order())
    return Person.objects.filter(pk__in=members.values("participation__person"))


def bonds_of(person, since, until):
    """Pairs of ``person`` as a mentor by order that touch the period, each with ``lines``, its lines of issued orders."""
    lines = with_paper(OrderLine.objects.filter(paper__state__in=Paper.FROZEN)).order_by("paper__issued_on")
    own = BondMember.objects.filter(side=Side.MENTOR, participation__person=person)
    found = by_order().filter(pk__in=own.values("bond"), starts_on__lte=until).with_people()
    found = found.select_related("form", "cycle", "programme", "former_order").order_by("starts_on", "pk")
    found = found.prefetch_related(Prefetch("order_lines", lines, to_attr="lines"))
    return [bond for bond in found if bond.last_day >= since]


def months_by_mentor(on, person=None):
    """{person key: full months of mentoring by the day ``on``} of all who have been mentors by order, or of one."""
    members = BondMember.objects.filter(side=Side.MENTOR, bond__in=by_order(), bond__starts_on__lte=on)
    if person is not None:
        members = members.filter(participation__person=person)
    spans = {}
    for key, first, ended, last in members.values_list(
        "participation__person", "bond__starts_on", "bond__ended_on", "bond__ends_on"
    ):
        spans.setdefault(key, []).append((first, min(ended or last, on)))
    return {key: months_of(found) for key, found in spans.items()}


def gather(person, since, until):
    """:class:`Facts` of ``person`` as a mentor from ``since`` to ``until``."""
    bonds = bonds_of(person, since, until)
    held = Meeting.objects.held().filter(bond__in=bonds, held_on__range=(since, until))
    lengths = list(held.values_list("minutes", flat=True))
    mentees = {mentee.pk: mentee for bond in bonds for mentee in bond.mentees}
    return Facts(
        pairs=[_pair(bond) for bond in bonds],
        changes=_changes(bonds),
        spans=[(max(bond.starts_on, since), min(bond.last_day, until)) for bond in bonds],
        mentees=len(mentees),
        completed=sum(bond.state == Bond.State.COMPLETED for bond in bonds),
        meetings=len(lengths),
        minutes=sum(lengths),
        topics=sorted({bond.goal for bond in bonds if bond.goal}),
        awards=_awards(person, since, until),
        trainings=_trainings(person, since, until),
        papers=[*_papers(person), *_agreements(bonds)],
    )


def _pair(bond):
    programme = getattr(bond, "programme", None)
    approved = programme and programme.state == PersonalProgramme.State.APPROVED
    return [
        ", ".join(person.full_name for person in bond.mentees),
        ", ".join(dict.fromkeys(inside(person.post) for person in bond.mentees if person.post)) or "–",
        order_of(bond),
        f"{date_digits(bond.starts_on)}–{date_digits(bond.last_day)}",
        bond.form.title,
        f"утверждена {date_digits(programme.approved_on)}" if approved else NONE,
        bond.get_state_display(),
    ]


@dataclass(frozen=True)
class Period:
    """A pair of a mentor for his page.

    Attributes:
        order: its order in words, ``order_url`` leads to it if it is a paper of the portal.
        mentees: (person, what became of him by the base of mentees).
    """

    bond: Bond
    order: str
    order_url: str
    mentees: list


def periods(person, on):
    """:class:`Period` of each pair that ``person`` had begun as a mentor by the day ``on``, the latest first."""
    return [
        Period(bond, order_of(bond), bond.lines[0].paper.get_absolute_url() if bond.lines else "", _mentees(bond))
        for bond in reversed(bonds_of(person, date.min, on))
    ]


def _mentees(bond):
    return [(one.person, one.results) for one in bond.participations(Side.MENTEE)]


def order_of(bond):
    """«№ 45-од от 01.09.2026»: the order that fixed the pair."""
    if bond.lines:
        paper = bond.lines[0].paper
        return f"№ {paper.number} от {date_digits(paper.issued_on)}"
    if bond.former_order:
        day = f" от {date_digits(bond.former_order.dated)}" if bond.former_order.dated else ""
        return f"№ {bond.former_order.number}{day}"
    return NONE


def _changes(bonds):
    """What became of each mentee: his category and the results that the base of mentees keeps."""
    found = {}
    for bond in bonds:
        for person, results in _mentees(bond):
            found.setdefault(person.pk, (person, []))[1].extend([results] if results else [])
    return [
        [person.full_name, person.get_category_display() or "нет", "; ".join(dict.fromkeys(results)) or NONE]
        for person, results in found.values()
    ]


def _awards(person, since, until):
    found = Award.objects.in_force().filter(person=person, paper__issued_on__range=(since, until))
    found = with_paper(found).order_by("paper__issued_on")
    return [
        f"{one.get_kind_display()} {one.reason} (приказ от {date_words(one.paper.issued_on)} № {one.paper.number})"
        for one in found
    ]


def _trainings(person, since, until):
    found = TrainingRecord.objects.passed(until).filter(person=person, training__starts_on__gte=since)
    found = found.select_related("training").order_by("training__starts_on")
    return [
        f"{one.training}, {counted(one.training.hours, 'час,часа,часов')}" if one.training.hours else str(one.training)
        for one in found
    ]


def _papers(person):
    found = Consent.objects.filter(person=person, kind=Consent.Kind.MENTOR, signed_on__isnull=False)
    return [
        f"согласие {one.get_kind_display()} от {date_words(one.signed_on)} № {one.number}"
        for one in found.without_text().order_by("signed_on")
    ]


def _agreements(bonds):
    found = with_paper(Agreement.objects.filter(bond__in=bonds)).order_by("signed_on", "pk")
    return [f"дополнительное соглашение от {date_words(one.signed_on)} № {one.number}" for one in found]


def months_of(spans):
    """Full months that the spans cover, days covered twice counted once (law.md 6.1); odd days make months of 30."""
    runs = []
    for first, last in sorted(spans):
        if runs and first <= runs[-1][1] + timedelta(days=1):
            runs[-1][1] = max(runs[-1][1], last)
        else:
            runs.append([first, last])
    months = odd = 0
    for first, last in runs:
        end = last + timedelta(days=1)  # the last day counts
        years, rest = years_months(first, end)
        months += years * 12 + rest
        odd += (end - add_months(first, years * 12 + rest)).days
    return months + odd // 30
