"""The bases in the registries."""

from django.contrib import admin, messages
from simple_history.admin import SimpleHistoryAdmin

from mentorship.common import archive
from mentorship.common.workflow import WorkflowError

from . import workflow
from .models import Participation


@admin.register(Participation)
class ParticipationAdmin(SimpleHistoryAdmin):
    """Participations: looked at and corrected here; states move by the actions only."""

    list_display = ["person", "side", "state", "cycle", "starts_on", "ends_on"]
    list_filter = ["cycle", "side", "state"]
    list_select_related = ["person", "cycle"]
    ordering = ["-cycle__starts_on", "person__sort_key"]
    search_fields = ["person__search"]  # shows the box; the search itself is get_search_results
    fields = ["cycle", "person", "side", "state", "proposed_on", "starts_on", "ends_on", "capacity", "request"]
    readonly_fields = ["cycle", "person", "side", "state", "proposed_on", "starts_on", "ends_on"]
    actions = ["accept_chosen"]

    def get_search_results(self, request, queryset, search_term):
        return queryset.search(search_term), False

    def has_add_permission(self, request):
        return False  # people are put forward on the page of the base

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (obj and archive.refusal(obj))

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.action(description="Принять в базу сегодняшним днём", permissions=["change"])
    def accept_chosen(self, request, queryset):
        try:
            accepted = workflow.accept_all(queryset.select_related("person", "cycle"), by=request.user)
        except WorkflowError as error:
            self.message_user(request, " ".join([str(error), *map(str, error.missing)]), messages.WARNING)
        else:
            self.message_user(request, f"Принято в базу: {len(accepted)}.", messages.SUCCESS)
