"""The life of a paper: drafted, sent, returned, signed, kept; numbers without gaps; damages found."""

import uuid
from datetime import UTC, date, datetime, timedelta
from unittest import mock

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from mentorship.accounts.models import Notice
from mentorship.common.workflow import Conflict, WorkflowError
from mentorship.documents import blocks, sanity, storage, triggers, workflow, works
from mentorship.documents.models import BackgroundWork, Counter, Paper, Series, StoredFile
from mentorship.documents.workflow import issuing
from mentorship.institution.models import Institution


def sign(paper, director, **fields):
    return workflow.issue(paper, by=director, key=fields.pop("key", None) or uuid.uuid4(), **fields)


def numbers():
    return list(Paper.objects.issued().order_by("sequence").values_list("number", flat=True))


def notices(user):
    return list(user.notices.order_by("pk").values_list("text", flat=True))


# --- states ------------------------------------------------------------------------------------------------

VERBS = {
    "rebuild": lambda paper, by: workflow.rebuild(paper, by=by),
    "edit": lambda paper, by: workflow.edit(paper, blocks=paper.blocks, version=paper.version, by=by),
    "send": lambda paper, by: workflow.send(paper, by=by),
    "take_back": lambda paper, by: workflow.take_back(paper, by=by),
    "return": lambda paper, by: workflow.return_with_remark(paper, remark="Нет срока.", by=by),
    "issue": lambda paper, by: sign(paper, by),
    "discard": lambda paper, by: workflow.discard(paper, by=by),
    "scan": lambda paper, by: workflow.attach_scan(paper, stored_scan(by), by=by),
}
ALLOWED = {
    "draft": {"rebuild", "edit", "send", "discard"},
    "returned": {"rebuild", "edit", "send", "discard"},
    "on_signature": {"take_back", "return", "issue"},
    "issued": {"scan"},
    "discarded": set(),
}


def stored_scan(by):
    from mentorship.documents import files

    return files.store(b"%PDF-1.7 scan", name="скан.pdf", content_type=files.PDF, by=by)


def in_state(state, draft, curator, director):
    paper = draft()
    if state in ("on_signature", "returned", "issued"):
        workflow.send(paper, by=curator)
    if state == "returned":
        workflow.return_with_remark(paper, remark="Исправьте.", by=director)
    if state == "issued":
        sign(paper, director)
    if state == "discarded":
        workflow.discard(paper, by=curator)
    return Paper.objects.get(pk=paper.pk)


@pytest.mark.parametrize("state", ALLOWED)
@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_in_each_state(draft, curator, director, state, verb):
    paper = in_state(state, draft, curator, director)
    steps = paper.history.count()
    if verb in ALLOWED[state]:
        VERBS[verb](paper, director)
        assert paper.history.count() > steps
        assert paper.history.first().history_user == director or verb == "issue"
    else:
        with pytest.raises(WorkflowError):
            VERBS[verb](paper, director)
        stored = Paper.objects.get(pk=paper.pk)
        assert stored.state == state
        assert stored.history.count() == steps


def test_a_draft_that_is_not_needed_frees_what_it_held(order_kind, draft, curator):
    paper = workflow.discard(draft(), by=curator)
    assert order_kind.let_go == [paper.pk]


def test_the_head_and_the_curator_are_told(draft, curator, director, waiting, order_kind, reader):
    order_kind.readers.append(reader)
    workflow.return_with_remark(waiting(), remark="Нет срока.", by=director)
    paper = waiting()
    sign(paper, director)
    assert [text.split(":")[0] for text in notices(director)] == ["На подпись", "На подпись", "в силе"]
    assert [text.split(":")[0] for text in notices(curator)] == ["Возвращён с замечанием", "Подписан"]
    assert notices(reader) == ["Для вас издан документ: О проверке портала"]


# --- gate and wording ---------------------------------------------------------------------------------------


def test_the_gate_refuses_at_sending_and_again_at_signing(order_kind, draft, curator, director, missing):
    paper = draft()
    order_kind.missing.append(missing)
    with pytest.raises(WorkflowError) as refused:
        workflow.send(paper, by=curator)
    assert refused.value.missing == [missing]
    order_kind.missing.clear()
    workflow.send(paper, by=curator)
    order_kind.missing.append(missing)  # a consent was withdrawn while the paper lay on the desk
    with pytest.raises(WorkflowError) as refused:
        sign(paper, director)
    assert refused.value.missing == [missing]
    assert numbers() == []
    order_kind.missing.clear()
    sign(Paper.objects.get(pk=paper.pk), director)
    assert numbers() == ["1-од"]


