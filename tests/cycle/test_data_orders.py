"""Orders on who sees personal data and who destroys them."""

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorship.accounts.models import Role, RoleGrant
from mentorship.cycle.papers import access
from mentorship.documents import blocks
from mentorship.documents.models import Paper
from tests.factories import CycleFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(curator):
    CycleFactory()
    names = [("Орлова", "Анна", "Ильинична"), ("Котова", "Вера", "Львовна"), ("Белова", "Яна", "Юрьевна")]
    return [PersonFactory(last_name=a, first_name=b, patronymic=c, gender="f", post="методист") for a, b, c in names]


@pytest.fixture
def begin(as_user, curator):
    def begin(code, **answers):
        response = as_user(curator).post(reverse("documents:begin", args=[code]), answers)
        return response.context["form"].errors if response.status_code == 200 else Paper.objects.get()

    return begin


def table(paper):
    return next(block for block in paper.blocks if block["type"] == "table")["rows"]


def test_the_list_is_that_of_roles_in_force(begin, staff, curator):
    orlova, kotova, head = staff
    orlova.user, head.user = curator, UserFactory(roles=[Role.DIRECTOR], full_name=head.full_name)
    orlova.save()
    head.save()
    left = UserFactory(roles=[Role.SECRETARY], full_name="Бывшая Ольга Ивановна", is_active=False)
    paper = begin("order_access", responsible=kotova.pk, signed_until=timezone.localdate().isoformat())
    rows = {row[1]: row[2:] for row in table(paper)}
    assert rows["Орлова Анна Ильинична"] == ["методист", "куратор", access.EXTENT[Role.CURATOR]]
    assert rows[head.full_name][1] == "руководитель"
    assert left.full_name not in rows
    assert "муниципальный координатор" not in {row[3] for row in table(paper)}
    assert table(paper)[-1][1:] == access.MENTORS
    text = " ".join(blocks.plain_text(paper.blocks))
    assert "Ответственному Котовой\xa0В.Л., методисту:" in text
    sheet = next(block for block in paper.blocks if block["type"] == "acquaintance")
    known = {row["name"] for row in sheet["people"]}
    assert known == {"Орлова Анна Ильинична", "Котова Вера Львовна"}  # the head signs the order himself


def test_a_list_of_nobody_is_refused(staff):
    answers = {}
    assert access.gate(answers, timezone.localdate()) == []
    RoleGrant.objects.all().delete()
    assert "перечень пуст" in str(access.gate(answers, timezone.localdate())[0])


def test_obligations_are_not_asked_for_the_past(begin, staff):
    errors = begin("order_access", responsible=staff[0].pk, signed_until="2020-01-01")
    assert "уже прошёл" in errors["signed_until"][0]


def test_a_commission_has_two_members_beside_its_chair(begin, staff):
    chair, *members = [person.pk for person in staff]
    assert begin("order_destruction", chair=chair, members=members[:1])["members"] == [
        "Укажите не менее двух членов комиссии."
    ]
    assert "уберите его" in begin("order_destruction", chair=chair, members=[chair, *members])["members"][0]
    paper = begin("order_destruction", chair=chair, members=members)
    assert [row[1:] for row in table(paper)] == [
        ["Орлова Анна Ильинична", "методист", "председатель"],
        ["Белова Яна Юрьевна", "методист", "член комиссии"],
        ["Котова Вера Львовна", "методист", "член комиссии"],
    ]
