"""The day on which a cycle is reckoned up: denominators are taken on it (methodology.md 5.2)."""

from datetime import date

from django.utils import timezone

from mentorship.documents.models import Paper

REPORT = "annual_report"  # kind of paper


def last_day(cycle):
    """The last day for which there can be figures: today, within the cycle."""
    return min(max(timezone.localdate(), cycle.starts_on), cycle.ends_on)


def reckoned_on(cycle):
    """The day of the cycle's signed report, so that its figures stay what was signed; without one the last day."""
    signed = Paper.objects.about(cycle).filter(kind=REPORT, state=Paper.State.ISSUED).order_by("-issued_on", "-pk")
    options = signed.values_list("options", flat=True).first()
    return date.fromisoformat(options["on"]) if options else last_day(cycle)
