"""What the pages of people answer with."""

import io

import openpyxl


def names(page):
    """Surnames of the list as it stands."""
    return [row.person.last_name for row, _ in page.context["rows"]]


def sheet_of(answer):
    """The sheet of an export."""
    return openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
