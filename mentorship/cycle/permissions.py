"""Who may do what with the roadmap (methodology.md 1.2: the curator edits, participants read, the municipality sees progress)."""

from mentorship.accounts.models import Role
from mentorship.people.models import Person

ANSWERS_AS = {
    Role.DIRECTOR: "director",
    Role.CURATOR: "curator",
    Role.ORGANISER: "form_lead",
    Role.ADMIN: "admin",
}
_sides = []


def register_sides(function):
    """Let ``function(user) -> {"mentor", "mentee"}`` say on which sides a user takes part today."""
    _sides.append(function)


def is_participant(user):
    """Somebody whose card is in the portal: being a mentor or a mentee begins with it."""
    return Person.objects.filter(user=user).exists()


def can_view_roadmap(user):
    """May see stages, rows and their progress."""
    return user.has_perm("cycle.view_cycle") or is_participant(user)


def can_view_activity(user):
    """May open a row; the municipality sees the existence and progress of the roadmap only."""
    return user.has_perm("cycle.view_activity") or is_participant(user)


def can_see_proofs(user):
    """May see papers, files and reasons behind a row: they name people."""
    return user.has_perm("cycle.view_evidencefile")


def can_edit(user, cycle=None):
    """May change the roadmap; of a closed cycle nothing is changed."""
    return user.has_perm("cycle.change_activity") and (cycle is None or cycle.state == cycle.State.RUNNING)


def can_manage_cycles(user):
    """May open, close and reopen cycles and edit the programme."""
    return user.has_perm("cycle.change_cycle")


def answers_as(user):
    """Role codes of the roadmap under which ``user`` answers for rows, for «мои мероприятия»."""
    codes = {ANSWERS_AS[role] for role in user.roles if role in ANSWERS_AS}
    return codes.union(*(function(user) for function in _sides))
