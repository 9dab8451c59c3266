"""Consents: separate numbered papers with givers, terms and withdrawal."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from mentorship.common.cases import Case
from mentorship.common.workflow import Conflict, WorkflowError
from mentorship.documents import files
from mentorship.documents.models import WaitingScan
from mentorship.people import workflow
from mentorship.people.forms_of import form
from mentorship.people.gates import missing_consents
from mentorship.people.models import Consent, Person
from mentorship.people.signals import consent_withdrawn
from tests.factories import ConsentFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 10)
DOCUMENT = "свидетельство о рождении I-ЯЯ № 000001"
ALL = [Consent.Kind.PROCESSING, Consent.Kind.PUBLICATION, Consent.Kind.MENTOR]


@pytest.fixture
def by(institution):
    return UserFactory()


def test_each_consent_is_a_paper_with_its_own_number(by):
    people = PersonFactory.create_batch(2)
    printed = workflow.print_consents(people, ALL, on=TODAY, by=by)
    assert [consent.number for consent in printed] == [f"{n}/2026-С" for n in range(1, 7)]


def test_printing_again_takes_no_new_number(by):
    person = PersonFactory()
    first = workflow.print_consents([person], ALL, on=TODAY, by=by)
    again = workflow.print_consents([person], ALL, on=TODAY, by=by)
    assert [consent.pk for consent in first] == [consent.pk for consent in again]


def test_a_consent_is_signed_once_and_not_in_the_future(by):
    person = PersonFactory()
    (consent,) = workflow.print_consents([person], [Consent.Kind.PROCESSING], by=by)
    with pytest.raises(WorkflowError, match="позже сегодняшней"):
        workflow.sign_consent(consent, on=timezone.localdate() + timedelta(days=1), by=by)
    workflow.sign_consent(consent, on=timezone.localdate(), by=by)
    with pytest.raises(WorkflowError, match="уже отмечено"):
        workflow.sign_consent(consent, on=timezone.localdate(), by=by)


@pytest.mark.parametrize(
    ("years", "representative", "refused"),
    [
        (13, "", "До 14 лет"),
        (13, "Котова Мария Ивановна", ""),
        (15, "", "законный представитель: укажите"),
        (15, "Котова Мария Ивановна", ""),
        (18, "Котова Мария Ивановна", "18 лет, согласие подписывает сам участник"),
        (18, "", ""),
    ],
)
def test_who_signs_follows_from_the_age(by, years, representative, refused):
    today = timezone.localdate()
    born = today.replace(year=today.year - years, day=1)
    person = PersonFactory(birth_date=born, hired_on=None, origin=Person.Origin.PUPIL)
    (consent,) = workflow.print_consents([person], [Consent.Kind.PROCESSING], by=by)
    if refused:
        with pytest.raises(WorkflowError, match=refused):
            workflow.sign_consent(
                consent, on=today, by=by, representative=representative, representative_document=DOCUMENT
            )
    else:
        assert (
            workflow.sign_consent(
                consent, on=today, by=by, representative=representative, representative_document=DOCUMENT
            ).signed_on
            == today
        )


def test_the_gate_says_whose_and_which(by):
    person = PersonFactory(last_name="Зимина", first_name="Вера", patronymic="Ивановна")
    ConsentFactory(person=person, signed_on=date(2026, 9, 1))
    (missing,) = missing_consents(person, [Consent.Kind.PROCESSING, Consent.Kind.MENTOR], TODAY)
    assert "на выполнение работы по наставничеству: Зимина В.И. Распечатайте" in missing.text
    assert missing.url.endswith("#consents")


def test_a_consent_signed_after_the_start_is_named(by):
    person = PersonFactory()
    ConsentFactory(person=person, signed_on=date(2026, 9, 10))
    kinds = [Consent.Kind.PROCESSING]
    (late,) = missing_consents(person, kinds, TODAY, not_later_than=date(2026, 9, 1))
    assert "подписано 10.09.2026, а наставничество начинается 01.09.2026" in late.text
    assert missing_consents(person, kinds, TODAY, not_later_than=date(2026, 9, 10)) == []


@pytest.mark.parametrize(
    ("changes", "day", "held"),
    [
        ({}, date(2026, 9, 1), True),
        ({}, date(2026, 8, 31), False),
        ({"valid_until": date(2026, 12, 31)}, date(2026, 12, 31), True),
        ({"valid_until": date(2026, 12, 31)}, date(2027, 1, 1), False),
        ({"withdrawn_on": date(2026, 10, 5)}, date(2026, 10, 4), True),
        ({"withdrawn_on": date(2026, 10, 5)}, date(2026, 10, 5), False),
        ({"signed_on": None, "printed_on": date(2026, 9, 1)}, date(2026, 9, 2), False),
    ],
)
def test_what_holds_on_a_day_is_one_rule_in_python_and_in_sql(changes, day, held):
    consent = ConsentFactory(**{"signed_on": date(2026, 9, 1), "valid_until": date(2029, 9, 1)} | changes)
    assert (consent.status(day)[0] == "in_force") is held
    assert Consent.objects.in_force(day).exists() is held


def test_a_withdrawal_is_heard(by):
    consent, heard = ConsentFactory(), []

    def hear(consent, **kwargs):
        heard.append(consent)

    consent_withdrawn.connect(hear)
    workflow.withdraw_consent(consent, on=timezone.localdate(), reason="заявление", by=by)
    consent_withdrawn.disconnect(hear)
    assert heard == [consent]
    with pytest.raises(WorkflowError, match="уже отозвано"):
        workflow.withdraw_consent(consent, on=timezone.localdate(), reason="заявление", by=by)


def test_a_form_corrected_by_hand_speaks_until_it_is_forgotten(by):
    person = PersonFactory(last_name="Белова", first_name="Мария", patronymic="Петровна")
    workflow.correct_form(person, "name.dat", "Беловой Марии Петровне-младшей", by=by)
    assert form(person, "name", Case.DATIVE) == ("Беловой Марии Петровне-младшей", True)
    workflow.correct_form(person, "name.dat", "", by=by)
    assert form(person, "name", Case.DATIVE) == ("Беловой Марии Петровне", True)


def test_two_editors_of_one_card(by):
    person = PersonFactory()
    stale = Person.objects.get(pk=person.pk)
    workflow.change_person(person, version=0, by=by, post="старший воспитатель")
    with pytest.raises(Conflict) as conflict:
        workflow.change_person(stale, version=0, by=by, post="методист")
    assert conflict.value.current.post == "старший воспитатель"


def test_the_same_person_is_not_entered_twice(by):
    person = PersonFactory(last_name="Артёмова")
    fields = {"first_name": person.first_name, "patronymic": person.patronymic, "birth_date": person.birth_date}
    with pytest.raises(WorkflowError, match="уже есть"):
        workflow.create_person(by=by, last_name="Артёмова", **fields)


# --- What is said of a signature may be corrected ------------------------------------------------------------


@pytest.fixture
def printed(by):
    (consent,) = workflow.print_consents([PersonFactory()], [Consent.Kind.PROCESSING], by=by)
    return consent


def test_a_wrong_day_is_corrected_and_both_stand_in_the_history(printed, by):
    workflow.sign_consent(printed, on=timezone.localdate(), by=by)
    workflow.correct_signature(printed, on=timezone.localdate() - timedelta(days=3), by=by)
    assert printed.signed_on == timezone.localdate() - timedelta(days=3)
    told = list(printed.history.values_list("history_change_reason", "signed_on")[:2])
    assert told == [("исправлена запись о подписи", printed.signed_on), ("подписано", timezone.localdate())]


def test_a_mark_set_by_mistake_is_taken_back(printed, by):
    stored = files.store(b"png", name="скан.png", content_type=files.PNG, by=by)
    workflow.sign_consent(printed, on=timezone.localdate(), by=by, scan=stored)
    workflow.unsign_consent(printed, by=by)
    assert (printed.signed_on, printed.scan) == (None, None)
    waiting = WaitingScan.objects.get()
    assert (waiting.file, printed.number in waiting.why) == (stored, True)
    workflow.sign_consent(printed, on=timezone.localdate(), by=by)


@pytest.mark.parametrize("act", ["correct_signature", "unsign_consent"])
def test_neither_unsigned_nor_withdrawn_ones_are_corrected(printed, by, act):
    said = {"on": timezone.localdate()} if act == "correct_signature" else {}
    with pytest.raises(WorkflowError, match="не отмечено подписанным"):
        getattr(workflow, act)(printed, by=by, **said)
    workflow.sign_consent(printed, on=timezone.localdate(), by=by)
    workflow.withdraw_consent(printed, on=timezone.localdate(), reason="заявление", by=by)
    with pytest.raises(WorkflowError, match="отозвано"):
        getattr(workflow, act)(printed, by=by, **said)


def test_a_renewed_consent_is_withdrawn_with_the_one_before_and_a_later_one_stays(by):
    person, today = PersonFactory(), timezone.localdate()
    days = (90, 5, 0)
    first, second, later = (ConsentFactory(person=person, signed_on=today - timedelta(days=n)) for n in days)
    workflow.withdraw_consent(second, on=today - timedelta(days=2), reason="заявление", by=by)
    assert list(Consent.objects.filter(withdrawn_on__isnull=False).order_by("pk")) == [first, second]
    assert Consent.objects.in_force().get() == later
