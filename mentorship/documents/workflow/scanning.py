"""A stack of scans put in its places: by the codes on the sheets, the rest by hand."""

from django.db import transaction

from mentorship.common.workflow import WorkflowError, locked

from .. import codes, files, scan_reader, scans
from ..models import WaitingScan

Doubt = WaitingScan.Doubt
NO_CODE = "Кода на листе не видно: наберите его с листа или выберите документ."


class Doubtful(WorkflowError):
    """The sheets are not attached until somebody has looked at them; ``doubt`` says which way out there is."""

    def __init__(self, doubt, message):
        super().__init__(message)
        self.doubt = doubt


def take_scans(stored, *, by):
    """Keep dropped files among the waiting scans until they are read; none is lost if reading never comes."""
    return WaitingScan.objects.bulk_create([WaitingScan(file=one, name=one.name, added_by=by) for one in stored])


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
    part = WaitingScan(file=stored, name=name, is_read=True, pages=run.count, added_by=scan.added_by)
    part.code = str(run.code or "")
    try:
        with transaction.atomic():
            record = _attached(part, run.code, "", by)
    except WorkflowError as error:
        part.doubt, part.why = getattr(error, "doubt", Doubt.LOOK), str(error)
        part.save()
        return name, run.count, part.code, f"Ждёт: {error}"
    return name, run.count, part.code, f"Приложен: {record}"


@transaction.atomic
def place_scan(scan, typed, *, by, how=""):
    """Attach a waiting scan to the record whose code was typed; returns the record.

    Args:
        how: what the user has decided of the doubt he was shown: «as_is», «replace» or «append»; it counts only for
            the code of which it was shown.

    Raises:
        WorkflowError: no such code, or the record takes no scan now.
        Doubtful: something is to be looked at first; the scan remembers it.
    """
    locked(scan)
    code = codes.parse(typed)
    if code is None and typed.strip():
        raise WorkflowError(f"«{typed.strip()[:40]}» – не код листа. Он стоит внизу слева, например P123-4-A.")
    decided = how if code and str(code) == scan.code and scan.doubt in (Doubt.LOOK, Doubt.HAS_SCAN) else ""
    record = _attached(scan, code, decided, by)
    scan.delete()
    return record


def remember_doubt(scan, typed, error):
    """Keep with a waiting scan why it could not be attached to the typed code."""
    scan.code, scan.doubt, scan.why = str(codes.parse(typed) or ""), getattr(error, "doubt", Doubt.NO_CODE), str(error)
    scan.save(update_fields=["code", "doubt", "why"])


@transaction.atomic
def drop_scan(scan):
    """A scan that nobody needs: its file goes with it."""
    locked(scan)
    stored = scan.file
    scan.delete()
    files.drop(stored)


def _attached(scan, code, how, by):
    if code is None:
        raise Doubtful(Doubt.NO_CODE, NO_CODE)
    target = scans.target_of(code)
    if not target.may(by):
        raise WorkflowError("Такие листы разбирает куратор: оставьте скан ему.")
    record = target.find(code)
    if record is None:
        raise Doubtful(Doubt.NO_CODE, f"Листа с кодом {code} в портале нет: проверьте код.")
    locked(record)
    if not how:
        _check(target, record, code, scan.pages)
    stored = scan.file
    if how == "append" and record.scan:
        old = record.scan
        content = scan_reader.joined(old.read(), stored.read(), first_type=old.content_type)
        stored = files.store(content, name=stored.name, content_type=files.PDF, by=by)
    target.attach(record, stored, by=by)
    if stored != scan.file:
        transaction.on_commit(lambda: files.drop(scan.file))
    return record


def _check(target, record, code, pages):
    """Raise Doubtful where a scan may be of another text, another paper or one too many."""
    if record.scan:
        raise Doubtful(Doubt.HAS_SCAN, f"У документа уже есть скан: {record}. Заменить его или добавить страницы?")
    if doubt := target.doubt(record, code):
        raise Doubtful(Doubt.LOOK, doubt)
    printed = target.pages(record)
    if printed and pages > printed + printed % 2:  # two-sided print may end with an empty side
        raise Doubtful(
            Doubt.LOOK,
            f"Страниц в скане – {pages}, а в документе – {printed}: {record}. Нет ли среди них чужого листа?",
        )
