"""Pages of monitoring: figures with the records behind them, their plan, closing questionnaires, the annual report."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from mentorship.common import archive
from mentorship.common.asked import must
from mentorship.common.charts import Bar
from mentorship.common.exports import XLSX, xlsx_bytes
from mentorship.common.paging import PAGE_SIZE
from mentorship.common.workflow import WorkflowError
from mentorship.cycle import permissions as cycles
from mentorship.cycle.models import Cycle
from mentorship.documents import files, screens

from . import permissions, workflow
from .figures import FROM_ANSWERS, Figures
from .forms import AskForm, PeriodForm, ReportForm, TargetsForm
from .indicators import INDICATORS

COLUMNS = ["Код", "Показатель", "План, %", "Факт, %", "Отклонение, п. п.", "Прошлый цикл, %"]
COLUMNS += ["Числитель", "Знаменатель", "Что в числителе", "Что в знаменателе", "Источник"]
LISTS = {"all": "Знаменатель", "in": "Числитель", "out": "Не вошли в числитель"}


@require_GET
def indicators(request):
    """Plan, fact, deviation and the cycle before, with a chart; each figure opens its records."""
    must(permissions.can_see_figures(request.user))
    form = PeriodForm(request.GET)
    context = {"form": form, "cycle": form.chosen_cycle, "can_open": cycles.can_manage_cycles(request.user)}
    if form.chosen_cycle:
        figures = Figures(form.chosen_cycle, form.chosen_day)
        context |= {
            "figures": figures,
            "bars": [Bar(f"{one.code}. {one.indicator.title}", one.fact, one.plan, _said(one)) for one in figures.all],
            "can_plan": permissions.can_plan(request.user, form.chosen_cycle),
            "can_see_report": permissions.can_see_report(request.user),
        }
    return render(request, "monitoring/indicators.html", context)


def _said(figure):
    words = figure.fact_words if figure.hidden and figure.share.denominator else figure.note
    return " · ".join(filter(None, [figure.counts_words, words]))


@require_GET
def figure(request, pk, code):
    """One figure: how it is counted and, for those who may see them, the records behind it."""
    must(permissions.can_see_figures(request.user))
    if code not in INDICATORS:
        raise Http404
    cycle = get_object_or_404(Cycle, pk=pk)
    form = PeriodForm(request.GET.dict() | {"cycle": cycle.pk})
    found = Figures(cycle, form.chosen_day)[code]
    context = {"form": form, "cycle": cycle, "figure": found, "from_answers": code in FROM_ANSWERS}
    if permissions.can_see_records(request.user, code):
        context |= _lists(request, found)
    return render(request, "monitoring/figure.html", context)


def _lists(request, found):
    """The records of the list that the address names, a page of them, and the tabs that lead to the others."""
    keys = {"all": found.denominator, "in": found.numerator, "out": found.rest}
    chosen = request.GET.get("list")
    chosen = chosen if chosen in LISTS else "all"
    page = Paginator(keys[chosen], PAGE_SIZE).get_page(request.GET.get("page"))
    shown = list(page)
    return {
        "page": page,
        "rows": [(record, key in found.base.having) for key, record in zip(shown, found.records(shown), strict=True)],
        "tabs": [(name, words, len(keys[name]), name == chosen) for name, words in LISTS.items()],
        "sees_records": True,
    }


@require_GET
def export(request):
    """The table of figures for Excel."""
    must(permissions.can_see_figures(request.user))
    form = PeriodForm(request.GET)
    if form.chosen_cycle is None:
        raise Http404
    title = f"Показатели {form.chosen_cycle.title} на {form.chosen_day:%d.%m.%Y}"
    rows = [_cells(one) for one in Figures(form.chosen_cycle, form.chosen_day).all]
    return files.response(xlsx_bytes(title, COLUMNS, rows), name=f"{title}.xlsx".replace("/", "-"), content_type=XLSX)


def _cells(one):
    """A figure as a row under :data:`COLUMNS`: numbers as numbers, «н/д» and «мало ответов» as words."""
    told = one.fact is not None
    before = one.previous_words if one.previous is None or one.previous.fact is None else one.previous.fact
    return [
        one.code,
        one.indicator.title,
        one.plan if one.plan is not None else "не задан",
        one.fact if told else one.fact_words,
        one.deviation,
        before,
        None if one.hidden else one.share.numerator,
        one.counts_words if one.hidden else one.share.denominator,
        one.indicator.numerator,
        one.indicator.denominator,
        one.indicator.source,
    ]


def targets(request, pk):
    """The institution's own plan of the cycle."""
    cycle = get_object_or_404(Cycle, pk=pk)
    must(permissions.can_plan(request.user))
    back_url = f"{reverse('monitoring:indicators')}?cycle={cycle.pk}"
    form = TargetsForm(request.POST or None, figures=Figures(cycle), back_url=back_url)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.set_targets(cycle, form.values, by=request.user)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "План сохранён.")
            return redirect(back_url)
    return render(request, "monitoring/targets.html", {"form": form, "cycle": cycle, "back_url": back_url})


