"""The DOCX is opened again: words, sections, rows; and turned into PDF where LibreOffice is at hand."""

import io
from itertools import pairwise

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from mentorship.documents import blocks, codes, docx_writer
from mentorship.documents.layout import ORDER, PLAIN, Layout

from .sample_papers import PAIR_COLUMNS, consent, order, pair_rows
from .test_pdf import BAIT

CHARTS = [
    blocks.chart("Встречи", "bar", {"rows": [["Сентябрь", 12.5, 20, "5 из 40"], ["Октябрь", None]]}, unit="%"),
    blocks.chart("Ответы", "stacked", {"series": ["да", "нет"], "rows": [["Вопрос 1", [7, 3]]]}),
    blocks.subtitle("Раздел"),
]


def opened(paper, layout=PLAIN):
    return Document(io.BytesIO(docx_writer.render(paper, layout, title="Документ")))


def lines(document):
    """Paragraphs of the body and of its tables in reading order."""
    for element in document.iter_inner_content():
        if isinstance(element, Paragraph):
            yield element
        else:
            for row in element.rows:
                for cell in row.cells:
                    yield from cell.paragraphs


def folded(texts):
    return " ".join(" ".join(texts).split())


@pytest.mark.parametrize(("paper", "layout"), [(order(), ORDER), (consent(), PLAIN), (CHARTS, PLAIN)])
def test_it_says_the_words_of_the_blocks_and_nothing_else(paper, layout):
    assert folded(line.text for line in lines(opened(paper, layout))) == folded(blocks.plain_text(paper))


def test_every_cell_is_as_wide_as_its_column():
    for table in opened(order(), ORDER).tables:
        for row in table.rows:
            assert [cell.width for cell in row.cells] == [column.width for column in table.columns]


def test_sheet_margins_and_page_number():
    document = opened(order(), ORDER)
    main, annex = document.sections
    assert (round(main.page_width.mm), round(main.page_height.mm)) == (210, 297)
    assert [round(side.mm) for side in (main.top_margin, main.right_margin, main.bottom_margin, main.left_margin)] == [
        *(20, 10, 20, 30)
    ]
    assert annex.orientation == WD_ORIENT.LANDSCAPE
    assert annex.page_width > annex.page_height
    assert annex._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
    for section in document.sections:
        assert section.different_first_page_header_footer
        assert "PAGE" in section.header._element.xml
        assert "PAGE" not in section.first_page_header._element.xml
    assert document.settings.element.find(qn("w:mirrorMargins")) is None


def test_each_annex_numbers_its_pages_itself():
    annexes = [blocks.annex([f"Приложение № {n}"], "Список", turn) for n, turn in ((1, "landscape"), (2, "portrait"))]
    document = opened([blocks.note("Текст"), *annexes])
    assert [len(section._sectPr.findall(qn("w:pgNumType"))) for section in document.sections] == [0, 1, 1]
    assert [section.orientation for section in document.sections] == [
        *(WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT)
    ]


def test_mirrored_margins():
    document = opened([blocks.note("Текст")], Layout(mirror=True))
    assert document.settings.element.find(qn("w:mirrorMargins")) is not None


def test_a_table_repeats_its_header_and_keeps_rows_whole():
    (table,) = opened([blocks.table(PAIR_COLUMNS, pair_rows(60))]).tables
    assert len(table.rows) == 61
    header, *rows = [row._tr.trPr for row in table.rows]
    assert header.find(qn("w:tblHeader")) is not None
    assert all(row.find(qn("w:tblHeader")) is None for row in rows)
    assert all(row.find(qn("w:cantSplit")) is not None for row in (header, *rows))


def test_a_signature_stays_with_the_text_before_it():
    paper = [blocks.item("Пункт. " * 30), blocks.item("Контроль."), blocks.signature("Заведующий", "А.С. Петрова")]
    kept = [line.paragraph_format.keep_with_next for line in lines(opened(paper)) if line.text]
    assert kept[:2] == [True, True]


def test_two_signatures_stay_together():
    paper = [blocks.signature("Председатель", "В. Ли"), blocks.signature("Секретарь", "О.И. Черных")]
    between = next(line for line in opened(paper).paragraphs if not line.text)
    assert between.paragraph_format.keep_with_next


def test_a_line_feed_begins_a_new_line():
    paper = [blocks.paragraph("с документом: приказ\n«Новые имена»"), blocks.table(PAIR_COLUMNS, [["Этап 1\nЗадача"]])]
    said = [line.text for line in lines(opened(paper))]
    assert "с документом: приказ\n«Новые имена»" in said
    assert "Этап 1\nЗадача" in said


def test_what_follows_a_signature_or_begins_a_table_stands_apart():
    table = blocks.table([{"title": "Показатель", "width": 100}], [["1"]])
    paper = [blocks.signature("Заведующий", "А.С. Петрова"), blocks.paragraph("Получил:"), table]
    received = next(line for line in lines(opened(paper)) if line.text == "Получил:")
    assert round(received.paragraph_format.space_before.mm) == 6
    assert round(received.paragraph_format.space_after.mm) == 3


def test_tables_that_touch_stay_apart():
    paper = [blocks.signature("Заведующий", "А.С. Петрова"), blocks.signature("Куратор", "И.И. Иванова")]
    body = opened(paper).element.body
    tags = [child.tag for child in body.iterchildren()]
    assert tags.count(qn("w:tbl")) == 2
    assert not any(pair == (qn("w:tbl"), qn("w:tbl")) for pair in pairwise(tags))
    assert tags[-2] == qn("w:p")


def test_markup_stays_text_and_unprintable_signs_are_dropped():
    paper = [blocks.paragraph(BAIT), blocks.table([{"title": "а\x00б"}], [["\ud800в\ufffe\x1b"]])]
    assert [line.text for line in lines(opened(paper)) if line.text] == [BAIT, "аб", "в"]


def test_a_number_does_not_break_at_its_hyphen():
    line = next(line for line in lines(opened([blocks.paragraph("воспитатель-методист, приказ № 61-од")])) if line.text)
    assert line.text == "воспитатель-методист, приказ №\u00a061-од"
    assert len(line._p.findall(f".//{qn('w:noBreakHyphen')}")) == 1


def test_properties_of_the_file_are_ours():
    properties = opened([blocks.note("Текст")]).core_properties
    assert (properties.title, properties.author, properties.comments) == ("Документ", "", "")
    assert properties.language == "ru-RU"


def test_a_bad_paper_is_refused():
    with pytest.raises(ValueError, match="не заполнено"):
        docx_writer.render([blocks.item("")], PLAIN, title="Приказ")


def margins(document):
    """Words in the headers and footers of each section: (on its first page, on the others)."""
    return [
        tuple(
            [line.text for part in parts for line in part.paragraphs if line.text]
            for parts in (
                (section.first_page_header, section.first_page_footer),
                (section.header, section.footer),
            )
        )
        for section in document.sections
    ]


def test_every_page_of_a_draft_says_so_and_bears_its_code():
    made = docx_writer.render(order(), ORDER, title="Приказ", draft=True, code=codes.Code("P", 123, 4))
    found = margins(Document(io.BytesIO(made)))
    assert len(found) == 2
    assert found == [(["ПРОЕКТ", f"P123-4-{str(codes.Code('P', 123, 4))[-1]}"],) * 2] * 2


def test_a_paper_without_a_code_has_empty_margins_and_no_project():
    assert margins(opened(order(), ORDER)) == [([], []), ([], [])]
