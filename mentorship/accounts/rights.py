"""Which role may do what with which model: filled by every app's ``contributions.py`` from methodology.md 1.2.

The Django permission names («people.change_person») are the vocabulary of the whole portal, of the registries in
the admin and of the named predicates in each app's ``permissions.py``.
"""

from collections import defaultdict

_rights = defaultdict(set)


def grant(role, model, *actions):
    """Give ``role`` the ``actions`` (view, add, change, delete) on ``model`` («people.person»)."""
    app, name = model.split(".")
    _rights[role].update(f"{app}.{action}_{name}" for action in actions)


def of(roles):
    """All permission names that the ``roles`` give together: roles add up."""
    return set().union(*(_rights[role] for role in roles)) if roles else set()
