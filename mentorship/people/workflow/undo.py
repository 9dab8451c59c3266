"""A loaded list taken back, while nothing depends on it."""

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone

from mentorship.common.bulk import copy_to_history, update_rows
from mentorship.common.workflow import Missing, WorkflowError, locked
from mentorship.documents.models import Paper

from ..models import Guardian, ImportRun, Person, PostPeriod
from .lists import import_reason, lock_lists

BULK = (PostPeriod, Guardian, Person)  # written in bulk, found again by the reason in their history
NAMED = 20  # obstacles that are named one by one


@transaction.atomic
def undo_import(run, *, by):
    """Delete what a list has made and give back what it has changed.

    Raises:
        WorkflowError: not loaded, or somebody went on with what it brought; ``missing`` names each.
    """
    lock_lists()
    locked(run)
    if run.state != ImportRun.State.DONE:
        raise WorkflowError("Отменить можно только загруженный список.")
    made, changed = _made(run), _changed(run)
    if obstacles := [*_touched_since(run, made, changed), *_dependents(made)][: NAMED + 1]:
        if len(obstacles) > NAMED:
            obstacles[NAMED] = Missing("И другие записи.")
        raise WorkflowError("Отменить загрузку уже нельзя: с её записями работали дальше.", obstacles)
    reason = f"отмена загрузки № {run.pk}"
    for model in reversed(list(made)):
        _delete(model, made[model], by=by, reason=reason)
    for model, former in changed.items():
        _give_back(model, former, by=by, reason=reason)
    run.state, run.undone_by, run.undone_at = ImportRun.State.UNDONE, by, timezone.now()
    run.save(update_fields=["state", "undone_by", "undone_at"])
    return run


def _made(run):
    """{model: keys of the rows that the list made}, in the order of their making."""
    made = {apps.get_model(label): set(keys) for label, keys in run.made.items()}
    for model in reversed(BULK):
        entries = model.history.filter(history_change_reason=import_reason(run), history_type="+")
        if keys := set(entries.values_list("id", flat=True)):
            made.setdefault(model, set()).update(keys)
    return made


def _changed(run):
    """{model: history rows that hold what stood there before the list changed it}."""
    found = {}
    for model in BULK:
        entries = dict(
            model.history.filter(history_change_reason=import_reason(run), history_type="~").values_list(
                "id", "history_id"
            )
        )
        former = {}
        for row in model.history.filter(id__in=entries).order_by("history_id"):
            if row.history_id < entries[row.id]:
                former[row.id] = row
        if former:
            found[model] = former
    return found


def _touched_since(run, made, changed):
    """Rows that somebody changed after the list was loaded."""
    for model in {*made, *changed}:
        if not hasattr(model, "history"):
            continue
        keys = {*made.get(model, ()), *changed.get(model, ())}
        later = model.history.filter(id__in=keys, history_date__gt=run.finished_at).values_list("id", flat=True)
        for one in model._base_manager.filter(pk__in=later.distinct()[: NAMED + 1]):
            yield Missing(f"{_called(one)}: запись изменили после загрузки.", _url(one))


def _dependents(made):
    """Rows made by others that refer to what the list made."""
    for model, keys in made.items():
        for relation in model._meta.get_fields(include_hidden=True):
            if not (relation.auto_created and (relation.one_to_many or relation.one_to_one) and not relation.concrete):
                continue
            other = relation.related_model
            if relation.on_delete is models.DO_NOTHING or other._meta.auto_created:
                continue
            rows = other._base_manager.filter(**{f"{relation.field.name}__in": keys})
            for one in rows.exclude(pk__in=made.get(other, ()))[: NAMED + 1]:
                yield Missing(f"{other._meta.verbose_name.capitalize()}: {_called(one)}.", _url(one))
        papers = Paper.objects.filter(subject_type=ContentType.objects.get_for_model(model), subject_id__in=keys)
        for paper in papers.exclude(pk__in=made.get(Paper, ()))[: NAMED + 1]:
            yield Missing(f"Документ: {paper}.", paper.get_absolute_url())


def _delete(model, keys, *, by, reason):
    """Delete rows with a last line in their history; whoever stands on them was looked for before."""
    if hasattr(model, "history"):
        copy_to_history(model, keys, kind="-", by=by, reason=reason)
    for relation in model._meta.local_many_to_many:
        relation.remote_field.through._base_manager.filter(**{f"{relation.m2m_field_name()}__in": keys}).delete()
    rows = model._base_manager.filter(pk__in=keys)
    rows._raw_delete(rows.db)  # no signals: each would leave its history row one by one


def _give_back(model, former, *, by, reason):
    """Write what the history rows hold back into the rows themselves."""
    kept = [field for field in model.history.model.tracked_fields if not field.primary_key and field.name != "version"]
    objects = list(model._base_manager.filter(pk__in=former))
    for one in objects:
        for field in kept:
            setattr(one, field.attname, getattr(former[one.pk], field.attname))
        if hasattr(one, "set_keys"):
            one.set_keys()
        if hasattr(one, "version"):
            one.version += 1
    own = {field.name for field in model._meta.concrete_fields}
    fields = [field.name for field in kept] + [name for name in ("search", "sort_key", "version") if name in own]
    update_rows(model, objects, fields)
    copy_to_history(model, [one.pk for one in objects], kind="~", by=by, reason=reason)


def _called(one):
    return str(one)[:200]


def _url(one):
    return one.get_absolute_url() if hasattr(one, "get_absolute_url") else ""
