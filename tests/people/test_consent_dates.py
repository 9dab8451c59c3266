"""Tables of the law: who gives a consent at which age, how long it lasts, when a new one is asked for (T-04, P-04)."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from mentorship.common.periods import add_months, age
from mentorship.common.workflow import WorkflowError
from mentorship.people import workflow
from mentorship.people.models import Consent, Guardian, Person, next_coming_of_age
from tests.factories import ConsentFactory, PersonFactory, UserFactory

D = date.fromisoformat
MOTHER = "Котова Анна Ильинична"
PROOF = "свидетельство о рождении I-ЯЯ № 000001"


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        ("2012-02-29", "2026-02-27", 13),
        ("2012-02-29", "2026-02-28", 13),
        ("2012-02-29", "2026-03-01", 14),
        ("2008-02-29", "2026-02-28", 17),
        ("2008-02-29", "2026-03-01", 18),
        ("2008-02-29", "2024-02-28", 15),
        ("2008-02-29", "2024-02-29", 16),
        ("2012-02-28", "2026-02-27", 13),
        ("2012-02-28", "2026-02-28", 14),
        ("2012-03-01", "2026-02-28", 13),
        ("2012-03-01", "2026-03-01", 14),
        ("2008-02-28", "2026-02-28", 18),
        ("2008-03-01", "2026-02-28", 17),
        ("2008-03-01", "2026-03-01", 18),
        ("2012-12-31", "2026-12-30", 13),
        ("2012-12-31", "2026-12-31", 14),
        ("2013-01-01", "2026-12-31", 13),
        ("2013-01-01", "2027-01-01", 14),
    ],
)
def test_age_is_counted_as_the_law_counts(born, on, years):
    assert age(D(born), D(on)) == years


@pytest.mark.parametrize(
    ("signed", "months", "last"),
    [
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2024-02-29", 36, "2027-02-28"),
        ("2026-02-28", 12, "2027-02-28"),
        ("2026-03-31", 6, "2026-09-30"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-12-31", 36, "2029-12-31"),
        ("2026-01-31", 1, "2026-02-28"),
    ],
)
def test_a_term_in_months_ends_on_a_day_that_exists(signed, months, last):
    assert add_months(D(signed), months) == D(last)


@pytest.mark.parametrize(
    ("born", "on", "next_day"),
    [
        ("2012-02-29", "2025-09-01", "2026-03-01"),
        ("2012-02-29", "2026-02-28", "2026-03-01"),
        ("2012-02-29", "2026-03-01", "2030-03-01"),
        ("2012-02-28", "2026-02-27", "2026-02-28"),
        ("2012-02-28", "2026-02-28", "2030-02-28"),
        ("2012-03-01", "2026-02-28", "2026-03-01"),
        ("2008-02-29", "2026-02-28", "2026-03-01"),
        ("2008-02-29", "2026-03-01", None),
        ("2010-02-29".replace("29", "28"), "2024-02-27", "2024-02-28"),
        ("2006-02-28", "2024-02-28", None),
        ("2006-03-01", "2024-02-29", "2024-03-01"),
        ("2012-02-29", "2012-02-29", "2026-03-01"),
        ("1980-05-05", "2026-09-01", None),
        ("2014-02-28", "2032-02-27", "2032-02-28"),
    ],
)
def test_the_next_birthday_that_asks_for_a_new_consent(born, on, next_day):
    assert next_coming_of_age(D(born), D(on)) == (D(next_day) if next_day else None)


@pytest.fixture
def by(institution):
    return UserFactory()


NOBODY, TYPED, NO_PROOF, RECORDED, ENDED, ENDED_TYPED, FOREIGN, ENDS_TODAY = (
    *("nobody", "typed", "no proof", "recorded", "ended", "ended typed", "foreign", "ends today"),
)
BELOW, BETWEEN, WHO_PROVES, GROWN = (
    "До 14 лет",
    "С 14 до 18 лет",
    "чем подтверждены",
    "18 лет, согласие подписывает сам",
)
OVER, OTHERS, OWN = "полномочия представителя закончились", "другого участника", "подписывает и сам участник"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("years", "days", "giver", "own", "refused"),
    [
        (6, 0, NOBODY, True, BELOW),
        (6, 0, TYPED, False, ""),
        (13, 364, NOBODY, True, BELOW),
        (13, 364, TYPED, False, ""),
        (13, 0, NO_PROOF, False, WHO_PROVES),
        (13, 0, RECORDED, False, ""),
        (13, 0, ENDED, False, OVER),
        (13, 0, ENDED_TYPED, False, OVER),
        (13, 0, FOREIGN, False, OTHERS),
        (13, 0, ENDS_TODAY, False, ""),
        (14, 0, NOBODY, True, BETWEEN),
        (14, 0, TYPED, False, OWN),
        (14, 0, TYPED, True, ""),
        (14, 0, RECORDED, True, ""),
        (14, 0, RECORDED, False, OWN),
        (14, 0, ENDED, True, OVER),
        (15, 0, FOREIGN, True, OTHERS),
        (17, 300, NOBODY, True, BETWEEN),
        (17, 300, NO_PROOF, True, WHO_PROVES),
        (17, 300, RECORDED, True, ""),
        (18, 0, NOBODY, True, ""),
        (18, 0, TYPED, True, GROWN),
        (18, 0, NOBODY, False, GROWN),
        (18, 1, NOBODY, True, ""),
        (45, 0, NOBODY, True, ""),
    ],
)
def test_who_may_give_the_consent_of_a_child(by, years, days, giver, own, refused):
    today = timezone.localdate()
    born = add_months(today, -12 * years) - timedelta(days=days)
    child = PersonFactory(birth_date=born, hired_on=None, origin=Person.Origin.PUPIL)
    (consent,) = workflow.print_consents([child], [Consent.Kind.PROCESSING], by=by)
    words = giver_words(child, giver, today)
    if refused:
        with pytest.raises(WorkflowError, match=refused):
            workflow.sign_consent(consent, on=today, by=by, own_signature=own, **words)
        assert not Consent.objects.in_force().exists()
        return
    workflow.sign_consent(consent, on=today, by=by, own_signature=own, **words)
    consent.refresh_from_db()
    if giver != NOBODY:
        assert MOTHER in consent.representative
        assert consent.representative_document == PROOF


def giver_words(child, giver, today):
    """Arguments of ``sign_consent`` for this giver."""
    typed = {"representative": MOTHER, "representative_document": PROOF}
    if giver == TYPED:
        return typed
    if giver == NO_PROOF:
        return {"representative": MOTHER}
    if giver in (RECORDED, ENDED, ENDED_TYPED, FOREIGN, ENDS_TODAY):
        end = {ENDED: today - timedelta(days=1), ENDED_TYPED: today - timedelta(days=1), ENDS_TODAY: today}.get(giver)
        of = PersonFactory(birth_date=child.birth_date, hired_on=None) if giver == FOREIGN else child
        known = Guardian.objects.create(child=of, full_name=MOTHER, kinship="мать", document=PROOF, rights_end_on=end)
        return typed if giver == ENDED_TYPED else {"guardian": known}
    return {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("days_to_birthday", "years", "asked"),
    [(31, 14, False), (30, 14, True), (1, 14, True), (0, 14, True), (-5, 14, True), (30, 18, True), (31, 18, False)],
)
def test_a_birthday_asks_for_a_new_consent_thirty_days_ahead(institution, days_to_birthday, years, asked):
    today = timezone.localdate()
    birthday = today + timedelta(days=days_to_birthday)
    child = PersonFactory(birth_date=add_months(birthday, -12 * years), hired_on=None)
    signed = today - timedelta(days=100)
    ConsentFactory(person=child, signed_on=signed, grows_up_on=next_coming_of_age(child.birth_date, signed))
    assert Consent.objects.expiring(today).exists() is asked


@pytest.mark.django_db
def test_a_new_consent_ends_the_asking(institution):
    today = timezone.localdate()
    person = PersonFactory()
    ConsentFactory(person=person, valid_until=today + timedelta(days=10))
    assert Consent.objects.expiring(today).count() == 1
    ConsentFactory(person=person, signed_on=today)
    assert not Consent.objects.expiring(today).exists()


@pytest.mark.django_db
def test_signing_notes_the_birthday(by):
    today = timezone.localdate()
    child = PersonFactory(birth_date=add_months(today, -12 * 13), hired_on=None, origin=Person.Origin.PUPIL)
    Guardian.objects.create(child=child, full_name=MOTHER, kinship="мать", document=PROOF)
    (consent,) = workflow.print_consents([child], [Consent.Kind.PICTURE], by=by)
    workflow.sign_consent(consent, on=today, by=by, details={"uses": ["stand"]})
    assert consent.grows_up_on == next_coming_of_age(child.birth_date, today)
    assert consent.guardian.full_name == MOTHER  # the one that was printed on the sheet
