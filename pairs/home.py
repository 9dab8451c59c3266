"""What the first pages of mentor and mentee show (being written)."""


def mentor_cards(user, today):
    """Cards of the bonds in which this user mentors."""
    return []


def mentee_cards(user, today):
    """Cards of the bonds in which this user is mentored."""
    return []
