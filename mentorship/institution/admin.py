"""Dictionaries of the institution in the registries; the card and the rules have their own pages."""

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from .models import Act, CalendarDay, Criterion, Honour, MentoringForm, MentoringKind, Partner, Topic, Unit


class DictionaryAdmin(admin.ModelAdmin):
    """A dictionary: rows are switched off, not deleted, because papers refer to them."""

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Unit)
class UnitAdmin(DictionaryAdmin):
    list_display = ["title"]


@admin.register(Partner)
class PartnerAdmin(DictionaryAdmin, SimpleHistoryAdmin):
    list_display = ["title", "kind", "agreement_number", "agreement_date", "valid_until"]
    list_filter = ["kind"]
    search_fields = ["search"]  # shows the box; the search itself is get_search_results

    def get_search_results(self, request, queryset, search_term):
        return queryset.search(search_term), False


@admin.register(Act)
class ActAdmin(DictionaryAdmin, SimpleHistoryAdmin):
    list_display = ["title", "about", "is_local", "effective_from", "effective_to"]
    list_filter = ["is_local"]


@admin.register(MentoringForm)
class MentoringFormAdmin(DictionaryAdmin):
    list_display = ["title", "enabled", "order"]
    list_editable = ["enabled"]


@admin.register(MentoringKind)
class MentoringKindAdmin(DictionaryAdmin):
    list_display = ["title", "enabled", "keeps_rhythm", "order"]
    list_editable = ["enabled"]


@admin.register(Topic)
class TopicAdmin(DictionaryAdmin):
    list_display = ["title", "area", "enabled", "order"]
    list_editable = ["enabled"]
    list_filter = ["area"]


@admin.register(Criterion)
class CriterionAdmin(DictionaryAdmin, SimpleHistoryAdmin):
    list_display = ["text", "weight", "is_required", "enabled", "order"]
    list_editable = ["weight", "enabled"]


@admin.register(Honour)
class HonourAdmin(DictionaryAdmin, SimpleHistoryAdmin):
    list_display = ["title", "mentoring_years", "teaching_years", "service_years", "quota", "enabled", "order"]
    list_editable = ["enabled"]


@admin.register(CalendarDay)
class CalendarDayAdmin(admin.ModelAdmin):
    list_display = ["day", "works", "title"]
    date_hierarchy = "day"
