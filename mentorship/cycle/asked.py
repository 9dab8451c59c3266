"""What a page that writes into the running cycle asks first."""

from django.contrib import messages

from mentorship.common import archive

from .models import Cycle


def running_cycle(request):
    """The cycle into which new things are written; None if there is none, and the reason is told if it is closed."""
    if told := archive.refusal(Cycle.objects.current()):
        messages.warning(request, told)
    return Cycle.objects.running()
