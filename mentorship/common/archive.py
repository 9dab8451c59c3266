"""What belongs to a closed period is kept and not changed: one gate for all apps, whichever of them knows the period."""

from .workflow import WorkflowError

_rules, _records = [], []


def register(rule, records):
    """Let a rule say what is not changed any more.

    Args:
        rule: ``rule(record, writing=False) -> str``: in Russian why ``record`` is not, empty while it may be. ``writing``:
            it is asked inside the transaction that writes, until whose end its answer has to stay true.
        records: ``records() -> [queryset, …]``: the same said of many, those that are not changed any more, by model.
    """
    _rules.append(rule)
    _records.append(records)


def refusal(record, *, writing=False):
    """Why nothing is written about ``record`` any more, a sentence with the way out; empty if it may be."""
    return next(filter(None, (rule(record, writing=writing) for rule in _rules)), "")


def closed_records():
    """Records of which :func:`refusal` says something: a list of querysets, one for a model."""
    return [found for records in _records for found in records()]


def must_be_open(record):
    """Refuse to write about a record that belongs to a closed period; called by verbs after their lock.

    The period is not closed before their transaction is over.

    Raises:
        WorkflowError: it does.
    """
    if told := refusal(record, writing=True):
        raise WorkflowError(told)
