"""Lists of mentors and of mentees on their way into the bases of the cycle that runs."""

import re
from functools import partial

from mentorship.common.russian import clean_text
from mentorship.common.workflow import WorkflowError
from mentorship.cycle.models import Cycle
from mentorship.people import staff_cells as cells
from mentorship.people.import_fields import Field, FieldSet, Problem, Where, counted_off, name_problems
from mentorship.people.import_kinds import (
    BAD,
    CHANGED,
    NEW,
    SAME,
    Change,
    ImportKind,
    Plan,
    PlannedRow,
    last_changes,
    rehearse,
)
from mentorship.people.import_names import NameBook, NotFound, names_in
from mentorship.people.models import Person
from mentorship.people.staff_cells import CellError
from mentorship.people.staff_sheet import STAFF

from . import workflow
from .models import Participation, Side

NO_CYCLE = "Сейчас нет идущего цикла: сначала откройте его на дорожной карте."
LIMITS = {"request": 2000, "preferences": 500, "interests": 500, "time_windows": 300, "achievements": 2000}


def _name(part):
    def read(value, notes):
        return {part: clean_text(cells.as_text(value))}

    return read


def _words(code):
    def read(value, notes):
        text = clean_text(cells.as_text(value))
        if len(text) > LIMITS[code]:
            raise CellError(f"больше {LIMITS[code]} знаков.", "Сократите запись.")
        return {code: "" if text in cells.EMPTY else text}

    return read


def _capacity(value, notes):
    text = clean_text(cells.as_text(value))
    if text in cells.EMPTY:
        return {"capacity": None}
    found = re.fullmatch(r"(?:до |не более )?(\d{1,2})(?:[ -]?х)?(?: ?(?:чел\w*|наставляем\w*))?\.?", text.casefold())
    if not found or not int(found[1]):
        raise CellError(f"ожидается число наставляемых, получено «{text[:80]}».", "Пишите числом: 2.")
    return {"capacity": int(found[1])}


def _proposed(value, notes):
    return {"proposed_on": cells.hired_on(value, notes)["hired_on"]}


def _named(code, *more):
    made = STAFF.fields[code]
    return Field(code, made.title, (*made.synonyms, *more), _name(code))


NAMES = (
    _named("full_name", "=наставник", "=наставляемый", "=участник", "=кандидат"),
    _named("last_name"),
    _named("first_name"),
    _named("patronymic"),
)
FILLERS = "наставника|наставляемого|кандидата|участника|сотрудника|работника|педагога"
PROPOSED = Field("proposed_on", "Дата предложения", ("дата включения", "дата предложения", "=дата"), _proposed)
FIELDS = {
    Side.MENTOR: FieldSet(
        (
            *NAMES,
            Field(
                "capacity",
                "Сколько наставляемых готов вести",
                (
                    *("количество наставляемых", "сколько наставляемых", "=мест", "количество мест", "готов вести"),
                    *("количество подшефных", "количество подопечных", "число наставляемых"),
                ),
                _capacity,
            ),
            Field(
                "request",
                "Сильные стороны",
                ("сильные стороны", "компетенции", "профессиональные компетенции", "чем может помочь", "направление"),
                _words("request"),
            ),
            Field("achievements", "Достижения", ("достижения", "опыт", "практики"), _words("achievements")),
            Field(
                "time_windows", "Когда свободен", ("время", "когда свободен", "ресурс времени"), _words("time_windows")
            ),
            Field("preferences", "Пожелания", ("пожелания", "предпочтения"), _words("preferences")),
            Field("interests", "Увлечения", ("увлечения", "интересы", "хобби"), _words("interests")),
            PROPOSED,
        ),
        fillers=FILLERS,
    ),
    Side.MENTEE: FieldSet(
        (
            *NAMES,
            Field(
                "request",
                "Запрос",
                (
                    *("запрос", "затруднения", "проблема", "проблемы", "дефициты", "дефицит", "трудности"),
                    *("в чем нужна помощь", "профессиональные затруднения", "профессиональный дефицит"),
                    *("профессиональные дефициты", "образовательный запрос"),
                ),
                _words("request"),
            ),
            Field("preferences", "Пожелания", ("пожелания", "предпочтения"), _words("preferences")),
            Field("interests", "Увлечения", ("увлечения", "интересы", "хобби"), _words("interests")),
            PROPOSED,
        ),
        fillers=FILLERS,
    ),
}


