"""The papers of a cycle as a whole; each module holds one kind: its questions, its text, its gate."""

from . import council, curator, implementing, incentives, minutes, monitoring, regulation, roadmap

KINDS = [
    implementing.KIND,
    regulation.KIND,
    curator.KIND,
    roadmap.KIND,
    council.KIND,
    monitoring.KIND,
    incentives.KIND,
    minutes.KIND,
]
