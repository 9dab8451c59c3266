"""What loading a staff list would change in the cards of people."""

from datetime import date
from functools import partial

from mentorship.common.russian import date_digits, months_words

from . import staff_sheet
from .import_fields import ListRow, Where
from .import_kinds import BAD, CHANGED, NEW, SAME, Change, ImportKind, Plan, PlannedRow, last_changes
from .import_people import ask_of_lookalikes
from .models import Person
from .resources import FIELDS, PersonResource

SERVICE_FIELDS = {"works_since": "общий стаж", "teaches_since": "педагогический стаж"}


def plans(parse_rows, fields, resource):
    """The ``plan`` of a list of people: its rows against the cards there are; fixed queries, nothing is written."""

    def plan(sheet, today) -> Plan:
        parsed = parse_rows(sheet.table, sheet.columns, today=today, progress=sheet.progress)
        return _plan(parsed, Where(sheet.table, sheet.columns, fields), resource(day=sheet.day), sheet, today)

    return plan


def _plan(parsed: list[ListRow], where, resource, sheet, today) -> Plan:
    sound = [row for row in parsed if not row.has_errors]
    resource.answers = {key: int(pk) for key, pk in sheet.answers.items() if pk.isdecimal()}
    results = dict(zip((row.number for row in sound), resource.compare([row.values for row in sound]), strict=True))
    problems, rows = [problem for row in parsed for problem in row.problems], []
    for row in parsed:
        planned, found = _planned(row, results.get(row.number), where, resource)
        rows.append(planned)
        problems += found
    problems += ask_of_lookalikes(rows, parsed, resource.people, where, sheet.answers)
    new_units = sorted(unit.title for unit in resource.units.values() if unit.pk is None)
    changed = {change.field for row in rows for change in row.changes}

    def write(by, reason):
        return resource.write([name for name in FIELDS if name in changed], by=by, reason=reason, on=today)

    notes = [f"Появятся подразделения: {', '.join(new_units)}."] if new_units else []
    return Plan(rows, problems, write, notes, prepare=resource.prepare)


def _planned(row, result, where, resource):
    """(planned row, problems) from what the library says of a row; no result means that the row cannot be read."""
    if result is None:
        return PlannedRow(row.number, row.name, BAD), []
    if result.validation_error:
        found = [
            where.problem(row, code if code in where else "full_name", message)
            for code, messages in _messages(result.validation_error)
            for message in messages
        ]
        return PlannedRow(row.number, row.name, BAD), found
    if result.errors:
        raise result.errors[0].error
    also = tuple(resource.also(row, result.instance))
    if result.is_new():
        return PlannedRow(row.number, row.name, NEW, also, about=_about(result.instance, also, resource.day)), []
    changes = (*(_changes(result.original, result.instance) if result.is_update() else ()), *also)
    return PlannedRow(row.number, row.name, CHANGED if changes else SAME, changes, result.instance.pk), []


def _about(person, also, day):
    """What was read of a new person, so that a value put into the wrong place is seen before loading."""
    service = [months_words(person.work_months(day)), months_words(person.teaching_months(day))]
    words = [
        person.post or person.school_class,
        person.unit.title if person.unit else "",
        person.birth_date and f"{date_digits(person.birth_date)} г. р.",
        person.hired_on and f"принят {date_digits(person.hired_on)}",
        service[0] and f"общий стаж {service[0]}",
        service[1] and f"педагогический {service[1]}",
        person.category and person.get_category_display(),
        person.education,
        person.phone,
        person.email,
        *(change.after for change in also),
    ]
    return "; ".join(filter(None, words))


def _messages(error):
    return error.message_dict.items() if hasattr(error, "error_dict") else [(None, error.messages)]


def _changes(before, after):
    for name in FIELDS:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            field_ = Person._meta.get_field(name)
            title = SERVICE_FIELDS.get(name) or field_.verbose_name
            yield Change(name, title, _shown(before, name, old), _shown(after, name, new))


def _shown(person, name, value):
    if name in SERVICE_FIELDS:
        months = person.work_months() if name == "works_since" else person.teaching_months()
        return f"{months_words(months) or 'меньше месяца'} (считая с {date_digits(value)})" if value else "–"
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, date):
        return date_digits(value)
    words = getattr(person, f"get_{name}_display", lambda: value)()
    return str(words or "–")


STAFF_LIST = ImportKind(
    code="staff",
    title="Сотрудники",
    about="Список работников с должностями, стажем, категориями: заводит и обновляет карточки.",
    fields=staff_sheet.STAFF,
    mapping_problems=staff_sheet.mapping_problems,
    plan=plans(staff_sheet.parse_rows, staff_sheet.STAFF, PersonResource),
    seen=partial(last_changes, Person),
    back=("people:list", "К списку людей"),
    asks_day=True,
    order=10,
)
