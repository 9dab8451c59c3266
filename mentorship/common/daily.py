"""What the worker does once a day, whoever looks: terms of the law run out on days off, too.

An app adds its jobs, functions without arguments, to :data:`jobs` from ``contributions.py``.
"""

import logging
from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from .registry import Registry

jobs = Registry()
log = logging.getLogger(__name__)


@task()
def do_daily_work():
    """Do all jobs; one that fails is logged and hinders neither the others nor tomorrow."""
    order_next()
    for job in jobs:
        try:
            job()
        except Exception:
            log.exception("Daily work failed: %s", job.__qualname__)


def order_next():
    """Order the next day's work, unless it is ordered."""
    from django_tasks_db.models import DBTaskResult  # a model: not before the apps are ready

    if not DBTaskResult.objects.filter(status="READY", task_path=do_daily_work.module_path).exists():
        do_daily_work.using(run_after=timezone.now() + timedelta(days=1)).enqueue()
