"""What accounts give to the layers around them."""

from mentorship.common.registry import NavItem, navigation

from . import permissions
from .models import Role
from .rights import grant


def register():
    """Called once at start-up."""
    for model in ("accounts.user", "accounts.rolegrant"):
        grant(Role.ADMIN, model, "view", "add", "change")
        grant(Role.CURATOR, model, "view")
    grant(Role.CURATOR, "accounts.accessslip", "view", "add")
    grant(Role.ADMIN, "accounts.accessslip", "view", "add")
    navigation.add(NavItem("Учётные записи", "accounts:list", "person-badge", "Настройки", 80, permissions.can_list))
