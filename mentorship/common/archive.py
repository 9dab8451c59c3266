"""What belongs to a closed period is kept and not changed: one gate for all apps, whichever of them knows the period."""

from .workflow import WorkflowError

_rules = []


def register(rule):
    """Let ``rule(record) -> str`` say in Russian why ``record`` is not changed any more; empty while it may be."""
    _rules.append(rule)


def refusal(record):
    """Why nothing is written about ``record`` any more, a sentence with the way out; empty if it may be."""
    return next(filter(None, (rule(record) for rule in _rules)), "")


def must_be_open(record):
    """Refuse to write about a record that belongs to a closed period; called by verbs after their lock.

    Raises:
        WorkflowError: it does.
    """
    if told := refusal(record):
        raise WorkflowError(told)
