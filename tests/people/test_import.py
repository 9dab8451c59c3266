"""A staff list through the browser: file, columns, check, done; the same again; errors; people made meanwhile."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from mentorship.common.workflow import WorkflowError
from mentorship.institution.models import Unit
from mentorship.people import import_kinds, imports, workflow
from mentorship.people.models import ImportRun, Person
from mentorship.people.workflow import lists
from tests.factories import PersonFactory, UserFactory
from tests.people.sheets import FLAT, PEOPLE, flat_list, staff_list

pytestmark = pytest.mark.django_db


def send(keeper, content, name="Список.xlsx", kind="staff"):
    """Upload a list; the address of its columns, or the page with the refusal."""
    return keeper.post(reverse("people:import"), {"kind": kind, "file": SimpleUploadedFile(name, content)})


def run_of(answer):
    return ImportRun.objects.get(pk=answer.url.rstrip("/").rsplit("/", 1)[-1])


def confirm_columns(keeper, run, **changes):
    """Send the columns as they were recognised, but for ``changes``."""
    data = {f"column-{index}": code or "" for index, code in imports.Sheet(run).columns.items()}
    return keeper.post(reverse("people:import_columns", args=[run.pk]), data | {"day": "2026-10-01"} | changes)


def load(keeper, run):
    """See the check and press the button."""
    check = reverse("people:import_check", args=[run.pk])
    return keeper.post(check, {"digest": keeper.get(check).context["plan"]["digest"]})


def test_the_usual_list_goes_in_by_four_steps(keeper):
    answer = send(keeper, staff_list())
    run = run_of(answer)
    page = keeper.get(answer.url)
    chosen = {column.title: field.value() for column, field, _ in page.context["rows"]}
    assert chosen["Стаж / педагогический"] == "teaching_months"
    assert page.context["form"]["day"].value() == "2026-10-01"
    checked = confirm_columns(keeper, run)
    assert checked.url == reverse("people:import_check", args=[run.pk])
    assert keeper.get(checked.url).context["plan"]["counts"] == {"new": 4, "changed": 0, "same": 0, "bad": 0}
    assert Person.objects.count() == 0

    done = load(keeper, run)
    report = keeper.get(done.url)
    assert [one["last_name"] for one in report.context["created"]] == ["Ветрова", "Рябинина", "Мамедова", "Озёрный"]
    person = Person.objects.get(last_name="Рябинина")
    assert (person.birth_date, person.hired_on) == (date(1978, 11, 3), date(2003, 8, 15))
    assert (person.works_since, person.teaches_since) == (date(2000, 7, 1), date(2004, 10, 1))
    assert (person.category, person.gender, person.is_teacher) == ("highest", "f", True)
    assert not Person.objects.get(last_name="Озёрный").is_teacher
    assert Unit.objects.count() == 2


def test_every_new_card_has_its_history_and_is_found(keeper, curator):
    run = run_of(send(keeper, staff_list()))
    load(keeper, run)
    person = Person.objects.search("мамедова лейла").get()
    (entry,) = person.history.all()
    assert (entry.history_type, entry.history_user, entry.history_change_reason) == (
        "+",
        curator,
        workflow.import_reason(run),
    )
    assert entry.post == "учитель-логопед"


def test_the_same_file_again_changes_nothing(keeper):
    load(keeper, run_of(send(keeper, staff_list())))
    before = list(Person.objects.values()), Person.history.count()
    again = run_of(send(keeper, staff_list()))
    page = keeper.get(reverse("people:import_check", args=[again.pk]))
    assert "Изменений нет" in page.content.decode()
    assert page.context["plan"]["counts"] == {"new": 0, "changed": 0, "same": 4, "bad": 0}
    assert (list(Person.objects.values()), Person.history.count()) == before


def test_a_list_without_a_day_says_the_same_a_month_later(keeper, monkeypatch):
    content = flat_list()  # one and the same file: a workbook holds the moment of its making
    monkeypatch.setattr(timezone, "localdate", lambda *args: date(2026, 9, 1))
    load(keeper, run_of(send(keeper, content)))
    monkeypatch.setattr(timezone, "localdate", lambda *args: date(2026, 10, 15))
    again = run_of(send(keeper, content))
    assert not imports.plan(again).changes_anything


def test_an_error_in_the_last_row_writes_nothing(keeper):
    people = [*PEOPLE[:3], (*PEOPLE[3][:5], "пять", *PEOPLE[3][6:])]
    run = run_of(send(keeper, staff_list(people)))
    check = reverse("people:import_check", args=[run.pk])
    page = keeper.get(check)
    (problem,) = page.context["plan"]["errors"]
    assert (problem["row"], problem["column_title"], problem["value"]) == (9, "Стаж / общий", "пять")
    assert problem["message"] == "ожидается число лет, получено «пять»."
    assert keeper.post(check, {"digest": page.context["plan"]["digest"]}).status_code == 200
    assert Person.objects.count() == 0
    assert Unit.objects.count() == 0
    assert not ImportRun.objects.get().is_done


def test_changes_are_shown_field_by_field_and_only_they_are_written(keeper):
    known = PersonFactory(
        last_name="Ветрова", first_name="Алина", patronymic="Сергеевна", birth_date=None, post="помощник воспитателя",
        hired_on=None, is_teacher=False, phone="+7 900 111-11-11", education="среднее",
    )  # fmt: skip
    content = flat_list([("Ветрова Алина Сергеевна", "12.04.1999", "воспитатель", "")], FLAT[:3] + FLAT[-1:])
    run = run_of(send(keeper, content))
    (row,) = keeper.get(reverse("people:import_check", args=[run.pk])).context["plan"]["changed"]
    shown = [(change["field"], change["before"], change["after"]) for change in row["changes"]]
    assert shown == [
        ("birth_date", "–", "12.04.1999"),
        ("post", "помощник воспитателя", "воспитатель"),
        ("is_teacher", "нет", "да"),
    ]
    load(keeper, run)
    known.refresh_from_db()
    assert (known.post, known.is_teacher, known.phone, known.education) == (
        "воспитатель", True, "+7 900 111-11-11", "среднее",
    )  # fmt: skip
    assert known.version == 1
    assert Person.objects.search("ветрова воспитатель").get() == known
    assert known.history.first().history_type == "~"


def test_the_cards_own_spelling_stays(keeper):
    PersonFactory(last_name="Озёрный", first_name="Пётр", patronymic="Ильич", birth_date=date(1985, 2, 7))
    run = run_of(send(keeper, flat_list([("Озерный Петр Ильич", "07.02.1985", "завхоз")], FLAT[:3])))
    load(keeper, run)
    assert Person.objects.get().full_name == "Озёрный Пётр Ильич"


@pytest.mark.parametrize(
    ("known", "listed", "action", "words"),
    [
        ([("Ветрова", date(1999, 4, 12))], "12.04.1999", import_kinds.SAME, ""),
        ([("Ветрова", None)], "", import_kinds.SAME, ""),
        ([("Ветрова", date(1970, 1, 1))], "12.04.1999", import_kinds.NEW, "дата рождения другая"),
        ([("Ветрова", date(1970, 1, 1)), ("Ветрова", None)], "", import_kinds.BAD, "несколько человек с таким именем"),
        ([("Ручьёва", date(1999, 4, 12))], "12.04.1999", import_kinds.NEW, "Ручьёва Алина Сергеевна"),
    ],
)
def test_whom_a_row_means(keeper, known, listed, action, words):
    for last_name, born in known:
        PersonFactory(
            last_name=last_name, first_name="Алина", patronymic="Сергеевна", birth_date=born, post="воспитатель"
        )
    content = flat_list([("Ветрова Алина Сергеевна", listed, "воспитатель")], FLAT[:3])
    plan = imports.plan(run_of(send(keeper, content)))
    assert [row.action for row in plan.rows] == [action]
    assert words in " ".join(problem.text for problem in plan.problems)


def test_a_person_entered_by_hand_meanwhile_is_told(keeper, curator):
    run = run_of(send(keeper, staff_list()))
    check = reverse("people:import_check", args=[run.pk])
    digest = keeper.get(check).context["plan"]["digest"]
    workflow.create_person(
        by=curator, last_name="Ветрова", first_name="Алина", patronymic="Сергеевна", birth_date=date(1999, 4, 12)
    )
    page = keeper.post(check, {"digest": digest})
    assert "записи портала изменились" in page.content.decode()
    assert page.context["plan"]["counts"]["new"] == 3
    assert Person.objects.count() == 1


def test_a_person_entered_in_the_last_moment_stops_the_whole_list(keeper, curator):
    run = run_of(send(keeper, staff_list()))
    plan = imports.plan(run)
    person = PersonFactory(
        last_name="Озёрный", first_name="Пётр", patronymic="Ильич", birth_date=date(1985, 2, 7), hired_on=None
    )
    with pytest.raises(workflow.OutOfDate):
        lists.carry_out(run, plan, by=curator)
    assert list(Person.objects.all()) == [person]


def test_a_list_is_loaded_once(keeper, curator):
    run = run_of(send(keeper, staff_list()))
    plan = imports.plan(run)
    lists.carry_out(run, plan, by=curator)
    with pytest.raises(WorkflowError, match="уже загружен"):
        lists.carry_out(ImportRun.objects.get(), imports.plan(run), by=curator)
    assert keeper.get(reverse("people:import_check", args=[run.pk])).url == run.get_absolute_url()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Файл пуст"),
        (b"%PDF-1.7 ...", "документ PDF"),
        (b"PK\x03\x04 broken", "повреждён"),
        (b"1;2\n3;4\n", "Не нашли строку с названиями столбцов"),
    ],
)
def test_a_wrong_file_is_refused_at_the_field(keeper, content, words):
    page = send(keeper, content)
    assert words in page.context["form"].errors["file"][0]
    assert not ImportRun.objects.exists()


def test_the_choice_of_columns_is_corrected_and_checked(keeper):
    run = run_of(send(keeper, staff_list()))
    refused = confirm_columns(keeper, run, **{"column-1": ""})
    assert "без имён список не загрузить" in refused.content.decode()
    assert confirm_columns(keeper, run, **{"column-8": ""}).status_code == 302
    load(keeper, run)
    assert set(Person.objects.values_list("category", flat=True)) == {""}


def test_another_heading_is_read_when_a_person_names_it(keeper):
    run = run_of(send(keeper, staff_list()))
    address = reverse("people:import_columns", args=[run.pk])
    keeper.post(address, {"reread": "1", "first": "4", "last": "4"})
    assert {column.title for column, _, _ in keeper.get(address).context["rows"]} >= {"общий", "уровень"}
    refused = keeper.post(address, {"reread": "1", "first": "90", "last": "90"})
    assert "Не нашли строку" in refused.content.decode()


def test_all_problems_are_in_one_file_for_excel(keeper):
    run = run_of(send(keeper, flat_list([("Ветрова", "пять")], FLAT[:2])))
    answer = keeper.get(reverse("people:import_problems", args=[run.pk]))
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"PK")


def test_the_check_asks_as_much_for_many_rows_as_for_few(keeper, django_assert_num_queries):
    def people(number):
        return [(f"Ветрова Алина{'а' * n} Сергеевна", "12.04.1999", "воспитатель") for n in range(number)]

    small, large = (run_of(send(keeper, flat_list(people(number), FLAT[:3]))) for number in (2, 40))
    with django_assert_num_queries(3):
        imports.plan(small)
    with django_assert_num_queries(3):
        imports.plan(large)


def test_a_large_list_is_written_with_few_statements(keeper, curator, django_assert_max_num_queries):
    people = [(f"Ветрова Алина{'а' * n} Сергеевна", f"12.04.{1950 + n}", "воспитатель") for n in range(40)]
    plan = imports.plan(run := run_of(send(keeper, flat_list(people, FLAT[:3]))))
    with django_assert_max_num_queries(15):
        lists.carry_out(run, plan, by=curator)


def test_lists_are_open_to_their_keepers_only(as_user, keeper, users):
    run = run_of(send(keeper, staff_list()))
    for name in ("director", "stranger"):
        other = as_user(users[name])
        assert other.get(reverse("people:import_columns", args=[run.pk])).status_code == 404
        assert other.get(reverse("people:import")).status_code == 403


def test_an_account_is_not_lost_by_a_list(keeper):
    user = UserFactory()
    person = PersonFactory(
        last_name="Ветрова", first_name="Алина", patronymic="Сергеевна", birth_date=date(1999, 4, 12), user=user
    )
    load(keeper, run_of(send(keeper, staff_list())))
    person.refresh_from_db()
    assert person.user == user
