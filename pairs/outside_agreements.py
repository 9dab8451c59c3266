"""Additions to labour contracts that were signed outside the portal, entered by hand: they count like its own."""

from django.db import transaction

from mentorship.common.archive import must_be_open
from mentorship.common.russian import date_digits
from mentorship.common.workflow import WorkflowError, check_version, locked, save
from mentorship.documents.models import Paper

from .models import Agreement
from .papers import payment


@transaction.atomic
def enter(bond, *, by, **terms):
    """Write down an agreement of the mentor of ``bond``; ``terms`` are columns of ``Agreement``.

    Raises:
        WorkflowError: this number and day are entered already, or a rule of the model refuses.
    """
    locked(bond)
    must_be_open(bond)
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
    _locked(agreement, version)
    for name, value in terms.items():
        setattr(agreement, name, value)
    return save(agreement, by=by, reason="исправлено соглашение, подписанное вне портала")


@transaction.atomic
def remove(agreement, *, version, reason, by):
    """Take away an agreement entered by mistake; its history and a line in the history of its pair stay.

    Raises:
        Conflict: somebody else corrected it since ``version``.
        WorkflowError: no reason, a paper of the portal, or an order on payment stands on it (``missing``).
    """
    bond = locked(agreement.bond)
    _locked(agreement, version)
    if not reason:
        raise WorkflowError("Укажите причину: она останется в истории пары.")
    if orders := _payments_by(agreement):
        named = "; ".join(map(str, orders))
        raise WorkflowError(
            f"По этому соглашению установлена выплата: {named}. Сначала отмените приказ или его проект."
        )
    told = f"удалено соглашение № {agreement.number} от {date_digits(agreement.signed_on)}: {reason}"
    agreement._history_user, agreement._change_reason = by, told
    agreement.delete()
    save(bond, by=by, reason=told)


def _locked(agreement, version):
    try:
        locked(agreement)
    except Agreement.DoesNotExist as error:
        raise WorkflowError("Это соглашение уже удалили.") from error
    must_be_open(agreement)
    if agreement.paper_id:
        raise WorkflowError("Соглашение издано в портале: изменить его можно только новым соглашением.")
    check_version(agreement, version)


def _payments_by(agreement):
    """Orders on payment, drafts among them, whose annex names the agreement."""
    dead = [Paper.State.DISCARDED, Paper.State.WITHDRAWN]
    orders = Paper.objects.filter(kind=payment.CODE).exclude(state__in=dead).without_text()
    return [paper for paper in orders if agreement.pk in paper.options.get("agreements", [])]
