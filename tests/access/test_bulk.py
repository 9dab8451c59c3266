"""A bulk act with one forbidden row among permitted ones is refused whole (trust.md A-09)."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from mentorship.accounts.models import Role, RoleGrant, User
from mentorship.common.workflow import WorkflowError
from mentorship.documents.models import Paper
from mentorship.people import workflow as people
from mentorship.people.models import Consent
from mentorship.registry.models import Participation, Side
from mentorship.surveys.models import Wave
from tests import factories

from .world import make_world

TODAY = timezone.localdate
READING = {  # they lead to a page or give a file and change nothing
    *("people.Person.print_consents", "people.Person.export_chosen", "people.Consent.export_chosen"),
    *("people.Consent.print_pack", "pairs.Bond.draft_order"),
}


def waves(world):
    closed = world.wave
    Wave.objects.filter(pk=closed.pk).update(state=Wave.State.CLOSED)
    return [Wave.objects.create(questionnaire=closed.questionnaire, subject=world.cycle, closes_on=TODAY()), closed]


def papers(*states):
    def of(world):
        about = {"kind": "order_pairs", "subject": world.cycle, "prepared_by": world.actors["curator"]}
        return [
            Paper.objects.create(title=f"О деле {state}", state=state, blocks=world.paper.blocks, **about)
            for state in states
        ]

    return of


def consents(world):
    unsigned = factories.ConsentFactory(signed_on=None, printed_on=TODAY())
    return [unsigned, factories.ConsentFactory()]


def candidates(world):
    free = {"cycle": world.cycle, "state": Participation.State.CANDIDATE, "starts_on": None, "ends_on": None}
    return [factories.ParticipationFactory(**free), factories.ParticipationFactory(**free, consents=False)]


def bonds(*states):
    def of(world):
        return [factories.BondFactory(cycle=world.cycle, state=state) for state in states]

    return of


def last_admins(world):
    factories.UserFactory(roles=[Role.ADMIN])
    return list(RoleGrant.objects.filter(role=Role.ADMIN))


# action: (who presses, rows made of the world, the last of which it may not be done to, what would change)
ADMIN = {
    "registry.Participation.accept_chosen": ("curator", candidates, "state"),
    "surveys.Wave.close": ("curator", waves, "state"),
    "accounts.User.sign_out_everywhere": ("curator", lambda world: list(User.objects.all()), "session_epoch"),
    "accounts.RoleGrant.end_today": ("admin", last_admins, "ends_on"),
    "documents.Paper.send_to_sign": ("curator", papers("draft", "on_signature"), "state"),
    "documents.Paper.take_back_from_sign": ("curator", papers("on_signature", "draft"), "state"),
    "people.Consent.mark_signed": ("curator", consents, "signed_on"),
    "people.Consent.withdraw": ("curator", lambda world: consents(world)[::-1], "withdrawn_on"),
    "pairs.Bond.complete": ("curator", bonds("active", "proposed"), "state"),
    "pairs.Bond.cancel": ("curator", bonds("proposed", "active"), "state"),
}


@pytest.fixture
def world(db):
    return make_world()


def values(model, rows, field):
    found = model.objects.filter(pk__in=[row.pk for row in rows])
    return dict(found.values_list("pk", field))


def actions():
    return {
        f"{model._meta.app_label}.{model.__name__}.{name}"
        for model, registered in admin.site._registry.items()
        for name in registered.actions
        if model._meta.app_label != "axes"  # a library's: it sweeps expired rows, whichever are chosen
    }


def test_every_bulk_action_of_the_registries_is_tried():
    assert actions() == {*ADMIN, *READING}


@pytest.mark.slow
@pytest.mark.parametrize("action", sorted(ADMIN))
def test_a_bulk_action_of_the_registries_does_all_or_nothing(world, as_user, action):
    actor, make, field = ADMIN[action]
    rows = make(world)
    model, name = type(rows[0]), action.rsplit(".", 1)[-1]
    before = values(model, rows, field)
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    chosen = {"action": name, "_selected_action": [row.pk for row in rows]}
    answer = as_user(world.actors[actor]).post(url, chosen, follow=True)
    assert list(answer.context["messages"])  # it says why
    assert values(model, rows, field) == before


def taken(world):
    """One who may be put forward and one who is in the base already."""
    return [factories.PersonFactory(), world.bond.mentors[0]]


def chosen_mentors(world):
    free = factories.ParticipationFactory(cycle=world.cycle)
    return [free, factories.ParticipationFactory(cycle=world.cycle, selected_on=TODAY())]


def with_one_who_left(world):
    free = {"cycle": world.cycle}
    return [
        factories.ParticipationFactory(**free),
        factories.ParticipationFactory(**free, state=Participation.State.LEFT, ends_on=TODAY()),
    ]


def trainees(world):
    return [factories.PersonFactory(), world.training_record.person]


def with_a_candidate(world):
    return [candidates(world)[0], world.bond.members.get(side=Side.MENTOR).participation]


def proposed_and_working(world):
    return [factories.BondFactory(cycle=world.cycle), world.bond]


MORE = {
    "number": lambda world: "5-од",
    "approved_on": lambda world: TODAY().isoformat(),
    "curator": lambda world: world.bond.mentors[0].pk,
    "programmes_until": lambda world: TODAY() + timedelta(days=30),
}

# address: (rows made of the world, the name they are sent by, other fields, model and field that would change)
PAGES = {
    "registry:accept_mentors": (candidates, "participation", (), "state"),
    "registry:accept_mentors again": (with_a_candidate, "participation", (), "state"),
    "registry:select_mentors": (chosen_mentors, "participation", (), "selected_on"),
    "registry:approve_mentors": (with_one_who_left, "participation", ("number", "approved_on"), "approval"),
    "registry:enrol_mentors": (taken, "person", (), "participations"),
    "registry:training_people": (trainees, "person", (), "trainings"),
    "pairs:draft_order": (proposed_and_working, "bond", ("curator", "programmes_until"), "state"),
}


def press(world, client, act, rows):
    """Send these rows to the address of the act as the curator; what is kept of them after it."""
    _, sent_as, more, field = PAGES[act]
    name = act.split()[0]
    args = [world.training_record.training_id] if name == "registry:training_people" else []
    client.post(reverse(name, args=args), {sent_as: [row.pk for row in rows]} | {one: MORE[one](world) for one in more})
    return values(type(rows[0]), rows, field), Paper.objects.count()


@pytest.mark.parametrize("act", sorted(PAGES))
def test_a_bulk_act_of_a_page_does_all_or_nothing(world, as_user, act):
    make, _, _, field = PAGES[act]
    rows, client = make(world), as_user(world.actors["curator"])
    before = values(type(rows[0]), rows, field), Paper.objects.count()
    assert press(world, client, act, rows) == before
    alone = values(type(rows[0]), rows[:1], field), before[1]
    assert press(world, client, act, rows[:1]) != alone  # the permitted one by himself


def test_a_stack_of_consents_is_signed_whole_or_not_at_all(world):
    rows = consents(world)
    with pytest.raises(WorkflowError):
        people.sign_all(rows, on=TODAY() - timedelta(days=1), by=world.actors["curator"])
    assert Consent.objects.get(pk=rows[0].pk).signed_on is None
