"""Proposals of case forms for names and posts.

Nothing here is the last word: a paper shows the form before it is made, and a form corrected by hand is kept
with the person. ``Proposal.sure`` is False where the rules guess (methodology.md 10.2, trap 7: never guess
silently).
Names go through pytrovich, posts through pymorphy3; both are loaded on the first call.
"""

import re
from dataclasses import dataclass, fields
from functools import lru_cache

from django.db.models import TextChoices

from mentorship.common.russian import PATRONYMIC_PARTICLES, clean_text, initials


class Case(TextChoices):
    """The six cases; the values name the fields of ``Forms``."""

    NOMINATIVE = "nom", "именительный"
    GENITIVE = "gen", "родительный"
    DATIVE = "dat", "дательный"
    ACCUSATIVE = "acc", "винительный"
    INSTRUMENTAL = "ins", "творительный"
    PREPOSITIONAL = "pre", "предложный"


@dataclass(frozen=True)
class Proposal:
    """A proposed form; prints as its text. ``sure`` is False when a person should look at it."""

    text: str
    sure: bool

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Forms:
    """Proposals of all six cases: ``forms.dat`` or ``forms[Case.DATIVE]``."""

    nom: Proposal
    gen: Proposal
    dat: Proposal
    acc: Proposal
    ins: Proposal
    pre: Proposal

    def __getitem__(self, case: str) -> Proposal:
        return getattr(self, Case(case).value)

    @property
    def sure(self) -> bool:
        """Whether every form is."""
        return all(getattr(self, field.name).sure for field in fields(self))


# --- Names ------------------------------------------------------------------------------------------------

