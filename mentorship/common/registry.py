"""The places where an app contributes to what stands above it (see README, Architecture).

Each app names its contributions in its own ``contributions.py``, called from ``AppConfig.ready()``. A registry
keeps them in the order of the apps; the portal reads them without knowing who gave them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class QueueRow:
    """One line of «Сегодня»: who or what, why it is here, for how long, and the way to mend it.

    Attributes:
        urgency: lower is more urgent; 0 overdue or blocking, 1 needed now, 2 soon.
        since: the day since which it waits, if there is one.
    """

    title: str
    why: str
    url: str
    action: str
    urgency: int = 1
    since: date | None = None
    icon: str = "exclamation-circle"


@dataclass(frozen=True)
class QueueRule:
    """A rule of the queue: ``rows(user, today)`` gives at most ``limit`` lines, most urgent first."""

    code: str
    title: str
    explanation: str
    rows: Callable
    order: int = 50


@dataclass(frozen=True)
class SearchSource:
    """Where the one search box looks: ``find(user, query)`` gives (title, note, url) triples."""

    code: str
    title: str
    find: Callable


@dataclass(frozen=True)
class NavItem:
    """An entry of the navigation, shown if ``visible(user)``; ``count(user)`` may give a number or None."""

    title: str
    url_name: str
    icon: str
    group: str
    order: int
    visible: Callable
    count: Callable | None = None


@dataclass
class Registry:
    """A list that apps add to at start-up and the portal reads."""

    entries: list = field(default_factory=list)

    def add(self, entry):
        self.entries.append(entry)
        return entry

    def __iter__(self):
        return iter(sorted(self.entries, key=lambda entry: getattr(entry, "order", 0)))


queue_rules = Registry()
search_sources = Registry()
navigation = Registry()
public_pages = Registry()  # NavItems of pages without sign-in, told of where people sign in