# --- Closing questionnaires -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Choice:
    """A closing questionnaire, whom it would be asked and the waves of it that are open."""

    questionnaire: object
    people: list
    running: list


def ask(request):
    """Open a closing questionnaire of the cycle."""
    must(permissions.can_ask(request.user))
    cycle = PeriodForm(request.GET).chosen_cycle
    choices = [_choice(cycle, one) for one in workflow.closing_questionnaires()] if cycle else []
    form = AskForm(request.POST or None, choices=choices)
    if request.method == "POST" and form.is_valid():
        try:
            wave = workflow.ask(cycle, by=request.user, **form.cleaned_data)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Опрос открыт. Тем, у кого нет входа в портал, распечатайте ссылки или бланки.")
            return redirect(wave)
    context = {
        "form": form,
        "cycle": cycle,
        "closed": archive.refusal(cycle),
        "choices": choices,
        "nobody": not any(choice.people or choice.running for choice in choices),
    }
    return render(request, "monitoring/ask.html", context)


def _choice(cycle, questionnaire):
    code = questionnaire.code
    people = list(workflow.not_yet_asked(cycle, code))
    return Choice(questionnaire, people, list(workflow.open_waves(cycle, code).select_related("questionnaire")))


# --- The annual report ----------------------------------------------------------------------------------------


@require_GET
def report(request):
    """To the report of the present cycle."""
    must(permissions.can_see_report(request.user))
    if cycle := Cycle.objects.current():
        return redirect("monitoring:report_of", pk=cycle.pk)
    return render(request, "monitoring/report.html", {"can_open": cycles.can_manage_cycles(request.user)})


def report_of(request, pk):
    """Reports of a cycle; the curator has the draft of a new one written."""
    must(permissions.can_see_report(request.user))
    cycle = get_object_or_404(Cycle, pk=pk)
    can_write = permissions.can_write_report(request.user)
    form = ReportForm(request.POST or None, cycle=cycle)
    if request.method == "POST":
        must(can_write)
        if form.is_valid():
            try:
                paper = workflow.draft_report(cycle, on=form.cleaned_data["on"], by=request.user)
            except WorkflowError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, "Отчёт составлен по записям. Прочитайте, поправьте и передайте на подпись.")
                return redirect(paper)
    reports = list(workflow.reports_of(cycle).without_text().select_related("prepared_by"))
    context = {
        "cycle": cycle,
        "cycles": Cycle.objects.all(),
        "form": form,
        "reports": screens.lines(reports),
        "unfinished": next((paper for paper in reports if not paper.is_frozen), None),
        "can_write": can_write and not cycle.is_closed,
    }
    return render(request, "monitoring/report.html", context)
