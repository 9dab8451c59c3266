"""A stack of scans put in its places: by the codes on the sheets, the rest by hand."""

from pathlib import PurePath

from django.db import transaction

from mentorship.common.workflow import WorkflowError, locked

from .. import codes, files, scan_reader, scans
from ..models import WaitingScan
from ..page import mark

Doubt = WaitingScan.Doubt
NO_CODE = "Кода на листе не видно: наберите код или номер с листа, или фамилию."
UNKNOWN = (
    "«{}» – такого кода, номера или человека среди документов и согласий нет."
    " Код стоит внизу листа слева, например P123-4-A."
)
ANOTHER = (
    "На листе код другого учреждения, это не документ портала."
    " Если лист ваш, а в карточке учреждения с тех пор исправлен ОГРН, наберите код с листа."
)
MANY = "По «{}» подходит несколько листов: выберите, чей это скан."


class Doubtful(WorkflowError):
    """The sheets are not attached until somebody has looked at them; ``doubt`` says which way out there is."""

    def __init__(self, doubt, message):
        super().__init__(message)
        self.doubt = doubt


def take_scans(stored, *, by, day=None):
    """Keep dropped files among the waiting scans until they are read; none is lost if reading never comes.

    Args:
        day: on which the sheets of the stack were signed, if it is one for all of them.
    """
    waiting = [WaitingScan(file=one, name=one.name, added_by=by, day=day) for one in stored]
    return WaitingScan.objects.bulk_create(waiting)


def return_scan(stored, *, why, by):
    """Let a scan that was attached wrongly wait again; the caller has taken it off its record."""
    try:
        pages = scan_reader.page_count(stored.read(), stored.content_type)
    except (scan_reader.Unreadable, OSError):
        pages = 0  # a broken file waits like any other: the mark must not hang on it
    waiting = WaitingScan(file=stored, name=stored.name, is_read=True, pages=pages, doubt=Doubt.NO_CODE, added_by=by)
    waiting.why = why
    waiting.save()
    return waiting


def sort_scan(scan, *, by, progress=lambda done, total: None):
    """Read a dropped file, attach what bears a code and is beyond doubt, leave the rest among the waiting.

    A repeat after a killed worker finds the file as it was, or gone.

    Returns:
        (name, pages, code, what became of it) for each run of pages.
    """
    content, content_type = scan.file.read(), scan.file.content_type
    try:
        runs = scan_reader.read(content, content_type, progress)
    except scan_reader.Unreadable as error:
        WaitingScan.objects.filter(pk=scan.pk).update(is_read=True, doubt=Doubt.NO_CODE, why=str(error))
        return [(scan.name, 0, "", str(error))]
    parts = [(run, scan_reader.cut(content, content_type, run)) for run in runs]
    with transaction.atomic():
        if not WaitingScan.objects.select_for_update().filter(pk=scan.pk, is_read=False).exists():
            return []
        told = [_place(scan, run, part, by) for run, part in parts]
        source = scan.file
        scan.delete()
        files.drop(source)
    return told


def _place(scan, run, content, by):
    """Attach one run of pages, or let it wait with the reason."""
    last = run.first + run.count - 1
    name = scan.name if run.first == last == 1 else f"{scan.name}, стр. {run.first}–{last}"
    stored = files.store(content, name=f"{run.code or 'Скан'}.pdf", content_type=files.PDF, by=by)
    part = WaitingScan(file=stored, name=name, is_read=True, pages=run.count, added_by=scan.added_by, day=scan.day)
    part.code = "" if run.code and _is_of_another(run.code) else str(run.code or "")
    try:
        with transaction.atomic():
            record, words = _attached(part, run.code, "", by)
    except WorkflowError as error:
        part.doubt, part.why = getattr(error, "doubt", Doubt.LOOK), str(error)
        part.code = part.code or str(_meant(PurePath(scan.name).stem, by) or "")
        part.save()
        return name, run.count, str(run.code or ""), f"Ждёт: {error}"
    return name, run.count, part.code, ". ".join(filter(None, [f"Приложен: {record}", words]))


@transaction.atomic
def place_scan(scan, typed, *, by, how="", day=None):
    """Attach a waiting scan to the record whose code, number or person was typed; returns (record, what became of it).

    Args:
        day: on which the sheet was signed, if it is known.
        how: what the user has decided of the doubt he was shown: «as_is», «replace» or «append»; it counts only for
            the code of which it was shown.

    Raises:
        WorkflowError: nothing is meant by what was typed, or the record takes no scan now.
        Doubtful: something is to be looked at first; the scan remembers it.
    """
    locked(scan)
    code = _meant(typed, by)
    if code is None and typed.strip():
        if scans.meant(by, typed):
            raise Doubtful(Doubt.MANY, MANY.format(typed.strip()[:40]))
        raise WorkflowError(UNKNOWN.format(typed.strip()[:40]))
    decided = how if code and str(code) == scan.code and scan.doubt in (Doubt.LOOK, Doubt.HAS_SCAN) else ""
    scan.day = day
    attached = _attached(scan, code, decided, by)
    scan.delete()
    return attached


