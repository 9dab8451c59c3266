"""What the wizard of lists does beyond reading: corrections, marks, memory, background, undoing, a killed worker."""

import io
import json
import os
import subprocess
import sys
from datetime import date

import openpyxl
import pytest
from django.conf import settings as portal
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mentorship.common.workflow import WorkflowError
from mentorship.documents import works
from mentorship.documents.models import BackgroundWork
from mentorship.people import import_marks, imports, workflow
from mentorship.people.models import Guardian, ImportProfile, ImportRun, Person, PostPeriod
from tests.factories import ConsentFactory, PersonFactory
from tests.people.sheets import FLAT, PEOPLE, book, flat_list, staff_list

pytestmark = pytest.mark.django_db
HEAD = FLAT[:3]


def upload(keeper, content, name="Список.xlsx", kind="staff"):
    return keeper.post(reverse("people:import"), {"kind": kind, "file": SimpleUploadedFile(name, content)})


def read(keeper, content, **more):
    upload(keeper, content, **more)
    return ImportRun.objects.first()


def address(name, run):
    return reverse(f"people:import_{name}", args=[run.pk])


def load(run, by):
    return workflow.load_import(run, digest=imports.plan(run).digest, by=by)


BAD = [("Ветрова Алина Сергеевна", "31.02.1999", "воспитатель"), ("Озёрный Пётр Ильич", "", "завхоз")]


# --- Corrections -------------------------------------------------------------------------------------------------


def test_a_bad_cell_is_corrected_in_the_preview_and_checked_again(keeper, curator):
    run = read(keeper, flat_list(BAD, HEAD))
    page = keeper.get(address("check", run)).content.decode()
    assert 'name="fix-2-1" value="31.02.1999"' in page
    keeper.post(address("fix", run), {"fix-2-1": "вчера"})
    assert "получено «вчера»" in keeper.get(address("check", run)).content.decode()
    keeper.post(address("fix", run), {"fix-2-1": "28.02.1999"})
    run.refresh_from_db()
    load(run, curator)
    assert Person.objects.get(last_name="Ветрова").birth_date == date(1999, 2, 28)


def test_an_untouched_cell_is_no_correction(keeper):
    run = read(keeper, flat_list(BAD, HEAD))
    keeper.post(address("fix", run), {"fix-2-1": "31.02.1999", "fix-x-1": "?", "fix-77-1": ""})
    run.refresh_from_db()
    assert run.mapping["fixes"] == {}


def test_a_cell_with_two_problems_is_mended_in_either_place(keeper):
    run = read(keeper, book([["ФИО", "Должность"], ["Мария Петрова", "повар"]]))
    page = keeper.get(address("check", run)).content.decode()
    assert page.count('name="fix-2-0"') == 1
    keeper.post(address("fix", run), {"fix-2-0": ["Петрова Мария Ильинична", "Мария Петрова"]})
    run.refresh_from_db()
    assert run.mapping["fixes"] == {"2": {"0": "Петрова Мария Ильинична"}}


def test_people_of_another_table_are_missed_aloud(keeper):
    """Names beside the table and below it, with other columns, are not loaded, and the check says so at the top."""
    beside = [["ФИО", "Должность", "", "ФИО"], ["Ветрова Алина Сергеевна", "повар", "", "Озёрный Пётр Ильич"]]
    below = [[], ["ФИО", "Телефон"], ["Лыкова Анна Игоревна", "89001112233"]]
    run = read(keeper, book([*beside, *below]))
    plan = keeper.get(address("check", run)).context["plan"]
    told = " ".join(problem["message"] for problem in plan["warnings"])
    assert "здесь тоже имена: «Озёрный Пётр Ильич»" in told
    assert "ниже другая таблица с другими столбцами: 1 строка не прочитана, первая – «Лыкова Анна" in told
    assert plan["counts"]["new"] == 1


def test_what_was_read_of_a_new_person_is_shown(keeper):
    heading = ["ФИО", "Дата рождения", "Должность", "Общий стаж", "Телефон"]
    row = ["Ветрова Алина Сергеевна", "12.4.99", "воспитатель", "5 л. 3 м.", "8-(900)-000-00-01"]
    run = read(keeper, book([heading, row]))
    (new,) = keeper.get(address("check", run)).context["plan"]["new"]
    assert new["about"] == "воспитатель; 12.04.1999 г. р.; общий стаж 5 лет 3 мес.; +7 900 000-00-01"


