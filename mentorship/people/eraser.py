"""Taking a person's name out of every text of the database, whatever table it stands in.

Free words name people too: a notice, a draft, the name of a work. :func:`sweep` goes through all columns of text, so
that a table added tomorrow is swept as well; what the law keeps is in :data:`KEPT`.
"""

import json
import re

from django.apps import apps
from django.db import models
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from mentorship.common.cases import Case
from mentorship.common.search import search_key
from mentorship.documents.models import Paper

from .forms_of import form

# label of the model → rows that stay as they are, and why (law.md 2.5: signed papers are archival documents)
KEPT = {
    "documents.Paper": Q(state__in=[*Paper.FROZEN, Paper.State.SIGNED]) | Q(kind="destruction_act"),
    "documents.HistoricalPaper": Q(state__in=[*Paper.FROZEN, Paper.State.SIGNED]) | Q(kind="destruction_act"),
    "documents.Acquaintance": Q(paper__state__in=Paper.FROZEN),
    "accounts.JournalEntry": Q(),  # holds no names and refuses changes
    "people.Destruction": Q(),
    "people.HistoricalDestruction": Q(),
    "migrations.Migration": Q(),
}
SIGNS = r"[\s\u00a0]+"
FOLDED = {"search", "search_topic"}
CHUNK = 200


class Eraser:
    """Knows all the ways in which a person is named, and puts «Участник № 007» in their place.

    A surname alone is taken for this person only if nobody else bears it.
    """

    def __init__(self, person, label, *, is_only_bearer):
        self.label, self.files = label, set()
        self.surnames = {form(person, "name", case)[0].split()[0] for case in Case if person.last_name}
        self.surnames |= {person.last_name} - {""}
        names = {form(person, what, case)[0] for case in Case for what in ("name", "short")}
        names |= {person.full_name, person.short_name, person.signature_name} - {""}
        names |= {f"{person.last_name} {person.first_name}".strip()}
        names |= {f"{person.first_name} {person.patronymic}".strip()} if person.patronymic else set()
        self.exact = {value for value in (person.phone, person.email, person.staff_number) if len(value) > 4}
        whole = [*sorted(names | self.exact, key=len, reverse=True)]
        patterns = [r"(?<!\w)" + SIGNS.join(map(re.escape, name.split())) + r"(?!\w)" for name in whole]
        if is_only_bearer:
            patterns += [rf"(?<!\w){re.escape(name)}(?!\w)" for name in sorted(self.surnames, key=len, reverse=True)]
        self.pattern = re.compile("|".join(patterns), re.IGNORECASE)
        folded = [search_key(name) for name in [*whole, *(self.surnames if is_only_bearer else ())]]
        self.folded = re.compile("|".join(rf"\b{re.escape(key)}\b" for key in folded if key))

    @property
    def needles(self):
        """Pieces of text by which rows that may name the person are found."""
        return {*self.surnames, *(name.upper() for name in self.surnames), *self.exact}

    def text(self, text):
        """``text`` with the label in place of the name."""
        return self.pattern.sub(self.label, text)

    def key(self, text):
        """The same of a column for searching, which holds folded words."""
        return self.folded.sub(search_key(self.label), text)

    def value(self, value):
        """The same for anything that JSON holds."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.value(one) for one in value]
        if isinstance(value, dict):
            return {self.text(key): self.value(one) for key, one in value.items()}
        return value

    def rows(self, value):
        """Of tables in JSON: the innermost list or record that names the person loses all its words, not only the name."""
        if isinstance(value, list | dict):
            parts = value if isinstance(value, list) else list(value.values())
            if any(isinstance(part, str) and self.pattern.search(part) for part in parts):
                return type(value)() if isinstance(value, dict) else ["" for _ in value]
            if isinstance(value, list):
                return [self.rows(part) for part in value]
            return {key: self.rows(part) for key, part in value.items()}
        return value


def sweep(eraser):
    """Put the label in place of the name in every text of every table but :data:`KEPT`; returns how many rows changed."""
    return sum(_sweep_model(model, eraser) for model in apps.get_models(include_auto_created=True))


def _sweep_model(model, eraser):
    texts = [field for field in model._meta.concrete_fields if _is_text(field)]
    if not texts or not model._meta.managed or model._meta.proxy:
        return 0
    kept = KEPT.get(model._meta.label)
    if kept is not None and not kept:
        return 0
    as_text = {f"as_text_{one.name}": Cast(one.name, TextField()) for one in texts if _is_json(one)}
    found = model._base_manager.annotate(**as_text).filter(_naming(texts, eraser))
    if kept is not None:
        found = found.exclude(kept)
    return sum(_sweep_row(model, row, texts, eraser) for row in found.iterator(chunk_size=CHUNK))


def _is_text(field):
    return isinstance(field, models.CharField | models.TextField | models.JSONField) and not field.choices


def _is_json(field):
    return isinstance(field, models.JSONField)


def _naming(texts, eraser):
    """Rows where one of the columns holds a needle, however the database keeps JSON."""
    wanted = Q()
    for field in texts:
        for needle in eraser.needles:
            if _is_json(field):
                wanted |= Q(**{f"as_text_{field.name}__contains": json.dumps(needle).strip('"')})
                wanted |= Q(**{f"as_text_{field.name}__contains": needle})
            elif field.name in FOLDED:
                wanted |= Q(**{f"{field.name}__contains": search_key(needle)})
            else:
                wanted |= Q(**{f"{field.name}__contains": needle})
    return wanted


def _sweep_row(model, row, texts, eraser):
    changes = {}
    for field in texts:
        value = getattr(row, field.name)
        if value is None:
            continue
        clean = eraser.key(value) if field.name in FOLDED else eraser.value(value)
        if clean != value:
            changes[field.name] = clean[: field.max_length] if isinstance(clean, str) else clean
    if changes:
        model._base_manager.filter(pk=row.pk).update(**changes)
    return bool(changes)
