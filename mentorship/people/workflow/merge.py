"""Two cards of one person become one: every tie moves, nothing of the history goes."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from simple_history.models import HistoricalChanges

from mentorship.accounts.workflow import set_active
from mentorship.common.workflow import Missing, WorkflowError, check_version, locked, save

from ..merging import merge_checks
from ..models import Guardian, Mention, MergedCard, NotDouble, Person, PostPeriod
from ..signals import people_merged
from . import posts

OWN_WAYS = {PostPeriod, Guardian, Mention, NotDouble}  # moved or dropped by rules of their own, see below


def ties(person):
    """(relation, rows) for everything that points at the card and would move with it, history rows apart."""
    found = []
    for relation in person._meta.get_fields(include_hidden=True):
        is_tie = relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one)
        if is_tie and not issubclass(relation.related_model, HistoricalChanges):
            rows = list(relation.related_model._base_manager.filter(**{relation.field.name: person}))
            if rows:
                found.append((relation, rows))
    return found


def obstacles(kept, gone):
    """Why the two cards cannot become one now: a list of ``Missing``, empty when they can."""
    found = []
    if kept.gender and gone.gender and kept.gender != gone.gender:
        found.append(
            Missing("В карточках указан разный пол. Если это один человек, исправьте карточку.", _edit_url(gone))
        )
    for relation, rows in ties(gone):
        if relation.related_model not in OWN_WAYS:
            found += [missing for row in rows if (missing := _collision(row, relation.field, kept))]
    for check in merge_checks:
        found += check(kept, gone)
    return found


def _edit_url(person):
    return reverse("people:edit", args=[person.pk])


def _collision(row, field, kept):
    """What forbids ``row`` to point at ``kept``: both cards have such a row and one may have one only."""
    setattr(row, field.name, kept)
    try:
        row.validate_unique()
        row.validate_constraints()
    except ValidationError as error:
        url = row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""
        name = row._meta.verbose_name
        return Missing(f"В обеих карточках есть одно и то же – {name}: {row}. {' '.join(error.messages)}", url)
    return None


@transaction.atomic
def merge_people(kept, gone, *, versions, by, take=()):
    """Make one card of two: ``kept`` gets all that points at ``gone``, then the card ``gone`` is deleted.

    Its history rows stay under its old number, and the address of the old card leads to the kept one.

    Args:
        versions: (version of kept, version of gone) as they were compared.
        take: names of the card's fields that are taken from ``gone``.

    Raises:
        Conflict: one of the cards was changed since they were compared.
        WorkflowError: it is one card, or ``obstacles`` found some; they are in ``missing``.
    """
    if kept.pk == gone.pk:
        raise WorkflowError("Это одна и та же карточка.")
    _lock_both(kept, gone)
    for person, version in zip((kept, gone), versions, strict=True):
        check_version(person, version)
    if found := obstacles(kept, gone):
        raise WorkflowError("Пока карточки объединить нельзя.", found)
    changes = {name: getattr(gone, name) for name in take}
    account = _one_account(kept, gone, by=by)
    moved, old_id, old_name = _move_ties(kept, gone, by=by), gone.pk, gone.full_name
    people_merged.send(sender=Person, kept=kept, merged=gone, by=by)
    gone._history_user, gone._change_reason = by, f"объединена с карточкой № {kept.pk}"
    gone.delete()
    for name, value in {**changes, "user": account}.items():
        setattr(kept, name, value)
    save(kept, by=by, reason=f"объединена с карточкой № {old_id} ({old_name})")
    posts.mirror(kept, by=by)
    MergedCard.objects.create(old_id=old_id, kept=kept, moved=moved, merged_by=by)
    return kept


def _lock_both(kept, gone):
    try:
        for person in sorted((kept, gone), key=lambda one: one.pk):
            locked(person)
    except Person.DoesNotExist as error:
        raise WorkflowError(
            "Одну из карточек только что объединили. Откройте список возможных дублей снова."
        ) from error


def _one_account(kept, gone, *, by):
    """The account that stays; of two, the one of the kept card, and the other is blocked."""
    if kept.user_id and gone.user_id:
        set_active(gone.user, active=False, by=by)
    account = kept.user or gone.user
    if gone.user_id:
        gone.user = None
        save(gone, by=by, reason="карточка объединяется", fields=["user"])
    return account


def _move_ties(kept, gone, *, by):
    """Point every row at ``kept``; {model: [numbers of rows]} for the record."""
    moved = {}
    _move_posts(kept, gone, by)
    _drop_same_guardians(kept, gone, by)
    gone.mentions.filter(paper__mentions__person=kept).delete()
    for relation, rows in ties(gone):
        if relation.related_model is NotDouble:
            continue  # goes with the card
        for row in rows:
            setattr(row, relation.field.name, kept)
            row._history_user, row._change_reason = by, f"карточка № {gone.pk} объединена с № {kept.pk}"
            row.save(update_fields=[relation.field.name])
        moved[f"{row._meta.label_lower}.{relation.field.name}"] = [row.pk for row in rows]
    return moved


def _move_posts(kept, gone, by):
    """Periods of both cards side by side; of two open ones that of the kept card stays, begun at the earlier day."""
    periods = {person: {one.ends_on is None: one for one in person.posts.all()} for person in (kept, gone)}
    open_one, other = periods[kept].get(True), periods[gone].get(True)
    if not (open_one and other):
        return
    same = (open_one.post, open_one.unit_id) == (other.post, other.unit_id)
    if same and other.starts_on and (open_one.starts_on is None or other.starts_on < open_one.starts_on):
        open_one.starts_on = other.starts_on
        save(open_one, by=by, reason="объединение карточек")
    elif not same and other.starts_on and open_one.starts_on and other.starts_on < open_one.starts_on:
        other.ends_on = open_one.starts_on - posts.DAY
        save(other, by=by, reason="объединение карточек")
        return
    other._history_user, other._change_reason = by, "объединение карточек"
    other.delete()


def _drop_same_guardians(kept, gone, by):
    """A representative written in both cards stays once."""
    known = set(kept.guardians.values_list("full_name", flat=True))
    for guardian in gone.guardians.filter(full_name__in=known):
        guardian._history_user, guardian._change_reason = by, "объединение карточек"
        guardian.delete()


@transaction.atomic
def tell_apart(one, other, *, by):
    """Note that two cards that look alike are two people: nobody is asked again."""
    first, second = sorted((one, other), key=lambda person: person.pk)
    NotDouble.objects.get_or_create(first=first, second=second, defaults={"said_by": by})
