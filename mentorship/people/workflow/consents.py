"""Acts on consents: printed, signed, withdrawn."""

from datetime import timedelta

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone

from mentorship.common.periods import add_months
from mentorship.common.russian import counted
from mentorship.common.search import sort_key
from mentorship.common.workflow import WorkflowError, locked, save
from mentorship.documents import works
from mentorship.documents.models import Counter, Series, SeriesRule
from mentorship.documents.workflow import return_scan
from mentorship.institution.models import Institution

from .. import consent_details, papers, withdrawal
from ..models import Consent, Signers, next_coming_of_age
from ..papers import personal_data
from ..signals import consent_withdrawn
from .duties import open_task

TEXT_VERSION = 1
CONSENT_YEARS = 3  # a term must be a date (law.md 2.1): this many years unless the curator names another


def print_consents(people, kinds, *, by, on=None, details=None, valid_until=None, term_event=""):
    """Take a number for each consent to be printed and keep its text; an unsigned one printed before is used again.

    Args:
        details: {kind: {...}} written into the paper, see :mod:`.papers`: for a publication ``fields`` and ``urls``,
            for processing ``processor``, for a picture ``uses`` and ``urls``, for mentoring ``with``, ``form``,
            ``kind``, ``period``, ``regulation``; of these what the records know (``consent_details``) needs no word.
        valid_until: the last day of the term, :data:`CONSENT_YEARS` from ``on`` unless given.
        term_event: what ends the consent before that day, in words.

    Returns:
        Consents, one per person and kind, in the order of people, then kinds: each a separate paper (law.md 2.2).
        Where both consents to mentoring are asked for, everybody gets the one of his side, see ``consent_details``.

    Raises:
        WorkflowError: the term has ended before it begins, or the institution's card lacks an element of the law.
    """
    on = on or timezone.localdate()
    valid_until = valid_until or add_months(on, CONSENT_YEARS * 12)
    _check_elements(on, valid_until)
    term = {"valid_until": valid_until, "term_event": term_event}
    defaults, rule = _default_details() | (details or {}), SeriesRule.of(Series.CONSENTS)
    people, kinds = list(people), list(kinds)
    prefetch_related_objects(people, "unit")
    known = consent_details.known(people, kinds, on)
    with transaction.atomic():
        Counter.objects.bulk_create([Counter(series=Series.CONSENTS, year=on.year)], ignore_conflicts=True)
        return [
            _printed(
                person,
                kind,
                rule=rule,
                on=on,
                by=by,
                details=known.get((person.pk, kind), {}) | defaults.get(kind, {}),
                term=term,
            )
            for person, kind in consent_details.sheets(people, kinds)
        ]


def _check_elements(on, valid_until):
    """What every consent must name and only the institution's card knows (law.md 2.1, 2.3, section 8)."""
    card = Institution.load()
    for value, what in (
        (card.full_name, "наименование оператора"),
        (card.address, "адрес оператора"),
        (card.inn, "ИНН оператора"),
        (card.ogrn, "ОГРН оператора"),
    ):
        if not value:
            raise WorkflowError(
                f"Не заполнен обязательный элемент согласия: {what} (152-ФЗ, ст. 9 ч. 4)."
                " Впишите его в карточку учреждения."
            )
    if valid_until <= on:
        raise WorkflowError(
            "Срок согласия кончается раньше, чем начинается. Укажите дату позже сегодняшней.", field="valid_until"
        )


def _default_details():
    site = Institution.load().site_url
    urls = [site] if site else []
    return {
        Consent.Kind.PUBLICATION: {"fields": [], "urls": urls},
        Consent.Kind.PICTURE: {"uses": [], "urls": urls},
    }


