"""Accounts and roles in the registries; the daily way is the portal's own pages."""

from django.contrib import admin, messages
from django.db import transaction
from simple_history.admin import SimpleHistoryAdmin

from mentorship.common.workflow import WorkflowError

from . import permissions, workflow
from .models import RoleGrant, User


class ReadOnly:
    """A registry to look at: every change goes through the workflow on the portal's pages."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ReadOnlyAdmin(ReadOnly, SimpleHistoryAdmin):
    """The same for records with a history."""


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    list_display = ["full_name", "username", "is_active", "last_login"]
    list_filter = ["is_active"]
    search_fields = ["username"]
    fields = [
        "full_name",
        "username",
        "email",
        "is_active",
        "must_change_password",
        "last_login",
        "date_joined",
    ]
    actions = ["sign_out_everywhere"]

    def get_search_results(self, request, queryset, search_term):
        return queryset.search(search_term), False

    @admin.action(description="Завершить все сеансы", permissions=["view"])
    def sign_out_everywhere(self, request, queryset):
        if not permissions.can_manage(request.user):
            self.message_user(request, "Завершать чужие сеансы может администратор портала.", messages.ERROR)
            return
        for user in queryset:
            workflow.end_sessions(user, by=request.user)


@admin.register(RoleGrant)
class RoleGrantAdmin(ReadOnlyAdmin):
    list_display = ["user", "role", "form_code", "starts_on", "ends_on"]
    list_filter = ["role"]
    list_select_related = ["user"]
    actions = ["end_today"]

    @admin.action(description="Снять роль сегодня", permissions=["view"])
    def end_today(self, request, queryset):
        if not permissions.can_manage(request.user):
            self.message_user(request, "Снимать роли может администратор портала.", messages.ERROR)
            return
        try:
            with transaction.atomic():  # all of them or none
                for grant in queryset:
                    workflow.end_role(grant, by=request.user)
        except WorkflowError as error:
            self.message_user(request, f"Ничего не снято. {grant}: {error}", messages.WARNING)
