"""kill -9 while eight clients sign orders: nothing answered is lost, nothing is half done (trust.md O-01, O-02, O-03).

25 kills in the suite, ``KILLS=1000 pytest tests/documents/test_killed_server.py`` before a release (O-01).
"""

import os
import time

import pytest
from django.db import connections
from django_tasks_db.models import DBTaskResult

from mentorship.documents import kinds, workflow
from mentorship.documents.models import Acquaintance, Counter, Paper
from tests.documents.killed_server import Server, Signer
from tests.factories import CycleFactory, PersonFactory
from tests.threads import shared_db  # noqa: F401

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
KILLS = int(os.environ.get("KILLS", 25))
CLIENTS, EACH = 8, 8


@pytest.fixture
def order(institution, curator):
    """An order before the head, of a kind that every process knows."""
    CycleFactory()
    kind = kinds.get("order_curator")
    form = kind.form({"curator": PersonFactory().pk, "since": "2026-09-01"}, user=curator)
    assert form.is_valid(), form.errors
    return workflow.send(workflow.begin(kind, form, by=curator), by=curator)


@pytest.fixture
def servers(order, shared_db, tmp_path):  # noqa: F811
    """``servers(n)``: as many processes on the database of the test, answering."""
    started = []

    def start(count):
        shared_db()
        started.extend(Server(tmp_path) for _ in range(count))
        for server in started:
            server.start()
        return started

    yield start
    for server in started:
        server.close()


def enough(order):
    """Orders before the head, for all clients until the kill."""
    waiting = Paper.objects.waiting()
    for _ in range(CLIENTS * EACH - waiting.count()):
        order.pk, order._state.adding = None, True
        order.save()
    return list(waiting.order_by("pk"))


def press_until_killed(servers, victim, order, director, moment):
    """Eight clients sign; ``victim`` is killed after some signatures. Returns the clients."""
    papers = enough(order)
    clients = [Signer(servers[n % len(servers)], director, papers[n::CLIENTS]) for n in range(CLIENTS)]
    for client in clients:
        client.start()
    while sum(len(client.signed) for client in clients) < 4 + moment % 7 and any(one.is_alive() for one in clients):
        time.sleep(0.01)
    time.sleep(moment % 10 / 100)  # anywhere between two answers
    victim.kill()
    return clients


def check(known, told):
    """What is in the database: numbers without gaps, all that was told, none half done; {paper: number}."""
    connections.close_all()
    issued = dict(Paper.objects.filter(state=Paper.State.ISSUED).values_list("pk", "sequence"))
    assert sorted(issued.values()) == list(range(1, len(issued) + 1))
    assert Counter.objects.get().value == len(issued)
    assert told <= issued.keys(), "an answered signature is lost"
    assert known.items() <= issued.items(), "a number changed"
    assert set(Acquaintance.objects.values_list("paper", flat=True)) == issued.keys()
    assert {task.args_kwargs["args"][0] for task in DBTaskResult.objects.all()} == issued.keys()
    assert set(Paper.history.filter(state=Paper.State.ISSUED).values_list("id", flat=True)) == issued.keys()
    rest = Paper.objects.exclude(pk__in=issued)
    assert not rest.exclude(state=Paper.State.ON_SIGNATURE, number="", signed_by=None).exists()
    return issued


def serve_on(clients):
    """Those whose server lives go on without one lost answer."""
    before = sum(len(client.signed) for client in clients)
    while sum(len(client.signed) for client in clients) < before + 4 and any(one.is_alive() for one in clients):
        time.sleep(0.01)
    assert sum(len(client.signed) for client in clients) >= before + 4
    stop(clients)
    assert not [client.lost for client in clients if client.lost]


def stop(clients):
    for client in clients:
        client.is_going = False
        client.join()


@pytest.mark.parametrize(
    ("count", "kills"),
    [pytest.param(1, KILLS - KILLS // 3, id="the_only_one"), pytest.param(2, KILLS // 3, id="one_of_two")],
)
def test_a_server_is_killed_while_eight_clients_sign(servers, order, director, count, kills):
    """O-02 is said of workers: this server has none, several web processes are several servers on one database."""
    running, known, told = servers(count), {}, set()
    victim = running[0]
    for moment in range(kills):
        clients = press_until_killed(running, victim, order, director, moment)
        if count > 1:
            serve_on(clients[1::2])
        stop(clients)
        told |= {pk for client in clients for pk in client.signed}
        known = check(known, told)
        victim.start()
        for client in clients:
            if client.lost:  # the browser repeats the press whose answer did not come
                client.press(*client.lost, client.token())
        told |= {pk for client in clients for pk in client.signed}
        known = check(known, told)
        assert not [answer for client in clients for answer in client.strange]
    assert len(known) > kills * 4
