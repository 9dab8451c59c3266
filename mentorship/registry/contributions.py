"""What the two registries give to the layers around them."""

from mentorship.accounts.models import Role
from mentorship.accounts.rights import grant


def register():
    """Called once at start-up."""
    grant(Role.CURATOR, "registry.participation", "view", "add", "change")
    grant(Role.DIRECTOR, "registry.participation", "view")
