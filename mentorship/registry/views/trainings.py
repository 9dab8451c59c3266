"""Trainings and internships: the list, one training with its people, places of internships."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from mentorship.accounts.lists import exported, shown_to
from mentorship.common.asked import must, numbers
from mentorship.common.lists import Column, ListOf, View
from mentorship.common.paging import page_of
from mentorship.common.russian import counted
from mentorship.common.workflow import WorkflowError
from mentorship.documents import files
from mentorship.institution.models import Partner
from mentorship.people.models import Person

from .. import permissions, workflow
from ..forms import RecordForm, TrainingFilterForm, TrainingForm
from ..models import Training, TrainingRecord

ATTENDED = Q(records__state=TrainingRecord.State.ATTENDED)
LIST = ListOf(
    "trainings",
    "Обучение и стажировки",
    (
        Column("title", "Тема", lambda one: one.title, is_fixed=True),
        Column("series", "Цикл занятий", lambda one: one.series),
        Column("kind", "Вид", lambda one: one.get_kind_display(), ("kind",)),
        Column("side", "Кого готовит", lambda one: one.get_side_display() or "всех педагогов", is_shown=False),
        Column("starts_on", "Начало", lambda one: one.starts_on, ("starts_on",)),
        Column("ends_on", "Окончание", lambda one: one.ends_on, ("ends_on",), is_shown=False),
        Column("hours", "Часов", lambda one: one.hours, ("hours",), is_number=True),
        Column("where", "Где", lambda one: one.where),
        Column("people", "Записано", lambda one: one.people, ("people",), is_number=True),
        Column("attended", "Прошли", lambda one: one.attended, ("attended",), is_number=True),
    ),
    (View("Все", ""), View("Стажировки", "kind=internship"), View("Курсы", "kind=course")),
)


def _narrowed(request):
    form, shown = TrainingFilterForm(request.GET), shown_to(request, LIST)
    found = form.narrow(Training.objects.visible_to(request.user)).select_related("partner")
    found = found.annotate(
        people=Count("records", distinct=True), attended=Count("records", filter=ATTENDED, distinct=True)
    )
    return form, shown, found.order_by(*shown.order("-starts_on", "-pk"))


@require_safe
def trainings(request):
    """All trainings that this user may see."""
    must(permissions.can_see_trainings(request.user))
    form, shown, found = _narrowed(request)
    page = page_of(request, found)
    context = {
        "form": form,
        "list": shown,
        "page": page,
        "rows": [(one, shown.cells(one)) for one in page],
        "export_url": reverse("registry:export_trainings"),
        "is_empty": not page.object_list and not Training.objects.exists(),
        "can_keep": permissions.can_keep_trainings(request.user),
    }
    return render(request, "registry/trainings.html", context)


@require_safe
def export(request):
    """The list as the page shows it."""
    must(permissions.can_see_trainings(request.user))
    _, shown, found = _narrowed(request)
    return files.response(**exported(shown, found, request))


@require_safe
def places(request):
    """Where people of the institution may go for an internship: partners, and who went there."""
    must(permissions.can_see_trainings(request.user))
    internships = Q(trainings__kind=Training.Kind.INTERNSHIP)
    partners = Partner.objects.annotate(
        internships=Count("trainings", filter=internships, distinct=True),
        went=Count("trainings__records", filter=internships, distinct=True),
    ).order_by("sort_key", "pk")
    elsewhere = Training.objects.filter(kind=Training.Kind.INTERNSHIP, partner=None).exclude(place="")
    elsewhere = elsewhere.order_by("place").values("place").annotate(n=Count("pk"))
    context = {
        "page": page_of(request, partners),
        "elsewhere": elsewhere[:50],
        "can_keep": permissions.can_keep_trainings(request.user),
    }
    return render(request, "registry/internship_places.html", context)


def add(request):
    """Note a training or an internship."""
    must(permissions.can_keep_trainings(request.user))
    start = {name: request.GET[name] for name in ("kind", "partner") if name in request.GET}
    if start:
        start["is_internal"] = False
    form = TrainingForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            training = workflow.create_training(by=request.user, **form.cleaned_data)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Обучение записано. Отметьте, кто на него идёт.")
            return redirect("registry:training_people", training.pk)
    context = {"form": form, "heading": "Новое обучение", "cancel_url": reverse("registry:trainings")}
    return render(request, "registry/training_form.html", context | {"series": _series()})


def edit(request, pk):
    """Correct what is said of a training."""
    training = _kept(request, pk)
    form = TrainingForm(request.POST or None, instance=training)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.change_training(training, by=request.user, **form.cleaned_data)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Сохранено.")
            return redirect(training)
    context = {"form": form, "heading": "Обучение", "cancel_url": training.get_absolute_url(), "series": _series()}
    return render(request, "registry/training_form.html", context)


def _series():
    """Series named so far, to be named alike again."""
    return Training.objects.exclude(series="").order_by("series").values_list("series", flat=True).distinct()[:50]


def training(request, pk):
    """One training; its keeper marks attendance and certificates of everybody in one table."""
    shown = get_object_or_404(Training.objects.visible_to(request.user).select_related("partner"), pk=pk)
    can_keep = permissions.can_keep_trainings(request.user)
    must(request.method != "POST" or can_keep)
    records = TrainingRecord.objects.visible_to(request.user).filter(training=shown)
    page = page_of(request, records.select_related("person", "scan").order_by("person__sort_key", "pk"))
    forms = {}
    if can_keep:
        typed = (request.POST, request.FILES) if request.method == "POST" else (None, None)
        forms = {one.pk: RecordForm(*typed, instance=one, prefix=f"r{one.pk}") for one in page}
    if request.method == "POST" and _marked(request, shown, forms):
        messages.success(request, "Отметки сохранены.")
        return redirect(shown)
    context = {
        "training": shown,
        "page": page,
        "rows": [(one, forms.get(one.pk)) for one in page],
        "people": counted(page.paginator.count, "человек,человека,человек"),
        "is_over": shown.ends_on <= timezone.localdate(),
        "can_keep": can_keep,
        "can_see_all": permissions.can_see_trainings(request.user),
        "refused": any(form.errors for form in forms.values() if form.is_bound),
    }
    return render(request, "registry/training.html", context)


def _marked(request, training, forms):
    """Whether all rows were saved; errors stay at their rows."""
    valid = [form.is_valid() for form in forms.values()]  # each is asked, so that each row shows its own errors
    if not all(valid):
        return False
    try:
        with transaction.atomic():
            for form in forms.values():
                _mark(request, form)
    except WorkflowError:
        return False
    return True


def _mark(request, form):
    """Save one row; a refusal stays at it."""
    typed = dict(form.cleaned_data)
    upload = typed.pop("upload")
    if not form.has_changed():
        return
    try:
        scan = files.store_scan(upload, by=request.user) if upload else None
        workflow.mark_record(form.instance, by=request.user, scan=scan, **typed)
    except ValidationError as error:
        form.add_error("upload", error)
        raise WorkflowError("Скан не принят.") from error
    except WorkflowError as error:
        form.add_error(None, str(error))
        raise


def people(request, pk):
    """Pick who goes to a training."""
    shown = _kept(request, pk)
    taken = shown.records.values("person")
    may_go = Person.objects.present(shown.starts_on).exclude(pk__in=taken)
    error = ""
    if request.method == "POST":
        asked = set(numbers(request.POST.getlist("person")))
        chosen = list(may_go.filter(pk__in=asked))
        try:
            if not asked:
                raise WorkflowError("Никто не отмечен. Поставьте галочки у нужных людей.")
            if len(chosen) != len(asked):
                raise WorkflowError("Не записан никто: среди отмеченных есть те, кто уже записан или выбыл.")
            workflow.add_people(shown, chosen, by=request.user)
        except WorkflowError as refusal:
            error = str(refusal)
        else:
            messages.success(request, f"Записано: {counted(len(chosen), 'человек,человека,человек')}.")
            return redirect(shown)
    context = {
        "training": shown,
        "page": page_of(request, may_go.search(request.GET.get("q")).select_related("unit")),
        "query": request.GET.get("q", ""),
        "chosen": set(request.POST.getlist("person")),
        "error": error,
        "missing": [],
    }
    return render(request, "registry/training_people.html", context)


@require_POST
def remove_record(request, pk):
    """Take somebody off the list of a training."""
    record = get_object_or_404(TrainingRecord.objects.visible_to(request.user).select_related("training"), pk=pk)
    must(permissions.can_keep_trainings(request.user))
    try:
        workflow.remove_record(record, by=request.user)
    except WorkflowError as error:
        messages.error(request, str(error))
    return redirect(record.training)


@require_safe
def scan(request, pk):
    """The scan of a certificate."""
    visible = TrainingRecord.objects.visible_to(request.user).select_related("scan")
    found = get_object_or_404(visible, pk=pk, scan__isnull=False)
    return files.kept(request, found.scan, back=found.training)


def _kept(request, pk):
    found = get_object_or_404(Training.objects.visible_to(request.user), pk=pk)
    must(permissions.can_keep_trainings(request.user))
    return found
