"""Long work in the background: ordered by a page, done by the worker, watched by the one who ordered it.

An app registers its jobs from ``contributions.py``: ``works.register("consent_pack", function)``, where
``function(params, progress, by) -> Result``; ``progress(done, total)`` may be called as often as one likes.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from mentorship.common.workflow import WorkflowError

from . import files
from .models import BackgroundWork

_jobs = {}


@dataclass(frozen=True)
class Result:
    """The file a work ends with."""

    content: bytes
    name: str
    content_type: str


def register(code, function):
    """Make the job ``code`` known."""
    _jobs[code] = function


@transaction.atomic
def start(code, *, title, params, owner, back_url=""):
    """Order work; its row and its place in the queue are one transaction, so none is lost."""
    from .tasks import run_work

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
    _note(work, state=BackgroundWork.State.DONE, result=stored)


def _note(work, **changes):
    for name, value in changes.items():
        setattr(work, name, value)
    work.beat_at = timezone.now()
    work.save(update_fields=[*changes, "beat_at"])
