"""Real threads on a real database: one press, one number, no gap (trust.md O-03, O-05, O-06).

Each race has a twin in which the lock is taken out: there the same check must find the damage, or it proves nothing.
"""

import uuid
from dataclasses import replace

import pytest
from django.db import transaction

from mentorship.common.workflow import Conflict
from mentorship.documents import blocks, kinds, workflow
from mentorship.documents.models import Counter, Paper, Series
from mentorship.documents.workflow import issuing, wording
from tests.factories import CycleFactory, PersonFactory
from tests.threads import meeting, shared_db, together  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)
YEARS = 10  # each begins with empty rows of numbers


def signing(paper, director, key=None, issue=workflow.issue):
    return lambda: issue(Paper.objects.get(pk=paper.pk), by=director, key=key or uuid.uuid4()).number


def editing(paper, curator, edit=workflow.edit):
    """Each writer has a text of his own."""
    mine = [*paper.blocks, blocks.note("Приписка.")]
    return lambda: edit(Paper.objects.get(pk=paper.pk), blocks=mine, version=paper.version, by=curator).version


@pytest.fixture
def unlocked(monkeypatch):
    """The acts of papers without their locks: each statement by itself, no row held, nothing read again."""
    for module in (issuing, wording):
        monkeypatch.setattr(module, "locked", lambda obj: obj)
    return monkeypatch


def check_one_order(results):
    """One press is one order, whatever came twice; the others are told its number."""
    assert [result for result in results if isinstance(result, str)] == ["1-од"]
    repeats = [result for result in results if not isinstance(result, str)]
    assert {type(result) for result in repeats} == {workflow.AlreadyIssued}
    assert {result.paper.number for result in repeats} == {"1-од"}
    assert Counter.objects.get(series=Series.ORDERS).value == 1


def test_one_press_that_came_twice_at_once_is_one_order(shared_db, waiting, director):  # noqa: F811
    paper, key = waiting(), uuid.uuid4()
    shared_db()
    check_one_order(together(*[signing(paper, director, key) for _ in range(4)]))


def test_twin_without_the_lock_one_press_is_two(shared_db, waiting, director, unlocked):  # noqa: F811
    paper, key = waiting(), uuid.uuid4()
    shared_db()
    unlocked.setattr(issuing, "_check_date", meeting(2, issuing._check_date))
    results = together(*[signing(paper, director, key, issuing.issue.__wrapped__) for _ in range(2)])
    with pytest.raises(AssertionError):
        check_one_order(results)


def test_two_pages_of_one_paper_signed_at_once(shared_db, waiting, director):  # noqa: F811
    paper = waiting()
    shared_db()
    results = together(signing(paper, director), signing(paper, director))
    assert sorted(type(result).__name__ for result in results) == ["AlreadyIssued", "str"]


def check_no_gaps(results, series=Series.ORDERS):
    """Numbers from 1 to as many as there are papers, the counter at the last of them."""
    assert sorted(results, key=str) == sorted(f"{n}-од" for n in range(1, len(results) + 1))
    assert Counter.objects.get(series=series).value == len(results)


@pytest.mark.slow
def test_orders_signed_at_once_in_four_series(shared_db, waiting, director):  # noqa: F811
    series = [Series.ORDERS, Series.MINUTES, Series.ACTS, Series.LETTERS]
    papers, made = [], kinds.get("test_order")
    for row in series:
        kinds.register(replace(made, code=f"test_{row}", series=row))
        for _ in range(4):
            papers.append(waiting())
            Paper.objects.filter(pk=papers[-1].pk).update(kind=f"test_{row}")
    shared_db()
    results = together(*[signing(paper, director) for paper in papers])
    for place, row in enumerate(series):
        given = [str(number).removesuffix("-од") for number in results[4 * place : 4 * place + 4]]
        check_no_gaps([f"{number}-од" for number in given], row)
        del kinds._kinds[f"test_{row}"]


def test_twin_without_the_lock_numbers_are_lost(shared_db, waiting, director, unlocked):  # noqa: F811
    papers = [waiting(), waiting()]
    shared_db()
    unlocked.setattr(Counter, "last", meeting(2, Counter.last))  # both have counted before either reads
    results = together(*[signing(paper, director, issue=issuing.issue.__wrapped__) for paper in papers])
    with pytest.raises(AssertionError):
        check_no_gaps(results)


def first_of_the_year(year, take):
    """Two rows of numbers, each first used by two at the same moment."""
    series = [Series.ORDERS, Series.ORDERS, Series.PERSONNEL, Series.PERSONNEL]
    results = together(*[lambda row=row: take(row, year) for row in series])
    assert sorted(results[:2], key=str) == sorted(results[2:], key=str) == [1, 2]
    assert Counter.objects.filter(year=year).count() == 2


@pytest.mark.slow
def test_rows_of_numbers_first_used_at_the_same_moment(shared_db, institution):  # noqa: F811
    shared_db()
    for year in range(2031, 2031 + YEARS):
        first_of_the_year(year, transaction.atomic(Counter.take))


def test_twin_looking_before_making_the_row_breaks_in_january(shared_db, institution, monkeypatch):  # noqa: F811
    def made_if_missing(series, year):
        rows = Counter.objects.filter(series=series, year=year)
        if not all_have_looked(rows.exists()):
            Counter.objects.create(series=series, year=year)
        return rows

    all_have_looked = meeting(4, lambda found: found)
    monkeypatch.setattr(Counter, "_locked", made_if_missing)
    shared_db()
    with pytest.raises(AssertionError):
        first_of_the_year(2031, Counter.take)


def test_signed_and_taken_back_at_once_is_one_of_the_two(shared_db, waiting, director, curator):  # noqa: F811
    paper = waiting()
    shared_db()
    together(signing(paper, director), lambda: workflow.take_back(Paper.objects.get(pk=paper.pk), by=curator))
    stored = Paper.objects.get(pk=paper.pk)
    assert stored.state in ("issued", "draft")
    assert bool(stored.number) == (stored.state == "issued")
    assert stored.history.filter(state="issued").exists() == (stored.state == "issued")


def test_a_form_sent_twice_at_once_makes_one_draft(shared_db, institution, curator):  # noqa: F811
    CycleFactory()
    kind, person = kinds.get("order_curator"), PersonFactory()
    shared_db()

    def sending():
        form = kind.form({"curator": person.pk, "since": "2026-09-01"}, user=curator)
        assert form.is_valid(), form.errors
        return workflow.begin(kind, form, by=curator).pk

    assert together(sending, sending, sending) == [Paper.objects.get().pk] * 3


def check_one_wording(results, paper):
    """One text is stored, the other writer is told."""
    assert sorted(type(result).__name__ for result in results) == [Conflict.__name__, "int"]
    assert Paper.objects.get(pk=paper.pk).version == paper.version + 1


def test_two_wordings_saved_at_once_leave_one_and_tell_the_other(shared_db, draft, curator):  # noqa: F811
    paper = draft()
    shared_db()
    check_one_wording(together(editing(paper, curator), editing(paper, curator)), paper)


def test_twin_without_the_lock_a_wording_is_lost(shared_db, draft, curator, unlocked):  # noqa: F811
    paper = draft()
    shared_db()
    unlocked.setattr(wording, "locked", meeting(2, lambda obj: obj))
    edit = wording.edit.__wrapped__
    results = together(editing(paper, curator, edit), editing(paper, curator, edit))
    with pytest.raises(AssertionError):
        check_one_wording(results, paper)
