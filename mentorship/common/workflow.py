"""The one way in which an object changes its state, and the words for «it cannot be done».

Every verb of the portal is a function in some app's ``workflow.py``; all of them use :func:`move` and raise
:class:`WorkflowError`, so that a page, an admin action and a command refuse in the same words.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import connection, transaction


@dataclass(frozen=True)
class Missing:
    """One thing that a gate found missing.

    Attributes:
        text: what is missing and whose, a full Russian sentence.
        url: the page where it is mended, empty if there is none.
    """

    text: str
    url: str = ""

    def __str__(self):
        return self.text


class WorkflowError(Exception):
    """An act that the rules do not allow now.

    Args:
        message: what was refused and what to do, in Russian, for the user.
        missing: what a gate found missing, each with the way to mend it.
        field: the argument of the act that is wrong, so that a form says the message there.
    """

    def __init__(self, message, missing=(), *, field=None):
        super().__init__(message)
        self.missing = list(missing)
        self.field = field


class Conflict(WorkflowError):
    """Somebody else changed the object since the user opened it; ``current`` is what is stored now."""

    def __init__(self, message, current):
        super().__init__(message)
        self.current = current


def locked(obj):
    """Re-read ``obj`` under a row lock (on SQLite the IMMEDIATE transaction is the lock) and return it.

    Call it first inside ``atomic()``, before any check: a check before the lock is wrong on PostgreSQL.
    """
    obj.refresh_from_db(from_queryset=obj._meta.base_manager.select_for_update())
    return obj


def held(obj, field):
    """Re-read ``field`` of ``obj``; nobody gets the row :func:`locked` before the present transaction is over.

    For what may not change while something is written about it. Any number of writers hold a row at the same time: they
    wait for nobody but the one who has it locked. What that one locks after it (a cycle, then its waves) is locked after
    it here, too, or two wait for each other.
    """
    row = obj._meta.base_manager.filter(pk=obj.pk).values_list(field)
    if connection.vendor != "postgresql":  # the IMMEDIATE transaction is the lock
        found = row.first()
    else:  # the weakest of its locks that the one of ``locked`` excludes; Django has no word for it
        sql, values = row.query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(f"{sql} FOR KEY SHARE", values)
            found = cursor.fetchone()
    if found is None:
        raise obj.DoesNotExist(f"{obj!r} is gone.")
    setattr(obj, field, found[0])
    return obj


def check_version(obj, version):
    """Raise :class:`Conflict` if the locked ``obj`` is no longer at ``version``, else count it up."""
    if obj.version != version:
        raise Conflict("Пока вы правили, запись изменил другой человек. Сравните и сохраните ещё раз.", obj)
    obj.version += 1


def save(obj, *, by, reason="", fields=None):
    """Validate and save ``obj`` with a history row that names ``by`` and ``reason``.

    Raises:
        WorkflowError: a rule of the model or a constraint refuses; the message is the model's own.
    """
    try:
        obj.full_clean()
    except ValidationError as error:
        raise WorkflowError(" ".join(error.messages)) from error
    obj._history_user, obj._change_reason = by, reason
    obj.save(update_fields=fields)
    return obj


@transaction.atomic
def move(obj, *, to, by, reason="", **changes):
    """Move ``obj`` to state ``to``, saving ``changes`` with it, and leave a history row.

    The row is locked and re-read first: of two people at one button, the second gets the error.

    Raises:
        WorkflowError: ``MOVES`` of the model does not lead from the present state to ``to``.
    """
    locked(obj)
    if to not in obj.MOVES.get(obj.state, ()):
        raise WorkflowError(
            f"{obj}: из состояния «{obj.get_state_display()}» нельзя перейти в «{obj.State(to).label}»."
            " Обновите страницу: возможно, это уже сделал другой человек."
        )
    for name, value in {"state": to, **changes}.items():
        setattr(obj, name, value)
    return save(obj, by=by, reason=reason, fields=["state", *changes])
