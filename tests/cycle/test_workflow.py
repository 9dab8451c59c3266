"""Opening a cycle, editing its roadmap, closing rows."""

from collections import Counter
from datetime import date

import pytest

from mentorship.common.workflow import Conflict, WorkflowError
from mentorship.cycle import closing, workflow
from mentorship.cycle.models import Activity, ActivityItem, Cycle, Programme, Stage
from tests.factories import ActivityFactory, StageFactory

YEAR = {"title": "2026/27", "starts_on": date(2026, 9, 1), "ends_on": date(2027, 5, 31)}


def open_year(by, preset="ds4stav", **changes):
    return workflow.open_cycle(preset, by=by, **{**YEAR, **changes})


def row(cycle, number):
    return Activity.objects.get(stage__cycle=cycle, number=number)


@pytest.mark.parametrize(("preset", "rows", "items"), [("moco1", 26, 0), ("ds4stav", 16, 31)])
def test_a_preset_opens_complete(curator, preset, rows, items):
    cycle = open_year(curator, preset)
    assert Activity.objects.filter(stage__cycle=cycle).count() == rows
    assert ActivityItem.objects.filter(activity__stage__cycle=cycle).count() == items
    assert [stage.canonical for stage in cycle.stages.all()] == [[n] for n in range(1, 8)]
    assert all(one.history.get().history_user == curator for one in Activity.objects.filter(stage__cycle=cycle))


def test_suggested_rows_come_only_if_wanted(curator):
    numbers = {one.number for one in Activity.objects.of_cycle(open_year(curator, "moco1", suggested=["7.3"]))}
    assert "7.3" in numbers
    assert "4.4" not in numbers


@pytest.mark.parametrize(
    ("preset", "number", "starts_on", "due_on", "overdue"),
    [
        ("ds4stav", "1.1", date(2026, 9, 1), date(2026, 9, 30), True),
        ("ds4stav", "1.5", date(2026, 9, 1), date(2026, 9, 30), True),  # inherits from 1.1
        ("ds4stav", "6.1", date(2026, 11, 1), date(2027, 4, 30), True),  # over New Year
        ("ds4stav", "7.1", date(2027, 5, 1), date(2027, 5, 31), True),
        ("moco1", "1.1", date(2026, 11, 1), date(2026, 11, 30), True),  # «Ноябрь 2021» of the model
        ("moco1", "3.1", date(2027, 1, 1), date(2027, 1, 31), True),
        ("moco1", "4.1", date(2027, 2, 1), date(2027, 4, 30), True),
        ("moco1", "5.1", None, None, False),
        ("moco1", "5.2", date(2026, 9, 1), date(2027, 5, 31), False),  # as needed
        ("moco1", "7.1", None, None, True),  # waits for the end of a pair
    ],
)
def test_terms_become_days_of_the_cycle(curator, preset, number, starts_on, due_on, overdue):
    found = row(open_year(curator, preset), number)
    assert (found.starts_on, found.due_on, found.may_be_overdue) == (starts_on, due_on, overdue)


def test_a_row_that_inherits_its_term_says_it_in_the_same_words(curator):
    cycle = open_year(curator, "ds4stav")
    assert row(cycle, "2.1").term_text == row(cycle, "2.2").term_text == "Сентябрь-Октябрь"


def test_a_month_of_the_models_own_year_moves_and_its_words_stay_beside(curator):
    found = row(open_year(curator, "moco1"), "1.1")
    assert (found.term, found.term_text) == ("fixed:2026-11", "ноябрь 2026")
    assert found.source["original_term_text"] == "Ноябрь 2021"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"preset": "no_such"}, "нет"),
        ({"title": "  "}, "Назовите цикл"),
        ({"ends_on": date(2026, 9, 1)}, "позже начала"),
        ({"starts_on": date(206, 9, 1)}, "Проверьте годы"),
        ({"suggested": ["9.9"]}, "9.9"),
    ],
)
def test_a_cycle_that_cannot_be_opened_leaves_nothing(curator, changes, words):
    with pytest.raises(WorkflowError, match=words):
        open_year(curator, **changes)
    assert not Cycle.objects.exists()
    assert not Programme.objects.exists()


def test_overlapping_is_a_warning_and_no_refusal(curator):
    open_year(curator)
    assert "«2026/27»" in workflow.opening_warnings(date(2027, 5, 31), date(2028, 5, 31))[0]
    assert workflow.opening_warnings(date(2027, 6, 1), date(2028, 5, 31)) == []
    open_year(curator, title="Вторая волна")
    assert Cycle.objects.count() == 2


