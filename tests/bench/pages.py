"""Times of the main pages at one size: ``python -m tests.bench.run pages one`` prints them as JSON."""

import statistics
import time

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mentorship.cycle.models import Cycle
from mentorship.documents.models import Paper
from mentorship.people.models import Person
from pairs.models import Bond
from tests.bench import sizes

RUNS = 20


def addresses():
    """(title, who asks, address) of the pages that are measured."""
    cycle = Cycle.objects.current()
    bond = Bond.objects.filter(cycle=cycle).order_by("pk").first()
    yield "Сегодня (куратор)", "curator", "/"
    yield "Сегодня (руководитель)", "director", "/"
    yield "Мои наставляемые", "mentor", "/"
    yield "Мой наставник", "mentee", "/"
    yield "Дорожная карта", "curator", reverse("cycle:roadmap", args=[cycle.pk])
    yield "Люди", "curator", reverse("people:list")
    yield "Карточка человека", "curator", reverse("people:person", args=[Person.objects.order_by("pk")[0].pk])
    yield "Согласия", "curator", reverse("people:consents")
    yield "База наставников", "curator", reverse("registry:mentors")
    yield "База наставляемых", "curator", reverse("registry:mentees")
    yield "Карта пробелов", "curator", reverse("registry:gaps")
    yield "Пары и группы", "curator", reverse("pairs:list")
    yield "Страница пары", "curator", reverse("pairs:bond", args=[bond.pk])
    yield "Встречи", "curator", reverse("pairs:meetings")
    yield "Документы", "curator", reverse("documents:list")
    yield "Документ", "curator", reverse("documents:paper", args=[Paper.objects.order_by("-pk")[0].pk])
    yield "Опросы", "curator", reverse("surveys:list")
    yield "Показатели", "curator", reverse("monitoring:indicators")
    yield "Поиск «белов»", "curator", reverse("portal:search") + "?q=белов"


def measure(size):
    """{title: [p50 ms, p95 ms, queries]} of each page at one size."""
    users = sizes.fill(sizes.SIZES[size])
    clients = {}
    for name, user in users.items():
        clients[name] = Client()
        clients[name].force_login(user, backend="mentorship.accounts.backends.RoleBackend")
    return {title: _one(clients[who], address) for title, who, address in addresses()}


def _one(client, address):
    with CaptureQueriesContext(connection) as queries:
        status = client.get(address).status_code
    asked = len(queries)  # now: the next request clears the log
    if status != 200:
        raise SystemExit(f"{address}: {status}")
    spent = []
    for _ in range(RUNS):
        started = time.perf_counter()
        client.get(address)
        spent.append((time.perf_counter() - started) * 1000)
    return [statistics.median(spent), statistics.quantiles(spent, n=20)[-1], asked]
