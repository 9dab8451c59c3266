"""What the press remembers changes no paper, and an upgrade of WeasyPrint that goes past the memory is noticed."""

import io

import pikepdf
import pytest
from weasyprint import css
from weasyprint.draw import text as painter
from weasyprint.layout import inline, preferred
from weasyprint.text import line_break

from mentorship.documents import blocks, codes, pdf, press, press_engine
from mentorship.documents.layout import ORDER, PLAIN

from .sample_papers import consent, order

PAPERS = [(order(pairs=12), ORDER, "Приказ", "P12-1-0"), (consent(), PLAIN, "Согласие", "C7-1-0")]


def operators(data):
    """What is drawn on each page."""
    with pikepdf.open(io.BytesIO(data)) as file:
        return [page.Contents.read_bytes() for page in file.pages]


@pytest.fixture
def work(monkeypatch):
    """Counts of what WeasyPrint computes and asks of Pango while papers are printed."""
    press.print_paper([press.Part('<html lang="ru"/>', PLAIN)])  # the press is there
    done = {"styles": 0, "lines": 0}

    def counted(owner, name, what):
        original = getattr(owner, name)

        def call(*arguments, **named):
            done[what] += 1
            return original(*arguments, **named)

        monkeypatch.setattr(owner, name, call)

    counted(press_engine._Styles.__base__, "set_computed_styles", "styles")
    counted(line_break.Layout, "setup", "lines")
    return done


@pytest.fixture
def forgetful(monkeypatch):
    """A switch to WeasyPrint as it comes."""

    def switch():
        drawn = painter.draw_first_line.__self__
        for module in (inline, preferred):
            monkeypatch.setattr(module, "split_first_line", line_break.split_first_line)
        monkeypatch.setattr(inline, "create_layout", line_break.create_layout)
        monkeypatch.setattr(css, "StyleFor", press_engine._Styles.__base__)
        monkeypatch.setattr(line_break.Layout, "reactivate", drawn._reactivate)
        monkeypatch.setattr(painter, "draw_first_line", drawn._draw)

    return switch


@pytest.mark.slow
def test_what_is_remembered_is_drawn_as_if_set_anew(forgetful):
    pack = [*PAPERS, *PAPERS]
    remembered = operators(pdf.render_pack(pack))
    half = len(remembered) // 2
    assert remembered[:half] == remembered[half:]
    forgetful()
    assert operators(pdf.render_pack(pack)) == remembered


@pytest.mark.slow
def test_a_paper_said_twice_is_computed_once(work):
    pdf.render_pack(PAPERS)
    assert work["lines"]
    work.update(styles=0, lines=0)
    pdf.render_pack(PAPERS)
    once = work["lines"]
    assert work["styles"] == 0
    work.update(lines=0)
    pdf.render_pack(PAPERS * 3)
    assert work["lines"] == once, "each file writes a line once"


def test_another_width_breaks_the_same_text_anew():
    paper = [blocks.paragraph("Слово за словом, и строка за строкой. " * 10)]
    wide, narrow = (operators(pdf.render(paper, layout, title="Текст")) for layout in (PLAIN, ORDER))
    assert wide != narrow
    assert operators(pdf.render(paper, PLAIN, title="Текст")) == wide


def test_the_qr_on_the_sheet_is_the_code_drawn_square_by_square():
    rows = codes.squares("C7-1-0")
    picture = press_engine.Squares(rows, codes.BORDER)
    assert picture.get_intrinsic_size(1, 16)[:2] == (29, 29)
    (page,) = operators(pdf.render(consent(), PLAIN, title="Согласие", code="C7-1-0"))
    drawn = sum(int(line.split()[2]) for line in page.splitlines() if line.endswith(b" 1 re") and b"." not in line)
    assert drawn == sum(map(sum, rows))
