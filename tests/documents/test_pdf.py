"""The PDF is read back: words, places on the sheet, fonts, doors that stay shut."""

import io
import multiprocessing
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path

import pdfplumber
import pikepdf
import pytest
from docx import Document

from mentorship.documents import blocks, docx_writer, pdf, press
from mentorship.documents.layout import ORDER, PLAIN, Layout

from .sample_papers import FULL_NAME, PAIR_COLUMNS, consent, order, pair_rows, squashed

MM = 72 / 25.4
BAIT = '<img src="file:///etc/passwd"><link rel=attachment href="file:///etc/passwd">{{ settings.SECRET_KEY }}'
LONG_NAME = "Длиннофамильская" * 13  # 208 letters without a space


@pytest.fixture(scope="module")
def order_pages():
    return read(pdf.render(order(), ORDER, title="Приказ № 45-од", code="A1B2-C3"))


@lru_cache(maxsize=1)  # the same file is asked about several things
def read(data):
    """Pages of a PDF: size in mm and characters with their places in mm, in the order of the file."""
    with pdfplumber.open(io.BytesIO(data)) as file:
        return [
            {
                "width": float(page.width) / MM,
                "height": float(page.height) / MM,
                "chars": [
                    {
                        "text": char["text"],
                        "left": char["x0"] / MM,
                        "right": char["x1"] / MM,
                        "top": char["top"] / MM,
                        "bottom": char["bottom"] / MM,
                    }
                    for char in page.chars
                    if char["text"].strip()
                ],
            }
            for page in file.pages
        ]


def body(page, layout=PLAIN):
    """Characters between the margins."""
    top, _, bottom, _ = layout.margins("landscape" if page["width"] > page["height"] else "portrait")
    return [char for char in page["chars"] if char["top"] >= top - 1 and char["bottom"] <= page["height"] - bottom + 1]


def said(chars):
    return "".join(char["text"] for char in chars)


def words(data, layout=PLAIN):
    return "".join(said(body(page, layout)) for page in read(data))


def top_margin(page, layout=ORDER):
    return [char for char in page["chars"] if char["bottom"] < layout.margin_top]


@pytest.mark.parametrize(
    ("paper", "layout"), [(order(), ORDER), (order(orientation="portrait"), ORDER), (consent(), PLAIN)]
)
def test_it_says_the_words_of_the_blocks_and_nothing_else(paper, layout):
    expected = squashed("".join(blocks.plain_text(paper)))
    assert words(pdf.render(paper, layout, title="Документ"), layout) == expected


def test_sheet_and_margins_of_an_order(order_pages):
    first = order_pages[0]
    assert (round(first["width"]), round(first["height"])) == (210, 297)
    chars = body(first, ORDER)
    assert 30 - 0.2 <= min(char["left"] for char in chars) < 31
    assert 199 < max(char["right"] for char in chars) <= 200.2
    assert 20 - 0.2 <= min(char["top"] for char in chars) < 22


def test_no_word_leaves_the_sheet(order_pages):
    for page in order_pages:
        assert all(
            char["left"] > 4 and char["right"] < page["width"] - 4 and char["bottom"] < page["height"] - 4
            for char in page["chars"]
        )


def test_pages_are_numbered_from_the_second_and_an_annex_by_itself():
    pages = read(pdf.render(order(pairs=40, readers=20), ORDER, title="Приказ"))
    annex = next(n for n, page in enumerate(pages) if page["width"] > page["height"])
    numbers = [said(top_margin(page)) for page in pages]
    assert annex >= 2, "the order itself must have a second page"
    assert numbers[:annex] == ["", *map(str, range(2, annex + 1))]
    assert numbers[annex:] == ["", *map(str, range(2, len(pages) - annex + 1))]
    for page in (pages[1], pages[annex + 1]):
        (number,) = top_margin(page)
        _, right, _, left = ORDER.margins("landscape" if page["width"] > page["height"] else "portrait")
        assert (number["left"] + number["right"]) / 2 == pytest.approx((left + page["width"] - right) / 2, abs=0.5)
        assert number["top"] >= 10


