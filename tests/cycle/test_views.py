"""Pages of the roadmap: who may what, what is kept when something is refused."""

import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from PIL import Image

from mentorship.cycle import contributions, permissions, workflow
from mentorship.cycle.models import Activity, ActivityItem, Cycle, EvidenceFile
from mentorship.registry.models import Side
from tests.factories import (
    ActivityFactory,
    CycleFactory,
    ParticipationFactory,
    PersonFactory,
    StageFactory,
    UserFactory,
)

YEAR = {"title": "2026/27", "starts_on": date(2026, 9, 1), "ends_on": date(2027, 5, 31)}


@pytest.fixture
def people(users):
    """The accounts of ``users`` and one that belongs to a person of the registries."""
    participant = UserFactory()
    PersonFactory(user=participant)
    return users | {"participant": participant}


@pytest.fixture
def row(institution):
    found = ActivityFactory(stage=StageFactory(cycle=CycleFactory()), title="Издать приказ о парах")
    found.items.create(order=1, title="собрать согласия")
    return found


@pytest.fixture
def stored_files(settings, tmp_path):
    settings.FILES_DIR = tmp_path


def typed(row, **changes):
    """What the browser sends from the edit form as it was shown."""
    return {
        "version": row.version,
        "number": row.number,
        "title": row.title,
        "stage": row.stage_id,
        "items": "собрать согласия",
        "when": "keep",
        **changes,
    }


def scan(name="протокол.png"):
    content = io.BytesIO()
    Image.new("RGB", (20, 20), "white").save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue())


STAFF = {"curator", "director", "admin", "organiser"}
READERS = {
    "roadmap": STAFF | {"municipal", "participant"},
    "xlsx": STAFF | {"participant"},
    "activity": STAFF | {"participant"},
    "arrange": {"curator"},
    "close": {"curator"},
    "activity_edit": {"curator"},
    "activity_add": {"curator"},
    "stage_add": {"curator"},
    "stage_edit": {"curator"},
    "programme": {"curator"},
    "open": {"curator"},
}


@pytest.mark.parametrize("name", READERS)
def test_who_may_open_what(people, as_user, row, name):
    cycle = row.stage.cycle
    by_name = {"programme": cycle.programme_id, "activity": row.pk, "activity_edit": row.pk}
    by_name |= {"activity_add": row.stage_id, "stage_edit": row.stage_id}
    args = [] if name == "open" else [by_name.get(name, cycle.pk)]
    opened = {
        who for who, user in people.items() if as_user(user).get(reverse(f"cycle:{name}", args=args)).status_code == 200
    }
    assert opened == READERS[name]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("curator", 302),
        ("director", 403),
        ("admin", 403),
        ("organiser", 403),
        ("participant", 403),
        ("municipal", 404),
        ("stranger", 404),
    ],
)
def test_who_may_close_a_row(people, as_user, row, who, status):
    response = as_user(people[who]).post(
        reverse("cycle:activity_close", args=[row.pk]), {"reason": "Приказ № 5", "version": 0}
    )
    row.refresh_from_db()
    assert (response.status_code, bool(row.closed_on)) == (status, who == "curator")


def test_home_leads_to_the_present_cycle_or_says_what_to_do(people, as_user):
    url = reverse("cycle:home")
    assert reverse("cycle:open") in as_user(people["curator"]).get(url).content.decode()
    assert "откроет куратор" in as_user(people["participant"]).get(url).content.decode()
    assert as_user(people["stranger"]).get(url).status_code == 403
    cycle = CycleFactory()
    assert as_user(people["participant"]).get(url).url == cycle.get_absolute_url()


def test_a_stage_without_terms_gets_months_for_all_its_rows_at_once(curator, as_user):
    cycle = workflow.open_cycle("ds73", by=curator, **YEAR)
    first, second, *_ = Activity.objects.of_cycle(cycle)
    workflow.edit_activity(first, version=0, term="on_demand", by=curator)
    page, client = reverse("cycle:stage_edit", args=[first.stage_id]), as_user(curator)
    words = {"title": "Подготовка", "task": ""}
    assert "Для 3 мероприятий этого этапа без срока" in client.get(page).content.decode()
    assert "не попадает в цикл" in client.post(page, words | {"first_month": "7"}).content.decode()
    assert client.post(page, words | {"first_month": "9", "last_month": "10"}).status_code == 302
    second.refresh_from_db()
    assert (second.term, second.starts_on, second.due_on) == ("sy:09-10", date(2026, 9, 1), date(2026, 10, 31))
    first.refresh_from_db()
    assert first.term == "on_demand"
    assert "first_month" not in client.get(page).context["form"].fields  # nothing is left without a term


