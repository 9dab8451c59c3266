"""What a user chose to see of a list, kept between visits: columns and saved views (see mentorship.common.lists)."""

from django.db import transaction
from django.utils import timezone

from mentorship.common.lists import Shown, View
from mentorship.common.russian import clean_text, date_digits
from mentorship.common.workflow import WorkflowError

from .models import ListSettings, SavedView

NOT_KEPT = ("page", "format")


def shown_to(request, list_of):
    """The list as this reader wants it, by two queries: his columns, his views, the filters of the address."""
    settings = ListSettings.objects.filter(user=request.user, code=list_of.code).first()
    own = SavedView.objects.filter(user=request.user, code=list_of.code)
    params = {name: values if len(values) > 1 else values[0] for name, values in request.GET.lists()}
    return Shown(
        list_of,
        list_of.chosen(settings and settings.columns),
        {name: value for name, value in params.items() if name not in NOT_KEPT},
        [View(one.title, one.query, one.pk) for one in own],
    )


def exported(shown, rows, request):
    """The file of the list as keyword arguments for ``documents.files.response``; ``?format=csv`` asks for CSV."""
    content, content_type, ending = shown.export(rows, request.GET.get("format", ""))
    name = f"{shown.of.title} {date_digits(timezone.localdate())}.{ending}"
    return {"content": content, "name": name, "content_type": content_type}


@transaction.atomic
def choose_columns(user, code, columns):
    """Remember which columns of the list ``code`` the user wants; an empty choice brings the usual ones back."""
    ListSettings.objects.update_or_create(user=user, code=code, defaults={"columns": columns})


@transaction.atomic
def save_view(user, code, *, title, query):
    """Keep the filters ``query`` under a name; the same name anew replaces what it meant.

    Raises:
        WorkflowError: the name is empty or too long, or there are too many views.
    """
    title = clean_text(title)
    if not title or len(title) > SavedView._meta.get_field("title").max_length:
        raise WorkflowError("Назовите вид: до 60 букв, например «Молодые без пары».")
    if len(query) > SavedView._meta.get_field("query").max_length:
        raise WorkflowError("Условий слишком много: сократите слова поиска и сохраните ещё раз.")
    others = SavedView.objects.filter(user=user).exclude(code=code, title=title)
    if others.count() >= SavedView.MOST:
        raise WorkflowError(f"Сохранённых видов уже {SavedView.MOST}. Удалите ненужный и сохраните ещё раз.")
    return SavedView.objects.update_or_create(user=user, code=code, title=title, defaults={"query": query})[0]


def remove_view(view):
    """Forget a saved view."""
    view.delete()
