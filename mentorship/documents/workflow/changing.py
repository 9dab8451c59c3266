"""Papers that amend other papers or put an end to them."""

from django.db import transaction

from mentorship.common.workflow import WorkflowError, locked, save

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
    if changed.state != Paper.State.ISSUED:
        raise WorkflowError(f"Изменить можно действующий документ, а «{changed}» – {changed.get_state_display()}.")
    known = paper.changes.filter(changed=changed).first()
    link = known or PaperChange(paper=paper, changed=changed)
    link.effect = effect
    return save(link, by=by)


@transaction.atomic
def unchange(link, *, by):
    """The draft does not change that paper after all."""
    locked(link.paper)
    if not link.paper.is_editable:
        raise WorkflowError("Документ уже не черновик: связь с изменяемым документом не убрать.")
    link.delete()
