"""Pairs of earlier years with the orders that fixed them on paper, kept as history; no number is taken for them."""

from django.db import transaction

from mentorship.common.russian import date_digits
from mentorship.common.workflow import WorkflowError, locked, save
from mentorship.cycle.models import Cycle, Programme
from mentorship.people.import_fields import Field, FieldSet
from mentorship.people.import_kinds import ImportKind, Plan
from mentorship.registry.models import Participation, Side

from . import import_cells
from .imports import SEEN, Reader, keys_of, need, rehearsed, sides_problems
from .models import Bond, BondMember, EarlierOrder

REASON = "внесено из списка прежних лет"
PROGRAMME = "Наставничество прежних лет"
EARLIER = FieldSet(
    (
        *import_cells.WHO,
        Field(
            "order_number",
            "Номер приказа",
            (
                "номер приказа",
                "приказ номер",
                "=приказ",
                "приказ",
                "приказ n",
                "реквизиты приказа",
                "номер и дата приказа",
            ),
            import_cells.text("order_number", 40),
        ),
        Field(
            "order_date",
            "Дата приказа",
            ("дата приказа", "приказ дата", "=от"),
            import_cells.order_date,
        ),
        Field(
            "order_title",
            "Заголовок приказа",
            ("название приказа", "заголовок приказа", "наименование приказа", "о чем приказ"),
            import_cells.text("order_title", 300),
        ),
        Field("result", "Итог", ("итог", "результат", "итоги"), import_cells.text("result", 300)),
    ),
    fillers="полное",
)


def mapping_problems(mapping):
    codes, problems = set(mapping.values()), EARLIER.twice(mapping)
    if codes & {"mentor", "mentees", "pair"} or "order_number" not in codes:
        problems += [f"{problem} Для одних приказов – номер." for problem in sides_problems(codes)]
    if not {"period", "starts_on", "order_date"} & codes:
        problems.append("Укажите столбец с периодом, началом работы или датой приказа: по нему виден учебный год.")
    return problems


def plan(sheet, today) -> Plan:
    """Which pairs and orders of earlier years would be kept."""
    reader = Reader(sheet, EARLIER)
    running = Cycle.objects.filter(state=Cycle.State.RUNNING).order_by("starts_on").first()
    rows = []
    before = min(filter(None, [today, running and running.starts_on]))
    for made in reader.rows():
        _split_order(made)
        if _is_order_alone(made):
            _check_order(reader, made, before)
        else:
            need(reader, made, "mentor", "наставник")
            need(reader, made, "mentees", "наставляемый")
            _check_period(reader, made, before)
        rows.append(made)
    known = {
        (bond.starts_on, *(tuple(sorted(one.pk for one in side)) for side in (bond.mentors, bond.mentees)))
        for bond in Bond.objects.exclude(state=Bond.State.CANCELLED).with_people()
    }
    known |= set(EarlierOrder.objects.values_list("number", "dated"))
    planned, todo = rehearsed(reader, rows, _keep, lambda row: _signs(row) in known)

    def write(by, reason):
        before = set(Participation.objects.values_list("pk", flat=True))
        orders = set(EarlierOrder.objects.values_list("pk", flat=True))
        bonds = list(filter(None, [_keep(row, by) for row in todo]))
        made = EarlierOrder.objects.exclude(pk__in=orders).order_by("pk").values_list("pk", flat=True)
        return {"pairs.earlierorder": list(made)} | keys_of(bonds, before)

    years = sorted({_year_title(row) for row in todo if not row.has_errors})
    notes = [f"Учебные годы: {', '.join(years)}. Нумерация приказов портала не меняется."] if years else []
    if any(_is_order_alone(row) for row in todo):
        notes.append("Приказы без пар будут в реестрах портала: «Приказы прежних лет».")
    return Plan(planned, [problem for row in rows for problem in row.problems], write, notes)


def _check_period(reader, made, before):
    values = made.values
    start = values.get("starts_on") or values.get("order_date")
    if made.has_errors:
        return
    if not start:
        reader.complain(made, "period", "не видно, какого это года.", import_cells.PERIOD_ADVICE)
        return
    values["starts_on"] = start
    values["ends_on"] = values.get("ends_on") or import_cells.school_year(_first_year(start))[1]
    if values["ends_on"] <= start:
        reader.complain(made, "period", "окончание не позже начала.", import_cells.PERIOD_ADVICE)
    elif values["ends_on"] >= before:
        message = f"пара закончилась не раньше {date_digits(before)}: это не прежние годы."
        reader.complain(made, "period", message, "Загрузите её списком «Пары и группы этого года».")


