"""What was issued is frozen down to the database."""

import uuid
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from mentorship.documents import storage
from mentorship.documents.models import Counter, Paper, PaperChange, Series


@pytest.fixture
def issued(db):
    return Paper.objects.create(
        kind="order_pairs",
        title="О закреплении наставнических пар",
        state=Paper.State.ISSUED,
        series=Series.ORDERS,
        year=2026,
        sequence=1,
        number="1-од",
        issued_on="2026-09-01",
        idempotency_key=uuid.uuid4(),
    )


@pytest.mark.parametrize(
    "change",
    [
        {"number": "2-од"},
        {"issued_on": "2026-08-31"},
        {"blocks": [{"type": "paragraph"}]},
        {"title": "Другой"},
        {"state": "draft", "number": "", "issued_on": None},
    ],
)
def test_issued_paper_is_not_changed_in_bulk(issued, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        Paper.objects.filter(pk=issued.pk).update(**change)
    assert Paper.objects.get(pk=issued.pk).number == "1-од"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE documents_paper SET number = '9' WHERE id = %s",
        "UPDATE documents_paper SET id = id + 1000 WHERE id = %s",
        "DELETE FROM documents_paper WHERE id = %s",
    ],
)
def test_issued_paper_is_not_changed_by_sql(issued, statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [issued.pk])
    assert Paper.objects.get(pk=issued.pk).number == "1-од"


COLUMNS = [field.column for field in Paper._meta.concrete_fields]
AS_ANOTHER = [{"title": "'Другой'"}.get(name, name) for name in COLUMNS]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no REPLACE")
@pytest.mark.parametrize(
    "statement",
    [
        f"INSERT OR REPLACE INTO documents_paper ({', '.join(COLUMNS)}) SELECT {', '.join(AS_ANOTHER)}"
        " FROM documents_paper WHERE id = %(issued)s",
        "UPDATE OR REPLACE documents_paper SET id = %(issued)s WHERE id = %(draft)s",
        "UPDATE OR REPLACE documents_paper SET series = 'orders', year = 2026, sequence = 1 WHERE id = %(draft)s",
        "INSERT OR REPLACE INTO documents_paperchange (id, paper_id, changed_id, effect)"
        " SELECT id, %(draft)s, changed_id, 'ends' FROM documents_paperchange",
    ],
)
def test_sql_puts_nothing_in_the_place_of_an_issued_paper(issued, statement):
    draft = Paper.objects.create(kind="order_pairs", title="Проект")
    amending = Paper.objects.create(kind="order_replace", title="О внесении изменений")
    PaperChange.objects.create(paper=amending, changed=issued)
    Paper.objects.filter(pk=amending.pk).update(state="issued", issued_on="2026-10-01")
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, {"issued": issued.pk, "draft": draft.pk})
    assert Paper.objects.get(pk=issued.pk).title == "О закреплении наставнических пар"
    assert PaperChange.objects.get().paper == amending


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE documents_paperchange SET effect = 'ends' WHERE paper_id = %(amending)s",
        "UPDATE documents_paperchange SET changed_id = %(draft)s WHERE paper_id = %(amending)s",
        "DELETE FROM documents_paperchange WHERE paper_id = %(amending)s",
        "UPDATE documents_paperchange SET paper_id = %(amending)s WHERE paper_id = %(draft)s",
        "INSERT INTO documents_paperchange (paper_id, changed_id, effect) VALUES (%(amending)s, %(draft)s, 'ends')",
    ],
)
def test_what_an_issued_paper_does_to_another_is_frozen_too(issued, statement):
    amending = Paper.objects.create(kind="order_replace", title="О внесении изменений")
    draft = Paper.objects.create(kind="order_replace", title="Проект")
    for paper in (amending, draft):
        PaperChange.objects.create(paper=paper, changed=issued)
    Paper.objects.filter(pk=amending.pk).update(state="issued", issued_on="2026-10-01")
    before = list(PaperChange.objects.values_list("paper", "changed", "effect"))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, {"amending": amending.pk, "draft": draft.pk})
    assert list(PaperChange.objects.values_list("paper", "changed", "effect")) == before


def test_a_draft_says_freely_what_it_changes(issued):
    draft = Paper.objects.create(kind="order_replace", title="Проект")
    change = PaperChange.objects.create(paper=draft, changed=issued)
    PaperChange.objects.update(effect="ends")
    assert change.delete()[0] == 1


def test_a_draft_may_be_changed_and_deleted(db):
    draft = Paper.objects.create(kind="order_pairs", title="Проект")
    Paper.objects.filter(pk=draft.pk).update(title="Другой проект")
    assert Paper.objects.get(pk=draft.pk).title == "Другой проект"
    assert draft.delete()[0] == 1


def test_numbers_run_apart_in_each_series_and_year(db):
    taken = [
        Counter.take(Series.ORDERS, 2026),
        Counter.take(Series.ORDERS, 2026),
        Counter.take(Series.CONSENTS, 2026),
        Counter.take(Series.ORDERS, 2027),
    ]
    assert taken == [1, 2, 1, 1]


def test_same_content_is_stored_once_and_comes_back_whole(settings, tmp_path):
    settings.FILES_DIR = tmp_path
    assert storage.put("Скан".encode()) == storage.put("Скан".encode())
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1
    assert storage.get(storage.put("Скан".encode())).decode() == "Скан"


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("О дне открытых занятий", "О дне открытых занятий (№ 7 от 01.09.2026)"),
        (
            "Протокол заседания педагогического совета от 01.09.2026",
            "Протокол заседания педагогического совета от 01.09.2026 № 7",
        ),
        (
            "Протокол заседания педсовета от 31.08.2026",
            "Протокол заседания педсовета от 31.08.2026 (№ 7 от 01.09.2026)",
        ),
    ],
)
def test_a_paper_says_its_day_once(title, said):
    assert str(Paper(title=title, number="7", issued_on=date(2026, 9, 1))) == said
