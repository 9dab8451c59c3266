"""What people and consents give to the layers around them."""

from mentorship.accounts.models import Role
from mentorship.accounts.rights import grant


def register():
    """Called once at start-up."""
    grant(Role.CURATOR, "people.person", "view", "add", "change")
    grant(Role.DIRECTOR, "people.person", "view")
    grant(Role.CURATOR, "people.consent", "view", "add", "change")
    grant(Role.DIRECTOR, "people.consent", "view")
    grant(Role.CURATOR, "people.importrun", "view", "add", "change")
