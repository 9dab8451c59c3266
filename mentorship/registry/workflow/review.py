"""The yearly refresh of the bases: whom the new cycle takes over from the last one (methodology.md 9.3, row 39)."""

from django.db import transaction
from django.utils import timezone

from mentorship.common.archive import must_be_open
from mentorship.common.russian import date_digits
from mentorship.common.workflow import Missing, WorkflowError, save
from mentorship.people import gates
from mentorship.people.models import Consent

from ..models import BaseReview, MenteeRequest, Side, Source, Strength
from .bases import accept, enrol

KEPT = ("capacity", "request", "groups", "hours_per_week", "time_windows", "preferences", "interests", "achievements")


@transaction.atomic
def carry_over(cycle, side, former, *, on=None, by):
    """Put the participants ``former`` of an earlier cycle into the base of ``cycle``: all of them or none.

    Strengths and open requests go along. Whoever has a consent to processing on that day is accepted at once, the others
    stay candidates until they sign. The base counts as refreshed on that day.

    Raises:
        WorkflowError: nobody is named, the day lies in the future, or somebody is there already or has left (named).
    """
    on = on or timezone.localdate()
    if not former:
        raise WorkflowError("Никто не отмечен. Поставьте галочки у тех, кого перенести.")
    missing, carried = [], []
    for one in former:
        try:
            with transaction.atomic():
                carried.append(_carry(cycle, one, on, by))
        except WorkflowError as error:
            missing.append(Missing(str(error), one.get_absolute_url()))
    if missing:
        raise WorkflowError("Не перенесён никто: сначала уберите отметку у названных.", missing)
    confirm_base(cycle, side, on=on, by=by, carried=len(carried))
    return carried


def _carry(cycle, former, on, by):
    kept = {name: getattr(former, name) for name in KEPT}
    one = enrol(cycle, former.person, former.side, by=by, source=Source.FORMER, proposed_on=on, **kept)
    if former.side == Side.MENTOR:
        strengths = former.strengths.values_list("topic_id", "level")
        Strength.objects.bulk_create(Strength(participation=one, topic_id=t, level=level) for t, level in strengths)
    else:
        for asked in former.requests.filter(solved_on=None):
            again = MenteeRequest(
                participation=one, topic_id=asked.topic_id, priority=asked.priority, words=asked.words
            )
            save(again, by=by, reason="перенесён из прошлого цикла")
    if gates.missing_consents(one.person, [Consent.Kind.PROCESSING], on):
        return one
    return accept(one, on=on, by=by)


@transaction.atomic
def confirm_base(cycle, side, *, on=None, by, carried=0):
    """Note that the base was looked through and is up to date on the day ``on`` (today).

    Raises:
        WorkflowError: the cycle is closed, or the day lies in the future or before the cycle.
    """
    on = on or timezone.localdate()
    must_be_open(cycle)
    if on > timezone.localdate():
        raise WorkflowError(f"Дата {date_digits(on)} ещё не наступила.")
    review = BaseReview(cycle=cycle, side=side, reviewed_on=on, carried=carried)
    return save(review, by=by, reason="база актуализирована")
