"""Грамота and благодарность on one sheet, made from an award (methodology.md 6.6, 8.2); signed by hand."""

from dataclasses import replace

from mentorship.common.cases import Case
from mentorship.common.russian import date_digits
from mentorship.documents import blocks, kinds, orders
from mentorship.documents.layout import PLAIN
from mentorship.documents.models import Paper
from mentorship.people import forms_of, samples
from mentorship.people.naming import form_notes, inside

from ..models import Award
from .rewards import REASON

# The frame takes 15 mm on each side; the words keep away from it.
LAYOUT = replace(
    PLAIN,
    margin_left=28,
    margin_right=28,
    margin_top=30,
    margin_bottom=26,
    size=15,
    signature_gap=24,
    letterhead_width=150,
    frame=True,
)
TITLES = {Award.Kind.DIPLOMA: ("ГРАМОТА", "награждается"), Award.Kind.THANKS: ("БЛАГОДАРНОСТЬ", "объявляется")}
CODES = {Award.Kind.DIPLOMA: "certificate", Award.Kind.THANKS: "gratitude"}
CASES = {Award.Kind.DIPLOMA: Case.NOMINATIVE, Award.Kind.THANKS: Case.DATIVE}


def title_of(award):
    """What the file is called: «Грамота Орлова А.И.»."""
    return f"{award.get_kind_display().capitalize()} {award.person.short_name}"


def blocks_of(award, institution):
    """Blocks of the certificate of ``award``, a diploma or thanks."""
    title, lead = TITLES[Award.Kind(award.kind)]
    paper = award.paper
    words = {
        "место": (institution.place, "населённый пункт учреждения"),
        "дня": (date_digits(paper.issued_on), "дата приказа"),
        "номер приказа": (paper.number, "номер приказа"),
    }
    return [
        blocks.letterhead(institution.founder, institution.full_name, ""),
        blocks.honour(title, lead, *_whom(award), key="lead"),
        blocks.paragraph(
            "{за что}",
            indent=False,
            align="center",
            key="reason",
            words={"за что": (award.reason, "за что, из приказа о поощрении")},
        ),
        blocks.signature(institution.head_post, orders.head_name(institution)),
        blocks.paragraph(
            "{место}\nПриказ от {дня} № {номер приказа}", indent=False, align="center", key="order", words=words
        ),
    ]


def _whom(award):
    case = CASES[Award.Kind(award.kind)]
    name, post = (forms_of.form(award.person, what, case)[0] for what in ("name", "post"))
    return name, inside(post)


def code_of(award):
    """The code of its kind of paper."""
    return CODES[Award.Kind(award.kind)]


def unproven(award):
    """Case forms of the name that nobody has proven; nobody wants a mistake in his name on the wall."""
    case = CASES[Award.Kind(award.kind)]
    return form_notes((case, [award.person])) if case != Case.NOMINATIVE else []


def sample():
    """A filled sample for the catalogue."""
    return _sample(Award.Kind.DIPLOMA, 3)


def sample_of_thanks():
    """A filled sample for the catalogue."""
    return _sample(Award.Kind.THANKS, 1)


def _sample(kind, place):
    paper = Paper(number="12-лс", issued_on=samples.LAST_DAY)
    award = Award(person=samples.people()[place], kind=kind, reason=REASON, paper=paper)
    return blocks_of(award, samples.institution())


def _description(code, title, about, sample, start):
    return kinds.Description(
        code=code,
        title=title,
        group=kinds.Group.RESULTS,
        about=about,
        ground="приказ о поощрении; Положение о наставничестве, раздел о поощрении",
        start=start,
        sample=sample,
        layout=LAYOUT,
    )


def described(start):
    """Descriptions for the catalogue; ``start(user) -> url`` of the page of awards."""
    return [
        _description("certificate", "Грамота", "Лист для вручения: печатается из приказа о поощрении.", sample, start),
        _description(
            "gratitude",
            "Благодарность",
            "Лист для вручения: печатается из приказа о поощрении.",
            sample_of_thanks,
            start,
        ),
    ]
