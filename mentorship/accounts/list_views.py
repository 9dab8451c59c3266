"""What a reader keeps of a list page: columns and saved views. Every act leads back to the list."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from mentorship.common.workflow import WorkflowError

from . import lists
from .models import SavedView

MOST_COLUMNS = 60


@require_POST
def columns(request, code):
    """Remember the ticked columns."""
    asked = [name for name in request.POST.getlist("column") if len(name) <= 40][:MOST_COLUMNS]
    lists.choose_columns(request.user, _checked(code), [] if "usual" in request.POST else asked)
    return _back(request)


@require_POST
def save(request, code):
    """Keep the filters shown under a name."""
    try:
        view = lists.save_view(
            request.user, _checked(code), title=request.POST.get("title", ""), query=request.POST.get("query", "")
        )
    except WorkflowError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Вид «{view}» сохранён: он стоит над списком.")
    return _back(request)


@require_POST
def remove(request, pk):
    """Forget one's own view."""
    view = get_object_or_404(SavedView, pk=pk, user=request.user)
    lists.remove_view(view)
    messages.success(request, f"Вид «{view}» удалён.")
    return _back(request)


def _checked(code):
    if len(code) > SavedView._meta.get_field("code").max_length:
        raise Http404
    return code


def _back(request):
    url = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return redirect(url if is_ours else "/")
