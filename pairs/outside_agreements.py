"""Additions to labour contracts that were signed outside the portal, entered by hand: they count like its own."""

from django.db import transaction

from mentorship.common.workflow import WorkflowError, check_version, locked, save

from .models import Agreement


@transaction.atomic
def enter(bond, *, by, **terms):
    """Write down an agreement of the mentor of ``bond``; ``terms`` are columns of ``Agreement``.

    Raises:
        WorkflowError: this number and day are entered already, or a rule of the model refuses.
    """
    locked(bond)
    if bond.agreements.filter(outside_number=terms["outside_number"], signed_on=terms["signed_on"]).exists():
        raise WorkflowError("Это соглашение у пары уже внесено.")
    return save(Agreement(bond=bond, **terms), by=by, reason="внесено соглашение, подписанное вне портала")


@transaction.atomic
def change(agreement, *, version, by, **terms):
    """Correct what was entered by hand.

    Raises:
        Conflict: somebody else corrected it since ``version``.
        WorkflowError: the agreement is a paper of the portal, or a rule of the model refuses.
    """
    locked(agreement)
    if agreement.paper_id:
        raise WorkflowError("Соглашение издано в портале: изменить его можно только новым соглашением.")
    check_version(agreement, version)
    for name, value in terms.items():
        setattr(agreement, name, value)
    return save(agreement, by=by, reason="исправлено соглашение, подписанное вне портала")
