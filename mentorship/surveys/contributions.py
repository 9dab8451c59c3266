"""What questionnaires give to the layers around them."""

from mentorship.accounts.models import Role
from mentorship.accounts.rights import grant


def register():
    """Called once at start-up."""
    for model in ("questionnaire", "question", "wave", "invitation"):
        grant(Role.CURATOR, f"surveys.{model}", "view", "add", "change")
    grant(Role.CURATOR, "surveys.response", "view")
    grant(Role.DIRECTOR, "surveys.wave", "view")
    grant(Role.ADMIN, "surveys.questionnaire", "view", "add", "change")
    grant(Role.ADMIN, "surveys.question", "view", "add", "change")
