"""The difference between an issued annex and the present state of pairs: plain values in, plain values out (idea 2)."""

from dataclasses import dataclass, field

COMPARED = slice(1, -1)  # neither the number of the row nor the details of consents, which change by themselves


@dataclass(frozen=True)
class Row:
    """A row of an annex: the bond it names and its cells."""

    bond: int
    cells: list


@dataclass(frozen=True)
class Change:
    """What an amending order does to one row.

    Attributes:
        place: number of the row in the first order's annex.
        ended: the bond that leaves the row, None if the same one stays.
        fixed: the bond that comes into it, None if nobody does.
        same: the bond that stays in it while its words change.
        old, new: cells before and after; empty where there is no row.
    """

    place: int
    ended: int | None = None
    fixed: int | None = None
    same: int | None = None
    old: list = field(default_factory=list)
    new: list = field(default_factory=list)

    @property
    def words(self):
        """«строку 2 изложить в новой редакции», «строку 4 исключить», «дополнить строкой 7»."""
        if not self.old:
            return f"дополнить строкой {self.place}"
        return f"строку {self.place} изложить в новой редакции" if self.new else f"строку {self.place} исключить"


def difference(annex, present, added=(), replaces=None, taken=0):
    """Changes that bring ``annex`` to the present state, by the numbers of their rows.

    Args:
        annex: {place: Row} as the order and its amendments left it.
        present: {bond: cells} of those bonds of the annex that stay.
        added: [Row] of new bonds.
        replaces: {new bond: old bond}: whose row a new bond takes.
        taken: the last number that any row had, also one that is gone: a number is not given twice.
    """
    replaces, changes = replaces or {}, []
    instead = {replaces[row.bond]: row for row in added if row.bond in replaces}
    for place, row in sorted(annex.items()):
        if new := instead.get(row.bond):
            changes.append(
                Change(place, ended=row.bond, fixed=new.bond, old=row.cells, new=_numbered(place, new.cells))
            )
        elif row.bond not in present:
            changes.append(Change(place, ended=row.bond, old=row.cells))
        elif _said(present[row.bond]) != _said(row.cells):
            changes.append(Change(place, same=row.bond, old=row.cells, new=_numbered(place, present[row.bond])))
    free = max([taken, *annex]) + 1
    known = {row.bond for row in annex.values()}
    others = [row for row in added if replaces.get(row.bond) not in known]
    return changes + [
        Change(place, fixed=row.bond, new=_numbered(place, row.cells)) for place, row in enumerate(others, free)
    ]


def _said(cells):
    """The compared words of a row; how the dictionary writes a capital letter is no difference."""
    return [cell.casefold() for cell in cells[COMPARED]]


def _numbered(place, cells):
    return [f"{place}.", *cells[1:]]
