"""Every kind of paper, by its filled sample: the PDF and the DOCX say all its words in order, on the sheet it asks for."""

import io
import re
import shutil
import subprocess
from itertools import groupby

import pytest
from docx import Document
from docx.table import Table

from mentorship.documents import blocks, docx_writer, freezing, kinds, pdf

from .sample_papers import squashed
from .test_pdf import body, read, said

pytestmark = pytest.mark.slow

SAMPLED = [kind for group in kinds.catalogue().values() for kind in group if kind.sample]


def paper_of(kind):
    """The sample as it looks once issued."""
    return freezing.fill(kind.sample(), number="12-од", dated=None)


@pytest.fixture(scope="module", params=SAMPLED, ids=lambda kind: kind.code)
def made(request):
    kind = request.param
    paper = paper_of(kind)
    blocks.validate(paper)
    return kind, paper, read(pdf.render(paper, kind.layout, title=kind.title))


def test_the_pdf_says_every_word_in_order(made):
    kind, paper, pages = made
    words = [block for block in paper if block["type"] != "chart"]  # a picture says its words in an order of its own
    if words != paper:
        pages = read(pdf.render(words, kind.layout, title=kind.title))
    assert unsaid(words, kind, pages) == ""


def test_a_consent_takes_one_sheet(made):
    kind, _, pages = made
    assert len(pages) == 1 or not kind.code.startswith("consent")


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_a_word_processor_prints_the_same_words(tmp_path):
    for kind in SAMPLED:
        content = docx_writer.render(paper_of(kind), kind.layout, title=kind.title)
        (tmp_path / f"{kind.code}.docx").write_bytes(content)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, *tmp_path.glob("*.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    left = {
        kind.code: unsaid(paper_of(kind), kind, read((tmp_path / f"{kind.code}.pdf").read_bytes())) for kind in SAMPLED
    }
    assert {code: words for code, words in left.items() if words} == {}


def unsaid(paper, kind, pages):
    """The words of a paper that its pages do not say, from the first that is missing or out of order."""
    headers = [squashed("".join(column["title"] for column in block["columns"])) for block in _tables(paper)]
    left = squashed("".join(blocks.plain_text(paper)))
    for page in pages:
        text = said(body(page, kind.layout)).replace("\u2011", "-")  # how LibreOffice prints a hyphen that holds
        # a table that goes on repeats its header
        text = next((text[len(top) :] for top in headers if text.startswith(top) and not left.startswith(top)), text)
        if not left.startswith(text):
            return f"{left[:200]}\n instead: {text[:200]}"
        left = left[len(text) :]
    return left


def _tables(paper):
    yield {"columns": blocks.ACQUAINTANCE_COLUMNS}
    yield from (block for block in paper if block["type"] == "table")


def test_nothing_leaves_the_margins(made):
    kind, _, pages = made
    for page in pages:
        _, right, _, left = kind.layout.margins("landscape" if page["width"] > page["height"] else "portrait")
        assert min(char["left"] for char in page["chars"]) >= left - 0.3
        assert max(char["right"] for char in page["chars"]) <= page["width"] - right + 0.3
        assert max(char["bottom"] for char in page["chars"]) <= page["height"] - 5
        assert page["chars"], "an empty page"


def test_no_heading_of_a_column_breaks_inside_a_word(made):
    _, paper, pages = made
    titles = {column["title"] for block in _tables(paper) for column in block["columns"]}
    broken = {word for page in pages for title in titles for word in _broken(title, page["chars"])}
    assert broken == set(), "the column is too narrow for its heading"


def _broken(title, chars):
    """Words of the heading that stand on two lines of the page where it is printed."""
    start = said(chars).find(squashed(title))
    if start < 0 or len(said(chars)) != len(chars):  # not on this page; a ligature would shift the places
        return
    for word in re.findall(r"[^\s-]+-?", title):
        letters = chars[start : start + len(word)]
        start += len(word)
        if max(one["top"] for one in letters) - min(one["top"] for one in letters) > 1:
            yield word


def test_pages_are_numbered_from_the_second(made):
    kind, _, pages = made
    for place, page in enumerate(pages):
        number = said(char for char in page["chars"] if char["bottom"] < kind.layout.margins()[0] - 1)
        assert number.isdigit() if number else True
        assert not (place == 0 and number)


def test_the_docx_says_the_same_words(made):
    kind, paper, _ = made
    document = Document(io.BytesIO(docx_writer.render(paper, kind.layout, title=kind.title)))
    said = " ".join(" ".join(_texts(document)).split())
    assert said == " ".join(" ".join(blocks.plain_text(paper)).split())


def _texts(document):
    for element in document.iter_inner_content():
        if isinstance(element, Table):
            for row in element.rows:
                for _, cells in groupby(row.cells, key=lambda cell: cell._tc):  # a heading across is one cell
                    yield from (line.text for line in next(cells).paragraphs)
        else:
            yield element.text


def test_every_kind_tells_what_it_is_for(made):
    kind, _, _ = made
    assert kind.about.endswith(".")
    assert kind.ground
    assert kind.storage.term