def test_the_first_day_of_service_is_kept_as_it_is(keeper, curator):
    run = read(keeper, book([["ФИО", "Общий стаж", "Должность"], ["Ветрова Алина Сергеевна", "с 01.09.2015", "повар"]]))
    load(run, curator)
    assert Person.objects.get(last_name="Ветрова").works_since == date(2015, 9, 1)


def test_a_row_is_left_out_and_told(keeper, curator):
    run = read(keeper, flat_list(BAD, HEAD))
    keeper.post(address("fix", run), {"leave-2": "on"})
    run.refresh_from_db()
    assert [(row.number, row.why) for row in imports.plan(run).skipped] == [(2, "убрана вами")]
    load(run, curator)
    assert [person.last_name for person in Person.objects.all()] == ["Озёрный"]


def test_somebody_alike_is_asked_and_the_answer_updates_the_card(keeper, curator):
    known = PersonFactory(
        last_name="Ручьёва", first_name="Алина", patronymic="Сергеевна", birth_date=date(1999, 4, 12), phone=""
    )
    people = [("Ветрова Алина Сергеевна", "12.04.1999", "логопед")]
    run = read(keeper, flat_list(people, HEAD))
    (question,) = [problem for problem in imports.plan(run).warnings if problem.asked]
    assert [value for value, _ in question.choices] == ["new", str(known.pk)]
    workflow.correct(run, answers={question.asked: str(known.pk)})
    load(run, curator)
    known.refresh_from_db()
    assert (Person.objects.count(), known.post) == (1, "логопед")
    workflow.correct(again := read(keeper, flat_list(people, HEAD)), answers={question.asked: "new"})
    assert [row.action for row in imports.plan(again).rows] == ["new"]


# --- Marks ---------------------------------------------------------------------------------------------------------


def marked_file(keeper, run):
    return b"".join(keeper.get(address("problems", run)).streaming_content)


def test_the_file_with_marks_is_coloured_and_comes_back(keeper, curator):
    run = read(keeper, flat_list([("Ветрова Алина Сергеевна", "31.02.1999", "-воспитатель"), *BAD[1:]], HEAD))
    keeper.post(address("columns", run), {"column-0": "full_name", "column-1": "birth_date", "day": "2026-10-01"})
    made = openpyxl.load_workbook(io.BytesIO(marked_file(keeper, run)))
    page = made.active
    assert page["B2"].fill.fgColor.rgb.endswith(import_marks.ERROR.fgColor.rgb[2:])
    assert page["C2"].data_type == "s"
    assert page["D1"].value == f"Замечания портала (загрузка № {run.pk})"
    assert "такой даты нет" in page["D2"].value
    page["B2"] = "28.02.1999"
    target = io.BytesIO()
    made.save(target)
    answer = upload(keeper, target.getvalue(), name="исправлено.xlsx")
    back = ImportRun.objects.first()
    assert answer.url == address("check", back)
    assert imports.Sheet(back).columns == {0: "full_name", 1: "birth_date", 2: None}
    assert back.mapping["day"] == "2026-10-01"
    load(back, curator)
    assert Person.objects.get(last_name="Ветрова").post == ""


@pytest.mark.slow
def test_the_marks_of_the_usual_list_keep_its_shape(keeper):
    run = read(keeper, staff_list([(*PEOPLE[0][:6], "пять", *PEOPLE[0][7:]), *PEOPLE[1:]]))
    back = read(keeper, marked_file(keeper, run))
    assert imports.Sheet(back).table.header == (3, 4)
    assert [problem.text for problem in imports.plan(back).errors] == [
        problem.text for problem in imports.plan(run).errors
    ]


# --- Memory --------------------------------------------------------------------------------------------------------


def test_columns_chosen_by_hand_are_remembered_by_headings(keeper):
    rows = [["Кто", "Кем", "Когда"], ["Ким Юн Ли", "повар", "01.02.2000"]]
    run = read(keeper, book(rows))
    keeper.post(address("columns", run), {"column-0": "full_name", "column-1": "post", "day": "2026-10-01"})
    same = read(keeper, book([rows[0][::-1], rows[1][::-1]]))
    assert same.mapping["known"] == "profile"
    assert imports.Sheet(same).columns == {0: None, 1: "post", 2: "full_name"}
    other = read(keeper, book([["Кто", "Телефон"], ["Ким Юн Ли", "89000000001"]]))
    assert (other.mapping["known"], imports.Sheet(other).columns) == ("", {0: "full_name", 1: "phone"})
    assert ImportProfile.objects.count() == 1


