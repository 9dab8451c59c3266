"""What is kept of an issued paper: its PDF, the scan of the signed sheet, its place among the files."""

from django.db import transaction
from django.utils import timezone

from mentorship.common.workflow import WorkflowError, locked, save

from .. import codes, files, kinds
from ..models import Paper
from ..page import layout_of


def keep_pdf(paper):
    """Render the frozen text once and keep the file with its SHA-256; a second call changes nothing."""
    if paper.pdf_id or not paper.is_frozen:
        return paper
    from ..pdf import render  # slow import

    content = render(paper.blocks, layout_of(paper), title=paper.title, code=codes.of_paper(paper))
    stored = files.store(content, name=file_name(paper, "pdf"), content_type=files.PDF, by=None)
    with transaction.atomic():
        locked(paper)
        if paper.pdf_id is None:
            paper.pdf, paper.pdf_sha256 = stored, stored.sha256
            save(paper, by=paper.signed_by, reason="сохранён PDF", fields=["pdf", "pdf_sha256"])
    return paper


def file_name(paper, ending):
    """«Приказ 45-од от 01.09.2026.pdf»-like name for a download."""
    number = f" {paper.number.replace('/', '-')}" if paper.number else ""
    dated = f" от {paper.issued_on:%d.%m.%Y}" if paper.issued_on else " (проект)"
    return f"{kinds.get(paper.kind).title}{number}{dated}.{ending}"


@transaction.atomic
def attach_scan(paper, stored, *, by):
    """Attach the scan of the signed sheet to an issued paper; a wrong one is replaced and stays in the history."""
    locked(paper)
    if not paper.is_frozen:
        raise WorkflowError("Скан прикладывают к изданному документу: сначала его подписывают.")
    paper.scan, paper.scanned_at, paper.scanned_by = stored, timezone.now(), by
    return save(paper, by=by, reason="приложен скан", fields=["scan", "scanned_at", "scanned_by"])


@transaction.atomic
def note_printed(paper, *, by):
    """Note that the sheet to be signed by hand was printed; the first print counts."""
    locked(paper)
    if paper.printed_at or paper.is_editable or paper.state == Paper.State.DISCARDED:
        return paper
    paper.printed_at, paper.printed_by = timezone.now(), by
    return save(paper, by=by, reason="напечатан", fields=["printed_at", "printed_by"])


@transaction.atomic
def put_on_file(paper, *, by, case_index, storage_term, storage_article, storage_place):
    """Correct the storage card of an issued paper: file, term, article and place (law.md 5.2).

    Raises:
        WorkflowError: the paper is not issued, or no term is given.
    """
    locked(paper)
    if not paper.is_frozen:
        raise WorkflowError("Карточку хранения заполняют у изданного документа.")
    if not storage_term.strip():
        raise WorkflowError("Укажите срок хранения, например «5 лет» или «постоянно».")
    paper.case_index, paper.storage_term = case_index.strip(), storage_term.strip()
    paper.storage_article, paper.storage_place = storage_article.strip(), storage_place.strip()
    paper.keep_until = kinds.last_year(paper.storage_term, paper.issued_on.year)
    fields = ["case_index", "storage_term", "storage_article", "storage_place", "keep_until"]
    return save(paper, by=by, reason="исправлена карточка хранения", fields=fields)
