"""The kinds of papers the portal can write, registered by the apps that know what they are about."""

from collections.abc import Callable
from dataclasses import dataclass

from .layout import PLAIN, Layout


def _nothing(*args, **kwargs):
    return []


@dataclass(frozen=True)
class Kind:
    """A kind of paper.

    Attributes:
        code: stable code («order_pairs»), also the ``doc`` of roadmap rows it is evidence for.
        title: what people call it.
        series: the row of numbers it takes its number from, empty for a paper without a number.
        build: ``build(paper) -> blocks`` writes the proposed text from the records.
        gate: ``gate(paper, on) -> list[Missing]``: what must exist before it is issued.
        take_effect: ``take_effect(paper, by)``: what the issue of the paper brings into force, in one transaction.
        let_go: ``let_go(paper, by)``: what is freed when a draft is discarded.
        readers: ``readers(paper) -> list[User]``: who may read it once issued.
        notes: ``notes(paper) -> list[Missing]``: things to look at before issuing, such as unproven case forms,
            each with the page where it is corrected.
        layout: page geometry.
        evidence_for: ``doc`` codes of roadmap rows that its issue closes.
    """

    code: str
    title: str
    build: Callable
    series: str = ""
    gate: Callable = _nothing
    take_effect: Callable = _nothing
    let_go: Callable = _nothing
    readers: Callable = _nothing
    notes: Callable = _nothing
    layout: Layout = PLAIN
    evidence_for: tuple = ()


_kinds = {}


def register(kind):
    """Make ``kind`` known; the code must be free."""
    if kind.code in _kinds:
        raise ValueError(f"Kind of paper registered twice: {kind.code}")
    _kinds[kind.code] = kind


def get(code) -> Kind:
    """The kind with this code; KeyError if no app registered it."""
    return _kinds[code]


def title(code) -> str:
    """What people call this kind; the code itself once no app knows it any more."""
    return _kinds[code].title if code in _kinds else code


def all_kinds():
    """All kinds in the order of their registration."""
    return list(_kinds.values())
