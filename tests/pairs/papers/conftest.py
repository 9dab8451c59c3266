"""A proposed pair, and its papers begun by their forms and signed."""

import uuid

import pytest
from django.urls import reverse

from mentorship.documents import workflow as documents
from mentorship.documents.models import Paper
from pairs import papers, workflow
from tests.factories import ParticipationFactory, PersonFactory


@pytest.fixture
def pair(wanted, today):
    """A proposed pair of two of the staff whose mentor's contract does not speak of the work."""
    return workflow.propose(**wanted(starts_on=today, no_agreement=""))


@pytest.fixture
def answers(pair):
    """What the form of the agreement asks: ``answers(pay="none")``."""

    def filled(**changes):
        usual = {
            "bond": pair.pk,
            "contract_number": "12",
            "contract_date": "2020-09-01",
            "content": "посещать занятия\nконсультировать",
            "starts_on": pair.starts_on.isoformat(),
            "ends_on": pair.ends_on.isoformat(),
            "way": "очная",
            "meetings": "2",
            "pay": "percent",
            "rate": "10",
            "base": "должностного оклада",
            "pay_act": "Положением об оплате труда",
        }
        return usual | changes

    return filled


@pytest.fixture
def begin(as_user, curator):
    """``begin(code, **answers)`` -> (response, the draft or None)."""

    def post(code, **answers):
        before = set(Paper.objects.values_list("pk", flat=True))
        response = as_user(curator).post(reverse("documents:begin", args=[code]), answers)
        return response, Paper.objects.exclude(pk__in=before).first()

    return post


@pytest.fixture
def sign(curator, director):
    def issue(paper):
        documents.send(paper, by=curator)
        return documents.issue(paper, by=director, key=uuid.uuid4())

    return issue


@pytest.fixture
def agreed(begin, answers, sign):
    """The pair's agreement, issued."""
    return sign(begin("labour_agreement", **answers())[1])


@pytest.fixture
def ordered(cycle, pair, agreed, curator, sign):
    """The order that fixes the pair, issued."""
    return sign(workflow.draft_order(cycle, [pair], curator, papers.Options().as_json()))


@pytest.fixture
def successor(wanted, cycle, mentees, today):
    """``successor(starts_on)``: a proposed pair of the same mentee with another mentor."""

    def make(starts_on):
        person = PersonFactory(last_name="Зимин", first_name="Олег", patronymic="Юрьевич", gender="m", post="методист")
        mentor = ParticipationFactory(cycle=cycle, side="mentor", person=person)
        return workflow.propose(**wanted(mentors=[mentor], mentees=mentees[:1], starts_on=starts_on))

    return make