def test_a_long_table_repeats_its_header_and_keeps_rows_whole():
    paper = [blocks.table(PAIR_COLUMNS, pair_rows(60))]
    pages = [said(body(page)) for page in read(pdf.render(paper, PLAIN, title="Пары"))]
    assert len(pages) > 2
    assert all(page.startswith("№п/пНаставник,должность") for page in pages)
    for n in range(1, 61):
        row = f"{n}.СмирноваОльгаВикторовна{n},учитель-логопед№{n}БеловаАннаИгоревна{n},"
        assert sum(row in page for page in pages) == 1


@pytest.mark.slow
def test_long_names_wrap_and_stay_between_the_margins():
    paper = [
        blocks.letterhead("", FULL_NAME + LONG_NAME, LONG_NAME),
        blocks.requisites("01.09.2026", LONG_NAME, LONG_NAME),
        blocks.heading(LONG_NAME),
        blocks.fill_line(LONG_NAME, LONG_NAME),
        blocks.item(LONG_NAME),
        blocks.table(PAIR_COLUMNS, [["1.", LONG_NAME, FULL_NAME, "2026"]]),
        blocks.signoff("Дата", LONG_NAME),
        blocks.signature(LONG_NAME, LONG_NAME),
        blocks.acquaintance("Ознакомлены", [{"name": LONG_NAME, "post": LONG_NAME}]),
    ]
    data = pdf.render(paper, ORDER, title=LONG_NAME)
    for page in read(data):
        for char in page["chars"]:
            assert char["left"] >= 29.8
            assert char["right"] <= 200.3
    assert sorted(words(data, ORDER)) == sorted(squashed("".join(blocks.plain_text(paper))))


@pytest.mark.parametrize("lines", range(30, 40, 2))
def test_a_signature_never_stands_alone(lines):
    paper = [blocks.item("Один пункт.") for _ in range(lines)] + [blocks.signature("Заведующий", "А.С. Петрова")]
    pages = [said(body(page)) for page in read(pdf.render(paper, PLAIN, title="Приказ"))]
    (signed,) = [page for page in pages if "Заведующий" in page]
    assert signed.count("Одинпункт.") >= 2


def test_a_signature_moves_to_the_second_page_with_its_text():
    paper = [blocks.item("Один пункт.") for _ in range(38)] + [blocks.signature("Заведующий", "А.С. Петрова")]
    assert len(read(pdf.render(paper, PLAIN, title="Приказ"))) == 2, "the test above must have met a full page"


def test_mirrored_margins():
    paper = [blocks.paragraph("Слово. " * 1300)]
    layout = Layout(margin_left=30, mirror=True)
    first, second = read(pdf.render(paper, layout, title="Положение"))[:2]
    assert min(char["left"] for char in first["chars"] if char["top"] > 20) == pytest.approx(30, abs=0.5)
    assert min(char["left"] for char in second["chars"] if char["top"] > 20) == pytest.approx(10, abs=0.5)


def test_mark_of_a_draft_and_code():
    draft = read(pdf.render(order(), ORDER, title="Приказ", draft=True, code="A1B2-C3"))
    issued = read(pdf.render(order(), ORDER, title="Приказ"))
    for page in draft:
        assert "ПРОЕКТ" in said(page["chars"])
        code = [char for char in page["chars"] if char["bottom"] > page["height"] - 20][-7:]
        assert said(code) == "A1B2-C3"
        assert code[0]["left"] < page["width"] / 3
    for page in issued:
        assert "ПРОЕКТ" not in said(page["chars"])
        assert "A1B2" not in said(page["chars"])


