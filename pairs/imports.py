"""Lists of pairs on their way in: those of the cycle that runs, and those of earlier years with their orders."""

from functools import partial

from mentorship.cycle.models import Cycle
from mentorship.institution.models import MentoringForm, MentoringKind
from mentorship.people.import_fields import FieldSet, Where, counted_off
from mentorship.people.import_kinds import BAD, NEW, SAME, ImportKind, Plan, PlannedRow, last_changes, rehearse
from mentorship.people.import_names import NameBook, NotFound
from mentorship.people.models import Person
from mentorship.registry import workflow as registry
from mentorship.registry.imports import NO_CYCLE, refusal
from mentorship.registry.models import Participation, Side

from . import import_cells, workflow
from .models import Bond

PAIRS = FieldSet(import_cells.WHO, fillers="полное")
SEEN = partial(last_changes, Person, Participation, Bond, Cycle)
DEFAULT_FORM = {
    ("pupil", "pupil"): "pupil_pupil",
    ("staff", "pupil"): "teacher_pupil",
    ("student", "pupil"): "student_pupil",
}


def mapping_problems(mapping):
    return PAIRS.twice(mapping) + sides_problems(set(mapping.values()))


def sides_problems(codes):
    """Why the two sides of a pair cannot be read from columns of these meanings."""
    if "pair" in codes and {"mentor", "mentees"} & codes:
        return ["Выберите либо один столбец с парой, либо отдельные: наставника и наставляемых."]
    if "pair" not in codes and not {"mentor", "mentees"} <= codes:
        return ["Укажите, в каком столбце наставник и в каком – наставляемый."]
    return []


class Reader:
    """Reads rows of pairs: people found by name, words of dictionaries, the mentor of a group standing once."""

    def __init__(self, sheet, fields):
        self.sheet = sheet
        self.where = Where(sheet.table, sheet.columns, fields)
        if pair := self.where.columns.get("pair"):
            self.where.columns |= {"mentor": pair, "mentees": pair}
        self.book = NameBook(Person.objects.select_related("unit"), sheet.answers)
        self.forms, self.kinds = list(MentoringForm.objects.all()), list(MentoringKind.objects.all())
        self.above = []

    def rows(self):
        for row in counted_off(self.sheet.table.rows, self.sheet.progress):
            made = self.where.read(row)
            self._people(made)
            self._words(made)
            yield made

    def complain(self, made, code, message, advice="", level="error"):
        made.problems.append(self.where.problem(made, code, message, advice, level))

    def _people(self, made):
        values = made.values
        if values.get("mentees") and not values.get("mentor"):
            values["mentor"] = self.above  # the mentor of a group stands once, above
        self.above = values.get("mentor") or self.above
        for code in ("mentor", "mentees"):
            values[code] = [person for name in values.get(code, ()) if (person := self._find(made, code, name))]
        if len(values["mentor"]) > 1:
            self.complain(made, "mentor", "наставников несколько.", "На каждого наставника – своя строка.")
        sides = (", ".join(one.short_name for one in values[code]) for code in ("mentor", "mentees"))
        made.title = " → ".join(side or "…" for side in sides)

    def _find(self, made, code, name):
        try:
            return self.book.find(name)
        except NotFound as refused:
            made.problems.append(refused.problem(made, self.where, code))
            return None

    def _words(self, made):
        for code, dictionary in (("form", self.forms), ("kind", self.kinds)):
            if typed := made.values.get(code):
                made.values[code] = import_cells.word_of(dictionary, typed)
                if made.values[code] is None:
                    names = ", ".join(one.title for one in dictionary if one.enabled)
                    self.complain(made, code, f"не узнаём «{typed[:80]}».", f"Есть: {names}.")
        if made.has_errors or not made.values["mentor"] or not made.values["mentees"]:
            return
        made.values["form"] = made.values.get("form") or self._usual_form(made)
        made.values["kind"] = made.values.get("kind") or self._by_code(
            self.kinds, MentoringKind.GROUP if len(made.values["mentees"]) > 1 else MentoringKind.ONE_TO_ONE
        )
        for code in ("form", "kind"):
            if made.values[code] is None:
                self.complain(made, code, "не указано, а обычное в справочнике выключено.", "Выберите другое.")

    def _usual_form(self, made):
        sides = made.values["mentor"][0].origin, made.values["mentees"][0].origin
        return self._by_code(self.forms, DEFAULT_FORM.get(sides, "teacher_teacher"))

    @staticmethod
    def _by_code(dictionary, code):
        return next((one for one in dictionary if one.code == code and one.enabled), None)


