"""How far a participant has come (methodology.md 1.1): few things are stored and dated, the step is computed from them.

A person may skip what is only advice: whoever is in a bond is «в паре», interviewed or not.
"""

from dataclasses import dataclass
from datetime import date

from mentorship.common.russian import date_digits

from .models import Participation, Side

State = Participation.State


@dataclass(frozen=True)
class Facts:
    """What is known of one participant on a day besides his own record.

    Attributes:
        has_consents: processing and that of the side are in force.
        interview: the last Interview, or None.
        trained_on: last day of a training that he went through, or None.
        bonds: how many working bonds he stands in; ``mentees`` counts the people whom he leads in them.
        completed: how many bonds came to their end.
        limit: how many mentees the rules let him lead.
    """

    has_consents: bool
    interview: object = None
    trained_on: date | None = None
    bonds: int = 0
    mentees: int = 0
    completed: int = 0
    limit: int = 1


@dataclass(frozen=True)
class Step:
    """A step in words; ``kind`` is the look of its chip, ``note`` a date or a number beside it."""

    code: str
    title: str
    kind: str
    note: str = ""


def step_of(one, facts, on):
    """The furthest step of a participation on the day ``on``."""
    if one.state in (State.LEFT, State.FINISHED):
        return Step(one.state, one.get_state_display(), "quiet", _since(one.ends_on, "с"))
    if one.rests(on):
        return Step("resting", "на паузе", "wait", _since(one.rests_until, "до"))
    if facts.bonds:
        return _in_bond(one, facts)
    if one.approval_id:
        return Step("registered", "утверждён приказом", "ok", _since(one.approval.approved_on, "от"))
    if one.side == Side.MENTOR:
        return _mentor_before_bond(one, facts)
    return _base_or_candidate(one, facts, "в базе, без пары")


def _in_bond(one, facts):
    if one.side == Side.MENTOR and facts.mentees >= facts.limit:
        return Step("full", "в паре, мест нет", "ok", f"{facts.mentees} из {facts.limit}")
    note = f"{facts.mentees} из {facts.limit}" if one.side == Side.MENTOR else ""
    return Step("in_bond", "в паре", "ok", note)


def _mentor_before_bond(one, facts):
    if one.selected_on and facts.trained_on:
        return Step("trained", "отобран, обучен", "ok", _since(facts.trained_on, ""))
    if one.selected_on:
        return Step("selected", "отобран", "ok", _since(one.selected_on, ""))
    if facts.interview:
        return Step("interviewed", f"собеседование: {facts.interview.get_decision_display()}", "soon")
    return _base_or_candidate(one, facts, "в базе")


def _base_or_candidate(one, facts, in_base):
    if one.state == State.IN_BASE:
        return Step("in_base", in_base, "soon", _since(one.starts_on, "с"))
    if not facts.has_consents:
        return Step("consent_missing", "кандидат, нет согласий", "draft")
    return Step("candidate", "кандидат", "draft", _since(one.proposed_on, "с"))


@dataclass(frozen=True)
class Milestone:
    """One station of the way: done or not, when, and where it is done."""

    title: str
    is_done: bool
    note: str = ""
    url_name: str = ""


def way_of(one, facts):
    """Stations of the way in their order, for the card of a participant."""
    found = [
        Milestone(
            "Предложен", True, " – ".join(filter(None, [date_digits(one.proposed_on), one.get_source_display()]))
        ),
        Milestone("Согласия", facts.has_consents, "" if facts.has_consents else "не все действуют"),
        Milestone("В базе", bool(one.starts_on), _since(one.starts_on, "с")),
    ]
    if one.side == Side.MENTOR:
        talk = facts.interview
        words = f"{date_digits(talk.held_on)}: {talk.get_decision_display()}" if talk else "не обязательно"
        found += [
            Milestone("Собеседование", bool(talk), words),
            Milestone("Отобран", bool(one.selected_on), _since(one.selected_on, "")),
            Milestone("Обучен", bool(facts.trained_on), _since(facts.trained_on, "")),
        ]
    bonds = "сейчас" if facts.bonds else "завершена" if facts.completed else ""
    found += [
        Milestone("Утверждён приказом", bool(one.approval_id), str(one.approval or "")),
        Milestone("В паре", bool(facts.bonds or facts.completed), bonds),
    ]
    return found


def _since(day, word):
    return f"{word} {date_digits(day)}".strip() if day else ""
