"""Who may do what with papers (methodology.md 1.2: the curator drafts, the head signs)."""

from mentorship.accounts.models import Role


def can_prepare(user, paper=None):
    """May draft papers and edit this one."""
    return user.has_perm("documents.change_paper") and (paper is None or paper.is_editable)


def can_sign(user, paper=None):
    """May sign or return what lies before the head."""
    return user.has_role(Role.DIRECTOR) and (paper is None or paper.state == paper.State.ON_SIGNATURE)
