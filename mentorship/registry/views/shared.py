"""What the pages of the bases have in common."""

from django.shortcuts import get_object_or_404

from mentorship.accounts import journal
from mentorship.common.asked import must

from .. import permissions
from ..models import Participation, Side
from ..rows import TITLES

LIST_URLS = {Side.MENTOR: "registry:mentors", Side.MENTEE: "registry:mentees"}


def visible(request, pk):
    """The participation if this user may see it, else 404."""
    found = Participation.objects.visible_to(request.user).select_related("person__unit", "cycle", "approval")
    one = get_object_or_404(found, pk=pk)
    journal.note(request, subject=one.person_id)
    return one


def changeable(request, pk):
    """The participation if this user may correct it."""
    found = visible(request, pk)
    must(permissions.can_change(request.user, found))
    return found


def selectable(request, pk):
    """The participation if this user runs the selection."""
    found = visible(request, pk)
    must(permissions.can_choose(request.user))
    return found


def base_context(side, cycle, *, page="list"):
    """Tabs over the pages of the bases, and what they all name."""
    side = Side(side)
    tabs = [
        {"title": TITLES[other], "url": LIST_URLS[other], "current": other == side and page == "list"} for other in Side
    ]
    tabs.append({"title": "Карта пробелов", "url": "registry:gaps", "current": page == "gaps"})
    return {
        "side": side,
        "title": TITLES[side],
        "tabs": tabs,
        "cycle": cycle,
        "list_url": LIST_URLS[side],
        "is_mentors": side == Side.MENTOR,
        "urls": {
            name: f"registry:{name}_{side}s" for name in ("enrol", "accept", "export", "approve", "review", "print")
        },
    }