def _printed(person, kind, *, rule, on, by, details, term):
    consent = person.consents.unsigned().filter(kind=kind).first()
    if consent is None:
        sequence = Counter.take(Series.CONSENTS, on.year)
        number = rule.number(sequence, on.year)
        consent = Consent(person=person, kind=kind, number=number, year=on.year, sequence=sequence)
    consent.printed_on, consent.details = on, _fitting(person, details or consent.details)
    consent.text_version = TEXT_VERSION
    consent.valid_until, consent.term_event = term["valid_until"], term["term_event"]
    consent.guardian = _guardian_of(person, on)
    consent.blocks = papers.consent_blocks(consent)
    return save(consent, by=by, reason="распечатано")


def _fitting(person, details):
    """Details without what was ticked for all but is not on the sheet of this person."""
    if "fields" not in details:
        return details
    offered = personal_data.public_fields(person)
    return details | {"fields": [name for name in details["fields"] if name in offered]}


def _guardian_of(person, on):
    """The representative whose details are printed: the only one with rights; of several the paper leaves a line."""
    if person.signers(on) == Signers.SELF:
        return None
    known = list(person.guardians.in_right(on)[:2])
    return known[0] if len(known) == 1 else None


@transaction.atomic
def start_pack(people, kinds, *, by, back_url="", **paper):
    """Print the consents of ``kinds`` for ``people`` into one PDF in the background; returns the work to watch.

    ``paper`` are the words of :func:`print_consents`.

    Raises:
        WorkflowError: nobody or nothing was chosen.
    """
    if not people or not kinds:
        raise WorkflowError("Выберите людей и виды согласий: печатать пока нечего.")
    return start_reprint(print_consents(people, kinds, by=by, **paper), by=by, back_url=back_url)


def start_reprint(consents, *, by, back_url=""):
    """Print these consents once more, as they are, into one PDF in the background; returns the work to watch."""
    words = counted(len(consents), "согласие,согласия,согласий")
    params = {"consents": [consent.pk for consent in consents]}
    return works.start("consent_pack", title=f"Пакет: {words}", params=params, owner=by, back_url=back_url)


@transaction.atomic
def sign_consent(consent, *, on, by, **said):
    """Mark a consent signed on paper.

    Args:
        said: what stands on the sheet and its ``scan``, see :func:`_signed`.

    Raises:
        WorkflowError: signed already, or what is said of the signature cannot be.
    """
    locked(consent)
    if consent.signed_on:
        raise WorkflowError(f"Согласие № {consent.number} уже отмечено подписанным {consent.signed_on:%d.%m.%Y}.")
    return _signed(consent, on, by, "подписано", **said)


@transaction.atomic
def correct_signature(consent, *, on, by, **said):
    """Correct what was said of the signature; what stood there before stays in the history.

    Raises:
        WorkflowError: not signed, withdrawn meanwhile, or what is said of the signature cannot be.
    """
    _check_mark(consent)
    return _signed(consent, on, by, "исправлена запись о подписи", **said)


@transaction.atomic
def unsign_consent(consent, *, by):
    """Take back the mark of a signature that was set by mistake; the scan waits to be put in its place again.

    Raises:
        WorkflowError: not signed, or withdrawn meanwhile.
    """
    _check_mark(consent)
    stored = consent.scan
    consent.signed_on = consent.grows_up_on = consent.scan = None
    consent.representative = consent.representative_document = ""
    save(consent, by=by, reason="отметка о подписи снята: поставлена по ошибке")
    if stored:
        why = f"Снят с согласия № {consent.number}: отметка о подписи была ошибочной. Чей это лист?"
        return_scan(stored, why=why, by=by)
    return consent


