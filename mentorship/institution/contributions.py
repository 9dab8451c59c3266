"""What the institution's card and dictionaries give to the layers around them."""

from mentorship.accounts.models import Role
from mentorship.accounts.rights import grant

MODELS = ("institution", "rules", "unit", "quietperiod", "act", "mentoringform", "mentoringkind")


def register():
    """Called once at start-up."""
    for model in MODELS:
        grant(Role.CURATOR, f"institution.{model}", "view", "add", "change")
        grant(Role.ADMIN, f"institution.{model}", "view", "add", "change")
        grant(Role.DIRECTOR, f"institution.{model}", "view")
