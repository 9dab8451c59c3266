"""A dropped stack of scans, read in the background; and how a scan finds its paper."""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from mentorship.accounts.workflow import notify
from mentorship.common.exports import XLSX, xlsx_bytes
from mentorship.common.russian import date_digits
from mentorship.common.workflow import WorkflowError

from . import codes, kinds, permissions, scan_reader, workflow
from .models import Paper, WaitingScan
from .scans import Target
from .works import Result

JOB = "sort_scans"
COLUMNS = ["Файл", "Страниц", "Код на листе", "Что стало"]
MOST_CHOICES = 300
MOST_MEANT = 20


def sort(params, progress, by):
    """Read the dropped files one by one; ends with a list of what became of each sheet."""
    found = WaitingScan.objects.filter(pk__in=params["scans"], is_read=False).select_related("file")
    waiting = [(scan, _count(scan.file)) for scan in found]
    done, total, told = 0, sum(pages for _, pages in waiting), []
    for scan, pages in waiting:
        told += workflow.sort_scan(scan, by=by, progress=lambda page, of, done=done: progress(done + page, total))
        done += pages
    if not told:
        raise WorkflowError("Эти сканы уже разобраны.")
    words = _tell(told, by)
    name = f"Разбор сканов {date_digits(timezone.localdate())}.xlsx"
    return Result(xlsx_bytes("Разбор сканов", COLUMNS, told), name, XLSX, said=words)


def _count(stored):
    try:
        return scan_reader.page_count(stored.read(), stored.content_type)
    except scan_reader.Unreadable:
        return 1  # the reading will say what is wrong, the other files are read all the same


def _tell(told, by):
    """Tell the one who dropped the stack what became of it, now and in a notice; returns the words."""
    left = sum(what.startswith("Ждёт") for *_, what in told)
    words = f"Приложено – {len(told) - left}, ждут вас – {left}." if left else f"Приложено – {len(told)}."
    notify(by, f"Сканы прочитаны. {words}", reverse("documents:scans"))
    return f"{words} Вернитесь и разберите те, что ждут." if left else words


def _find(code):
    return Paper.objects.filter(pk=code.number).select_related("scan", "pdf").first()


def _pages(paper):
    workflow.keep_pdf(paper)
    return scan_reader.page_count(paper.pdf.read()) if paper.pdf else 0


def _doubt(paper, code):
    if paper.version != code.version:
        return f"Напечатан другой текст (редакция {code.version}, издана {paper.version}): сверьте лист с документом."
    return ""


def _attach(paper, stored, *, by, day):
    workflow.attach_scan(paper, stored, by=by)
    return ""


def _choices(user):
    return _named(_awaited(user)[:MOST_CHOICES])


def _awaited(user):
    papers = Paper.objects.visible_to(user).filter(state=Paper.State.ISSUED, scan=None).without_text()
    return papers.order_by("-issued_on", "-pk")


def _named(papers):
    return [(str(codes.of_paper(one)), f"{kinds.title(one.kind)}: {one}") for one in papers]


def _meant(user, text):
    number = text.strip().removeprefix("№").strip()
    if not number:
        return []
    spelt = {number, number.upper(), number.lower()}  # the database compares Cyrillic letter by letter
    issued = Paper.objects.visible_to(user).issued().without_text().order_by("-issued_on", "-pk")
    if found := list(issued.filter(Q(number__in=spelt) | Q(journal_number__in=spelt)).exclude(number="")[:MOST_MEANT]):
        return _named(found)
    if not any(letter.isalpha() for letter in text):
        return []
    return _named(_awaited(user).search(text)[:MOST_MEANT])


PAPERS = Target(
    find=_find,
    attach=_attach,
    pages=_pages,
    doubt=_doubt,
    may=permissions.can_attach_scan,
    choices=_choices,
    meant=_meant,
)