def mapping_problems(side, mapping):
    return [*FIELDS[side].twice(mapping), *name_problems(mapping)]


def refusal(message):
    """A plan that loads nothing and says why."""
    return Plan([], [Problem(0, "", "", "", message)], lambda by, reason: {})


def plan(side, sheet, today) -> Plan:
    """Who would come into the base; the rules are those of ``workflow.enrol``, rehearsed and taken back."""
    if (cycle := Cycle.objects.running()) is None:
        return refusal(NO_CYCLE)
    where = Where(sheet.table, sheet.columns, FIELDS[side])
    book = NameBook(Person.objects.select_related("unit"), sheet.answers)
    known = {one.person_id: one for one in cycle.participations.filter(side=side).select_related("person", "cycle")}
    rows, planned, seen = [], [], {}
    for row in counted_off(sheet.table.rows, sheet.progress):
        made = where.read(row)
        _find_person(made, where, book, seen)
        rows.append(made)
        planned.append(_planned(made, known))
    todo = [row for row, one in zip(rows, planned, strict=True) if one.action in (NEW, CHANGED)]
    act = partial(_load, cycle, side, known)
    for number, error in rehearse(todo, lambda row: act(row, sheet.run.started_by)).items():
        at = next(i for i, row in enumerate(rows) if row.number == number)
        rows[at].problems.append(where.problem(rows[at], "full_name", _lowered(error)))
        planned[at] = PlannedRow(number, rows[at].name, BAD)

    def write(by, reason):
        made = [act(row, by) for row in todo]
        return {"registry.participation": [one.pk for one in made if one.pk not in {k.pk for k in known.values()}]}

    return Plan(planned, [problem for row in rows for problem in row.problems], write)


def _find_person(made, where, book, seen):
    parts = [made.values.pop(name, "") for name in ("full_name", "last_name", "first_name", "patronymic")]
    names = names_in(" ".join(filter(None, parts)))
    if len(names) != 1:
        message = "в ячейке несколько имён." if names else "имя не указано."
        made.problems.append(where.problem(made, "full_name", message, "Один человек – одна строка."))
        return
    try:
        person = book.find(names[0])
    except NotFound as refused:
        made.problems.append(refused.problem(made, where, "full_name"))
        return
    made.title, made.values["person"] = person.full_name, person
    if (first := seen.setdefault(person.pk, made.number)) != made.number:
        made.problems.append(where.problem(made, "full_name", f"этот человек уже есть в строке {first}."))


def _planned(made, known):
    if made.has_errors:
        return PlannedRow(made.number, made.name, BAD)
    one = known.get(made.values["person"].pk)
    if one is None or one.state == Participation.State.LEFT:
        return PlannedRow(made.number, made.name, NEW)
    changes = tuple(
        Change(name, Participation._meta.get_field(name).verbose_name, str(getattr(one, name) or "–"), str(value))
        for name, value in _told(made).items()
        if name != "proposed_on" and value != getattr(one, name)
    )
    return PlannedRow(made.number, made.name, CHANGED if changes else SAME, changes, one.pk)


def _told(made):
    return {
        name: value for name, value in made.values.items() if name != "person" and value not in cells.EMPTY | {None}
    }


def _load(cycle, side, known, row, by):
    fields = _told(row)
    one = known.get(row.values["person"].pk)
    if one is None or one.state == Participation.State.LEFT:
        return workflow.enrol(cycle, row.values["person"], side, by, **fields)
    fields.pop("proposed_on", None)
    one.refresh_from_db(fields=["version"])
    return workflow.change(one, version=one.version, by=by, **fields)


def _lowered(error: WorkflowError):
    return " ".join([str(error), *map(str, error.missing)])


def _seen():
    return last_changes(Person, Participation, Cycle)


def _kind(side, code, title, about, order):
    return ImportKind(
        code=code,
        title=title,
        about=about,
        fields=FIELDS[side],
        mapping_problems=partial(mapping_problems, side),
        plan=partial(plan, side),
        seen=_seen,
        back=(f"registry:{code}", f"К базе: {title.lower()}"),
        order=order,
    )


MENTORS = _kind(
    Side.MENTOR,
    "mentors",
    "Наставники",
    "Кандидаты в базу наставников текущего цикла; карточки людей уже заведены.",
    30,
)
MENTEES = _kind(
    Side.MENTEE,
    "mentees",
    "Наставляемые",
    "Кандидаты в базу наставляемых текущего цикла; карточки людей уже заведены.",
    31,
)
