"""Who may do and see what with meetings (methodology.md 1.2 and 4.6, flows.md flow B).

The mentor keeps the log, the mentee confirms it, the curator (an organiser for his form) reads it, sees mood, marks and
words to him and remarks on it for the mentor; what was done, agreed and set as a task is the pair's own until the mentor
opens it. The head of the institution sees aggregates only.
"""

from mentorship.registry.models import Side


def in_bond(user, bond, side):
    """Whether ``user`` is on this side of the bond (its people are loaded)."""
    return any(member.side == side and member.participation.person.user_id == user.pk for member in bond.members.all())


def own_participation(user, bond):
    """The participation of ``user`` as a mentee of ``bond``, None if he is not."""
    for member in bond.members.all():
        if member.side == Side.MENTEE and member.participation.person.user_id == user.pk:
            return member.participation
    return None


def can_log_meeting(user, bond):
    """Only the mentor, only while the pair works."""
    return bond.works() and in_bond(user, bond, Side.MENTOR) and not bond.cycle.is_closed


def can_change_meeting(user, meeting):
    """The mentor corrects his record as long as the pair works."""
    return meeting.state == meeting.State.HELD and can_log_meeting(user, meeting.bond)


def can_mark_meeting(user, meeting):
    """Each mentee who was there marks for himself, until the cycle is closed."""
    is_his = meeting.state == meeting.State.HELD and own_participation(user, meeting.bond) in meeting.present
    return is_his and not meeting.bond.cycle.is_closed


def reads_by_office(user, bond):
    """The curator or the organiser of the form: sees mood, marks and the words meant for him."""
    return user.has_perm("pairs.view_meeting") or bond.form.code in user.form_codes


def can_remark(user, meeting):
    """The curator writes under a record what the mentor should mend, until the cycle is closed."""
    return (
        meeting.state == meeting.State.HELD and reads_by_office(user, meeting.bond) and not meeting.bond.cycle.is_closed
    )


def can_see_remark(user, bond):
    """The curator's remark is between him and the mentor."""
    return reads_by_office(user, bond) or in_bond(user, bond, Side.MENTOR)


def can_see_agreed(user, bond):
    """What was done, agreed and set as a task is read by the pair; by others only if the mentor opened it."""
    return bond.meetings_shared or in_bond(user, bond, Side.MENTOR) or in_bond(user, bond, Side.MENTEE)


def can_share_agreed(user, bond):
    """The mentor opens and closes the pair's own words to the curator."""
    return in_bond(user, bond, Side.MENTOR)


def can_read_journal(user):
    """The journal of all pairs: the curator, an organiser for his form."""
    return user.has_perm("pairs.view_meeting") or bool(user.form_codes)


def can_see_rhythm(user):
    """The map of meetings by weeks is an aggregate: the head of the institution sees it too."""
    return user.has_perm("pairs.view_bond") or bool(user.form_codes)
