"""What a mentor sees of his mentee: the part that the institution allows, each look in the journal of access."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from mentorship.accounts import journal
from mentorship.common.russian import months_words
from mentorship.institution.models import MenteeField, Rules
from mentorship.people import gates
from mentorship.people.models import Consent
from mentorship.registry.models import Side

from .models import Bond, BondMember


def shown_fields(person, rules, on):
    """(label, value) of the permitted and filled fields of a mentee's card."""
    values = {
        MenteeField.POST: person.post or person.school_class,
        MenteeField.UNIT: str(person.unit or ""),
        MenteeField.ORGANISATION: person.organisation or str(person.partner or ""),
        MenteeField.EDUCATION: person.education,
        MenteeField.EXPERIENCE: months_words(person.teaching_months(on)),
        MenteeField.PHONE: person.phone,
        MenteeField.EMAIL: person.email,
    }
    return [(field.label, values[field]) for field in MenteeField if field in rules.mentee_fields and values[field]]


@require_GET
def mentee_card(request, pk, person_pk):
    """The permitted part of the card of a mentee, for the mentor of an open pair; anybody else gets 404.

    Once the mentee has withdrawn the consent to processing, nothing of it is shown.
    """
    members = BondMember.objects.filter(bond=pk, bond__state__in=Bond.OPEN)
    is_mentor = members.filter(side=Side.MENTOR, participation__person__user=request.user).exists()
    mentees = members.filter(side=Side.MENTEE, participation__person=person_pk)
    member = mentees.select_related("bond", "participation__person__unit", "participation__person__partner").first()
    if not is_mentor or member is None:
        raise Http404
    participation = member.participation
    journal.note(request, subject=participation.person_id)
    withdrawn = gates.withdrawn([participation.person_id])
    if (participation.person_id, Consent.Kind.PROCESSING) in withdrawn:
        context = {"bond": member.bond, "person": participation.person, "is_withdrawn": True}
        return render(request, "pairs/mentee_card.html", context)
    context = {
        "bond": member.bond,
        "person": participation.person,
        "fields": shown_fields(participation.person, Rules.load(), timezone.localdate()),
        "request_words": participation.request,
        "requests": participation.requests.select_related("topic"),
    }
    return render(request, "pairs/mentee_card.html", context)
