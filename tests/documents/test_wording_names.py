"""Whatever is typed as a wording, only the names of its list are replaced and nothing is evaluated (trust.md I-07)."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mentorship.documents import wording, workflow
from mentorship.documents.blocks import worded
from mentorship.documents.models import KindWording

from .test_wording import kind, post, unit  # noqa: F401

HOSTILE = [
    "{{ 7*7 }}",
    "{% load static %}",
    "{куратора.__class__}",
    "{куратора!r}",
    "{куратора:>9}",
    "{куратора|upper}",
    "{0}",
    "{}",
    "{__import__('os')}",
    "{номер}",  # a gap of every paper, and no word of this one
    "}{",
    "{\nдня}",
    "${7*7}",
]
HARMLESS = ["<script>alert(1)</script>", "%(куратора)s %s", "\\1 \\g<0>", "&lt;b&gt;", "$куратора"]
pieces = st.sampled_from([*HOSTILE, *HARMLESS, "{куратора}", "{ Дня }", "{дня}", "{", "}", " ", "\n", "с ", "."])
typed = st.lists(pieces | st.text(max_size=8), max_size=12).map("".join)


def bare(text):
    """A text without what the making of whole sentences may change: spaces, stops, the size of the first letter."""
    return re.sub(r"[\s.]", "", text).lower()


@settings(max_examples=60, deadline=None)
@given(typed)
@example("Назначить {куратора} с {дня}")
def test_a_text_is_refused_or_has_its_names_replaced_and_the_rest_as_typed(typed):
    text = wording.tidy(typed)
    if wording.problem(unit(), text):
        return
    expected = re.sub(r"(?i)\{\s*куратора\s*\}", "Лебедеву О.С.", text)
    expected = re.sub(r"(?i)\{\s*дня\s*\}", "1 сентября 2026 г.", expected)
    assert "{" not in expected + worded.filled(text, unit().words)
    assert bare(worded.filled(text, unit().words)) == bare(expected)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30) | st.sampled_from([*HOSTILE, *HARMLESS, "{дня}"]))
@example("{дня}")
def test_a_value_of_the_records_is_never_read_as_a_name(value):
    words = {"куратора": (value, "кого"), "дня": ("1 сентября", "когда")}
    assert bare(worded.filled("Назначить {куратора} с {дня}", words)) == bare(f"Назначить {value} с 1 сентября")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_name_that_is_not_in_the_list_is_not_saved(kind, curator, as_user, text):  # noqa: F811
    whole = f"С {{дня}} назначить {{куратора}} {text}"
    with pytest.raises(workflow.OwnWordingError):
        workflow.save_wording(kind, texts={"appoint": whole}, version=0, by=curator)
    answer = post(as_user(curator), kind, "save", appoint=whole)
    assert answer.status_code == 200
    assert "Формулировки не сохранены" in answer.content.decode()
    assert not KindWording.objects.exists()


def test_marks_of_other_languages_stand_as_they_were_typed(kind, curator, as_user):  # noqa: F811
    text = f"С {{дня}} назначить {{куратора}}: {' '.join(HARMLESS)}"
    workflow.save_wording(kind, texts={"appoint": text}, version=0, by=curator)
    said = next(block["text"] for block in wording.sheet(kind) if block["type"] == "item")
    assert said == f"С 1 сентября 2026 г. назначить Лебедеву О.С.: {' '.join(HARMLESS)}"
    page = post(as_user(curator), kind, "show", version=1, appoint=text).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert(1)" not in page
