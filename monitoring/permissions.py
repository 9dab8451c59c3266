"""Who may see figures, who the people behind them (methodology.md 1.2, 4.6)."""

from mentorship.documents import permissions as papers
from mentorship.surveys import permissions as surveys

from .figures import FROM_ANSWERS


def can_see_figures(user):
    """May see indicators as numbers."""
    return user.has_perm("monitoring.view_target")


def can_see_records(user, code):
    """May see the records behind a figure: never the municipality; single answers the curator alone."""
    if not (can_see_figures(user) and user.has_perm("people.view_person") and user.has_perm("pairs.view_bond")):
        return False
    return code not in FROM_ANSWERS or surveys.can_run(user)


def can_plan(user, cycle=None):
    """May set the plan of indicators; of a closed cycle nothing is changed."""
    return user.has_perm("monitoring.change_target") and (cycle is None or cycle.state == cycle.State.RUNNING)


def can_ask(user):
    """May open the closing questionnaires."""
    return surveys.can_run(user)


def can_see_awards(user):
    """May see everybody's awards."""
    return user.has_perm("monitoring.view_award")


def can_see_honours(user):
    """May see how every mentor stands before the awards from above the institution."""
    return can_see_awards(user) and user.has_perm("people.view_person") and user.has_perm("pairs.view_bond")


def can_see_service(user, person):
    """May see the length of mentoring of ``person`` with its periods; everybody sees his own."""
    return can_see_honours(user) or person.user_id == user.pk


def can_collect(user):
    """May gather the papers of a cycle for an inspection: whoever sees all papers and all consents."""
    return papers.can_see_course(user) and user.has_perm("people.view_consent")


def can_see_report(user):
    """May see the annual reports of a cycle, drafts too."""
    return can_see_figures(user) and papers.can_see_course(user)


def can_write_report(user):
    """May draft the annual report."""
    return can_plan(user) and papers.can_prepare(user)
