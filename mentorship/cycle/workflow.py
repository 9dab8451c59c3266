"""Every act on the roadmap: a cycle is opened from a model, its rows are edited, closed, proved by files."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from mentorship.common.archive import must_be_open
from mentorship.common.russian import clean_text, date_digits
from mentorship.common.workflow import WorkflowError, check_version, locked, save

from . import presets, terms
from .models import Activity, ActivityItem, Cycle, EvidenceFile, Programme, Stage

LONGEST_CYCLE_DAYS = 4 * 366  # a programme of three years (methodology.md 2.3) fits, a mistyped year does not
DEFAULT_PROGRAMME = "Программа наставничества"
COPIED = ("number", "title", "term", "term_text", "responsible", "result", "doc", "questionnaire", "note")
EDITABLE = (*COPIED, "starts_on", "due_on", "stage")


# --- cycles ----------------------------------------------------------------------------------------------


@transaction.atomic
def open_cycle(preset_code, *, title, starts_on, ends_on, by, programme_title="", goal="", suggested=()):
    """Open a cycle whose roadmap is an own, editable copy of a preset.

    Args:
        preset_code: name of a file in ``presets``.
        programme_title: a programme of this title is continued, else one is made.
        goal: of the programme; the preset's by default.
        suggested: numbers of the preset's suggested rows that the curator wants as well.

    Raises:
        WorkflowError: no such preset or suggested row, dates out of order or too far apart, no title.
    """
    preset = _preset(preset_code)
    if unknown := set(suggested) - {row.number for row in preset.suggested_rows}:
        raise WorkflowError(f"В модели нет предложенных строк: {', '.join(sorted(unknown))}.")
    cycle = _new_cycle(title, starts_on, ends_on, by, programme_title, goal or preset.goal, preset.code)
    cycle.meeting_every_days = preset.meeting_norm_days or cycle.meeting_every_days
    save(cycle, by=by, reason=f"цикл открыт по модели «{preset.title}»")
    _lay_out(cycle, _plan_of_preset(preset, cycle, set(suggested)), by)
    return cycle


@transaction.atomic
def open_next(previous, *, title, starts_on, ends_on, by):
    """Open the cycle after ``previous`` with its roadmap as edited; rows of a fixed month are not repeated.

    Source: methodology.md 2.6, design consequence 5. Hidden rows stay behind; dates set by hand are set anew.

    Raises:
        WorkflowError: as in :func:`open_cycle`.
    """
    programme = previous.programme
    cycle = _new_cycle(title, starts_on, ends_on, by, programme.title, programme.goal, previous.preset)
    cycle.meeting_every_days = previous.meeting_every_days
    save(cycle, by=by, reason=f"цикл открыт по дорожной карте цикла «{previous.title}»")
    _lay_out(cycle, _plan_of_cycle(previous), by)
    return cycle


def opening_warnings(starts_on, ends_on, except_for=None):
    """What to look at before a cycle of these days is opened; nothing here forbids it."""
    others = Cycle.objects.filter(starts_on__lte=ends_on, ends_on__gte=starts_on)
    if except_for:
        others = others.exclude(pk=except_for.pk)
    return [
        f"Даты пересекаются с циклом «{one.title}» ({date_digits(one.starts_on)} – {date_digits(one.ends_on)})."
        " Это допустимо; проверьте, что так и задумано."
        for one in others
    ]


@transaction.atomic
def save_programme(programme, *, by, **changes):
    """Change the programme's title, goal or period.

    Raises:
        WorkflowError: a cycle would lie outside the period.
    """
    locked(programme)
    for name, value in changes.items():
        setattr(programme, name, value)
    for cycle in programme.cycles.all():
        if not programme.starts_on <= cycle.starts_on <= cycle.ends_on <= programme.ends_on:
            raise WorkflowError(
                f"Цикл «{cycle.title}» ({date_digits(cycle.starts_on)} – {date_digits(cycle.ends_on)}) не"
                " помещается в период программы. Расширьте период."
            )
    return save(programme, by=by, reason="программа изменена")


def _preset(code):
    try:
        return presets.load(code)
    except presets.PresetError as error:
        raise WorkflowError(str(error)) from error


def _new_cycle(title, starts_on, ends_on, by, programme_title, goal, preset_code):
    """An unsaved cycle inside a saved programme; the dates are checked first."""
    title = clean_text(title)
    if not title:
        raise WorkflowError("Назовите цикл, например «2026/27 учебный год».")
    if starts_on >= ends_on:
        raise WorkflowError("Конец цикла должен быть позже начала. Проверьте даты.")
    if starts_on.year < 2000 or (ends_on - starts_on).days > LONGEST_CYCLE_DAYS:
        raise WorkflowError("Цикл длиннее четырёх лет или начат слишком давно. Проверьте годы в датах.")
    programme = _programme(clean_text(programme_title) or DEFAULT_PROGRAMME, goal, starts_on, ends_on, by)
    return Cycle(programme=programme, title=title, starts_on=starts_on, ends_on=ends_on, preset=preset_code)


def _programme(title, goal, starts_on, ends_on, by):
    """The programme of that title, stretched over the new cycle, or a new one."""
    programme = Programme.objects.select_for_update().filter(title=title).first()
    if programme is None:
        programme = Programme(title=title, goal=goal, starts_on=starts_on, ends_on=ends_on)
        return save(programme, by=by, reason="программа открыта")
    if programme.starts_on <= starts_on and ends_on <= programme.ends_on:
        return programme
    programme.starts_on = min(programme.starts_on, starts_on)
    programme.ends_on = max(programme.ends_on, ends_on)
    return save(programme, by=by, reason="период расширен новым циклом")


# --- the roadmap as a copy of a plan -------------------------------------------------------------------------
# A plan is a list of (values of a stage, its rows), a row is a dict with COPIED and «items».


def _plan_of_preset(preset, cycle, suggested):
    return [
        (
            {"title": stage.title, "task": stage.task, "canonical": list(stage.canonical)},
            [
                _row_of_preset(row, term, words, cycle)
                for row, term, words in zip(stage.rows, stage.resolved_terms(), stage.term_texts(), strict=True)
                if not row.suggested or row.number in suggested
            ],
        )
        for stage in preset.stages
    ]


def _row_of_preset(row, term, words, cycle):
    """Values of a row; a month of the model's own past year moves into the cycle, its words stay beside it."""
    own = terms.transposed(term, cycle.starts_on, cycle.ends_on)
    return {
        "number": row.number,
        "title": row.title,
        "term": str(own),
        "term_text": words if own == term else terms.words(own),
        "original_term_text": words,
        "responsible": list(row.roles),
        "result": row.result,
        "doc": row.document,
        "questionnaire": row.questionnaire,
        "note": row.note,
        "items": list(row.items),
    }


