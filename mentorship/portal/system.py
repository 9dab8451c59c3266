"""What the administrator looks at: is everything of the right version, alive and quiet."""

import platform
import shutil
import sqlite3
from datetime import timedelta

import django
from axes.models import AccessAttempt
from django.conf import settings
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from mentorship.common.russian import counted
from mentorship.documents.models import Paper

STALE = timedelta(minutes=5)


def facts():
    """(title, words, fine) lines of the system page; ``fine`` is None where there is nothing to judge."""
    return [*_versions(), _queue(), _failed_work(), _papers_without_pdf(), _sign_in_failures(), _disk()]


def _versions():
    yield "Python", platform.python_version(), None
    yield "Django", django.get_version(), None
    if connection.vendor == "sqlite":
        mode = connection.cursor().execute("PRAGMA journal_mode").fetchone()[0]
        # the WAL-reset bug: WAL only where it is mended (trust.md, part 1)
        fine = mode != "wal" or settings.SQLITE_WAL
        yield "База данных", f"SQLite {sqlite3.sqlite_version}, журнал {mode}", fine
    else:
        yield "База данных", f"PostgreSQL {connection.pg_version // 10000}", None


def _queue():
    waiting = DBTaskResult.objects.filter(status="READY").order_by("enqueued_at")
    count, oldest = waiting.count(), waiting.first()
    fine = oldest is None or timezone.now() - oldest.enqueued_at < STALE
    words = "пуста" if not count else counted(count, "задание,задания,заданий")
    return "Очередь фоновой работы", words if fine else f"{words}: работник не отвечает, запустите портал заново", fine


def _failed_work():
    day_ago = timezone.now() - timedelta(days=1)
    failed = DBTaskResult.objects.filter(status="FAILED", finished_at__gte=day_ago).count()
    return "Не выполнено за сутки", str(failed), not failed


def _papers_without_pdf():
    count = Paper.objects.issued().filter(pdf__isnull=True).count()
    return "Изданных документов без PDF", str(count), not count


def _sign_in_failures():
    day_ago = timezone.now() - timedelta(days=1)
    tries = AccessAttempt.objects.filter(attempt_time__gte=day_ago).values_list("failures_since_start", flat=True)
    is_calm = max(tries, default=0) < settings.AXES_FAILURE_LIMIT  # nobody has tried until the door was shut
    return "Неудачных попыток входа за сутки", str(sum(tries)), is_calm


def _disk():
    free = shutil.disk_usage(settings.DATA_DIR).free // 2**20
    return "Свободно на диске с данными", f"{free:,} МБ".replace(",", " "), free > 1024
