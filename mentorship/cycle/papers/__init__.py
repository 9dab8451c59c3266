"""The papers of a cycle as a whole; each module holds one kind: its questions, its text, its gate."""

from . import council, curator, implementing, minutes, monitoring, roadmap

KINDS = [implementing.KIND, curator.KIND, roadmap.KIND, council.KIND, monitoring.KIND, minutes.KIND]
