"""The sheet of a paper on the screen: the same words as on paper, below the one heading of its page."""

import pytest
from django.template.loader import render_to_string

from mentorship.documents import kinds, pdf

SAMPLED = [kind for group in kinds.catalogue().values() for kind in group if kind.sample]


@pytest.mark.parametrize("kind", SAMPLED, ids=lambda kind: kind.code)
def test_a_sheet_brings_no_second_heading_of_the_first_level(kind, db):
    sheet = pdf.preview(kind.sample(), kind.layout)
    html = render_to_string("documents/_sheet.html", {"sheet": sheet})
    assert 'aria-label="Текст документа"' in html
    assert "<h1" not in html
