"""What belongs to a closed period is kept and not changed: one gate for all apps, whichever of them knows the period."""

from .workflow import WorkflowError

_rules, _records = [], []


def register(rule, records):
    """Let ``rule(record) -> str`` say in Russian why ``record`` is not changed any more; empty while it may be.

    Args:
        records: ``records() -> [queryset, …]``: the same said of many, those that are not changed any more, by model.
    """
    _rules.append(rule)
    _records.append(records)


def refusal(record):
    """Why nothing is written about ``record`` any more, a sentence with the way out; empty if it may be."""
    return next(filter(None, (rule(record) for rule in _rules)), "")


def closed_records():
    """Records of which :func:`refusal` says something: a list of querysets, one for a model."""
    return [found for records in _records for found in records()]


def must_be_open(record):
    """Refuse to write about a record that belongs to a closed period; called by verbs after their lock.

    Raises:
        WorkflowError: it does.
    """
    if told := refusal(record):
        raise WorkflowError(told)
