"""Every act on people and their consents."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from mentorship.accounts.workflow import create_account
from mentorship.common.cases import gender_of
from mentorship.common.periods import add_months
from mentorship.common.russian import counted
from mentorship.common.workflow import WorkflowError, check_version, locked, save
from mentorship.documents import files, works
from mentorship.documents.models import Counter, Series
from mentorship.institution.models import Institution

from . import imports, papers
from .models import Consent, ImportRun, Person
from .signals import consent_withdrawn
from .staff_sheet import mapping_problems

TEXT_VERSION = 1
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CONSENT_YEARS = 3  # a term must be a date (law.md 2.1): this many years unless the curator names another


@transaction.atomic
def create_person(*, by, **fields):
    """Enter a person once; the gender follows from the patronymic unless it is given.

    Raises:
        WorkflowError: a rule of the card, or a person of this name and birth date is there already.
    """
    person = Person(**fields)
    person.gender = person.gender or gender_of(person.patronymic, person.first_name)
    return save(person, by=by, reason="карточка создана")


@transaction.atomic
def change_person(person, *, version, by, **fields):
    """Change a card that was opened at ``version``.

    Raises:
        Conflict: somebody else saved the card meanwhile.
    """
    locked(person)
    check_version(person, version)
    for name, value in fields.items():
        setattr(person, name, value)
    return save(person, by=by, reason="карточка исправлена")


@transaction.atomic
def correct_form(person, key, text, *, by):
    """Keep a case form corrected by hand, or forget it when ``text`` is empty: the proposal then speaks again."""
    locked(person)
    forms = dict(person.forms)
    if text.strip():
        forms[key] = text.strip()
    else:
        forms.pop(key, None)
    person.forms = forms
    return save(person, by=by, reason="исправлена падежная форма", fields=["forms"])


def print_consents(people, kinds, *, by, on=None, details=None):
    """Take a number for each consent to be printed and keep its text; an unsigned one printed before is used again.

    Args:
        details: {kind: {...}} written into the paper, see :mod:`.papers`: for a publication ``fields`` and ``urls``,
            for processing ``processor``, for mentoring ``with``, ``form``, ``kind``, ``period``, ``regulation``.

    Returns:
        Consents, one per person and kind, in the order of people, then kinds: each a separate paper (law.md 2.2).
    """
    on = on or timezone.localdate()
    defaults = _default_details() | (details or {})
    with transaction.atomic():
        Counter.objects.bulk_create([Counter(series=Series.CONSENTS, year=on.year)], ignore_conflicts=True)
        return [
            _printed(person, kind, on=on, by=by, details=defaults.get(kind, {})) for person in people for kind in kinds
        ]


def _default_details():
    site = Institution.load().site_url
    return {Consent.Kind.PUBLICATION: {"fields": [], "urls": [site] if site else []}}


def _printed(person, kind, *, on, by, details):
    consent = person.consents.filter(kind=kind, signed_on__isnull=True).first()
    if consent is None:
        number = f"{Counter.take(Series.CONSENTS, on.year)}/{on.year}-С"
        consent = Consent(person=person, kind=kind, number=number)
    consent.printed_on, consent.details = on, details or consent.details
    consent.text_version = TEXT_VERSION
    consent.valid_until = add_months(on, CONSENT_YEARS * 12)
    consent.blocks = papers.consent_blocks(consent)
    return save(consent, by=by, reason="распечатано")


@transaction.atomic
def start_pack(people, kinds, *, by, back_url="", details=None):
    """Print the consents of ``kinds`` for ``people`` into one PDF in the background; returns the work to watch.

    Raises:
        WorkflowError: nobody or nothing was chosen.
    """
    if not people or not kinds:
        raise WorkflowError("Выберите людей и виды согласий: печатать пока нечего.")
    return start_reprint(print_consents(people, kinds, by=by, details=details), by=by, back_url=back_url)


def start_reprint(consents, *, by, back_url=""):
    """Print these consents once more, as they are, into one PDF in the background; returns the work to watch."""
    words = counted(len(consents), "согласие,согласия,согласий")
    params = {"consents": [consent.pk for consent in consents]}
    return works.start("consent_pack", title=f"Пакет: {words}", params=params, owner=by, back_url=back_url)


@transaction.atomic
def sign_consent(
    consent,
    *,
    on,
    by,
    scan=None,
    valid_until=None,
    representative="",
    representative_document="",
    details=None,
):
    """Mark a consent signed on paper.

    Args:
        details: what was ticked by hand on the sheet, added to what was printed on it.

    Raises:
        WorkflowError: signed already, a date of the future, the wrong giver for the person's age (law.md 2.4), or a
            publication without fields or addresses (law.md 2.3).
    """
    locked(consent)
    if consent.signed_on:
        raise WorkflowError(f"Согласие № {consent.number} уже отмечено подписанным {consent.signed_on:%d.%m.%Y}.")
    if on > timezone.localdate():
        raise WorkflowError("Дата подписания позже сегодняшней. Проверьте дату на бумаге.")
    if on < consent.printed_on - timedelta(days=365 * CONSENT_YEARS):
        raise WorkflowError("Дата подписания слишком давняя: проверьте год.")
    _check_giver(consent.person, on, representative)
    consent.details = consent.details | (details or {})
    _check_publication(consent)
    consent.signed_on, consent.scan = on, scan or consent.scan
    consent.valid_until = valid_until or consent.valid_until
    consent.representative, consent.representative_document = representative, representative_document
    return save(consent, by=by, reason="подписано")


def _check_giver(person, on, representative):
    years = person.age(on)
    if years is None:
        return
    if years < 14 and not representative:
        raise WorkflowError("До 14 лет согласие подписывает законный представитель. Укажите, кто подписал.")
    if 14 <= years < 18 and not representative:
        raise WorkflowError("С 14 до 18 лет подписывает и законный представитель: укажите, кто именно.")
    if years >= 18 and representative:
        raise WorkflowError(f"{person.short_name}: исполнилось 18 лет, согласие подписывает сам участник.")


@transaction.atomic
def sign_all(consents, *, on, by):
    """Mark all these consents signed on one day, or none; the refusal names the person."""
    return [_named(sign_consent, consent, on=on, by=by) for consent in consents]


@transaction.atomic
def withdraw_all(consents, *, on, reason, by):
    """Withdraw all these consents on one day, or none; the refusal names the person."""
    return [_named(withdraw_consent, consent, on=on, reason=reason, by=by) for consent in consents]


def _named(act, consent, **kwargs):
    try:
        return act(consent, **kwargs)
    except WorkflowError as error:
        raise WorkflowError(f"{consent.person.short_name}, № {consent.number}: {error}") from error


def _check_publication(consent):
    if consent.kind != Consent.Kind.PUBLICATION:
        return
    for name, what in (("fields", "перечень данных"), ("urls", "адрес страницы")):
        if not consent.details.get(name):
            raise WorkflowError(f"Не заполнен обязательный элемент согласия: {what}. Перенесите его с бумаги.")


@transaction.atomic
def attach_scan(consent, stored, *, by):
    """Attach or replace the scan of the signed sheet."""
    locked(consent)
    consent.scan = stored
    return save(consent, by=by, reason="приложен скан", fields=["scan"])


@transaction.atomic
def withdraw_consent(consent, *, on, reason, by):
    """Withdraw a consent from the day ``on``; what rests on it hears of it and stops today (law.md 2.5)."""
    locked(consent)
    if not consent.signed_on:
        raise WorkflowError("Отозвать можно только подписанное согласие.")
    if consent.withdrawn_on:
        raise WorkflowError(f"Согласие уже отозвано {consent.withdrawn_on:%d.%m.%Y}.")
    if on > timezone.localdate():
        raise WorkflowError("Дата отзыва позже сегодняшней. Укажите день, когда отзыв получен.")
    consent.withdrawn_on, consent.withdrawal_reason = on, reason
    save(consent, by=by, reason=f"отозвано: {reason}")
    consent_withdrawn.send(sender=Consent, consent=consent, by=by)
    return consent


@transaction.atomic
def dismiss(person, *, on, by):
    """Note the last day of a person in the institution; the card and its history stay."""
    locked(person)
    person.left_on = on
    return save(person, by=by, reason="выбыл", fields=["left_on"])


@transaction.atomic
def give_access(person, *, by, user=None):
    """Tie ``person`` to an account, a new one unless ``user`` is given; he enters by a slip printed from its page.

    Raises:
        WorkflowError: the person or the account is tied already, or the person has left.
    """
    locked(person)
    if person.user_id:
        raise WorkflowError(f"{person.short_name}: учётная запись уже есть ({person.user.username}).")
    if person.left_on and person.left_on < timezone.localdate():
        raise WorkflowError(f"{person.short_name}: выбыл {person.left_on:%d.%m.%Y}, доступ не выдаётся.")
    if user is not None and Person.objects.filter(user=user).exists():
        raise WorkflowError(f"Учётная запись {user.username} уже принадлежит другому человеку.")
    person.user = user or create_account(person.full_name, by=by, email=person.email)
    return save(person, by=by, reason="дан доступ", fields=["user"])


# --- Staff lists ------------------------------------------------------------------------------------------------


class OutOfDate(WorkflowError):
    """The people changed since the plan was shown; ``plan`` is what loading would do now."""

    def __init__(self, plan):
        super().__init__(
            "Пока вы смотрели, список людей изменился. Ниже – что изменится теперь: проверьте и загрузите ещё раз."
        )
        self.plan = plan


def start_import(content, name, *, by, sheet=""):
    """Read an uploaded staff list and keep the file, so that the next steps lose nothing.

    Raises:
        SheetError: not a sheet, or no table in it; the message says what to do.
    """
    table, mapping = imports.read(content, name, sheet=sheet)
    content_type = SHEET if content.startswith(b"PK") else "text/csv"
    stored = files.store(content, name=name, content_type=content_type, by=by)
    run = ImportRun(file=stored, table=table, mapping=mapping, started_by=by)
    if not mapping["day_is_stated"] and (day := imports.day_of_same_file(run)):
        run.mapping["day"] = day
    run.save()
    return run


def reread(run, *, sheet, header):
    """Read another sheet of the file, or the same one with other rows of the heading ``(first, last)``, from 1.

    Raises:
        SheetError: no table there. WorkflowError: loaded already.
    """
    _must_be_open(run)
    if sheet in ("", run.table["sheet"]):
        run.mapping = imports.recognised(imports.Sheet(run).grid, header=header)
    else:
        run.table, run.mapping = imports.read(run.file.read(), run.file.name, sheet=sheet)
    run.save(update_fields=["table", "mapping"])
    return run


@transaction.atomic
def choose_columns(run, *, columns, day):
    """Keep which column means what ({index: field code or None}) and the day the lengths of service hold on.

    Raises:
        WorkflowError: loaded already, or rows cannot be read with this choice.
    """
    locked(run)
    _must_be_open(run)
    if problems := mapping_problems(columns):
        raise WorkflowError(" ".join(problems))
    run.mapping = run.mapping | {
        "columns": {str(index): code for index, code in columns.items()},
        "day": day.isoformat(),
    }
    run.save(update_fields=["mapping"])
    return run


def load_import(run, *, digest, by):
    """Write what the plan with this ``digest`` promised: everybody or nobody.

    The plan is made anew before the lock is taken and written only if it is the one that was shown (trust.md 3.5).

    Raises:
        OutOfDate: the people or the plan changed since it was shown.
        WorkflowError: loaded already, or a row still has an error.
    """
    plan = imports.plan(run)
    if plan.errors:
        raise WorkflowError("В списке есть ошибки, поэтому не загружено ничего. Исправьте их и загрузите файл снова.")
    if plan.digest != digest:
        raise OutOfDate(plan)
    try:
        return _load(run, plan, by=by)
    except IntegrityError as error:  # somebody entered the same person by hand at this very moment
        raise OutOfDate(imports.plan(run)) from error


@transaction.atomic
def _load(run, plan, *, by):
    list(ImportRun.objects.select_for_update().order_by("pk")[:1])  # one list at a time: the first row is the lock
    locked(run)
    _must_be_open(run)
    if imports.last_change() != plan.seen:
        raise OutOfDate(imports.plan(run))
    plan.resource.write(plan.changed_fields, by=by, reason=import_reason(run))
    run.created, run.changed = len(plan.of(imports.NEW)), len(plan.of(imports.CHANGED))
    run.unchanged = len(plan.of(imports.SAME))
    run.state, run.finished_at = ImportRun.State.DONE, timezone.now()
    run.save()
    return run


def import_reason(run):
    """What the history of a card says of a change made by a list."""
    return f"загрузка списка № {run.pk}"


def _must_be_open(run):
    if run.is_done:
        raise WorkflowError("Этот список уже загружен. Чтобы загрузить новый, начните сначала.")
