"""The press: parts of papers as well-formed HTML in, PDF out. Knows WeasyPrint and the sheet, nothing of Django.

It is closed in: nothing but ``data:`` is fetched, the fonts are those of ``static/fonts/paper``. One thread
at a time works it, because threads that share fonts crash; a pack takes a second process to help.
"""

import gc
import io
import multiprocessing
import threading
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template

from . import codes
from .frame import picture
from .layout import Layout

APT_LINE = "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
DRAFT_MARK = "ПРОЕКТ"
ISSUED = {"pdf_variant": "pdf/a-2u", "pdf_tags": True}  # for keeping: all fonts inside, readable aloud
PRINTED = {"pdf_tags": False}  # for the printer
BATCH = 25  # pages held in memory before they are written
ALONE = 30  # a smaller pack is done before a second process has loaded its fonts

FONT = "Portal Liberation Serif"  # the bundled face, for pictures inside a paper

BLANK = "<html><body/></html>"  # a page with nothing on it
QR = "qr:"  # address of the picture of a code
QR_SIZE, EDGE = 14, 4.5  # mm: the code of a sheet, and what a printer leaves white

NATURAL = 1.149  # single spacing of the serif in em, the unit in which ГОСТ and Word count the interval

_FONTS = Path(__file__).resolve().parents[2] / "static" / "fonts" / "paper"
# Names of our own: another version of the same face in the system must not be taken for the bundled one.
_FACES = [
    (FONT, "normal", "normal", "LiberationSerif-Regular.ttf"),
    (FONT, "bold", "normal", "LiberationSerif-Bold.ttf"),
    (FONT, "normal", "italic", "LiberationSerif-Italic.ttf"),
    (FONT, "bold", "italic", "LiberationSerif-BoldItalic.ttf"),
    ("Portal Symbols", "normal", "normal", "PaperSymbols.ttf"),
]
_FILES = {f"font:{file}": _FONTS / file for *_, file in _FACES}
_SHEET = Template((Path(__file__).parent / "paper.css").read_text(encoding="utf-8"))
_LOCK = threading.Lock()


@dataclass(frozen=True)
class Part:
    """Main text or annex of a paper, ready for the press: HTML that is well-formed XML, with the tags of ``paper.css``."""

    html: str
    layout: Layout
    orientation: str = "portrait"
    draft: bool = False
    coded: bool = False  # the HTML says a code for the corner of each page
    qr: str = ""  # the code of the picture that the HTML asks for under :data:`QR`


def print_paper(parts):
    """One paper as PDF/A-2u, tagged. Raises RuntimeError where Pango is missing."""
    with _LOCK, _collector_at_rest():
        press = _press()
        return press.pdf(press.paper(parts, ISSUED), ISSUED)


def print_pack(papers, *, progress=None, duplex=False):
    """Many papers in one PDF for the printer; a second process helps with a large pack.

    Args:
        papers: list of functions, each giving the parts of one paper, in the order of printing.
        progress: called with (papers done, papers in all).
        duplex: each paper begins on a face, so that two-sided print never joins two of them.
    """
    with _collector_at_rest():
        if len(papers) >= ALONE:
            try:
                return _print_together(papers, progress, duplex)
            except (EOFError, OSError):
                pass  # the second process could not start or was killed: begin again without it
        return _print_alone(papers, progress, duplex)


