"""Orders about the bases and the training of mentors; each module holds one kind: its questions, its text, its gate."""

from . import bases, training

KINDS = [bases.KIND, training.KIND]
