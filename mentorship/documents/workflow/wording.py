"""The text of a draft: written from the records, edited by hand, judged before it leaves the curator's desk."""

import re
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from mentorship.common.russian import clean_text
from mentorship.common.workflow import WorkflowError, check_version, locked, save

from .. import blocks as block_rules
from .. import ended, kinds, wording
from ..models import Paper
from .changing import ended_by

SAME_PRESS = timedelta(minutes=1)


class WordingError(WorkflowError):
    """A block of the text is not whole; ``block_id`` says which, empty if it is the paper as a whole."""

    def __init__(self, message, block_id=""):
        super().__init__(message)
        self.block_id = block_id


@transaction.atomic
def draft(code, *, title, subject, by, options=None):
    """Start a paper of the kind ``code`` about ``subject``; its text is written by :func:`rebuild`.

    Raises:
        WorkflowError: ``subject`` belongs to a closed period.
    """
    kinds.get(code).must_be_open(subject)
    paper = Paper(
        kind=kinds.get(code).code,
        title=str(title),
        options=options or {},
        subject_type=ContentType.objects.get_for_model(subject),
        subject_id=subject.pk,
        prepared_by=by,
    )
    return save(paper, by=by, reason="черновик создан")


@transaction.atomic
def begin(kind, form, *, by):
    """Draft a paper by the cleaned answers of its form (``kind.form``), its text written from the records.

    The same answers of the same person within a minute are one press, repeated by the hand or by the browser: they
    lead to the draft that is there.

    Raises:
        WorkflowError: the form's own rules about the records, see its ``subject``.
    """
    # The second press waits for the first; whoever writes who did something, history or letters, does not.
    get_user_model()._base_manager.select_for_update(no_key=True).get(pk=by.pk)
    subject, options = form.subject(), form.options()
    if pressed := _begun_just_now(kind, subject, options, by):
        return pressed
    paper = draft(kind.code, title=form.heading(), subject=subject, by=by, options=options)
    return rebuild(paper, by=by)


def _begun_just_now(kind, subject, options, by):
    """The draft that these answers have made within :data:`SAME_PRESS`, or None."""
    drafts = Paper.objects.about(subject).filter(kind=kind.code, state=Paper.State.DRAFT, prepared_by=by)
    recent = drafts.filter(created_at__gt=timezone.now() - SAME_PRESS)
    return next((paper for paper in recent if options.items() <= paper.options.items()), None)


@transaction.atomic
def answer_again(paper, form, *, version, by):
    """Change the answers from which a draft was written, and write it anew; words typed by hand are lost.

    Raises:
        Conflict: somebody saved the paper since ``version``.
    """
    locked(paper)
    _must_be_editable(paper)
    check_version(paper, version)
    paper.options = paper.options | form.options()
    paper.title = str(form.heading())
    save(paper, by=by, reason="изменены исходные данные")
    return rebuild(paper, by=by)


@transaction.atomic
def rebuild(paper, *, by, version=None):
    """Write the proposed text from the records anew; words typed by hand are lost, so the page asks first."""
    locked(paper)
    _must_be_editable(paper)
    check_version(paper, paper.version if version is None else version)
    kind, version = kinds.get(paper.kind), paper.version
    kind.begun(paper, by=by)  # may lock and re-read the paper
    paper.version = version
    blocks, paper.wording = wording.proposed(paper)
    paper.blocks = ended.with_ended(blocks, ended_by(paper))
    if kind.facts:
        paper.options = paper.options | {kinds.FACTS: kind.facts(paper)}
    paper.title = _title(paper)
    return save(paper, by=by, reason="текст составлен по записям")


@transaction.atomic
def edit(paper, *, blocks, version, by):
    """Save the curator's wording of a draft; the text that is there already is the same press, sent twice.

    Raises:
        Conflict: somebody saved another wording since ``version``.
        WordingError: a block is not whole.
        WorkflowError: the paper is no longer a draft.
    """
    locked(paper)
    _must_be_editable(paper)
    if blocks == paper.blocks and version < paper.version:
        return paper
    check_version(paper, version)
    check_wording(blocks)
    paper.blocks = blocks
    paper.title = _title(paper)
    return save(paper, by=by, reason="текст исправлен")


def check_wording(blocks):
    """Every block is whole and the heading is one of an order, «О …».

    Raises:
        WordingError: with the id of the block that is not.
    """
    try:
        block_rules.validate(blocks)
    except ValueError as error:
        raise WordingError(str(error), _named_block(str(error), blocks)) from error
    for block in blocks:
        if block["type"] == "heading" and not wording.HEADING.match(block["text"]):
            raise WordingError("Заголовок начинается с «О» или «Об».", block["id"])


def _named_block(message, blocks):
    """Id of the block that a refusal of ``blocks.validate`` names by its place."""
    place = re.match(r"Блок (\d+) ", message)
    block = blocks[int(place[1]) - 1] if place else None
    return block.get("id", "") if isinstance(block, dict) else ""


def _title(paper):
    """What lists call the paper: its heading, so that an edited heading is found under its new words."""
    heading = next((block["text"] for block in paper.blocks if block["type"] == "heading"), "")
    return clean_text(heading)[:500] or paper.title


def _must_be_editable(paper):
    if not paper.is_editable:
        raise WorkflowError(
            f"Документ уже «{paper.get_state_display()}»: текст менять нельзя. Исправление – новым документом."
        )
    kinds.get(paper.kind).must_be_open(paper.subject)
