"""What the apps above give to the pages of pairs, so that pairs need not know them.

Programmes tell here how the programme of a pair stands and which of its tasks a meeting may serve.
"""

from collections.abc import Callable
from dataclasses import dataclass

from mentorship.common.registry import Registry


@dataclass(frozen=True)
class Fact:
    """A line about a pair on its card and page.

    Attributes:
        title: what it is about («Программа»).
        state_kind, state: the chip, a key of the look's state kinds and its word.
        note: a sentence more, e.g. the head's remark.
        url, action: where it is worked on; ``action`` is a verb when it is this user's turn.
    """

    title: str
    state_kind: str
    state: str
    note: str = ""
    url: str = ""
    action: str = ""


@dataclass(frozen=True)
class FactSource:
    """``facts(bonds, user)`` gives {bond pk: Fact} by a fixed number of queries."""

    code: str
    facts: Callable
    order: int = 50


fact_sources = Registry()
lamp_sources = Registry()  # callables: (bonds, on) -> {bond pk: Lamp}, one paper more of each pair
purposes = Registry()  # callables: bond -> [text, …], what a meeting of this bond may be for


def facts_of(bonds, user):
    """All facts about these bonds: {bond pk: [Fact, …]}."""
    found = {bond.pk: [] for bond in bonds}
    for source in fact_sources:
        for pk, fact in source.facts(bonds, user).items():
            found[pk].append(fact)
    return found


def purposes_of(bond):
    """What a meeting of this bond may be for: its goal, then what the apps above name, without repeats."""
    named = [text for source in purposes for text in source(bond)]
    return list(dict.fromkeys(text for text in [bond.goal, *named] if text))
