"""The papers of pairs: each module holds one kind; the order that fixes pairs is what the other apps draft by name."""

from .pairs_order import (
    KIND,
    NAMED_IN_TEXT,
    Options,
    annex_rows,
    bonds_of,
    build,
    gate,
    keep_rows,
    notes,
    readers,
    title_of,
    with_fresh_tables,
)

__all__ = [
    "KIND",
    "NAMED_IN_TEXT",
    "Options",
    "annex_rows",
    "bonds_of",
    "build",
    "gate",
    "keep_rows",
    "notes",
    "readers",
    "title_of",
    "with_fresh_tables",
]
