"""What a page that writes into a cycle asks first."""

from django.contrib import messages

from mentorship.common import archive

from .models import Cycle


def running_cycle(request):
    """The cycle into which new things are written; None if there is none, and the reason is told if it is closed."""
    if told := archive.refusal(Cycle.objects.current()):
        messages.warning(request, told)
    return Cycle.objects.running()


def takes_records(cycle):
    """Whether the buttons that write into this cycle are worth showing: there is one, and it is not closed."""
    return cycle is not None and not cycle.is_closed
