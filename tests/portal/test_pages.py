"""The pages above all apps: first pages of the roles, search, help, first start."""

import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from mentorship.accounts.models import Role, User
from mentorship.accounts.workflow import issue_slip
from mentorship.cycle.models import Activity, Cycle
from mentorship.institution.models import Institution, MentoringForm
from mentorship.people.workflow import give_access
from mentorship.portal import first_start
from mentorship.portal.help_pages import PAGES
from mentorship.portal.middleware import typed
from tests.factories import BondFactory, MeetingFactory, PersonFactory, UserFactory

MOST_QUERIES = 58  # of the first page of a curator with working pairs
CARD = {
    "kind": "kindergarten",
    "full_name": "Муниципальное бюджетное дошкольное образовательное учреждение «Детский сад № 12 «Ромашка»",
    "short_name": "МБДОУ «Детский сад № 12»",
    "place": "г. Новореченск",
    "address": "643000, г. Новореченск, ул. Садовая, д. 5",
    "inn": "7707083893",
    "ogrn": "1027700132195",
    "head_post": "Заведующий",
    "head_last_name": "Петрова",
    "head_first_name": "Анна",
    "head_patronymic": "Сергеевна",
    "order_pattern": "{n}-од",
    "time_zone": "Asia/Yekaterinburg",
}


@pytest.fixture
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with timezone.override(CARD["time_zone"]):  # the card's today is tomorrow already in the last hours of Moscow's day
        yield tmp_path


def begin(client, **changes):
    form = {"code": first_start.start_code(), "full_name": "Ильин Олег Игоревич", "password": "tri slova podryad"}
    return client.post(reverse("portal:start"), form | {"is_curator": "on"} | changes)


@pytest.mark.django_db(transaction=True)  # the code dies when the first account is committed
def test_an_empty_portal_is_led_through_the_wizard(client, data_dir):
    assert client.get("/").url == reverse("portal:start")
    assert begin(client).url == reverse("portal:start_card")
    assert client.post(reverse("portal:start_card"), CARD).url == reverse("portal:start_accounts")
    assert client.post(reverse("portal:start_accounts"), {"director": "Петрова Анна Сергеевна"}).status_code == 302
    model = {"preset": "moco1", "title": "2026/27", "starts_on": "2026-09-01", "ends_on": "2027-05-31"}
    assert client.post(reverse("portal:start_model"), model).url == reverse("portal:home")
    assert Institution.load().started_at is not None
    assert Activity.objects.of_cycle(Cycle.objects.get()).count() >= 26
    assert User.objects.holding(Role.DIRECTOR).get().full_name == "Петрова Анна Сергеевна"
    assert [form.code for form in MentoringForm.objects.filter(enabled=True)] == ["teacher_teacher"]  # as the model
    today = client.get("/").content.decode()
    assert "Загрузите список сотрудников" in today
    assert "Выдать листок" in today
    assert not (data_dir / "start_code").exists()


@pytest.mark.slow
def test_first_steps_leave_today_once_they_are_done(users, as_user):
    director = UserFactory(roles=["director"], must_change_password=True)
    both = UserFactory(roles=["admin", "curator"])
    keeper = as_user(both)
    today = keeper.get("/").content.decode()
    assert director.full_name in today
    issue_slip(director, by=both)
    assert director.full_name not in keeper.get("/").content.decode()
    curator = as_user(users["curator"])
    assert "Загрузите список сотрудников" in curator.get("/").content.decode()
    PersonFactory()
    assert "Загрузите список сотрудников" not in curator.get("/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_who_left_the_wizard_halfway_signs_in_and_goes_on(client, data_dir):
    begin(client)
    client.post(reverse("portal:start_card"), CARD)
    client.logout()
    login = reverse("accounts:login")
    assert client.get("/", follow=True).redirect_chain[-1][0] == login
    password = {"username": User.objects.get().username, "password": "tri slova podryad"}
    page = client.post(login, password, follow=True)
    assert page.redirect_chain[-1][0] == reverse("portal:start_accounts")


@pytest.mark.django_db(transaction=True)
def test_the_wizard_asks_for_a_whole_name_and_makes_one_director(client, data_dir):
    for name in ("Ильин", "Ильин О.И.", "Ильин1 Олег"):
        assert begin(client, full_name=name).status_code == 200
    begin(client)
    client.post(reverse("portal:start_card"), CARD)
    accounts = reverse("portal:start_accounts")
    assert "Уберите: 1" in client.post(accounts, {"director": "Петрова 1 Анна"}).content.decode()
    client.post(accounts, {"director": "Петрова Анна Сергеевна"})
    assert client.post(accounts, {"director": "Сидорова Анна Сергеевна"}).url == reverse("portal:start_model")
    assert User.objects.holding(Role.DIRECTOR).count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_wizard_says_whose_model_it_is_and_adds_the_rows_that_are_wanted(client, data_dir):
    begin(client)
    client.post(reverse("portal:start_card"), CARD)
    client.post(reverse("portal:start_accounts"), {"director": "Петрова Анна Сергеевна"})
    page = client.get(reverse("portal:start_model")).content.decode()
    for words in ("МОЦО № 1", "7 этапов, 26 строк", "7 этапов, 16 строк", "Сроков в модели нет"):
        assert words in page
    model = {"preset": "moco1", "title": "2026/27", "starts_on": "2026-09-01", "ends_on": "2027-05-31"}
    client.post(reverse("portal:start_model"), model | {"suggested": ["moco1:4.4"]})
    assert Activity.objects.count() == 27
    assert Activity.objects.get(number="4.4").title == "Провести обучение наставников"


@pytest.mark.django_db(transaction=True)
def test_the_kind_of_institution_may_be_corrected_in_the_wizard(client, data_dir):
    begin(client)
    pupils = MentoringForm.objects.filter(code="pupil_pupil", enabled=True)
    client.post(reverse("portal:start_card"), CARD)
    assert not pupils.exists()  # children never take part in a kindergarten
    client.post(reverse("portal:start_card"), CARD | {"kind": "school"})
    assert pupils.exists()


def test_today_offers_to_tie_a_card_to_the_account_of_the_same_name(users, as_user):
    keeper = as_user(users["curator"])
    person = PersonFactory(last_name="Петрова", first_name="Анна", patronymic="Сергеевна")
    assert "#access" not in keeper.get("/").content.decode()
    account = UserFactory(full_name="Петрова Анна Сергеевна")
    assert f"{person.get_absolute_url()}#access" in keeper.get("/").content.decode()
    give_access(person, by=users["curator"], user=account)
    assert "#access" not in keeper.get("/").content.decode()


@pytest.mark.django_db
def test_a_wrong_code_makes_nobody_administrator(client, data_dir):
    page = begin(client, code="0000000000000000")
    assert "Код не подходит" in page.content.decode()
    assert not User.objects.exists()


@pytest.mark.django_db
def test_a_simple_password_is_refused_and_the_code_stays_good(client, data_dir):
    assert begin(client, password="12345678").status_code == 200
    assert not User.objects.exists()
    assert begin(client).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value", "advice"),
    [
        ("inn", "7707083894", "проверьте контрольную цифру"),
        ("ogrn", "1027700132196", "контрольную цифру"),
        ("order_pattern", "од", "{n}"),
        ("full_name", "", "Обязательное поле"),
        ("head_last_name", "Петрова2", "допустимы буквы"),
        ("site_url", "javascript:alert(1)", "http"),
    ],
)
def test_a_wrong_card_comes_back_with_advice_and_everything_typed(client, data_dir, field, value, advice):
    begin(client)
    page = client.post(reverse("portal:start_card"), CARD | {field: value}).content.decode()
    assert advice in page
    assert "ул. Садовая, д. 5" in page
    assert not Institution.objects.exists()