def _plan_of_cycle(cycle):
    rows = Activity.objects.of_cycle(cycle).prefetch_related("items")
    plan = {stage.pk: (stage, []) for stage in cycle.stages.all()}
    for row in rows:
        if terms.is_repeated(terms.parse(row.term)):
            values = {name: getattr(row, name) for name in COPIED}
            plan[row.stage_id][1].append(values | {"items": [item.title for item in row.items.all()]})
    return [
        ({"title": stage.title, "task": stage.task, "canonical": stage.canonical}, some)
        for stage, some in plan.values()
    ]


def _lay_out(cycle, plan, by):
    """Write the plan as the cycle's stages, rows and items, each with its history."""
    told = {"default_user": by, "default_change_reason": "из модели"}
    stages = [Stage(cycle=cycle, order=order, **values) for order, (values, _) in enumerate(plan, start=1)]
    stages = bulk_create_with_history(stages, Stage, **told)
    rows = [
        _row(cycle, stage, order, values)
        for stage, (_, some) in zip(stages, plan, strict=True)
        for order, values in enumerate(some, start=1)
    ]
    rows = bulk_create_with_history(rows, Activity, **told)
    items = [
        ActivityItem(activity=row, order=order, title=title)
        for row in rows
        for order, title in enumerate(row.source["items"], start=1)
    ]
    bulk_create_with_history(items, ActivityItem, **told)


def _row(cycle, stage, order, values):
    row = Activity(stage=stage, order=order, source=values, **{name: values[name] for name in COPIED})
    _count_window(row, cycle)
    return row


