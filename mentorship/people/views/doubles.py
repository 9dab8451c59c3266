"""Cards that may be one person: the list, two cards side by side, the merge."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from mentorship.common.asked import must
from mentorship.common.paging import page_of
from mentorship.common.russian import counted, date_digits
from mentorship.common.workflow import Conflict, WorkflowError

from .. import doubles, permissions, workflow
from ..forms import MergeForm
from ..models import Person

FIELDS = [
    *("last_name", "first_name", "patronymic", "gender", "birth_date", "origin", "organisation", "partner"),
    *("school_class", "post", "unit", "is_teacher", "staff_number", "hired_on", "left_on", "working_days"),
    *("works_since", "teaches_since", "category", "education", "admitted_on", "phone", "email"),
]


@require_GET
def possible(request):
    """Pairs of cards that may be one person, the likeliest first."""
    must(permissions.can_keep_people(request.user))
    pairs = doubles.possible()
    page = page_of(request, pairs)
    people = Person.objects.select_related("unit").in_bulk({pk for pair in page for pk in (pair.one.pk, pair.other.pk)})
    rows = [(people[pair.one.pk], people[pair.other.pk], pair.words) for pair in page]
    found = counted(len(pairs), "пара карточек,пары карточек,пар карточек")
    return render(request, "people/doubles.html", {"page": page, "rows": rows, "found": found})


@dataclass(frozen=True)
class Line:
    """A field of two cards: what each says, and which of the two is proposed."""

    name: str
    title: str
    kept: str
    gone: str
    proposed: str

    @property
    def differs(self):
        return self.kept != self.gone


def merge(request, pk, other_pk):
    """Two cards side by side; POST makes them one, ``pk`` stays."""
    must(permissions.can_keep_people(request.user))
    people = Person.objects.visible_to(request.user).select_related("unit", "partner", "user")
    kept, gone = get_object_or_404(people, pk=pk), get_object_or_404(people.exclude(pk=pk), pk=other_pk)
    lines = [_line(name, kept, gone) for name in FIELDS]
    differing = [line.name for line in lines if line.differs]
    typed = MergeForm(request.POST or None, fields=differing)
    refusal = None
    if request.method == "POST" and typed.is_valid():
        try:
            workflow.merge_people(kept, gone, versions=typed.versions, take=typed.take, by=request.user)
        except Conflict:
            messages.warning(request, "Карточку изменили, пока вы сравнивали. Посмотрите ещё раз.")
            return redirect("people:merge", pk, other_pk)
        except WorkflowError as error:
            refusal = error
        else:
            messages.success(request, "Карточки объединены. Всё, что было в обеих, теперь здесь.")
            return redirect(kept)
        kept, gone = people.get(pk=pk), people.get(pk=other_pk)
    elif request.method == "POST":  # a field became different or the same since the page was opened
        messages.warning(request, "Карточку изменили, пока вы сравнивали. Посмотрите ещё раз.")
        return redirect("people:merge", pk, other_pk)
    context = {
        "kept": kept,
        "gone": gone,
        "lines": [line for line in lines if line.kept or line.gone],
        "ties": [(str(title).capitalize(), *numbers) for title, *numbers in _ties(kept, gone)],
        "obstacles": workflow.obstacles(kept, gone),
        "refusal": refusal,
    }
    return render(request, "people/merge.html", context)


@require_POST
def tell_apart(request, pk, other_pk):
    """These are two people: nobody asks again."""
    must(permissions.can_keep_people(request.user))
    people = Person.objects.visible_to(request.user)
    one, other = get_object_or_404(people, pk=pk), get_object_or_404(people.exclude(pk=pk), pk=other_pk)
    workflow.tell_apart(one, other, by=request.user)
    messages.success(request, f"{one.short_name} и {other.short_name}: отмечено, что это разные люди.")
    return redirect(reverse("people:doubles"))


def _line(name, kept, gone):
    mine, theirs = _words(kept, name), _words(gone, name)
    return Line(name, kept._meta.get_field(name).verbose_name, mine, theirs, "gone" if theirs and not mine else "kept")


def _words(person, name):
    value = getattr(person, name)
    if value in (None, ""):
        return ""
    if isinstance(value, bool):
        return "да" if value else "нет"
    if hasattr(value, "isoformat"):
        return date_digits(value)
    return str(getattr(person, f"get_{name}_display", lambda: value)())


def _ties(kept, gone):
    """(what, how many with the kept card, how many with the other) of all that points at the two."""
    counts = {}
    for at, person in enumerate((kept, gone)):
        for relation, rows in workflow.ties(person):
            title = relation.related_model._meta.verbose_name_plural
            counts.setdefault(title, [0, 0])[at] += len(rows)
    return [(title, *numbers) for title, numbers in counts.items()]
