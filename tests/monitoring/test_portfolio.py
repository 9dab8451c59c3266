"""The certificate of a mentor for attestation: orders and closed records alone, «нет данных» where they are silent."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorship.common.workflow import WorkflowError
from mentorship.documents import kinds
from mentorship.documents import workflow as documents
from mentorship.documents.layout import LETTER
from mentorship.documents.models import Paper
from mentorship.people.models import Person
from mentorship.registry.models import Participation, Side
from monitoring.papers import portfolio
from pairs.models import Bond, Meeting, OrderLine
from pairs.papers.pairs_order import ANNEX_COLUMNS
from tests.factories import BondFactory, CycleFactory, MeetingFactory, PersonFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.mark.parametrize(
    ("code", "columns", "orientation"),
    [("mentor_portfolio", portfolio.PAIR_COLUMNS, "portrait"), ("order_pairs", ANNEX_COLUMNS, "landscape")],
)
def test_the_longest_word_of_a_form_stands_whole_in_its_column(code, columns, orientation):
    layout = kinds.get(code).layout
    (width,) = [column["width"] for column in columns if column["title"] == "Форма"]
    needed = len("образовательного") * LETTER * layout.size_table * 25.4 / 72 + 2 * 1.6  # mm, padding of ``paper.css``
    assert needed <= layout.text_width(orientation) * width / 100


@pytest.fixture
def bond(institution):
    running = CycleFactory(starts_on=TODAY - timedelta(days=300), ends_on=TODAY + timedelta(days=10))
    made = BondFactory(cycle=running, state=Bond.State.ACTIVE, starts_on=TODAY - timedelta(days=200))
    order = Paper.objects.create(kind="order_pairs", title="О паре", state="issued", number="45-од", issued_on=TODAY)
    OrderLine.objects.create(paper=order, bond=made)
    return made


def draft_of(as_user, curator, mentor, **answers):
    days = {"since": (TODAY - timedelta(days=365)).isoformat(), "until": TODAY.isoformat()}
    page = reverse("documents:begin", args=["mentor_portfolio"])
    response = as_user(curator).post(page, days | {"person": mentor.pk} | answers)
    assert response.status_code == 302, response.context["form"].errors
    return Paper.objects.get(kind="mentor_portfolio")


def said(paper):
    return [block.get("text", "") for block in paper.blocks]


def test_pairs_come_with_their_order_and_meetings_that_were_held(as_user, curator, bond):
    MeetingFactory(bond=bond, held_on=TODAY - timedelta(days=5), minutes=90)
    MeetingFactory(bond=bond, held_on=TODAY - timedelta(days=4), minutes=60, state=Meeting.State.CANCELLED)
    Participation.objects.filter(memberships__bond=bond, side=Side.MENTEE).update(results="прошла аттестацию")
    paper = draft_of(as_user, curator, bond.mentors[0])
    pairs, results = [block["rows"] for block in paper.blocks if block["type"] == "table"]
    assert pairs[0][1] == bond.mentees[0].full_name
    assert pairs[0][3] == f"№ 45-од от {TODAY:%d.%m.%Y}"
    assert results[0][3] == "прошла аттестацию"
    assert "Проведено: 1 встреча, всего 1,5 ч. Темы работы: «Работа с родителями»." in said(paper)
    assert said(paper).count("Нет данных.") == 3  # contests, materials, practice
    assert paper.subject == bond.mentors[0]


def test_a_pair_that_was_never_ordered_is_not_told(as_user, curator, bond):
    for state in (Bond.State.PROPOSED, Bond.State.ACTIVE):  # proposed, and at work without any order
        BondFactory(cycle=bond.cycle, members=list(_participations(bond)), state=state)
    facts = portfolio.gather(bond.mentors[0], TODAY - timedelta(days=365), TODAY)
    assert len(facts.pairs) == 1


def _participations(bond):
    return [member.participation for member in bond.members.all()]


@pytest.mark.parametrize(
    ("spans", "months"),
    [
        ([(date(2025, 9, 1), date(2026, 5, 31))], 9),
        ([(date(2025, 9, 1), date(2026, 5, 31)), (date(2025, 12, 1), date(2026, 2, 28))], 9),  # inside the first
        ([(date(2025, 9, 1), date(2025, 12, 31)), (date(2026, 1, 1), date(2026, 5, 31))], 9),  # one after another
        ([(date(2024, 9, 1), date(2025, 5, 31)), (date(2025, 9, 1), date(2026, 5, 31))], 18),
        ([(date(2025, 9, 1), date(2025, 9, 15)), (date(2026, 3, 1), date(2026, 3, 15))], 1),
        ([], 0),
    ],
)
def test_months_of_mentoring_count_no_day_twice(spans, months):
    assert portfolio.months_of(spans) == months


@pytest.mark.parametrize(("category", "warned"), [("highest", False), ("mentor", False), ("first", True), ("", True)])
def test_whoever_has_not_the_highest_category_is_warned_of(as_user, curator, bond, category, warned):
    Person.objects.filter(pk=bond.mentors[0].pk).update(category=category)
    paper = draft_of(as_user, curator, bond.mentors[0])
    words = [note.text for note in kinds.get(paper.kind).notes(paper)]
    assert any("нужна высшая категория (п. 45 Порядка)" in text for text in words) == warned


def test_a_certificate_about_nothing_is_not_signed(as_user, curator, bond):
    until = {"since": "2001-01-01", "until": "2002-01-01"}
    paper = draft_of(as_user, curator, bond.mentors[0], **until)
    with pytest.raises(WorkflowError) as refusal:
        documents.send(paper, by=curator)
    assert refusal.value.missing[0].text.startswith("Нет данных за период")


def test_a_certificate_of_no_period_is_not_begun(as_user, curator, bond):
    page = reverse("documents:begin", args=["mentor_portfolio"])
    form = as_user(curator).post(page, {"person": bond.mentors[0].pk, "contests": "канарейка"}).context["form"]
    assert form.errors["since"] == form.errors["until"] == ["Выберите период."]
    assert form["contests"].value() == "канарейка"


def test_only_mentors_by_order_are_offered(as_user, curator, bond):
    PersonFactory()
    form = as_user(curator).get(reverse("documents:begin", args=["mentor_portfolio"])).context["form"]
    assert set(form.fields["person"].queryset) == set(bond.mentors)
