"""The roadmap in the registries: to look at; it is changed on the portal's own pages."""

from django.contrib import admin

from mentorship.accounts.admin import ReadOnlyAdmin

from .models import Activity, Cycle, EvidenceFile, Programme, Stage


@admin.register(Programme)
class ProgrammeAdmin(ReadOnlyAdmin):
    list_display = ["title", "starts_on", "ends_on"]


@admin.register(Cycle)
class CycleAdmin(ReadOnlyAdmin):
    list_display = ["title", "starts_on", "ends_on", "state", "programme"]
    list_filter = ["state"]
    list_select_related = ["programme"]


@admin.register(Stage)
class StageAdmin(ReadOnlyAdmin):
    list_display = ["order", "title", "cycle"]
    list_display_links = ["title"]
    list_filter = ["cycle"]
    list_select_related = ["cycle"]


@admin.register(Activity)
class ActivityAdmin(ReadOnlyAdmin):
    list_display = ["number", "title", "stage", "term_text", "due_on", "closed_on", "hidden"]
    list_display_links = ["title"]
    list_filter = ["stage__cycle", "hidden"]
    list_select_related = ["stage"]


@admin.register(EvidenceFile)
class EvidenceFileAdmin(ReadOnlyAdmin):
    list_display = ["title", "activity", "dated_on", "removed_on"]
    list_select_related = ["activity"]
