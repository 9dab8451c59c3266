"""Lists of mentors, mentees and pairs through the engine of lists: names found, questions asked, history kept."""

from datetime import date

import pytest
from django.urls import reverse

from mentorship.accounts.models import Role
from mentorship.common.workflow import WorkflowError
from mentorship.cycle.models import Cycle
from mentorship.documents.models import Counter
from mentorship.institution.workflow import load_dictionaries
from mentorship.people import imports, workflow
from mentorship.registry.models import Participation, Side
from pairs.models import Bond, EarlierOrder
from tests.factories import CycleFactory, ParticipationFactory, PersonFactory, UserFactory
from tests.people.sheets import book

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files_aside(settings, tmp_path):
    settings.FILES_DIR = tmp_path


@pytest.fixture
def by(institution):
    load_dictionaries()
    return UserFactory(roles=[Role.CURATOR])


@pytest.fixture
def cycle():
    return CycleFactory(title="2025/26", starts_on=date(2025, 9, 1), ends_on=date(2027, 5, 31))


@pytest.fixture
def people():
    def person(last, first, patronymic, **more):
        return PersonFactory(last_name=last, first_name=first, patronymic=patronymic, **more)

    return {
        "mentor": person("Петрова-Водкина", "Анна", "Сергеевна"),
        "first": person("Котов", "Илья", "Сергеевич", gender="m"),
        "second": person("Орлова", "Анна", "Дмитриевна"),
        "twin": person("Иванова", "Мария", "Петровна", post="воспитатель"),
        "other": person("Иванова", "Мария", "Павловна", post="логопед"),
    }


def start(rows, kind, by):
    return workflow.start_import(book(rows), "пары.xlsx", kind=kind, by=by)


def load(run, by):
    return workflow.load_import(run, digest=imports.plan(run).digest, by=by)


def errors(run):
    return [problem.text for problem in imports.plan(run).errors]


PAIRS = [
    ["Закрепление наставников на 2025/26 учебный год"],
    ["№", "Наставник", "Наставляемые", "Период"],
    [1, "А.С. Петрова-Водкина", "1) Котов И. С., 2) Орлова Анна Дмитриевна", "с 01.09.2025 по 31.05.2026"],
]


def test_a_group_is_found_by_initials_and_proposed(by, cycle, people):
    run = start(PAIRS, "pairs", by)
    assert errors(run) == []
    assert not Bond.objects.exists()  # the rehearsal leaves nothing
    assert not Participation.objects.exists()
    load(run, by)
    bond = Bond.objects.get()
    assert (bond.mentors, bond.mentees) == ([people["mentor"]], [people["first"], people["second"]])
    assert (bond.state, bond.starts_on, bond.ends_on) == (Bond.State.PROPOSED, date(2025, 9, 1), date(2026, 5, 31))
    assert [kind.code for kind in bond.kinds.all()] == ["group"]
    assert set(Participation.objects.values_list("state", flat=True)) == {Participation.State.CANDIDATE}


def test_the_same_pairs_again_change_nothing_and_undoing_leaves_no_trace(by, cycle, people):
    run = start(PAIRS, "pairs", by)
    load(run, by)
    assert not imports.plan(start(PAIRS, "pairs", by)).changes_anything
    workflow.undo_import(run, by=by)
    assert not Bond.objects.exists()
    assert not Participation.objects.exists()


def test_a_pair_that_went_on_is_not_undone(by, cycle, people):
    run = start(PAIRS, "pairs", by)
    load(run, by)
    bond = Bond.objects.get()
    bond.goal = "цель"
    bond.save()
    with pytest.raises(WorkflowError, match="работали дальше") as refused:
        workflow.undo_import(run, by=by)
    assert "изменили после загрузки" in str(refused.value.missing[0])
    assert Bond.objects.exists()


def test_an_ambiguous_name_is_asked_once_for_the_whole_list(by, cycle, people):
    rows = [["Наставник", "Наставляемый"], ["Иванова М.П.", "Котов И.С."], ["Иванова М.П.", "Орлова А.Д."]]
    run = start(rows, "pairs", by)
    questions = [problem for problem in imports.plan(run).errors if problem.choices]
    assert {problem.asked for problem in questions} == {"иванова м п"}
    assert {value for value, _ in questions[0].choices} == {str(people["twin"].pk), str(people["other"].pk)}
    workflow.correct(run, answers={"иванова м п": str(people["other"].pk)})
    load(run, by)
    assert [bond.mentors for bond in Bond.objects.order_by("pk")] == [[people["other"]]] * 2


def test_the_mentor_of_several_rows_may_stand_once(by, cycle, people):
    run = start(
        [["Наставник", "Наставляемый"], ["Петрова-Водкина А.С.", "Котов И.С."], ["", "Орлова А.Д."]], "pairs", by
    )
    load(run, by)
    assert Bond.objects.count() == 2


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (["Сидоров С.С.", "Котов И.С.", ""], "такого человека нет в списке людей"),
        (["Петрова-Водкина А.С.", "Петрова-Водкина А.С.", ""], "за самим собой"),
        (["Петрова-Водкина А.С.", "Котов И.С.", "с 01.09.2020 по 31.05.2021"], "Период пары выходит за цикл"),
        (["Петрова-Водкина А.С.", "Котов И.С.", "когда придётся"], "ожидается период, получено «когда придётся»"),
        (["Петрова-Водкина А.С.", "", ""], "наставляемый не указан"),
    ],
)
def test_what_the_rules_refuse_is_told_at_its_row(by, cycle, people, row, words):
    (error,) = errors(start([["Наставник", "Наставляемый", "Период"], row], "pairs", by))
    assert error.startswith("Строка 2, ")
    assert words in error


