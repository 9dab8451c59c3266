"""Orders of the cycle, begun by the form of their kind."""

import uuid

import pytest
from django.urls import reverse

from mentorship.common.cases import gender_of
from mentorship.documents import kinds, workflow
from mentorship.documents.models import Paper
from mentorship.institution.models import Act
from mentorship.people.models import Person
from tests.factories import CycleFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(institution):
    CycleFactory()
    people = [("Орлова", "Анна", "Ильинична"), ("Зимин", "Олег", "Петрович"), ("Котова", "Вера", "Львовна")]
    return [
        PersonFactory(last_name=a, first_name=b, patronymic=c, gender=gender_of(c), post="воспитатель")
        for a, b, c in people
    ]


def begin(as_user, user, code, **answers):
    return as_user(user).post(reverse("documents:begin", args=[code]), answers)


def items(paper):
    return [block["text"] for block in paper.blocks if block["type"] == "item"]


def test_the_order_on_the_curator_is_written_from_the_answers(as_user, curator, staff):
    orlova, zimin, kotova = staff
    answers = {"curator": orlova.pk, "since": "2026-09-01", "substitute": zimin.pk, "leads": [kotova.pk]}
    response = begin(as_user, curator, "order_curator", **answers)
    paper = Paper.objects.get()
    assert response.url == paper.get_absolute_url()
    assert paper.title == "О назначении куратора наставничества"
    assert items(paper)[0] == "Назначить с 1 сентября 2026 г. куратором наставничества Орлову А.И., воспитателя."
    assert items(paper)[1] == "Куратору Орловой А.И., воспитателю:"
    assert items(paper)[6].startswith("Предоставить куратору доступ к порталу")
    assert "возложить на Зимина О.П., воспитателя." in items(paper)[7]
    assert items(paper)[8] == "Назначить ответственным по формам наставничества Котову В.Л., воспитателя."
    assert items(paper)[-1].endswith("оставляю за собой.")
    sheet = next(block for block in paper.blocks if block["type"] == "acquaintance")
    assert [row["name"].split()[0] for row in sheet["people"]] == ["Зимин", "Котова", "Орлова"]


def test_a_form_sent_twice_leads_to_the_draft_that_is_there(as_user, curator, staff):
    answers = {"curator": staff[0].pk, "since": "2026-09-01", "leads": [staff[1].pk, staff[2].pk]}
    first = begin(as_user, curator, "order_curator", **answers)
    assert begin(as_user, curator, "order_curator", **answers).url == first.url
    assert begin(as_user, curator, "order_curator", **answers | {"since": "2026-09-02"}).url != first.url
    paper = Paper.objects.order_by("pk").first()
    workflow.discard(paper, by=curator)
    assert begin(as_user, curator, "order_curator", **answers).url != first.url


@pytest.mark.parametrize(
    ("code", "names"), [("order_curator", ["О наставничестве"]), ("order_award", ["О наставничестве", "О поощрении"])]
)
def test_the_act_on_rewards_is_the_ground_of_those_who_reward(as_user, curator, staff, code, names):
    for number, title in enumerate(("О наставничестве", "О поощрении")):
        Act.objects.create(code=f"own-{number}", title=title, is_local=True)
    form = as_user(curator).get(reverse("documents:begin", args=[code])).context["form"]
    assert [act.title for act in Act.objects.filter(pk__in=form.initial["acts"]).own()] == names


@pytest.mark.parametrize("leads", [1, 2, 3])
def test_the_order_agrees_with_the_number_of_those_it_names(as_user, curator, staff, leads):
    answers = {"curator": staff[0].pk, "since": "2026-09-01", "leads": [person.pk for person in staff[:leads]]}
    begin(as_user, curator, "order_curator", **answers)
    said = items(Paper.objects.get())[7].removeprefix("Назначить ")
    assert (
        said
        == {
            1: "ответственным по формам наставничества Орлову А.И., воспитателя.",
            2: "ответственными по формам наставничества Зимина О.П., воспитателя, и Орлову А.И., воспитателя.",
            3: "ответственными по формам наставничества Зимина О.П., воспитателя, Котову В.Л., воспитателя, "
            "и Орлову А.И., воспитателя.",
        }[leads]
    )


