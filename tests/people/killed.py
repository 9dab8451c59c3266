"""Loads one list twenty times, each time killed at another moment; prints what each left behind (trust.md U-02).

Run as ``python -m tests.people.killed``; a process of its own, because it forks and needs databases in files.
"""

import json
import os
import shutil
import signal
import sys
import time
from pathlib import Path

from tests.bench import setting

MOMENTS = 20
ROWS = 600


def people(count):
    letters = "абвгдежзиклмнопрстуфхцчшщэюя"
    for n in range(count):
        yield f"Ким{letters[n // 784]}{letters[n // 28 % 28]}{letters[n % 28]} Юн Ли", "01.01.1990", "воспитатель"


def started(path, run, plan):
    """Load the list of the database in a child; its number. The plan was made before, as the portal makes it."""
    from django.db import connection

    from mentorship.people.workflow import lists

    connection.close()
    connection.settings_dict["NAME"] = path
    if child := os.fork():
        return child
    lists.carry_out(run, plan, by=run.started_by)
    os._exit(0)


def left_behind(path):
    """[people, history rows, is the list loaded] in the database."""
    from django.db import connection

    from mentorship.people.models import ImportRun, Person

    connection.close()
    connection.settings_dict["NAME"] = path
    found = [Person.objects.count(), Person.history.count(), ImportRun.objects.get().is_done]
    connection.close()
    return found


def main():
    setting.prepare()
    from django.conf import settings
    from django.db import connection

    from mentorship.accounts.models import Role
    from mentorship.people import imports, workflow
    from tests.factories import InstitutionFactory, UserFactory
    from tests.people.sheets import flat_list

    InstitutionFactory()
    by = UserFactory(roles=[Role.CURATOR])
    content = flat_list(list(people(ROWS)), ("ФИО", "Дата рождения", "Должность"))
    run = workflow.start_import(content, "список.xlsx", by=by)
    plan = imports.plan(run)
    source = Path(settings.DATABASES["default"]["NAME"])
    connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()

    def copy(name):
        path = str(source.with_name(name))
        shutil.copy(source, path)
        return path

    path = copy("whole.sqlite3")
    begun = time.monotonic()
    os.waitpid(started(path, run, plan), 0)
    lasted = time.monotonic() - begun
    whole, found = left_behind(path), []
    for moment in range(MOMENTS):
        path = copy(f"killed-{moment}.sqlite3")
        child = started(path, run, plan)
        time.sleep(lasted * 1.1 * moment / MOMENTS)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        after = left_behind(path)
        if not after[2]:
            os.waitpid(started(path, run, plan), 0)  # the repeat
        found.append([after, left_behind(path)])
    json.dump({"whole": whole, "killed": found}, sys.stdout)


if __name__ == "__main__":
    main()
