"""How papers are numbered and how they look."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mentorship.common.asked import must
from mentorship.common.workflow import WorkflowError

from .. import files, kinds, page, permissions, samples, workflow
from ..layout import ORDER
from ..models import PaperSettings, Series, SeriesRule
from ..rule_forms import PaperSettingsForm, SeriesRuleForm


def _may_see(request):
    must(permissions.can_see_rules(request.user))
    must(request.method != "POST" or permissions.can_change_rules(request.user))


@require_GET
def series_list(request):
    """All rows of numbers with their rules and an example of the next number."""
    _may_see(request)
    rules = [SeriesRule.of(series) for series in Series]
    titles = {series: [kind.title for kind in kinds.all_kinds() if kind.series == series] for series in Series}
    context = {
        "rules": [(rule, rule.number(45, 2026), titles[Series(rule.series)]) for rule in rules],
        "may_change": permissions.can_change_rules(request.user),
    }
    return render(request, "documents/series.html", context)


@require_http_methods(["GET", "POST"])
def series_rule(request, series):
    """The rule of one row."""
    _may_see(request)
    if series not in Series.values:
        raise Http404
    rule = SeriesRule.of(series)
    form = SeriesRuleForm(request.POST or None, instance=rule)
    if request.method == "POST" and form.is_valid() and _saved(form, workflow.save_rule, request):
        return redirect("documents:series")
    return render(request, "documents/series_rule.html", {"form": form, "rule": SeriesRule.of(series)})


@require_http_methods(["GET", "POST"])
def paper_settings(request):
    """Geometry of the page and ways of acquaintance."""
    _may_see(request)
    settings = PaperSettings.load()
    form = PaperSettingsForm(request.POST or None, instance=settings)
    if request.method == "POST" and form.is_valid() and _saved(form, workflow.save_settings, request):
        return redirect("documents:settings")
    context = {
        "form": form,
        "is_standard": PaperSettings.load().is_standard,
        "may_change": permissions.can_change_rules(request.user),
    }
    return render(request, "documents/settings.html", context)


def _saved(form, act, request):
    try:
        act(form.instance, by=request.user)
    except WorkflowError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, "Сохранено. Изданные документы не меняются.")
    return True


@require_POST
def restore_standard(request):
    """Put the page back to the standard."""
    _may_see(request)
    workflow.restore_standard(by=request.user)
    messages.success(request, "Оформление возвращено к стандарту.")
    return redirect("documents:settings")


@require_GET
def settings_sample(request):
    """An invented order on the page as it is set now."""
    _may_see(request)
    return sample_response(samples.order(), ORDER, "Образец приказа")


def sample_response(blocks, layout, title, *, as_docx=False):
    """A filled sample as PDF, shown in the browser, or as DOCX."""
    from .. import docx_writer, pdf  # slow import

    layout = page.of_institution(layout)
    if as_docx:
        content = docx_writer.render(blocks, layout, title=title)
        return files.response(content, name=f"{title}.docx", content_type=files.DOCX)
    content = pdf.render(blocks, layout, title=title)
    return files.response(content, name=f"{title}.pdf", content_type=files.PDF, inline=True)
