"""Who may do what with papers (methodology.md 1.2: the curator drafts, the head signs).

The state of a paper is judged by the workflow, which says what to do; with ``paper`` a predicate also says
whether the button is worth showing now.
"""

from mentorship.accounts.models import Role


def can_see_course(user):
    """May see drafts, remarks and the history: those who keep papers, not those named in them."""
    return user.has_perm("documents.view_paper")


def can_prepare(user, paper=None):
    """May draft papers, edit this one, send and discard it."""
    return user.has_perm("documents.change_paper") and (paper is None or paper.is_editable)


def can_take_back(user, paper=None):
    """May take the paper back from the head's desk."""
    return user.has_perm("documents.change_paper") and (paper is None or paper.state == paper.State.ON_SIGNATURE)


def can_sign(user, paper=None):
    """May sign or return what lies before the head."""
    return user.has_role(Role.DIRECTOR) and (paper is None or paper.state == paper.State.ON_SIGNATURE)


def can_register(user, paper=None):
    """May give a signed paper its number and date: the secretary, or the curator where there is none."""
    return user.has_perm("documents.register_paper") and (paper is None or paper.state == paper.State.SIGNED)


def can_return(user, paper):
    """May return the paper with a remark: the head what lies before him or waits for its number, the secretary this."""
    return can_sign(user, paper) or (
        paper.state == paper.State.SIGNED and (user.has_role(Role.DIRECTOR) or can_register(user))
    )


def can_print(user, paper=None):
    """May take the sheet to the printer for the head's signature; a draft is printed as such by its own button."""
    return can_see_course(user) and (paper is None or not (paper.is_editable or paper.state == paper.State.DISCARDED))


def can_attach_scan(user, paper=None):
    """May attach the scan of the signed sheet."""
    return user.has_perm("documents.register_paper") and (paper is None or paper.is_frozen)


def can_keep(user, paper=None):
    """May correct the storage card and note who signed the sheet of acquaintance."""
    return user.has_perm("documents.register_paper") and (paper is None or paper.is_frozen)


def can_see_waiting(user):
    """May see what lies before the head, as a list and as one pack to print."""
    return can_sign(user) or can_take_back(user)


def can_see_rules(user):
    """May see how papers are numbered and how they look."""
    return user.has_perm("documents.view_papersettings")


def can_see_catalogue(user):
    """May see which papers the portal can write: those who keep papers, and those who set how they look and speak."""
    return can_see_course(user) or can_see_rules(user)


def can_change_rules(user):
    """May change how papers are numbered and how they look."""
    return user.has_perm("documents.change_papersettings")
