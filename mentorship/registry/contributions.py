"""What the two registries give to the layers around them."""

from django.db.models import Count, Max, Min, OuterRef, Subquery
from django.urls import reverse

from mentorship.accounts.models import Role
from mentorship.accounts.rights import grant
from mentorship.common.registry import NavItem, SearchSource, navigation, search_sources
from mentorship.cycle import evidence
from mentorship.cycle.evidence import Proof
from mentorship.cycle.permissions import register_sides
from mentorship.people.models import Consent

from . import permissions
from .models import Participation, Side

TITLES = {Side.MENTOR: "База наставников", Side.MENTEE: "База наставляемых"}
URLS = {Side.MENTOR: "registry:mentors", Side.MENTEE: "registry:mentees"}


def register():
    """Called once at start-up."""
    grant(Role.CURATOR, "registry.participation", "view", "add", "change")
    grant(Role.ADMIN, "registry.participation", "view", "change")
    grant(Role.DIRECTOR, "registry.participation", "view")
    grant(Role.ORGANISER, "registry.participation", "view")
    for side, icon, order in ((Side.MENTOR, "person-workspace", 20), (Side.MENTEE, "mortarboard", 21)):
        navigation.add(NavItem(TITLES[side], URLS[side], icon, "Участники", order, permissions.can_see_bases))
    search_sources.add(SearchSource("bases", "Базы наставников и наставляемых", find))
    register_sides(sides_of)
    evidence.register("registry", proofs)
    evidence.register_place("mentor_bank", "К базе", lambda cycle: reverse(URLS[Side.MENTOR]))
    evidence.register_place("mentee_bank", "К базе", lambda cycle: reverse(URLS[Side.MENTEE]))


def find(user, query):
    """Participants by name or post, newest cycle first."""
    found = Participation.objects.visible_to(user).search(query).select_related("person", "cycle")
    return [
        (one.person.full_name, f"{one.get_side_display()}, {one.cycle}", one.get_absolute_url())
        for one in found.order_by("-cycle__starts_on", "person__sort_key")[:8]
    ]


def sides_of(user):
    """Sides on which the user takes part today: whose rows of the roadmap are «мои»."""
    return set(Participation.objects.in_base().filter(person__user=user).values_list("side", flat=True))


def proofs(cycle):
    """Evidence for the roadmap: a bank exists once somebody is in it, consents are done once nobody lacks one."""
    everyone = Participation.objects.filter(cycle=cycle)
    return {
        "mentor_bank": _bank(everyone, cycle, Side.MENTOR),
        "mentee_bank": _bank(everyone, cycle, Side.MENTEE),
        "pd_consent": _consents(everyone.open(), cycle),
    }


def _bank(everyone, cycle, side):
    accepted = everyone.of_side(side).filter(state=Participation.State.IN_BASE)
    first = accepted.aggregate(first=Min("starts_on"))["first"]
    return [Proof(TITLES[side], f"{reverse(URLS[side])}?cycle={cycle.pk}", first)] if first else []


def _consents(everyone, cycle):
    consents = Consent.objects.in_force().filter(kind=Consent.Kind.PROCESSING, person=OuterRef("person"))
    first = Subquery(consents.order_by("signed_on").values("signed_on")[:1])
    people = everyone.order_by().annotate(signed=first).values("person", "signed").distinct()
    found = people.aggregate(people=Count("person"), agreed=Count("signed"), last=Max("signed"))
    if not found["people"] or found["agreed"] < found["people"]:
        return []
    title = f"Согласия на обработку данных: {found['people']} из {found['people']}"
    return [Proof(title, f"{reverse('registry:mentors')}?cycle={cycle.pk}", found["last"])]
