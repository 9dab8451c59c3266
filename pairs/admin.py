"""Pairs and groups in the registries; the daily way is the portal's own pages."""

from django.contrib import admin, messages
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from simple_history.admin import SimpleHistoryAdmin

from mentorship.accounts.admin import ReadOnly, ReadOnlyAdmin
from mentorship.common.workflow import WorkflowError
from mentorship.documents.models import with_paper

from . import permissions, workflow
from .models import Agreement, Bond, BondMember, EarlierOrder, Meeting


class MemberInline(admin.TabularInline):
    model = BondMember
    fields = readonly_fields = ["participation", "side"]
    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False


@admin.register(Bond)
class BondAdmin(ReadOnlyAdmin):
    """Bonds to look at; whatever changes them goes through the workflow."""

    list_display = ["title", "form", "state", "starts_on", "ends_on", "cycle"]
    list_filter = ["cycle", "state", "form"]
    search_fields = ["pk"]  # shows the box; the search itself is get_search_results
    inlines = [MemberInline]
    actions = ["draft_order", "complete", "cancel"]

    def get_queryset(self, request):
        return super().get_queryset(request).with_people()

    def get_search_results(self, request, queryset, search_term):
        return queryset.search(search_term), False

    @admin.display(description="пара или группа")
    def title(self, bond):
        return bond.title

    @admin.action(description="Подготовить приказ о закреплении", permissions=["view"])
    def draft_order(self, request, queryset):
        chosen = "&".join(f"bond={pk}" for pk in queryset.values_list("pk", flat=True))
        return redirect(f"{reverse('pairs:draft_order')}?{chosen}")

    @admin.action(description="Завершить сегодняшним днём", permissions=["view"])
    def complete(self, request, queryset):
        self._each(request, queryset, workflow.complete_bond, "Завершено")

    @admin.action(description="Отменить предложенные", permissions=["view"])
    def cancel(self, request, queryset):
        self._each(request, queryset, workflow.cancel_bond, "Отменено")

    def _each(self, request, queryset, act, word):
        """Carry ``act`` out on every chosen bond, or on none if one of them refuses."""
        bonds = list(queryset)
        if not all(permissions.can_keep(request.user, bond) for bond in bonds):
            self.message_user(request, "Среди отмеченных есть пары, которые ведёте не вы.", messages.ERROR)
            return
        try:
            with transaction.atomic():
                for bond in bonds:
                    act(bond, by=request.user)
        except WorkflowError as error:
            self.message_user(request, f"Ничего не изменено. {error}", messages.WARNING)
        else:
            self.message_user(request, f"{word}: {len(bonds)}.", messages.SUCCESS)


@admin.register(Meeting)
class MeetingAdmin(ReadOnly, admin.ModelAdmin):
    """Meetings to look at, without the words of a pair and without the history, which would show them."""

    list_display = ["bond", "held_on", "minutes", "type", "state"]
    list_filter = ["state", "type", "bond__cycle"]
    date_hierarchy = "held_on"
    fields = [
        "bond",
        "held_on",
        "begins_at",
        "minutes",
        "place",
        "type",
        "topic",
        "mood",
        "state",
        "logged_by",
        "logged_at",
    ]
    search_fields = ["pk"]  # shows the box; the search itself is get_search_results

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user).with_people()

    def get_search_results(self, request, queryset, search_term):
        return queryset.filter(bond__in=Bond.objects.search(search_term)), False


@admin.register(EarlierOrder)
class EarlierOrderAdmin(SimpleHistoryAdmin):
    """Orders on pairs issued on paper before the portal: a slip in the number or the date is mended here."""

    list_display = ["number", "dated", "title"]
    fields = ["number", "dated", "title"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Agreement)
class AgreementAdmin(ReadOnlyAdmin):
    """Signed agreements to look at: they come of their papers or of the page of their pair."""

    list_display = ["bond", "signed_on", "starts_on", "ends_on", "pay", "rate"]
    list_filter = ["pay", "bond__cycle"]
    date_hierarchy = "signed_on"

    def get_queryset(self, request):
        people = "bond__members__participation__person"
        return with_paper(super().get_queryset(request)).prefetch_related(people)
