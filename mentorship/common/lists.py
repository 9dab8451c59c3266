"""The one way in which a list page says its columns, its order and what goes to Excel.

A page declares a :class:`ListOf`; what a reader chose to see of it is a :class:`Shown`. The page and the export ask the
same ``Shown``, so that the file holds what the screen shows: the same columns in the same order, every row found.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from django.utils.http import urlencode

from .exports import XLSX, csv_bytes, xlsx_bytes

CSV = "text/csv; charset=utf-8"


@dataclass(frozen=True)
class Column:
    """A column of a list.

    Attributes:
        code: stable, kept in the reader's settings and in addresses.
        value: ``value(row)`` gives plain text, number, date or bool: the cell of the export, and of the page unless its
            template writes this column in its own way.
        sort: names for ``order_by`` when the heading is pressed; empty if it cannot be sorted by.
        is_shown: unless the reader chose otherwise.
        is_fixed: cannot be hidden: who or what the row is about.
        is_number: figures to the right.
        is_long: many words, set smaller.
        needs: relations that ``value`` reads, loaded only while the column is shown.
    """

    code: str
    title: str
    value: Callable
    sort: tuple = ()
    is_shown: bool = True
    is_fixed: bool = False
    is_number: bool = False
    is_long: bool = False
    needs: tuple = ()


@dataclass(frozen=True)
class View:
    """A saved view: a name for filters of the list, as the part of the address after «?»."""

    title: str
    query: str
    pk: int | None = None  # of the reader's own; None for a built-in one


@dataclass(frozen=True)
class ListOf:
    """What a list page consists of; ``code`` names it in the reader's settings."""

    code: str
    title: str
    columns: tuple
    views: tuple = ()

    def chosen(self, codes=None):
        """Columns named by ``codes`` in their own order, the fixed ones always; the usual ones without a choice."""
        if not codes:
            return [column for column in self.columns if column.is_shown or column.is_fixed]
        return [column for column in self.columns if column.is_fixed or column.code in codes]

    def order(self, asked, usual):
        """Names for ``order_by``: ``asked`` is a column's code, with «-» before it downwards; ``usual`` breaks ties."""
        found = next((one for one in self.columns if one.code == asked.lstrip("-") and one.sort), None)
        if found is None:
            return list(usual)
        names = [_turned(name) for name in found.sort] if asked.startswith("-") else list(found.sort)
        return [*names, *(name for name in usual if name not in names)]


def _turned(name):
    return name.removeprefix("-") if name.startswith("-") else f"-{name}"


@dataclass(frozen=True)
class Heading:
    """A heading as the page shows it: where pressing it leads, and which way the list is sorted by it now."""

    column: Column
    query: str = ""
    direction: str = ""  # ascending, descending or empty


@dataclass(frozen=True)
class Shown:
    """What one reader sees of a list: columns, order, views.

    Attributes:
        params: parameters of the address, without the page.
    """

    of: ListOf
    columns: list
    params: dict = field(default_factory=dict)
    own_views: list = field(default_factory=list)

    @property
    def sort(self):
        return self.params.get("sort", "")

    def order(self, *usual):
        """Names for ``order_by`` as the reader asked."""
        return self.of.order(self.sort, usual)

    def without(self, *codes):
        """The same list without these columns: what this reader may not see is neither offered, shown nor exported."""
        left = replace(self.of, columns=tuple(column for column in self.of.columns if column.code not in codes))
        return replace(self, of=left, columns=[column for column in self.columns if column.code not in codes])

    @property
    def needs(self):
        """Relations that the columns shown read: names for ``prefetch_related``."""
        return [name for column in self.columns for name in column.needs]

    @property
    def headings(self):
        return [self._heading(column) for column in self.columns]

    def _heading(self, column):
        if not column.sort:
            return Heading(column)
        is_up, is_down = self.sort == column.code, self.sort == f"-{column.code}"
        direction = "ascending" if is_up else "descending" if is_down else ""
        asked = {**self.params, "sort": f"-{column.code}" if is_up else column.code}
        return Heading(column, urlencode(asked, doseq=True), direction)

    @property
    def choices(self):
        """(column, is it shown) of every column, for the reader to tick."""
        shown = {column.code for column in self.columns}
        return [(column, column.code in shown) for column in self.of.columns]

    @property
    def query(self):
        """The filters and the order as a part of the address."""
        return urlencode({name: value for name, value in self.params.items() if value not in ("", [""])}, doseq=True)

    @property
    def views(self):
        """(view, is it the one shown) of built-in and own views."""
        return [(view, view.query == self.query) for view in (*self.of.views, *self.own_views)]

    def cells(self, row):
        """(column, value) pairs of a row for the page."""
        return [(column, column.value(row)) for column in self.columns]

    def export(self, rows, kind="xlsx", *, numbered=True):
        """The list as (content, content type, ending): exactly the columns shown, every row given.

        Args:
            kind: «csv», anything else is XLSX.
            numbered: whether a column «№» goes first.
        """
        titles = [*(["№"] if numbered else []), *(column.title for column in self.columns)]
        table = [
            [*([number] if numbered else []), *(column.value(row) for column in self.columns)]
            for number, row in enumerate(rows, 1)
        ]
        if kind == "csv":
            return csv_bytes(titles, table), CSV, "csv"
        return xlsx_bytes(self.of.title, titles, table), XLSX, "xlsx"
