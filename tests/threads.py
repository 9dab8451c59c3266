"""Acts at the same moment, each in a thread of its own, on a real database."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import DatabaseError, close_old_connections, connections

from mentorship.common.workflow import WorkflowError

PATIENCE = 20  # seconds that one thread waits for the others before the test gives up


@pytest.fixture
def shared_db(transactional_db, tmp_path):
    """Threads see the same database: on SQLite a file made from the one in memory, which locks by table.

    Everything a test needs is made before; ``shared_db()`` moves to the file, the end moves back.
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
    """Run the acts at the same moment, each in a thread of its own; what each gave, or was refused or broken by."""
    barrier = Barrier(len(acts))

    def run(act):
        close_old_connections()
        barrier.wait(PATIENCE)
        try:
            return act()
        except (WorkflowError, DatabaseError) as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def meeting(count, then):
    """``then``, entered by ``count`` threads at once: the worst moment of a race, met every time and not by luck."""
    barrier = Barrier(count)

    def met(*args, **kwargs):
        barrier.wait(PATIENCE)
        return then(*args, **kwargs)

    return met
