"""Every address × every actor × GET and POST, from one table; an address without a rule fails the build."""

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from .rules import RULES, SIGNED_IN
from .world import make_world

ACTORS = SIGNED_IN.split()
REFUSED = (403, 404)


def patterns(resolver=None, prefix=""):
    """Names of all patterns below ``resolver``, «app:name»."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from patterns(entry, inner)
        elif isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}"


PORTAL = sorted(name for name in set(patterns()) if not name.startswith("admin:"))


def test_every_address_has_a_rule_and_every_rule_an_address():
    assert set(PORTAL) - set(RULES) == set()
    assert set(RULES) - set(PORTAL) == set()


@pytest.fixture(scope="module")
def shared_world(django_db_setup, django_db_blocker):
    """Made once for all tests here: each of them leaves the database as it was."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        world.sessions = {actor: session_of(user) for actor, user in world.actors.items()}
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(shared_world, db):
    return shared_world


def session_of(user):
    client = Client()
    client.force_login(user, backend="mentorship.accounts.backends.RoleBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def browser(world, actor):
    client = Client(raise_request_exception=True)
    client.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[actor]
    return client


def status_of(world, actor, method, address):
    """The status of one request whose changes are rolled back, so that every actor meets the same world."""
    saved = transaction.savepoint()
    try:
        return getattr(browser(world, actor), method)(address).status_code
    finally:
        transaction.savepoint_rollback(saved)


def complaint(status, actor, allowed, method):
    """What is wrong with the status that this actor got; empty if it is as the table says."""
    if allowed is None:
        return "" if status == 405 or status in REFUSED else f"{method} {actor}: {status}, there should be no {method}"
    if actor in allowed.split():
        return f"{method} {actor}: {status}, should be let in" if status in (*REFUSED, 405) or status >= 500 else ""
    return "" if status in REFUSED else f"{method} {actor}: {status}, should be refused"


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(set(PORTAL) & set(RULES)))
def test_the_table_holds_for_every_actor(world, name):
    rule, problems = RULES[name], []
    address = reverse(name, args=rule.args(world))
    for actor in ACTORS:
        problems.append(complaint(status_of(world, actor, "get", address), actor, rule.get, "GET"))
        problems.append(complaint(status_of(world, actor, "post", address), actor, rule.post, "POST"))
    assert [problem for problem in problems if problem] == []


def test_who_has_not_signed_in_sees_only_public_pages(world):
    """One walk over all addresses: what each of them changed is rolled back before the next."""
    problems = []
    for name in sorted(set(PORTAL) & set(RULES)):
        rule, saved = RULES[name], transaction.savepoint()
        address = reverse(name, args=rule.args(world))
        for method, answer in (("GET", Client().get(address)), ("POST", Client().post(address))):
            led_to_sign_in = answer.status_code == 302 and answer.url.startswith(reverse("accounts:login"))
            if not (led_to_sign_in or rule.public or answer.status_code in (404, 405)):
                problems.append(f"{method} {name}: {answer.status_code}")
        transaction.savepoint_rollback(saved)
    assert problems == []


@pytest.mark.parametrize("actor", ["director", "municipal", "organiser", "mentor", "mentee", "stranger"])
def test_the_registries_are_closed_to_all_but_their_keepers(world, actor):
    client = browser(world, actor)
    assert client.get(reverse("admin:index")).status_code == 403
    for name in ("people_person", "documents_paper", "accounts_user"):
        assert client.get(reverse(f"admin:{name}_changelist")).status_code == 403


@pytest.mark.parametrize("actor", ["curator", "admin"])
def test_the_registries_show_each_keeper_only_what_is_his(world, actor):
    client = browser(world, actor)
    assert client.get(reverse("admin:index")).status_code == 200
    assert client.get(reverse("admin:accounts_user_changelist")).status_code == 200
    seen = client.get(reverse("admin:people_person_changelist")).status_code
    assert seen == (200 if actor == "curator" else 403)
