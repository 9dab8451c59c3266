"""What the institution's card and dictionaries give to the layers around them."""

from mentorship.accounts import choices
from mentorship.accounts.models import Role
from mentorship.accounts.rights import grant
from mentorship.common.registry import NavItem, navigation

from . import permissions

MODELS = (
    *("institution", "rules", "unit", "quietperiod", "act", "mentoringform", "mentoringkind", "partner"),
    *("topic", "criterion", "calendarday"),
)


def register():
    """Called once at start-up."""
    choices.register(forms_of_mentoring)
    for model in MODELS:
        grant(Role.CURATOR, f"institution.{model}", "view", "add", "change")
        grant(Role.ADMIN, f"institution.{model}", "view", "add", "change")
        grant(Role.DIRECTOR, f"institution.{model}", "view")
    for order, (title, url_name, icon) in enumerate(
        [
            ("Учреждение", "institution:card", "building"),
            ("Календарь", "institution:calendar", "calendar3"),
            ("Правила и пороги", "institution:rules", "sliders"),
        ]
    ):
        navigation.add(NavItem(title, url_name, icon, "Настройки", 60 + order, permissions.can_view))


def forms_of_mentoring():
    """(code, title) pairs for the roles of organisers."""
    from .models import MentoringForm

    return list(MentoringForm.objects.values_list("code", "title"))