def need(reader, made, code, words):
    """Complain of an empty field that a row cannot do without."""
    if not made.values.get(code) and not made.has_errors:
        reader.complain(made, code, f"{words} не указан.", "Дополните строку или уберите её.")


def rehearsed(reader, rows, act, known) -> tuple[list[PlannedRow], list]:
    """(planned rows, rows to write): each sound row is tried by ``act(row, by)`` and taken back."""
    sound = [row for row in rows if not row.has_errors]
    todo = [row for row in sound if not known(row)]
    refused = rehearse(todo, lambda row: act(row, reader.sheet.run.started_by))
    for row in todo:
        if error := refused.get(row.number):
            reader.complain(row, "mentees", " ".join([str(error), *map(str, error.missing)]))
    new = {row.number for row in todo}
    planned = [
        PlannedRow(row.number, row.name, BAD if row.has_errors else NEW if row.number in new else SAME) for row in rows
    ]
    return planned, todo


# --- Pairs of the cycle that runs -----------------------------------------------------------------------------------


def plan(sheet, today) -> Plan:
    """Which pairs would be proposed; the rules are those of ``workflow.propose``, rehearsed and taken back."""
    if (cycle := Cycle.objects.running()) is None:
        return refusal(NO_CYCLE)
    reader = Reader(sheet, PAIRS)
    rows = list(reader.rows())
    for made in rows:
        need(reader, made, "mentor", "наставник")
        need(reader, made, "mentees", "наставляемый")
    known = {(tuple(sorted(one.pk for one in bond.mentors)), tuple(sorted(one.pk for one in bond.mentees)))
             for bond in Bond.objects.filter(cycle=cycle, state__in=Bond.KEPT).with_people()}  # fmt: skip
    act = partial(_propose, cycle)
    planned, todo = rehearsed(reader, rows, act, lambda row: _pair_of(row) in known)

    def write(by, reason):
        before = set(cycle.participations.values_list("pk", flat=True))
        return keys_of([act(row, by) for row in todo], before)

    notes = ["Кого ещё нет в базах цикла, станут в них кандидатами; пары останутся предложенными до приказа."]
    return Plan(planned, [problem for row in rows for problem in row.problems], write, notes)


def _pair_of(row):
    return tuple(tuple(sorted(one.pk for one in row.values[code])) for code in ("mentor", "mentees"))


def keys_of(bonds, before):
    """{model label: keys}: these bonds, and whoever came into the bases with them, as the undoing needs them."""
    members = [member for bond in bonds for member in bond.members.all()]
    new = sorted({member.participation_id for member in members} - before)
    return {
        "registry.participation": new,
        "pairs.bond": [bond.pk for bond in bonds],
        "pairs.bondmember": [member.pk for member in members],
    }


def _propose(cycle, row, by):
    values = row.values
    people = [(person, Side.MENTOR) for person in values["mentor"]]
    people += [(person, Side.MENTEE) for person in values["mentees"]]
    members = [_in_base(cycle, person, side, by) for person, side in people]
    return workflow.propose(
        cycle=cycle,
        mentors=[one for one in members if one.side == Side.MENTOR],
        mentees=[one for one in members if one.side == Side.MENTEE],
        form=values["form"],
        kinds=[values["kind"]],
        starts_on=values.get("starts_on") or cycle.starts_on,
        ends_on=values.get("ends_on") or cycle.ends_on,
        goal=values.get("goal", ""),
        by=by,
    )


def _in_base(cycle, person, side, by):
    known = Participation.objects.filter(cycle=cycle, person=person, side=side).exclude(state=Participation.State.LEFT)
    return known.first() or registry.enrol(cycle, person, side, by)


PAIR_LIST = ImportKind(
    code="pairs",
    title="Пары и группы этого года",
    about="Наставник и его наставляемые с периодом: станут предложенными парами текущего цикла, приказ – потом.",
    fields=PAIRS,
    mapping_problems=mapping_problems,
    plan=plan,
    seen=SEEN,
    back=("pairs:list", "К парам"),
    order=40,
)
