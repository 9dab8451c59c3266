"""What the engine of papers gives to the layers around it."""

from mentorship.accounts.models import Role
from mentorship.accounts.rights import grant


def register():
    """Called once at start-up."""
    grant(Role.CURATOR, "documents.paper", "view", "add", "change")
    grant(Role.DIRECTOR, "documents.paper", "view")
    grant(Role.CURATOR, "documents.counter", "view")
    grant(Role.ADMIN, "documents.counter", "view")
