"""One-time access, roles with dates, sessions that end at once."""

import html
import re
from datetime import date, timedelta
from urllib.parse import unquote

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorship.accounts import workflow
from mentorship.accounts.models import AccessSlip, Role, RoleGrant, User
from mentorship.common.workflow import WorkflowError
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def test_a_slip_works_once_and_only_its_hash_is_kept():
    user = UserFactory()
    code = workflow.issue_slip(user, by=user)
    assert code not in str(AccessSlip.objects.values())
    assert workflow.redeem(workflow.grouped(code).lower()) == user
    with pytest.raises(WorkflowError):
        workflow.redeem(code)


def test_a_new_slip_ends_the_old_one():
    user = UserFactory()
    old, new = workflow.issue_slip(user, by=user), workflow.issue_slip(user, by=user)
    with pytest.raises(WorkflowError):
        workflow.redeem(old)
    assert workflow.redeem(new) == user


@pytest.mark.parametrize("spoil", ["expire", "block", "unknown"])
def test_a_dead_code_is_refused_in_one_and_the_same_sentence(spoil):
    user = UserFactory()
    code = workflow.issue_slip(user, by=user)
    if spoil == "expire":
        AccessSlip.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    elif spoil == "block":
        User.objects.filter(pk=user.pk).update(is_active=False)
    else:
        code = "ABCD"
    with pytest.raises(WorkflowError, match="Попросите у куратора новый листок"):
        workflow.redeem(code)


def test_roles_hold_between_their_days():
    user = UserFactory()
    RoleGrant.objects.create(user=user, role=Role.CURATOR, starts_on=date(2026, 7, 1), ends_on=date(2026, 7, 31))
    held = [
        RoleGrant.objects.in_force(day).filter(user=user).exists()
        for day in (date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 31), date(2026, 8, 1))
    ]
    assert held == [False, True, True, False]


def test_the_last_administrator_keeps_the_role(users):
    grant = users["admin"].role_grants.get()
    with pytest.raises(WorkflowError, match="последний администратор"):
        workflow.end_role(grant, by=users["admin"])


def test_an_open_page_stops_working_when_the_role_is_taken_away(users, as_user):
    client = as_user(users["curator"])
    assert client.get(reverse("accounts:list")).status_code == 200
    workflow.end_role(users["curator"].role_grants.get(), by=users["admin"])
    assert client.get(reverse("accounts:list")).status_code == 403


@pytest.mark.parametrize("act", ["password", "everywhere", "block"])
def test_all_sessions_end_at_once(users, as_user, act):
    user = users["curator"]
    client = as_user(user)
    if act == "password":
        workflow.set_password(user, "drugoj-dlinnyj-parol")
    elif act == "everywhere":
        workflow.end_sessions(user, by=user)
    else:
        workflow.set_active(user, active=False, by=users["admin"])
    assert client.get(reverse("accounts:profile")).url.startswith(reverse("accounts:login"))


@pytest.mark.parametrize(
    ("name", "username"),
    [
        ("Белова Мария Петровна", "belova.mp"),
        ("Щёголев-Цой Юрий", "shchegolevtsoi.i"),
        ("", "user"),
    ],
)
def test_names_for_sign_in_are_made_from_russian_names(name, username):
    assert workflow.free_username(name) == username


def test_a_taken_name_gets_a_number():
    by = UserFactory()
    made = [workflow.create_account("Белова Мария Петровна", by=by).username for _ in range(3)]
    assert made == ["belova.mp", "belova.mp2", "belova.mp3"]