@contextmanager
def _collector_at_rest():
    """Leave garbage until a paper or a batch is done: to walk its pages again and again takes a tenth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _print_alone(papers, progress, duplex):
    stack = _Stack(duplex)
    for parts_of in papers:
        stack.add(parts_of())
        _tell(progress, stack.papers, len(papers))
    return _joined(stack.files())


def _print_together(papers, progress, duplex):
    """This process takes papers from the front, the helper from the back, until they meet."""
    todo = deque(papers)
    front = _Stack(duplex)
    with _Helper(duplex) as back:
        while todo:
            back.feed(todo)
            if todo:
                front.add(todo.popleft()())
            _tell(progress, front.papers + back.papers, len(papers))
        files = front.files()  # while the helper is still at its last papers
        while back.busy:
            back.wait()
            _tell(progress, front.papers + back.papers, len(papers))
        return _joined(files + back.files())


def _tell(progress, done, total):
    if progress:
        progress(done, total)


class _Stack:
    """Printed papers: pages pile up and are written in batches, since a page in memory is large."""

    def __init__(self, duplex, backwards=False):
        self.papers = 0
        self._duplex, self._backwards = duplex, backwards
        self._documents, self._files = [], []

    def add(self, parts):
        with _LOCK:
            documents = _press().paper(parts, PRINTED)
            if self._duplex and _pages(documents) % 2:
                documents += _press().paper([Part(BLANK, parts[-1].layout)], PRINTED)
        ours = self._documents
        self._documents = documents + ours if self._backwards else ours + documents
        self.papers += 1
        if _pages(self._documents) >= BATCH:
            self._write()

    def files(self):
        """PDF files that hold the papers in the order of the pack."""
        if self._documents:
            self._write()
        return self._files[::-1] if self._backwards else self._files

    def _write(self):
        with _LOCK:
            self._files.append(_press().pdf(self._documents, PRINTED))
        self._documents = []
        gc.collect(1)  # the pages, young still; what the program holds is not walked


def _pages(documents):
    return sum(len(document.pages) for document in documents)


class _Helper:
    """A second process with a press of its own. EOFError or OSError when it dies."""

    AHEAD = 10  # papers in its hands, so that it does not wait while this process writes a batch

    def __init__(self, duplex):
        spawn = multiprocessing.get_context("spawn")  # a fork would inherit locks and database connections
        self._pipe, end = spawn.Pipe()
        self._process = spawn.Process(target=_help, args=(end, duplex), daemon=True)
        self._process.start()
        end.close()
        self._given = 0
        self.papers = 0

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self._pipe.close()
        self._process.kill()
        self._process.join()

    @property
    def busy(self):
        return self._given > self.papers

    def feed(self, todo):
        """Take from the end of ``todo`` what the helper can begin now."""
        while self.busy and self._pipe.poll():
            self.wait()
        while todo and self._given - self.papers < min(self.AHEAD, 1 + len(todo) // 2):  # near the end it takes fewer
            self._pipe.send(todo.pop()())
            self._given += 1

    def wait(self):
        """Wait until the helper has done one more paper."""
        self._pipe.recv()
        self.papers += 1

    def files(self):
        """The helper's PDF files in the order of the pack."""
        self._pipe.send(None)
        return self._pipe.recv()


def _help(pipe, duplex):
    """Life of the helper: papers come in, then None, and all its files go out."""
    stack = _Stack(duplex, backwards=True)
    with _collector_at_rest():
        while (parts := pipe.recv()) is not None:
            stack.add(parts)
            pipe.send(stack.papers)
        pipe.send(stack.files())


def _joined(files):
    """Several PDF files as one."""
    if len(files) == 1:
        return files[0]
    import pikepdf  # slow import

    with pikepdf.open(io.BytesIO(files[0])) as whole:
        for file in files[1:]:
            with pikepdf.open(io.BytesIO(file)) as part:
                whole.pages.extend(part.pages)
        target = io.BytesIO()
        whole.save(target)
        return target.getvalue()


