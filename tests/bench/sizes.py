"""The three sizes that are measured, and how each database is filled: the same rows for the same size, every time."""

import random
import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from mentorship.accounts.models import Role, RoleGrant, User
from mentorship.cycle import workflow as cycles
from mentorship.cycle.models import Cycle
from mentorship.documents import blocks
from mentorship.documents import workflow as documents
from mentorship.documents.models import Paper
from mentorship.institution import workflow as institution
from mentorship.institution.models import MentoringForm, MentoringKind, Topic
from mentorship.people.models import Consent, Person
from mentorship.registry.models import MenteeRequest, Participation, Side, Strength
from mentorship.surveys import workflow as surveys
from mentorship.surveys.models import Invitation, Questionnaire, Response, Wave
from monitoring import workflow as monitoring
from pairs.models import Bond, BondMember, Meeting, OrderLine
from tests.factories import InstitutionFactory

SEED = 20261122
BATCH = 2000
LAST = ["Белова", "Орлова", "Котова", "Зимина", "Лаптева", "Мирная", "Крылова", "Дзюба", "Черных", "Шевчук", "Ёлкина"]
FIRST = ["Мария", "Анна", "Ольга", "Вера", "Нина", "Ирина", "Юлия", "Софья", "Полина", "Дарья"]
PATRONYMIC = ["Петровна", "Ивановна", "Сергеевна", "Андреевна", "Олеговна", "Юрьевна", "Павловна"]


@dataclass(frozen=True)
class Size:
    """``people`` in all; ``bonds`` a year; ``years`` with their pairs, two at least: pages compare with last year;
    ``meetings`` in all.
    """

    title: str
    people: int
    bonds: int
    years: int
    meetings: int


SIZES = {
    "one": Size("детский сад", 30, 6, 2, 100),
    "ten": Size("десять садов", 300, 60, 2, 1_000),
    "hundred": Size("сто садов, десять лет", 3_000, 600, 10, 100_000),
}


def fill(size):
    """Fill an empty database; returns the users whose pages are asked for."""
    chance = random.Random(SEED)
    InstitutionFactory()
    institution.load_dictionaries()
    surveys.load_questionnaires()
    users = _users()
    people = _people(size, chance)
    for person, name in ((people[0], "mentor"), (people[-1], "mentee")):
        person.user = users[name]
        person.save()
    for year in range(size.years - 1, -1, -1):
        cycle = _year(size, year, people, users["curator"], chance)
        if year == 1:
            _report(cycle, users)
        if year:
            Cycle.objects.filter(pk=cycle.pk).update(state=Cycle.State.CLOSED)
    return users


def _users():
    names = ["curator", "director", "mentor", "mentee"]
    users = {name: User.objects.create(username=name, full_name=f"Учётная Запись {name}") for name in names}
    for name in ("curator", "director"):
        RoleGrant.objects.create(
            user=users[name], role=Role(name), starts_on=timezone.localdate() - timedelta(days=4000)
        )
    return users


def _people(size, chance):
    today, rows = timezone.localdate(), []
    for n in range(size.people):
        person = Person(
            last_name=chance.choice(LAST),
            first_name=chance.choice(FIRST),
            patronymic=chance.choice(PATRONYMIC),
            gender="f",
            birth_date=today - timedelta(days=8_000 + n * 5),
            post="воспитатель",
            hired_on=today - timedelta(days=3_000 - n % 900),
            teaches_since=today - timedelta(days=3_500 - n % 3_300),
        )
        person.set_keys()
        rows.append(person)
    Person.objects.bulk_create(rows, batch_size=BATCH)
    people = list(Person.objects.order_by("pk"))
    signed = today - timedelta(days=200)
    kinds = [Consent.Kind.PROCESSING, Consent.Kind.MENTOR, Consent.Kind.MENTEE]
    consents = [
        Consent(
            person=person,
            kind=kind,
            number=f"{person.pk}-{kind}",
            printed_on=signed,
            signed_on=signed,
            valid_until=today + timedelta(days=700),
        )
        for person in people
        for kind in kinds
    ]
    Consent.objects.bulk_create(consents, batch_size=BATCH)
    return people


def _year(size, years_ago, people, curator, chance):
    today = timezone.localdate()
    starts_on = today - timedelta(days=150 + 365 * years_ago)
    ends_on = starts_on + timedelta(days=272)
    cycle = cycles.open_cycle("moco1", title=f"Год {starts_on.year}", starts_on=starts_on, ends_on=ends_on, by=curator)
    bonds = _bonds(size, cycle, people, bool(years_ago))
    _topics(cycle, chance)
    _meetings(size, cycle, bonds, curator, chance)
    _paper(cycle, bonds, starts_on)
    if years_ago <= 1:
        _answers(cycle, bonds, chance)
    return cycle


def _report(cycle, users):
    """The signed report of last year, with which this year is compared."""
    paper = monitoring.draft_report(cycle, on=cycle.ends_on, by=users["curator"])
    documents.send(paper, by=users["curator"])
    documents.issue(paper, by=users["director"], key=uuid.uuid4())