def test_a_new_account_enters_by_slip_and_sets_a_password(client, users):
    user = workflow.create_account("Котов Илья Сергеевич", by=users["admin"])
    code = workflow.issue_slip(user, by=users["admin"])
    assert client.post(reverse("accounts:access"), {"code": code}).url == reverse("accounts:set_password")
    assert client.get(reverse("accounts:profile")).url == reverse("accounts:set_password")  # nowhere else yet
    form = {"password": "korotko", "repeat": "korotko"}
    assert "12" in client.post(reverse("accounts:set_password"), form).content.decode()
    form = {"password": "tri slova podryad", "repeat": "tri slova podryad"}
    assert client.post(reverse("accounts:set_password"), form).status_code == 302
    assert client.get(reverse("accounts:profile")).status_code == 200


def test_the_slip_is_also_a_letter_that_lets_its_reader_in(client, as_user, users):
    user = workflow.create_account("Котов Илья Сергеевич", by=users["admin"], email="kotov@example.ru")
    page = as_user(users["admin"]).post(reverse("accounts:slip", args=[user.pk]))
    (link,) = re.findall(r'href="(mailto:[^"]+)"', page.content.decode())
    body = unquote(html.unescape(link)).partition("body=")[2]
    assert link.startswith("mailto:kotov%40example.ru?subject=")
    assert "Здравствуйте, Илья Сергеевич!" in body
    (code,) = re.findall(r"/access/#(\w+)", body)
    client.logout()
    assert client.post(reverse("accounts:access"), {"code": code}).url == reverse("accounts:set_password")


def test_who_has_no_mail_gets_a_letter_to_copy(as_user, users):
    user = workflow.create_account("Котов Илья Сергеевич", by=users["admin"])
    page = as_user(users["admin"]).post(reverse("accounts:slip", args=[user.pk])).content.decode()
    assert "mailto:" not in page
    assert "приглашает вас на портал" in page


def test_sign_in_does_not_tell_which_part_is_wrong(client, users):
    url, user = reverse("accounts:login"), users["curator"]
    answers = [
        client.post(url, {"username": name, "password": "wrong"}).context["form"].non_field_errors()
        for name in (user.username, "nobody")
    ]
    assert answers[0]
    assert str(answers[0]) == str(answers[1])
    assert client.post(url, {"username": user.username, "password": PASSWORD}).status_code == 302


def test_five_wrong_passwords_shut_the_door_for_one_name_only(client, users, settings):
    """УПД.6 of ФСТЭК order 21 (law.md 2.7); neither the right password nor a name that nobody has opens it."""
    settings.AXES_ENABLED = True
    url, name = reverse("accounts:login"), users["curator"].username
    for who in (name, "nobody"):
        tries = [client.post(url, {"username": who, "password": "wrong"}) for _ in range(5)]
        assert [answer.status_code for answer in tries] == [200] * 4 + [429]
        page = tries[-1].content.decode()
        assert "Слишком много попыток" in page
        assert "Повторите через 15 минут" in page
        assert client.post(url, {"username": who, "password": PASSWORD}).status_code == 429
    assert client.post(url, {"username": users["director"].username, "password": PASSWORD}).status_code == 302


@pytest.mark.parametrize(("who", "status"), [("admin", 200), ("curator", 302), ("director", 403), ("stranger", 403)])
def test_a_curator_issues_no_slip_for_a_director(users, as_user, who, status):
    answer = as_user(users[who]).post(reverse("accounts:slip", args=[users["director"].pk]))
    assert answer.status_code == (403 if who == "curator" else status)


def test_sign_in_does_not_lead_to_another_site(client, users):
    user = users["curator"]
    for evil in ("//evil.example", "https:evil.example", "\\\\evil.example"):
        answer = client.post(reverse("accounts:login"), {"username": user.username, "password": PASSWORD, "next": evil})
        assert answer.url == reverse("portal:home")
        client.post(reverse("accounts:logout"))


def test_silence_of_half_an_hour_ends_the_session(users, as_user):
    client = as_user(users["curator"])
    client.get(reverse("accounts:profile"))
    session = client.session
    session["seen_at"] -= 31 * 60
    session.save()
    assert client.get(reverse("accounts:profile")).status_code == 302