def test_a_cycle_is_opened_from_a_model_with_its_suggested_row(curator, as_user):
    data = {
        "source": "preset:moco1",
        "suggested": ["moco1:7.3"],
        "title": "2026/27",
        "starts_on": "2026-09-01",
        "ends_on": "2027-05-31",
    }
    response = as_user(curator).post(reverse("cycle:open"), data)
    cycle = Cycle.objects.get()
    assert response.url == cycle.get_absolute_url()
    assert Activity.objects.of_cycle(cycle).count() == 27
    assert cycle.programme.goal.startswith("максимально раскрыть потенциал")


def test_dates_out_of_order_are_told_at_the_field_and_nothing_typed_is_lost(curator, as_user):
    data = {"source": "preset:ds4stav", "title": "Наш год", "starts_on": "2027-05-31", "ends_on": "2026-09-01"}
    response = as_user(curator).post(reverse("cycle:open"), data)
    assert response.context["form"].errors["ends_on"] == ["Конец цикла должен быть позже начала. Проверьте даты."]
    assert "Наш год" in response.content.decode()
    assert not Cycle.objects.exists()


def test_overlapping_cycles_are_allowed_with_a_warning(curator, as_user, row):
    cycle = row.stage.cycle
    days = {"starts_on": cycle.starts_on.isoformat(), "ends_on": cycle.ends_on.isoformat()}
    data = {"source": f"cycle:{cycle.pk}", "title": "Вторая волна", **days}
    response = as_user(curator).post(reverse("cycle:open"), data, follow=True)
    assert f"пересекаются с циклом «{cycle.title}»" in response.content.decode()
    assert Activity.objects.of_cycle(Cycle.objects.get(title="Вторая волна")).get().title == row.title


@pytest.mark.parametrize(
    ("show", "shown"),
    [
        ("", {"late", "near", "far", "mentors"}),
        ("overdue", {"late"}),
        ("coming", {"near"}),
        ("mine", {"late", "near"}),
        ("undone", {"late", "near", "mentors"}),
        ("no_such", {"late", "near", "far", "mentors"}),
    ],
)
def test_filters(curator, as_user, institution, show, shown):
    stage, today = StageFactory(), timezone.localdate()
    ActivityFactory(stage=stage, title="late", due_on=today - timedelta(days=1), responsible=["curator"])
    ActivityFactory(stage=stage, title="near", due_on=today + timedelta(days=1))  # nobody named: the curator's
    far = ActivityFactory(stage=stage, title="far", due_on=today + timedelta(days=90), responsible=["director"])
    ActivityFactory(stage=stage, title="mentors", responsible=["mentor"])
    ActivityFactory(stage=stage, title="hidden", hidden=True)
    workflow.close_activity(far, reason="Сделано раньше", by=curator)
    response = as_user(curator).get(stage.cycle.get_absolute_url(), {"show": show})
    rows = [row for section in response.context["roadmap"].sections for row in section.rows]
    assert {row.activity.title for row in rows} == shown


def test_mentors_and_mentees_answer_for_the_rows_of_their_side(people):
    assert permissions.answers_as(people["participant"]) == set()
    ParticipationFactory(person=people["participant"].person, side=Side.MENTEE)
    assert permissions.answers_as(people["participant"]) == {"mentee"}
    assert permissions.answers_as(people["organiser"]) == {"form_lead"}


def test_reasons_and_files_behind_a_row_are_for_the_staff(people, as_user, row, curator):
    workflow.close_activity(row, reason="Отказ Котовой от участия", by=curator)
    for who, shown in (("director", True), ("participant", False), ("municipal", False)):
        page = as_user(people[who]).get(row.stage.cycle.get_absolute_url()).content.decode()
        assert ("Котовой" in page, "закрыто вручную" in page) == (shown, True)
    assert "Котовой" not in as_user(people["participant"]).get(row.get_absolute_url()).content.decode()


