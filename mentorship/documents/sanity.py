"""What is wrong with numbers, frozen papers and files: found by reading all of them (trust.md O-09).

A restored backup or work in the database by hand leaves such traces; the portal itself cannot.
"""

from collections import defaultdict
from itertools import pairwise

from django.db import connection

from mentorship.common.russian import date_digits

from . import storage, triggers
from .models import Counter, Paper, Series, SeriesRule, StoredFile

checks = []  # callables of the apps around, each gives sentences, one a damage


def damages():
    """Sentences, one a damage; an empty list means that all is whole."""
    found = [*_triggers(), *_numbers(), *_papers(), *_files()]
    return [*found, *(damage for check in checks for damage in check())]


def _triggers():
    missing = sorted(triggers.NAMES[connection.vendor] - triggers.present(connection))
    return [
        f"В базе нет триггера {name}: изданные документы не защищены. Выполните manage.py migrate." for name in missing
    ]


def _numbers():
    """Gaps, order of dates and the counter of each row of numbers that papers have."""
    rows = defaultdict(list)
    for paper in Paper.objects.filter(sequence__isnull=False).order_by("sequence", "suffix", "repeat").without_text():
        rows[paper.series, paper.year].append(paper)
    counters = {(counter.series, counter.year): counter.value for counter in Counter.objects.all()}
    kept_elsewhere = {key for key in counters if key[0] != Series.ORDERS and key not in rows}
    for series, year in sorted(rows.keys() | counters.keys() - kept_elsewhere):
        name = f"{Series(series).label}, {year}"
        papers = rows[series, year]
        gaps_are_allowed = SeriesRule.of(series).gaps == SeriesRule.Strictness.WARN
        yield from _gaps(name, {paper.sequence for paper in papers}, counters.get((series, year), 0), gaps_are_allowed)
        yield from _dates(name, year, papers)


def _gaps(name, taken, counter, gaps_are_allowed):
    last = max(taken, default=0)
    for number in [] if gaps_are_allowed else sorted(set(range(1, last + 1)) - taken):
        yield f"{name}: нет документа с порядковым номером {number}."
    if counter != last:
        yield f"{name}: счётчик стоит на {counter}, а последний номер {last}."


def _dates(name, year, papers):
    for before, after in pairwise(papers):
        if before.sequence < after.sequence and before.issued_on > after.issued_on:
            yield (
                f"{name}: № {after.number} датирован {date_digits(after.issued_on)},"
                f" раньше, чем № {before.number} ({date_digits(before.issued_on)})."
            )
    for paper in papers:
        if paper.issued_on.year != year:
            yield f"{name}: № {paper.number} датирован {date_digits(paper.issued_on)}, другим годом."


def _papers():
    """Each issued paper against its PDF and against what the history says was issued."""
    for paper in Paper.objects.issued().select_related("pdf").order_by("pk").iterator(chunk_size=100):
        if not paper.number and paper.series:
            yield f"{paper}: документ издан, а номера нет."
        if paper.pdf is None:
            yield f"{paper}: нет файла PDF. Выполните manage.py repair_work."
        elif paper.pdf.sha256 != paper.pdf_sha256:
            yield f"{paper}: SHA-256 документа не та, что у его файла PDF."
        if changed := _changed_since_issue(paper):
            yield f"{paper}: изменён в обход портала ({', '.join(changed)})."


def _changed_since_issue(paper):
    """Frozen fields that differ from the history row of the issue."""
    issued = paper.history.filter(state=Paper.State.ISSUED).order_by("history_date", "history_id").first()
    if issued is None:
        return ["нет записи об издании"]
    return [
        str(Paper._meta.get_field(name.removesuffix("_id")).verbose_name)
        for name in triggers.FROZEN
        if getattr(issued, name) != getattr(paper, name)
    ]


def _files():
    for stored in StoredFile.objects.order_by("pk").iterator(chunk_size=500):
        where = f"Файл № {stored.pk} «{stored.name}»"
        try:
            content = stored.read()
        except FileNotFoundError:
            yield f"{where}: на диске нет."
        except storage.Damaged:
            yield f"{where}: содержимое на диске изменилось."
        else:
            if len(content) != stored.size:
                yield f"{where}: размер {len(content)} байт, а записан {stored.size}."