def _count_window(row, cycle):
    """Set the days that follow from the term; a row «без срока» keeps the dates that were set by hand."""
    try:
        term = terms.parse(row.term)
    except terms.TermError as error:
        raise WorkflowError(str(error)) from error
    row.may_be_overdue = not term.never_overdue or (term == terms.NONE and row.due_on is not None)
    if term == terms.NONE:
        return
    found = terms.window(term, cycle.starts_on, cycle.ends_on)
    row.starts_on, row.due_on = found or (None, None)


# --- stages -----------------------------------------------------------------------------------------------


@transaction.atomic
def add_stage(cycle, *, title, by, task=""):
    """Put a new stage at the end of the roadmap."""
    must_be_open(locked(cycle))
    last = cycle.stages.aggregate(last=Max("order"))["last"] or 0
    stage = Stage(cycle=cycle, order=last + 1, title=clean_text(title), task=task)
    return save(stage, by=by, reason="этап добавлен")


@transaction.atomic
def edit_stage(stage, *, title, by, task="", term=""):
    """Change the words of a stage.

    Args:
        term: for its rows that have none yet: seeds 0, 1 and 3 name no terms. What is set already stays.
    """
    must_be_open(locked(stage).cycle)
    stage.title, stage.task = clean_text(title), task
    rows = stage.activities.filter(term="none", due_on=None, closed_on=None) if term else []
    for row in rows:
        row.version += 1
        _apply(row, stage.cycle, {"term": term, "term_text": ""})
        save(row, by=by, reason="срок задан всему этапу")
    return save(stage, by=by, reason="этап изменён")


@transaction.atomic
def move_stage(stage, *, up, by):
    """Change places with the stage above or below; at the edge nothing happens."""
    must_be_open(locked(stage).cycle)
    _swap(stage, list(stage.cycle.stages.all()), up, by)


# --- rows -------------------------------------------------------------------------------------------------


@transaction.atomic
def add_activity(stage, *, by, items=(), **values):
    """Add a row of one's own at the end of a stage; ``values`` are of :data:`EDITABLE`, only a title is needed."""
    cycle = locked(stage).cycle
    must_be_open(cycle)
    last = stage.activities.aggregate(last=Max("order"))["last"] or 0
    row = Activity(stage=stage, order=last + 1)
    row.number = f"{stage.order}.{stage.activities.count() + 1}"
    _apply(row, cycle, values)
    save(row, by=by, reason="мероприятие добавлено")
    _set_items(row, items, by)
    return row


@transaction.atomic
def edit_activity(activity, *, version, by, items=None, **changes):
    """Change a row; ``changes`` are of :data:`EDITABLE`, ``items`` the titles of its numbered content.

    Days follow from the term; with the term «none» the given ``starts_on`` and ``due_on`` count.

    Raises:
        Conflict: somebody changed the row since ``version``.
        WorkflowError: the cycle is closed or a value is not allowed.
    """
    _own(activity)
    check_version(activity, version)
    changed = _apply(activity, activity.stage.cycle, changes)
    if items is not None and _set_items(activity, items, by):
        changed.append("содержание")
    reason = f"изменено: {', '.join(changed)}" if changed else "сохранено без изменений"
    return save(activity, by=by, reason=reason)


@transaction.atomic
def restore_activity(activity, *, version, by):
    """Put the words, term and content of the model back (вернуть к исходному); proofs and closing stay.

    Raises:
        WorkflowError: the row was added here and has no model.
    """
    _own(activity)
    check_version(activity, version)
    if not activity.source:
        raise WorkflowError("Эта строка добавлена вами: исходной строки в модели у неё нет.")
    values = {name: activity.source[name] for name in COPIED}
    _apply(activity, activity.stage.cycle, values | {"starts_on": None, "due_on": None})
    _set_items(activity, activity.source["items"], by)
    return save(activity, by=by, reason="возвращено к исходному")


@transaction.atomic
def move_activity(activity, *, up, by):
    """Change places with the row above or below inside its stage; at the edge nothing happens."""
    _own(activity)
    _swap(activity, list(activity.stage.activities.all()), up, by)


@transaction.atomic
def set_hidden(activity, *, hidden, by):
    """Take a row off the roadmap or put it back; its history and files stay."""
    _own(activity)
    activity.hidden = hidden
    activity.version += 1
    return save(activity, by=by, reason="строка скрыта" if hidden else "строка возвращена")


