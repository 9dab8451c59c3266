"""Parts of other pages that belong to meetings: ``{% load meetings %}``."""

from django import template

from mentorship.surveys.models import Invitation
from pairs import extensions
from pairs.meeting_views import log_of

register = template.Library()

ON_A_PAGE_OF_THE_BOND = 5


@register.inclusion_tag("pairs/_meetings.html", takes_context=True)
def meetings_of(context, bond):
    """The last meetings of ``bond`` (loaded ``with_people``) as this reader may see them, with the way to all."""
    request = context["request"]
    return {"bond": bond, "request": request, "is_part": True} | log_of(request, bond, size=ON_A_PAGE_OF_THE_BOND)


@register.inclusion_tag("pairs/_facts.html", takes_context=True)
def facts_of(context, bond):
    """What the apps above pairs say of ``bond``: its programme and its state."""
    return {"facts": extensions.facts_of([bond], context["request"].user)[bond.pk]}


@register.inclusion_tag("pairs/_questionnaires.html", takes_context=True)
def questionnaires(context):
    """Questionnaires that wait for this person."""
    waiting = Invitation.objects.mine(context["request"].user).unanswered().select_related("wave__questionnaire")
    return {"invitations": waiting.order_by("wave__closes_on")[:5]}
