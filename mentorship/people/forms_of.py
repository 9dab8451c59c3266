"""Case forms of a person's name and post: corrected by hand first, proposed by the library otherwise.

``Person.forms`` keeps «name.dat» (a form corrected by hand), «name.of» (the words it was corrected for: a new surname
makes it stale) and «name.checked» ({"on", "by"}: somebody looked at all six and found them right). A form is proven if
it is corrected, checked, or the library is sure of it; a paper asks about the others (methodology.md 10.2, trap 7).
"""

from dataclasses import dataclass
from datetime import date

from mentorship.common.cases import Case, decline_name, decline_post, decline_surname_initials

WHAT = {"name": "фамилия, имя, отчество", "short": "фамилия и инициалы", "post": "должность"}


def form(person, what, case):
    """The form of ``what`` («name», «short», «post») of ``person`` in ``case`` and whether it is proven.

    Returns:
        (text, sure): a form kept with the person is always sure; an empty post gives ("", True).
    """
    case, kept = Case(case), fresh(person, what)
    if by_hand := kept.get(key(what, case)):
        return by_hand, True
    text, sure = proposed(person, what, case)
    return text, sure or checked_key(what) in kept


def proposed(person, what, case):
    """What the library proposes, whatever was corrected by hand."""
    if what == "post":
        if not person.post:
            return "", True
        proposal = decline_post(person.post, case)
    else:
        decline = decline_name if what == "name" else decline_surname_initials
        proposal = decline(person.last_name, person.first_name, person.patronymic, person.gender, case)
    return proposal.text, proposal.sure


def key(what, case):
    """Where a corrected form is kept in ``Person.forms``: «name.dat»."""
    return f"{what}.{Case(case).value}"


def checked_key(what):
    """Where it is kept who looked at the forms."""
    return f"{what}.checked"


def fresh(person, what):
    """``Person.forms`` without what was kept for another name or post, and marked with the present words."""
    now = person.post if what == "post" else person.full_name
    kept = dict(person.forms)
    if kept.get(f"{what}.of", now) != now:
        kept = {name: value for name, value in kept.items() if not name.startswith(f"{what}.")}
    return kept | {f"{what}.of": now}


@dataclass(frozen=True)
class Checked:
    """Who looked at the forms, and when."""

    on: date
    by: str


def checked(person, what):
    """The mark «проверено» of these words; None while nobody looked."""
    mark = fresh(person, what).get(checked_key(what))
    return Checked(date.fromisoformat(mark["on"]), mark["by"]) if mark else None


def unsure(people, wanted):
    """Forms that somebody should look at before a paper is made.

    Args:
        wanted: (what, case) pairs that the paper uses.

    Returns:
        (person, what, case, text) for each form that is not proven.
    """
    return [
        (person, what, case, text)
        for person in people
        for what, case in wanted
        for text, sure in [form(person, what, case)]
        if not sure
    ]
