"""Who may change the institution's card, rules and calendar."""


def can_change(user):
    """Curator and administrator (methodology.md 1.2)."""
    return user.has_perm("institution.change_institution")


def can_view(user):
    """Those, and the head."""
    return user.has_perm("institution.view_institution")


def can_view_partners(user):
    """Curator, administrator and the head."""
    return user.has_perm("institution.view_partner")


def can_keep_partners(user):
    """Curator and administrator."""
    return user.has_perm("institution.change_partner")
