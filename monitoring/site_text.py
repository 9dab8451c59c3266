"""What goes to the official site, ready to be placed: only people of an issued O16, only what their consent lets today.

Who withdrew his consent since is not there the same day (152-ФЗ, ст. 10.1 ч. 12; law.md 2.3).
"""

from dataclasses import dataclass, field

from mentorship.documents import blocks
from mentorship.documents.models import Paper
from mentorship.people.models import Person, PublicField
from mentorship.people.naming import inside, once, place

from . import honours
from .papers import site

TITLE = "Участники программы наставничества"
BY_HAND = (PublicField.PHOTO, PublicField.REVIEW, PublicField.VIDEO)  # the portal keeps none of them


@dataclass(frozen=True)
class Entry:
    """A person for one page of the site.

    Attributes:
        details: what stands behind the name, ready words.
        by_hand: what he let the public see and the portal does not keep.
    """

    person: Person
    details: list
    by_hand: list

    @property
    def text(self):
        return f"{', '.join([self.person.full_name, *self.details])}."


@dataclass(frozen=True)
class SitePage:
    """A page of the site: its address and the people who may stand on it, by name."""

    url: str
    entries: list = field(default_factory=list)


def orders():
    """Orders on placing on the site that are in force."""
    return Paper.objects.filter(kind=site.KIND.code, state=Paper.State.ISSUED)


def pages(on):
    """:class:`SitePage` of each address that the consents in force on the day ``on`` name, by address."""
    people = once(person for order in orders() for person in site.Form.read(order)["people"])
    latest = {consent.person_id: consent for consent in site.consents(on, people)}
    pictures = site.may_show_pictures(on, people)
    found = {}
    for person in people:
        consent = latest.get(person.pk)
        if consent is None or PublicField.NAME not in (ticked := site.ticked(consent)):
            continue
        shown = [one for one in ticked if one not in site.PICTURES or person.pk in pictures]
        entry = Entry(person, _details(person, shown, on), [one.label for one in BY_HAND if one in shown])
        for url in site.addresses(consent):
            found.setdefault(url, SitePage(url)).entries.append(entry)
    return [found[url] for url in sorted(found)]


def as_blocks(page):
    """Blocks of a page's text, for its DOCX."""
    return [blocks.subtitle(TITLE), *(blocks.paragraph(entry.text, indent=False) for entry in page.entries)]


def _details(person, shown, on):
    months = person.teaching_months(on)
    known = {
        PublicField.POST: inside(place(person)),
        PublicField.EXPERIENCE: f"стаж работы – {honours.service_words(months)}" if months is not None else "",
        PublicField.CATEGORY: f"квалификационная категория – {person.get_category_display()}"
        if person.category
        else "",
    }
    return [known[one] for one in shown if known.get(one)]
