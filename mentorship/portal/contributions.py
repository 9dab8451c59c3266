"""Entries of the navigation that belong to the portal itself."""

from mentorship.accounts.models import Role
from mentorship.common.registry import NavItem, navigation


def register():
    """Called once at start-up."""
    navigation.add(NavItem("Сегодня", "portal:home", "house", "Работа", 0, lambda user: True))
    navigation.add(
        NavItem("Реестры и справочники", "admin:index", "table", "Настройки", 90, lambda user: user.is_staff)
    )
    navigation.add(
        NavItem("Система", "portal:system", "heart-pulse", "Настройки", 95, lambda user: user.has_role(Role.ADMIN))
    )