def test_issued_file_is_archival_with_its_fonts_inside():
    with pikepdf.open(io.BytesIO(pdf.render(consent(), PLAIN, title="Согласие О.В. Смирновой"))) as file:
        with file.open_metadata() as metadata:
            assert metadata.pdfa_status == "2U"
            assert metadata["dc:title"] == "Согласие О.В. Смирновой"
        assert file.Root.Lang == "ru"
        assert "/StructTreeRoot" in file.Root
        fonts = [font for page in file.pages for font in page.Resources.Font.values()]
        assert fonts
        for font in fonts:
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
        assert any("Liberation-Serif" in str(font.BaseFont) for font in fonts)


def test_a_number_does_not_break_at_its_hyphen():
    lines = [blocks.paragraph(f"{'слово ' * 8}{'я' * n} приказом № 61-од, и") for n in range(1, 14)]
    (page,) = read(pdf.render([*lines, blocks.table([{"title": "№ 61-од"}], [["№ 61-од"]])], PLAIN, title="Приказ"))
    marks = "".join(char["text"] for char in page["chars"])
    ends = [place + 2 for place in range(len(marks)) if marks.startswith("61-од", place)]
    assert len(ends) == 15
    assert all(page["chars"][end]["right"] <= page["chars"][end + 1]["left"] + 0.2 for end in ends)


def test_markup_and_templates_in_a_text_stay_text():
    paper = [
        blocks.letterhead(BAIT, BAIT, BAIT),
        blocks.paragraph(BAIT),
        blocks.item(BAIT),
        blocks.table([{"title": BAIT}], [[BAIT]], BAIT),
        blocks.chart("Год", "bar", {"rows": [[BAIT[:40], 5]]}, alt=BAIT),
        blocks.signature(BAIT, BAIT, BAIT),
    ]
    data = pdf.render(paper, PLAIN, title=BAIT, code='"><img src=file:///etc/passwd>')
    text = said([char for page in read(data) for char in page["chars"]])
    assert text.count(squashed(BAIT)) >= 8
    assert "root:" not in text
    assert not embedded(data)


def test_the_press_fetches_nothing():
    target = Path(__file__).as_uri()
    html = (
        f'<html><head><link rel="attachment" href="{target}"/><link rel="stylesheet" href="{target}"/>'
        f'<style>@import "{target}";p{{background:url({target})}}</style></head>'
        f'<body><p>Слово<img src="{target}"/><object data="{target}"/></p></body></html>'
    )
    data = press.print_paper([press.Part(html, PLAIN)])
    assert words(data) == "Слово"
    assert not embedded(data)


def embedded(data):
    """Files and pictures that a PDF carries, fonts apart."""
    with pikepdf.open(io.BytesIO(data)) as file:
        return [
            found
            for found in file.objects
            if isinstance(found, pikepdf.Stream | pikepdf.Dictionary)
            and (found.get("/Type") in ("/EmbeddedFile", "/Filespec") or found.get("/Subtype") == "/Image")
        ]


def test_what_no_font_can_hold_is_dropped():
    paper = [blocks.paragraph("а\x00б\ud800в\u202eг\u200bд\x85\ufffe\ue000е"), blocks.note("Конец")]
    assert words(pdf.render(paper, PLAIN, title="\x00\ud800")) == "абвгдеКонец"


@pytest.mark.parametrize(
    ("kind", "data", "figures"),
    [
        ("bar", {"rows": [["Сентябрь", 12.5], ["Октябрь", None]]}, ["12,5", "н/д"]),
        ("donut", {"rows": [["педагог – педагог", 4], ["ученик – ученик", 2]]}, ["4", "2"]),
        ("stacked", {"series": ["да", "нет"], "rows": [["Вопрос 1", [7, 3]]]}, ["7", "3"]),
        ("heat", {"columns": ["сен", "окт"], "rows": [["Пара 1", [2, None]]]}, ["2"]),
    ],
)
def test_a_chart_shows_its_figures(kind, data, figures):
    text = words(pdf.render([blocks.chart("Встречи по месяцам", kind, data)], PLAIN, title="Отчёт"))
    assert "Встречипомесяцам" in text
    assert squashed(data["rows"][0][0]) in text
    for figure in figures:
        assert figure in text


