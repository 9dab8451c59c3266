"""What accounts give to the layers around them."""

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

from mentorship.common import daily
from mentorship.common.registry import NavItem, QueueRow, QueueRule, navigation, queue_rules

from . import journal, permissions
from .models import AccessSlip, Role, RoleGrant, User
from .rights import grant


def register():
    """Called once at start-up."""
    for model in ("accounts.user", "accounts.rolegrant"):
        grant(Role.ADMIN, model, "view", "add", "change")
        grant(Role.CURATOR, model, "view")
    grant(Role.CURATOR, "accounts.accessslip", "view", "add")
    grant(Role.ADMIN, "accounts.accessslip", "view", "add")
    grant(Role.ADMIN, "accounts.journalentry", "view")
    grant(Role.DIRECTOR, "accounts.journalentry", "view")
    user_logged_in.connect(signed_in, dispatch_uid="journal.signed_in")
    user_logged_out.connect(signed_out, dispatch_uid="journal.signed_out")
    user_login_failed.connect(not_signed_in, dispatch_uid="journal.not_signed_in")
    daily.jobs.add(clear_sessions)
    watch_pages()
    queue_rules.add(
        QueueRule(
            "no_way_in",
            "Нет входа в портал",
            "У сотрудника есть роль, но он ни разу не входил и листка доступа у него нет.",
            without_a_way_in,
            order=15,
        )
    )
    navigation.add(NavItem("Учётные записи", "accounts:list", "person-badge", "Настройки", 80, permissions.can_list))
    navigation.add(
        NavItem("Журнал доступа", "accounts:journal", "journal-check", "Настройки", 85, permissions.can_see_journal)
    )


def without_a_way_in(user, today):
    """Holders of a role who have never entered and have no slip to enter by, ten at most."""
    if not user.has_perm("accounts.add_accessslip"):
        return []
    holders = User.objects.filter(role_grants__in=RoleGrant.objects.in_force(today), is_active=True)
    waiting = holders.filter(last_login=None, must_change_password=True).exclude(slips__in=AccessSlip.objects.live())
    if not permissions.can_manage(user):  # see permissions.can_issue_slip
        waiting = waiting.exclude(role_grants__role__in=permissions.STRONG)
    return [
        QueueRow(
            account.full_name,
            "Роль есть, а войти не по чему: листок доступа не выдан",
            reverse("accounts:account", args=[account.pk]),
            "Выдать листок",
            icon="key",
        )
        for account in waiting.only("full_name").distinct().order_by("sort_key", "pk")[:10]
    ]


def clear_sessions():
    """Sessions that are over leave the database."""
    SessionStore.clear_expired()


def watch_pages():
    """Pages of accounts that show personal data or change who may see them."""
    action = journal.Action
    journal.watch("accounts:list", action.LIST, "Учётные записи")
    journal.watch("accounts:account", action.VIEW, "Учётная запись")
    journal.watch("accounts:add", action.VIEW, "Новая учётная запись")
    journal.watch("accounts:active", action.CHANGE, "Вход закрыт или открыт")
    journal.watch("accounts:slip", action.PRINT, "Листок доступа")
    journal.watch("accounts:role_end", action.CHANGE, "Роль снята")
    journal.watch("accounts:journal", action.LIST, "Журнал доступа")
    journal.watch("accounts:journal_export", action.EXPORT, "Журнал доступа")


def signed_in(sender, request, user, **kwargs):
    """A sign-in, by password or slip."""
    journal.record(user, journal.Action.SIGN_IN, "Вход в портал", request=request)


def signed_out(sender, request, user, **kwargs):
    """A sign-out by hand; a session that grew too old ends without a line."""
    if user is not None:
        journal.record(user, journal.Action.SIGN_OUT, "Выход из портала", request=request)


def not_signed_in(sender, request=None, **kwargs):
    """A refused sign-in; the name that was typed is not kept: it may be a password typed into the wrong field."""
    journal.record(None, journal.Action.SIGN_IN_FAILED, "Вход в портал", request=request, allowed=False)
