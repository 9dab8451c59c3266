"""People, consents and loaded lists in the registries; every bulk act of the pages is here too."""

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from mentorship.accounts.admin import ReadOnly, ReadOnlyAdmin
from mentorship.common.russian import date_digits
from mentorship.common.workflow import WorkflowError

from . import workflow
from .models import Consent, Guardian, ImportRun, Person, PostPeriod
from .views import consents as consent_views
from .views import people as people_views
from .views.shared import sheet_response


def _sheet(list_of, rows):
    """The rows with every column of the list for Excel."""
    cells = [[column.value(row) for column in list_of.columns] for row in rows]
    titles = [column.title for column in list_of.columns]
    return sheet_response(list_of.title, titles, cells, f"{list_of.title} {date_digits(timezone.localdate())}.xlsx")


class PostInline(admin.TabularInline):
    model = PostPeriod
    extra = 0


class GuardianInline(admin.TabularInline):
    model = Guardian
    fk_name = "child"
    extra = 0


@admin.register(Person)
class PersonAdmin(ReadOnlyAdmin):
    """People: looked at here, changed on their own pages, where a conflict of two editors is told."""

    list_display = ["name", "post", "unit", "origin", "is_teacher", "category", "hired_on", "left_on"]
    list_filter = ["origin", "is_teacher", "category", "unit"]
    list_select_related = ["unit"]
    ordering = ["sort_key"]
    search_fields = ["search"]  # shows the box; the search itself is get_search_results
    exclude = ["forms", "user"]
    inlines = [PostInline, GuardianInline]
    actions = ["print_consents", "export_chosen"]

    @admin.display(description="фамилия, имя, отчество", ordering="sort_key")
    def name(self, person):
        return person.full_name

    def get_search_results(self, request, queryset, search_term):
        return queryset.search(search_term), False

    @admin.action(description="Распечатать согласия (пакет)", permissions=["view"])
    def print_consents(self, request, queryset):
        chosen = urlencode([("person", pk) for pk in queryset.values_list("pk", flat=True)])
        return HttpResponseRedirect(f"{reverse('people:consents_print')}?{chosen}")

    @admin.action(description="Выгрузить в Excel", permissions=["view"])
    def export_chosen(self, request, queryset):
        today = timezone.localdate()
        people = queryset.select_related("unit").prefetch_related("consents")
        return _sheet(people_views.LIST, people_views.rows_of(people, today))


@admin.register(Consent)
class ConsentAdmin(ReadOnlyAdmin):
    """Consents: looked at here; states move by the actions and on the consent's own page."""

    list_display = ["number", "person", "kind", "printed_on", "signed_on", "valid_until", "withdrawn_on"]
    list_filter = ["kind", "signed_on", "withdrawn_on"]
    list_select_related = ["person"]
    ordering = ["-pk"]
    search_fields = ["person__search"]  # shows the box; the search itself is get_search_results
    actions = ["print_pack", "mark_signed", "withdraw", "export_chosen"]

    def get_search_results(self, request, queryset, search_term):
        if not search_term:
            return queryset, False
        return queryset.filter(person__in=Person.objects.search(search_term)), False

    def has_keep_permission(self, request):
        """May act on consents, although the fields themselves are read only here."""
        return request.user.has_perm("people.change_consent")

    @admin.action(description="Напечатать пакетом", permissions=["keep"])
    def print_pack(self, request, queryset):
        work = workflow.start_reprint(list(queryset), by=request.user, back_url=request.get_full_path())
        return HttpResponseRedirect(work.get_absolute_url())

    @admin.action(description="Отметить подписанными сегодня", permissions=["keep"])
    def mark_signed(self, request, queryset):
        self._carry_out(request, "Отмечено подписанными", workflow.sign_all, queryset, on=timezone.localdate())

    @admin.action(description="Отметить отозванными сегодня", permissions=["keep"])
    def withdraw(self, request, queryset):
        self._carry_out(
            request,
            "Отмечено отозванными",
            workflow.withdraw_all,
            queryset,
            on=timezone.localdate(),
            reason="отмечено в реестре согласий",
        )

    @admin.action(description="Выгрузить в Excel", permissions=["view"])
    def export_chosen(self, request, queryset):
        rows = consent_views.rows_of(queryset.select_related("person"), timezone.localdate())
        return _sheet(consent_views.LIST, rows)

    def _carry_out(self, request, words, act, queryset, **kwargs):
        try:
            done = act(list(queryset.select_related("person")), by=request.user, **kwargs)
        except WorkflowError as error:
            self.message_user(request, str(error), messages.WARNING)
        else:
            self.message_user(request, f"{words}: {len(done)}.", messages.SUCCESS)


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnly, admin.ModelAdmin):
    """Lists that were loaded: to look at."""

    list_display = ["file", "kind", "state", "created", "changed", "unchanged", "started_by", "started_at"]
    list_filter = ["kind", "state"]
    list_select_related = ["file", "started_by"]
    fields = [*("file", "kind", "state", "created", "changed", "unchanged", "started_by", "started_at", "finished_at")]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("table", "mapping", "checked", "made")
