"""One person entered by hand and by a list at the same moment is one card (trust.md C-03).

The race has a twin in which the lock is taken out: there the same check must find the damage, or it proves nothing.
"""

import pytest
from django.db import connection

from mentorship.people import imports, workflow
from mentorship.people.models import ImportRun, Person
from mentorship.people.workflow import lists, people
from tests.people.sheets import book
from tests.threads import meeting, shared_db, together  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)
NAME = {"last_name": "Семёнова", "first_name": "Анна", "patronymic": "Петровна"}
ROWS = [["ФИО", "Должность"], ["Семёнова Анна Петровна", "воспитатель"], ["Озёрный Пётр Ильич", "завхоз"]]


@pytest.fixture
def race(settings, tmp_path, curator, shared_db):  # noqa: F811
    """(by hand, by the list): the two acts, ready to be begun at once."""
    settings.FILES_DIR = tmp_path / "files"
    run = workflow.start_import(book(ROWS), "Сотрудники.xlsx", kind="staff", by=curator)
    digest = imports.plan(run).digest
    shared_db()

    def by_list():
        return workflow.load_import(ImportRun.objects.get(pk=run.pk), digest=digest, by=curator)

    return lambda: people.create_person(by=curator, **NAME), by_list


def check_one_card(results):
    """One card, one told of the other; a list that came second has written nothing at all."""
    refused = [result for result in results if isinstance(result, workflow.MayBeDouble | workflow.OutOfDate)]
    assert len(refused) == 1
    assert Person.objects.filter(last_name=NAME["last_name"]).count() == 1
    came_second = isinstance(refused[0], workflow.OutOfDate)
    assert Person.objects.count() == (1 if came_second else 2)


def test_by_hand_and_by_a_list_at_once_is_one_card(race):
    check_one_card(together(*race))


def test_twin_without_the_lock_there_are_two_cards(race, monkeypatch):
    for module in (people, lists):
        monkeypatch.setattr(module, "enter_one_by_one", lambda: None)
    if connection.vendor == "sqlite":  # where a transaction that writes is a lock of its own
        monkeypatch.setattr(people, "create_person", people.create_person.__wrapped__)
        monkeypatch.setattr(lists, "_write", lists._write.__wrapped__)
    both = meeting(2, lambda: None)  # both have looked, nobody has written
    save, reason = people.save, lists.import_reason
    monkeypatch.setattr(people, "save", lambda *args, **kwargs: (both(), save(*args, **kwargs))[1])
    monkeypatch.setattr(lists, "import_reason", lambda run: (both(), reason(run))[1])
    results = together(*race)
    with pytest.raises(AssertionError):
        check_one_card(results)
    assert Person.objects.filter(last_name=NAME["last_name"]).count() == 2