def test_a_second_cycle_continues_the_programme(curator):
    open_year(curator, programme_title="Вместе")
    later = {"starts_on": date(2027, 9, 1), "ends_on": date(2028, 5, 31)}
    open_year(curator, programme_title="Вместе", **later)
    programme = Programme.objects.get()
    assert (programme.starts_on, programme.ends_on) == (date(2026, 9, 1), date(2028, 5, 31))


def test_the_next_cycle_repeats_own_rows_but_not_those_of_a_fixed_month(curator):
    first = open_year(curator, "moco1")
    workflow.set_hidden(row(first, "2.2"), hidden=True, by=curator)
    own = row(first, "2.1")
    workflow.edit_activity(own, version=own.version, by=curator, title="Педсовет", items=["Повестка"])
    later = workflow.open_next(
        first, title="2027/28", starts_on=date(2027, 9, 1), ends_on=date(2028, 5, 31), by=curator
    )
    numbers = set(Activity.objects.of_cycle(later).values_list("number", flat=True))
    assert numbers.isdisjoint({"1.1", "1.2", "1.3", "1.4", "1.5", "2.2"})
    assert len(numbers) == 20
    copied = row(later, "2.1")
    assert (copied.title, copied.due_on) == ("Педсовет", date(2027, 9, 30))
    assert [item.title for item in copied.items.all()] == ["Повестка"]


def test_editing_moves_the_days_with_the_term(curator):
    own = row(open_year(curator), "1.1")
    workflow.edit_activity(own, version=0, by=curator, term="sy:12-01", title="Изучить")
    own.refresh_from_db()
    assert (own.title, own.starts_on, own.due_on) == ("Изучить", date(2026, 12, 1), date(2027, 1, 31))
    assert own.history.first().history_change_reason == "изменено: срок (язык сроков), мероприятие"


def test_own_dates_may_be_overdue(curator):
    own = row(open_year(curator, "moco1"), "5.1")
    days = {"starts_on": None, "due_on": date(2026, 10, 15)}
    workflow.edit_activity(own, version=0, by=curator, term="none", **days)
    assert (own.due_on, own.may_be_overdue) == (date(2026, 10, 15), True)


def test_the_second_of_two_editors_gets_the_stored_text(curator):
    own = row(open_year(curator), "1.1")
    late = Activity.objects.get(pk=own.pk)
    workflow.edit_activity(own, version=0, by=curator, title="Первый")
    with pytest.raises(Conflict) as caught:
        workflow.edit_activity(late, version=0, by=curator, title="Второй")
    assert caught.value.current.title == "Первый"
    assert Activity.objects.get(pk=own.pk).title == "Первый"


def test_a_bad_term_is_refused_with_advice(curator):
    own = row(open_year(curator), "1.1")
    with pytest.raises(WorkflowError, match="Примеры"):
        workflow.edit_activity(own, version=0, by=curator, term="осенью")


def test_items_whose_words_stay_keep_their_ticks(curator):
    own = row(open_year(curator), "1.1")
    first, _, third = own.items.all()
    workflow.tick_item(first, True, curator)
    workflow.edit_activity(own, version=0, by=curator, items=[third.title, first.title, "новое"])
    assert [(item.title, bool(item.done_on)) for item in own.items.all()] == [
        (third.title, False),
        (first.title, True),
        ("новое", False),
    ]


def test_restoring_brings_the_model_back_and_keeps_ticks_and_closing(curator):
    own = row(open_year(curator), "1.1")
    workflow.tick_item(own.items.first(), True, curator)
    workflow.close_activity(own, reason="Папки собраны", by=curator)
    before = Activity.objects.get(pk=own.pk)
    workflow.edit_activity(
        own, version=own.version, by=curator, title="Другое", term="sy:03", responsible=[], items=["одно"]
    )
    workflow.restore_activity(own, version=own.version, by=curator)
    own.refresh_from_db()
    for name in (*workflow.COPIED, "starts_on", "due_on", "closed_on", "closing_reason"):
        assert getattr(own, name) == getattr(before, name)
    assert own.items.count() == 3