_ENDINGS = (Case.GENITIVE, Case.DATIVE, Case.ACCUSATIVE, Case.INSTRUMENTAL, Case.PREPOSITIONAL)
# Where the rules of pytrovich go wrong. Forms: genitive, dative, accusative, instrumental, prepositional.
_SURNAME_EXCEPTIONS = {
    # read as a pronoun («кого, кому») by the rule for adjectives
    ("m", "кий"): ("кия", "кию", "кия", "кием", "кии"),
    # a noun of the first declension, not the feminine of «Щербин»
    ("f", "щербина"): ("щербины", "щербине", "щербину", "щербиной", "щербине"),
    # the stress falls on the ending: «о», not «е», after a hissing sound and «ц»
    ("m", "швец"): ("швеца", "швецу", "швеца", "швецом", "швеце"),
    ("m", "лещ"): ("леща", "лещу", "леща", "лещом", "леще"),
    ("m", "ткач"): ("ткача", "ткачу", "ткача", "ткачом", "ткаче"),
    ("m", "кузьмич"): ("кузьмича", "кузьмичу", "кузьмича", "кузьмичом", "кузьмиче"),
    ("m", "воробей"): ("воробья", "воробью", "воробья", "воробьём", "воробье"),
    ("m", "король"): ("короля", "королю", "короля", "королём", "короле"),
    ("m", "кобзарь"): ("кобзаря", "кобзарю", "кобзаря", "кобзарём", "кобзаре"),
    ("m", "пономарь"): ("пономаря", "пономарю", "пономаря", "пономарём", "пономаре"),
    ("m", "головня"): ("головни", "головне", "головню", "головнёй", "головне"),
    ("f", "головня"): ("головни", "головне", "головню", "головнёй", "головне"),
    ("m", "коваль"): ("коваля", "ковалю", "коваля", "ковалем", "ковале"),
    ("m", "заря"): ("зари", "заре", "зарю", "зарёй", "заре"),
    ("f", "заря"): ("зари", "заре", "зарю", "зарёй", "заре"),
    ("m", "грач"): ("грача", "грачу", "грача", "грачом", "граче"),
    ("m", "пугач"): ("пугача", "пугачу", "пугача", "пугачом", "пугаче"),
    # a Korean surname, not one on «-ын»
    ("m", "юн"): ("юна", "юну", "юна", "юном", "юне"),
    ("m", "гоголь"): ("гоголя", "гоголю", "гоголя", "гоголем", "гоголе"),
    # the stress falls on the stem
    ("f", "груша"): ("груши", "груше", "грушу", "грушей", "груше"),
    ("m", "груша"): ("груши", "груше", "грушу", "грушей", "груше"),
    ("m", "кваша"): ("кваши", "кваше", "квашу", "квашей", "кваше"),
    ("f", "кваша"): ("кваши", "кваше", "квашу", "квашей", "кваше"),
}
# Families decide differently whether a vowel drops out (Заяца or Зайца) or a woman is Малине or Малиной.
_DOUBTFUL_SURNAMES = {
    "m": re.compile(
        r"(?:ец|яц|[оеё]к|[оеё]л|ень|оть|ей|[жшчщц]а|[жшчщ]ь)$"
        r"|^(?:лев|лоб|рот|мох|лён|пёс|ветер|бобёр|ковёр|костёр|шатёр|хребет|журавель|уголь)$"
        r"|^[^аеёиоуыэюя]*[иыо]й$|(?<![сц]к)ий$"
    ),
    "f": re.compile(
        r"[жшчщц]а$|^[^аеёиоуыэюя]{1,2}(?:[оеё]ва|[иы]на)$"
        r"|^(?:мал|кал|был|дол|смород|дуб|год|луч|ос|ряб|верш|пуч|скот|тыч|берез|берёз|корз|паут)ина$"
    ),
}
# Endings where pytrovich has none: «Мышь», «Гуляй»; what of the word is cut off for them.
_LEFT_ALONE = (
    (re.compile(r"[жшчщ]ь$"), 1, ("а", "у", "а", "ем", "е")),
    (re.compile(r"[аеёиоуыэюя]й$"), 1, ("я", "ю", "я", "ем", "е")),
)
# Patronymics on «-ич» with the stress at the end: «Лукичом»; of others («Фокич») nobody is sure.
_STRESSED_PATRONYMICS = {"ильич", "лукич", "кузьмич", "фомич"}
_LIKE_ADJECTIVE = re.compile(r"(?:[оеё]ва|[иы]на|ая|яя)$")
_PLAIN_HALF = re.compile(r"(?:[оеё]в|[иы]н|[сц]кий|[оеё]ва|[иы]на|[сц]кая|ых|их)$")
# The instrumental depends on the stress («Ткачом», «Королём»); of «-вич» never.
_STRESSED = {
    "m": re.compile(r"(?<!ви)[жшчщц]$|ь$|[^аеёиоуыэюя]я$|^[^аеёиоуыэюя]*(?:[иыюя]н|[оеё]в)$"),
    "f": re.compile(r"[^аеёиоуыэюя]я$"),
}
_SOFT_FEMININE = {"любовь", "нинель", "рахиль", "эсфирь", "юдифь", "руфь"}


def gender_of(patronymic: str | None, first: str | None = "") -> str:
    """ "m" or "f" by the patronymic, else by a first name that belongs to one gender only; "" if unknown."""
    words = clean_text(patronymic).casefold().replace("-", " ").split()
    if words:
        if words[-1] in PATRONYMIC_PARTICLES:
            return PATRONYMIC_PARTICLES[words[-1]]
        if words[-1].endswith("ич"):
            return "m"
        if words[-1].endswith(("вна", "чна", "шна")):
            return "f"
    return _gender_of_first(clean_text(first))


def decline_name(last: str, first: str, patronymic: str, gender: str, case: str) -> Proposal:
    """Full name, surname first, in ``case``: «Ивановой Марии Петровне».

    Args:
        gender: "m", "f", or "" for unknown: then ``gender_of`` tells it; if that fails too, the name stays in
            the nominative and is not sure.
        case: a ``Case`` or its value.
    """
    sex, sure = _gender(patronymic, first, gender)
    case = Case(case)
    parts = [_surname(last, sex, case), _first(first, sex, case), _patronymic(patronymic, sex, case)]
    return _joined(parts, case, sure)


def decline_surname_initials(last: str, first: str, patronymic: str, gender: str, case: str) -> Proposal:
    """Surname in ``case`` and initials after it, the order of running text: «Ивановой И.И.»."""
    sex, sure = _gender(patronymic, first, gender)
    case = Case(case)
    signs = Proposal(initials(clean_text(first), clean_text(patronymic)), True)
    return _joined([_surname(last, sex, case), signs], case, sure)


