"""The annex of an order on pairs as it stands after its amendments, and how it differs from the records."""

from mentorship.documents.models import Paper, PaperChange

from ..difference import Row, difference
from ..models import Bond, OrderLine
from .pairs_order import annex_rows, bonds_of


def annex_of(order):
    """Rows of an issued order on pairs with all issued amendments: {place: Row}."""
    rows = _first_rows(order)
    for lines in _amendments(order):
        _amend(rows, lines)
    return rows


def _amendments(order):
    """Lines of each issued order that amends ``order``, the oldest first."""
    changes = PaperChange.objects.in_force().filter(changed=order, effect=PaperChange.Effect.AMENDS)
    amending = Paper.objects.filter(pk__in=changes.values("paper")).order_by("issued_on", "pk")
    return [list(paper.bond_lines.all()) for paper in amending.without_text().prefetch_related("bond_lines")]


def _last_place(order):
    """The last number of the annex ever given: the printed row of a pair that has ended keeps its own."""
    added = [line.place for lines in _amendments(order) for line in lines if line.place]
    return max([*_first_rows(order), *added], default=0)


def _first_rows(order):
    lines = list(order.bond_lines.all())
    if all(line.place for line in lines):
        return {line.place: Row(line.bond_id, line.row) for line in lines}
    tables = [block["rows"] for block in order.blocks if block["type"] == "table"]
    cells = tables[0] if tables else []  # issued before rows were kept: its frozen table says them
    return {place: Row(bond.pk, row) for place, (bond, row) in enumerate(zip(bonds_of(order), cells, strict=False), 1)}


def _amend(rows, lines):
    gone = {line.bond_id for line in lines if line.does == OrderLine.Does.ENDS}
    for place in [place for place, row in rows.items() if row.bond in gone]:
        del rows[place]
    for line in lines:
        if line.does != OrderLine.Does.ENDS and line.place:
            rows[line.place] = Row(line.bond_id, line.row)


def changes_of(order, *, ended, added, on):
    """What an order of the day ``on`` has to change: see :func:`pairs.difference.difference`.

    Args:
        ended, added: bonds that leave and come by the new order; one that was terminated without an order leaves, too.
    """
    annex = annex_of(order)
    stay = Bond.objects.filter(pk__in=[row.bond for row in annex.values()]).exclude(pk__in=[one.pk for one in ended])
    stay = list(stay.exclude(state=Bond.State.TERMINATED).with_people())
    present = {bond.pk: row for bond, row in zip(stay, annex_rows(stay, on), strict=True)}
    rows = [Row(bond.pk, row) for bond, row in zip(added, annex_rows(added, on), strict=True)]
    return difference(annex, present, rows, replaced(ended, added), taken=_last_place(order))


def replaced(ended, added):
    """{new bond: old bond} where they share a mentee, each once."""
    free, found = list(ended), {}
    for new in added:
        mentees = {person.pk for person in new.mentees}
        old = next((one for one in free if mentees & {person.pk for person in one.mentees}), None)
        if old:
            found[new.pk] = old.pk
            free.remove(old)
    return found
