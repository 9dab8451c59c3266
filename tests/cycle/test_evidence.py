"""What closes a row by itself, and how rows stand against their terms."""

from datetime import date, timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mentorship.cycle import evidence, workflow
from mentorship.cycle.evidence import Place, Proof
from mentorship.cycle.models import Activity
from mentorship.cycle.terms import State
from mentorship.documents import files
from mentorship.documents.models import Paper
from mentorship.surveys.models import Questionnaire, Wave
from tests.factories import ActivityFactory, CycleFactory, StageFactory

TODAY = date(2026, 11, 15)


@pytest.fixture
def cycle(institution):
    return CycleFactory(starts_on=date(2026, 9, 1), ends_on=date(2027, 5, 31))


@pytest.fixture
def make_row(cycle):
    stage = StageFactory(cycle=cycle)

    def make(**values):
        return ActivityFactory(stage=stage, **values)

    return make


@pytest.fixture
def checks(monkeypatch):
    """Registries of a test's own, empty at first: ``checks.register(…)`` leaves no trace."""
    monkeypatch.setattr(evidence, "_checks", {})
    monkeypatch.setattr(evidence, "_places", {})
    monkeypatch.setattr(evidence, "_bond_ends", [])
    return evidence


def paper_about(cycle, kind="order_pairs", state=Paper.State.ISSUED, **values):
    if state in Paper.FROZEN:
        values = {"number": "45-од", "issued_on": date(2026, 10, 1), **values}
    return Paper.objects.create(
        kind=kind,
        title="О парах",
        state=state,
        subject_type=ContentType.objects.get_for_model(cycle),
        subject_id=cycle.pk,
        **values,
    )


def wave_about(cycle, code, state=Wave.State.CLOSED):
    questionnaire, _ = Questionnaire.objects.get_or_create(code=code, title=f"Итоги {code}", audience="mentee")
    return Wave.objects.create(
        questionnaire=questionnaire,
        subject=cycle,
        state=state,
        opens_on=date(2026, 10, 1),
        closes_on=date(2026, 10, 10),
        closed_on=date(2026, 10, 9) if state == Wave.State.CLOSED else None,
    )


def code_of(row):
    return evidence.state_of(row, TODAY).code


@pytest.mark.parametrize(
    ("due_on", "code", "words"),
    [
        (TODAY - timedelta(days=3), State.OVERDUE, "просрочено на 3 дня"),
        (TODAY, State.SOON, "срок сегодня"),
        (TODAY + timedelta(days=14), State.SOON, "осталось 14 дней"),
        (TODAY + timedelta(days=15), State.PLANNED, "впереди"),
        (None, State.UNDATED, "без срока"),
    ],
)
def test_a_row_against_its_term(make_row, due_on, code, words):
    state = evidence.state_of(make_row(due_on=due_on), TODAY)
    assert (state.code, state.words) == (code, words)


def test_an_open_window_or_a_tick_is_work_in_progress(make_row):
    far = TODAY + timedelta(days=60)
    assert code_of(make_row(starts_on=TODAY, due_on=far)) is State.IN_PROGRESS
    ticked = make_row(starts_on=TODAY + timedelta(days=1), due_on=far)
    assert code_of(ticked) is State.PLANNED
    ticked.items.create(order=1, title="пункт", done_on=TODAY)
    assert code_of(ticked) is State.IN_PROGRESS


def test_all_ticks_do_not_close_a_row(make_row):
    row = make_row(due_on=TODAY - timedelta(days=1))
    row.items.create(order=1, title="пункт", done_on=TODAY)
    assert code_of(row) is State.OVERDUE


def test_rows_as_needed_are_never_overdue(curator):
    cycle = workflow.open_cycle("moco1", title="Г", starts_on=date(2026, 9, 1), ends_on=date(2027, 5, 31), by=curator)
    states = evidence.states(cycle, date(2030, 1, 1))
    as_needed = [states[row.pk].code for row in Activity.objects.of_cycle(cycle).filter(term="on_demand")]
    assert as_needed == [State.ON_DEMAND] * len(as_needed)
    assert len(as_needed) == 7
    assert State.OVERDUE in {state.code for state in states.values()}


def test_an_issued_paper_closes_its_row_and_a_withdrawn_one_opens_it(make_row, cycle):
    row = make_row(doc="order_pairs", due_on=TODAY - timedelta(days=1))
    paper = paper_about(cycle, state=Paper.State.ON_SIGNATURE)
    assert code_of(row) is State.OVERDUE
    Paper.objects.filter(pk=paper.pk).delete()
    paper = paper_about(cycle)
    state = evidence.state_of(row, TODAY)
    assert state.code is State.DONE
    assert state.proofs == (Proof(str(paper), paper.get_absolute_url(), date(2026, 10, 1)),)
    Paper.objects.filter(pk=paper.pk).update(state=Paper.State.WITHDRAWN)
    assert code_of(row) is State.OVERDUE