def _gender(patronymic: str | None, first: str | None, gender: str) -> tuple[str, bool]:
    """Gender to decline by, and whether nothing speaks against it."""
    told = gender_of(patronymic)
    if gender:
        return gender, (told or gender_of("", first)) in ("", gender)
    if told:
        return told, True
    return gender_of("", first), False


def _joined(parts: list[Proposal], case: Case, sure: bool) -> Proposal:
    text = " ".join(part.text for part in parts if part.text)
    return Proposal(text, case == Case.NOMINATIVE or (sure and all(part.sure for part in parts)))


def _surname(last: str | None, gender: str, case: Case) -> Proposal:
    text = clean_text(last)
    if not _can_decline(text, gender, case):
        return Proposal(text, case == Case.NOMINATIVE or not text)
    halves = text.split("-")
    ends = [False] * (len(halves) - 1) + [True]
    declined = [_surname_half(half, gender, case, end) for half, end in zip(halves, ends, strict=True)]
    plain = len(halves) == 1 or all(_PLAIN_HALF.search(half.casefold()) for half in halves)
    sure = plain and " " not in text and all(half.sure for half in declined)
    return Proposal("-".join(half.text for half in declined), sure)


def _surname_half(half: str, gender: str, case: Case, end: bool) -> Proposal:
    word = half.casefold()
    if known := _SURNAME_EXCEPTIONS.get((gender, word)):
        return Proposal(_cased(known[_ENDINGS.index(case)], half), True)
    doubtful = bool(_DOUBTFUL_SURNAMES[gender].search(word))
    if case == Case.INSTRUMENTAL:
        doubtful = doubtful or bool(_STRESSED[gender].search(word))
    genitive = _by_rules("LASTNAME", half, gender, Case.GENITIVE, end).casefold()
    if gender == "m" and end:
        for shape, cut, endings in _LEFT_ALONE:
            if shape.search(word) and (genitive == word or shape.pattern.endswith("ь$")):
                return Proposal(half[:-cut] + _cased(endings[_ENDINGS.index(case)], half[-1]), False)
    if word.endswith(("а", "я")):
        # left as it is (Дюма, but also Рева), or «Сосной» in place of «Сосны»
        taken_wrong = genitive.endswith(("ой", "ей")) and not _LIKE_ADJECTIVE.search(word)
        doubtful = doubtful or genitive == word or taken_wrong
    return Proposal(_by_rules("LASTNAME", half, gender, case, end), not doubtful)


def _first(first: str | None, gender: str, case: Case) -> Proposal:
    text = clean_text(first)
    if not _can_decline(text, gender, case):
        return Proposal(text, case == Case.NOMINATIVE or not text)
    declined = " ".join(_by_rules("FIRSTNAME", word, gender, case) for word in text.split())
    folded = text.casefold()
    if gender == "m" and case == Case.INSTRUMENTAL and folded.endswith("ц"):
        declined = declined[:-2] + "ем"  # «Францем»: a first name has its stress on the stem
    # «Айгуль» may be declined or not, «Алия» depends on the stress: both are for the person to say.
    soft = gender == "f" and folded.endswith("ь") and folded not in _SOFT_FEMININE
    stressed = folded.endswith("ия") and _by_rules("FIRSTNAME", text, gender, Case.DATIVE).endswith("ие")
    return Proposal(declined, not soft and not stressed)


def _patronymic(patronymic: str | None, gender: str, case: Case) -> Proposal:
    text = clean_text(patronymic)
    words = text.casefold().replace("-", " ").split()
    if words and words[-1] in PATRONYMIC_PARTICLES:
        return Proposal(text, True)  # «Гасан оглы», «Гасан кызы» are not declined
    if not _can_decline(text, gender, case):
        return Proposal(text, case == Case.NOMINATIVE or not text)
    stressed = case == Case.INSTRUMENTAL and bool(re.search("(?<!в)ич$", words[-1]))
    known = not stressed or words[-1] in _STRESSED_PATRONYMICS or words[-1] == "никитич"
    return Proposal(_by_rules("MIDDLENAME", text, gender, case), bool(gender_of(text)) and known)


