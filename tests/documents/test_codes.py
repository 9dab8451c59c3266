"""Short codes of printed sheets: what is typed is what was printed, or nothing."""

import io
from dataclasses import replace

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from mentorship.documents import codes, pdf
from mentorship.documents.layout import ORDER

from .sample_papers import order

MARKS = st.one_of(st.just(""), st.from_regex(r"[0-9]{8}", fullmatch=True))
CODES = st.builds(codes.Code, st.sampled_from("PC"), st.integers(1, 99_999_999), st.integers(0, 99_999))


@given(CODES, MARKS)
def test_a_code_is_read_back_with_the_mark_of_the_institution(code, mark):
    found = codes.parse(codes.marked(code, mark))
    assert (found, found.mark) == (code, mark)


@pytest.mark.parametrize("typed", ["р123-4-а", " P123–4 – A ", "p123-4-a"])
def test_a_code_is_typed_as_it_comes(typed):
    assert codes.parse(typed) == codes.Code("P", 123, 4)


@given(CODES, st.data())
def test_one_wrong_character_is_no_code(code, data):
    text = str(code)
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from("0123456789-PCABEHKMTXY").filter(lambda one: one != text[place]))
    found = codes.parse(text[:place] + other + text[place + 1 :])
    assert found is None or found == code


@given(CODES, st.data())
def test_two_exchanged_characters_are_no_code(code, data):
    text = str(code)
    place = data.draw(st.integers(0, len(text) - 2))
    swapped = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    found = codes.parse(swapped)
    assert swapped == text or found is None or found == code


@pytest.mark.parametrize(
    "text",
    ["", "P", "P0-1-A", "P1-01-9", "12/2026-С", "https://example.org/P123-4-A", "P123-4-A\nP123-4-A", "P123-4-A*1"],
)
def test_anything_else_is_no_code(text):
    assert codes.parse(text) is None


def test_the_first_sheet_alone_bears_the_picture_in_its_lower_right_corner():
    layout = replace(ORDER, mark="00000005")
    data = pdf.render(order(), layout, title="Приказ", code=codes.Code("P", 123, 4))
    with pypdfium2.PdfDocument(io.BytesIO(data)) as file:
        pages = [page.render(scale=2).to_pil() for page in file]
    first, *others = [zxingcpp.read_barcodes(page) for page in pages]
    assert [one.text for one in first] == ["P123-4-A*00000005"]
    corner = first[0].position.top_left
    assert corner.x > pages[0].width * 0.8
    assert corner.y > pages[0].height * 0.9
    assert others
    assert not any(others)
