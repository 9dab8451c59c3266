"""What personalised programmes give to the layers around them."""

from mentorship.accounts.models import Role
from mentorship.accounts.rights import grant


def register():
    """Called once at start-up."""
    grant(Role.CURATOR, "programs.personalprogramme", "view", "change")
    grant(Role.DIRECTOR, "programs.personalprogramme", "view")