@transaction.atomic
def drop_blank(consent, *, reason, by):
    """Cancel a printed sheet that nobody will sign: printed in error, spoilt, refused. Its number stays used.

    A scan that was put to it waits to be put in its place; the sheet is taken up again when it is signed after all.

    Raises:
        WorkflowError: signed or cancelled already, or no reason is given.
    """
    locked(consent)
    if consent.signed_on:
        raise WorkflowError(f"Согласие № {consent.number} подписано {consent.signed_on:%d.%m.%Y}: его можно отозвать.")
    if consent.dropped_on:
        raise WorkflowError(f"Бланк № {consent.number} уже отменён {consent.dropped_on:%d.%m.%Y}.")
    if not reason.strip():
        raise WorkflowError("Напишите, почему бланк не понадобился.")
    stored, consent.scan = consent.scan, None
    consent.dropped_on, consent.drop_reason = timezone.localdate(), reason.strip()
    save(consent, by=by, reason=f"бланк отменён: {consent.drop_reason}")
    if stored:
        return_scan(stored, why=f"Снят с отменённого бланка № {consent.number}. Чей это лист?", by=by)
    return consent


def _check_mark(consent):
    locked(consent)
    if not consent.signed_on:
        raise WorkflowError(f"Согласие № {consent.number} не отмечено подписанным: исправлять нечего.")
    if consent.withdrawn_on:
        raise WorkflowError(
            f"Согласие № {consent.number} отозвано {consent.withdrawn_on:%d.%m.%Y}: его больше не меняют."
        )


def _signed(
    consent,
    on,
    by,
    reason,
    *,
    scan=None,
    valid_until=None,
    guardian=None,
    representative="",
    representative_document="",
    own_signature=True,
    details=None,
):
    """Keep what stands on a signed sheet.

    Args:
        guardian: the representative from the child's card; the one that was printed on the sheet if nobody is named.
        representative, representative_document: a representative without a record, and what proves his rights.
        own_signature: whether the child of 14–17 has signed beside the representative.
        details: what was ticked by hand on the sheet, added to what was printed on it.

    Raises:
        WorkflowError: a date of the future, the wrong giver for the person's age (law.md 2.4), or a publication
            without fields or addresses (law.md 2.3).
    """
    if on > timezone.localdate():
        raise WorkflowError("Дата подписания позже сегодняшней. Проверьте дату на бумаге.", field="on")
    if on < consent.printed_on - timedelta(days=365 * CONSENT_YEARS):
        raise WorkflowError("Дата подписания слишком давняя: проверьте год.", field="on")
    if not representative:
        guardian = guardian or consent.guardian
    giver = _giver(consent.person, on, guardian, representative, representative_document, own_signature)
    consent.guardian, consent.representative, consent.representative_document = giver
    consent.details = consent.details | (details or {})
    _check_publication(consent)
    consent.signed_on, consent.scan = on, scan or consent.scan
    consent.dropped_on, consent.drop_reason = None, ""  # it has come back signed after all
    consent.valid_until = valid_until or consent.valid_until
    consent.grows_up_on = consent.person.birth_date and next_coming_of_age(consent.person.birth_date, on)
    return save(consent, by=by, reason=reason)


def _giver(person, on, guardian, representative, document, own_signature):
    """(guardian, name, document) of the one who signs for a minor; three empties for an adult (law.md 2.4)."""
    if person.birth_date and on < person.birth_date:
        raise WorkflowError("Дата подписания раньше дня рождения: проверьте обе даты.", field="on")
    signers = person.signers(on)
    if signers == Signers.SELF:
        if representative or not own_signature:
            years = f"{counted(person.age(on), 'год,года,лет')}, " if person.birth_date else ""
            words = f"{person.short_name}: {years}согласие подписывает сам участник. Представителя не указывайте."
            raise WorkflowError(words, field="representative" if representative else "own_signature")
        return None, "", ""
    guardian = guardian or _recorded(person, representative)
    if guardian is not None:
        representative = f"{guardian.full_name}, {guardian.kinship}"
        document = guardian.document or document
        _check_rights(person, guardian, on)
    if not representative:
        if signers == Signers.REPRESENTATIVE:
            words = "До 14 лет согласие подписывает законный представитель. Укажите, кто подписал."
        else:
            words = "С 14 до 18 лет подписывает и законный представитель: укажите, кто именно."
        raise WorkflowError(words, field="representative")
    if not document:
        raise WorkflowError(
            "Укажите, чем подтверждены полномочия представителя: свидетельство о рождении, акт об опеке (номер, дата)."
            " Удобнее один раз – в карточке обучающегося, у представителя.",
            field="representative_document",
        )
    if signers == Signers.BOTH and not own_signature:
        words = "С 14 лет согласие подписывает и сам участник, вместе с представителем."
        raise WorkflowError(words, field="own_signature")
    return guardian, representative, document


