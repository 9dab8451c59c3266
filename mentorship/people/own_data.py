"""What people, their accounts and papers hold about a person, and how each of them forgets him."""

import json

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.auth.hashers import make_password
from django.db import models
from django.db.models.functions import Cast
from django.utils import timezone

from mentorship.accounts.models import AccessSlip, JournalEntry, Notice, RoleGrant
from mentorship.documents import files
from mentorship.documents.models import Acquaintance, BackgroundWork, Paper, with_paper

from .models import ImportRun, Person
from .subject_data import SubjectData, Table, shown, subject_data, table

BY_CONSENT = "согласие на обработку персональных данных (152-ФЗ, ст. 6 ч. 1 п. 1)"
BY_LAW = "обязанность оператора (152-ФЗ, ст. 9 ч. 3, ст. 21)"
BY_SAFETY = "защита персональных данных (152-ФЗ, ст. 19; приказ ФСТЭК № 21)"
BY_ARCHIVE = "архивное законодательство (152-ФЗ, ст. 1 ч. 2 п. 2; 125-ФЗ)"
OTHERS = {"origin", "is_teacher", "gender", "hired_on", "left_on", "working_days", "category"}


def register():
    """Called once at start-up; the card itself goes last, when every table has found its rows by it."""
    table(
        "consents",
        "Согласия",
        Table(
            "people.Consent",
            "person",
            wipe=("details", "blocks", "representative", "representative_document", "withdrawal_reason", "guardian"),
            files=("scan",),
        ),
        ground=BY_LAW,
        keeps="номер, вид и даты согласий без имени: доказательство законной обработки, 3 года (152-ФЗ, ст. 9 ч. 3)",
        order=10,
    )
    table(
        "guardians",
        "Законные представители",
        Table("people.Guardian", "child", deletes=True),
        Table("people.Guardian", "adult", wipe=("phone", "email", "address")),
        ground=BY_CONSENT,
        order=11,
    )
    table("posts", "Должности", Table("people.PostPeriod", "person", deletes=True), ground=BY_CONSENT, order=12)
    table(
        "duties",
        "Задачи и акты по персональным данным",
        Table("people.DataTask", "person"),
        Table("people.Destruction", "person"),
        ground=BY_LAW,
        keeps="сроки без имени и акт с выгрузкой из журнала: 3 года (приказ Роскомнадзора № 179)",
        order=13,
    )
    table(
        "same_people",
        "Объединённые карточки",
        Table("people.MergedCard", "kept", wipe=("moved",)),
        Table("people.NotDouble", "first", deletes=True),
        Table("people.NotDouble", "second", deletes=True),
        ground=BY_CONSENT,
        order=14,
    )
    for one in OWN:
        subject_data.add(one)


# --- The card ----------------------------------------------------------------------------------------------------


def card_rows(person):
    """The card as it is, as it was, and the cards that became one with it."""
    return Table("people.Person", "pk").rows(person)


def forget_card(person, by):
    """The label instead of the name; what is left says nothing of the person; history rows go, of merged cards too."""
    wiped = {
        field.name: field.get_default() if not field.null else None
        for field in Person._meta.concrete_fields
        if field.name not in OTHERS | {"id", "version", "user"}
    }
    for name, value in (wiped | {"last_name": by.label, "first_name": ""}).items():
        setattr(person, name, value)
    person.left_on = person.left_on or timezone.localdate()
    person.set_keys()
    Person._base_manager.filter(pk=person.pk).update(
        **{name: getattr(person, name) for name in (*wiped, "left_on", "search", "sort_key")}
    )
    merged = list(person.merged_cards.values_list("old_id", flat=True))
    Person.history.filter(id__in=[person.pk, *merged]).delete()
    return 1


# --- The account ---------------------------------------------------------------------------------------------------


def account_rows(person):
    """The account with its roles, slips and notices."""
    user = person.user
    if user is None:
        return
    for name, rows in (
        ("учётная запись", [user]),
        ("роль", RoleGrant.objects.filter(user=user)),
        ("листок доступа", AccessSlip.objects.filter(user=user).defer("code_hash")),
        ("уведомление", Notice.objects.filter(user=user)),
    ):
        for row in rows:
            for label, value in shown(row):
                if label != "code hash":
                    yield f"{name} № {row.pk}: {label}", value


