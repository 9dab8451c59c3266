"""What the signed report of a cycle said: the year after it compares itself with the paper, not with a new reckoning.

Records of a closed year still change (a person's data are destroyed, a late answer is typed in), the paper does not.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from mentorship.documents.models import Paper

REPORT = "annual_report"  # kind of paper
TABLE = "indicators"  # id of its table of indicators
CODE, FACT, COUNTS = 0, 3, 4  # columns of that table


@dataclass(frozen=True)
class Told:
    """A figure in the words of the signed report, with the names of :class:`~monitoring.figures.Figure`."""

    fact_words: str
    counts_words: str

    @property
    def fact(self):
        """Percent; None where the report has words («н/д», «мало ответов»)."""
        number = re.match(r"\d+(,\d+)?", self.fact_words)
        return Decimal(number[0].replace(",", ".")) if number else None


def figures(cycle):
    """{indicator: :class:`Told`} of the cycle's last signed report that is in force; empty without one."""
    signed = Paper.objects.about(cycle).filter(kind=REPORT, state=Paper.State.ISSUED).order_by("-issued_on", "-pk")
    return {row[CODE]: Told(row[FACT], row[COUNTS]) for row in rows(signed.values_list("blocks", flat=True).first())}


def rows(blocks):
    """Rows of the table of indicators among the blocks of a report; empty where the curator took the table out."""
    table = next((block for block in blocks or [] if block["id"] == TABLE), None)
    return [row for row in table["rows"] if len(row) > COUNTS] if table else []
