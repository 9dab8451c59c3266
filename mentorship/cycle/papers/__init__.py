"""The papers of a cycle as a whole; each module holds one kind: its questions, its text, its gate."""

from . import (
    access,
    council,
    curator,
    destruction_commission,
    implementing,
    incentives,
    letter,
    meeting_scenario,
    memo,
    minutes,
    monitoring,
    regulation,
    roadmap,
    stage_note,
)

KINDS = [
    implementing.KIND,
    regulation.KIND,
    curator.KIND,
    roadmap.KIND,
    council.KIND,
    monitoring.KIND,
    incentives.KIND,
    stage_note.KIND,
    meeting_scenario.KIND,
    memo.KIND,
    minutes.KIND,
    letter.KIND,
    access.KIND,
    destruction_commission.KIND,
]
