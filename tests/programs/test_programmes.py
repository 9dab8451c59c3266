"""Personalised programmes: who writes, sends, approves; what the roadmap and the queue make of them."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from mentorship.accounts.models import Notice, Role
from mentorship.common.workflow import Conflict, WorkflowError
from pairs import extensions
from pairs.models import Bond
from programs import workflow
from programs.contributions import missing, proofs, waiting
from programs.models import PersonalProgramme
from tests import factories

pytestmark = pytest.mark.django_db
State = PersonalProgramme.State
DAY = timedelta(days=1)


@pytest.fixture
def bond(institution):
    return factories.BondFactory(active=True)


@pytest.fixture
def people(bond, users):
    for name, person in (("mentor", bond.mentors[0]), ("mentee", bond.mentees[0])):
        person.user = users[name] = factories.UserFactory(full_name=person.full_name)
        person.save()
    other = factories.BondFactory(active=True, cycle=bond.cycle).mentors[0]
    other.user = users["other"] = factories.UserFactory()
    other.save()
    return users


def texts(bond, **changes):
    return {
        "goal": "вести собрания",
        "tasks": "планировать\nговорить с родителями",
        "starts_on": bond.starts_on,
        "ends_on": bond.ends_on,
    } | changes


def posted(bond, **changes):
    return {name: str(value) for name, value in texts(bond, version=0, **changes).items()}


@pytest.fixture
def programme(bond, people):
    return workflow.write(bond, by=people["mentor"], version=0, **texts(bond))


@pytest.fixture
def sent(programme, people):
    return workflow.send(programme, by=people["mentor"])


@pytest.mark.parametrize(
    ("who", "status", "count"),
    [("mentor", 302, 1), ("mentee", 403, 0), ("curator", 403, 0), ("director", 403, 0), ("other", 404, 0),
     ("stranger", 404, 0)],
)  # fmt: skip
def test_only_the_mentor_writes(as_user, bond, people, who, status, count):
    answer = as_user(people[who]).post(reverse("programs:of_bond", args=[bond.pk]), posted(bond))
    assert (answer.status_code, PersonalProgramme.objects.count()) == (status, count)


def test_the_way_to_approval_and_back(programme, people):
    workflow.send(programme, by=people["mentor"])
    assert Notice.objects.filter(user=people["director"]).count() == 1
    workflow.return_with_remark(programme, remark="добавьте срок", by=people["director"])
    assert (programme.state, programme.state_word) == (State.DRAFT, "возвращена с замечанием")
    version = workflow.write(programme.bond, by=people["mentor"], version=0, **texts(programme.bond)).version
    programme.refresh_from_db()
    workflow.send(programme, by=people["mentor"])
    workflow.approve(programme, by=people["director"], version=version)
    assert (programme.state, programme.approved_on, programme.remark) == (State.APPROVED, timezone.localdate(), "")
    assert Notice.objects.filter(user=people["mentee"], text__startswith="Программа утверждена").exists()


@pytest.mark.parametrize("who", ["mentor", "mentee", "curator", "organiser"])
def test_only_the_head_decides(as_user, sent, people, who):
    client = as_user(people[who])
    for name in ("programs:approve", "programs:return"):
        assert client.post(reverse(name, args=[sent.pk]), {"version": 0, "remark": "нет"}).status_code in (403, 404)
    sent.refresh_from_db()
    assert sent.state == State.ON_APPROVAL


def test_the_head_approves_only_the_text_that_he_read(as_user, sent, people):
    client, address = as_user(people["director"]), reverse("programs:approve", args=[sent.pk])
    assert client.post(address, {"version": "7"}).status_code == 409
    assert client.post(address, {"version": "чушь"}).status_code == 409
    assert client.post(address, {"version": "0"}).status_code == 302
    assert client.post(address, {"version": "1"}).status_code == 409


def test_a_return_needs_a_remark_and_an_approved_programme_stays(as_user, sent, people):
    page = as_user(people["director"]).post(reverse("programs:return", args=[sent.pk]), {"remark": " "})
    assert "без замечания вернуть нельзя" in page.content.decode()
    workflow.approve(sent, by=people["director"], version=0)
    with pytest.raises(WorkflowError, match="утверждена"):
        workflow.write(sent.bond, by=people["mentor"], version=1, **texts(sent.bond))


def test_the_period_lies_inside_the_pairs_and_nothing_typed_is_lost(as_user, bond, people):
    form = posted(bond, goal="канарейка", ends_on=bond.ends_on + DAY)
    page = as_user(people["mentor"]).post(reverse("programs:of_bond", args=[bond.pk]), form)
    span = f"{bond.starts_on:%d.%m.%Y}–{bond.ends_on:%d.%m.%Y}"
    assert page.context["form"].errors["ends_on"] == [f"Период программы выходит за период пары ({span})."]
    assert "канарейка" in page.content.decode()
    page = as_user(people["mentor"]).post(
        reverse("programs:of_bond", args=[bond.pk]), posted(bond, ends_on=bond.starts_on)
    )
    assert "Дата окончания должна быть позже даты начала." in page.content.decode()
    assert not PersonalProgramme.objects.exists()


def test_a_short_programme_is_written_with_a_warning(as_user, bond, people):
    form = posted(bond, ends_on=bond.starts_on + 30 * DAY)
    page = as_user(people["mentor"]).post(reverse("programs:of_bond", args=[bond.pk]), form, follow=True)
    assert "По Положению программа длится от 3 месяцев до 1 года." in page.content.decode()


@pytest.mark.parametrize(("days", "warned"), [(89, True), (92, False), (365, False), (366, True)])
def test_three_months_to_a_year(days, warned):
    start = timezone.datetime(2026, 9, 1).date()  # three months later is 91 days away
    assert bool(workflow.unusual_term(start, start + days * DAY)) == warned


def test_two_writers_get_a_conflict_with_both_texts(as_user, programme, people):
    bond = programme.bond
    workflow.write(bond, by=people["mentor"], version=0, **texts(bond, goal="из другого окна"))
    page = as_user(people["mentor"]).post(reverse("programs:of_bond", args=[bond.pk]), posted(bond, goal="канарейка"))
    assert page.status_code == 409
    assert "из другого окна" in page.content.decode()
    assert "канарейка" in page.content.decode()
    with pytest.raises(Conflict):
        workflow.write(bond, by=people["mentor"], version=0, **texts(bond))


def test_the_curator_enters_an_approved_one_with_its_scan(as_user, bond, people):
    picture = BytesIO()
    Image.new("RGB", (40, 40), "white").save(picture, "PNG")
    day = bond.starts_on + DAY
    form = posted(bond, approved_on=day) | {"scan": SimpleUploadedFile("программа.png", picture.getvalue())}
    client, address = as_user(people["curator"]), reverse("programs:enter_approved", args=[bond.pk])
    assert client.post(address, form).status_code == 302
    entered = PersonalProgramme.objects.get()
    assert (entered.state, entered.approved_on) == (State.APPROVED, day)
    answer = as_user(people["mentee"]).get(reverse("programs:scan", args=[entered.pk]))
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
    assert as_user(people["other"]).get(reverse("programs:scan", args=[entered.pk])).status_code == 404
    assert client.get(address).status_code == 403


def test_a_future_day_or_a_wrong_file_is_refused(as_user, bond, people):
    form = posted(bond, approved_on=timezone.localdate() + DAY) | {"scan": SimpleUploadedFile("a.exe", b"MZ")}
    page = as_user(people["curator"]).post(reverse("programs:enter_approved", args=[bond.pk]), form).content.decode()
    assert "Дата не может быть позже сегодняшней" in page
    assert "Допустимы только PDF, JPG, PNG" in page


def test_the_list_names_missing_programmes_too(as_user, programme, people, django_assert_max_num_queries):
    client, address = as_user(people["curator"]), reverse("programs:list")
    assert {found for _, found in client.get(address).context["rows"]} == {programme, None}
    assert [found for _, found in client.get(address, {"show": "none"}).context["rows"]] == [None]
    with django_assert_max_num_queries(60) as few:
        client.get(address)
    for _ in range(3):
        factories.BondFactory(active=True, cycle=programme.bond.cycle)
    with django_assert_max_num_queries(len(few)):
        client.get(address)
    assert as_user(people["mentor"]).get(address).status_code == 403


def test_the_queue_asks_for_programmes_after_four_weeks(programme, people):
    today, bond = timezone.localdate(), programme.bond
    assert len(missing(people["curator"], today)) == 2
    assert missing(people["mentor"], today) == missing(people["director"], today) == []
    assert missing(people["curator"], bond.starts_on + 28 * DAY) == []
    assert waiting(people["director"], today) == []
    workflow.send(programme, by=people["mentor"])
    assert [row.url for row in waiting(people["director"], today)] == [programme.get_absolute_url()]
    workflow.approve(programme, by=people["director"], version=0)
    assert len(missing(people["curator"], today)) == 1


def test_the_roadmap_needs_the_programmes_of_all_pairs(sent, people):
    workflow.approve(sent, by=people["director"], version=0)
    assert proofs(sent.bond.cycle) == {}
    Bond.objects.exclude(pk=sent.bond_id).delete()
    assert set(proofs(sent.bond.cycle)) == {"personal_programme", "ipr"}


def test_tasks_become_purposes_of_meetings_and_the_card_tells_the_state(programme, people):
    bond = Bond.objects.with_people().get(pk=programme.bond_id)
    assert extensions.purposes_of(bond) == ["Работа с родителями", "планировать", "говорить с родителями"]
    workflow.send(programme, by=people["mentor"])
    workflow.return_with_remark(programme, remark="добавьте срок", by=people["director"])
    (fact,) = extensions.facts_of([bond], people["mentor"])[bond.pk]
    assert (fact.state_kind, fact.action, fact.note) == ("returned", "Исправить", "Замечание: добавьте срок")
    (fact,) = extensions.facts_of([bond], people["mentee"])[bond.pk]
    assert fact.action == ""


def test_a_director_who_mentors_may_write_and_approve(as_user, bond, people):
    people["mentor"].role_grants.create(role=Role.DIRECTOR, starts_on=bond.starts_on)
    client = as_user(people["mentor"])
    assert client.post(reverse("programs:of_bond", args=[bond.pk]), posted(bond)).status_code == 302