def _is_order_alone(made):
    """An order that fixed no pair («О внедрении…»): a row of a journal of orders."""
    values = made.values
    return bool(values.get("order_number")) and not (values["mentor"] or values["mentees"] or made.has_errors)


def _check_order(reader, made, before):
    dated = made.values.get("order_date")
    made.title = f"Приказ № {made.values['order_number']}"
    made.values["starts_on"] = dated
    if not dated:
        reader.complain(made, "order_date", "у приказа без пары нужна дата.", "Допишите её или уберите строку.")
    elif dated >= before:
        message = f"приказ издан не раньше {date_digits(before)}: это не прежние годы."
        reader.complain(made, "order_date", message, "Составьте его в портале или приложите к делу цикла.")


def _split_order(made):
    """«№ 45-од от 01.09.2024» in one cell is a number and a date."""
    number, day = import_cells.order_words(made.values.get("order_number") or "")
    if number:
        made.values["order_number"] = number
        made.values["order_date"] = made.values.get("order_date") or day


def _signs(row):
    if _is_order_alone(row):
        return row.values["order_number"], row.values["order_date"]
    return (
        row.values["starts_on"],
        *(tuple(sorted(one.pk for one in row.values[code])) for code in ("mentor", "mentees")),
    )


def _first_year(day):
    """The school year of a day begins in August: orders are issued before 1 September, too."""
    return day.year if day.month >= 8 else day.year - 1


def _year_title(row):
    first = _first_year(row.values["starts_on"])
    return f"{first}/{(first + 1) % 100:02d}"


def _keep(row, by):
    """Keep one pair of an earlier year: its closed cycle, its members' past participations, its order; or an order alone."""
    if _is_order_alone(row):
        _order_of(row, by)
        return None
    values = row.values
    cycle = _cycle_of(row, by)
    bond = Bond(
        cycle=cycle,
        form=values["form"],
        state=Bond.State.COMPLETED,
        goal=values.get("goal", ""),
        starts_on=values["starts_on"],
        ends_on=values["ends_on"],
        ended_on=values["ends_on"],
        ending_reason=values.get("result", ""),
        former_order=_order_of(row, by),
    )
    save(bond, by=by, reason=REASON)
    bond.kinds.set([values["kind"]])
    for side, code in ((Side.MENTOR, "mentor"), (Side.MENTEE, "mentees")):
        for person in values[code]:
            BondMember.objects.create(bond=bond, participation=_past(cycle, person, side, by), side=side)
    return bond


def _cycle_of(row, by):
    start = row.values["starts_on"]
    if known := Cycle.objects.filter(starts_on__lte=start, ends_on__gte=start).order_by("starts_on").first():
        if known.state == Cycle.State.RUNNING:
            raise WorkflowError(f"Цикл «{known}» ещё идёт: его пары загружают списком этого года.")
        return known
    first = _first_year(start)
    day, end = import_cells.school_year(first)
    day, end = min(day, start), max(end, row.values["ends_on"])
    programme = Programme.objects.filter(title=PROGRAMME).first() or save(
        Programme(title=PROGRAMME, starts_on=day, ends_on=end), by=by, reason=REASON
    )
    cycle = Cycle(programme=programme, title=_year_title(row), starts_on=day, ends_on=end, state=Cycle.State.CLOSED)
    return save(cycle, by=by, reason=REASON)


def _past(cycle, person, side, by):
    known = Participation.objects.filter(cycle=cycle, person=person, side=side).first()
    return known or save(
        Participation(
            cycle=cycle,
            person=person,
            side=side,
            state=Participation.State.FINISHED,
            proposed_on=cycle.starts_on,
            starts_on=cycle.starts_on,
            ends_on=cycle.ends_on,
        ),
        by=by,
        reason=REASON,
    )


def _order_of(row, by):
    number, dated = row.values.get("order_number"), row.values.get("order_date")
    if not number:
        return None
    known = EarlierOrder.objects.filter(number=number, dated=dated).first()
    return known or save(
        EarlierOrder(number=number, dated=dated, title=row.values.get("order_title", "")), by=by, reason=REASON
    )


@transaction.atomic
def attach_scan(order, stored, *, by):
    """Attach the scan of an order of earlier years; a wrong one is replaced and stays in the history."""
    locked(order)
    order.scan = stored
    return save(order, by=by, reason="приложен скан", fields=["scan"])


EARLIER_LIST = ImportKind(
    code="earlier",
    title="Пары и приказы прежних лет",
    about="Пары прошлых учебных лет с номером и датой приказа и приказы без пар: войдут в историю, номеров не займут.",
    fields=EARLIER,
    mapping_problems=mapping_problems,
    plan=plan,
    seen=SEEN,
    back=("pairs:list", "К парам"),
    order=50,
)
