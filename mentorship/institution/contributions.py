"""What the institution's card and dictionaries give to the layers around them."""

from mentorship.accounts import choices
from mentorship.accounts.models import Role
from mentorship.accounts.rights import grant

MODELS = ("institution", "rules", "unit", "quietperiod", "act", "mentoringform", "mentoringkind")


def register():
    """Called once at start-up."""
    choices.register(forms_of_mentoring)
    for model in MODELS:
        grant(Role.CURATOR, f"institution.{model}", "view", "add", "change")
        grant(Role.ADMIN, f"institution.{model}", "view", "add", "change")
        grant(Role.DIRECTOR, f"institution.{model}", "view")


def forms_of_mentoring():
    """(code, title) pairs for the roles of organisers."""
    from .models import MentoringForm

    return list(MentoringForm.objects.values_list("code", "title"))