def test_all_teachers_are_to_read_the_order_that_begins_it_all_and_the_curator_is_proposed(as_user, curator, staff):
    staff[1].user = curator
    staff[1].save()
    initial = as_user(curator).get(reverse("documents:begin", args=["order_implement"])).context["form"].initial
    assert set(initial["readers"]) == {person.pk for person in staff}
    assert initial["curator"] == staff[1].pk


def test_the_order_on_implementation_has_the_parts_that_seed_3_names(as_user, curator, staff):
    orlova, zimin, _ = staff
    form = as_user(curator).get(reverse("documents:begin", args=["order_implement"])).context["form"]
    answers = {name: value for name, value in form.initial.items() if name not in ("acts", "readers")}
    begin(as_user, curator, "order_implement", **answers, curator=orlova.pk, association=zimin.pk)
    text = "\n".join(items(Paper.objects.get()))
    parts = ["срок реализации – до", "Ответственному за внедрение Орловой А.И.", "промежуточный – до", "не менее 70 %"]
    assert all(part in text for part in parts)
    assert "Руководителю методического объединения Зимину О.П., воспитателю:" in text
    assert "Зимин Олег Петрович" in str(Paper.objects.get().blocks)  # he is to read it


def test_nobody_substitutes_for_himself_and_nothing_typed_is_lost(as_user, curator, staff):
    answers = {"curator": staff[0].pk, "since": "2026-09-01", "substitute": staff[0].pk}
    response = begin(as_user, curator, "order_curator", **answers)
    assert "Куратор не может замещать сам себя" in response.content.decode()
    assert response.context["form"]["since"].value() == "2026-09-01"
    assert not Paper.objects.exists()


def test_changed_answers_write_the_draft_anew_and_an_old_page_is_told(as_user, curator, staff):
    begin(as_user, curator, "order_curator", curator=staff[0].pk, since="2026-09-01")
    paper = Paper.objects.get()
    page = reverse("documents:answer_again", args=[paper.pk])
    shown = as_user(curator).get(page).context["form"]
    assert shown["curator"].value() == staff[0].pk
    again = {"curator": staff[1].pk, "since": "2026-10-01", "version": paper.version}
    assert as_user(curator).post(page, again).url == paper.get_absolute_url()
    paper.refresh_from_db()
    assert "Зимина О.П." in items(paper)[0]
    late = as_user(curator).post(page, again | {"curator": staff[2].pk})
    assert "изменил" in late.content.decode()
    paper.refresh_from_db()
    assert "Зимина О.П." in items(paper)[0]


def test_somebody_who_left_stays_in_the_draft(as_user, curator, staff):
    begin(as_user, curator, "order_curator", curator=staff[0].pk, since="2026-09-01")
    paper = Paper.objects.get()
    Person.objects.filter(pk=staff[0].pk).update(left_on="2026-09-02", hired_on="2020-01-01")
    assert kinds.get("order_curator").build(paper) is not None


def test_those_on_the_sheet_open_the_issued_order_and_tap(as_user, curator, director, staff):
    orlova, zimin, _ = staff
    orlova.user, zimin.user = UserFactory(full_name=orlova.full_name), UserFactory(is_active=False)
    orlova.save(), zimin.save()
    begin(as_user, curator, "order_curator", curator=orlova.pk, since="2026-09-01", substitute=zimin.pk)
    paper = workflow.send(Paper.objects.get(), by=curator)
    page = as_user(orlova.user)
    assert page.get(paper.get_absolute_url()).status_code == 404
    workflow.issue(paper, by=director, key=uuid.uuid4())
    assert set(paper.readers.all()) == {orlova.user}
    page.post(reverse("documents:tap", args=[paper.pk]))
    assert paper.acquaintances.get(user=orlova.user).tapped_at
