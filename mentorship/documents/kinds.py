"""The kinds of papers the portal can write, registered by the apps that know what they are about."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.urls import reverse

from mentorship.common import archive
from mentorship.common.search import search_key

from .layout import PLAIN, Layout


class Group(StrEnum):
    """Groups of the catalogue «Какие бумаги умеет портал», in its order."""

    START = "Запуск наставничества"
    PEOPLE = "Согласия"
    PAIRS = "Пары, соглашения и выплаты"
    WORK = "Программы и встречи"
    RESULTS = "Мониторинг, итоги и поощрения"
    OFFICE = "Протоколы, письма и персональные данные"


@dataclass(frozen=True)
class Storage:
    """Where and how long a paper is kept.

    Attributes:
        index: of the file in the nomenclature of the institution, empty: the one of the row of numbers.
        term: «постоянно», «50/75 лет ЭПК», «5 лет», «до минования надобности».
        article: of the list of terms (приказ Росархива от 20.12.2019 № 236), «ст. 434».

    Source: law.md 5.1.
    """

    index: str = ""
    term: str = "до минования надобности"
    article: str = ""


# Law.md 5.1; the apps name them in their kinds.
KEPT_ALWAYS = Storage(term="постоянно", article="ст. 19")
KEPT_AS_PERSONNEL = Storage(term="50/75 лет ЭПК", article="ст. 434")
KEPT_AS_AGREEMENT = Storage(term="50/75 лет ЭПК", article="ст. 435")
KEPT_AS_CONSENT = Storage(term="3 года после окончания или отзыва", article="ст. 441")
KEPT_THREE_YEARS = Storage(term="3 года")
KEPT_WHILE_NEEDED = Storage()


def last_year(term, year):
    """The last year of keeping a paper of ``year``; None where the term is no number of years («постоянно»).

    Terms are counted from 1 January of the year after the file is closed (law.md 5.1); of «50/75 лет» the first
    counts, it is the one for papers finished after 2003.
    """
    years = re.match(r"\d+", term.strip())
    return year + int(years[0]) if years else None


HEADING = "heading"  # key of the heading of an order
GROUND = "ground"  # key of its stating part
FACTS = "facts"  # where ``Paper.options`` keep what the text was written from


def _nothing(*args, **kwargs):
    return []


@dataclass(frozen=True, kw_only=True)
class Description:
    """What the catalogue says of a sort of paper, made by the engine or not.

    Attributes:
        code: stable code («order_pairs»), also the ``doc`` of roadmap rows it is evidence for.
        title: what people call it.
        group: of the catalogue.
        about: one sentence: what it is for.
        ground: the law or act that asks for it, in words.
        storage: where and how long it is kept.
        start: ``start(user) -> url`` where one begins it; empty if this user does not.
        sample: ``sample() -> blocks`` of a filled sample with invented people, no database.
        layout: page geometry; the institution's settings come over it, see :func:`page.of_institution`.
        variants: ``variants() -> {what differs: blocks}``: further samples, where the answers of the form change the words.
        words_stay: why the institution may not have its own wording of it, for the page «Формулировки».
    """

    code: str
    title: str
    group: str = Group.OFFICE
    about: str = ""
    ground: str = ""
    storage: Storage = KEPT_WHILE_NEEDED
    start: Callable | None = None
    sample: Callable | None = None
    layout: Layout = PLAIN
    variants: Callable | None = None
    words_stay: str = ""

    def begins_at(self, user):
        """Where ``user`` begins such a paper, empty if he does not."""
        return self.start(user) if self.start else ""

    def says(self, words):
        """Whether the title or the sentence about it holds each of ``words``, folded as :func:`search.terms` does."""
        text = search_key(self.title, self.about)
        return all(word in text for word in words)


@dataclass(frozen=True, kw_only=True)
class Kind(Description):
    """A kind of paper that the engine drafts, signs, numbers and freezes.

    Attributes:
        series: the row of numbers it takes its number from, empty for a paper without a number.
        build: ``build(paper) -> blocks`` writes the proposed text from the records.
        gate: ``gate(paper, on) -> list[Missing]``: what must exist before it is issued.
        take_effect: ``take_effect(paper, by)``: what comes into force when the paper gets its number and date, in one
            transaction with them.
        begun: ``begun(paper, by)``: what a draft takes hold of once its form is answered, in one transaction with it;
            called again whenever the text is written anew.
        let_go: ``let_go(paper, by)``: what is freed when a draft is discarded.
        lapse: ``lapse(paper, by)``: what goes out of force with the paper when another one puts an end to it, in one
            transaction with that.
        relied_on: ``relied_on(paper, ending) -> list[Missing]``: what works on the strength of the issued paper and is
            not provided for by ``ending``, the draft that is to put an end to it; while there is any, it may not.
        readers: ``readers(paper) -> list[User]``: who may read it once issued.
        facts: ``facts(paper) -> {label: words}``: what the text says of records that may change after it is written, the
            parts of one fact parted by «; ». A draft whose facts are other ones by now is not issued, «Составить
            заново» takes them anew.
        must_say: ((regular expression, refusal), …): what the law asks of the text, so that no hand strikes it out.
        notes: ``notes(paper) -> list[Missing]``: things to look at before issuing, such as unproven case forms,
            each with the page where it is corrected.
        evidence_for: ``doc`` codes of roadmap rows that its issue closes.
        acquaints: whether the people of its sheet of acquaintance are asked to read it.
        form: a ``PaperForm`` that asks what the records do not say before the draft is written; its answers are the
            paper's options and can be changed while it is a draft.
        outlives: whether it may be written about what is closed already (``common.archive``): it is needed after that.
    """

    build: Callable
    series: str = ""
    gate: Callable = _nothing
    take_effect: Callable = _nothing
    begun: Callable = _nothing
    let_go: Callable = _nothing
    lapse: Callable = _nothing
    relied_on: Callable = _nothing
    readers: Callable = _nothing
    facts: Callable | None = None
    must_say: tuple = ()
    notes: Callable = _nothing
    evidence_for: tuple = ()
    acquaints: bool = False
    form: type | None = None
    outlives: bool = False

    def refusal(self, subject):
        """Why such a paper is not written about ``subject`` any more; empty if it may be."""
        return "" if self.outlives else archive.refusal(subject)

    def must_be_open(self, subject):
        """Refuse to write such a paper about ``subject``, if that is closed; raises WorkflowError."""
        if not self.outlives:
            archive.must_be_open(subject)

    def begins_at(self, user):
        """Where ``user`` begins such a paper: its own page, else the one that shows its form; empty if he may not."""
        if self.start or not self.form:
            return super().begins_at(user)
        return reverse("documents:begin", args=[self.code]) if user.has_perm("documents.add_paper") else ""


_kinds = {}
_described = {}


def register(kind):
    """Make ``kind`` known; the code must be free."""
    if kind.code in _kinds or kind.code in _described:
        raise ValueError(f"Kind of paper registered twice: {kind.code}")
    _kinds[kind.code] = kind


def describe(description):
    """Put a paper that the engine does not sign and number (a consent, a journal) into the catalogue."""
    if description.code in _kinds or description.code in _described:
        raise ValueError(f"Kind of paper described twice: {description.code}")
    _described[description.code] = description


def get(code) -> Kind:
    """The kind with this code; KeyError if no app registered it."""
    return _kinds[code]


def outliving():
    """Codes of the kinds that are written about what is closed, too."""
    return [kind.code for kind in _kinds.values() if kind.outlives]


def title(code) -> str:
    """What people call this kind; the code itself once no app knows it any more."""
    known = described(code)
    return known.title if known else code


def all_kinds():
    """All kinds in the order of their registration."""
    return list(_kinds.values())


def described(code):
    """What the catalogue says of ``code``, None if nothing is known of it."""
    return _kinds.get(code) or _described.get(code)


def catalogue(words=()):
    """All sorts of papers that the portal knows, by group, each once; ``words``, see ``search.terms``: that hold them all."""
    known = [one for one in (*_kinds.values(), *_described.values()) if one.says(words)]
    return {group: [one for one in known if one.group == group] for group in Group}
