"""What the two registries give to the layers around them."""

from mentorship.accounts.models import Role
from mentorship.accounts.rights import grant
from mentorship.common.registry import NavItem, SearchSource, navigation, search_sources

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


def find(user, query):
    """Participants by name or post, newest cycle first."""
    found = Participation.objects.visible_to(user).search(query).select_related("person", "cycle")
    return [
        (one.person.full_name, f"{one.get_side_display()}, {one.cycle}", one.get_absolute_url())
        for one in found.order_by("-cycle__starts_on", "person__sort_key")[:8]
    ]