def test_without_a_running_cycle_there_is_nowhere_to_load(by, people):
    (error,) = errors(start(PAIRS, "pairs", by))
    assert "нет идущего цикла" in error


def test_mentors_come_into_the_base_as_candidates(by, cycle, people):
    rows = [
        ["ФИО наставника", "Количество наставляемых", "Сильные стороны"],
        ["Петрова-Водкина А.С.", 2, "развитие речи"],
        ["Котов Илья", "", ""],
    ]
    run = start(rows, "mentors", by)
    load(run, by)
    one = Participation.objects.get(person=people["mentor"])
    assert (one.side, one.state, one.capacity, one.request) == (Side.MENTOR, "candidate", 2, "развитие речи")
    again = imports.plan(start(rows, "mentors", by))
    assert not again.changes_anything
    changed = imports.plan(start([rows[0], ["Петрова-Водкина А.С.", 3, ""]], "mentors", by))
    assert [(change.field, change.before, change.after) for change in changed.rows[0].changes] == [
        ("capacity", "2", "3")
    ]
    workflow.undo_import(run, by=by)
    assert not Participation.objects.exists()


def test_mentees_with_their_requests(by, cycle, people):
    ParticipationFactory(cycle=cycle, person=people["first"], side=Side.MENTEE, consents=False)
    run = start([["Наставляемый", "Запрос"], ["Котов И.С.", "занятия"], ["Орлова А.Д.", "дисциплина"]], "mentees", by)
    load(run, by)
    assert dict(Participation.objects.values_list("person", "request")) == {
        people["first"].pk: "занятия",
        people["second"].pk: "дисциплина",
    }


EARLIER = [
    ["Наставник", "Наставляемый", "Период", "Приказ", "Итог"],
    [
        "Петрова-Водкина А.С.",
        "Котов И.С.",
        "с 01.09.2023 по 31.05.2024",
        "№ 45-од от 28.08.2023",
        "программа выполнена",
    ],
    ["Петрова-Водкина А.С.", "Орлова А.Д.", "2022/23", "№ 12 от 01.09.2022", ""],
]


def test_pairs_of_earlier_years_become_history_and_take_no_number(by, cycle, people):
    run = start(EARLIER, "earlier", by)
    assert errors(run) == []
    load(run, by)
    bond = Bond.objects.get(starts_on=date(2023, 9, 1))
    assert (bond.state, bond.ended_on, str(bond.former_order)) == (
        Bond.State.COMPLETED, date(2024, 5, 31), "Приказ № 45-од от 28.08.2023",
    )  # fmt: skip
    assert (bond.cycle.title, bond.cycle.state) == ("2023/24", Cycle.State.CLOSED)
    assert Cycle.objects.current() == cycle
    assert not Counter.objects.exists()
    assert EarlierOrder.objects.count() == 2
    assert not imports.plan(start(EARLIER, "earlier", by)).changes_anything
    workflow.undo_import(run, by=by)
    assert not Bond.objects.exists()
    assert not EarlierOrder.objects.exists()


JOURNAL = [
    ["Номер приказа", "Дата приказа", "О чём приказ"],
    ["№ 40-од", "25.08.2023", "О внедрении целевой модели наставничества"],
    ["41-од от 26.08.2023", "", "О назначении куратора"],
]


def test_an_order_without_a_pair_is_kept_alone(by, cycle, people):
    run = start(JOURNAL, "earlier", by)
    assert errors(run) == []
    load(run, by)
    assert list(EarlierOrder.objects.order_by("number").values_list("number", "dated", "title")) == [
        ("40-од", date(2023, 8, 25), "О внедрении целевой модели наставничества"),
        ("41-од", date(2023, 8, 26), "О назначении куратора"),
    ]
    assert not Bond.objects.exists()
    assert not imports.plan(start(JOURNAL, "earlier", by)).changes_anything
    workflow.undo_import(run, by=by)
    assert not EarlierOrder.objects.exists()


def test_orders_alone_and_pairs_stand_in_one_list(by, cycle, people):
    rows = [[*EARLIER[0], "Дата приказа"], [*EARLIER[1], ""], ["", "", "", "№ 40-од", "", "25.08.2023"]]
    run = start(rows, "earlier", by)
    assert errors(run) == []
    load(run, by)
    assert (Bond.objects.count(), EarlierOrder.objects.count()) == (1, 2)


@pytest.mark.parametrize(("dated", "words"), [("", "нужна дата"), ("01.10.2025", "это не прежние годы")])
def test_an_order_alone_tells_its_year(by, cycle, people, dated, words):
    (error,) = errors(start([*JOURNAL[:1], ["40-од", dated, "О внедрении"]], "earlier", by))
    assert words in error


def test_this_years_pair_is_not_history(by, cycle, people):
    rows = [EARLIER[0], ["Петрова-Водкина А.С.", "Котов И.С.", "с 01.09.2025 по 31.05.2026", "", ""]]
    (error,) = errors(start(rows, "earlier", by))
    assert "это не прежние годы" in error


def test_the_question_is_answered_on_the_page(as_user, by, cycle, people):
    run = start([["Наставник", "Наставляемый"], ["Иванова М.П.", "Котов И.С."]], "pairs", by)
    page = as_user(by)
    assert "подходят несколько человек" in page.get(reverse("people:import_check", args=[run.pk])).content.decode()
    page.post(reverse("people:import_fix", args=[run.pk]), {"answer-иванова м п": str(people["twin"].pk)})
    run.refresh_from_db()
    assert errors(run) == []
