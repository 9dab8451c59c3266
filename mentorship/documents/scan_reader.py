"""Scans read on this machine: which pages bear which code. Bytes in, plain values out; no records, no network."""

import io
import threading
from contextlib import closing, contextmanager
from dataclasses import dataclass

from . import codes
from .files import PDF

RESOLUTIONS = (150, 300)  # dots an inch; most codes are read at the first
MOST_DOTS = 20_000_000  # of one page: a sheet of A4 at 300 is 8.7 million, a poster is read at less
MOST_PAGES = 400
POINTS = 72
SKETCH = 60  # dots an inch of a picture to look at
DARK = 150  # of 256 shades of grey
MOST_DUST = 0.0005  # of an empty page
BROKEN = "Файл PDF повреждён: отсканируйте листы ещё раз."
_LOCK = threading.Lock()  # PDFium works in one thread at a time


@dataclass(frozen=True)
class Run:
    """Pages that belong together: the first bears the code, or no page does."""

    first: int  # counted from 1
    count: int
    code: codes.Code | None


class Unreadable(ValueError):
    """The file cannot be read; the message is for the user."""


def read(content, content_type, progress=lambda done, total: None):
    """The runs of pages in a file; a page without a code belongs to the one before it, leading ones are a run by themselves.

    Args:
        progress: called with (pages done, pages in all).

    Raises:
        Unreadable: too many pages, or the file is broken where its first check did not see it.
    """
    found = [_code_of(page) for page in _pages(content, content_type, progress)]
    starts = [0, *(place for place, code in enumerate(found) if code and place)]
    ends = [*starts[1:], len(found)]
    return [Run(start + 1, end - start, found[start]) for start, end in zip(starts, ends, strict=True)]


def cut(content, content_type, run):
    """The pages of a run as a PDF of its own."""
    if content_type != PDF:
        return _picture_as_pdf(content)
    import pikepdf  # slow import

    with _opened(content) as source, pikepdf.new() as target:
        target.pages.extend(source.pages[run.first - 1 : run.first - 1 + run.count])
        return _saved(target)


def joined(first, second, *, first_type=PDF):
    """Two scans as one PDF, the second (a PDF) after the first."""
    import pikepdf  # slow import

    first = first if first_type == PDF else _picture_as_pdf(first)
    with pikepdf.open(io.BytesIO(first)) as whole, pikepdf.open(io.BytesIO(second)) as part:
        whole.pages.extend(part.pages)
        return _saved(whole)


def turned(content, content_type=PDF):
    """The scan as a PDF with each page turned a quarter to the right."""
    with _opened(content if content_type == PDF else _picture_as_pdf(content)) as pdf:
        for page in pdf.pages:
            page.rotate(90, relative=True)
        return _saved(pdf)


def look(content, content_type=PDF):
    """The first page as a small PNG.

    Raises:
        Unreadable: the file is broken.
    """
    out = io.BytesIO()
    _sketch(content, content_type, 1).save(out, "PNG", optimize=True)
    return out.getvalue()


def is_empty(content, content_type, number):
    """Is nothing written on a page (counted from 1)? The edges, where scanners leave shadows, are not looked at."""
    page = _sketch(content, content_type, number)
    left, top = page.width // 16, page.height // 16
    inside = page.crop((left, top, page.width - left, page.height - top))
    dark = sum(inside.histogram()[:DARK])
    return dark < MOST_DUST * inside.width * inside.height


def _sketch(content, content_type, number):
    if content_type != PDF:
        picture = _picture(content)
        picture.thumbnail((SKETCH * 12, SKETCH * 12))  # a sheet of A4 is 11.7 inches high
        return picture
    import pypdfium2  # slow import

    try:
        with _LOCK, closing(pypdfium2.PdfDocument(content)) as file:
            return _drawn(file[number - 1], SKETCH)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(BROKEN) from error


def page_count(content, content_type=PDF):
    """How many pages a PDF has; a picture is one."""
    if content_type != PDF:
        return 1
    with _opened(content) as file:
        return len(file.pages)


@contextmanager
def _opened(content):
    import pikepdf  # slow import

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            yield pdf
    except pikepdf.PdfError as error:
        raise Unreadable(BROKEN) from error


def _saved(pdf):
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def _picture_as_pdf(content):
    from PIL import Image  # slow import

    out = io.BytesIO()
    with Image.open(io.BytesIO(content)) as image:
        image.convert("RGB").save(out, "PDF", resolution=max(image.size) / 11.7, quality=90)  # a sheet of A4
    return out.getvalue()


def _pages(content, content_type, progress):
    """Each page as a list of functions that draw it, coarse first."""
    if content_type != PDF:
        yield [lambda: _picture(content)]
        progress(1, 1)
        return
    import pypdfium2  # slow import

    try:
        with _LOCK, closing(pypdfium2.PdfDocument(content)) as file:
            if len(file) > MOST_PAGES:
                raise Unreadable(f"Страниц в файле больше {MOST_PAGES}: разделите его на части.")
            for place in range(len(file)):
                yield [lambda dots=dots, place=place: _drawn(file[place], dots) for dots in RESOLUTIONS]
                progress(place + 1, len(file))
    except pypdfium2.PdfiumError as error:
        raise Unreadable(BROKEN) from error


def _drawn(page, dots):
    width, height = page.get_size()
    scale = min(dots / POINTS, (MOST_DOTS / max(width * height, 1)) ** 0.5)
    with closing(page):
        return page.render(scale=scale, grayscale=True).to_pil()


def _picture(content):
    from PIL import Image  # slow import

    with Image.open(io.BytesIO(content)) as image:
        return image.convert("L")


def _code_of(drawings):
    """The one code that a page shows; None if it shows none of ours or several."""
    import zxingcpp  # slow import

    for draw in drawings:
        read_codes = zxingcpp.read_barcodes(draw(), formats=zxingcpp.BarcodeFormat.QRCode)
        found = {code for one in read_codes if (code := codes.parse(one.text))}
        if found:
            return found.pop() if len(found) == 1 else None
    return None
