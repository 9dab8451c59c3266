"""Programmes in the registries: to look at; whatever changes them goes through the workflow."""

from django.contrib import admin

from mentorship.accounts.admin import ReadOnlyAdmin
from pairs.models import Bond

from .models import PersonalProgramme


@admin.register(PersonalProgramme)
class PersonalProgrammeAdmin(ReadOnlyAdmin):
    list_display = ["bond", "state", "starts_on", "ends_on", "approved_on"]
    list_filter = ["state", "bond__cycle"]
    search_fields = ["pk"]  # shows the box; the search itself is get_search_results
    ordering = ["-bond__starts_on", "pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).with_people()

    def get_search_results(self, request, queryset, search_term):
        return queryset.filter(bond__in=Bond.objects.search(search_term)), False
