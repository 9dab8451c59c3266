"""A real browser against a real server: Debian's Chromium, Russian, and not one request to another host.

``page`` is a visitor's page, ``open_as(user)`` a page of somebody signed in; both know relative addresses.
``checks`` holds what every page must bear.
"""

import os
import shutil
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client

from tests.journeys.checks import watch

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in the thread of the tests
QUIET = [  # a browser that looks up nothing by itself
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not program:
        pytest.fail("No Chromium: run «make test», it installs one, or name yours in CHROMIUM.")
    args = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else QUIET  # Chromium's sandbox refuses root
    return {**browser_type_launch_args, "executable_path": program, "args": args}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {
        **browser_context_args,
        "locale": "ru-RU",
        "timezone_id": settings.TIME_ZONE,
        "viewport": {"width": 1280, "height": 900},
        "reduced_motion": "reduce",  # colours and outlines are measured, not the way to them
    }


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, tmp_path_factory):
    """SQLite in a file: in memory the server's threads would share one connection and its transactions."""
    database = connections["default"]
    if database.vendor == "sqlite":
        database.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "journeys.sqlite3")


@pytest.fixture(scope="session")
def base_url(live_server):
    return live_server.url


@pytest.fixture
def data_dir(settings, tmp_path, worker):
    """A folder of data of its own, and a worker that prints what is issued."""
    settings.DATA_DIR = tmp_path
    settings.FILES_DIR = tmp_path / "files"
    return tmp_path


@pytest.fixture
def new_context(new_context, base_url):
    """Opens watched browsers: the test fails on a foreign request, a script's error or a broken file."""
    trouble = []

    def opened(**options):
        context = new_context(**options)
        watch(context, urlsplit(base_url).netloc, trouble)
        return context

    yield opened
    assert not trouble, "The browser noticed:\n" + "\n".join(trouble)


@pytest.fixture
def open_as(new_context, base_url):
    """``open_as(user, **context_options)``: a page in a browser of its own where ``user`` has signed in."""

    def opened(user, **options):
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        context = new_context(**options)
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": base_url}])
        return context.new_page()

    return opened
