"""Papers that amend other papers or put an end to them."""

from django.db import transaction

from mentorship.common.workflow import WorkflowError, locked, save

from .. import ended, kinds
from ..models import Paper, PaperChange


@transaction.atomic
def change(paper, changed, *, effect=PaperChange.Effect.AMENDS, by):
    """Say in a draft that it amends ``changed`` or ends it; this counts from the day when the draft is issued.

    Raises:
        WorkflowError: ``paper`` is no draft, or ``changed`` is not in force.
    """
    locked(paper)
    if not paper.is_editable:
        raise WorkflowError("Изменяемый документ называют, пока этот документ – черновик.")
    kinds.get(paper.kind).must_be_open(paper.subject)
    if changed.state != Paper.State.ISSUED:
        raise WorkflowError(f"Изменить можно действующий документ, а «{changed}» – {changed.get_state_display()}.")
    known = paper.changes.filter(changed=changed).first()
    link = known or PaperChange(paper=paper, changed=changed)
    link.effect = effect
    save(link, by=by)
    _say(paper, changed, by)
    return link


@transaction.atomic
def unchange(link, *, by):
    """The draft does not change that paper after all."""
    locked(link.paper)
    if not link.paper.is_editable:
        raise WorkflowError("Документ уже не черновик: связь с изменяемым документом не убрать.")
    kinds.get(link.paper.kind).must_be_open(link.paper.subject)
    paper, changed = link.paper, link.changed
    link.delete()
    _say(paper, changed, by)


def _say(paper, changed, by):
    """The text of an order says of ``changed`` what the link does: that it ends, or nothing of the kind."""
    if changed in ended_by(paper):
        blocks, reason = ended.with_ended(paper.blocks, [changed]), "в текст добавлен пункт об утрате силы"
    else:
        blocks, reason = ended.without(paper.blocks, changed), f"из текста убран пункт об утрате силы: {changed}"[:100]
    if blocks != paper.blocks:
        paper.blocks = blocks
        save(paper, by=by, reason=reason)


def ended_by(paper):
    """Papers that ``paper`` puts an end to, in the order they were named."""
    links = paper.changes.filter(effect=PaperChange.Effect.ENDS).select_related("changed")
    return [link.changed for link in links]
