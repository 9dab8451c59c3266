"""What is destroyed is nowhere, what the law keeps stays, what is asked for is shown whole (P-01, P-02, P-03, P-05, P-08)."""

import json
import uuid
from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, models
from django.urls import reverse
from django.utils import timezone

from mentorship.accounts import journal
from mentorship.accounts.models import JournalEntry, Notice
from mentorship.accounts.workflow import notify
from mentorship.common.russian import counted
from mentorship.common.workflow import WorkflowError
from mentorship.documents import blocks, files, kinds
from mentorship.documents.models import BackgroundWork, Paper
from mentorship.institution.models import Rules
from mentorship.institution.workdays import working_day_after
from mentorship.institution.workflow import save_rules
from mentorship.people import destroyed_list, workflow
from mentorship.people.models import Consent, DataTask, Destruction, Guardian, Person, PostPeriod
from mentorship.people.subject_data import subject_data
from mentorship.people.withdrawal import purpose_ended
from mentorship.registry.models import Interview, MenteeRequest, Participation, Side, Training, TrainingRecord
from mentorship.surveys.models import Response
from pairs import workflow as pairs
from pairs.models import Bond, Meeting, MeetingMark
from tests.access.world import make_world
from tests.factories import ConsentFactory, ParticipationFactory, PersonFactory

pytestmark = pytest.mark.django_db
CANARY = "Канарейкина"
FORMS = ("Канарейкин", "канарейкин", "КАНАРЕЙКИН", "canary-7531", "+79990007531")
COMMISSION = [
    {"name": "Петрова Анна Сергеевна", "post": "заведующий"},
    {"name": "Орлова Вера Ильинична", "post": "методист"},
]


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def canary(world):
    """A mentee whose name stands in every field of text that leads to her, and in what others wrote of her."""
    person = world.person
    by = world.actors["curator"]
    workflow.change_person(
        person, version=person.version, by=by, last_name=CANARY, first_name="Роза", patronymic="Ильинична",
        phone="+79990007531", email="canary-7531@example.ru",
    )  # fmt: skip
    person.user.full_name = person.full_name
    person.user.email = "canary-7531@example.ru"
    person.user.save()
    Guardian.objects.create(
        child=person, full_name="Канарейкин Пётр Ильич", kinship="отец", document="Канарейкина Р.И."
    )
    PostPeriod.objects.filter(person=person).update(post="воспитатель Канарейкиной")
    participation = world.participation
    held = {"participation": participation, "held_on": timezone.localdate(), "decision": Interview.Decision.values[0]}
    Interview.objects.create(minutes="Канарейкина сказала", **held)
    MenteeRequest.objects.create(participation=participation, words="Канарейкиной трудно")
    training = Training.objects.create(title="Семинар", starts_on=timezone.localdate(), ends_on=timezone.localdate())
    TrainingRecord.objects.create(training=training, person=person, certificate_number="Канарейкина-1")
    fill_texts(Participation, participation)
    fill_texts(Meeting, world.meeting)
    MeetingMark.objects.create(
        meeting=world.meeting, participation=participation, confirmed=True, comment="Канарейкиной"
    )
    fill_texts(Bond, world.bond)
    fill_texts(type(world.personal), world.personal)
    answers = {"1": "Канарейкина Роза"}
    response = Response.objects.create(invitation=world.invitation, answers=answers)
    question = world.wave.questionnaire.questions.filter(type="text").first()
    Response.objects.filter(pk=response.pk).update(answers={question.code: "Канарейкиной Розой"})
    notify(by, "Для Канарейкиной Р.И. готов приказ, скажите Канарейкиной")
    draft = Paper(kind="order_pairs", title="О Канарейкиной Розе Ильиничне", subject=world.cycle)
    draft.blocks = [blocks.heading("О Канарейкиной Р.И."), blocks.item("Канарейкину Розу Ильиничну закрепить.")]
    draft.save()
    run = world.import_run
    run.table["rows_of_canary"] = [["Канарейкина Роза Ильинична", "canary-7531@example.ru", "1990-01-01"]]
    run.save()
    result = files.store("Канарейкина".encode(), name="Пакет Канарейкиной.pdf", content_type=files.PDF, by=by)
    BackgroundWork.objects.create(title="Пакет: Канарейкина", job="x", state="done", result=result, owner=by)
    world.consent.details = {"with": ["Канарейкина Р.И."]}
    world.consent.representative = "Канарейкин Пётр Ильич"
    world.consent.save()
    return person


