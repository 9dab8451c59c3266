"""Closing a cycle: what stands in its way, what would stay open in it, and what a closed one refuses.

Apps above tell of their own records at start-up:

    closing.hindrances.append(function)     function(cycle) -> [Missing, …]: while there is any, the cycle is not closed
    closing.leftovers.append(function)      function(cycle) -> [Missing, …]: what nobody will be able to finish
    closing.parts.append(function)          function(cycles) -> records (a queryset), parts of these cycles, that papers are about
"""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from mentorship.common.russian import clean_text, date_digits
from mentorship.common.workflow import Missing, WorkflowError, held, locked, move
from mentorship.documents import kinds
from mentorship.documents.models import Paper
from mentorship.surveys import workflow as surveys
from mentorship.surveys.models import Wave

from .models import Cycle

ORDER = "order_results"
UNFINISHED = (Paper.State.DRAFT, Paper.State.RETURNED, Paper.State.ON_SIGNATURE)
WAYS = ("cycle", "bond", "participation")  # by which a record leads to its cycle

hindrances, leftovers = [], []
parts = [lambda cycles: cycles]


def cycle_of(record):
    """The cycle that ``record`` belongs to, itself or through its pair or participation; None if it belongs to none."""
    while record is not None and not isinstance(record, Cycle):
        record = next((getattr(record, way) for way in WAYS if hasattr(record, way)), None)
    return record


def refusal(record, *, writing=False):
    """Why ``record`` is not changed any more, see ``common.archive``."""
    cycle = cycle_of(record)
    if cycle and writing:
        held(cycle, "state")
    if cycle is None or not cycle.is_closed:
        return ""
    return (
        f"Цикл «{cycle}» закрыт: записи хранятся, но не меняются. Чтобы исправить их, откройте цикл снова на его"
        " дорожной карте (это делает куратор)."
    )


def closed_records():
    """The closed cycles and what papers are about in them, a queryset for each model (``common.archive``)."""
    closed = Cycle.objects.filter(state=Cycle.State.CLOSED)
    return [part(closed) for part in parts]


def order_on_results(cycle):
    """The issued order that sums the cycle up (O14 of law.md 4.3), the last one; None if there is none in force."""
    issued = Paper.objects.about(cycle).filter(kind=ORDER, state=Paper.State.ISSUED)
    return issued.without_text().order_by("-issued_on", "-pk").first()


def begin_order_url(cycle):
    """Where the order on the results of this very cycle is begun."""
    return f"{reverse('documents:begin', args=[ORDER])}?cycle={cycle.pk}"


def hindrances_of(cycle):
    """What has to be finished before the cycle is closed: a list of ``Missing``."""
    signed = _papers(cycle, [Paper.State.SIGNED])
    numbers = [Missing(f"«{one.title}» подписан и ждёт номера.", one.get_absolute_url()) for one in signed]
    return [line for function in hindrances for line in function(cycle)] + numbers


def leftovers_of(cycle):
    """What would stay unfinished in the closed cycle: a list of ``Missing``, for the one who decides."""
    early = f"Цикл идёт до {date_digits(cycle.ends_on)}: новых пар, встреч и документов в нём уже не будет."
    days = [Missing(early, cycle.get_absolute_url())] if cycle.ends_on > timezone.localdate() else []
    drafts = [
        Missing(f"Не издан документ «{one.title}»: {one.get_state_display()}.", one.get_absolute_url())
        for one in unfinished_papers(cycle)
    ]
    waves = [
        Missing(
            f"Идёт опрос «{wave.questionnaire.title}», ответить можно до {date_digits(wave.closes_on)}:"
            " он закроется вместе с циклом.",
            wave.get_absolute_url(),
        )
        for wave in open_waves(cycle).select_related("questionnaire")
    ]
    return [*days, *(line for function in leftovers for line in function(cycle)), *drafts, *waves]


def unfinished_papers(cycle):
    """Papers about the cycle that are not issued, and cannot be once it is closed."""
    outliving = kinds.outliving()
    return [paper for paper in _papers(cycle, UNFINISHED) if paper.kind not in outliving]


def open_waves(cycle):
    """Questionnaires that are being answered about the cycle (a queryset)."""
    return Wave.objects.about(cycle).filter(state=Wave.State.OPEN)


def _papers(cycle, states):
    records = (part(Cycle.objects.filter(pk=cycle.pk)) for part in parts)
    found = (Paper.objects.about_any(some).filter(state__in=states) for some in records)
    return [paper for some in found for paper in some.without_text().order_by("pk")]


@transaction.atomic
def close_cycle(cycle, *, by, reason=""):
    """Close the cycle: its records are kept as they stand, its open questionnaires close with it.

    Args:
        reason: why it is closed without an order on its results; where there is one it is not asked.

    Raises:
        WorkflowError: pairs still work or a signed paper waits for its number (``missing``), or there is neither the
            order nor a reason.

    Source: methodology.md 8.1, section 9, row 109; law.md 4.3, O14.
    """
    locked(cycle)
    if found := hindrances_of(cycle):
        raise WorkflowError("Закрыть цикл пока нельзя: сначала закончите работу.", found)
    order, reason = order_on_results(cycle), clean_text(reason)
    if order is None and not reason:
        told = "Приказа об итогах этого цикла нет. Издайте его или напишите, почему цикл закрывают без приказа."
        raise WorkflowError(told, [Missing("Подготовить приказ об итогах", begin_order_url(cycle))], field="reason")
    for wave in open_waves(cycle):
        surveys.close_wave(wave, by=by)
    ground = f"без приказа об итогах: {reason}"
    if order:
        ground = f"по приказу № {order.number} от {date_digits(order.issued_on)}"
    return move(cycle, to=Cycle.State.CLOSED, by=by, reason=f"цикл закрыт {ground}")


@transaction.atomic
def reopen_cycle(cycle, *, by):
    """Open a closed cycle again: its records may be mended, then it is closed anew."""
    return move(cycle, to=Cycle.State.RUNNING, by=by, reason="цикл открыт снова")


def closed_by(cycle):
    """The row of the history that says when, by whom and on what ground the cycle was closed; None while it is open."""
    rows = cycle.history.filter(state=Cycle.State.CLOSED).select_related("history_user")
    return rows.order_by("-history_date", "-history_id").first() if cycle.is_closed else None
