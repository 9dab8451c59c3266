"""What the roadmap gives to the layers around it."""

from mentorship.accounts.models import Role
from mentorship.accounts.rights import grant


def register():
    """Called once at start-up."""
    for model in ("programme", "cycle", "stage", "activity", "activityitem", "evidencefile"):
        grant(Role.CURATOR, f"cycle.{model}", "view", "add", "change")
        for role in (Role.DIRECTOR, Role.ADMIN, Role.ORGANISER, Role.MUNICIPAL):
            grant(role, f"cycle.{model}", "view")
