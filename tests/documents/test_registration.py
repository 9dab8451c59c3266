"""Numbers and dates by the rule of each row: at signing, by the secretary after it, or typed by hand."""

import uuid
from datetime import UTC, date, datetime, timedelta
from unittest import mock

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from mentorship.accounts.models import Role, RoleGrant
from mentorship.common.russian import date_words
from mentorship.common.workflow import WorkflowError
from mentorship.documents import sanity, workflow
from mentorship.documents.models import Counter, Paper, PaperChange, Series, SeriesRule
from mentorship.institution.models import Institution
from tests.factories import UserFactory

When, Strictness = SeriesRule.When, SeriesRule.Strictness


@pytest.fixture
def rule(institution, curator):
    """``rule(when=…)`` sets the rule of orders."""

    def make(**fields):
        found = SeriesRule.of(Series.ORDERS)
        for name, value in fields.items():
            setattr(found, name, value)
        return workflow.save_rule(found, by=curator)

    return make


@pytest.fixture
def secretary(institution):
    return UserFactory(roles=[Role.SECRETARY])


@pytest.fixture
def signed(waiting, director):
    """``signed()``: a paper with a signature and no number."""

    def make(**fields):
        return workflow.issue(waiting(), by=director, key=uuid.uuid4(), **fields)

    return make


def stored(paper):
    return Paper.objects.get(pk=paper.pk)


# --- who gives the number, and when -------------------------------------------------------------------------------


def test_by_default_the_number_comes_with_the_signature(signed):
    paper = signed()
    assert (paper.state, paper.number, paper.signed_on) == ("issued", "1-од", timezone.localdate())
    assert paper.registered_by == paper.signed_by


def test_the_secretary_gives_the_next_number_after_the_signature(worker, order_kind, rule, signed, secretary, director):
    rule(when=When.AFTER_SIGNING)
    paper = signed()
    assert (paper.state, paper.number, paper.issued_on) == ("signed", "", None)
    assert order_kind.taken == []  # nothing is in force before the number
    assert not Counter.objects.exists()
    assert [notice.text for notice in secretary.notices.all()] == ["Подписан, ждёт номера: О проверке портала"]
    workflow.register(paper, by=secretary)
    assert (paper.state, paper.number, paper.issued_on) == ("issued", "1-од", timezone.localdate())
    assert (paper.signed_by, paper.registered_by) == (director, secretary)
    assert order_kind.taken == ["1-од"]
    assert stored(paper).pdf is not None
    with pytest.raises(workflow.AlreadyIssued):
        workflow.register(stored(paper), by=secretary)


def test_without_a_secretary_the_curator_is_told(rule, signed, curator):
    rule(when=When.AFTER_SIGNING)
    RoleGrant.objects.filter(role=Role.SECRETARY).delete()
    signed()
    assert curator.notices.filter(text__startswith="Подписан, ждёт номера").exists()


def test_a_number_typed_by_hand_with_a_suffix_and_a_second_number(worker, rule, signed, secretary):
    rule(when=When.BY_HAND)
    first = workflow.register(signed(), by=secretary, sequence=1)
    second = workflow.register(signed(), by=secretary, sequence=1, suffix="/1", journal_number="112")
    assert (first.number, second.number, second.journal_number) == ("1-од", "1/1-од", "112")
    assert workflow.next_number(signed()) == 2
    assert sanity.damages() == []


@pytest.mark.parametrize("suffix", ["12345", "<b>", "/", "№"])
def test_a_suffix_that_is_none(rule, signed, secretary, suffix):
    rule(when=When.BY_HAND)
    with pytest.raises(workflow.NumberError, match="Добавка"):
        workflow.register(signed(), by=secretary, sequence=1, suffix=suffix)


@pytest.mark.parametrize("typed", [3, 10])
def test_a_gap_is_refused_or_warned_of(worker, rule, signed, secretary, typed):
    rule(when=When.BY_HAND)
    workflow.register(signed(), by=secretary, sequence=1)
    paper = signed()
    with pytest.raises(workflow.NumberError, match="Следующий по порядку: 2") as refused:
        workflow.register(paper, by=secretary, sequence=typed, confirmed=True)
    assert not isinstance(refused.value, workflow.NeedsConsent)
    assert Counter.last(Series.ORDERS, timezone.localdate().year) == 1
    rule(gaps=Strictness.WARN)
    with pytest.raises(workflow.NeedsConsent, match="Пропущен"):
        workflow.register(stored(paper), by=secretary, sequence=typed)
    assert workflow.register(stored(paper), by=secretary, sequence=typed, confirmed=True).number == f"{typed}-од"
    assert sanity.damages() == []