# --- Hidden rows ---------------------------------------------------------------------------------------------------


def test_hidden_rows_are_loaded_only_when_asked_for(keeper):
    made = openpyxl.load_workbook(io.BytesIO(flat_list()))
    made.active.row_dimensions[3].hidden = True
    target = io.BytesIO()
    made.save(target)
    run = read(keeper, target.getvalue())
    assert "они не загружаются: 3." in keeper.get(address("columns", run)).content.decode()
    assert len(imports.plan(run).rows) == 3
    keeper.post(address("columns", run), {"reread": "1", "first": "1", "last": "1", "hidden": "on"})
    run.refresh_from_db()
    assert len(imports.plan(run).rows) == 4


# --- Undoing -------------------------------------------------------------------------------------------------------


def everything():
    left = Person.objects.order_by("pk").values_list("pk", "post", "phone", "birth_date")
    return list(left), list(PostPeriod.objects.order_by("pk").values_list("person", "post", "starts_on", "ends_on"))


def test_a_loaded_list_is_taken_back_whole(keeper, curator):
    workflow.create_person(
        by=curator, last_name="Ветрова", first_name="Алина", patronymic="Сергеевна", post="помощник воспитателя"
    )
    before = everything()
    run = load(read(keeper, staff_list()), curator)
    assert everything() != before
    answer = keeper.post(address("undo", run))
    assert everything() == before
    assert Person.history.filter(history_type="-").count() == 3
    assert "загрузку отменил" in keeper.get(answer.url).content.decode()
    assert "Отменить можно только загруженный" in keeper.post(address("undo", run)).content.decode()


def test_a_list_that_somebody_went_on_with_stays(keeper, curator):
    run = load(read(keeper, staff_list()), curator)
    ConsentFactory(person=Person.objects.get(last_name="Ветрова"))
    person = Person.objects.get(last_name="Озёрный")
    workflow.change_person(person, version=person.version, by=curator, phone="+7 900 000-00-09")
    page = keeper.post(address("undo", run)).content.decode()
    assert "Отменить загрузку уже нельзя" in page
    assert "Озёрный Пётр Ильич: запись изменили после загрузки." in page
    assert "Согласие" in page
    assert Person.objects.count() == 4


def test_a_child_with_another_guardian_since_is_not_undone(keeper, curator):
    rows = [["ФИО ребёнка", "Дата рождения", "Мать"], ["Котов Илья Петрович", "01.02.2021", "Котова Мария Петровна"]]
    run = load(read(keeper, book(rows), kind="pupils"), curator)
    child = Person.objects.get()
    assert (child.origin, child.is_teacher, child.guardians.get().kinship) == ("pupil", False, "мать")
    Guardian.objects.create(child=child, full_name="Котов Пётр Ильич", kinship="отец")
    with pytest.raises(WorkflowError) as refused:
        workflow.undo_import(run, by=curator)
    assert "Котов Пётр Ильич (отец)" in str(refused.value.missing[0])


def test_the_same_pupils_again_change_nothing_and_a_new_phone_is_a_change(keeper, curator):
    head = ["ФИО ребёнка", "Дата рождения", "Мать", "Телефон матери"]
    row = ["Котов Илья Петрович", "01.02.2021", "Котова Мария Петровна", "89001112233"]
    load(read(keeper, book([head, row]), kind="pupils"), curator)
    assert not imports.plan(read(keeper, book([head, row]), kind="pupils")).changes_anything
    run = load(read(keeper, book([head, [*row[:3], "89001112244"]]), kind="pupils"), curator)
    assert Guardian.objects.get().phone == "+7 900 111-22-44"
    workflow.undo_import(run, by=curator)
    assert Guardian.objects.get().phone == "+7 900 111-22-33"


# --- Large lists -----------------------------------------------------------------------------------------------------


def do_last_work():
    work = BackgroundWork.objects.first()
    works.run(work)
    work.refresh_from_db()
    return work


