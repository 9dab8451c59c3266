"""Who may do what with people and their consents (methodology.md 1.2)."""


def can_list_people(user):
    """May see the list of people."""
    return user.has_perm("people.view_person")


def can_keep_people(user):
    """May add and change people, import lists, print and mark consents."""
    return user.has_perm("people.change_person")


def can_view_person(user, person):
    """May open this card: keepers of the registries, and the person himself."""
    return user.has_perm("people.view_person") or (user.is_authenticated and person.user_id == user.pk)


def can_list_consents(user):
    """May see the list of consents."""
    return user.has_perm("people.view_consent")


def can_keep_consents(user):
    """May print consents, mark them signed or withdrawn, attach scans."""
    return user.has_perm("people.change_consent")


def can_import(user):
    """May load staff lists."""
    return user.has_perm("people.change_importrun")
