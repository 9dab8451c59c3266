"""The scan of an order of earlier years, at the pair that it fixed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from mentorship.documents import files

from . import earlier, permissions
from .models import Bond


@require_GET
def scan(request, pk):
    """The scan as it was attached."""
    bond = _visible(request, pk)
    if not bond.former_order or not bond.former_order.scan:
        messages.error(request, "Скан прежнего приказа не приложен.")
        return redirect(bond)
    return files.kept(request, bond.former_order.scan, back=bond)


@require_POST
def attach(request, pk):
    """Attach the scan to the order; all its pairs show it."""
    bond = _visible(request, pk)
    if not permissions.can_keep(request.user, bond):
        raise PermissionDenied
    upload = request.FILES.get("scan")
    if not bond.former_order or not upload:
        messages.error(request, "Выберите файл со сканом.")
        return redirect(bond)
    try:
        stored = files.store_scan(upload, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        earlier.attach_scan(bond.former_order, stored, by=request.user)
        messages.success(request, "Скан приложен.")
    return redirect(bond)


def _visible(request, pk):
    bonds = Bond.objects.visible_to(request.user).select_related("former_order__scan", "form")
    return get_object_or_404(bonds, pk=pk)
