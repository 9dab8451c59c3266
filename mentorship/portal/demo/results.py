"""Orders on the bases, on results and on awards in the demo: last year is summed up, this year's bases are approved."""

import uuid

from mentorship.documents import kinds
from mentorship.documents import workflow as documents
from mentorship.institution.models import Act
from monitoring.papers import results, rewards
from pairs.models import Bond


def approve_bases(story, cycle, *, on):
    """The order that approves both bases, before pairs are made of them."""
    answers = {"of_whom": "both", "keeper": _curator(story), "refresh_until": cycle.ends_on.isoformat()}
    return _issued(story, "order_bases", "Об утверждении базы наставляемых и базы наставников", cycle, answers, on)


def sum_up(story, cycle, *, on):
    """The order on the results of a year and the order that thanks its mentors."""
    until = on.replace(year=on.year + 1).isoformat()
    answers = {"answers_for": _curator(story), "until": until, "advice": results.ADVICE}
    total = _issued(story, results.CODE, results.HEADING, cycle, answers, on)
    mentors = [bond.mentors[0].pk for bond in Bond.objects.filter(cycle=cycle).with_people().order_by("pk")]
    given = {
        "results": total.pk,
        "thanks": mentors[1:2],
        "thanks_for": rewards.REASON,
        "diploma": mentors[:1],
        "diploma_for": rewards.REASON,
    }
    _issued(story, rewards.KIND.code, rewards.HEADING, cycle, given, on)


def _curator(story):
    return story.people["Громова"].pk


def _issued(story, code, title, cycle, answers, on):
    """An order from the answers of its form, signed by the head on a past day."""
    curator = story.users["curator"]
    acts = list(Act.objects.filter(code__in=kinds.get(code).form.usual_acts).values_list("pk", flat=True))
    options = answers | {"acts": acts}
    paper = documents.draft(code, title=title, subject=cycle, options=options, by=curator)
    documents.send(documents.rebuild(paper, by=curator), by=curator)
    return documents.issue(paper, by=story.users["director"], key=uuid.uuid4(), dated=on, old_year=True)