@pytest.mark.parametrize(
    ("heading", "fits"),
    [
        ("О закреплении пар", True),
        ("Об утверждении", True),
        ("ОБ УТВЕРЖДЕНИИ", True),
        ("Закрепление пар", False),
        ("Общее собрание", False),
        ("Орлова", False),
        ("«О закреплении»", False),
    ],
)
def test_a_heading_begins_with_a_preposition(draft, curator, heading, fits):
    paper = draft()
    changed = [block | {"text": heading} if block["type"] == "heading" else block for block in paper.blocks]
    if fits:
        workflow.edit(paper, blocks=changed, version=paper.version, by=curator)
        assert Paper.objects.get(pk=paper.pk).title == heading
        return
    with pytest.raises(workflow.WordingError, match="Заголовок начинается с «О» или «Об»") as refused:
        workflow.edit(paper, blocks=changed, version=paper.version, by=curator)
    assert refused.value.block_id == next(block["id"] for block in changed if block["type"] == "heading")


def test_a_refusal_names_the_block_that_is_not_whole(draft, curator):
    paper = draft()
    changed = [block | {"text": ""} if block["type"] == "item" else block for block in paper.blocks]
    with pytest.raises(workflow.WordingError) as refused:
        workflow.edit(paper, blocks=changed, version=paper.version, by=curator)
    assert refused.value.block_id == next(block["id"] for block in changed if block["type"] == "item")


def test_a_paper_without_text_is_not_sent(order_kind, institution, curator):
    paper = workflow.draft("test_order", title="О пустом", subject=institution, by=curator)
    with pytest.raises(WorkflowError, match="нет ни одного блока"):
        workflow.send(paper, by=curator)


def test_the_second_editor_is_told_of_the_first(draft, curator):
    paper = draft()
    opened = paper.version
    workflow.edit(paper, blocks=paper.blocks, version=opened, by=curator)
    with pytest.raises(Conflict) as refused:
        workflow.edit(paper, blocks=[blocks.item("Моё.")], version=opened, by=curator)
    assert refused.value.current.version == opened + 1


def test_the_same_text_sent_twice_is_one_press(draft, curator):
    paper = draft()
    opened, changed = paper.version, [*paper.blocks, blocks.note("Приписка.")]
    for _ in range(2):
        workflow.edit(Paper.objects.get(pk=paper.pk), blocks=changed, version=opened, by=curator)
    assert Paper.objects.get(pk=paper.pk).version == opened + 1


# --- numbers and dates ----------------------------------------------------------------------------------------


def test_numbers_run_without_gaps_when_coming_into_force_fails(order_kind, waiting, director):
    sign(waiting(), director)
    broken = waiting()
    for error in (RuntimeError("template"), WorkflowError("пара занята"), OSError("disk full")):
        order_kind.breaks = error
        with pytest.raises(type(error)):
            sign(broken, director)
    stored = Paper.objects.get(pk=broken.pk)
    assert (stored.state, stored.number, stored.issued_on) == ("on_signature", "", None)
    assert Counter.objects.get(series=Series.ORDERS).value == 1
    assert not Notice.objects.filter(text="в силе: 2-од").exists()
    order_kind.breaks = None
    sign(waiting(), director)
    sign(stored, director)
    assert numbers() == ["1-од", "2-од", "3-од"]


STEPS = ["locked", "_check_date", "fill", "_tell", "move"]


@pytest.mark.parametrize("step", STEPS)
def test_an_error_at_any_step_of_signing_gives_the_number_back(order_kind, waiting, director, step):
    paper = waiting()
    with mock.patch.object(issuing, step, side_effect=OSError("disk full")), pytest.raises(OSError, match="disk full"):
        sign(paper, director)
    assert not Counter.objects.exists()
    assert order_kind.taken == [] or step == "_tell"
    sign(Paper.objects.get(pk=paper.pk), director)
    assert numbers() == ["1-од"]


def test_the_same_press_twice_is_one_order(waiting, director):
    paper, other, key = waiting(), waiting(), uuid.uuid4()
    sign(paper, director, key=key)
    for repeated in (paper, other):
        with pytest.raises(workflow.AlreadyIssued) as refused:
            sign(Paper.objects.get(pk=repeated.pk), director, key=key)
        assert refused.value.paper.pk == paper.pk
    assert numbers() == ["1-од"]
    sign(other, director)
    assert numbers() == ["1-од", "2-од"]


@pytest.mark.parametrize(
    ("pattern", "number"),
    [("{n}-ОД", "1-ОД"), ("{n}/{year}", "1/2026"), ("№ {n} о/д", "№ 1 о/д"), ("{n}", "1")],
)
def test_the_number_follows_the_institutions_pattern(institution, waiting, director, pattern, number):
    Institution.objects.update(order_pattern=pattern)
    with mock.patch("django.utils.timezone.now", return_value=datetime(2026, 11, 22, 9, tzinfo=UTC)):
        paper = sign(waiting(), director)
    assert paper.number == number


