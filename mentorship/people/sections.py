"""What the apps above show on a person's page, so that people need not know them."""

from collections.abc import Callable
from dataclasses import dataclass

from mentorship.common.registry import Registry


@dataclass(frozen=True)
class Section:
    """A section of a person's page.

    Attributes:
        context: ``context(person, user)`` gives the template's words, or None to show nothing.
    """

    code: str
    title: str
    template: str
    context: Callable
    order: int = 50


ABOVE_TIMELINE = 30  # sections of a smaller order stand above the time line of the card
person_sections = Registry()


def sections_of(person, user):
    """(section, context) pairs for this person that ``user`` may see."""
    found = ((section, section.context(person, user)) for section in person_sections)
    return [(section, context) for section, context in found if context is not None]
