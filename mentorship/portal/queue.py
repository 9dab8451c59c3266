"""The queue of «Сегодня»: lines from every app, most urgent first (flows.md, flow C)."""

from dataclasses import dataclass
from datetime import date

from mentorship.common.registry import QueueRow, QueueRule, queue_rules
from mentorship.common.russian import counted

SHOWN_AT_FIRST = 12
KIND_OF = {0: "overdue", 1: "now", 2: "soon"}


@dataclass(frozen=True)
class Line:
    """A row with the rule that brought it here."""

    row: QueueRow
    rule: QueueRule
    today: date

    @property
    def kind(self):
        """Modifier of the row's look."""
        return KIND_OF.get(self.row.urgency, "soon")

    @property
    def waits(self):
        """How long it waits, in words."""
        if self.row.since is None:
            return ""
        days = (self.today - self.row.since).days
        return counted(days, "день,дня,дней") if days > 0 else ""


def lines(user, today):
    """All lines that this user should see today, most urgent first, the longest waiting before."""
    found = [Line(row, rule, today) for rule in queue_rules for row in rule.rows(user, today)]
    return sorted(found, key=lambda line: (line.row.urgency, line.row.since or today, line.rule.order))