def test_editing_by_words_of_people(curator, as_user, row):
    data = typed(row, title="Подписать приказ", when="months", first_month="10", responsible=["curator", "director"])
    assert as_user(curator).post(reverse("cycle:activity_edit", args=[row.pk]), data).status_code == 302
    row.refresh_from_db()
    assert (row.title, row.term, row.due_on.month) == ("Подписать приказ", "sy:10", 10)
    assert row.responsible == ["curator", "director"]


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"when": "months"}, "first_month", "Выберите месяц."),
        ({"when": "dates"}, "due_on", "до какого числа"),
        ({"when": "dates", "starts_on": "2026-10-02", "due_on": "2026-10-01"}, "due_on", "раньше, чем начался"),
        ({"due_on": "2026-10-01"}, "when", "точные даты"),
        ({"title": "  "}, "title", "Обязательное поле."),
        ({"title": "я" * 501}, "title", "500"),
    ],
)
def test_a_bad_row_is_told_at_its_field(curator, as_user, row, changes, field, words):
    response = as_user(curator).post(reverse("cycle:activity_edit", args=[row.pk]), typed(row, **changes))
    assert words in " ".join(response.context["form"].errors[field])
    assert Activity.objects.get(pk=row.pk).version == 0


def test_two_editors_get_both_texts_and_the_second_may_save_again(curator, as_user, row):
    first, second = typed(row, title="Слова первого"), typed(row, title="Слова второго")
    browser, url = as_user(curator), reverse("cycle:activity_edit", args=[row.pk])
    browser.post(url, first)
    response = browser.post(url, second)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Слова первого" in page
    assert "Слова второго" in page
    assert Activity.objects.get(pk=row.pk).title == "Слова первого"
    again = second | {"version": response.context["form"]["version"].value()}
    assert browser.post(url, again).status_code == 302
    assert Activity.objects.get(pk=row.pk).title == "Слова второго"


def test_a_term_that_the_second_editor_left_alone_follows_the_first(curator, as_user, row):
    browser, url = as_user(curator), reverse("cycle:activity_edit", args=[row.pk])
    second = typed(row, title="Слова второго", term_text="")
    browser.post(url, typed(row, when="dates", due_on="2026-10-15"))
    response = browser.post(url, second)
    assert [label for label, _, _ in response.context["differences"]] == ["Мероприятие"]
    form = response.context["form"]
    browser.post(url, {name: form[name].value() for name in form.fields if form[name].value() is not None})
    row.refresh_from_db()
    assert (row.title, row.due_on) == ("Слова второго", date(2026, 10, 15))


def test_closing_without_a_reason_is_refused_at_the_field(curator, as_user, row):
    response = as_user(curator).post(reverse("cycle:activity_close", args=[row.pk]), {"reason": " ", "version": 0})
    assert "Укажите, на каком основании закрыта строка." in response.content.decode()
    assert Activity.objects.get(pk=row.pk).closed_on is None


