"""The posts that a person holds by turns; the open one says the same as the card."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from mentorship.common.bulk import copy_to_history, update_rows
from mentorship.common.russian import date_digits
from mentorship.common.workflow import WorkflowError, locked, save

from ..models import PostPeriod

DAY = timedelta(days=1)


@transaction.atomic
def transfer(person, *, post, unit, on, by):
    """Move ``person`` to another post or unit from the day ``on``; the former one ends the day before.

    Raises:
        WorkflowError: the day lies ahead or before the present post began, or nothing changes.
    """
    locked(person)
    if on > timezone.localdate():
        raise WorkflowError("Перевод отмечают в его день или позже: иначе карточка назовёт должность раньше срока.")
    if (post, unit) == (person.post, person.unit):
        raise WorkflowError("Должность и подразделение те же: переводить некуда.")
    mirror(person, by=by)
    if now := _open(person):
        _end_or_replace(now, on, by)
    person.post, person.unit = post, unit
    person.version += 1
    save(person, by=by, reason=f"перевод с {date_digits(on)}", fields=["post", "unit", "version"])
    if post:
        begin(person, on=on, by=by)
    return person


def begin(person, *, on, by):
    """Open the post that the card names with the day ``on``; call inside ``atomic()``."""
    save(PostPeriod(person=person, post=person.post, unit=person.unit, starts_on=on), by=by, reason="должность начата")


def _end_or_replace(period, on, by):
    """End the present post the day before ``on``; one that began on that very day never was."""
    if period.starts_on and on < period.starts_on:
        raise WorkflowError(
            f"Нынешняя должность начинается {date_digits(period.starts_on)}: перевод не может быть раньше."
        )
    if period.starts_on == on:
        period._history_user, period._change_reason = by, "заменена в тот же день"
        period.delete()
        return
    period.ends_on = on - DAY
    save(period, by=by, reason="перевод")


def mirror(person, *, by):
    """Make the open post say what the card says: a slip of the pen mended on the card is no transfer.

    Call it inside ``atomic()`` after the card is saved.
    """
    now = _open(person)
    if not person.post or person.left_on:
        if now and not person.post:
            now._history_user, now._change_reason = by, "должность убрана из карточки"
            now.delete()
        return
    if now is None:
        last = person.posts.order_by("-ends_on").first()
        starts_on = last.ends_on + DAY if last else person.hired_on
        now = PostPeriod(person=person, starts_on=starts_on)
    now.post, now.unit = person.post, person.unit
    save(now, by=by, reason="по карточке")


def move_start(person, before, *, by):
    """The first post begins when the person was hired: follow a corrected day of hiring."""
    first = person.posts.first()
    if first and first.starts_on in (None, before) and (not first.ends_on or first.ends_on >= person.hired_on):
        first.starts_on = person.hired_on
        save(first, by=by, reason="исправлена дата приёма")


def end_posts(person, *, on, by):
    """Close the open post with the last day of the person."""
    if now := _open(person):
        now.ends_on = max(on, now.starts_on) if now.starts_on else on
        save(now, by=by, reason="выбыл")


def follow_cards(people, *, on, by, reason=""):
    """Make the open posts of many say what their cards say now; call inside ``atomic()`` after a list was written.

    A post that differs is taken for a transfer on the day ``on``; whoever has no post yet gets one from the day of
    hiring.
    """
    people = [person for person in people if person.post and not person.left_on]
    known = {period.person_id: period for period in PostPeriod.objects.filter(ends_on__isnull=True)}
    ended, mended, begun = [], [], []
    for person in people:
        now = known.get(person.pk)
        if now is None:
            begun.append(PostPeriod(person=person, post=person.post, unit=person.unit, starts_on=person.hired_on))
        elif (now.post, now.unit_id) != (person.post, person.unit_id):
            if now.starts_on and now.starts_on >= on:
                now.post, now.unit = person.post, person.unit
                mended.append(now)
            else:
                now.ends_on = on - DAY
                ended.append(now)
                begun.append(PostPeriod(person=person, post=person.post, unit=person.unit, starts_on=on))
    update_rows(PostPeriod, [*ended, *mended], ["post", "unit", "ends_on"])
    made = PostPeriod.objects.bulk_create(begun, batch_size=500)
    for kind, touched in (("~", [*ended, *mended]), ("+", made)):
        copy_to_history(PostPeriod, [period.pk for period in touched], kind=kind, by=by, reason=reason)


def _open(person):
    return person.posts.filter(ends_on__isnull=True).first()
