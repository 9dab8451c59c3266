"""Bulk acts in the registries: all of the chosen or none, by the same rules as the pages."""

import pytest
from django.urls import reverse

from mentorship.registry.models import Participation, Side
from pairs import workflow
from pairs.models import Bond
from tests.factories import BondFactory, ConsentFactory, ParticipationFactory

pytestmark = pytest.mark.django_db


def act(client, model, action, chosen):
    url = reverse(f"admin:{model}_changelist")
    return client.post(url, {"action": action, "_selected_action": [one.pk for one in chosen]}, follow=True)


def test_completing_pairs_is_all_or_nothing(as_user, curator, cycle):
    going, proposed = BondFactory(cycle=cycle, active=True), BondFactory(cycle=cycle)
    client = as_user(curator)
    assert "Ничего не изменено" in act(client, "pairs_bond", "complete", [going, proposed]).content.decode()
    going.refresh_from_db()
    assert going.state == Bond.State.ACTIVE
    act(client, "pairs_bond", "complete", [going])
    act(client, "pairs_bond", "cancel", [proposed])
    states = dict(Bond.objects.values_list("pk", "state"))
    assert states == {going.pk: Bond.State.COMPLETED, proposed.pk: Bond.State.CANCELLED}


def test_the_order_starts_from_the_registry_with_the_chosen_pairs(as_user, curator, cycle, acts):
    chosen, _ = BondFactory.create_batch(2, cycle=cycle)
    answer = act(as_user(curator), "pairs_bond", "draft_order", [chosen])
    assert answer.redirect_chain[-1][0] == f"{reverse('pairs:draft_order')}?bond={chosen.pk}"
    assert answer.context["ticked"] == {str(chosen.pk)}


def test_accepting_candidates_is_all_or_nothing(as_user, curator, cycle):
    ready, bare = (
        ParticipationFactory(cycle=cycle, side=Side.MENTEE, state=Participation.State.CANDIDATE, consents=False)
        for _ in range(2)
    )
    ConsentFactory(person=ready.person)
    client, model = as_user(curator), "registry_participation"
    assert bare.person.short_name in act(client, model, "accept_chosen", [ready, bare]).content.decode()
    assert not Participation.objects.filter(state=Participation.State.IN_BASE).exists()
    act(client, model, "accept_chosen", [ready])
    ready.refresh_from_db()
    assert ready.state == Participation.State.IN_BASE


@pytest.mark.parametrize("model", ["pairs_bond", "registry_participation"])
def test_registries_are_found_by_name_whatever_the_case(as_user, curator, wanted, mentor, model):
    workflow.propose(**wanted())
    BondFactory(cycle=mentor.cycle)
    answer = as_user(curator).get(reverse(f"admin:{model}_changelist") + "?q=БЕЛОВА+мария+петровна")
    assert answer.context["cl"].result_count == 1
