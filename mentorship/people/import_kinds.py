"""Kinds of lists that can be loaded, and what loading one of them would do.

An app adds its kinds from ``contributions.py``: ``import_kinds.add(ImportKind(…))``. The wizard, the corrections,
the marks, the background and the undoing are the same for all of them (:mod:`.imports`, :mod:`.workflow`).
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import cached_property

from django.db import transaction
from django.db.models import Max

from mentorship.common.registry import Registry
from mentorship.common.workflow import WorkflowError

from .import_fields import FieldSet, Problem

NEW, CHANGED, SAME, BAD = "new", "changed", "same", "bad"
SHOWN = 200  # problems and changes on a page; all of them are in the file with marks


@dataclass(frozen=True)
class ImportKind:
    """A kind of list.

    Attributes:
        code: stable code, kept with each run.
        title: what people call it, in the plural: «Сотрудники».
        about: one sentence: what such a list holds, and what loading it makes.
        fields: what its columns may mean.
        mapping_problems: ``f({index: code}) -> [complaint]``: why rows cannot be read with this choice.
        plan: ``f(sheet, today) -> Plan``; writes nothing that stays.
        seen: ``f() -> JSON``: changes whenever a plan made before may be out of date.
        back: name of the page where the loaded things are seen, and the words of its button.
        asks_day: lengths of service in the list hold on a day that has to be known.
    """

    code: str
    title: str
    about: str
    fields: FieldSet
    mapping_problems: Callable
    plan: Callable
    seen: Callable
    back: tuple[str, str] = ("people:list", "К списку людей")
    asks_day: bool = False
    order: int = 50


import_kinds = Registry()


def kind_of(code) -> ImportKind:
    """The kind with this code.

    Raises:
        KeyError: no app registered it.
    """
    found = next((kind for kind in import_kinds if kind.code == code), None)
    if found is None:
        raise KeyError(code)
    return found


def last_changes(*models):
    """Numbers of the last changes of these models: what ``ImportKind.seen`` gives."""
    return [model.history.aggregate(last=Max("history_id"))["last"] or 0 for model in models]


@dataclass(frozen=True)
class Change:
    """One field of one person: what it is called, what stood there, what will."""

    field: str
    title: str
    before: str
    after: str


@dataclass(frozen=True)
class PlannedRow:
    """What a row of the list does: ``action`` is new, changed, same or bad; ``about`` is what was read of a new one."""

    number: int
    name: str
    action: str
    changes: tuple = ()
    object_id: int | None = None
    about: str = ""


@dataclass
class Plan:
    """All that loading a list would do, and all that is wrong with it.

    Attributes:
        write: ``f(by, reason) -> {model label: [keys made]}``, in the order in which they were made.
        notes: other things that loading brings, in words.
        prepare: what can be made ready for ``write`` before the lock is taken.
        seen: what ``ImportKind.seen`` gave when the plan was made.
    """

    rows: list[PlannedRow]
    problems: list[Problem]
    write: Callable
    notes: list[str] = field(default_factory=list)
    skipped: list = field(default_factory=list)
    seen: object = None
    prepare: Callable = lambda: None

    def __post_init__(self):
        self.add_problems(())

    def add_problems(self, found):
        """More problems, before the plan is shown."""
        self.problems.extend(found)
        self.problems.sort(key=lambda problem: (problem.level != "error", problem.row))

    def of(self, action):
        return [row for row in self.rows if row.action == action]

    @cached_property
    def errors(self):
        return [problem for problem in self.problems if problem.level == "error"]

    @cached_property
    def warnings(self):
        return [problem for problem in self.problems if problem.level != "error"]

    @property
    def changes_anything(self):
        return bool(self.of(NEW) or self.of(CHANGED))

    @cached_property
    def digest(self):
        """The same for two plans that do the same: what was shown is what is written."""
        done = [
            [row.number, row.name, row.action, row.object_id, [(c.field, c.before, c.after) for c in row.changes]]
            for row in self.rows
        ]
        return hashlib.sha256(json.dumps([done, self.notes], ensure_ascii=False).encode()).hexdigest()

    def summary(self):
        """What the page of the check shows, as JSON: a long check in the background leaves it for the page."""
        counts = {name: len(self.of(name)) for name in (NEW, CHANGED, SAME, BAD)}
        return {
            "digest": self.digest,
            "counts": counts,
            "error_count": len(self.errors),
            "warning_count": len(self.warnings),
            "errors": [asdict(problem) for problem in self.errors[:SHOWN]],
            "warnings": [asdict(problem) for problem in self.warnings[:SHOWN]],
            "new": [asdict(row) for row in self.of(NEW)[:SHOWN]],
            "changed": [asdict(row) for row in self.of(CHANGED)[:SHOWN]],
            "notes": self.notes,
            "skipped": [asdict(row) for row in self.skipped[:SHOWN]],
            "can_load": self.changes_anything and not self.errors,
        }


def rehearse(rows, act):
    """Do ``act(row)`` for every row and take it all back; {row number: the refusal} of those that were refused.

    For lists of some hundreds of rows whose rules live in a workflow: the plan says just what the act would say.
    """
    refused = {}
    with transaction.atomic():
        for row in rows:
            try:
                with transaction.atomic():
                    act(row)
            except WorkflowError as error:
                refused[row.number] = error
        transaction.set_rollback(True)
    return refused
