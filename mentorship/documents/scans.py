"""What a scanned sheet may belong to: each app names its own sort of record by the letter of its codes."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """A sort of record that keeps the scan of its signed sheet in ``record.scan``.

    Attributes:
        find: ``find(code) -> record | None``.
        attach: ``attach(record, stored, by, day) -> words``, what became of the record, by the app's workflow; ``day``
            is the day of signing if it was told.
        pages: ``pages(record)``: how many pages were printed, 0 if that is not known.
        doubt: ``doubt(record, code)``: what somebody must look at first, empty if nothing.
        may: ``may(user)``: who attaches such scans.
        choices: ``choices(user) -> [(code, words)]`` of those whose scan is awaited.
        meant: ``meant(user, text) -> [(code, words)]`` of those whose number, name or person was typed.
        asks_day: whether the day on which the sheet was signed is told with the scan.
        unfinished: ``unfinished(user) -> [Missing]``: what is to be said of sheets whose scan is in its place.
    """

    find: Callable
    attach: Callable
    pages: Callable
    doubt: Callable
    may: Callable
    choices: Callable
    meant: Callable
    asks_day: bool = False
    unfinished: Callable = lambda user: []


_targets = {}


def register(letter, target):
    """Make a sort of record known by the letter of its codes."""
    _targets[letter] = target


def target_of(code) -> Target:
    """The sort of record that a code is about."""
    return _targets[code.letter]


def awaited(user):
    """(short code, words) of the sheets whose scan this user awaits."""
    return [choice for target in _of(user) for choice in target.choices(user)]


def meant(user, text):
    """(short code, words) of the records that a typed number, name or person may mean."""
    return [choice for target in _of(user) for choice in target.meant(user, text)]


def asks_day(user):
    """Does this user say on which day the sheets were signed?"""
    return any(target.asks_day for target in _of(user))


def unfinished(user):
    """What is to be said of sheets whose scan is in its place, each with the way there."""
    return [line for target in _of(user) for line in target.unfinished(user)]


def _of(user):
    return [target for target in _targets.values() if target.may(user)]
