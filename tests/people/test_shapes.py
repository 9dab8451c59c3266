"""Every shape of a list comes out as written down beside it (trust.md U-05)."""

from datetime import date

import pytest

from mentorship.common.sheet_tables import find_table
from mentorship.common.sheets import SheetError, read_grid
from mentorship.people import pupil_sheet, staff_sheet
from mentorship.people.import_fields import Where
from pairs.earlier import EARLIER
from pairs.imports import PAIRS
from tests.people.sheets.messy import MESSY
from tests.people.sheets.shapes import SHAPES

TODAY = date(2026, 11, 22)


def by_cells(fields):
    """Rows of a kind whose cells are read one by one, before people are looked for."""

    def parse_rows(table, mapping, *, today):
        where = Where(table, mapping, fields)
        return [where.read(row) for row in table.rows]

    return fields, parse_rows


KINDS = {
    "staff": (staff_sheet.STAFF, staff_sheet.parse_rows),
    "pupils": (pupil_sheet.PUPILS, pupil_sheet.parse_rows),
    "pairs": by_cells(PAIRS),
    "earlier": by_cells(EARLIER),
}


def outcome(shape):
    """(values of each row, everything that is told) of a sheet."""
    fields, parse_rows = KINDS[shape.kind]
    grid = read_grid(shape.file, "список")
    table = find_table(grid, knows=fields.knows)
    rows = parse_rows(table, fields.recognise(table.columns), today=TODAY)
    told = [*grid.notes, *(row.why for row in table.skipped)]
    return [row.values for row in rows], [*told, *(problem.message for row in rows for problem in row.problems)]


def plain(value):
    """Guardians as (name, kinship, phone)."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [(one["full_name"], one["kinship"], one["phone"]) for one in value]
    return value


@pytest.mark.parametrize("shape", [pytest.param(shape, id=shape.name) for shape in [*SHAPES, *MESSY]])
def test_a_sheet_comes_out_as_written_down(shape):
    if shape.refused:
        with pytest.raises(SheetError, match=shape.refused):
            outcome(shape)
        return
    rows, told = outcome(shape)
    assert len(rows) == len(shape.rows)
    for values, expected in zip(rows, shape.rows, strict=True):
        assert {name: plain(values.get(name)) for name in expected} == expected
    assert all(any(words in message for message in told) for words in shape.told), told
    if shape.silent:
        assert told == []


def test_there_are_sixty_shapes_at_least():
    assert len(SHAPES) >= 60
