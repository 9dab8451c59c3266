"""Issued papers as one PDF: their frozen files one after another, nothing is rendered."""

import io

from mentorship.common.russian import date_digits
from mentorship.common.workflow import WorkflowError

from . import files
from .models import Paper
from .works import Result


def issued_pack(params, progress, by):
    """The frozen PDFs of these papers in the order of their numbers, each from a new face.

    Raises:
        WorkflowError: none of the papers has its PDF yet.
    """
    papers = Paper.objects.visible_to(by).issued().filter(pk__in=params["ids"], pdf__isnull=False)
    papers = papers.select_related("pdf").without_text().order_by("issued_on", "series", "sequence", "pk")
    if not papers:
        raise WorkflowError("Печатать нечего: у выбранных документов ещё нет готовых PDF.")
    contents = []
    for done, paper in enumerate(papers, 1):
        contents.append(paper.pdf.read())
        progress(done, len(papers))
    last = max(paper.issued_on for paper in papers)
    return Result(merged(contents), f"Изданные документы по {date_digits(last)}.pdf", files.PDF)


def merged(contents):
    """These PDFs in one file; a blank page closes each odd one, so that no sheet holds two papers."""
    import pikepdf  # slow import

    with pikepdf.new() as whole:
        for content in contents:
            with pikepdf.open(io.BytesIO(content)) as part:
                whole.pages.extend(part.pages)
                if len(part.pages) % 2:
                    _, _, width, height = map(float, part.pages[-1].mediabox)
                    whole.add_blank_page(page_size=(width, height))
        target = io.BytesIO()
        whole.save(target)
        return target.getvalue()