def test_a_pack_keeps_the_order_and_tells_its_progress():
    told = []
    papers = [(consent(f"Имя {n}"), PLAIN, "Согласие") for n in range(3)]
    data = pdf.render_pack(papers, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert words(data) == squashed("".join(text for paper, *_ in papers for text in blocks.plain_text(paper)))


@pytest.mark.slow
def test_a_large_pack_is_shared_with_a_second_process():
    told = []
    papers = [([blocks.note(f"Лист {n}")], PLAIN, "Лист") for n in range(press.ALONE + press.BATCH)]
    data = pdf.render_pack(papers, progress=lambda *step: told.append(step))
    assert [said(page["chars"]) for page in read(data)] == [f"Лист{n}" for n in range(len(papers))]
    assert told[-1] == (len(papers), len(papers))
    assert told == sorted(told)


def test_a_pack_survives_the_death_of_the_second_process():
    killed = []

    def kill(done, total):
        for child in multiprocessing.active_children():
            child.kill()
            killed.append(child.pid)

    papers = [([blocks.note(f"Лист {n}")], PLAIN, "Лист") for n in range(press.ALONE)]
    data = pdf.render_pack(papers, progress=kill)
    assert killed
    assert [said(page["chars"]) for page in read(data)] == [f"Лист{n}" for n in range(len(papers))]


def test_for_two_sided_print_each_paper_begins_on_a_face():
    two_pages = [blocks.note("Один"), blocks.annex([], "Два")]
    papers = [([blocks.note("А")], PLAIN, "А"), (two_pages, PLAIN, "Б"), ([blocks.note("В")], PLAIN, "В")]
    data = pdf.render_pack(papers, duplex=True)
    assert [said(body(page)) for page in read(data)] == ["А", "", "Один", "Два", "В", ""]


def test_an_empty_pack_is_refused():
    with pytest.raises(ValueError, match="ни одного документа"):
        pdf.render_pack([])


@pytest.mark.slow
def test_two_threads_may_print_at_once():
    with ThreadPoolExecutor(4) as pool:
        files = list(pool.map(lambda n: pdf.render(consent(f"Имя {n}"), PLAIN, title="Согласие"), range(8)))
    for n, data in enumerate(files):
        assert f"Имя{n}" in words(data)


def test_without_pango_the_message_names_the_packages(tmp_path):
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library libpango-1.0-0')")
    code = (
        "from mentorship.documents import press; from mentorship.documents.layout import PLAIN\n"
        "try: press.print_paper([press.Part(press.BLANK, PLAIN)])\n"
        "except RuntimeError as error: print(press.APT_LINE in str(error))"
    )
    path = os.pathsep.join([str(tmp_path), str(Path(__file__).resolve().parents[2])])
    result = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | {"PYTHONPATH": path}, capture_output=True, check=True
    )
    assert result.stdout.strip() == b"True", result.stderr


def test_a_row_of_one_cell_is_a_heading_across_the_table():
    table = blocks.table([{"title": "№", "width": 10}, {"title": "Что", "width": 90}], [["Этап 1"], ["1.1", "Дело"]])
    blocks.validate([table])
    with pdfplumber.open(io.BytesIO(pdf.render([table], PLAIN, title="Таблица"))) as file:
        drawn = file.pages[0].find_tables()[0]
        assert [len([cell for cell in row.cells if cell]) for row in drawn.rows] == [2, 1, 2]
    said = Document(io.BytesIO(docx_writer.render([table], PLAIN, title="Таблица"))).tables[0]
    assert said.rows[1].cells[0]._tc is said.rows[1].cells[1]._tc
    assert [cell.text for cell in said.rows[2].cells] == ["1.1", "Дело"]
