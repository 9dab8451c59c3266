"""The papers of a cycle as a whole; each module holds one kind: its questions, its text, its gate."""

from . import curator

KINDS = [curator.KIND]
