"""The registries of people and consents in the administration."""

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorship.documents.models import BackgroundWork
from mentorship.people.models import Consent
from tests.factories import ConsentFactory
from tests.people.pages import sheet_of

pytestmark = pytest.mark.django_db


def act(keeper, model, action, chosen):
    data = {"action": action, "_selected_action": [one.pk for one in chosen]}
    return keeper.post(reverse(f"admin:people_{model}_changelist"), data, follow=False)


def test_bulk_marking_in_the_registry_is_all_or_nothing(keeper):
    today = timezone.localdate()
    good = ConsentFactory(signed_on=None, printed_on=today)
    signed = ConsentFactory()
    act(keeper, "consent", "mark_signed", [good, signed])
    good.refresh_from_db()
    assert good.signed_on is None
    act(keeper, "consent", "mark_signed", [good])
    good.refresh_from_db()
    assert good.signed_on == today


def test_bulk_withdrawal_packs_and_lists_in_the_registry(keeper):
    consents = [ConsentFactory(), ConsentFactory()]
    act(keeper, "consent", "withdraw", consents)
    assert Consent.objects.filter(withdrawn_on=timezone.localdate()).count() == 2
    assert act(keeper, "consent", "print_pack", consents).url == BackgroundWork.objects.get().get_absolute_url()
    assert sheet_of(act(keeper, "consent", "export_chosen", consents)).max_row == 3
    people = [consent.person for consent in consents]
    assert reverse("people:consents_print") in act(keeper, "person", "print_consents", people).url
    assert sheet_of(act(keeper, "person", "export_chosen", people)).max_row == 3


def test_the_registries_are_to_look_at(keeper):
    consent = ConsentFactory()
    for model, one in (("person", consent.person), ("consent", consent)):
        page = keeper.get(reverse(f"admin:people_{model}_change", args=[one.pk]))
        assert page.status_code == 200
        assert 'name="_save"' not in page.content.decode()
        assert keeper.get(reverse(f"admin:people_{model}_add")).status_code == 403
    found = keeper.get(reverse("admin:people_consent_changelist"), {"q": consent.person.last_name.lower()})
    assert consent.number in found.content.decode()
    assert keeper.get(reverse("admin:people_importrun_changelist")).status_code == 200
