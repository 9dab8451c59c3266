"""Plans of indicators and awards in the registries; the daily way is their own pages."""

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from .models import Award, Target


class ReadOnlyAdmin(SimpleHistoryAdmin):
    """Rows to look at with their history."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Target)
class TargetAdmin(ReadOnlyAdmin):
    """Plans; they are set on the page of figures, all of a cycle at once."""

    list_display = ["indicator", "cycle", "value"]
    list_filter = ["cycle"]
    list_select_related = ["cycle"]


@admin.register(Award)
class AwardAdmin(ReadOnlyAdmin):
    """Awards; the order on awards makes them."""

    list_display = ["person", "kind", "reason", "paper"]
    list_filter = ["kind", "cycle"]
    list_select_related = ["person", "paper"]
