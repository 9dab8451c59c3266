"""Fixtures that every test may use."""

import pytest
from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.http import HttpRequest
from django.template import Template
from django.test import Client
from simple_history.utils import bulk_create_with_history

from mentorship.accounts.models import Role, RoleGrant, User
from mentorship.common.search import search_key, sort_key
from tests import factories
from tests.worker import AT_ONCE

SMALL_PARTS = ("bootstrap5/", "django/forms/", "components/")  # fields, their labels and hints, chips, lamps


@pytest.fixture(scope="session", autouse=True)
def small_parts_are_not_noted(django_test_environment):
    """``response.context`` holds what the templates of the portal got, without those of the hundred fields of a form.

    The test client copies the context of everything that is rendered: a fifth of the time of a page with a form.
    """
    noted = Template._render

    def render(self, context):
        return self.nodelist.render(context) if (self.name or "").startswith(SMALL_PARTS) else noted(self, context)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", render)
        yield


@pytest.fixture
def institution(db):
    return factories.InstitutionFactory()


@pytest.fixture
def users(institution):
    """One account per role given by hand, and one without any: ``users["curator"]``.

    Every second test wants them, so the rows go in together, with the history and the keys that ``save()`` gives.
    """
    people = {name: factories.UserFactory.build() for name in [*Role.values, "stranger"]}
    for user in people.values():
        user.search, user.sort_key = search_key(user.full_name, user.username), sort_key(user.full_name)
    bulk_create_with_history(people.values(), User)
    bulk_create_with_history([factories.grant_of(people[role], role) for role in Role.values], RoleGrant)
    return people


@pytest.fixture
def as_user():
    """``as_user(user)`` is a browser in which this user has signed in.

    Every second test wants one: ``force_login`` would store a visitor's session first, only to replace it.
    """

    def sign_in(user):
        request = HttpRequest()
        request.session = SessionStore()
        login(request, user, "mentorship.accounts.backends.RoleBackend")
        request.session.save()
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key
        return client

    return sign_in


@pytest.fixture
def curator(users):
    return users["curator"]


@pytest.fixture
def director(users):
    return users["director"]


@pytest.fixture
def worker(settings):
    """The worker runs: an issued paper has its PDF at once."""
    settings.TASKS = AT_ONCE


@pytest.fixture(autouse=True)
def emptied_in_the_end(request):
    """Lifts the guards of issued papers and of the journal before SQLite's tables are emptied; the flush itself puts it back."""
    marker = request.node.get_closest_marker("django_db")
    wanted = {"transactional_db", "live_server"} & set(request.fixturenames)
    if not wanted and not (marker and marker.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for name in ("paper_kept", "paper_change_delete_old", "journal_delete"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
