"""The day up to which a cycle is reckoned: denominators are taken on it (methodology.md 5.2)."""

from django.utils import timezone


def last_day(cycle):
    """The last day for which there can be figures: today, within the cycle."""
    return min(max(timezone.localdate(), cycle.starts_on), cycle.ends_on)