def test_number_and_date_stand_in_the_frozen_text(issued):
    paper = issued()
    today = f"{timezone.localdate():%d.%m.%Y}"
    requisites = next(block for block in paper.blocks if block["type"] == "requisites")
    annex = next(block for block in paper.blocks if block["type"] == "annex")
    assert (requisites["number"], requisites["date"]) == ("1-од", today)
    assert annex["marks"] == ["Приложение к приказу", f"от {today} № 1-од"]


def test_dates_of_a_series_never_run_back(waiting, director):
    today = timezone.localdate()
    sign(waiting(), director, dated=today - timedelta(days=1))
    with pytest.raises(workflow.DateError, match="не может быть раньше"):
        sign(waiting(), director, dated=today - timedelta(days=2))
    with pytest.raises(workflow.DateError, match="позже сегодняшней"):
        sign(waiting(), director, dated=today + timedelta(days=1))
    with pytest.raises(workflow.DateError, match="Проверьте год"):
        sign(waiting(), director, dated=date(1926, 9, 1))
    sign(waiting(), director, dated=today - timedelta(days=1))
    assert numbers() == ["1-од", "2-од"]


@pytest.mark.parametrize(
    "zone", ["Europe/Kaliningrad", "Europe/Moscow", "Asia/Yekaterinburg", "Asia/Vladivostok", "Asia/Kamchatka"]
)
@pytest.mark.parametrize(("second", "day", "year"), [(-1, date(2026, 12, 31), 2026), (1, date(2027, 1, 1), 2027)])
def test_around_midnight_date_and_year_are_the_institutions(waiting, director, zone, second, day, year):
    from zoneinfo import ZoneInfo

    paper = waiting()
    moment = datetime(2027, 1, 1, tzinfo=ZoneInfo(zone)) + timedelta(seconds=second)
    with timezone.override(ZoneInfo(zone)), mock.patch("django.utils.timezone.now", return_value=moment):
        sign(paper, director)
    assert (paper.issued_on, paper.year, paper.sequence) == (day, year, 1)


def test_a_paper_without_a_series_is_signed_without_a_number(order_kind, waiting, director):
    from dataclasses import replace

    from mentorship.documents import kinds

    kinds._kinds["test_order"] = replace(kinds.get("test_order"), series="")
    paper, key = waiting(), uuid.uuid4()
    sign(paper, director, key=key)
    assert (paper.number, paper.issued_on) == ("", timezone.localdate())
    with pytest.raises(workflow.AlreadyIssued):
        sign(paper, director, key=key)


# --- what is frozen ---------------------------------------------------------------------------------------------


def test_the_pdf_is_made_once_and_stays_after_names_change(worker, issued, institution):
    paper = issued()
    before = paper.pdf.read()
    institution.full_name, institution.head_last_name = "Совсем другое учреждение", "Новикова"
    institution.save()
    assert workflow.keep_pdf(Paper.objects.get(pk=paper.pk)).pdf.read() == before
    assert StoredFile.objects.count() == 1


def test_an_issued_paper_is_refused_by_the_database_itself(issued):
    paper = issued()
    with pytest.raises(DatabaseError), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(issued_on="2026-01-01")
    with pytest.raises(DatabaseError), transaction.atomic():
        paper.delete()


def test_a_wrong_scan_is_replaced_and_the_first_stays_in_the_history(issued, curator):
    paper = issued()
    first = workflow.attach_scan(paper, stored_scan(curator), by=curator).scan
    second = workflow.attach_scan(paper, stored_scan(curator), by=curator).scan
    assert first != second
    assert list(paper.history.exclude(scan=None).values_list("scan", flat=True)) == [second.pk, first.pk]


# --- the worker and its leavings -----------------------------------------------------------------------------------


def test_a_job_that_fails_says_so_to_its_owner(curator):
    def refuse(params, progress, by):
        progress(1, 3)
        raise WorkflowError("Печатать нечего: согласия отозваны.")

    def break_down(params, progress, by):
        raise RuntimeError("secret details")

    for code, job in (("refuse", refuse), ("break_down", break_down)):
        works.register(code, job)
        work = works.start(code, title="Пачка", params={}, owner=curator)
        work.refresh_from_db()
        assert work.state == BackgroundWork.State.FAILED
        assert "secret" not in work.error
    assert BackgroundWork.objects.get(job="refuse").error == "Печатать нечего: согласия отозваны."


def test_a_finished_work_is_not_done_again(curator):
    done = []
    works.register("count", lambda params, progress, by: done.append(1) or works.Result(b"x", "x.txt", "text/plain"))
    work = works.start("count", title="Счёт", params={}, owner=curator)
    work.refresh_from_db()
    works.run(work)
    assert done == [1]
    assert work.result.read() == b"x"


