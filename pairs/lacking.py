"""Pairs that lack a paper, found by the database: the list form of ``readiness.stops``, for queues and counts."""

from django.db.models import Case, CharField, DateField, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Least

from mentorship.people.models import Consent, Person
from mentorship.registry.models import Participation, Side

from .models import Agreement, Bond, BondMember

# Kind of the consent by which a member's side agrees to mentoring itself.
KIND_OF_SIDE = Case(
    *(When(participation__side=side, then=Value(kind)) for side, kind in Participation.CONSENT_OF.items()),
    output_field=CharField(),
)


def lacking(bonds, on):
    """Those of ``bonds``, a queryset of open ones, that an order may not name as they stand on the day ``on``."""
    members = BondMember.objects.filter(bond=OuterRef("pk")).alias(kind=KIND_OF_SIDE)
    return bonds.filter(Exists(members.filter(_not_in_base() | _without_consent(on))) | _without_agreement(on))


def _not_in_base():
    """A member who is only a candidate, has left, rests as the pair begins, or leaves before that."""
    starts_on = F("bond__starts_on")
    rests = Q(participation__rests_until__isnull=True) | Q(participation__rests_until__gte=starts_on)
    gone = Q(participation__state=Participation.State.LEFT) | rests & Q(participation__rests_from__lte=starts_on)
    return (
        Q(participation__state=Participation.State.CANDIDATE)
        | gone & Q(bond__state__in=[Bond.State.PROPOSED, Bond.State.ORDERED])
        | Q(participation__ends_on__lt=starts_on)
        | Q(participation__person__left_on__lt=starts_on)
    )


def _without_consent(on):
    """A member without one of his two consents in force, signed not later than the pair begins (law.md section 8)."""
    day = Least(Value(on, DateField()), OuterRef("bond__ends_on"))  # a pair is judged by its last day at the latest
    consents = Consent.objects.in_force(day).filter(
        person=OuterRef("participation__person"), signed_on__lte=OuterRef("bond__starts_on")
    )
    processing, own = consents.filter(kind=Consent.Kind.PROCESSING), consents.filter(kind=OuterRef("kind"))
    return ~Exists(processing) | ~Exists(own)


def _without_agreement(on):
    """A staff mentor of staff whose contract does not speak of the work, though it is no part of his post."""
    staff = BondMember.objects.filter(bond=OuterRef("pk"), participation__person__origin=Person.Origin.STAFF)
    day = Least(Value(on, DateField()), OuterRef("ends_on"))
    signed = Agreement.objects.holding(day).filter(bond=OuterRef("pk"))
    both_staff = Exists(staff.filter(side=Side.MENTOR)) & Exists(staff.filter(side=Side.MENTEE))
    return Q(no_agreement="") & both_staff & ~Exists(signed)  # the cheap question first
