"""Dictionaries of the institution in the registries; the card and the rules have their own pages."""

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from .models import Act, MentoringForm, MentoringKind, Unit


class DictionaryAdmin(admin.ModelAdmin):
    """A dictionary: rows are switched off, not deleted, because papers refer to them."""

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Unit)
class UnitAdmin(DictionaryAdmin):
    list_display = ["title"]


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
