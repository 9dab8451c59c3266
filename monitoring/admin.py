"""Plans of indicators and awards in the registries; the daily way is their own pages."""

from django.contrib import admin

from mentorship.accounts.admin import ReadOnlyAdmin

from .models import Award, Target


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