def test_a_repeat_is_refused_or_warned_of(rule, signed, secretary):
    rule(when=When.BY_HAND)
    workflow.register(signed(), by=secretary, sequence=1)
    paper = signed()
    with pytest.raises(workflow.NumberError, match="Номер 1-од уже у документа"):
        workflow.register(paper, by=secretary, sequence=1, confirmed=True)
    rule(repeats=Strictness.WARN)
    with pytest.raises(workflow.NeedsConsent):
        workflow.register(stored(paper), by=secretary, sequence=1)
    again = workflow.register(stored(paper), by=secretary, sequence=1, confirmed=True)
    assert (again.number, again.repeat) == ("1-од", 1)


def test_a_typed_number_keeps_the_order_of_dates(rule, signed, secretary):
    today = timezone.localdate()
    rule(when=When.BY_HAND, gaps=Strictness.WARN)
    workflow.register(signed(), by=secretary, sequence=5, confirmed=True)
    early = signed(dated=today - timedelta(days=3), old_year=True)
    with pytest.raises(workflow.DateError, match="не может быть раньше"):
        workflow.register(early, by=secretary, sequence=6, old_year=True)
    assert workflow.register(stored(early), by=secretary, sequence=4, old_year=True).number == "4-од"


def test_the_day_of_the_number_is_not_before_the_signature(rule, signed, secretary):
    rule(when=When.AFTER_SIGNING)
    with pytest.raises(workflow.DateError, match="дата не может быть раньше"):
        workflow.register(signed(), by=secretary, dated=timezone.localdate() - timedelta(days=1), old_year=True)


def test_only_a_signed_paper_is_registered(rule, draft, waiting, secretary):
    rule(when=When.AFTER_SIGNING)
    for paper in (draft(), waiting()):
        with pytest.raises(WorkflowError):
            workflow.register(paper, by=secretary)
        assert stored(paper).number == ""
    assert not Counter.objects.exists()


def test_the_secretary_returns_what_cannot_be_registered(rule, signed, secretary):
    rule(when=When.AFTER_SIGNING)
    paper = workflow.return_with_remark(signed(), remark="Нет приложения.", by=secretary)
    assert (paper.state, paper.signed_on, paper.signed_by, paper.idempotency_key) == ("returned", None, None, None)
    assert paper.is_editable


def test_the_gate_is_asked_again_at_the_number(order_kind, rule, signed, secretary, missing):
    rule(when=When.AFTER_SIGNING)
    paper = signed()
    order_kind.missing.append(missing)
    with pytest.raises(WorkflowError) as refused:
        workflow.register(paper, by=secretary)
    assert refused.value.missing == [missing]
    assert not Counter.objects.exists()


@pytest.mark.parametrize(
    "change", [{"blocks": []}, {"title": "Другой"}, {"signed_on": "2020-01-01"}, {"state": "draft"}]
)
def test_what_was_signed_is_frozen_before_it_has_a_number(rule, signed, change):
    rule(when=When.AFTER_SIGNING)
    paper = signed()
    with pytest.raises(DatabaseError), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        paper.delete()


@pytest.mark.parametrize(
    "change", [{"suffix": "/2"}, {"registered_by": None}, {"journal_number": "9"}, {"ended_on": "2031-01-01"}]
)
def test_what_was_registered_is_frozen_too(rule, signed, secretary, curator, draft, change):
    rule(when=When.BY_HAND)
    paper = workflow.register(signed(), by=secretary, sequence=1, journal_number="112")
    Paper.objects.filter(pk=paper.pk).update(ended_on="2030-01-01")  # set once, as by the paper that ends it
    with pytest.raises(DatabaseError), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(**change)


# --- rules ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "number"), [("{n}-лс", "45-лс"), ("{n}/{yy}", "45/26"), ("{n}/{year}", "45/2026"), ("{n}", "45")]
)
def test_a_pattern_of_a_row(pattern, number):
    assert SeriesRule(series=Series.PERSONNEL, pattern=pattern).number(45, 2026) == number


def test_the_pattern_of_orders_is_the_one_of_the_card(rule):
    rule(pattern="{n}-осн")
    assert Institution.load().order_pattern == "{n}-осн"
    Institution.objects.update(order_pattern="{n}-ОД")
    assert SeriesRule.of(Series.ORDERS).pattern == "{n}-ОД"


def test_rows_without_a_rule_run_by_the_customary_one(institution):
    assert SeriesRule.of(Series.PERSONNEL).number(3, 2026) == "3-лс"
    assert {SeriesRule.of(series).when for series in Series} == {When.AT_SIGNING}


