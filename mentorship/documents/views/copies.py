"""A certified copy of an issued paper."""

from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_GET

from mentorship.common.asked import must
from mentorship.common.russian import capital, initials_first

from .. import codes, copies, files, permissions, workflow
from ..page import layout_of
from .shared import get_paper


@require_GET
def copy(request, pk):
    """The copy as PDF, certified by the one who prints it; the frozen file stays as it is."""
    from .. import pdf  # slow import

    found = get_paper(request, pk)
    must(permissions.can_keep(request.user))
    if not found.is_frozen:
        raise Http404
    content = pdf.render(
        copies.certified(found.blocks, copies.mark(*_certifier(request.user), timezone.localdate())),
        layout_of(found),
        title=f"Копия: {found.title}",
        code=codes.of_paper(found),
        qr=False,
    )
    return files.response(
        content, name=f"Копия. {workflow.file_name(found, 'pdf')}", content_type=files.PDF, inline=True
    )


def _certifier(user):
    """Post and name of the one who certifies."""
    person = getattr(user, "person", None)
    post = capital(person.post) if person and person.post else "Должность"
    return post, person.signature_name if person else initials_first(*_parts(user.full_name))


def _parts(full_name):
    """Surname, name and patronymic of an account that belongs to no person."""
    return [*full_name.split(maxsplit=2), "", "", ""][:3]
