"""Speed of the staff-list import and of the annual report; ``measure`` gives what ``tests.bench.run`` prints."""

import io
from datetime import timedelta

from django.utils import timezone
from pypdf import PdfReader

from mentorship.accounts.models import Role
from mentorship.cycle.models import Cycle
from mentorship.documents import kinds, pdf
from mentorship.people import imports, workflow
from mentorship.people.models import Person
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
    """(rows, seconds to read and check, seconds to write) of one list into an empty base of people."""
    Person.history.all().delete()
    Person.objects.all().delete()
    content = staff_list(list(listed(count)))
    read, run = timed(lambda: workflow.start_import(content, "список.xlsx", by=by))
    check, plan = timed(lambda: imports.plan(run))
    write, _ = timed(lambda: workflow.load_import(run, digest=plan.digest, by=by))
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
