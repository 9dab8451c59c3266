"""Who may do what with accounts (methodology.md 1.2: the administrator keeps users, the curator prints slips)."""

from .models import Role

STRONG = {Role.ADMIN, Role.DIRECTOR}


def can_list(user):
    """May see the list of accounts."""
    return user.has_perm("accounts.view_user")


def can_manage(user):
    """May make accounts, give and end roles, block."""
    return user.has_perm("accounts.change_user")


def can_issue_slip(user, account):
    """May print a one-time access for ``account``: a curator not for a director or an administrator."""
    if not user.has_perm("accounts.add_accessslip"):
        return False
    return can_manage(user) or not (account.roles & STRONG)


def can_see_journal(user):
    """May read the journal of access to personal data: the administrator keeps it, the head answers for it."""
    return user.has_perm("accounts.view_journalentry")