def remember_doubt(scan, typed, error, *, by, day=None):
    """Keep with a waiting scan what was typed and why it could not be attached to that."""
    scan.code, scan.typed, scan.day = str(_meant(typed, by) or ""), typed, day
    scan.doubt, scan.why = getattr(error, "doubt", Doubt.NO_CODE), str(error)
    scan.save(update_fields=["code", "typed", "day", "doubt", "why"])


@transaction.atomic
def turn_scan(scan, *, by):
    """Turn the sheets of a waiting scan a quarter to the right."""
    locked(scan)
    _keep_instead(scan, scan_reader.turned(scan.file.read(), scan.file.content_type), by)


@transaction.atomic
def split_scan(scan, *, page, by):
    """Part a waiting scan in two before a page, for a sheet that has got among those of another record.

    Raises:
        WorkflowError: there is no such page to begin the second part with.
    """
    locked(scan)
    content, content_type = scan.file.read(), scan.file.content_type
    pages = scan_reader.page_count(content, content_type)
    if not 2 <= page <= pages:
        raise WorkflowError(f"Страниц в скане – {pages}: отделить можно со второй по последнюю.")
    rest = scan_reader.cut(content, content_type, scan_reader.Run(page, pages - page + 1, None))
    stored = files.store(rest, name="Скан.pdf", content_type=files.PDF, by=by)
    why = f"Отделён от «{scan.name}» со страницы {page}. {NO_CODE}"
    part = WaitingScan(file=stored, name=f"{scan.name}, отделено", is_read=True, pages=pages - page + 1, why=why)
    part.doubt, part.added_by, part.day = Doubt.NO_CODE, scan.added_by, scan.day
    part.save()
    scan.pages = page - 1
    _keep_instead(scan, scan_reader.cut(content, content_type, scan_reader.Run(1, page - 1, None)), by)
    return part


def _keep_instead(scan, content, by):
    """Keep other bytes for a waiting scan; those before go."""
    old = scan.file
    scan.file = files.store(content, name=old.name, content_type=files.PDF, by=by)
    scan.save(update_fields=["file", "pages"])
    files.drop(old)


@transaction.atomic
def drop_scan(scan):
    """A scan that nobody needs: its file goes with it."""
    locked(scan)
    stored = scan.file
    scan.delete()
    files.drop(stored)


def _meant(typed, by):
    """The code that was typed, or that of the only record which is meant; None where there is not one."""
    if code := codes.parse(typed):
        return code
    found = scans.meant(by, typed) if typed.strip() else []
    return codes.parse(found[0][0]) if len(found) == 1 else None


def _attached(scan, code, how, by):
    """(record, what became of it)."""
    if code is None:
        raise Doubtful(Doubt.NO_CODE, NO_CODE)
    if _is_of_another(code):
        raise Doubtful(Doubt.NO_CODE, ANOTHER)
    target = scans.target_of(code)
    if not target.may(by):
        raise WorkflowError("Такие листы разбирает куратор: оставьте скан ему.")
    record = target.find(code)
    if record is None:
        raise Doubtful(Doubt.NO_CODE, f"Листа с кодом {code} в портале нет: проверьте код.")
    locked(record)
    if not how:
        _check(target, record, code, scan)
    stored = scan.file
    if how == "append" and record.scan:
        old = record.scan
        content = scan_reader.joined(old.read(), stored.read(), first_type=old.content_type)
        stored = files.store(content, name=stored.name, content_type=files.PDF, by=by)
    words = target.attach(record, stored, by=by, day=scan.day)
    if stored != scan.file:
        transaction.on_commit(lambda: files.drop(scan.file))
    return record, words


def _is_of_another(code):
    """Did another institution print the sheet? One without a mark is taken for ours: it may be older than the marks."""
    return bool(code.mark) and code.mark != mark()


def _check(target, record, code, scan):
    """Raise Doubtful where a scan may be of another text, another paper or one too many."""
    if record.scan:
        raise Doubtful(Doubt.HAS_SCAN, f"У документа уже есть скан: {record}. Заменить его или добавить страницы?")
    if doubt := target.doubt(record, code):
        raise Doubtful(Doubt.LOOK, doubt)
    printed, pages = target.pages(record), scan.pages
    if not printed or pages <= printed:
        return
    one_side = pages == printed + printed % 2  # two-sided print may end with an empty side
    if not one_side or not scan_reader.is_empty(scan.file.read(), scan.file.content_type, pages):
        raise Doubtful(
            Doubt.LOOK,
            f"Страниц в скане – {pages}, а в документе – {printed}: {record}. Нет ли среди них чужого листа?",
        )