def test_an_order_pressed_twice_is_one_work_until_it_is_begun(curator):
    works.register("count", lambda params, progress, by: works.Result(b"x", "x.txt", "text/plain"))
    order = {"title": "Счёт", "params": {"cycle": 1}, "owner": curator}
    first = BackgroundWork.objects.create(job="count", **order)
    assert works.start("count", **order) == first
    assert works.start("count", **order | {"params": {"cycle": 2}}) != first
    BackgroundWork.objects.filter(pk=first.pk).update(state=BackgroundWork.State.RUNNING)
    assert works.start("count", **order) != first


@pytest.fixture
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def test_what_a_killed_worker_left_is_picked_up(queue, waiting, director):
    from django_tasks_db.models import DBTaskResult

    first, second = sign(waiting(), director), sign(waiting(), director)
    assert DBTaskResult.objects.count() == 2
    DBTaskResult.objects.filter(args_kwargs__args__0=first.pk).update(status="RUNNING", started_at=timezone.now())
    DBTaskResult.objects.filter(args_kwargs__args__0=second.pk).delete()
    call_command("repair_work")
    assert sorted(task.args_kwargs["args"][0] for task in DBTaskResult.objects.ready()) == [first.pk, second.pk]
    call_command("repair_work")
    assert DBTaskResult.objects.count() == 2
    for task in DBTaskResult.objects.ready():
        task.task.call(*task.args_kwargs["args"])
    assert Paper.objects.issued().filter(pdf=None).count() == 0
    assert sanity.damages() == []


# --- damages -----------------------------------------------------------------------------------------------------------


def without_triggers():
    with connection.cursor() as cursor:
        for name in triggers.present(connection):
            table = "documents_paperchange" if "change" in name else "documents_paper"
            cursor.execute(f"DROP TRIGGER {name}{f' ON {table}' if connection.vendor == 'postgresql' else ''}")


def by_hand(paper, **changes):
    """A change in the database past every rule: triggers are lifted and put back."""
    without_triggers()
    Paper.objects.filter(pk=paper.pk).update(**changes)
    triggers.install(None, using="default")


def deleted_by_hand(paper):
    without_triggers()
    paper.delete()
    triggers.install(None, using="default")


def path(paper):
    return storage.path_of(paper.pdf_sha256)


DAMAGES = {
    "gap": (lambda one, two, three: deleted_by_hand(two), "нет документа с порядковым номером 2"),
    "last order gone": (lambda one, two, three: deleted_by_hand(three), "счётчик стоит на 3, а последний номер 2"),
    "counter set back": (lambda *papers: Counter.objects.update(value=1), "счётчик стоит на 1, а последний номер 3"),
    "counter gone": (lambda *papers: Counter.objects.all().delete(), "счётчик стоит на 0"),
    "dates crossed": (lambda one, *rest: by_hand(one, issued_on=timezone.localdate()), "раньше, чем № 1-од"),
    "another year": (lambda one, *rest: by_hand(one, issued_on=date(2001, 1, 1)), "другим годом"),
    "text changed": (lambda one, *rest: by_hand(one, blocks=[]), "изменён в обход портала (текст)"),
    "number changed": (lambda one, *rest: by_hand(one, number="9-од"), "изменён в обход портала (номер)"),
    "number gone": (lambda one, *rest: by_hand(one, number=""), "номера нет"),
    "no pdf": (lambda one, *rest: by_hand(one, pdf=None), "нет файла PDF"),
    "another pdf": (lambda one, two, three: by_hand(one, pdf=two.pdf), "SHA-256 документа не та"),
    "file lost": (lambda one, *rest: path(one).unlink(), "на диске нет"),
    "file altered": (lambda one, *rest: path(one).write_bytes(b"%PDF-other"), "содержимое на диске изменилось"),
    "file cut short": (
        lambda one, *rest: path(one).write_bytes(path(one).read_bytes()[:-1]),
        "содержимое на диске изменилось",
    ),
    "triggers lifted": (lambda *papers: without_triggers(), "не защищены"),
}


@pytest.mark.slow
@pytest.mark.parametrize("damage", DAMAGES)
def test_sanity_check_names_each_planted_damage(worker, issued, capsys, damage):
    yesterday = timezone.localdate() - timedelta(days=1)
    papers = [issued(dated=yesterday), issued(dated=yesterday), issued(dated=yesterday)]
    call_command("sanity_check")
    plant, words = DAMAGES[damage]
    plant(*papers)
    with pytest.raises(CommandError, match="Найдено повреждений"):
        call_command("sanity_check")
    assert words in capsys.readouterr().err
    triggers.install(None, using="default")
