"""Questionnaires and waves in the registries; answers are never edited."""

from django.contrib import admin, messages
from django.db import transaction
from simple_history.admin import SimpleHistoryAdmin

from mentorship.common.workflow import WorkflowError

from . import workflow
from .models import Question, Questionnaire, Wave


class QuestionInline(admin.TabularInline):
    """Wording may be edited until the first answer (methodology.md 4.6)."""

    model = Question
    extra = 0
    fields = ["order", "code", "type", "text", "pair", "counts", "private"]

    def _untouched(self, obj):
        return obj is None or not obj.waves.filter(invitations__answered_at__isnull=False).exists()

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self._untouched(obj)

    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request, obj) and self._untouched(obj)

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Questionnaire)
class QuestionnaireAdmin(SimpleHistoryAdmin):
    list_display = ["code", "title", "version", "audience"]
    fields = ["code", "version", "title", "audience", "wave"]
    readonly_fields = ["code", "version", "audience", "wave"]
    inlines = [QuestionInline]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Wave)
class WaveAdmin(SimpleHistoryAdmin):
    list_display = ["questionnaire", "state", "opens_on", "closes_on"]
    list_filter = ["state"]
    list_select_related = ["questionnaire"]
    actions = ["close"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return obj is None and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.action(description="Закрыть опрос", permissions=["change"])
    def close(self, request, queryset):
        try:
            with transaction.atomic():  # all of them or none
                for wave in queryset:
                    workflow.close_wave(wave, by=request.user)
        except WorkflowError as error:
            self.message_user(request, f"Ничего не закрыто. {wave}: {error}", messages.WARNING)