def test_a_row_of_ones_own_has_nothing_to_restore(curator):
    cycle = open_year(curator)
    own = workflow.add_activity(cycle.stages.get(order=4), by=curator, title="Обучить", term="sy:10")
    assert (own.number, own.due_on) == ("4.2", date(2026, 10, 31))
    with pytest.raises(WorkflowError, match="добавлена вами"):
        workflow.restore_activity(own, version=own.version, by=curator)


@pytest.mark.parametrize(
    ("up", "expected"),
    [(True, ["1.2", "1.1", "1.3"]), (False, ["1.1", "1.3", "1.2"])],
)
def test_moving_a_row(curator, up, expected):
    cycle = open_year(curator)
    workflow.move_activity(row(cycle, "1.2"), up=up, by=curator)
    assert [one.number for one in Activity.objects.of_cycle(cycle)][:3] == expected


def test_moving_over_the_edge_changes_nothing(curator):
    cycle = open_year(curator)
    workflow.move_activity(row(cycle, "1.1"), up=True, by=curator)
    workflow.move_stage(cycle.stages.last(), up=False, by=curator)
    assert next(one.number for one in Activity.objects.of_cycle(cycle)) == "1.1"
    assert cycle.stages.last().order == 7


def test_stages_are_added_renamed_and_moved(curator):
    cycle = open_year(curator)
    stage = workflow.add_stage(cycle, title="Обмен опытом", by=curator)
    workflow.edit_stage(stage, title="Конференция", task="показать итоги", by=curator)
    workflow.move_stage(stage, up=True, by=curator)
    assert [one.title for one in cycle.stages.all()][-2:] == ["Конференция", "Завершение наставничества"]


def test_closing_by_hand_needs_a_reason_and_is_done_once(curator):
    own = ActivityFactory()
    with pytest.raises(WorkflowError, match="основании"):
        workflow.close_activity(own, reason=" \n", by=curator)
    assert Activity.objects.get(pk=own.pk).closed_on is None
    workflow.close_activity(own, reason="Протокол № 2", by=curator, version=0)
    with pytest.raises(WorkflowError, match="уже закрыта"):
        workflow.close_activity(own, reason="Ещё раз", by=curator)
    workflow.reopen_activity(own, by=curator)
    with pytest.raises(WorkflowError, match="не была закрыта"):
        workflow.reopen_activity(own, by=curator)


def acts(cycle, by):
    own = row(cycle, "1.1")
    return {
        "edit": lambda: workflow.edit_activity(own, version=own.version, by=by, title="Иначе"),
        "add": lambda: workflow.add_activity(own.stage, by=by, title="Ещё"),
        "move": lambda: workflow.move_activity(own, up=False, by=by),
        "hide": lambda: workflow.set_hidden(own, hidden=True, by=by),
        "restore": lambda: workflow.restore_activity(own, version=own.version, by=by),
        "close": lambda: workflow.close_activity(own, reason="Сделано", by=by),
        "tick": lambda: workflow.tick_item(own.items.first(), True, by),
        "stage": lambda: workflow.add_stage(cycle, title="Этап", by=by),
    }


def snapshot():
    rows = Counter((one.title, one.order, one.hidden, one.closed_on, one.version) for one in Activity.objects.all())
    return rows, Stage.objects.count(), ActivityItem.objects.filter(done_on__isnull=False).count()


def test_a_closed_cycle_is_not_changed_until_it_is_opened_again(curator):
    cycle = open_year(curator)
    closing.close_cycle(cycle, by=curator, reason="Приказ издан на бумаге")
    before = snapshot()
    for act in acts(cycle, curator).values():
        with pytest.raises(WorkflowError, match="закрыт"):
            act()
    assert snapshot() == before
    closing.reopen_cycle(cycle, by=curator)
    acts(cycle, curator)["edit"]()
    assert snapshot() != before


def test_a_row_cannot_go_to_a_stage_of_another_cycle(curator):
    own = row(open_year(curator), "1.1")
    with pytest.raises(WorkflowError, match="другому циклу"):
        workflow.edit_activity(own, version=0, by=curator, stage=StageFactory())


def test_a_programme_cannot_become_shorter_than_its_cycle(curator):
    programme = open_year(curator).programme
    with pytest.raises(WorkflowError, match="не помещается"):
        workflow.save_programme(programme, by=curator, ends_on=date(2027, 1, 1))
    workflow.save_programme(programme, by=curator, goal="Закрепить молодых педагогов")
    assert Programme.objects.get().goal == "Закрепить молодых педагогов"
