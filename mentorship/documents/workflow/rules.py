"""Settings of papers: how rows of numbers run, how the page looks, how people are acquainted."""

from django.db import transaction

from mentorship.common.workflow import save
from mentorship.institution.models import Institution
from mentorship.institution.workflow import save_card

from ..models import PaperSettings, Series


@transaction.atomic
def save_rule(rule, *, by):
    """Save how a row of numbers runs; the pattern of orders is kept in the institution's card, where the start asks it."""
    if rule.series == Series.ORDERS and (card := Institution.objects.select_for_update().filter(pk=1).first()):
        card.order_pattern = rule.pattern
        save_card(card, by=by)
    return save(rule, by=by, reason="правило нумерации")


@transaction.atomic
def save_settings(settings, *, by):
    """Save the look of papers and the ways of acquaintance; issued papers keep the look they have."""
    return save(settings, by=by, reason="оформление документов")


@transaction.atomic
def restore_standard(*, by):
    """Put the page back to the standard (law.md 3.2); the ways of acquaintance stay."""
    settings, standard = PaperSettings.load(), PaperSettings()
    for name in PaperSettings.GEOMETRY:
        setattr(settings, name, getattr(standard, name))
    return save(settings, by=by, reason="возвращено к стандарту")