def _can_decline(text: str, gender: str, case: Case) -> bool:
    return bool(re.search("[а-яё]", text.casefold())) and gender in ("m", "f") and case != Case.NOMINATIVE


def _by_rules(part: str, word: str, gender: str, case: Case, end: bool = True) -> str:
    """Form by pytrovich; ``end`` is False for a first half of a double surname («Бонч-» does not change)."""
    from pytrovich import enums  # slow import

    sex = enums.Gender.MALE if gender == "m" else enums.Gender.FEMALE
    form = _petrovich().make(enums.NamePart[part], sex, enums.Case[case.name], word, known_gender=end)
    return _cased(form, word)


@lru_cache(maxsize=1)
def _petrovich():
    from pytrovich.maker import PetrovichDeclinationMaker  # slow import

    return PetrovichDeclinationMaker()


def _gender_of_first(first: str) -> str:
    """Gender of a first name by the dictionary; "" for Саша and Женя, for unknown names and none."""
    name = re.match(r"[а-яё]*", first.casefold())[0]
    if not name or not _morph().word_is_known(name):
        return ""
    names = [parse.tag for parse in _morph().parse(name) if {"Name", "sing", "nomn"} in parse.tag]
    genders = {{"masc": "m", "femn": "f"}.get(tag.gender, "") for tag in names}
    return genders.pop() if len(genders) == 1 else ""


# --- Posts ------------------------------------------------------------------------------------------------

_CASES_OF_MORPH = {
    Case.GENITIVE: "gent",
    Case.DATIVE: "datv",
    Case.ACCUSATIVE: "accs",
    Case.INSTRUMENTAL: "ablt",
    Case.PREPOSITIONAL: "loct",
}
_ACTING = re.compile(r"(?:и\.? ?о\.?|вр\.? ?и\.? ?о\.?) ", re.IGNORECASE)
_ACTED = re.compile(rf"^(?:{_ACTING.pattern}|исполняющ(?:ий|ая) обязанности )", re.IGNORECASE)
_HEADS = {"директора": "директор", "заведующего": "заведующий", "заведующей": "заведующая", "начальника": "начальник"}
_SEPARATORS = re.compile(r"(\s*[,;/(]\s*)")
# Words that the dictionary of pymorphy3 lacks, though the rules decline them rightly.
_NEW_WORDS = {"тьютор", "сурдопедагог", "нейропсихолог", "коуч", "модератор", "фасилитатор"}
# First halves that are not declined: «шеф-повару», «веб-дизайнеру».
_STILL_HALVES = {"шеф", "вице", "экс", "обер", "пресс", "веб", "медиа", "арт", "бизнес", "интернет", "топ"}


@dataclass(frozen=True)
class _Word:
    """A word of the head phrase: its form, its gender if it is the head noun, whether the proposal is sure."""

    text: str
    noun: str
    known: bool


def decline_post(post: str, case: str) -> Proposal:
    """Post in ``case``: «старшему воспитателю», «заместителя заведующего по воспитательной работе».

    The head phrase alone changes: word by word while a word can be a nominative singular, up to a
    preposition, an abbreviation or a word in another case. «И.о. директора» does not change at all.
    """
    return post_forms(post)[case]


@lru_cache(maxsize=1024)
def post_forms(post: str) -> Forms:
    """All six forms of a post."""
    return Forms(*(_post(clean_text(post), case) for case in Case))


def permanent_post(post: str) -> str:
    """«директор» of «И.о. директора» and of «исполняющий обязанности директора»: the post that somebody acts in."""
    acted = _ACTED.sub("", post)
    if acted == post:
        return post
    noun, *rest = acted.split(" ")
    return " ".join([_HEADS.get(noun.lower(), noun), *rest])


