"""Pages of the bases: who gets what, and that a refusal names whose paper is missing."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from mentorship.accounts.models import User
from mentorship.common.registry import search_sources
from mentorship.cycle import evidence
from mentorship.institution.models import Unit
from mentorship.people.models import Consent, Person
from mentorship.registry import permissions
from mentorship.registry.models import Participation, Side
from tests.factories import BondFactory, ConsentFactory, CycleFactory, ParticipationFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db
State = Participation.State


@pytest.fixture
def cycle(institution):
    return CycleFactory()


@pytest.fixture
def one(cycle):
    person = PersonFactory(last_name="Белова", first_name="Мария", patronymic="Петровна", user=UserFactory())
    return ParticipationFactory(cycle=cycle, side=Side.MENTOR, person=person)


def candidate(cycle, **person):
    return ParticipationFactory(
        cycle=cycle, side=Side.MENTEE, state=State.CANDIDATE, person=PersonFactory(**person), consents=False
    )


def test_one_rule_for_a_participation_and_for_the_list(users, one, cycle):
    ParticipationFactory(cycle=cycle)
    for user in [*users.values(), one.person.user]:
        fresh = User.objects.get(pk=user.pk)
        one_by_one = {each for each in Participation.objects.all() if permissions.can_view(fresh, each)}
        assert set(Participation.objects.visible_to(fresh)) == one_by_one


@pytest.mark.parametrize(
    ("who", "base", "card", "edit", "enrol"),
    [
        ("curator", 200, 200, 200, 200),
        ("admin", 200, 200, 200, 403),
        ("director", 200, 200, 403, 403),
        ("organiser", 200, 200, 403, 403),
        ("self", 403, 200, 403, 403),
        ("municipal", 403, 404, 404, 403),
        ("stranger", 403, 404, 404, 403),
    ],
)
def test_who_opens_what(as_user, users, one, who, base, card, edit, enrol):
    client = as_user((users | {"self": one.person.user})[who])
    assert client.get(reverse("registry:mentors")).status_code == base
    assert client.get(reverse("registry:export_mentors")).status_code == base
    assert client.get(one.get_absolute_url()).status_code == card
    for name in ("edit", "leave"):
        assert client.get(reverse(f"registry:{name}", args=[one.pk])).status_code == edit
    assert client.get(reverse("registry:enrol_mentees")).status_code == enrol


def test_people_are_picked_from_the_staff_list(as_user, curator, cycle, one):
    people = [PersonFactory(), PersonFactory()]
    gone = PersonFactory(left_on=timezone.localdate() - timedelta(days=1))
    client, url = as_user(curator), reverse("registry:enrol_mentors")
    offered = set(client.get(url).context["page"].object_list)
    assert offered == set(people)  # neither the one who left nor the one who is in the base
    refused = client.post(url, {"person": [people[0].pk, gone.pk, "x", one.person.pk]})
    assert "Не добавлен никто" in refused.content.decode()
    assert not Participation.objects.filter(person=people[0], side=Side.MENTOR).exists()
    answer = client.post(url, {"person": [people[0].pk]})
    assert answer.url == reverse("registry:mentors")
    assert set(Participation.objects.filter(state=State.CANDIDATE)) == {people[0].participations.get()}
    assert "Никто не отмечен" in client.post(url).content.decode()


def test_a_refused_acceptance_names_whose_paper_is_missing(as_user, curator, cycle):
    bare, ready = candidate(cycle, last_name="Зорина"), candidate(cycle)
    ConsentFactory(person=ready.person)
    client, url = as_user(curator), reverse("registry:accept_mentees")
    text = client.post(url, {"participation": [bare.pk, ready.pk]}).content.decode()
    assert "Зорина" in text
    assert f"/people/{bare.person.pk}/" in text
    assert client.post(url, {"participation": [ready.pk]}).status_code == 302
    ready.refresh_from_db()
    assert ready.state == State.IN_BASE


def test_one_candidate_from_his_card(as_user, curator, cycle):
    bare, today = candidate(cycle), timezone.localdate()
    url = reverse("registry:accept", args=[bare.pk])
    assert "принять в базу наставляемых пока нельзя" in as_user(curator).post(url, {"on": today}).content.decode()
    ConsentFactory(person=bare.person)
    future = as_user(curator).post(url, {"on": today + timedelta(days=1)})
    assert "позже сегодняшней" in future.content.decode()
    assert as_user(curator).post(url, {"on": today}).status_code == 302


def test_two_people_correct_one_card(as_user, curator, one):
    url, client = reverse("registry:edit", args=[one.pk]), as_user(curator)
    assert client.post(url, {"version": 0, "capacity": 2, "request": "Речь"}).status_code == 302
    late = client.post(url, {"version": 0, "capacity": 1, "request": "Театр"})
    text = late.content.decode()
    assert late.status_code == 409
    assert "Речь" in text
    assert "Театр" in text
    assert client.post(url, {"version": 1, "capacity": 1, "request": "Театр"}).status_code == 302
    one.refresh_from_db()
    assert (one.capacity, one.request) == (1, "Театр")


def test_filters(as_user, curator, cycle):
    inside = ParticipationFactory(cycle=cycle, side=Side.MENTEE)
    bare = candidate(cycle, last_name="Ёлкина", post="логопед")
    left = ParticipationFactory(cycle=cycle, side=Side.MENTEE, state=State.LEFT)

    def shown(query):
        page = as_user(curator).get(reverse("registry:mentees") + query)
        return {row.participation for row, _ in page.context["rows"]}

    assert shown("") == {inside, bare}
    assert shown("?show=in_base") == {inside}
    assert shown("?show=candidates") == {bare}
    assert shown("?show=no_consent") == {bare}
    assert shown("?show=left") == {left}
    assert shown("?q=елкина+логопед") == {bare}
    assert shown("?show=чушь&cycle=0") == {inside, bare}


@pytest.mark.parametrize("name", ["registry:mentors", "registry:enrol_mentees", "registry:export_mentors"])
def test_long_lists_cost_no_more_questions(as_user, curator, cycle, name):
    def fill():
        bond = BondFactory(cycle=cycle, members__mentees=2)
        for person in bond.mentors:
            person.unit = Unit.objects.get_or_create(title="Корпус 1")[0]
            person.save()

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(name)).status_code == 200
        return len(queries)

    client = as_user(curator)
    fill()
    client.get(reverse(name))
    one = asked()
    fill()
    fill()
    assert asked() == one


def test_export_gives_what_the_page_shows(as_user, curator, one):
    ParticipationFactory(cycle=one.cycle, person=PersonFactory(last_name="Лишняя"))
    answer = as_user(curator).get(reverse("registry:export_mentors") + "?q=белова")
    rows = list(load_workbook(BytesIO(b"".join(answer.streaming_content))).active.values)
    assert [row[1] for row in rows] == ["Фамилия, имя, отчество", "Белова Мария Петровна"]
    assert "согласие №" in rows[1][-2]


def test_evidence_of_the_roadmap(cycle):
    def keys():
        return {key for key, proofs in evidence.proofs(cycle).items() if proofs}

    known = {"mentor_bank", "mentee_bank", "pd_consent"}
    bare = candidate(cycle)
    assert not keys() & known
    ParticipationFactory(cycle=cycle, side=Side.MENTOR)
    assert keys() & known == {"mentor_bank"}
    parts = {"mentor_bank_staff", "mentor_bank_pupils", "mentor_bank_parents", "mentor_bank_outside"}
    assert keys() & parts == {"mentor_bank_staff"}  # a row that asks for parents is not proved by a teacher
    outside = {"person__origin": Person.Origin.PARTNER, "person__organisation": "Завод"}
    ParticipationFactory(cycle=cycle, side=Side.MENTOR, **outside)
    assert keys() & parts == {"mentor_bank_staff", "mentor_bank_outside"}
    ConsentFactory(person=bare.person)
    bare.state, bare.starts_on = State.IN_BASE, timezone.localdate()
    bare.save()
    assert keys() & known == known
    Consent.objects.filter(person=bare.person).update(withdrawn_on=timezone.localdate())
    assert keys() & known == {"mentor_bank", "mentee_bank"}


def test_search_finds_participants(curator, one, users):
    find = next(source.find for source in search_sources if source.code == "bases")
    assert [url for _, _, url in find(curator, "БЕЛОВА")] == [one.get_absolute_url()]
    assert find(users["stranger"], "белова") == []


def test_empty_base_says_what_to_do(as_user, curator, director, cycle):
    assert "Выбрать людей" in as_user(curator).get(reverse("registry:mentors")).content.decode()
    assert "Базу заполняет куратор" in as_user(director).get(reverse("registry:mentors")).content.decode()


def test_the_way_to_print_what_the_page_lacks(as_user, curator, director, cycle):
    bare = candidate(cycle)
    ParticipationFactory(cycle=cycle, side=Side.MENTEE)
    way = f"{reverse('people:consents_print')}?person={bare.person.pk}&kinds=processing&kinds=mentee"
    keeper = as_user(curator)
    page = keeper.get(reverse("registry:mentees"))
    assert page.context["print_url"] == way
    assert keeper.get(way).context["form"]["kinds"].value() == ["processing", "mentee"]
    assert as_user(curator).get(way).status_code == 200
    assert not as_user(director).get(reverse("registry:mentees")).context["print_url"]