def forget_account(person, by):
    """The account stays as a number for the journal, without a name, closed for ever."""
    user = person.user
    if user is None:
        return 0
    for log in (AccessAttempt, AccessFailureLog, AccessLog):
        log.objects.filter(username=user.username).delete()
    user.slips.all().delete()
    user.notices.all().delete()
    user.list_settings.all().delete()
    user.saved_views.all().delete()
    user.history.all().delete()
    user.username, user.full_name, user.email = f"forgotten-{user.pk}", by.label, ""
    user.password, user.is_active = make_password(None), False
    user.session_epoch += 1
    user.save()  # leaves one history row that says nothing
    return 1


# --- Papers, works, lists ------------------------------------------------------------------------------------------


def paper_rows(person):
    """Papers in which the person is named, those opened to him and those he has to read."""
    for mention in with_paper(person.mentions):
        yield "документ, где назван участник", str(mention.paper)
    if person.user_id is None:
        return
    found = Paper.objects.filter(readers=person.user).without_text().order_by("pk")
    yield from (("документ, открытый участнику", str(paper)) for paper in found)
    for tapped in with_paper(Acquaintance.objects.filter(user=person.user)):
        yield "лист ознакомления", str(tapped.paper)


def forget_works(person, by):
    """Files of finished works may hold anybody: they go, whoever needs one makes it again; no card leads to a paper."""
    person.mentions.all().delete()
    over = BackgroundWork.objects.filter(state__in=[BackgroundWork.State.DONE, BackgroundWork.State.FAILED])
    by.files.update(over.exclude(result=None).values_list("result", flat=True))
    return over.delete()[0]


def import_rows(person):
    """Lists by which the person came."""
    for run in _runs_naming(person):
        yield "загруженный список", str(run)


def forget_imports(person, by):
    """The person's row of each list loses its words; the file, which holds the whole list, goes."""
    count = 0
    for run in _runs_naming(person):
        changes = {name: by.rows(getattr(run, name)) for name in ("table", "mapping", "checked", "made")}
        by.files.add(run.file_id)
        gone = files.store(
            "Файл удалён: в нём были уничтоженные персональные данные.".encode(),
            name="Файл удалён.txt",
            content_type="text/plain",
            by=None,
        )
        ImportRun.objects.filter(pk=run.pk).update(file=gone, **changes)
        count += 1
    return count


def _runs_naming(person):
    """Loads whose table holds the surname, in whatever way the database keeps JSON."""
    found = ImportRun.objects.annotate(text=Cast("table", models.TextField()))
    escaped = json.dumps(person.last_name).strip('"')
    return found.filter(models.Q(text__contains=person.last_name) | models.Q(text__contains=escaped)).order_by("pk")


def journal_rows(person):
    """Who looked at the data of the person, and what the person did himself."""
    entries = JournalEntry.objects.filter(subject=person.pk).select_related("user").order_by("number")
    for entry in entries:
        yield f"№ {entry.number}, {timezone.localtime(entry.at):%d.%m.%Y %H:%M}", f"{entry.user}: {entry.what}"
    if person.user_id:
        for entry in JournalEntry.objects.filter(user=person.user_id).order_by("number"):
            when = f"{timezone.localtime(entry.at):%d.%m.%Y %H:%M}"
            yield f"№ {entry.number}, {when}, действие участника", f"{entry.get_action_display()}: {entry.what}"


def nothing(person, by):
    """What stays as it is: there is no name in it."""
    return 0


OWN = (
    SubjectData("imports", "Загруженные списки", BY_CONSENT, import_rows, forget_imports, order=70),
    SubjectData(
        "papers",
        "Документы",
        BY_ARCHIVE,
        paper_rows,
        forget_works,
        keeps="изданные документы хранятся по сроку, имя в них не стирают",
        models=("people.Mention",),
        order=75,
    ),
    SubjectData(
        "journal",
        "Журнал доступа",
        BY_SAFETY,
        journal_rows,
        nothing,
        keeps="строки журнала доступа без имени: не меньше 3 лет",
        order=80,
    ),
    SubjectData("account", "Учётная запись", BY_SAFETY, account_rows, forget_account, order=95),
    SubjectData(
        "card",
        "Карточка",
        BY_CONSENT,
        card_rows,
        forget_card,
        keeps="кто это (сотрудник, обучающийся), даты прихода и ухода без имени: число участников за прошлые годы",
        models=("people.Person",),
        order=99,
    ),
)
