"""Plans of indicators in the registries; the daily way is the page of figures."""

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from .models import Target


@admin.register(Target)
class TargetAdmin(SimpleHistoryAdmin):
    """Plans to look at with their history; they are set on the page of figures, all of a cycle at once."""

    list_display = ["indicator", "cycle", "value"]
    list_filter = ["cycle"]
    list_select_related = ["cycle"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
