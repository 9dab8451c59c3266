"""Real threads on a real database: one press, one number, no gap."""

import sqlite3
import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import close_old_connections, connections

from mentorship.common.workflow import Conflict, WorkflowError
from mentorship.documents import workflow
from mentorship.documents.models import Counter, Paper, Series


@pytest.fixture
def shared(transactional_db, order_kind, waiting, tmp_path):
    """Threads see the same database: on SQLite a file made from the one in memory, which locks by table.

    Everything a test needs is made before; ``shared()`` moves to the file, the end moves back.
    """
    memory, name = connections["default"], connections.settings["default"]["NAME"]

    def move():
        if memory.vendor != "sqlite":
            return
        path = tmp_path / "threads.sqlite3"
        with sqlite3.connect(path) as file:
            memory.connection.backup(file)
        file.close()
        del connections["default"]
        connections.settings["default"]["NAME"] = str(path)

    yield move
    if memory.vendor == "sqlite":
        connections["default"].close()
        connections.settings["default"]["NAME"] = name
        connections["default"] = memory


def together(*acts):
    """Run the acts at the same moment, each in a thread of its own; what each gave or raised."""
    barrier = Barrier(len(acts))

    def run(act):
        close_old_connections()
        barrier.wait()
        try:
            return act()
        except WorkflowError as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def signing(paper, director, key=None):
    return lambda: workflow.issue(Paper.objects.get(pk=paper.pk), by=director, key=key or uuid.uuid4()).number


@pytest.mark.django_db(transaction=True)
def test_one_press_that_came_twice_at_once_is_one_order(shared, waiting, director):
    paper, key = waiting(), uuid.uuid4()
    shared()
    results = together(*[signing(paper, director, key) for _ in range(4)])
    assert sorted(str(result) for result in results if isinstance(result, str)) == ["1-од"]
    repeats = [result for result in results if not isinstance(result, str)]
    assert {type(result) for result in repeats} == {workflow.AlreadyIssued}
    assert {result.paper.number for result in repeats} == {"1-од"}
    assert Counter.objects.get(series=Series.ORDERS).value == 1


@pytest.mark.django_db(transaction=True)
def test_two_pages_of_one_paper_signed_at_once(shared, waiting, director):
    paper = waiting()
    shared()
    results = together(signing(paper, director), signing(paper, director))
    assert sorted(type(result).__name__ for result in results) == ["AlreadyIssued", "str"]


@pytest.mark.django_db(transaction=True)
def test_orders_signed_at_once_get_numbers_without_gaps(shared, waiting, director):
    papers = [waiting() for _ in range(6)]
    shared()
    results = together(*[signing(paper, director) for paper in papers])
    assert sorted(results) == [f"{n}-од" for n in range(1, 7)]
    assert Counter.objects.get(series=Series.ORDERS).value == 6


@pytest.mark.django_db(transaction=True)
def test_signed_and_taken_back_at_once_is_one_of_the_two(shared, waiting, director, curator):
    paper = waiting()
    shared()
    together(signing(paper, director), lambda: workflow.take_back(Paper.objects.get(pk=paper.pk), by=curator))
    stored = Paper.objects.get(pk=paper.pk)
    assert stored.state in ("issued", "draft")
    assert bool(stored.number) == (stored.state == "issued")
    assert stored.history.filter(state="issued").exists() == (stored.state == "issued")


@pytest.mark.django_db(transaction=True)
def test_two_wordings_saved_at_once_leave_one_and_tell_the_other(shared, draft, curator):
    paper = draft()
    shared()
    acts = [
        lambda: (
            workflow.edit(
                Paper.objects.get(pk=paper.pk), blocks=paper.blocks, version=paper.version, by=curator
            ).version
        )
    ] * 2
    results = together(*acts)
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "int"]
    assert isinstance(next(result for result in results if not isinstance(result, int)), Conflict)
    assert Paper.objects.get(pk=paper.pk).version == paper.version + 1
