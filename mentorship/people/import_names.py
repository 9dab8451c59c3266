"""People named in the cells of a list – «Иванова М.П.», «М. П. Иванова», «Иванова Мария» – found among the cards."""

import re
from collections import defaultdict

from mentorship.common.russian import clean_text
from mentorship.common.search import name_key, search_key

from . import staff_cells as cells
from .import_people import choices_of

NEXT_ONE = re.compile(r"[;\n/]|,\s*(?=[А-ЯЁA-Z])|\s+и\s+(?=[А-ЯЁ])|(?<=\s)\d+\s*[.)]\s*(?=[А-ЯЁ])")
POST_BEFORE = re.compile(r"^\s*(?:[а-яё][а-яё.-]*\s+)+(?=[А-ЯЁ])")  # «молодой специалист Орлова А.Д.»
INITIALS_FIRST = re.compile(r"\s*[А-ЯЁA-Z]\.")
OFFERED = 8  # people to choose from


class NotFound(Exception):
    """Nobody, or several people, may be meant by ``text``; ``people`` are those to choose from."""

    def __init__(self, text, people):
        super().__init__(text)
        self.text, self.people = text, people[:OFFERED]

    def problem(self, row, where, code):
        """The question to the user at the cell of ``code``."""
        if self.people and len(self.people) > 1:
            message = f"«{self.text}» – подходят несколько человек."
        else:
            message = f"«{self.text}» – такого человека нет в списке людей."
        return where.problem(
            row,
            code,
            message,
            "Выберите, кто это." if self.people else "Сначала заведите карточку или исправьте имя.",
            asked=search_key(self.text),
            choices=choices_of(self.people),
        )


def names_in(text):
    """Names that stand in one cell: numbers and posts before them, posts and brackets after them are left out."""
    text = re.sub(r"\([^()]*\)", " ", cells.as_text(text))
    parts = (re.sub(r"^\s*\d+\s*[.)]\s*", "", part) for part in NEXT_ONE.split(text))
    parts = (POST_BEFORE.sub("", part) for part in parts)
    parts = (clean_text(re.split(r",|\s[-–—]\s", part)[0]).strip(" ,;") for part in parts)
    return [part for part in parts if re.search("[А-ЯЁA-Z]", part)]


class NameBook:
    """Everybody there is, to be found by a name as people write it.

    Args:
        answers: {search key of what was typed: number of the card} as the user has chosen.
    """

    def __init__(self, people, answers):
        self.answers = answers
        self.people = {person.pk: person for person in people}
        self.by_last = defaultdict(list)
        for person in people:
            words = name_key(person.last_name).split()
            rest = name_key(f"{person.first_name} {person.patronymic}").split()
            self.by_last[words[0] if words else ""].append((words, rest, person))

    def find(self, text):
        """The person whom ``text`` means.

        Raises:
            NotFound: nobody or several people fit, and the user has not chosen yet.
        """
        chosen = self.answers.get(search_key(text), "")
        if chosen.isdecimal() and int(chosen) in self.people:
            return self.people[int(chosen)]
        words = name_key(text.replace(".", ". ")).split()
        if INITIALS_FIRST.match(text):
            letters = next(at for at, word in enumerate([*words, "--"]) if len(word) > 1)
            words = [*words[letters:], *words[:letters]]
        found = [person for last, rest, person in self.by_last[words[0]] if _fits(words, last, rest)] if words else []
        if len(found) == 1:
            return found[0]
        raise NotFound(text, found or [person for _, _, person in self.by_last[words[0] if words else ""]])


def _fits(words, last, rest):
    if words[: len(last)] != last:
        return False
    told = words[len(last) :]
    return len(told) <= len(rest) and all(whole.startswith(part) for part, whole in zip(told, rest, strict=False))
