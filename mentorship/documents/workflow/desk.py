"""The way of a draft to the head's desk and back."""

from django.db import transaction
from django.utils import timezone

from mentorship.accounts.models import Role, User
from mentorship.accounts.workflow import notify
from mentorship.common.russian import clean_text
from mentorship.common.workflow import WorkflowError, locked, move

from .. import kinds
from ..models import Paper
from .obstacles import missing
from .wording import check_wording


@transaction.atomic
def send(paper, *, by):
    """Put the draft before the head; whatever the gate misses is said now, not at the signature."""
    locked(paper)
    if paper.is_editable:
        check_wording(paper.blocks)
        if found := missing(paper, timezone.localdate()):
            raise WorkflowError("Документ пока нельзя передать на подпись.", found)
    move(
        paper,
        to=Paper.State.ON_SIGNATURE,
        by=by,
        sent_at=timezone.now(),
        printed_at=None,
        printed_by=None,
        remark="",
        reason="передан на подпись",
    )
    for director in User.objects.holding(Role.DIRECTOR):
        notify(director, f"На подпись: {paper.title}", paper.get_absolute_url())
    return paper


@transaction.atomic
def take_back(paper, *, by):
    """The curator takes the paper back from the head's desk to correct it."""
    return move(paper, to=Paper.State.DRAFT, by=by, sent_at=None, reason="отозван с подписи")


@transaction.atomic
def return_with_remark(paper, *, remark, by):
    """The head returns the paper; the remark is kept with it and told to the one who prepared it."""
    remark = clean_text(remark, lines=True)
    if not remark:
        raise WorkflowError("Напишите, что исправить: без замечания вернуть нельзя.")
    move(
        paper,
        to=Paper.State.RETURNED,
        by=by,
        remark=remark,
        signed_on=None,
        signed_by=None,
        idempotency_key=None,
        reason=f"возвращён: {remark}",
    )
    if paper.prepared_by:
        notify(paper.prepared_by, f"Возвращён с замечанием: {paper.title}", paper.get_absolute_url())
    return paper


@transaction.atomic
def discard(paper, *, by):
    """A draft that is not needed: kept in the history, out of the lists; what it held is free again."""
    move(paper, to=Paper.State.DISCARDED, by=by, reason="черновик не понадобился")
    kinds.get(paper.kind).let_go(paper, by=by)
    return paper