def _post(post: str, case: Case) -> Proposal:
    if case == Case.NOMINATIVE or not post:
        return Proposal(post, bool(post))
    if _ACTING.match(post):
        return Proposal(post, True)
    pieces = _SEPARATORS.split(post)
    phrases = [_phrase(piece, case) for piece in pieces[::2]]
    pieces[::2] = [phrase.text for phrase in phrases]
    return Proposal("".join(pieces), len(phrases) == 1 and phrases[0].sure)


def _phrase(phrase: str, case: Case) -> Proposal:
    """One post out of a list («учитель химии, классный руководитель»)."""
    words = phrase.split(" ")
    shouted = phrase.isupper()
    # «ст. воспитателю», «зам. директора»: an abbreviation in front stays as it is
    start = next((at for at, word in enumerate(words) if not _is_abbreviation(word, shouted)), len(words))
    declined, after_noun, sure = words[:start], "", start == 0
    for word in words[start:]:
        found = None if _is_abbreviation(word, shouted) else _decline_word(word, case, after_noun)
        if found is None:
            break
        declined.append(found.text)
        after_noun, sure = after_noun or found.noun, sure and found.known
    return Proposal(" ".join(declined + words[len(declined) :]), sure and len(declined) > start)


def _decline_word(word: str, case: Case, after_noun: str) -> _Word | None:
    """The word in ``case``; None if it is not in the nominative singular and ends the head phrase."""
    bare = word.strip("«»\"').:")
    if not re.fullmatch("[а-яё-]+", bare.casefold()):
        return None
    if "-" in bare and not _morph().word_is_known(bare):
        halves = [_decline_half(half, case, after_noun) for half in bare.split("-")]
        if None in halves:
            return None
        joined = "-".join(half.text for half in halves)
        declined = _Word(joined, halves[-1].noun, all(half.known for half in halves))
    else:
        declined = _decline_half(bare, case, after_noun)
    if declined is None:
        return None
    return _Word(word.replace(bare, declined.text, 1), declined.noun, declined.known)


def _decline_half(half: str, case: Case, after_noun: str) -> _Word | None:
    if half.casefold() in _STILL_HALVES:
        return _Word(half, "", True)
    parses = _morph().parse(half)
    if not half or "PREP" in parses[0].tag or "CONJ" in parses[0].tag:
        return None
    readings = [parse for parse in parses if _is_nominative(parse.tag, after_noun)]
    if not readings:
        return None
    known = _morph().word_is_known(half) or half.casefold() in _NEW_WORDS
    if after_noun and not known:
        return None
    reading = min(readings, key=lambda parse: parse.tag.POS == "NOUN")  # «старший» is first of all an adjective
    wanted = _CASES_OF_MORPH[case]
    if case == Case.ACCUSATIVE and reading.tag.gender == "masc":
        wanted = "gent"  # posts are animate, also where the dictionary does not say so
    form = reading.inflect({"sing", wanted})
    is_noun = reading.tag.POS == "NOUN"
    known = known and (is_noun or not after_noun)  # «педагог социальный», but also «няня младшая группа»
    return _Word(_cased(form.word, half), str(reading.tag.gender) if is_noun else "", known) if form else None


def _is_nominative(tag, after_noun: str) -> bool:
    """Whether a reading can stand in the head phrase; behind its noun only a living noun or its own adjective can."""
    if {"sing", "nomn"} not in tag or any(mark in tag for mark in ("Abbr", "Surn", "Name")):
        return False
    if after_noun and tag.POS in ("ADJF", "PRTF"):
        return tag.gender == after_noun
    if after_noun:
        return tag.POS == "NOUN" and tag.animacy == "anim"
    return tag.POS in ("NOUN", "ADJF", "PRTF")


def _is_abbreviation(word: str, shouted: bool) -> bool:
    bare = word.strip("«»\"')")
    return bare.endswith(".") or (not shouted and len(bare) > 1 and bare.isupper())


@lru_cache(maxsize=1)
def _morph():
    import pymorphy3  # slow import

    return pymorphy3.MorphAnalyzer()


def _cased(form: str, like: str) -> str:
    """``form`` written as ``like`` is: in capitals, with a capital letter, or as it stands."""
    if len(like) > 1 and like.isupper():
        return form.upper()
    return form[:1].upper() + form[1:] if like[:1].isupper() else form
