"""Many papers as one PDF for the printer: jobs of the background."""

from django.utils import timezone

from mentorship.common.russian import date_digits
from mentorship.common.workflow import WorkflowError

from . import codes, files, freezing, workflow
from .models import Paper
from .page import layout_of
from .works import Result


def papers_to_sign(params, progress, by):
    """All that lies before the head, in the order it came: gaps for number and date, each paper from a new face."""
    from . import pdf  # slow import

    waiting = Paper.objects.visible_to(by).waiting().filter(pk__in=params["ids"]).order_by("sent_at", "pk")
    if not waiting:
        raise WorkflowError("На подписи ничего не осталось: документы уже подписаны или отозваны.")
    pack = [(freezing.fill(one.blocks), layout_of(one), one.title, codes.of_paper(one)) for one in waiting]
    content = pdf.render_pack(pack, progress=progress, duplex=True)
    for one in waiting:
        workflow.note_printed(one, by=by)
    return Result(content, f"На подпись {date_digits(timezone.localdate())}.pdf", files.PDF)
