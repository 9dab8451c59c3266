"""Papers in the registries: to look at and to move in bulk; every rule is the workflow's."""

from django.contrib import admin, messages
from django.db import transaction

from mentorship.accounts.admin import ReadOnlyAdmin
from mentorship.common.workflow import WorkflowError

from . import kinds, permissions, workflow
from .models import BackgroundWork, Counter, Paper, SeriesRule


@admin.register(Paper)
class PaperAdmin(ReadOnlyAdmin):
    """Read-only: a draft is edited on its page, an issued paper never."""

    list_display = ["title", "kind_title", "state", "number", "issued_on", "prepared_by"]
    list_filter = ["state", "issued_on"]
    list_select_related = ["prepared_by"]
    search_fields = ["title"]
    date_hierarchy = "issued_on"
    fields = [
        "title",
        "kind_title",
        "state",
        "number",
        "journal_number",
        "issued_on",
        "signed_on",
        "signed_by",
        "registered_at",
        "registered_by",
        "ended_on",
        "prepared_by",
        "created_at",
        "sent_at",
        "remark",
        "pdf_sha256",
        "readers",
    ]
    readonly_fields = ["kind_title"]
    actions = ["send_to_sign", "take_back_from_sign"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("blocks")

    def get_search_results(self, request, queryset, search_term):
        return queryset.search(search_term), False

    def has_prepare_permission(self, request):
        return permissions.can_prepare(request.user)

    @admin.display(description="вид документа")
    def kind_title(self, paper):
        return kinds.title(paper.kind)

    @admin.action(description="На подпись", permissions=["prepare"])
    def send_to_sign(self, request, queryset):
        self._together(request, queryset, workflow.send, "Переданы на подпись")

    @admin.action(description="Отозвать с подписи", permissions=["prepare"])
    def take_back_from_sign(self, request, queryset):
        self._together(request, queryset, workflow.take_back, "Отозваны с подписи")

    def _together(self, request, queryset, act, done):
        """All of the chosen papers or none of them."""
        papers = list(queryset.order_by("pk"))
        try:
            with transaction.atomic():
                for paper in papers:
                    act(paper, by=request.user)
        except WorkflowError as error:
            missing = " ".join(str(one) for one in error.missing)
            words = f"Ничего не сделано. «{paper.title}»: {error} {missing}".strip()
            self.message_user(request, words, messages.ERROR)
        else:
            self.message_user(request, f"{done}: {len(papers)}.", messages.SUCCESS)


@admin.register(Counter)
class CounterAdmin(ReadOnlyAdmin):
    list_display = ["series", "year", "value"]
    list_filter = ["year", "series"]
    fields = ["series", "year", "value"]


@admin.register(SeriesRule)
class SeriesRuleAdmin(ReadOnlyAdmin):
    """Read-only: a rule is changed on its page, «Нумерация документов»."""

    list_display = ["series", "pattern", "when", "gaps", "repeats", "index"]
    fields = ["series", "pattern", "when", "gaps", "repeats", "index", "place"]


@admin.register(BackgroundWork)
class BackgroundWorkAdmin(ReadOnlyAdmin):
    list_display = ["title", "state", "owner", "created_at", "done", "total"]
    list_filter = ["state"]
    list_select_related = ["owner"]
    fields = ["title", "state", "owner", "created_at", "beat_at", "done", "total", "error"]
