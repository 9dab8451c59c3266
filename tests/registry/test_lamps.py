"""The lamp of one consent, case by case."""

from datetime import date

import pytest

from mentorship.people.models import Consent
from mentorship.registry.lamps import consent_lamp, consents_of
from tests.factories import ConsentFactory, PersonFactory

pytestmark = pytest.mark.django_db
PROCESSING = Consent.Kind.PROCESSING
ON = date(2026, 9, 15)


@pytest.mark.parametrize(
    ("consent", "starts_on", "state", "words"),
    [
        (None, None, "missing", "нет согласия"),
        ({"signed_on": None, "printed_on": date(2026, 9, 1)}, None, "missing", "не подписано"),
        ({"signed_on": date(2026, 9, 1)}, date(2026, 9, 1), "ok", "от 01.09.2026"),
        ({"signed_on": date(2026, 9, 10)}, date(2026, 9, 1), "missing", "Согласие должно быть раньше"),
        ({"signed_on": date(2026, 9, 20)}, None, "missing", "позже 15.09.2026"),
        ({"signed_on": date(2026, 8, 1), "withdrawn_on": date(2026, 9, 15)}, None, "missing", "отозвано"),
        ({"signed_on": date(2026, 8, 1), "withdrawn_on": date(2026, 9, 16)}, None, "ok", ""),
        ({"signed_on": date(2025, 8, 1), "valid_until": date(2026, 9, 14)}, None, "missing", "истекло"),
        ({"signed_on": date(2025, 8, 1), "valid_until": date(2026, 9, 15)}, None, "warn", "кончается 15.09.2026"),
        ({"signed_on": date(2025, 8, 1), "valid_until": date(2026, 10, 16)}, None, "ok", ""),
        ({"signed_on": date(2025, 8, 1), "valid_until": None}, None, "ok", ""),
    ],
)
def test_consent_lamp(consent, starts_on, state, words):
    person = PersonFactory(last_name="Белова", first_name="Мария", patronymic="Петровна")
    if consent:
        ConsentFactory(person=person, **{"printed_on": date(2025, 8, 1), **consent})
    held = consents_of([person])[person.pk, PROCESSING]
    lamp = consent_lamp(person, PROCESSING, held, ON, starts_on=starts_on)
    assert (lamp.state, lamp.code) == (state, "processing")
    assert "Белова М.П." in lamp.text
    assert words in lamp.text


def test_a_new_consent_replaces_the_ending_one_but_does_not_make_the_first_late():
    person = PersonFactory()
    ConsentFactory(person=person, signed_on=date(2025, 9, 1), valid_until=date(2026, 9, 20))
    ConsentFactory(person=person, signed_on=date(2026, 9, 10))
    held = consents_of([person])[person.pk, PROCESSING]
    assert consent_lamp(person, PROCESSING, held, ON, starts_on=date(2026, 9, 1)).state == "ok"
