"""Dates of SQLite, read fast: a page of figures reads tens of thousands of them, and few are different.

Django registers a converter that parses each value anew and in Python. This one remembers what a text means, which
never changes; PostgreSQL hands over dates as they are.
"""

import sqlite3
from datetime import date
from functools import lru_cache

from django.db.backends.sqlite3 import base  # noqa: F401 – its own converters are registered first, then replaced
from django.utils.dateparse import parse_date

MOST = 20_000  # days of half a century


def register():
    """Called once at start-up."""
    sqlite3.register_converter("date", lru_cache(MOST)(_day))


day_of = lru_cache(MOST)(date.fromisoformat)  # «2026-11-22», as a day cast to text reads


def _day(raw):
    return parse_date(raw.decode())
