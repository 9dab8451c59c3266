"""The institution's own words for a kind of paper: every saving is a version, none is ever changed."""

from django.db import IntegrityError, transaction

from mentorship.common.workflow import Conflict, WorkflowError

from .. import blocks as block_rules
from .. import wording
from ..models import KindWording

SAME = "Пока вы правили, формулировки сохранил другой человек. Сравните и сохраните ещё раз."


class OwnWordingError(WorkflowError):
    """Some texts cannot stand; ``problems`` says which, {key: what is wrong}."""

    def __init__(self, message, problems):
        super().__init__(message)
        self.problems = problems


@transaction.atomic
def save_wording(kind, *, texts, version, by, note=""):
    """Keep the institution's words for ``kind`` as a new version; new drafts are written in them.

    Args:
        texts: {key: template} of the page; one that says what the portal says is not kept as an own one.
        version: the version that the page began with, 0 for none.

    Returns:
        The version in force; the old one if nothing has changed or the same press came twice, None if there never was
        any.

    Raises:
        Conflict: somebody saved another version since; ``current`` is it.
        OwnWordingError: a placeholder is not known, a needed one is missing, a text is empty.
    """
    known = wording.units(kind)
    texts = {key: wording.tidy(text) for key, text in texts.items() if key in known}
    if found := wording.problems(known, texts):
        raise OwnWordingError("Формулировки не сохранены: посмотрите отмеченные места.", found)
    _must_print(kind, texts)
    current = KindWording.objects.select_for_update().current(kind.code)
    kept = {key: one for key, one in (current.texts if current else {}).items() if key not in texts}
    for key, text in texts.items():
        if text != known[key].template:
            kept[key] = {"text": text, "original": known[key].template}
    if kept == (current.texts if current else {}):
        return current
    if (current.version if current else 0) != version:
        raise Conflict(SAME, current)
    return _add(kind, kept, version + 1, note or "изменены формулировки", by)


def _must_print(kind, texts):
    try:
        block_rules.validate(wording.sample(kind, texts))
    except ValueError as error:
        raise OwnWordingError(f"Формулировки не сохранены. {error}", {}) from error


def _add(kind, texts, version, note, by):
    try:
        with transaction.atomic():
            return KindWording.objects.create(kind=kind.code, version=version, texts=texts, note=note, by=by)
    except IntegrityError as error:
        raise Conflict(SAME, KindWording.objects.current(kind.code)) from error


@transaction.atomic
def bring_wording_back(kind, earlier, *, version, by):
    """Put the words of an ``earlier`` version in force again, as a new version; what was not its own is the portal's."""
    texts = {key: unit.template for key, unit in wording.units(kind).items()} | earlier.own
    return save_wording(kind, texts=texts, version=version, by=by, note=f"возвращена версия {earlier.version}")
