"""Who may do what with people and their consents (methodology.md 1.2)."""


def can_keep_people(user):
    """May add and change people, import lists, print and mark consents."""
    return user.has_perm("people.change_person")


def can_view_person(user, person):
    """May open this card: keepers of the registries, and the person himself."""
    return user.has_perm("people.view_person") or (user.is_authenticated and person.user_id == user.pk)


def can_view_consent(user, consent):
    """May open this consent and its scan."""
    return user.has_perm("people.view_consent") or can_view_person(user, consent.person)
