"""The consents of a pair say by themselves with whom, how and when; what the records do not know is left to the hand."""

import pytest

from mentorship.common.russian import date_digits
from mentorship.documents.blocks import plain_text
from mentorship.institution.models import Act
from mentorship.people.models import Consent
from mentorship.people.workflow import print_consents
from pairs import workflow
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


def said(consent):
    return " ".join(plain_text(consent.blocks)).replace("\xa0", " ")


def test_the_consents_of_a_pair_name_the_other_side_and_the_period(wanted, curator):
    title = "Положение о наставничестве, утверждённое приказом от 01.06.2025 № 61-од"
    Act.objects.create(code="own", title=title, is_local=True)
    bond = workflow.propose(**wanted())
    (mentor,), (mentee,) = bond.mentors, bond.mentees
    (own,) = print_consents([mentor], [Consent.Kind.MENTOR], by=curator)
    (other,) = print_consents([mentee], [Consent.Kind.MENTEE], by=curator)
    period = f"Период: с {date_digits(bond.starts_on)} по {date_digits(bond.ends_on)}."
    for consent, person in ((own, mentee), (other, mentor)):
        assert person.full_name in said(consent)
        assert period in said(consent)
        assert f"{bond.form.title}, " in said(consent)
        assert "(утверждено приказом от 01.06.2025 № 61-од)" in said(consent)


def test_without_a_pair_there_are_lines_to_fill(wanted, curator):
    workflow.propose(**wanted())
    (consent,) = print_consents([PersonFactory()], [Consent.Kind.MENTOR], by=curator)
    assert consent.details == {}
    assert "фамилия, имя, отчество, должность (группа, класс)" in said(consent)
    (processing,) = print_consents([PersonFactory()], [Consent.Kind.PROCESSING], by=curator)
    assert "with" not in processing.details
