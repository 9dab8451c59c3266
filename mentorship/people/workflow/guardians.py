"""Acts on the lawful representatives of a pupil."""

from django.db import transaction

from mentorship.common.workflow import locked, save

from ..models import Guardian


@transaction.atomic
def add_guardian(child, *, by, **fields):
    """Write down who answers for ``child``.

    Raises:
        WorkflowError: a field is wrong, or this representative is there already.
    """
    locked(child)
    return save(Guardian(child=child, **fields), by=by, reason="записан представитель")


@transaction.atomic
def change_guardian(guardian, *, by, **fields):
    """Correct a representative, or note when the rights end."""
    locked(guardian)
    for name, value in fields.items():
        setattr(guardian, name, value)
    return save(guardian, by=by, reason="исправлен представитель")


@transaction.atomic
def remove_guardian(guardian, *, by):
    """Take out a representative entered by mistake; the history row stays."""
    locked(guardian)
    guardian._history_user, guardian._change_reason = by, "представитель убран"
    guardian.delete()
