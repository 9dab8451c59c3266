"""What pairs say when two cards of people become one."""

from mentorship.common.workflow import Missing
from mentorship.documents.models import Paper

from .models import Bond

NAMED = ("curator", "control")  # people whom a draft of an order names by number, see papers.Options


def in_one_bond(kept, gone):
    """A mentor and his own mentee are two people."""
    shared = Bond.objects.filter(members__participation__person=kept).filter(members__participation__person=gone)
    return [
        Missing(f"Обе карточки стоят в одной паре: {bond}. Это разные люди или ошибка в паре.", bond.get_absolute_url())
        for bond in shared.distinct()
    ]


def follow(sender, kept, merged, by, **kwargs):
    """Drafts of orders that name the merged card name the kept one."""
    for paper in Paper.objects.filter(state__in=[Paper.State.DRAFT, Paper.State.RETURNED, Paper.State.ON_SIGNATURE]):
        named = {name: kept.pk for name in NAMED if paper.options.get(name) == merged.pk}
        if named:
            paper.options |= named
            paper.save(update_fields=["options"])
