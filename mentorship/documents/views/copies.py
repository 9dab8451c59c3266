"""A certified copy of an issued paper: its frozen words with the mark «Копия верна» below the signature (law.md 3.5)."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_GET

from mentorship.common.russian import capital, date_digits, initials_first

from .. import blocks, codes, files, permissions, workflow
from ..page import layout_of
from .shared import get_paper


@require_GET
def copy(request, pk):
    """The copy as PDF, certified by the one who prints it; the frozen file stays as it is."""
    from .. import pdf  # slow import

    found = get_paper(request, pk)
    if not permissions.can_keep(request.user):
        raise PermissionDenied
    if not found.is_frozen:
        raise Http404
    content = pdf.render(
        certified(found.blocks, mark(request.user, timezone.localdate())),
        layout_of(found),
        title=f"Копия: {found.title}",
        code=codes.of_paper(found),
        qr=False,
    )
    return files.response(
        content, name=f"Копия. {workflow.file_name(found, 'pdf')}", content_type=files.PDF, inline=True
    )


def certified(said, mark):
    """``said`` with the mark below its first signatures, where the standard has it; at the end of a paper without any.

    There it never stands alone on a sheet, as it might behind a long annex.
    """
    signed = [block["type"] == "signature" for block in said]
    if not any(signed):
        return [*said, *mark]
    after = next(place for place in range(signed.index(True), len(said) + 1) if not any(signed[place : place + 1]))
    return [*said[:after], *mark, *said[after:]]


def mark(user, on):
    """Blocks of the mark: the words, post, room for the signature, name, date."""
    person = getattr(user, "person", None)
    post = capital(person.post) if person and person.post else "Должность"
    return [
        blocks.paragraph("Копия верна", indent=False, align="left"),
        blocks.signature(post, person.signature_name if person else initials_first(*_parts(user.full_name))),
        blocks.paragraph(date_digits(on), indent=False, align="left"),
    ]


def _parts(full_name):
    """Surname, name and patronymic of an account that belongs to no person."""
    return [*full_name.split(maxsplit=2), "", "", ""][:3]