def _recorded(person, name):
    """The representative of this name on the child's card: rights that have ended are not got round by typing."""
    names = {sort_key(guardian.full_name): guardian for guardian in person.guardians.all()}
    return names.get(sort_key(name)) if name else None


def _check_rights(person, guardian, on):
    if guardian.child_id != person.pk:
        raise WorkflowError(f"{guardian.full_name}: представитель другого участника.", field="guardian")
    if guardian.rights_end_on and guardian.rights_end_on < on:
        raise WorkflowError(
            f"{guardian.full_name}: полномочия представителя закончились {guardian.rights_end_on:%d.%m.%Y}."
            " Согласие подписывает другой представитель.",
            field="guardian",
        )


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


MUST_NAME = {  # by kind: name in the details, what it is, the article that asks for it
    Consent.Kind.PUBLICATION: (
        ("fields", "перечень данных", "152-ФЗ, ст. 10.1"),
        ("urls", "адрес страницы", "152-ФЗ, ст. 10.1"),
    ),
    Consent.Kind.PICTURE: (("uses", "где используется изображение", "ГК РФ, ст. 152.1"),),
}


def _check_publication(consent):
    for name, what, act in MUST_NAME.get(consent.kind, ()):
        if not consent.details.get(name):
            words = f"Не заполнен обязательный элемент согласия: {what} ({act}). Перенесите его с бумаги."
            raise WorkflowError(words, field=name)


@transaction.atomic
def attach_scan(consent, stored, *, by):
    """Attach or replace the scan of the signed sheet."""
    locked(consent)
    consent.scan = stored
    return save(consent, by=by, reason="приложен скан", fields=["scan"])


@transaction.atomic
def withdraw_consent(consent, *, on, reason, by, demand=False):
    """Withdraw a consent from the day ``on``; what rests on it hears of it and stops today (law.md 2.5).

    An earlier sheet about the same is withdrawn with it: the person takes back the consent, not a piece of paper.

    Args:
        demand: the person also demands that the processing be stopped (152-ФЗ, ст. 21 ч. 5.1).
    """
    locked(consent)
    if not consent.signed_on:
        raise WorkflowError("Отозвать можно только подписанное согласие.")
    if consent.withdrawn_on:
        raise WorkflowError(f"Согласие уже отозвано {consent.withdrawn_on:%d.%m.%Y}.")
    if on > timezone.localdate():
        raise WorkflowError("Дата отзыва позже сегодняшней. Укажите день, когда отзыв получен.", field="on")
    if on < consent.signed_on:
        signed = f"{consent.signed_on:%d.%m.%Y}"
        raise WorkflowError(f"Согласие подписано {signed}: отозвать его раньше этого дня нельзя.", field="on")
    consent.withdrawn_on, consent.withdrawal_reason = on, reason
    save(consent, by=by, reason=f"отозвано: {reason}")
    for other in withdrawal.same(consent, on):
        other.withdrawn_on, other.withdrawal_reason = on, reason
        save(other, by=by, reason=f"отозвано вместе с № {consent.number}: {reason}")
    for kind, due_on in withdrawal.duties(consent, on, demand=demand):
        open_task(consent.person, kind, due_on=due_on, opened_on=on, consent=consent, by=by)
    consent_withdrawn.send(sender=Consent, consent=consent, by=by)
    return consent