def test_a_large_list_is_checked_and_written_in_the_background(keeper, monkeypatch):
    monkeypatch.setattr(imports, "LARGE", 3)
    run = read(keeper, staff_list())
    assert keeper.get(address("check", run)).url == address("columns", run)
    columns = {f"column-{index}": code or "" for index, code in imports.Sheet(run).columns.items()}
    answer = keeper.post(address("columns", run), columns | {"day": "2026-10-01"})
    assert answer.url == BackgroundWork.objects.first().get_absolute_url()
    assert do_last_work().state == BackgroundWork.State.DONE
    plan = keeper.get(address("check", run)).context["plan"]
    assert plan["counts"]["new"] == 4
    keeper.post(address("check", run), {"digest": plan["digest"]})
    work = do_last_work()
    assert (work.state, Person.objects.count()) == (BackgroundWork.State.DONE, 4)
    works.run(BackgroundWork.objects.create(job="import_load", title="повтор", params=work.params, owner=work.owner))
    assert Person.objects.count() == 4


def test_a_large_list_that_is_out_of_date_is_not_written(keeper, curator, monkeypatch):
    monkeypatch.setattr(imports, "LARGE", 3)
    run = read(keeper, staff_list())
    workflow.order_check(run, by=curator)
    do_last_work()
    run.refresh_from_db()
    workflow.create_person(
        by=curator, last_name="Ветрова", first_name="Алина", patronymic="Сергеевна", birth_date=date(1999, 4, 12)
    )
    workflow.order_load(run, digest=run.checked["digest"], by=curator)
    work = do_last_work()
    assert work.state == BackgroundWork.State.FAILED
    assert "Не загружено ничего" in work.error
    run.refresh_from_db()
    assert run.checked["counts"]["new"] == 3
    assert Person.objects.count() == 1


@pytest.mark.slow
def test_ten_thousand_rows_with_an_error_write_nothing_and_name_the_cell(keeper, curator):
    """trust.md U-01."""
    letters = "абвгдежзиклмнопрстуфхцчшщэюя"
    people = [
        [f"Ким{letters[n // 784]}{letters[n // 28 % 28]}{letters[n % 28]} Юн Ли", "01.01.1990"] for n in range(10_000)
    ]
    people[9_997][1] = "31.02.1990"
    run = read(keeper, flat_list(people, HEAD[:2]))
    plan = imports.plan(run)
    assert [problem.text for problem in plan.errors] == ["Строка 9999, «Дата рождения»: такой даты нет: «31.02.1990»."]
    with pytest.raises(WorkflowError, match="не загружено ничего"):
        workflow.load_import(run, digest=plan.digest, by=curator)
    assert not Person.objects.exists()


@pytest.mark.slow
def test_a_killed_import_leaves_nothing_or_all_and_is_repeated():
    """trust.md U-02: twenty moments."""
    own = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}  # a database of its own
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.people.killed"],
        cwd=portal.BASE_DIR,
        env=own,
        stdout=subprocess.PIPE,
        check=True,
        timeout=600,
    )
    found = json.loads(done.stdout)
    assert found["whole"] == [600, 600, True]
    assert len(found["killed"]) == 20
    for after, repeated in found["killed"]:
        assert after in ([0, 0, False], found["whole"])
        assert repeated == found["whole"]


# --- Uploads of no good --------------------------------------------------------------------------------------------


def test_ten_thousand_fields_and_a_thousand_files_are_refused(keeper):
    """trust.md U-07."""
    assert keeper.post(reverse("people:import"), {f"f{n}": "1" for n in range(10_000)}).status_code == 400
    files = {f"file{n}": SimpleUploadedFile("a.csv", b"1") for n in range(1_000)}
    assert keeper.post(reverse("people:import"), files).status_code == 400
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize("name", ["../../etc/список.xlsx", "C:\\Users\\x\\список.xlsx", "с\x00писок.xlsx"])
def test_tricks_in_a_name_lead_nowhere(keeper, settings, name):
    """trust.md U-10."""
    upload(keeper, flat_list(), name=name)
    run = ImportRun.objects.get()
    assert not {"/", "\\", "\x00"} & set(run.file.name)
    stored = [path for path in settings.FILES_DIR.rglob("*") if path.is_file()]
    assert [path.name for path in stored] == [run.file.sha256]