# --- the border of a year (trust.md T-02) --------------------------------------------------------------------------------


def test_a_late_order_of_the_old_year_only_by_explicit_choice(waiting, director):
    with mock.patch("django.utils.timezone.now", return_value=datetime(2027, 1, 11, 9, tzinfo=UTC)):
        first = workflow.issue(waiting(), by=director, key=uuid.uuid4())
        paper = waiting()
        with pytest.raises(workflow.OldYear, match="прошлый год"):
            workflow.issue(paper, by=director, key=uuid.uuid4(), dated=date(2026, 12, 31))
        late = workflow.issue(stored(paper), by=director, key=uuid.uuid4(), dated=date(2026, 12, 31), old_year=True)
    assert (first.year, first.sequence, late.year, late.sequence) == (2027, 1, 2026, 1)


# --- papers that change papers --------------------------------------------------------------------------------------------


def test_an_order_ends_another_on_its_own_day(issued, draft, curator, director):
    old, new = issued(), draft()
    workflow.change(new, old, effect=PaperChange.Effect.ENDS, by=curator)
    assert stored(old).state == "issued"  # a draft changes nothing
    workflow.send(new, by=curator)
    workflow.issue(new, by=director, key=uuid.uuid4())
    old = stored(old)
    assert (old.state, old.ended_on) == ("withdrawn", new.issued_on)
    assert old.number == "1-од"


def ends(paper):
    return [block["text"] for block in paper.blocks if "утратившим силу" in block.get("text", "")]


def test_an_order_says_in_its_text_which_order_it_ends(issued, draft, curator, director):
    old, new = issued(), draft()
    link = workflow.change(new, old, effect=PaperChange.Effect.ENDS, by=curator)
    said = ends(stored(new))
    assert said == [f"Признать утратившим силу приказ от {date_words(old.issued_on)} № 1-од «{old.title}»."]
    at = [block.get("text") for block in stored(new).blocks]
    assert at.index(said[0]) == at.index("Контроль оставляю за собой.") - 1
    workflow.rebuild(stored(new), by=curator)
    assert ends(stored(new)) == said
    new = stored(new)
    reworded = [
        one | {"text": "Считать утратившим силу № 1-од."} if one.get("text") in said else one for one in new.blocks
    ]
    workflow.edit(new, blocks=reworded, version=new.version, by=curator)
    workflow.change(stored(new), old, by=curator)  # it only amends, after all
    assert ends(stored(new)) == []
    workflow.change(stored(new), old, effect=PaperChange.Effect.ENDS, by=curator)
    assert ends(stored(new)) == said
    workflow.unchange(link, by=curator)
    assert ends(stored(new)) == []


def test_an_end_that_the_text_does_not_tell_is_not_signed(issued, draft, curator, director):
    old, new = issued(), draft()
    workflow.change(new, old, effect=PaperChange.Effect.ENDS, by=curator)
    new = stored(new)
    silent = [block for block in new.blocks if block.get("text") not in ends(new)]
    workflow.edit(new, blocks=silent, version=new.version, by=curator)
    with pytest.raises(WorkflowError) as refused:
        workflow.send(stored(new), by=curator)
    assert "в его тексте этого нет" in refused.value.missing[0].text


def test_an_amended_order_stays_in_force(issued, draft, curator, director):
    from mentorship.documents import screens

    old, new = issued(), draft()
    workflow.change(new, old, by=curator)
    assert screens.standing(stored(old)) == []
    workflow.send(new, by=curator)
    workflow.issue(new, by=director, key=uuid.uuid4())
    assert stored(old).state == "issued"
    assert screens.standing(stored(old)) == [("изменён", new)]


def test_what_is_not_in_force_cannot_be_changed(issued, draft, curator, director):
    old, first, second = issued(), draft(), draft()
    for paper in (first, second):
        workflow.change(paper, old, effect=PaperChange.Effect.ENDS, by=curator)
        workflow.send(paper, by=curator)
    workflow.issue(first, by=director, key=uuid.uuid4())
    with pytest.raises(WorkflowError) as refused:
        workflow.issue(second, by=director, key=uuid.uuid4())
    assert "уже не действует" in refused.value.missing[0].text
    with pytest.raises(WorkflowError, match="Изменить можно действующий документ"):
        workflow.change(draft(), stored(old), by=curator)
    with pytest.raises(WorkflowError, match="пока этот документ – черновик"):
        workflow.change(stored(first), stored(second), by=curator)
