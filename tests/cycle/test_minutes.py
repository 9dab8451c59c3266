"""Minutes bear the day of the meeting, whenever they are signed and numbered."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorship.documents import workflow
from mentorship.documents.models import Paper
from monitoring.papers.choices import cited
from tests.factories import CycleFactory, PersonFactory

pytestmark = pytest.mark.django_db


def test_minutes_are_dated_by_the_meeting(as_user, curator, director, institution):
    CycleFactory()
    held = timezone.localdate() - timedelta(days=3)
    people = {"chair": PersonFactory().pk, "secretary": PersonFactory().pk, "members": 9, "present": 8}
    said = {"agenda": "О планах", "speakers": "Куратор рассказала.", "decisions": "Согласиться"}
    data = {"body": "педагогического совета", "held_on": held.isoformat(), **people, **said}
    as_user(curator).post(reverse("documents:begin", args=["minutes"]), data)
    paper = workflow.send(Paper.objects.get(), by=curator)
    paper = workflow.issue(paper, by=director, key=uuid.uuid4())
    requisites = next(block for block in paper.blocks if block["type"] == "requisites")
    assert (requisites["date"], requisites["number"]) == (f"{held:%d.%m.%Y}", paper.number)
    assert f"от {held.day} " in cited(paper, "протокола")