class _Press:
    """WeasyPrint with the fonts of papers loaded and every door shut; one in a process."""

    def __init__(self):
        try:
            import weasyprint  # slow import: a second
            from weasyprint.text.fonts import FontConfiguration
            from weasyprint.urls import URLFetcher, URLFetcherResponse

            from . import press_engine
        except OSError as error:  # cffi did not find the libraries
            raise RuntimeError(f"Для печати PDF не хватает системных библиотек: {APT_LINE}") from error

        class BundledFonts(URLFetcher):
            """Gives the bundled faces by their names and nothing else; not for papers."""

            def fetch(self, url, headers=None):
                return URLFetcherResponse(url, _FILES[url].read_bytes())

        press_engine.remember()
        self._weasyprint, self._engine = weasyprint, press_engine
        self._fetcher = URLFetcher(allowed_protocols={"data"}, allow_redirects=False)
        self._fonts = FontConfiguration()
        self._css(_font_faces(), BundledFonts())  # enters the faces into the configuration
        self._sheet = cache(lambda *sheet: self._css(_sheet_text(*sheet), self._fetcher))

    def paper(self, parts, options):
        """Parts set in pages, one document each, numbered from its own beginning."""
        documents = []
        for part in parts:
            html = self._engine.Html(part.html, self._fetcher)
            on_back = _pages(documents) % 2 == 1
            sheet = self._sheet(part.layout, part.orientation, part.draft, part.coded, on_back)
            pictures = {QR: self._engine.Squares(codes.squares(part.qr), codes.BORDER)} if part.qr else {}
            documents.append(html.render(font_config=self._fonts, stylesheets=[sheet], cache=pictures, **options))
        return documents

    def pdf(self, documents, options):
        """Documents one after another in one file, under the title of the first."""
        pages = [page for document in documents for page in document.pages]
        return documents[0].copy(pages).write_pdf(**options)

    def _css(self, text, fetcher):
        return self._weasyprint.CSS(string=text, base_url="", url_fetcher=fetcher, font_config=self._fonts)


@cache
def _press():
    return _Press()


def _font_faces():
    rule = '@font-face{{font-family:"{}";font-weight:{};font-style:{};src:url(font:{})}}'
    return "\n".join(rule.format(*face) for face in _FACES)


def _sheet_text(layout, orientation, draft, coded, on_back):
    """``paper.css`` with the numbers of this layout; ``on_back``: the part begins on the back of a sheet."""
    width, height = layout.page(orientation)
    top, right, bottom, left = layout.margins(orientation)
    numbers = dict(vars(layout)) | {
        "page_width": width,
        "page_height": height,
        "top": top,
        "right": right,
        "bottom": bottom,
        "left": left,
        "font": ", ".join(_families(layout.font)),
        "line_height": NATURAL * layout.line_height,
        "line_height_block": NATURAL * layout.line_height_block,
        "heading_weight": "bold" if layout.heading_bold else "normal",
        "command_spacing": "letter-spacing: 3pt;" if layout.command_style == "spaced" else "",
        "draft": f'"{DRAFT_MARK}"' if draft else "none",
        "code": "string(code)" if coded else "none",
        "qr": "element(qr)" if coded else "none",
        "qr_size": max(0, min(QR_SIZE, bottom - EDGE)),
        "frame": _frame(width, height, left, top) if layout.frame else "",
    }
    rules = [f".w{n} {{ width: {n}%; }} .after{n} {{ margin-left: {n}%; }}" for n in range(1, 101)]
    if layout.mirror and orientation == "portrait":  # a landscape sheet is bound by its upper edge
        backs = "right" if on_back else "left"
        rules.append(f"@page :{backs} {{ margin-left: {right}mm; margin-right: {left}mm; }}")
    return "\n".join([_SHEET.substitute(numbers), *rules])


def _frame(width, height, left, top):
    """The frame behind a page; its place is counted from the margins."""
    return f"background: url({picture(width, height)}) -{left}mm -{top}mm / {width}mm {height}mm no-repeat;"


def _families(font):
    """The font of the layout, then the bundled ones that have what it may lack."""
    bundled = [f'"{FONT}"', '"Portal Symbols"', "serif"]
    if font == "Liberation Serif":
        return bundled
    return ['"' + "".join(c for c in font if c.isalnum() or c in " -") + '"', *bundled]
