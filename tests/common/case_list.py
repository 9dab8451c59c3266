"""Our own list of names and posts with hand-checked case forms, and how many of them the proposals hit."""

from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import yaml

from mentorship.common.cases import Case, decline_name, decline_post

DATA = Path(__file__).parent / "data"
CASES = list(Case)


@dataclass(frozen=True)
class Tried:
    """One proposal and the form it should be."""

    nominative: str
    case: Case
    expected: str
    text: str
    sure: bool

    @property
    def is_right(self):
        return self.text == self.expected


def _forms(nominative, row):
    if row == "=":
        return [nominative] * len(CASES)
    stem, *endings = row.split()
    return [nominative, *(stem + ending for ending in endings)]


def names():
    """(last, first, patronymic, gender, six forms): each surname with given names of its gender by turns."""
    parts = yaml.safe_load((DATA / "case_names.yaml").read_text("utf-8"))
    for gender in ("m", "f"):
        given = zip(cycle(parts["firsts"][gender].items()), cycle(parts["patronymics"][gender].items()), strict=False)
        for (last, row), (first, second) in zip(parts["surnames"][gender].items(), given, strict=False):
            columns = [_forms(last, row), _forms(*first), _forms(*second)]
            forms = [" ".join(filter(None, words)) for words in zip(*columns, strict=True)]
            yield last, first[0], second[0], gender, forms


def posts():
    """(post, six forms)."""
    for row in yaml.safe_load((DATA / "case_posts.yaml").read_text("utf-8")):
        forms = [""] * len(CASES)
        for at, word in enumerate(row["words"].replace(" +- ", " + -").split(" + ")):
            glue = "" if at == 0 or word.startswith("-") else " "
            for index, text in enumerate(_word(word)):
                forms[index] += glue + text
        yield forms[0] + _rest(row), [form + _rest(row) for form in forms]


def _word(word):
    if "|" not in word:
        return [word] * len(CASES)
    head, endings = (part.strip() for part in word.split("|"))
    stem, _, nominative = head.partition(" ")
    return [stem + nominative, *(stem + ending for ending in endings.split())]


def _rest(row):
    return f" {row['rest']}" if "rest" in row else ""


def tried():
    """Every proposal for the list: a nominative goes in, six cases come out."""
    for last, first, patronymic, gender, forms in names():
        for case, expected in zip(CASES, forms, strict=True):
            proposal = decline_name(last, first, patronymic, gender, case)
            yield Tried(f"{last} {first} {patronymic}".strip(), case, expected, proposal.text, proposal.sure)
    for post, forms in posts():
        for case, expected in zip(CASES, forms, strict=True):
            proposal = decline_post(post, case)
            yield Tried(post, case, expected, proposal.text, proposal.sure)
