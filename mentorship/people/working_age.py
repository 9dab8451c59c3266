"""How old an employee may be and how long he may have worked: the card by hand and the list of staff ask alike."""

from datetime import date

from mentorship.common.periods import age

YOUNGEST, OLDEST = 14, 100  # ст. 63 ТК РФ: work begins at 14 at the earliest


def is_odd(born: date, on: date) -> bool:
    """Whether somebody born on this day cannot be an employee on the day ``on``: a slip in the year of birth."""
    return not YOUNGEST <= age(born, on) <= OLDEST


def longest_service(born: date, on: date) -> int:
    """The longest possible length of service on the day ``on``, in full months; the year of the first work counts whole."""
    return (age(born, on) - YOUNGEST + 1) * 12
