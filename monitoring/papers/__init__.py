"""The papers of monitoring: the annual report and the orders at the end of a cycle, a module a paper."""

from . import honour, portfolio, results, rewards, site
from .annual_report import NO_DATA, TITLE, build, day_of, gate, has_data, notes, sample, title_of, variants

KINDS = [results.KIND, rewards.KIND, site.KIND, portfolio.KIND, honour.KIND]

__all__ = [
    "KINDS",
    "NO_DATA",
    "TITLE",
    "build",
    "day_of",
    "gate",
    "has_data",
    "notes",
    "sample",
    "title_of",
    "variants",
]
