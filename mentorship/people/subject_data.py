"""What the portal holds about a person, table by table: shown to him on demand, forgotten when the law says so.

Every app names its own tables in its ``subject_data.py``; a test walks all models that lead to ``Person`` and fails on
one that nobody names (trust.md P-05). Sources: 152-ФЗ ст. 14 (what is shown), ст. 21 (what is destroyed), law.md 2.5.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from mentorship.common.registry import Registry
from mentorship.documents.models import StoredFile

ALL = "*"
TECHNICAL = {"id", "search", "search_topic", "sort_key", "version", "password", "session_epoch", "token_hash", "hash"}


@dataclass(frozen=True)
class SubjectData:
    """One sort of data about a person.

    Attributes:
        title: what it is, in words.
        ground: why the portal may hold it.
        rows: ``rows(person)`` gives (label, value) pairs of everything that is held.
        forget: ``forget(person, by)`` wipes it and returns how many records it touched; files go to ``by.files``.
        keeps: what stays after the destruction and on what ground; empty: nothing.
        models: labels of the models it speaks of («people.Consent»).
    """

    code: str
    title: str
    ground: str
    rows: Callable
    forget: Callable
    keeps: str = ""
    models: tuple = ()
    order: int = 50


subject_data = Registry()


@dataclass(frozen=True)
class Table:
    """A model whose rows are about the person that ``path`` leads to; makes a :class:`SubjectData` of it.

    Attributes:
        wipe: names of the fields that are emptied in the rows and in their history, or :data:`ALL` text fields.
        keep: of ALL, those that stay.
        deletes: whether the rows go altogether, with their history.
        files: fields with stored files that are destroyed.
    """

    label: str
    path: str
    wipe: Any = ()
    keep: tuple = ()
    deletes: bool = False
    files: tuple = ()

    @property
    def model(self):
        return apps.get_model(self.label)

    def of(self, person):
        """The rows about ``person``."""
        found = self.model._base_manager.filter(**{self.path: person.pk})
        return self.model._base_manager.filter(pk__in=found.values("pk")).order_by("pk")

    def rows(self, person) -> Iterator:
        """(label, value) pairs of the rows as they are and of what they were, from the history."""
        name = str(self.model._meta.verbose_name)
        for row in self.of(person):
            yield from ((f"{name} № {row.pk}: {label}", value) for label, value in shown(row))
            yield from self._past(row, name)

    def _past(self, row, name):
        if not hasattr(self.model, "history"):
            return
        now = dict(shown(row))
        for past in self.model.history.filter(id=row.pk).order_by("history_date", "history_id"):
            when = f"{past.history_date:%d.%m.%Y}"
            yield f"{name} № {row.pk}: изменение {when}", past.history_change_reason or past.get_history_type_display()
            for label, value in shown(past, self.model):
                if value != now.get(label, ""):
                    yield f"{name} № {row.pk}: {label}, было {when}", value

    def forget(self, person, by):
        """Wipe or delete the rows about ``person`` and their history; returns how many rows there were."""
        keys = list(self.of(person).values_list("pk", flat=True))
        past = self.model.history.filter(id__in=keys) if hasattr(self.model, "history") else None
        for name in self.files:
            held = self.of(person).exclude(**{name: None}).values_list(name, flat=True)
            by.files.update(held)
            if past is not None:
                by.files.update(past.exclude(**{name: None}).values_list(name, flat=True))
        for found in filter(lambda one: one is not None, (self.model._base_manager.filter(pk__in=keys), past)):
            if self.deletes:
                found.delete()
            elif blank := self._blank(found.model):
                found.update(**blank)
        return len(keys)

    def _blank(self, model):
        fields = {field.name: field for field in model._meta.concrete_fields}
        wiped = self._texts() if self.wipe == ALL else self.wipe
        return {name: empty(fields[name]) for name in (*wiped, *self.files) if name in fields}

    def _texts(self):
        texts = (models.CharField, models.TextField, models.JSONField)
        return [
            field.name
            for field in self.model._meta.concrete_fields
            if isinstance(field, texts) and not field.choices and not field.unique and field.name not in self.keep
        ]


def table(code, title, *tables, ground, keeps="", order=50):
    """Name a sort of data that lies in ``tables``."""

    def rows(person):
        return [pair for one in tables for pair in one.rows(person)]

    def forget(person, by):
        return sum(one.forget(person, by) for one in tables)

    labels = tuple(one.label for one in tables)
    subject_data.add(SubjectData(code, title, ground, rows, forget, keeps, labels, order))


def empty(field):
    """What a wiped field holds."""
    if field.null:
        return None
    if isinstance(field, models.JSONField):
        return field.get_default()
    if isinstance(field, models.CharField | models.TextField):
        return ""
    return field.get_default()


def shown(row, model=None):
    """(label, value) of the filled fields of a row as people read them."""
    for field in (model or type(row))._meta.concrete_fields:
        if field.name in TECHNICAL or field.name not in {one.name for one in row._meta.concrete_fields}:
            continue
        value = getattr(row, field.attname)
        if value in (None, "", [], {}):
            continue
        yield str(field.verbose_name), _words(row, field, value)


def _words(row, field, value):
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(field, models.ForeignKey):
        named = field.remote_field.model._base_manager.filter(pk=value).first()
        return str(named) if named is not None else str(value)
    return value if isinstance(value, int | float) or hasattr(value, "year") else str(value)


def unused(files):
    """Of these keys of stored files, the rows to which nothing points any more."""
    found = StoredFile.objects.filter(pk__in=files)
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete:
            pointing = relation.related_model._base_manager.filter(**{f"{relation.field.name}__isnull": False})
            found = found.exclude(pk__in=pointing.values(relation.field.name))
    return found
