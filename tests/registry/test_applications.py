"""«Хочу стать наставником»: open only when asked for, confirmed by the curator, erased in time (methodology.md, row 51)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mentorship.common.workflow import WorkflowError
from mentorship.institution.models import Institution, Rules
from mentorship.people.models import Person
from mentorship.registry import workflow
from mentorship.registry.application_consent import consent_words
from mentorship.registry.models import Application, Participation, Side, Source, Strength
from mentorship.registry.workflow import applications
from tests.factories import ApplicationFactory, CycleFactory, ParticipationFactory, PersonFactory, TopicFactory

pytestmark = pytest.mark.django_db
APPLY = reverse("registry:apply")
SENT = reverse("registry:applied")


@pytest.fixture
def page_is_open(institution):
    Rules(takes_applications=True).save()


@pytest.fixture
def keeper(curator, as_user):
    return as_user(curator)


def typed(**changes):
    return {
        "full_name": "  Лесная  Дарья Кирилловна ",
        "about": "логопед",
        "contact": "8 (900) 000-77-01",
        "words": "Могу по вторникам",
        "agree": "on",
        "website": "",
    } | changes


def test_the_page_is_closed_until_the_institution_opens_it(institution):
    for address in (APPLY, SENT):
        assert Client().get(address).status_code == 404
    assert Client().post(APPLY, typed()).status_code == 404
    assert "Хочу стать наставником" not in Client().get(reverse("accounts:login")).content.decode()
    with pytest.raises(WorkflowError, match="не принимает"):
        workflow.apply(address="10.0.0.1", full_name="Лесная Дарья", about="а", contact="б", consent_text="в")


def test_anybody_applies_without_an_account(page_is_open):
    topic, visitor = TopicFactory(), Client()
    assert APPLY in visitor.get(reverse("accounts:login")).content.decode()
    consent = consent_words(Institution.load(), Rules.load())
    assert consent in visitor.get(APPLY).content.decode()
    answer = visitor.post(APPLY, typed(topics=[topic.pk]))
    assert answer.url == SENT
    one = Application.objects.get()
    assert (one.full_name, one.contact, one.consent_text) == ("Лесная Дарья Кирилловна", "+7 900 000-77-01", consent)
    assert list(one.topics.all()) == [topic]
    assert "Лесная" not in visitor.get(SENT).content.decode()
    assert "127.0.0.1" not in one.sender_hash


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"agree": ""}, "Без согласия"),
        ({"full_name": "Дарья"}, "фамилию и имя"),
        ({"contact": "спросите на вахте"}, "елефон"),
        ({"contact": "darya@"}, "адрес электронной почты"),
        ({"about": ""}, "Обязательное поле"),
    ],
)
def test_a_wrong_field_is_told_and_nothing_typed_is_lost(page_is_open, changes, words):
    page = Client().post(APPLY, typed(**changes)).content.decode()
    assert words in page
    assert "Могу по вторникам" in page
    assert not Application.objects.exists()


def test_a_machine_that_fills_the_bait_is_thanked_and_forgotten(page_is_open):
    assert Client().post(APPLY, typed(website="https://spam.example")).url == SENT
    assert not Application.objects.exists()


def test_one_sender_has_three_tries_a_day(page_is_open):
    visitor = Client()
    ApplicationFactory.create_batch(2, sender_hash="another")
    for _ in range(applications.MOST_OF_ONE_SENDER):
        assert visitor.post(APPLY, typed()).url == SENT
    page = visitor.post(APPLY, typed()).content.decode()
    assert "Сегодня заявок больше не принимаем" in page
    assert Client(REMOTE_ADDR="10.0.0.9").post(APPLY, typed()).url == SENT
    Application.objects.update(sent_at=timezone.now() - timedelta(days=1, minutes=1))
    assert visitor.post(APPLY, typed()).url == SENT


def test_all_senders_together_have_a_limit(page_is_open):
    Application.objects.bulk_create(ApplicationFactory.build_batch(applications.MOST_A_DAY))
    assert "больше не принимаем" in Client().post(APPLY, typed()).content.decode()


def test_the_curator_is_told_and_makes_a_candidate(page_is_open, keeper, curator):
    cycle, topic = CycleFactory(), TopicFactory()
    one = ApplicationFactory(words="Могу по вторникам")
    one.topics.add(topic)
    assert one.full_name in keeper.get("/").content.decode()
    assert one.full_name in keeper.get(reverse("registry:applications")).content.decode()
    answer = keeper.post(
        reverse("registry:confirm_application", args=[one.pk]), {"card": "new", "origin": Person.Origin.EXTERNAL}
    )
    candidate = Participation.objects.get()
    assert answer.url == candidate.get_absolute_url()
    assert (candidate.cycle, candidate.side, candidate.source) == (cycle, Side.MENTOR, Source.SELF)
    assert candidate.state == Participation.State.CANDIDATE
    assert candidate.strengths.get().level == Strength.Level.SHARES
    person = candidate.person
    assert (person.full_name, person.phone) == (one.full_name, one.contact)
    assert (person.organisation, person.gender) == (one.about, "f")
    one.refresh_from_db()
    assert (one.state, one.person, one.decided_by) == (Application.State.ACCEPTED, person, curator)


def test_who_looks_alike_is_asked_and_not_entered_twice(page_is_open, keeper):
    CycleFactory()
    known = PersonFactory(last_name="Лесная", first_name="Дарья", patronymic="Кириловна")
    one = ApplicationFactory()
    assert known.full_name in keeper.get(one.get_absolute_url()).content.decode()
    confirm = reverse("registry:confirm_application", args=[one.pk])
    assert "дважды одного человека" in keeper.post(confirm, {"origin": "staff"}).content.decode()
    keeper.post(confirm, {"card": str(known.pk), "origin": "staff"})
    assert Participation.objects.get().person == known
    assert Person.objects.count() == 1


def test_a_person_of_another_card_cannot_be_smuggled_in(page_is_open, keeper):
    CycleFactory()
    stranger, one = PersonFactory(), ApplicationFactory()
    keeper.post(reverse("registry:confirm_application", args=[one.pk]), {"card": stranger.pk, "origin": "staff"})
    assert not Participation.objects.exists()


def test_a_refused_confirmation_leaves_nothing_behind(page_is_open, keeper, curator):
    one = ApplicationFactory()
    confirm = reverse("registry:confirm_application", args=[one.pk])
    assert "Сначала откройте цикл" in keeper.post(confirm, {"card": "new", "origin": "staff"}).content.decode()
    assert not Person.objects.exists()
    there = ParticipationFactory()
    with pytest.raises(WorkflowError, match="уже в базе"):
        workflow.accept_application(one, by=curator, person=there.person)
    assert Application.objects.waiting().get() == one


def test_declined_with_a_reason_and_once(page_is_open, keeper, curator):
    one = ApplicationFactory()
    decline = reverse("registry:decline_application", args=[one.pk])
    assert "Укажите причину" in keeper.post(decline, {"reason": " "}).content.decode()
    keeper.post(decline, {"reason": "нет темы"})
    one.refresh_from_db()
    assert (one.state, one.decline_reason) == (Application.State.DECLINED, "нет темы")
    assert "нет темы" in keeper.get(one.get_absolute_url()).content.decode()
    for act in (
        lambda: workflow.decline_application(one, reason="ещё раз", by=curator),
        lambda: workflow.accept_application(one, by=curator),
    ):
        with pytest.raises(WorkflowError):
            act()


@pytest.mark.parametrize(
    ("decided", "sent", "stays"), [(29, 40, True), (30, 40, True), (31, 40, False), (None, 90, True), (None, 91, False)]
)
def test_an_application_is_erased_in_time_with_its_history(institution, curator, decided, sent, stays):
    today = timezone.localdate()
    one = ApplicationFactory(sent_at=timezone.now() - timedelta(days=sent))
    if decided is not None:
        workflow.decline_application(one, reason="нет темы", by=curator)
        Application.objects.update(decided_on=today - timedelta(days=decided))
        one.refresh_from_db()
    assert (one.erased_on > today) == stays
    assert workflow.erase_outlived() == (0 if stays else 1)
    assert Application.objects.exists() == stays
    assert Application.history.exists() == stays
