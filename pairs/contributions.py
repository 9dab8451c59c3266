"""What pairs give to the layers around them."""

from mentorship.accounts.models import Role
from mentorship.accounts.rights import grant


def register():
    """Called once at start-up."""
    grant(Role.CURATOR, "pairs.bond", "view", "add", "change")
    grant(Role.DIRECTOR, "pairs.bond", "view")
    grant(Role.CURATOR, "pairs.meeting", "view")
    grant(Role.DIRECTOR, "pairs.meeting", "view")
