"""What monitoring gives to the layers around it."""

from mentorship.accounts.models import Role
from mentorship.accounts.rights import grant


def register():
    """Called once at start-up."""
    grant(Role.CURATOR, "monitoring.target", "view", "add", "change")
    for role in (Role.DIRECTOR, Role.MUNICIPAL, Role.ADMIN):
        grant(role, "monitoring.target", "view")
