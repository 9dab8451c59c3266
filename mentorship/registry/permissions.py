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


def can_see_selection(user):
    """Read interviews and points: never the candidate himself (methodology.md 1.2, row «banks»)."""
    return user.has_perm("registry.view_interview")


def can_choose(user):
    """Hold interviews, give points, choose, note the order that approves the base."""
    return user.has_perm("registry.add_interview")


def can_see_trainings(user):
    """The list of trainings and who was there; one's own need no right."""
    return user.has_perm("registry.view_training")


def can_keep_trainings(user):
    """Add trainings, people, marks and certificates."""
    return user.has_perm("registry.change_training")


def can_see_applications(user):
    """Read what came from the public page."""
    return user.has_perm("registry.view_application")


def can_decide_applications(user):
    """Confirm or decline an application."""
    return user.has_perm("registry.change_application")