@transaction.atomic
def tick_item(item, done, by):
    """Tick a numbered line of a row, or take the tick back; ticks alone do not close the row."""
    locked(item)
    must_be_open(item.activity.stage.cycle)
    if bool(item.done_on) == bool(done):
        return item
    item.done_on = timezone.localdate() if done else None
    return save(item, by=by, reason="отмечено" if done else "отметка снята")


@transaction.atomic
def close_activity(activity, *, reason, by, version=None):
    """Close a row by hand, for a result that the portal cannot see.

    Raises:
        WorkflowError: no reason given, or it is closed already.
        Conflict: somebody changed the row since ``version``.
    """
    _own(activity)
    reason = clean_text(reason)
    if not reason:
        raise WorkflowError("Укажите, на каком основании закрыта строка: чем подтверждается результат.")
    if activity.closed_on:
        raise WorkflowError(f"Строка уже закрыта {date_digits(activity.closed_on)}: {activity.closing_reason}")
    check_version(activity, activity.version if version is None else version)
    activity.closed_on, activity.closed_by, activity.closing_reason = timezone.localdate(), by, reason
    return save(activity, by=by, reason="закрыто вручную")


@transaction.atomic
def reopen_activity(activity, *, by):
    """Take the closing by hand back; a row with evidence stays done all the same."""
    _own(activity)
    if not activity.closed_on:
        raise WorkflowError("Строка не была закрыта вручную. Обновите страницу.")
    activity.closed_on, activity.closed_by, activity.closing_reason = None, None, ""
    activity.version += 1
    return save(activity, by=by, reason="закрытие снято")


@transaction.atomic
def add_file(activity, stored, title, by, dated_on=None):
    """Put a stored file to the row as its result."""
    _own(activity)
    file = EvidenceFile(activity=activity, file=stored, title=clean_text(title) or stored.name)
    file.dated_on = dated_on or timezone.localdate()
    return save(file, by=by, reason="файл добавлен")


@transaction.atomic
def remove_file(file, *, by):
    """Take a file off its row: the row opens again if nothing else proves it. The file itself is kept."""
    locked(file)
    must_be_open(file.activity.stage.cycle)
    if file.removed_on:
        raise WorkflowError("Файл уже снят. Обновите страницу.")
    file.removed_on = timezone.localdate()
    return save(file, by=by, reason="файл снят")


def _own(activity):
    """Lock the row and make sure that its cycle still runs."""
    must_be_open(locked(activity).stage.cycle)


def _apply(row, cycle, values):
    """Set ``values``, count the days anew and return the labels of what became different."""
    if unknown := set(values) - set(EDITABLE):
        raise ValueError(f"not editable: {sorted(unknown)}")
    before = {name: getattr(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    if row.stage.cycle_id != cycle.pk:
        raise WorkflowError("Этап принадлежит другому циклу. Выберите этап этой дорожной карты.")
    _count_window(row, cycle)
    return [Activity._meta.get_field(name).verbose_name for name in values if before[name] != getattr(row, name)]


def _set_items(row, titles, by):
    """Make the row's items these titles in this order; an item whose words stay keeps its tick. True if changed."""
    titles = [title for title in map(clean_text, titles) if title]
    present = list(row.items.all())
    if titles == [item.title for item in present]:
        return False
    left = {item.title: item for item in present}
    for order, title in enumerate(titles, start=1):
        item = left.pop(title, None) or ActivityItem(activity=row, title=title)
        item.order = order
        save(item, by=by, reason="содержание изменено")
    for item in left.values():
        item._history_user, item._change_reason = by, "пункт убран"
        item.delete()
    return True


def _swap(one, rows, up, by):
    """Exchange the places of ``one`` and its neighbour among ``rows`` (in their order)."""
    at = rows.index(one)
    other = at - 1 if up else at + 1
    if not 0 <= other < len(rows):
        return
    rows[at], rows[other] = rows[other], rows[at]
    for order, row in enumerate(rows, start=1):
        if row.order != order:
            row.order = order
            save(row, by=by, reason="порядок изменён", fields=["order"])
