"""Papers in the registries: to look at and to move in bulk; every rule is the workflow's."""

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.html import format_html, format_html_join

from mentorship.accounts.admin import ReadOnly, ReadOnlyAdmin
from mentorship.common.workflow import WorkflowError

from . import kinds, permissions, wording, workflow
from .models import BackgroundWork, Counter, KindWording, Paper, SeriesRule


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
        return super().get_queryset(request).without_text()

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
class CounterAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["series", "year", "value"]
    list_filter = ["year", "series"]
    fields = ["series", "year", "value"]


@admin.register(SeriesRule)
class SeriesRuleAdmin(ReadOnlyAdmin):
    """Read-only: a rule is changed on its page, «Нумерация документов»."""

    list_display = ["series", "pattern", "when", "gaps", "repeats", "index"]
    fields = ["series", "pattern", "when", "gaps", "repeats", "index", "place"]


@admin.register(BackgroundWork)
class BackgroundWorkAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["title", "state", "owner", "created_at", "done", "total"]
    list_filter = ["state"]
    list_select_related = ["owner"]
    fields = ["title", "state", "owner", "created_at", "beat_at", "done", "total", "error"]


class KindFilter(admin.SimpleListFilter):
    """By kind of paper, of those that were ever reworded."""

    title, parameter_name = "вид документа", "kind"

    def lookups(self, request, model_admin):
        codes = KindWording.objects.order_by("kind").values_list("kind", flat=True).distinct()
        return sorted(((code, kinds.title(code)) for code in codes), key=lambda choice: choice[1])

    def queryset(self, request, queryset):
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(KindWording)
class KindWordingAdmin(ReadOnly, admin.ModelAdmin):
    """Read-only: words are changed, and brought back, on the page «Формулировки» of their kind."""

    list_display = ["kind_title", "version", "standing", "by", "at"]
    list_filter = [KindFilter]
    list_select_related = ["by"]
    fields = readonly_fields = ["kind_title", "version", "standing", "note", "by", "at", "words"]

    def get_queryset(self, request):
        later = KindWording.objects.filter(kind=OuterRef("kind"), version__gt=OuterRef("version"))
        return super().get_queryset(request).annotate(replaced=Exists(later))

    @admin.display(description="вид документа", ordering="kind")
    def kind_title(self, version):
        return kinds.title(version.kind)

    @admin.display(description="состояние")
    def standing(self, version):
        return "прежняя" if version.replaced else "действует"

    @admin.display(description="свои слова")
    def words(self, version):
        kind = kinds.described(version.kind)
        known = wording.units(kind) if kind else {}
        told = [(known[key].label if key in known else key, text) for key, text in version.own.items()]
        return format_html_join("", "<p><strong>{}</strong><br>{}</p>", told) or format_html("{}", "все слова исходные")
