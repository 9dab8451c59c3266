"""Long work in the background: ordered by a page, done by the worker, watched by the one who ordered it.

An app registers its jobs from ``contributions.py``: ``works.register("consent_pack", function)``, where
``function(params, progress, by) -> Result``; ``progress(done, total)`` may be called as often as one likes.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from mentorship.common.workflow import WorkflowError

from . import files
from .models import BackgroundWork, Paper

_jobs = {}


@dataclass(frozen=True)
class Result:
    """The file a work ends with, and what came of it in a sentence where the file alone does not say what to do next."""

    content: bytes
    name: str
    content_type: str
    said: str = ""


def register(code, function):
    """Make the job ``code`` known."""
    _jobs[code] = function


@transaction.atomic
def start(code, *, title, params, owner, back_url=""):
    """Order work; its row and its place in the queue are one transaction, so none is lost.

    The same order that nobody has begun yet is one press, repeated by the hand or by the browser.
    """
    from .tasks import run_work

    queued = BackgroundWork.objects.filter(state=BackgroundWork.State.QUEUED, job=code, owner=owner, title=title)
    if pressed := next((work for work in queued if work.params == params), None):
        return pressed
    work = BackgroundWork.objects.create(job=code, title=title, params=params, owner=owner, back_url=back_url)
    run_work.enqueue(work.pk)
    return work


def run(work):
    """Do the work; a repeat after a killed worker starts anew, a finished one is left alone.

    A WorkflowError of the job is its answer to the user; any other error is logged and named in general words.
    """
    if work.is_over:
        return
    _note(work, state=BackgroundWork.State.RUNNING)
    try:
        result = _jobs[work.job](work.params, lambda done, total: _note(work, done=done, total=total), work.owner)
        stored = files.store(result.content, name=result.name, content_type=result.content_type, by=work.owner)
    except WorkflowError as error:
        _note(work, state=BackgroundWork.State.FAILED, error=str(error))
        return
    except Exception:
        _note(
            work,
            state=BackgroundWork.State.FAILED,
            error="Не получилось выполнить. Попробуйте ещё раз; если повторится – сообщите администратору.",
        )
        raise
    _note(work, state=BackgroundWork.State.DONE, result=stored, error=result.said)


def _note(work, **changes):
    for name, value in changes.items():
        setattr(work, name, value)
    work.beat_at = timezone.now()
    work.save(update_fields=[*changes, "beat_at"])


@transaction.atomic
def requeue():
    """Put tasks that a killed worker left running back into the queue; returns how many.

    Call while no worker runs. Every task may be repeated: a finished work is left alone, a frozen PDF is kept once.
    """
    from django_tasks_db.models import DBTaskResult, TaskResultStatus

    return DBTaskResult.objects.running().update(status=TaskResultStatus.READY, started_at=None)


@transaction.atomic
def order_missing_pdfs():
    """Order the PDFs of issued papers that have none and none on the way; returns how many."""
    from django_tasks_db.models import DBTaskResult

    from .tasks import make_pdf

    ordered = DBTaskResult.objects.ready().filter(task_path=make_pdf.module_path).values_list("args_kwargs", flat=True)
    on_the_way = {one["args"][0] for one in ordered}
    lacking = set(Paper.objects.issued().filter(pdf=None).values_list("pk", flat=True)) - on_the_way
    for pk in sorted(lacking):
        make_pdf.enqueue(pk)
    return len(lacking)
