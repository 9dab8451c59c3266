"""The work of a day is done by the worker, ordered anew once, and stopped by no job that fails."""

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from mentorship.common import daily
from mentorship.registry.workflow import erase_outlived

pytestmark = pytest.mark.django_db


@pytest.fixture
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def jobs(monkeypatch):
    done = []

    def broken():
        raise ValueError("сломано")

    monkeypatch.setattr(daily.jobs, "entries", [broken, lambda: done.append("сделано")])
    return done


def test_a_broken_job_hinders_neither_the_others_nor_tomorrow(queue, jobs):
    call_command("daily_work")
    call_command("daily_work")  # a worker started twice in a day
    assert jobs == ["сделано"] * 2
    ordered = DBTaskResult.objects.get()
    assert 23 < (ordered.run_after - timezone.now()).total_seconds() / 3600 <= 24


def test_what_the_law_wants_erased_is_among_the_jobs():
    assert erase_outlived in daily.jobs.entries
