"""Who may do what with pairs (methodology.md 1.2; an organiser keeps the pairs of his form of mentoring)."""

from mentorship.documents import permissions as papers


def can_see_pairs(user):
    """The list of pairs is of use to keepers, overseers and organisers; members reach theirs by it too."""
    return user.has_perm("pairs.view_bond") or bool(user.form_codes)


def can_see_pairs_of(user, bond):
    """Sees the bond by office, not by being in it."""
    return user.has_perm("pairs.view_bond") or bond.form.code in user.form_codes


def can_propose(user):
    """May make pairs: the curator any, an organiser those of his form."""
    return user.has_perm("pairs.add_bond") or bool(user.form_codes)


def allowed_forms(user, forms):
    """Those of ``forms`` (a queryset) in which this user may make pairs."""
    if user.has_perm("pairs.add_bond"):
        return forms
    return forms.filter(code__in=user.form_codes)


def can_enter_agreement(user, bond):
    """May write down an agreement signed outside the portal: it bears on pay."""
    return user.has_perm("pairs.add_agreement") and can_keep(user, bond)


def can_read_agreement(user, agreement):
    """Pay is nobody's business but the office's and the mentor's own."""
    return user.has_perm("pairs.view_agreement") or user.pk in [one.user_id for one in agreement.bond.mentors]


def can_keep(user, bond):
    """May change, cancel and end this bond, as far as its state and its cycle allow."""
    return user.has_perm("pairs.change_bond") or bond.form.code in user.form_codes


def can_work_on(user, bond):
    """Whether the buttons of this bond are worth showing: its keeper's, until its cycle is closed."""
    return can_keep(user, bond) and not bond.cycle.is_closed


def can_change_bond(user, bond):
    """May rewrite who, when and how: only while no order names the bond."""
    return can_work_on(user, bond) and bond.state == bond.State.PROPOSED


def can_take_out_of_draft(user, bond):
    """May take the bond out of the draft of an order that would fix it."""
    return can_keep(user, bond) and can_draft_order(user)


def can_end_bond(user, bond):
    """May complete or terminate a working bond."""
    return can_work_on(user, bond) and bond.state == bond.State.ACTIVE


def can_draft_order(user):
    """May draft the order on pairs."""
    return user.has_perm("pairs.change_bond") and papers.can_prepare(user)
