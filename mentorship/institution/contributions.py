"""What the institution's card and dictionaries give to the layers around them."""

from mentorship.accounts import choices
from mentorship.accounts.models import Role
from mentorship.accounts.rights import grant
from mentorship.common.registry import NavItem, QueueRow, QueueRule, navigation, queue_rules
from mentorship.common.russian import date_digits

from . import permissions

MODELS = (
    *("institution", "rules", "unit", "quietperiod", "act", "mentoringform", "mentoringkind", "partner"),
    *("topic", "criterion", "calendarday", "honour"),
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
    navigation.add(
        NavItem("Партнёры", "institution:partners", "buildings", "Участники", 60, permissions.can_view_partners)
    )
    queue_rules.add(
        QueueRule(
            "agreements_ending",
            "Соглашения с партнёрами кончаются",
            "До конца срока соглашения осталось не больше 30 дней или он прошёл.",
            agreements_ending,
            order=65,
        )
    )


def agreements_ending(user, today):
    """Agreements that end within a month or ended within the last one; older ones are no news."""
    from .models import ENDS_SOON, Partner

    if not permissions.can_keep_partners(user):
        return []
    ending = Partner.objects.ending(today, ENDS_SOON).filter(valid_until__gte=today - ENDS_SOON)
    return [_ending_row(partner, today) for partner in ending.order_by("valid_until", "pk")]


def _ending_row(partner, today):
    is_over = partner.valid_until < today
    verb = "истекло" if is_over else "истекает"
    return QueueRow(
        partner.title,
        f"{partner.agreement.capitalize() or 'Соглашение'} {verb} {date_digits(partner.valid_until)}",
        partner.get_absolute_url(),
        "Открыть",
        urgency=1 if is_over else 2,
        icon="buildings",
    )


def forms_of_mentoring():
    """(code, title) pairs for the roles of organisers."""
    from .models import MentoringForm

    return list(MentoringForm.objects.values_list("code", "title"))
