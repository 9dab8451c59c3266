"""A list of the staff read without the database."""

import io
from datetime import date

from mentorship.common.sheet_tables import find_table
from mentorship.common.sheets import read_grid
from mentorship.people.staff_sheet import STAFF, mapping_problems, parse_rows
from tests.people.sheets import book

TODAY = date(2026, 11, 22)


def table_in(content):
    return find_table(read_grid(io.BytesIO(content), "список.xlsx"), knows=STAFF.knows)


def parsed(content):
    table = table_in(content)
    mapping = STAFF.recognise(table.columns)
    assert mapping_problems(mapping) == []
    return parse_rows(table, mapping, today=TODAY)


def texts(rows):
    return [problem.text for row in rows for problem in row.problems]


def one(columns, *values):
    """The only row of a list with the given columns."""
    (row,) = parsed(book([columns, values]))
    return row
