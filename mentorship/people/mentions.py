"""Who is named in the text of a paper, in whatever case; noted when the paper is issued and its text is frozen."""

import re
from collections import defaultdict

from mentorship.common.cases import Case
from mentorship.documents.models import Paper

from .forms_of import form
from .models import Mention, Person

SPACES = re.compile(r"[\s\u00a0]+")
WORDS = re.compile(r"[А-ЯЁA-Z][а-яёa-z]+")
ENDING = 2  # letters of a surname that change with the case


def note_mentions(sender, instance, update_fields=None, **kwargs):
    """Heard when a paper is saved: at its issue the people of its text are noted."""
    if instance.state == Paper.State.ISSUED and (update_fields is None or "state" in update_fields):
        named_people = [Mention(paper=instance, person=person) for person in named_in(instance.blocks)]
        Mention.objects.bulk_create(named_people, ignore_conflicts=True)  # saved again, it names the same people


def named_in(blocks):
    """People whom the text names, of all there are."""
    text = text_of(blocks)
    return named(text, _candidates(text))


def text_of(blocks):
    """The words of a paper in one line."""
    return SPACES.sub(" ", " ".join(_strings(blocks)))


def named(text, people):
    """Those of ``people`` named in full or by surname and initials; initials that fit two people name neither.

    The one who signs stands initials first and is not meant: the head signs every order.
    """
    found, by_initials = {}, defaultdict(list)
    for person in people:
        if any(_stands(words, text) for words in _forms(person, "name")):
            found[person.pk] = person
        for words in _forms(person, "short"):
            by_initials[words].append(person)
    for words, bearers in by_initials.items():
        if len(bearers) == 1 and _stands(words, text):
            found[bearers[0].pk] = bearers[0]
    return list(found.values())


def _candidates(text):
    """People with a surname that begins like a word of the text: declining everybody would take seconds."""
    begins = beginnings(text)
    people = Person.objects.exclude(first_name="").values_list("pk", "last_name")
    return Person.objects.filter(pk__in=[pk for pk, name in people if stem(name) in begins])


def beginnings(text):
    """All that words with a capital begin with."""
    words = map(str.lower, set(WORDS.findall(text)))
    return {word[:size] for word in words for size in range(1, len(word) + 1)}


def stem(last_name):
    """What stays of a surname in every case."""
    first = re.split(r"[ -]", last_name.lower())[0]
    return first[: max(len(first) - ENDING, 1)]


def _forms(person, what):
    return {SPACES.sub(" ", form(person, what, case)[0]) for case in Case}


def _stands(words, text):
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None


def _strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _strings(one)
