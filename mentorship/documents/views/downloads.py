"""Files of a paper: PDF, DOCX, the scan."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from .. import codes, files, freezing, workflow
from ..models import Paper
from ..page import layout_of
from .shared import get_paper


@require_GET
def pdf(request, pk):
    """The paper as PDF: the frozen file of an issued one, a fresh print of a draft."""
    found = get_paper(request, pk)
    name = workflow.file_name(found, "pdf")
    if not found.is_frozen:
        return files.response(_printed(found), name=name, content_type=files.PDF, inline=True)
    if found.pdf is None:
        messages.info(request, "PDF ещё готовится. Обычно это занимает несколько секунд.")
        return redirect(found)
    return files.kept(request, found.pdf, back=found, name=name)


def _printed(found):
    from .. import pdf as renderer  # slow import

    layout = layout_of(found)
    blocks = freezing.fill(found.blocks)
    return renderer.render(blocks, layout, title=found.title, draft=_is_draft(found), code=codes.of_paper(found))


def _is_draft(found):
    """Whether each page says ПРОЕКТ: what lies before the head is printed as it will be signed."""
    return found.is_editable or found.state == Paper.State.DISCARDED


@require_GET
def docx(request, pk):
    """The paper as DOCX, marked like its PDF."""
    from .. import docx_writer  # slow import

    found = get_paper(request, pk)
    blocks = found.blocks if found.is_frozen else freezing.fill(found.blocks)
    marks = {"draft": _is_draft(found), "code": codes.of_paper(found)}
    content = docx_writer.render(blocks, layout_of(found), title=found.title, **marks)
    return files.response(content, name=workflow.file_name(found, "docx"), content_type=files.DOCX)


@require_GET
def scan(request, pk):
    """The scan of the signed sheet."""
    found = get_paper(request, pk)
    if found.scan is None:
        raise Http404
    return files.kept(request, found.scan, back=found)
