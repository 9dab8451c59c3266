"""Who may do what with the bases (methodology.md 1.2, row «banks»)."""


def can_see_bases(user):
    """The lists of the bases; one's own card needs no right."""
    return user.has_perm("registry.view_participation")


def can_enrol(user):
    """Put people forward as candidates."""
    return user.has_perm("registry.add_participation")


def can_change(user, participation=None):
    """Accept into the base, correct, take out."""
    return user.has_perm("registry.change_participation")


def can_view(user, participation):
    """The form for one object of ``ParticipationQuerySet.visible_to``."""
    return can_see_bases(user) or (user.pk is not None and participation.person.user_id == user.pk)
