"""Choosing mentors: interview, points, comparison of candidates, the decision."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from mentorship.common.asked import must
from mentorship.common.charts import number
from mentorship.common.paging import page_of
from mentorship.common.russian import months_words
from mentorship.common.workflow import WorkflowError
from mentorship.cycle.asked import takes_records
from mentorship.cycle.models import Cycle
from mentorship.institution.models import Criterion, Rules

from .. import permissions, workflow
from ..forms import InterviewForm, ReasonForm, ScoresForm
from ..gaps import topic_rows
from ..models import CriterionScore, Interview, Participation, Side
from ..selection import advice
from .shared import base_context, selectable, visible


def advice_of(participations):
    """What the points advise on each of these participants: {pk: Advice}, by three queries."""
    criteria, threshold = list(Criterion.objects.filter(enabled=True)), Rules.load().selection_percent
    points = {one.pk: {} for one in participations}
    for given in CriterionScore.objects.filter(participation__in=points):
        points[given.participation_id][given.criterion_id] = given.score
    return {pk: advice(given, criteria, threshold) for pk, given in points.items()}


@require_safe
def compare(request):
    """Open mentors side by side: interview, points, advice; the best first."""
    must(permissions.can_see_selection(request.user))
    cycle = Cycle.objects.current()
    everyone = Participation.objects.open().mentors().filter(cycle=cycle)
    if request.GET.get("show") != "all":
        everyone = everyone.filter(selected_on=None)
    everyone = list(everyone.select_related("person").order_by("person__sort_key", "pk"))
    advised = advice_of(everyone)
    everyone.sort(key=lambda one: -(advised[one.pk].percent or -1))
    page = page_of(request, everyone)
    context = base_context(Side.MENTOR, cycle, page="compare") | {
        "page": page,
        "criteria": (criteria := list(Criterion.objects.filter(enabled=True))),
        "rows": _compared(page.object_list, advised, criteria),
        "shows_all": request.GET.get("show") == "all",
        "can_choose": permissions.can_choose(request.user) and takes_records(cycle),
        "threshold": Rules.load().selection_percent,
    }
    return render(request, "registry/compare.html", context)


def _compared(participations, advised, criteria):
    """(participation, last interview, advice, points in the order of the criteria) of each."""
    talks = {
        one.participation_id: one
        for one in Interview.objects.filter(participation__in=participations).order_by("held_on", "pk")
    }
    given = {
        (one.participation_id, one.criterion_id): one.score
        for one in CriterionScore.objects.filter(participation__in=participations)
    }
    return [
        (one, talks.get(one.pk), advised[one.pk], [(each, given.get((one.pk, each.pk))) for each in criteria])
        for one in participations
    ]


def interview(request, pk):
    """Write the minutes and the decision of a talk."""
    one = selectable(request, pk)
    form = InterviewForm(request.POST or None, initial={"held_by": request.user.full_name})
    if request.method == "POST" and form.is_valid():
        try:
            workflow.add_interview(one, by=request.user, **form.cleaned_data)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Собеседование записано.")
            return redirect(one)
    return _form(request, one, form, "Собеседование", "Протокол и решение остаются в карточке участника.")


def scores(request, pk):
    """Points by the criteria; facts that the portal knows stand beside them."""
    one = selectable(request, pk)
    given = {each.criterion_id: each.score for each in one.scores.all()}
    form = ScoresForm(request.POST or None, scores=given, hints=_hints(one))
    if request.method == "POST" and form.is_valid():
        try:
            workflow.score(one, form.points, by=request.user)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Баллы сохранены. {advice_of([one])[one.pk].text}")
            return redirect(one)
    lead = "От 0 (не видно) до 3 (ярко). Баллы – совет: решает человек."
    return _form(request, one, form, "Критерии отбора", lead)


def _hints(one):
    """What the portal knows for a criterion: {code of the criterion: words}."""
    person, today = one.person, timezone.localdate()
    category = person.get_category_display() if person.category else "без категории"
    asked = {row.topic.pk for row in topic_rows(one.cycle) if row.requests}
    own = set(one.strengths.values_list("topic", flat=True))
    consent = person.consents.in_force(today).filter(kind=one.needed_consent).exists()
    return {
        "wish": "Согласие наставника действует." if consent else "Согласия наставника пока нет.",
        "experience": f"Педагогический стаж {months_words(person.teaching_months(today)) or 'не указан'}, {category}.",
        "time": f"Указано часов в неделю: {number(one.hours_per_week)}." if one.hours_per_week else "Часы не указаны.",
        "fit": f"Силён в {len(asked & own)} из {len(asked)} тем, о которых просят наставляемые.",
        "results": one.achievements,
    }


def _form(request, one, form, title, lead):
    context = {"participation": one, "form": form, "title": title, "lead": lead}
    return render(request, "registry/form.html", context)


@require_POST
def select(request, pk):
    """Decide that this candidate will be a mentor."""
    one = selectable(request, pk)
    try:
        workflow.select(one, by=request.user)
    except WorkflowError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{one.person.short_name}: отобран(а) в наставники.")
    return redirect(one)


def deselect(request, pk):
    """Take the decision back, with a reason."""
    one = selectable(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.deselect(one, by=request.user, **form.cleaned_data)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{one.person.short_name}: отбор отменён.")
            return redirect(one)
    words = {"title": "Отменить отбор", "verb": "Отменить отбор", "text": "Баллы и собеседования останутся."}
    return render(request, "registry/act.html", {"participation": visible(request, pk), "form": form} | words)
