"""Other people's data are nowhere where one may look: pages, search, lists, exports, papers (trust.md A-03)."""

import html
import io
import zipfile

import pytest
from django.db import transaction
from django.urls import reverse
from pypdf import PdfReader

from mentorship.people.models import Guardian
from mentorship.registry.models import Side
from programs.models import PersonalProgramme
from tests import factories

from .rules import RULES
from .test_matrix import browser, session_of
from .world import make_world

SURNAMES = {"mentor": "Канареечкина", "mentee": "Кенаровская", "outsider": "Щеглицына", "child": "Чижиковская"}
QUERIES = [*SURNAMES.values(), "канар", "канарЕЕчкина д", "+7 999 111"]
LOOKERS = ["mentor", "mentee", "municipal", "stranger"]


def mark(person, code, number):
    """Give the person words and figures that nobody else has; they are the canaries."""
    person.last_name, person.first_name, person.patronymic = SURNAMES[code], "Дарина", "Кенаровна"
    person.post, person.education = f"пернатый {code}", f"Академия птиц {code}"
    person.phone, person.email = f"+7 999 111-22-0{number}", f"canary.{code}@example.ru"
    person.staff_number, person.organisation = f"КН-77{number}", f"Птичий двор {code}"
    person.save()
    words = [person.last_name, person.post, person.education, person.phone, person.email]
    return [*words, person.staff_number, person.organisation]


def make_canaries(world):
    """Everything that the portal keeps about another pair, somebody outside the pairs and a child: their words."""
    bond, words = world.other_bond, []
    outsider, child = factories.PersonFactory(), factories.PersonFactory(origin="pupil", hired_on=None)
    marked = {"mentor": bond.mentors[0], "mentee": bond.mentees[0], "outsider": outsider, "child": child}
    for number, (code, person) in enumerate(marked.items()):
        words += mark(person, code, number)
    account = world.actors["other"]
    account.full_name, account.email = f"{SURNAMES['mentor']} Дарина Кенаровна", "canary.account@example.ru"
    account.save()
    guardian = Guardian.objects.create(
        child=child,
        full_name="Клетнева Зоя Певчевна",
        kinship="мать",
        document="птичье свидетельство 1-КЛ",
        phone="+7 999 111-22-09",
        email="canary.guardian@example.ru",
    )
    bond.goal = "Секретная цель канареек"
    bond.save()
    meeting = factories.MeetingFactory(
        bond=bond,
        logged_by=account,
        topic="Тайная тема канареек",
        agreed="Тайный уговор канареек",
        task="Тайное задание канареек",
        place="Тайное гнездо канареек",
    )
    asked = bond.members.get(side=Side.MENTEE).participation
    asked.preferences, asked.interests, asked.request = "Хочу в клетку", "Разводит кенаров", "Боится кошек в группе"
    asked.save()
    wanted = asked.requests.create(words="Трудно петь по утрам")
    texts = {"goal": "Петь в терцию", "tasks": "Выучить трель", "starts_on": bond.starts_on, "ends_on": bond.ends_on}
    PersonalProgramme.objects.create(bond=bond, **texts)
    sent = factories.ApplicationFactory(
        full_name="Свиристелева Майя Певчевна", about="из птичьего сада № 8", contact="canary.sent@example.ru"
    )
    consent = factories.ConsentFactory(person=outsider, number="К-7788/С", representative="Клеткина В. В.")
    return [
        *words,
        *(account.email, guardian.full_name, guardian.document, guardian.phone, guardian.email),
        *(
            bond.goal,
            meeting.topic,
            meeting.agreed,
            meeting.task,
            meeting.place,
            asked.preferences,
            asked.interests,
            asked.request,
            wanted.words,
        ),
        *(texts["goal"], texts["tasks"], consent.number, consent.representative),
        *(sent.full_name, sent.about, sent.contact),
    ]


@pytest.fixture(scope="module")
def shared_world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        world.canaries = make_canaries(world)
        world.sessions = {actor: session_of(user) for actor, user in world.actors.items()}
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(shared_world, db):
    return shared_world


def text_of(answer):
    """All words of an answer: of the page, or of the file unpacked."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return html.unescape(" ".join(packed.read(name).decode(errors="replace") for name in packed.namelist()))
    if content.startswith(b"%PDF") and len(content) > 1000:  # shorter ones are stand-ins of the world
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return html.unescape(content.decode(errors="replace"))


def sung(world, actor, address):
    """Canaries in the answer that this actor gets; changes are rolled back."""
    saved = transaction.savepoint()
    try:
        answer = browser(world, actor).get(address)
        text = text_of(answer).casefold()
    finally:
        transaction.savepoint_rollback(saved)
    return [word for word in world.canaries if word.casefold() in text]


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(name for name, rule in RULES.items() if rule.get))
def test_no_address_tells_of_others(world, name):
    address = reverse(name, args=RULES[name].args(world))
    assert {actor: found for actor in LOOKERS if (found := sung(world, actor, address))} == {}


@pytest.mark.parametrize("name", ["portal:search", "pairs:list", "documents:list", "documents:export"])
@pytest.mark.parametrize("query", QUERIES)
def test_no_search_finds_others(world, name, query):
    for actor in LOOKERS:
        found = sung(world, actor, f"{reverse(name)}?q={query}")
        assert [word for word in found if word.casefold() not in query.casefold()] == [], actor


def test_the_canaries_sing_for_the_curator(world):
    assert len(set(world.canaries)) >= 40
    heard = set()
    for address in (
        *(f"{reverse('people:export')}?q={name}" for name in SURNAMES.values()),
        *(person.get_absolute_url() for person in (*world.other_bond.mentors, *world.other_bond.mentees)),
        world.other_bond.get_absolute_url(),
        f"{reverse('portal:search')}?q=канареечкина",
    ):
        heard |= set(sung(world, "curator", address))
    assert {*SURNAMES.values(), "+7 999 111-22-00", "canary.mentee@example.ru", "Секретная цель канареек"} <= heard
