"""Case forms of a person's name and post: corrected by hand first, proposed by the library otherwise."""

from mentorship.common.cases import Case, decline_name, decline_post, decline_surname_initials

WHAT = {"name": "фамилия, имя, отчество", "short": "фамилия и инициалы", "post": "должность"}


def form(person, what, case):
    """The form of ``what`` («name», «short», «post») of ``person`` in ``case`` and whether it may be trusted.

    Returns:
        (text, sure): a form kept with the person is always sure; an empty post gives ("", True).
    """
    case = Case(case)
    if kept := person.forms.get(key(what, case)):
        return kept, True
    return proposed(person, what, case)


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


def unsure(people, wanted):
    """Forms that somebody should look at before a paper is made.

    Args:
        wanted: (what, case) pairs that the paper uses.

    Returns:
        (person, what, case, text) for each form the library is not sure of.
    """
    return [
        (person, what, case, text)
        for person in people
        for what, case in wanted
        for text, sure in [form(person, what, case)]
        if not sure
    ]