def test_the_wizard_is_closed_once_the_portal_runs(users, as_user):
    assert as_user(users["admin"]).get(reverse("portal:start")).url == reverse("portal:home")
    assert as_user(users["admin"]).post(reverse("portal:start_card"), CARD).status_code == 403


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_every_role_has_a_first_page(users, as_user, role):
    BondFactory(active=True)
    assert as_user(users[role]).get("/").status_code == 200


def test_the_administrator_sees_first_whether_all_is_well(users, as_user):
    BondFactory(active=True)
    page = as_user(users["admin"]).get("/").content.decode()
    assert "Очередь фоновой работы" in page
    assert "stage-strip" not in page


def test_the_municipal_coordinator_sees_numbers_and_no_names(users, as_user):
    bond = BondFactory(active=True)
    page = as_user(users["municipal"]).get("/").content.decode()
    assert "пара или группа действует" in page
    assert bond.mentors[0].last_name not in page


@pytest.mark.parametrize("query", ["ёлкин", "ЕЛКИН", "лки", "елкин семён"])
def test_people_are_found_by_any_part_of_a_name(users, as_user, query):
    PersonFactory(last_name="Ёлкин", first_name="Семён", patronymic="")
    page = as_user(users["curator"]).get(reverse("portal:search"), {"q": query}).content.decode()
    assert "Ёлкин Семён" in page


def test_search_shows_nobody_to_strangers(users, as_user):
    PersonFactory(last_name="Ёлкин")
    page = as_user(users["stranger"]).get(reverse("portal:search"), {"q": "ёлкин"}).content.decode()
    assert "Ничего не нашлось" in page


@pytest.mark.parametrize("query", ["", "%", "'\"); --", "я" * 5000, "\u202e", "*"])
def test_search_bears_any_query(users, as_user, query):
    assert as_user(users["curator"]).get(reverse("portal:search"), {"q": query}).status_code == 200


@pytest.mark.parametrize("code", PAGES)
def test_every_role_has_help(users, as_user, code):
    assert as_user(users["stranger"]).get(reverse("portal:help_page", args=[code])).status_code == 200


@pytest.mark.slow
def test_first_page_asks_the_database_as_often_for_many_as_for_few(users, as_user):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = as_user(users["curator"])
    bond = BondFactory(active=True)
    client.get("/")
    with CaptureQueriesContext(connection) as few:
        client.get("/")
    for _ in range(3):
        MeetingFactory(bond=BondFactory(active=True, cycle=bond.cycle), logged_by=UserFactory())
    with CaptureQueriesContext(connection) as many:
        client.get("/")
    assert len(many) == len(few) <= MOST_QUERIES


def test_the_address_of_a_button_is_a_page_in_words(as_user, users):
    """One comes there by signing in anew after a press: sign-in leads to the address that took the press."""
    answer = as_user(users["curator"]).get(reverse("accounts:sign_out_everywhere"))
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "нажмите её ещё раз" in answer.content.decode()


def test_a_lost_form_gives_back_what_a_person_typed():
    data = {
        "csrfmiddlewaretoken": "x" * 64,
        "password": "тайна",
        "version": "0",
        "kind": "staff_2",
        "mentee": ["12", "7"],
    }
    request = RequestFactory().post(
        "/", data | {"name": "Ёлкина", "inn": "7707083893", "day": "2026-11-22", "note": ""}
    )
    assert typed(request) == ["Ёлкина", "7707083893", "2026-11-22"]
