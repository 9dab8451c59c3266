"""The journal of access: every look at personal data is a line, and nobody can mend a line (P-07, A-08)."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from mentorship.accounts import journal
from mentorship.accounts.models import JournalEntry
from tests.factories import PASSWORD, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db


def lines():
    return list(JournalEntry.objects.order_by("number").values_list("action", "subject", "rows", "allowed"))


@pytest.fixture
def written(curator):
    for number in range(1, 8):
        journal.record(curator, journal.Action.VIEW, "Карточка человека", subject=number, path=f"/people/{number}/")
    return curator


def test_lines_are_numbered_and_chained(written):
    assert [entry.number for entry in JournalEntry.objects.order_by("number")] == list(range(1, 8))
    assert list(journal.breaks()) == []


@pytest.mark.parametrize(
    "column", ["what = 'x'", "subject = 99", "allowed = NOT allowed", "user_id = NULL", "ip = '1'"]
)
def test_the_database_refuses_to_change_a_line(written, column):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE accounts_journalentry SET {column} WHERE number = 3")


def test_the_database_refuses_to_delete_a_line(written):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        JournalEntry.objects.filter(number=3).delete()


@pytest.fixture
def unguarded(written):
    """The journal as somebody with the file of the database in his hands sees it."""
    with connection.cursor() as cursor:
        for name in ("update", "delete"):
            cursor.execute(f"DROP TRIGGER journal_{name}")
    yield connection
    journal.install_triggers(None, "default")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="lifts SQLite's triggers")
@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE accounts_journalentry SET subject = 99 WHERE number = 3", "запись № 3 изменена"),
        ("UPDATE accounts_journalentry SET at = '2020-01-01 00:00:00' WHERE number = 5", "запись № 5 изменена"),
        ("DELETE FROM accounts_journalentry WHERE number = 4", "нет записей с № 4 по № 4"),
        ("DELETE FROM accounts_journalentry WHERE number = 7", "удалены последние записи, после № 6"),
        (
            "INSERT INTO accounts_journalentry (number, at, ip, action, what, path, allowed, previous, hash)"
            " VALUES (8, '2026-01-01 00:00:00', '', 'view', 'x', '', 1, 'a', 'b')",
            "запись № 8 не продолжает запись № 7",
        ),
    ],
)
def test_the_check_says_where_the_chain_breaks(unguarded, sql, said):
    with unguarded.cursor() as cursor:
        cursor.execute(sql)
    assert any(said in sentence for sentence in journal.breaks())
    with pytest.raises(CommandError):
        call_command("sanity_check")


def test_a_card_is_one_line_and_one_query(curator, as_user, django_assert_max_num_queries):
    person = PersonFactory()
    browser = as_user(curator)
    browser.get(person.get_absolute_url())
    with django_assert_max_num_queries(1):
        journal.record(curator, journal.Action.VIEW, "Карточка человека", subject=person.pk)
    assert (journal.Action.VIEW, person.pk, None, True) in lines()


def test_a_list_is_one_line_with_its_rows(curator, as_user):
    PersonFactory.create_batch(3)
    as_user(curator).get(reverse("people:list"))
    assert (journal.Action.LIST, None, 3, True) in lines()


def test_a_refusal_is_written_down_too(users, as_user):
    person = PersonFactory()
    assert as_user(users["stranger"]).get(person.get_absolute_url()).status_code == 404
    assert (journal.Action.VIEW, person.pk, None, False) in lines()


def test_signing_in_and_out_and_failing_are_lines(institution):
    user = UserFactory(username="vera")
    browser = Client()
    browser.post(reverse("accounts:login"), {"username": "vera", "password": "не тот"})
    browser.post(reverse("accounts:login"), {"username": "vera", "password": PASSWORD})
    browser.post(reverse("accounts:logout"))
    actions = list(JournalEntry.objects.order_by("number").values_list("action", "user"))
    assert actions == [("sign_in_failed", None), ("sign_in", user.pk), ("sign_out", user.pk)]


def test_there_is_no_name_in_the_journal(curator, as_user):
    person = PersonFactory(last_name="Канарейкина")
    browser = as_user(curator)
    browser.get(person.get_absolute_url())
    browser.get(reverse("people:list"), {"q": "Канарейкина"})
    columns = JournalEntry.objects.values_list("what", "path", "ip")
    assert columns
    assert "анарейкин" not in str(list(columns))


def test_the_administrator_reads_the_journal_and_others_do_not(users, as_user):
    address = reverse("accounts:journal")
    assert as_user(users["admin"]).get(address, {"action": "view"}).status_code == 200
    assert as_user(users["curator"]).get(address).status_code == 403
    sheet = as_user(users["admin"]).get(reverse("accounts:journal_export"))
    assert b"".join(sheet.streaming_content).startswith(b"PK")


def test_every_page_that_is_watched_exists():
    from django.urls import get_resolver

    known = set()

    def walk(patterns, prefix):
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                walk(pattern.url_patterns, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
            else:
                known.add(f"{prefix}{pattern.name}")

    walk(get_resolver().url_patterns, "")
    assert set(journal.watched()) <= known
