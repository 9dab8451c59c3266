"""Who may do what with personalised programmes (methodology.md 1.2).

The mentor writes, the mentee reads and proposes by word, the curator keeps an eye on all, the head approves.
"""

from mentorship.registry.models import Side


def _mentors(user, bond):
    return any(
        member.side == Side.MENTOR and member.participation.person.user_id == user.pk for member in bond.members.all()
    )


def writes(user, bond, programme):
    """The mentor of an open bond, while ``programme`` is a draft or None; the bond's people are loaded."""
    is_draft = programme is None or programme.state == programme.State.DRAFT
    return bond.state in bond.OPEN and is_draft and _mentors(user, bond) and not bond.cycle.is_closed


def can_write(user, bond):
    """:func:`writes` for a bond loaded with its programme."""
    return writes(user, bond, getattr(bond, "programme", None))


def can_decide(user, programme):
    """The head approves or returns what lies before him."""
    return programme.state == programme.State.ON_APPROVAL and approves(user) and not programme.bond.cycle.is_closed


def approves(user):
    """Approving is the head's."""
    return user.has_perm("programs.approve_personalprogramme")


def can_enter_approved(user, bond):
    """The curator enters a programme that was approved on paper, unless one is approved already."""
    programme = getattr(bond, "programme", None)
    is_new = programme is None or programme.state != programme.State.APPROVED
    may = user.has_perm("programs.change_personalprogramme") and not bond.cycle.is_closed
    return may and bond.state in bond.OPEN and is_new


def can_see_list(user):
    """The list of all programmes: curator, head, an organiser for his form."""
    return user.has_perm("programs.view_personalprogramme") or bool(user.form_codes)
