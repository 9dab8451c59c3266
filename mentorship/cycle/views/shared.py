"""What the pages of the roadmap share."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from mentorship.common.asked import refuse
from mentorship.common.workflow import WorkflowError

from .. import permissions
from ..models import Cycle


def cycle_or_404(request, pk):
    """The cycle for whoever may see roadmaps, 404 for a stranger."""
    if not permissions.can_view_roadmap(request.user):
        raise Http404
    return get_object_or_404(Cycle.objects.select_related("programme"), pk=pk)


def editable(request, cycle):
    """The cycle, if the user may change roadmaps; of a closed one the workflow says why not."""
    if not permissions.can_edit(request.user):
        raise PermissionDenied
    return cycle


def rights_of(user, cycle):
    """What the user may do on the pages of this cycle, for their templates."""
    return {
        "can_edit": permissions.can_edit(user, cycle),
        "can_manage": permissions.can_manage_cycles(user),
        "can_open_rows": permissions.can_view_activity(user),
        "can_see_proofs": permissions.can_see_proofs(user),
    }


def submit(form, act, obj, *, by):
    """Give what the form cleaned to a verb of ``workflow``; True if it was done, else the form says why not."""
    if not form.is_valid():
        return False
    try:
        act(obj, by=by, **form.cleaned_data)
    except WorkflowError as error:
        refuse(form, error)
        return False
    return True


def attempt(request, words, act, *args, **kwargs):
    """Call a verb of ``workflow`` and tell how it went; True if it was done."""
    try:
        act(*args, **kwargs)
    except WorkflowError as error:
        messages.error(request, str(error))
        return False
    if words:
        messages.success(request, words)
    return True
