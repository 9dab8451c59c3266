"""The page of this institution: the layout of a kind with the institution's own numbers over it."""

from dataclasses import replace

from mentorship.institution.models import Institution

from . import codes, kinds
from .layout import PLAIN
from .models import PaperSettings

BINDING = "margin_left"


def of_institution(layout):
    """``layout`` with the institution's settings wherever the kind has no number of its own.

    The left margin is the wider of both: what is kept over ten years needs 30 mm to bind (law.md 3.2).
    """
    settings = PaperSettings.load()
    ours = {name: _plain(getattr(settings, name)) for name in PaperSettings.GEOMETRY}
    taken = {name: value for name, value in ours.items() if getattr(layout, name) == getattr(PLAIN, name)}
    taken[BINDING] = max(ours[BINDING], layout.margin_left) if layout.margin_left > PLAIN.margin_left else ours[BINDING]
    return replace(layout, **taken, mark=mark())


def mark():
    """What tells the sheets of this institution from another's: the end of its ОГРН, empty while there is none.

    The last eight digits are its own number in the register of the year and region, and the check digit.
    """
    return Institution.load().ogrn[-codes.MARK :]


def layout_of(paper):
    """The layout in which ``paper`` is shown and printed."""
    return of_institution(kinds.get(paper.kind).layout)


def _plain(value):
    if isinstance(value, bool):
        return value
    return str(value) if isinstance(value, str) else float(value)  # no choice of a model: the press knows no models
