"""Speed of the staff-list import and of the annual report; ``measure`` gives what ``tests.bench.run`` prints."""

import io
from datetime import timedelta

from django.utils import timezone
from pypdf import PdfReader

from mentorship.accounts.models import Role
from mentorship.cycle.models import Cycle
from mentorship.documents import kinds, pdf
from mentorship.people import imports, workflow
from mentorship.people.models import Person, PostPeriod
from mentorship.people.workflow import lists
from monitoring import workflow as monitoring
from tests.bench import sizes
from tests.bench.clock import timed
from tests.factories import InstitutionFactory, UserFactory
from tests.people.sheets import staff_list

ROWS = (30, 1_000, 10_000)


def listed(count):
    """``count`` invented people as the usual list has them, each with a birthday of his own."""
    first_day = timezone.localdate() - timedelta(days=9_000 + count)
    for n in range(count):
        name = f"{sizes.LAST[n % len(sizes.LAST)]} {sizes.FIRST[n % 7]} {sizes.PATRONYMIC[n % 5]}"
        born = (first_day + timedelta(days=n)).strftime("%d.%m.%Y")
        yield (name, born, "воспитатель", "", "01.09.2024", "1 год 2 мес.", "1 год 2 мес.", "б/к", "высшее", "", "")


def import_of(count, by):
    """(rows, seconds to read and check, seconds of the one transaction that writes) of a list into an empty base."""
    for model in (PostPeriod, Person):
        model.history.all().delete()
        model.objects.all().delete()
    content = staff_list(list(listed(count)))
    read, run = timed(lambda: workflow.start_import(content, "список.xlsx", by=by))
    check, plan = timed(lambda: imports.plan(run))
    plan.prepare()  # before the lock, as ``carry_out`` does it
    plan.prepare = lambda: None
    write, _ = timed(lambda: lists.carry_out(run, plan, by=by))
    return count, read + check, write


def report_of(size):
    """(title, seconds to write, seconds to print, pages) of the annual report of this year."""
    users = sizes.fill(size)
    build, paper = timed(
        lambda: monitoring.draft_report(Cycle.objects.current(), on=timezone.localdate(), by=users["curator"])
    )
    spent, content = timed(lambda: pdf.render(paper.blocks, kinds.get(paper.kind).layout, title=paper.title))
    return size.title, build, spent, len(PdfReader(io.BytesIO(content)).pages)


def measure(what, size=""):
    """What the functions above return: of three lists («import») or of the report at one size («report»)."""
    if what == "report":
        return report_of(sizes.SIZES[size])
    InstitutionFactory()
    curator = UserFactory(roles=[Role.CURATOR])
    return [import_of(count, curator) for count in ROWS]