def fill_texts(model, row):
    """Put the canary into every free text of a row and leave a history row of it."""
    for field in model._meta.concrete_fields:
        free = isinstance(field, models.CharField | models.TextField) and not field.choices and field.editable
        if free and not field.unique and not field.validators[1:]:
            setattr(row, field.name, "Канарейкина Роза")
    row.save()


def let_go(world, person):
    """End what stands in the way: the pair, the participation, the consent."""
    by = world.actors["curator"]
    for bond in Bond.objects.open().filter(members__participation__person=person):
        pairs.terminate_bond(bond, reason="отзыв согласия", by=by)
    for consent in Consent.objects.in_force().filter(person=person):
        workflow.withdraw_consent(consent, on=timezone.localdate(), reason="заявление", by=by)


def destroyed(world, person):
    """Plan and carry out the destruction."""
    by = world.actors["curator"]
    let_go(world, person)
    plan = workflow.plan_destruction(person, reason="withdrawn", commission=COMMISSION, paper_sheets=3, by=by)
    workflow.destroy(plan, key=uuid.uuid4(), by=by)
    plan.refresh_from_db()
    return plan


def every_text(connection):
    """(table, column, value) of all text of the whole database."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            names = [one.name for one in connection.introspection.get_table_description(cursor, table)]
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                values = dict(zip(names, row, strict=True))
                for name, value in values.items():
                    if isinstance(value, bytes | memoryview):
                        value = bytes(value).decode(errors="ignore")
                    if isinstance(value, str):
                        yield table, name, values, unescaped(value)


def unescaped(value):
    """JSON as SQLite keeps it, with the Russian letters as people read them."""
    if not value or value[0] not in "[{":
        return value
    try:
        return json.dumps(json.loads(value), ensure_ascii=False)
    except ValueError:
        return value


def allowed(table, values):
    """The list of trust.md P-02: signed papers are archival, the act is kept three years."""
    if table in ("documents_paper", "documents_historicalpaper"):
        return values["kind"] == "destruction_act" or values["state"] in ("issued", "withdrawn", "signed")
    return False


@pytest.mark.slow
def test_a_destroyed_name_is_nowhere_but_in_the_archive(world, canary, django_capture_on_commit_callbacks):
    before = [place for place in every_text(connection) if any(form in place[3] for form in FORMS)]
    assert len({(table, column) for table, column, *_ in before}) > 25
    with django_capture_on_commit_callbacks(execute=True):
        destroyed(world, canary)
    left = [
        (table, column, value[:200])
        for table, column, values, value in every_text(connection)
        if any(form in value for form in FORMS) and not allowed(table, values)
    ]
    assert left == []
    on_disk = [path for path in settings.FILES_DIR.rglob("*") if path.is_file()]
    assert not [path for path in on_disk if "Канарейкин".encode() in path.read_bytes()]
    canary.refresh_from_db()
    assert canary.full_name == canary.destruction.label
    assert "Участник №" in Notice.objects.get(text__contains="готов приказ").text
    assert canary.user.is_active is False
    assert list(journal.breaks()) == []


@pytest.mark.slow
def test_the_act_names_what_the_order_wants_and_carries_the_extract(world, canary):
    plan = destroyed(world, canary)
    act = plan.act
    act.refresh_from_db()
    assert (act.state, act.series) == ("issued", "acts")
    assert act.number
    text = " ".join(blocks.plain_text(act.blocks)).replace("\u00a0", " ")
    for part in (
        "Оператор: Муниципальное бюджетное",
        "по поручению оператора: нет",
        "Канарейкина Роза Ильинична",
        "Петрова Анна Сергеевна",
        "методист",
        "Уничтожены персональные данные: ",
        "Бумажные носители: 3 л.",
        "информационной системы: «Портал наставничества».",
        "карточка (фамилия, имя, отчество, пол, дата рождения",
        "Способ уничтожения",
        "отзыв согласия",
        "Дата уничтожения",
        "Выгрузка из журнала регистрации событий",
    ):
        assert part in text
    assert [one["post"][:1].isupper() for one in act.blocks if one["type"] == "signature"] == [True, True]
    lines = JournalEntry.objects.filter(action="destroy", subject=canary.pk)
    assert lines.count() >= 5


def test_a_destruction_needs_a_commission_of_two(world, canary):
    let_go(world, canary)
    with pytest.raises(WorkflowError, match="не менее двух членов комиссии"):
        workflow.plan_destruction(canary, reason="withdrawn", commission=COMMISSION[:1], by=world.actors["curator"])


def test_an_act_without_its_extract_is_not_signed(world, canary):
    let_go(world, canary)
    by = world.actors["curator"]
    act = workflow.plan_destruction(canary, reason="withdrawn", commission=COMMISSION, by=by).act
    assert kinds.get(act.kind).gate(act, on=timezone.localdate()) == []
    types = [block["type"] for block in act.blocks]
    act.blocks = act.blocks[: types.index("annex")]
    (missing,) = kinds.get(act.kind).gate(act, on=timezone.localdate())
    assert missing.text.startswith("Приложите выгрузку из журнала событий (приказ РКН № 179)")


def test_a_destruction_is_refused_with_reasons(world, canary):
    with pytest.raises(WorkflowError) as refusal:
        workflow.plan_destruction(canary, reason="withdrawn", commission=COMMISSION, by=world.actors["curator"])
    words = " ".join(missing.text for missing in refusal.value.missing)
    assert "завершите пару" in words
    assert "Действует согласие на обработку" in words


def test_what_came_into_the_way_stops_the_destruction_whole(world, canary):
    by = world.actors["curator"]
    let_go(world, canary)
    plan = workflow.plan_destruction(canary, reason="withdrawn", commission=COMMISSION, by=by)
    ConsentFactory(person=canary, signed_on=timezone.localdate())
    with pytest.raises(WorkflowError):
        workflow.destroy(plan, key=uuid.uuid4(), by=by)
    canary.refresh_from_db()
    assert canary.last_name == CANARY
    assert not JournalEntry.objects.filter(action="destroy").exists()


@pytest.mark.slow
def test_a_restored_backup_forgets_again(world, canary):
    made = destroyed_list.made_at(canary)
    plan = destroyed(world, canary)
    assert destroyed_list.lines()[-1]["made"] == made.isoformat()
    Destruction.objects.filter(pk=plan.pk).update(carried_out_on=None)  # what a copy of yesterday looks like
    Person.objects.filter(pk=canary.pk).update(last_name=CANARY, first_name="Роза", search="канареикина роза")
    Person.history.filter(id=canary.pk).delete()
    values = {field.attname: getattr(canary, field.attname) for field in Person._meta.concrete_fields}
    kept = {field.attname for field in Person.history.model._meta.concrete_fields}
    row = {name: value for name, value in values.items() if name in kept}
    Person.history.create(**row, history_date=made, history_type="+")
    assert any("forget_again" in damage for damage in destroyed_list.damages())
    call_command("forget_again")
    canary.refresh_from_db()
    assert canary.full_name == plan.label
    assert list(destroyed_list.damages()) == []


def test_a_new_card_under_an_old_number_is_not_forgotten(world, canary):
    person = PersonFactory(last_name="Зимина")
    line = {
        "person": person.pk,
        "made": "2020-01-01T00:00:00+00:00",
        "number": 77,
        "reason": "withdrawn",
        "on": "2026-09-01",
    }
    with open(destroyed_list.path(), "a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
    call_command("forget_again")
    person.refresh_from_db()
    assert person.last_name == "Зимина"


@pytest.mark.slow
def test_a_namesake_keeps_her_name(world, canary):
    PersonFactory(last_name=CANARY, first_name="Яна", patronymic="Львовна")
    notify(world.actors["curator"], "Канарейкина Я.Л. просит о встрече с Канарейкиной Р.И.")
    destroyed(world, canary)
    text = Notice.objects.get(text__contains="просит о встрече").text
    assert text.startswith("Канарейкина Я.Л. просит о встрече с Участник")


def test_every_table_that_leads_to_a_person_is_named():
    """A model that points at a person, or at one that does, must say what becomes of it (P-05)."""
    named = {label for one in subject_data for label in one.models}
    leading, grown = {Person}, True
    while grown:
        found = {model for model in apps.get_models() if not model.__name__.startswith("Historical")} - leading
        new = {model for model in found if any(field.related_model in leading for field in model._meta.concrete_fields)}
        leading, grown = leading | new, bool(new)
    assert {model._meta.label for model in leading} - named == set()


def test_the_extract_holds_a_canary_of_every_table(world, canary):
    text = {one.code: " ".join(f"{label} {value}" for label, value in one.rows(canary)) for one in subject_data}
    for code in (
        "card",
        "consents",
        "guardians",
        "posts",
        "participations",
        "bonds",
        "meetings",
        "programmes",
        "answers",
        "account",
    ):
        assert "анарейкин" in text[code], code
    assert "загруженный список" in text["imports"]


@pytest.mark.parametrize(
    ("kind", "demand", "tasks"),
    [
        ("processing", False, {"destroy": 30}),
        ("processing", True, {"destroy": 30, "stop": None}),
        ("publication", False, {"unpublish": None}),
        ("picture", False, {"unpublish": None}),
        ("mentor", False, {}),
        ("mentor", True, {"stop": None}),
    ],
)
def test_a_withdrawal_opens_duties_with_their_terms(curator, kind, demand, tasks):
    today = timezone.localdate()
    consent = ConsentFactory(kind=kind)
    workflow.withdraw_consent(consent, on=today, reason="заявление", by=curator, demand=demand)
    found = {task.kind: task for task in DataTask.objects.filter(person=consent.person)}
    assert found.keys() == tasks.keys()
    for code, days in tasks.items():
        expected = (
            today + timedelta(days=days) if days else working_day_after(today, {"stop": 10, "unpublish": 3}[code])
        )
        assert found[code].due_on == expected


def test_two_withdrawals_are_one_duty_with_the_earlier_term(curator):
    today = timezone.localdate()
    person = PersonFactory()
    for kind, day in (("publication", today), ("picture", today - timedelta(days=2))):
        consent = ConsentFactory(person=person, kind=kind)
        workflow.withdraw_consent(consent, on=day, reason="заявление", by=curator)
    assert DataTask.objects.get(person=person).due_on == working_day_after(today - timedelta(days=2), 3)


def test_a_duty_is_closed_once_and_the_destruction_by_its_act_only(curator):
    consent = ConsentFactory()
    workflow.withdraw_consent(consent, on=timezone.localdate(), reason="заявление", by=curator, demand=True)
    stop, destroy = (DataTask.objects.get(kind=kind) for kind in ("stop", "destroy"))
    workflow.close_task(stop, by=curator)
    with pytest.raises(WorkflowError, match="Уже отмечено"):
        workflow.close_task(stop, by=curator)
    with pytest.raises(WorkflowError, match="закрывается актом"):
        workflow.close_task(destroy, by=curator)


@pytest.mark.parametrize(
    ("origin", "left_days", "ended_days", "is_open", "shown"),
    [
        ("pupil", None, 366, False, True),
        ("pupil", None, 300, False, False),
        ("pupil", None, 400, True, True),  # nobody closed it, its last day has passed all the same
        ("pupil", None, -30, True, False),
        ("external", None, 400, False, True),
        ("staff", None, 900, False, False),
        ("staff", 400, 500, False, True),
        ("staff", 300, 500, False, False),
        ("staff", 400, None, False, True),
        ("pupil", None, None, False, False),
    ],
)
def test_an_ended_purpose_is_shown_for_destruction(institution, origin, left_days, ended_days, is_open, shown):
    today = timezone.localdate()
    left = today - timedelta(days=left_days) if left_days else None
    person = PersonFactory(origin=origin, left_on=left, hired_on=None)
    if ended_days:
        state = Participation.State.IN_BASE if is_open else Participation.State.FINISHED
        ended = today - timedelta(days=ended_days)
        participation = ParticipationFactory(person=person, state=state, side=Side.MENTEE, consents=False)
        Participation.objects.filter(pk=participation.pk).update(starts_on=ended, ends_on=ended)
    assert [one.pk for one, _ in purpose_ended(today)] == ([person.pk] if shown else [])


@pytest.mark.parametrize(("months", "shown"), [(1, True), (3, False)])
def test_how_long_data_are_needed_is_said_in_the_rules(institution, as_user, curator, months, shown):
    rules = Rules.load()
    rules.data_needed_months = months
    save_rules(rules, by=curator)
    person = PersonFactory(left_on=timezone.localdate() - timedelta(days=60))
    page = as_user(curator).get(reverse("people:data_index")).content.decode()
    assert (person.full_name in page) == shown
    assert counted(months, "месяц,месяца,месяцев") in page
