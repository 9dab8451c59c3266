"""Papers of personalised programmes: the programme itself and the order that approves it."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorship.accounts.models import Notice
from mentorship.documents import blocks as block_rules
from mentorship.documents import kinds, screens
from mentorship.documents import workflow as documents
from mentorship.documents.models import Paper
from mentorship.people.models import Person
from pairs.readiness import readiness
from programs import workflow
from programs.models import PersonalProgramme
from programs.papers import KINDS
from tests.factories import BondFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def bond(institution):
    return BondFactory(active=True, starts_on=timezone.localdate())


@pytest.fixture
def programme(bond, curator):
    dates = {"starts_on": bond.starts_on, "ends_on": bond.ends_on}
    return workflow.write(bond, by=curator, version=0, goal="Вести собрания", tasks="первая\nвторая", **dates)


@pytest.fixture
def begin(as_user, curator):
    def post(code, **answers):
        response = as_user(curator).post(reverse("documents:begin", args=[code]), answers)
        return response, Paper.objects.order_by("-pk").first()

    return post


def issue(paper, curator, director):
    documents.send(paper, by=curator)
    documents.issue(paper, by=director, key=uuid.uuid4())


def test_the_programme_has_its_parts_in_order(begin, bond, programme):
    answers = {"bond": bond.pk, "title": "Уверенный старт", "mode": "очный"}
    plan = "ноябрь; совместный план; практикум; план\nдекабрь; открытое занятие"
    paper = begin("personal_programme", **answers, plan=plan, route="собрания; 2; 4; беседа; показ; март")[1]
    text = block_rules.plain_text(paper.blocks)
    parts = [
        *("РАССМОТРЕНО", "УТВЕРЖДАЮ", "ПЕРСОНАЛИЗИРОВАННАЯ ПРОГРАММА НАСТАВНИЧЕСТВА", "Паспорт программы"),
        *("Цель программы: вести собрания", "План мероприятий", "Итоги программы"),
    ]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    plan, route = [block["rows"] for block in paper.blocks if block["type"] == "table"][1:3]
    assert plan[1] == ["2.", "декабрь", "открытое занятие", "", "", ""]
    assert route == [["1.", "собрания", "2", "4", "беседа", "показ", "март", "", ""]]


def test_what_the_programme_lacks_is_told(begin, bond):
    response, paper = begin("personal_programme", bond=bond.pk, title="Старт", mode="очный", plan="а; б; в; г; д")
    assert paper is None
    errors = response.context["form"].errors
    assert "Строка 1" in errors["plan"][0]
    assert "Сначала напишите программу" in errors["bond"][0]


def test_a_day_of_the_plan_lies_within_the_programme(begin, bond, programme):
    answers = {"bond": bond.pk, "title": "Старт", "mode": "очный"}
    late = f"{programme.ends_on + timedelta(days=1):%d.%m.%Y}"
    response, paper = begin("personal_programme", **answers, plan=f"{late}; беседа\n{programme.ends_on:%d.%m.%Y}; итог")
    assert paper is None
    (told,) = response.context["form"].errors["plan"]
    assert told.startswith(f"Мероприятие {late} вне периода программы")


def test_the_order_approves_its_programmes(begin, bond, programme, curator, director):
    days = {"results_on": bond.ends_on.isoformat()}
    paper = begin("order_programmes", programmes=[programme.pk], **days)[1]
    assert paper.title == "Об утверждении персонализированной программы наставничества"
    assert [lamp.state for lamp in readiness(bond) if lamp.code == "programme"] == ["warn"]
    PersonalProgramme.objects.filter(pk=programme.pk).update(goal="Другая цель")
    (changed,) = screens.gate(paper)
    assert changed.text.startswith("Строка 1: в документе –")
    assert "Другая цель" in changed.text
    paper = documents.rebuild(paper, by=curator)
    for member in bond.members.all():
        Person.objects.filter(pk=member.participation.person_id).update(user=UserFactory())
    issue(paper, curator, director)
    programme.refresh_from_db()
    assert Notice.objects.filter(text__startswith="Программа утверждена").count() == 2, "the mentor and the mentee"
    assert (programme.state, programme.approved_on) == (
        PersonalProgramme.State.APPROVED,
        paper.issued_on or timezone.localdate(),
    )
    assert [lamp.state for lamp in readiness(bond) if lamp.code == "programme"] == ["ok"]
    late = kinds.get("order_programmes").gate(Paper.objects.get(pk=paper.pk), on=timezone.localdate())
    assert "уже утверждена" in late[0].text


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_samples_are_whole_and_forms_open(as_user, curator, bond, programme, kind):
    block_rules.validate(kind.sample())
    assert as_user(curator).get(reverse("documents:begin", args=[kind.code]), {"bond": bond.pk}).status_code == 200
