"""The last strokes of a paper: number and date put into its blocks, and never again."""

from mentorship.common.russian import date_digits

NUMBER, DATE = "{номер}", "{дата}"
BLANK = "________"


def fill(blocks, *, number="", dated=None):
    """A copy of ``blocks`` with the date and number in the requisites, in the marks of annexes and of approval.

    Without a number (a draft) the marks show blanks to be filled by hand. Requisites that bring a date of their own keep
    it: minutes bear the day of the meeting, not the day when they were signed.
    """
    shown_date = date_digits(dated) if dated else ""
    filled = []
    for block in blocks:
        block = dict(block)
        if block["type"] == "requisites":
            block |= {"number": number, "date": block["date"] or shown_date}
        elif block["type"] == "annex":
            block["marks"] = _marks(block["marks"], number, shown_date)
        elif block["type"] == "approval":
            block |= {side: _marks(block[side], number, shown_date) for side in ("left", "right")}
        filled.append(block)
    return filled


def _marks(lines, number, shown_date):
    return [line.replace(NUMBER, number or BLANK).replace(DATE, shown_date or BLANK) for line in lines]
