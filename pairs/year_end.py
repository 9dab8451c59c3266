"""What pairs say when their cycle is to be closed (``cycle.closing``)."""

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from mentorship.common.russian import counted
from mentorship.common.workflow import Missing

from .models import Bond

PAIRS = "пара,пары,пар"


def still_working(cycle):
    """Pairs that work: those whose term is over are completed by one press, the others one by one."""
    today, bonds = timezone.localdate(), Bond.objects.filter(cycle=cycle)
    over = bonds.term_is_over(today)
    working = bonds.filter(state=Bond.State.ACTIVE, ends_on__gte=today)
    last_days = bonds.filter(state=Bond.State.TERMINATED, ended_on__gt=today)
    told = [
        (over, "Срок истёк, но не завершены", "Завершить их сразу", reverse("pairs:complete_over", args=[cycle.pk])),
        (working, "Ещё работают", "Завершите каждую на её странице", _list(cycle, Bond.State.ACTIVE)),
        (
            last_days,
            "Прекращены приказом, последний день впереди",
            "Дождитесь его",
            _list(cycle, Bond.State.TERMINATED),
        ),
    ]
    return [
        Missing(f"{words}: {_counted(count)}. {way}.", url) for some, words, way, url in told if (count := some.count())
    ]


def never_worked(cycle):
    """Pairs that no order has fixed."""
    told = [
        (Bond.State.PROPOSED, "Предложены, но не закреплены приказом"),
        (Bond.State.ORDERED, "Стоят в приказе, который не издан"),
    ]
    return [
        Missing(f"{words}: {_counted(count)}.", _list(cycle, state))
        for state, words in told
        if (count := Bond.objects.filter(cycle=cycle, state=state).count())
    ]


def pairs_of(cycles):
    """The parts of these cycles that papers are about."""
    return Bond.objects.filter(cycle__in=cycles)


def _counted(count):
    return counted(count, PAIRS)


def _list(cycle, state):
    return f"{reverse('pairs:list')}?{urlencode({'cycle': cycle.pk, 'state': state})}"