def test_ticking_by_htmx_gives_the_list_back_and_without_it_the_page(curator, as_user, row):
    item = row.items.get()
    url, browser = reverse("cycle:item_tick", args=[item.pk]), as_user(curator)
    part = browser.post(url, {"done": "1"}, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert ActivityItem.objects.get().done_on == timezone.localdate()
    assert browser.post(url, {"done": "0"}).url == row.get_absolute_url()
    assert ActivityItem.objects.get().done_on is None


def test_a_scan_closes_the_row_and_only_staff_may_open_it(people, as_user, row, stored_files):
    browser = as_user(people["curator"])
    data = {"upload": scan(), "title": "Протокол № 2", "dated_on": timezone.localdate().isoformat()}
    assert browser.post(reverse("cycle:file_add", args=[row.pk]), data).status_code == 302
    file = EvidenceFile.objects.get()
    assert "выполнено" in browser.get(row.get_absolute_url()).content.decode()
    url = reverse("cycle:file", args=[file.pk])
    answers = {who: as_user(user).get(url).status_code for who, user in people.items()}
    assert {who for who, status in answers.items() if status == 200} == STAFF
    assert answers["participant"] == 404
    browser.post(reverse("cycle:file_remove", args=[file.pk]))
    assert browser.get(url).status_code == 404
    assert "выполнено" not in browser.get(row.get_absolute_url()).content.decode()


def test_a_file_of_a_wrong_kind_is_refused_at_the_field(curator, as_user, row, stored_files):
    data = {"upload": SimpleUploadedFile("план.pdf", b"MZ program"), "title": "План", "dated_on": "2026-09-01"}
    response = as_user(curator).post(reverse("cycle:file_add", args=[row.pk]), data)
    page = response.content.decode()
    assert "Допустимы" in page
    assert 'value="План"' in page
    assert not EvidenceFile.objects.exists()


def test_rows_for_excel(people, as_user, row):
    workflow.close_activity(row, reason="=1+1", by=people["curator"])
    content = as_user(people["curator"]).get(reverse("cycle:xlsx", args=[row.stage.cycle_id])).getvalue()
    cells = next(load_workbook(io.BytesIO(content)).active.iter_rows(min_row=2))
    assert (cells[2].value, cells[9].value, cells[10].value) == (row.title, "закрыто вручную", "=1+1")
    assert cells[10].data_type == "s"


def test_the_roadmap_page_asks_as_often_with_many_rows(curator, as_user):
    small, big = StageFactory(), StageFactory()
    for stage, number in ((small, 5), (big, 26)):
        for _ in range(number):
            ActivityFactory(stage=stage).items.create(order=1, title="пункт")
    browser = as_user(curator)
    browser.get(small.cycle.get_absolute_url())
    counts = []
    for stage in (small, big):
        with CaptureQueriesContext(connection) as caught:
            assert browser.get(stage.cycle.get_absolute_url()).status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_arranging_hides_and_moves(curator, as_user):
    cycle = workflow.open_cycle("ds4stav", by=curator, **YEAR)
    row = Activity.objects.get(stage__cycle=cycle, number="1.1")
    browser = as_user(curator)
    browser.post(reverse("cycle:activity_move", args=[row.pk]), {"up": "0"})
    browser.post(reverse("cycle:activity_hide", args=[row.pk]), {"hidden": "1"})
    browser.post(reverse("cycle:stage_move", args=[cycle.stages.last().pk]), {"up": "1"})
    assert [one.number for one in Activity.objects.of_cycle(cycle)][:2] == ["1.2", "1.3"]
    assert [stage.title for stage in cycle.stages.all()][5] == "Завершение наставничества"
    page = browser.get(reverse("cycle:arrange", args=[cycle.pk])).content.decode()
    assert "Изучение и систематизация материалов" in page


def test_the_queue_shows_the_curator_what_is_late_and_others_their_own(people, institution):
    stage, today = StageFactory(), timezone.localdate()
    late = {"stage": stage, "due_on": today - timedelta(days=2)}
    ActivityFactory(title="директора", responsible=["director"], **late)
    ActivityFactory(title="куратора", responsible=["curator"], **late)
    ActivityFactory(stage=stage, title="скоро", due_on=today, responsible=["curator"])

    def titles(who):
        return [(line.urgency, line.title.split(". ", 1)[1]) for line in contributions.due_rows(people[who], today)]

    assert titles("curator") == [(0, "директора"), (0, "куратора"), (2, "скоро")]
    assert titles("director") == [(0, "директора")]
    assert titles("participant") == []
    line = contributions.due_rows(people["director"], today)[0]
    assert line.url == Activity.objects.get(title="директора").get_absolute_url()


def test_a_closed_cycle_leaves_the_queue_and_shows_no_buttons(people, as_user):
    row = ActivityFactory(due_on=timezone.localdate() - timedelta(days=2))
    cycle, browser = row.stage.cycle, as_user(people["curator"])
    assert contributions.due_rows(people["curator"], timezone.localdate())
    reason = {"reason": "Приказ издан на бумаге"}
    assert browser.post(reverse("cycle:close", args=[cycle.pk]), reason).status_code == 302
    assert contributions.due_rows(people["curator"], timezone.localdate()) == []
    assert reverse("cycle:activity_edit", args=[row.pk]) not in browser.get(row.get_absolute_url()).content.decode()
    response = browser.post(reverse("cycle:activity_close", args=[row.pk]), {"reason": "Поздно", "version": 0})
    assert "закрыт: записи хранятся, но не меняются" in response.content.decode()
    browser.post(reverse("cycle:reopen", args=[cycle.pk]))
    assert Cycle.objects.get().state == Cycle.State.RUNNING
