"""Strengths of mentors and requests of mentees, both in the words of the one dictionary of topics."""

from django.db import transaction
from django.utils import timezone

from mentorship.common.archive import must_be_open
from mentorship.common.workflow import WorkflowError, locked, save
from mentorship.people import gates

from ..models import MenteeRequest, Side, Strength


@transaction.atomic
def set_strengths(participation, levels, *, by):
    """Say anew what a mentor is strong in: {Topic: level}; topics left out are taken away.

    Raises:
        WorkflowError: this is no mentor.
    """
    locked(participation)
    must_be_open(participation)
    if participation.side != Side.MENTOR:
        raise WorkflowError("Сильные стороны указывают у наставников; у наставляемых – запросы.")
    gates.must_be_agreed([participation.person])
    participation.strengths.exclude(topic__in=levels).delete()
    known = {one.topic_id: one for one in participation.strengths.all()}
    for topic, level in levels.items():
        one = known.get(topic.pk) or Strength(participation=participation, topic=topic)
        one.level = level
        save(one, by=by)
    # the strengths have no history of their own: a row in that of the participant tells who changed them
    save(participation, by=by, reason="сильные стороны", fields=["version"])


@transaction.atomic
def change_request(participation, *, topic=None, priority, words="", by, request=None):
    """Add a request of a mentee, or correct ``request``.

    Raises:
        WorkflowError: this is no mentee, nothing is said, or this topic is asked for already.
    """
    locked(participation)
    must_be_open(participation)
    if participation.side != Side.MENTEE:
        raise WorkflowError("Запросы бывают у наставляемых; у наставников – сильные стороны.")
    gates.must_be_agreed([participation.person])
    one = request or MenteeRequest(participation=participation)
    one.topic, one.priority, one.words = topic, priority, words.strip()
    return save(one, by=by, reason="запрос исправлен" if request else "новый запрос")


@transaction.atomic
def solve_request(request, *, on=None, by):
    """The difficulty is gone; the request stays as a result. Solved already: it is open again."""
    locked(request)
    must_be_open(request)
    request.solved_on = None if request.solved_on else on or timezone.localdate()
    return save(request, by=by, reason="запрос решён" if request.solved_on else "запрос снова открыт")


@transaction.atomic
def remove_request(request, *, by):
    """Take away a request made by mistake; its history row stays."""
    must_be_open(locked(request))
    request._history_user, request._change_reason = by, "убран: записан по ошибке"
    request.delete()
