"""The log of meetings as PDF and DOCX, of one pair or of all pairs of its mentor."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from mentorship.documents import files, page
from mentorship.registry.models import Side

from . import meeting_permissions as permissions
from .meeting_log import LAYOUT, TITLE, log_blocks
from .models import Bond, BondMember


@require_GET
def log(request, pk, name):
    """``name`` is «pdf» or «docx»; ``?of=mentor`` prints all of the mentor's pairs of the cycle that the reader may read."""
    bond = get_object_or_404(Bond.objects.visible_to(request.user).with_people(), pk=pk)
    bonds = [bond]
    if request.GET.get("of") == "mentor":
        own = BondMember.objects.filter(side=Side.MENTOR, participation__person__in=bond.mentors).values("bond")
        kept = Bond.objects.visible_to(request.user).filter(pk__in=own, cycle=bond.cycle, state__in=Bond.KEPT)
        bonds = list(kept.with_people().order_by("starts_on", "pk"))
    bonds = [one for one in bonds if _reads(request.user, one)]
    if not bonds:
        raise PermissionDenied
    content, kind = _printed(log_blocks(bonds, request.user), name)
    title = f"{TITLE} {bond.mentors[0].last_name}.{name}"
    return files.response(content, name=title, content_type=kind, inline=name == "pdf")


def _reads(user, bond):
    return permissions.reads_by_office(user, bond) or any(permissions.in_bond(user, bond, side) for side in Side)


def _printed(blocks, name):
    from mentorship.documents import docx_writer, pdf  # slow import

    layout = page.of_institution(LAYOUT)
    if name == "docx":
        return docx_writer.render(blocks, layout, title=TITLE), files.DOCX
    return pdf.render(blocks, layout, title=TITLE), files.PDF
