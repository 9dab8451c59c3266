"""Minutes bear the day of the meeting, whenever they are signed and numbered."""

import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorship.documents import workflow
from mentorship.documents.models import Paper
from mentorship.institution.models import Rules
from monitoring.papers.choices import cited
from tests.factories import CycleFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def answers(institution):
    CycleFactory()
    held = timezone.localdate() - timedelta(days=3)
    people = {"chair": PersonFactory().pk, "secretary": PersonFactory().pk, "members": 9, "present": 8}
    said = {"agenda": "О планах", "speakers": "Куратор рассказала.", "decisions": "Согласиться"}
    return {"body": "педагогического совета", "held_on": held.isoformat(), **people, **said}


@pytest.mark.parametrize(
    ("quorum", "members", "present", "told"),
    [
        ("half", 14, 5, "Присутствовало 5 из 14: нет кворума (по уставу – больше половины)."),
        ("half", 14, 7, "Присутствовало 7 из 14: нет кворума (по уставу – больше половины)."),
        ("half", 14, 8, ""),
        ("two_thirds", 15, 9, "Присутствовало 9 из 15: нет кворума (по уставу – не менее двух третей)."),
        ("two_thirds", 15, 10, ""),
        ("half", 14, 15, "Присутствовало 15, а членов всего 14: проверьте числа."),
    ],
)
def test_a_meeting_without_its_quorum_decides_nothing(as_user, curator, answers, quorum, members, present, told):
    Rules.objects.update_or_create(pk=1, defaults={"quorum": quorum})
    data = answers | {"members": members, "present": present}
    answer = as_user(curator).post(reverse("documents:begin", args=["minutes"]), data)
    assert Paper.objects.exists() is not bool(told)
    if told:
        form = answer.context["form"]
        assert form.errors["present"] == [told]
        assert form["agenda"].value() == data["agenda"]


def test_what_minutes_lack_is_asked_for_in_words(as_user, curator, answers):
    form = (
        as_user(curator).post(reverse("documents:begin", args=["minutes"]), {"body": answers["body"]}).context["form"]
    )
    told = {name: errors[0] for name, errors in form.errors.items()}
    assert set(told) == set(answers) - {"body", "speakers"}
    assert all(words.startswith(("Укажите", "Выберите", "Напишите")) for words in told.values())


def test_minutes_are_dated_by_the_meeting(as_user, curator, director, answers):
    data, held = answers, date.fromisoformat(answers["held_on"])
    as_user(curator).post(reverse("documents:begin", args=["minutes"]), data)
    paper = workflow.send(Paper.objects.get(), by=curator)
    paper = workflow.issue(paper, by=director, key=uuid.uuid4())
    requisites = next(block for block in paper.blocks if block["type"] == "requisites")
    assert (requisites["date"], requisites["number"]) == (f"{held:%d.%m.%Y}", paper.number)
    assert f"от {held.day} " in cited(paper, "протокола")


def test_how_they_voted_is_said_question_by_question(as_user, curator, answers):
    two = {"agenda": "О планах\nО паре", "speakers": "", "decisions": "Согласиться\nПоддержать"}
    begin, votes = reverse("documents:begin", args=["minutes"]), "единогласно\nза – 7, против – 1."
    refused = as_user(curator).post(begin, answers | two | {"votes": "за – 7, против – 1"})
    assert "напишите по каждому" in refused.context["form"].errors["votes"][0]
    as_user(curator).post(begin, answers | two | {"votes": votes})
    said = [block.get("text") for block in Paper.objects.get().blocks]
    assert said.index("Решение принято единогласно.") < said.index("Голосовали: за – 7, против – 1.")