def test_a_paper_about_another_cycle_proves_nothing_here(make_row):
    row = make_row(doc="order_pairs")
    paper_about(CycleFactory())
    assert code_of(row) is State.UNDATED


def test_a_questionnaire_of_several_parts_counts_when_all_are_closed(make_row, cycle):
    row = make_row(questionnaire="Q12")
    other = make_row(questionnaire="Q1")
    wave_about(cycle, "Q12E")
    open_wave = wave_about(cycle, "Q12M", Wave.State.OPEN)
    assert code_of(row) is State.UNDATED
    Wave.objects.filter(pk=open_wave.pk).update(state=Wave.State.CLOSED, closed_on=date(2026, 10, 10))
    state = evidence.state_of(row, TODAY)
    assert state.code is State.DONE
    assert len(state.proofs) == 2
    assert code_of(other) is State.UNDATED


def test_a_questionnaire_beside_a_paper_is_shown_but_the_paper_decides(make_row, cycle):
    row = make_row(doc="final_report", questionnaire="Q12")
    answers = make_row(doc="satisfaction_analysis", questionnaire="Q12")
    wave_about(cycle, "Q12E")
    state = evidence.state_of(row, TODAY)
    assert (state.code, len(state.proofs)) == (State.UNDATED, 1)
    assert code_of(answers) is State.DONE


def test_a_file_closes_a_row_until_it_is_removed(make_row, curator, settings, tmp_path):
    settings.FILES_DIR = tmp_path
    row = make_row(due_on=TODAY - timedelta(days=1))
    stored = files.store(b"%PDF-1.4 scan", name="протокол.pdf", content_type="application/pdf", by=curator)
    file = workflow.add_file(row, stored, "", curator)
    assert file.title == "протокол.pdf"
    assert code_of(row) is State.DONE
    workflow.remove_file(file, by=curator)
    assert code_of(row) is State.OVERDUE


def test_closing_by_hand_is_told_apart_from_evidence(make_row, curator, cycle):
    row = make_row(doc="order_pairs")
    workflow.close_activity(row, reason="Приказ на бумаге № 12", by=curator)
    state = evidence.state_of(row, TODAY)
    assert (state.code, state.words) == (State.DONE, "закрыто вручную")
    paper_about(cycle)
    assert evidence.state_of(row, TODAY).words == "выполнено"


def test_other_apps_give_checks_and_places(checks, make_row, cycle):
    row = make_row(doc="mentor_bank")
    checks.register("bases", lambda asked: {"mentor_bank": [Proof("В базе 4 наставника")]} if asked == cycle else {})
    checks.register_place("mentor_bank", "К базе", lambda asked: f"/bases/{asked.pk}/")
    assert code_of(row) is State.DONE
    assert evidence.place_of(row, cycle) == Place("К базе", f"/bases/{cycle.pk}/")
    assert evidence.place_of(make_row(doc="memo"), cycle) is None
    with pytest.raises(ValueError, match="twice"):
        checks.register("bases", lambda asked: {})


def test_rows_on_completion_follow_the_pairs(checks, make_row):
    row, yearly = make_row(term="on_bond_end"), make_row(term="on_bond_end;annual")
    assert code_of(row) is State.UNDATED
    assert evidence.state_of(yearly, TODAY).due_on == date(2027, 5, 31)
    assert code_of(yearly) is State.PLANNED  # no pair has ended yet
    checks.register_bond_ends(lambda cycle: [date(2026, 10, 20), date(2026, 10, 1)])
    state = evidence.state_of(row, TODAY)
    assert (state.starts_on, state.due_on) == (date(2026, 10, 1), date(2026, 11, 3))
    assert state.words == "просрочено на 12 дней"
    assert code_of(yearly) is State.IN_PROGRESS


def queries_of_states(cycle):
    with CaptureQueriesContext(connection) as caught:
        evidence.states(cycle, TODAY)
    return len(caught)


def test_the_number_of_queries_does_not_grow_with_rows(make_row, cycle):
    paper_about(cycle)
    counts = []
    for rows in (5, 21):
        for _ in range(rows):
            make_row(doc="order_pairs", term="on_bond_end").items.create(order=1, title="пункт")
        evidence.states(cycle, TODAY)  # content types are read once
        counts.append(queries_of_states(cycle))
    assert len(evidence.states(cycle, TODAY)) == 26
    assert counts[0] == counts[1]
