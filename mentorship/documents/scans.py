"""What a scanned sheet may belong to: each app names its own sort of record by the letter of its codes."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """A sort of record that keeps the scan of its signed sheet in ``record.scan``.

    Attributes:
        find: ``find(code) -> record | None``.
        attach: ``attach(record, stored, by)``, a function of the app's workflow.
        pages: ``pages(record)``: how many pages were printed, 0 if that is not known.
        doubt: ``doubt(record, code)``: what somebody must look at first, empty if nothing.
        may: ``may(user)``: who attaches such scans.
        choices: ``choices(user) -> [(code, words)]`` of those whose scan is awaited.
    """

    find: Callable
    attach: Callable
    pages: Callable
    doubt: Callable
    may: Callable
    choices: Callable


_targets = {}


def register(letter, target):
    """Make a sort of record known by the letter of its codes."""
    _targets[letter] = target


def target_of(code) -> Target:
    """The sort of record that a code is about."""
    return _targets[code.letter]


def awaited(user):
    """(short code, words) of the sheets whose scan this user awaits."""
    return [choice for target in _targets.values() if target.may(user) for choice in target.choices(user)]
