"""Who may ask, who may read single answers, who only averages (methodology.md 1.2, 4.6)."""

from mentorship.accounts.models import Role


def can_run(user):
    """May open and close waves, print links, read single answers."""
    return user.has_perm("surveys.change_wave")


def can_read_averages(user):
    """May see averages of a wave, hidden below three answers."""
    return can_run(user) or user.has_role(Role.DIRECTOR)