def _bonds(size, cycle, people, over):
    half = len(people) // 2
    sides = [(Side.MENTOR, people[:half]), (Side.MENTEE, people[half:])]
    Participation.objects.bulk_create(
        [
            Participation(
                cycle=cycle, person=person, side=side, state="in_base", starts_on=cycle.starts_on, ends_on=cycle.ends_on
            )
            for side, group in sides
            for person in (group if size.bonds > half else [*group[: size.bonds], *group[-size.bonds :]])
        ],
        batch_size=BATCH,
        ignore_conflicts=True,
    )
    mentors = list(Participation.objects.filter(cycle=cycle, side=Side.MENTOR).order_by("pk")[: size.bonds])
    mentees = list(Participation.objects.filter(cycle=cycle, side=Side.MENTEE).order_by("-pk")[: size.bonds])
    form = MentoringForm.objects.get(code="teacher_teacher")
    Bond.objects.bulk_create(
        [
            Bond(
                cycle=cycle,
                form=form,
                goal="Работа с родителями",
                no_agreement="входит в должностные обязанности",
                state=Bond.State.COMPLETED if over else Bond.State.ACTIVE,
                starts_on=cycle.starts_on + timedelta(days=30),
                ends_on=cycle.ends_on,
                ended_on=cycle.ends_on if over else None,
            )
            for _ in mentors
        ],
        batch_size=BATCH,
    )
    bonds = list(Bond.objects.filter(cycle=cycle).order_by("pk"))
    kind = MentoringKind.objects.get(code="traditional")
    Bond.kinds.through.objects.bulk_create(
        [Bond.kinds.through(bond_id=bond.pk, mentoringkind_id=kind.pk) for bond in bonds], batch_size=BATCH
    )
    BondMember.objects.bulk_create(
        [
            BondMember(bond=bond, participation=participation, side=participation.side)
            for bond, pair in zip(bonds, zip(mentors, mentees, strict=True), strict=True)
            for participation in pair
        ],
        batch_size=BATCH,
    )
    return bonds


def _topics(cycle, chance):
    """Three strengths of each mentor and two requests of each mentee, for the map of gaps."""
    topics = list(Topic.objects.filter(enabled=True))
    strengths, requests = [], []
    for one in Participation.objects.filter(cycle=cycle).only("pk", "side"):
        if one.side == Side.MENTOR:
            chosen = chance.sample(topics, 3)
            strengths += [Strength(participation=one, topic=topic, level=chance.randint(1, 3)) for topic in chosen]
        else:
            chosen = chance.sample(topics, 2)
            requests += [
                MenteeRequest(participation=one, topic=topic, priority=chance.randint(1, 3)) for topic in chosen
            ]
    Strength.objects.bulk_create(strengths, batch_size=BATCH)
    MenteeRequest.objects.bulk_create(requests, batch_size=BATCH)


def _meetings(size, cycle, bonds, curator, chance):
    today = timezone.localdate()
    last = min(today, cycle.ends_on)
    days = (last - bonds[0].starts_on).days
    per_bond = size.meetings // (size.years * len(bonds))
    rows = [
        Meeting(
            bond=bond,
            held_on=bond.starts_on + timedelta(days=(n * days) // (per_bond + 1) + chance.randrange(3)),
            minutes=chance.choice([15, 30, 45, 60]),
            topic="Работа с родителями",
            agreed="провести мини-беседу",
            logged_by=curator,
        )
        for bond in bonds
        for n in range(per_bond)
    ]
    for row in rows:
        row.set_keys()
    Meeting.objects.bulk_create(rows, batch_size=BATCH)


def _paper(cycle, bonds, dated):
    """The order on all pairs of the year, with its annex of so many rows."""
    rows = [[str(n), f"Наставник {n}", f"Наставляемый {n}", "воспитатель"] for n, _ in enumerate(bonds, 1)]
    columns = [{"title": title} for title in ("№", "Наставник", "Наставляемый", "Должность")]
    paper = Paper.objects.create(
        kind="order_pairs",
        title="О закреплении наставнических пар",
        state=Paper.State.ISSUED,
        subject_type=ContentType.objects.get_for_model(cycle),
        subject_id=cycle.pk,
        series="orders",
        year=dated.year,
        sequence=1,
        number="1-од",
        issued_on=dated,
        blocks=[blocks.paragraph("Текст приказа."), blocks.table(columns, rows)],
    )
    lines = [OrderLine(paper=paper, bond=bond, place=n, row=rows[n - 1]) for n, bond in enumerate(bonds, 1)]
    OrderLine.objects.bulk_create(lines, batch_size=BATCH)


def _answers(cycle, bonds, chance):
    for code, side in (("Q12E", Side.MENTEE), ("Q12M", Side.MENTOR)):
        questionnaire = Questionnaire.objects.get(code=code)
        wave = Wave.objects.create(
            questionnaire=questionnaire,
            subject_type=ContentType.objects.get_for_model(cycle),
            subject_id=cycle.pk,
            state=Wave.State.CLOSED,
            closes_on=timezone.localdate(),
            closed_on=timezone.localdate(),
        )
        persons = (
            BondMember.objects.filter(bond__in=bonds, side=side)
            .values_list("participation__person", flat=True)
            .distinct()
        )
        now = timezone.now()
        Invitation.objects.bulk_create(
            [Invitation(wave=wave, person_id=pk, answered_at=now) for pk in persons], batch_size=BATCH
        )
        scale = [q.code for q in questionnaire.questions.all() if q.type == "scale10"]
        Response.objects.bulk_create(
            [
                Response(invitation=invitation, answers={name: chance.randint(5, 10) for name in scale})
                for invitation in wave.invitations.all()
            ],
            batch_size=BATCH,
        )
