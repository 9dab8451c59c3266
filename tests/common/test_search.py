import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship.common.search import MAX_TERMS, SORT_KEY_LENGTH, search_key, sort_key, terms

ALPHABET = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
any_text = st.text(st.characters())  # lone surrogates included
russian_words = st.text(ALPHABET, min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("parts", "key"),
    [
        (("Семёнова", "Алёна"), "семенова алена"),
        (("  Иванова-Петрова ", None, "", "Анна"), "иванова петрова анна"),
        (("Приказ № 15-Н",), "приказ 15 н"),
        (("a.b@ds3.ru",), "a b ds3 ru"),
        (("Са\u00adша", "И\u0306"), "саша й"),
        (("за\u0301мок",), "замок"),
        (("Müller",), "muller"),
        ((2025, "год"), "2025 год"),
        (("\x00А\ud800Б",), "а б"),
    ],
)
def test_search_key(parts, key):
    assert search_key(*parts) == key


def test_a_letter_is_found_in_either_normal_form():
    assert search_key(unicodedata.normalize("NFD", "Ёлкин Йод")) == search_key("Ёлкин Йод") == "елкин йод"


@given(any_text)
def test_keys_of_any_text_can_be_stored(text):
    found = search_key(text)
    assert found == search_key(found)
    found.encode()
    assert "\x00" not in found
    key = sort_key(text)
    assert key == "" or key.isdecimal()
    assert key.isascii()
    assert len(key) <= SORT_KEY_LENGTH


def test_every_letter_stands_after_the_one_before():
    for earlier, later in itertools.pairwise(ALPHABET):
        assert sort_key(earlier + "я") < sort_key(later)


@given(russian_words, russian_words)
def test_order_is_that_of_the_alphabet(left, right):
    by_alphabet = [ALPHABET.index(char) for char in left] < [ALPHABET.index(char) for char in right]
    assert (sort_key(left) < sort_key(right)) == by_alphabet


def test_a_list_is_sorted_as_people_expect():
    expected = [
        ("",),
        ("15 группа",),  # digits are read as signs, not as numbers
        ("5 группа",),
        ("Ежова", "Яна"),
        ("Ёжикова", "Анна"),
        ("Жукова", "Анна"),
        ("Петров", "Яков"),
        ("Петров-Водкин", "Кузьма"),
        ("Петрова", "Анна"),
        ("Smith", "Ann"),
        ("Әлия",),
    ]
    backwards = expected[::-1]
    assert sorted(backwards, key=lambda parts: sort_key(*parts)) == expected


def test_case_and_outer_spaces_do_not_matter_to_the_order():
    assert sort_key(" ПЕТРОВА  ") == sort_key("петрова")


def test_terms_are_normalised_and_limited():
    assert terms("  Семёнова, алёна СЕМЕНОВА ") == ["семенова", "алена"]
    assert terms(None) == terms("—!") == []
    assert len(terms(" ".join(map(str, range(50))))) == MAX_TERMS
