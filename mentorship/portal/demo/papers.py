"""Papers of one pair in the demo year: an agreement with the mentor signed in time, a replacement in draft."""

import uuid
from datetime import timedelta

from django.utils import timezone

from mentorship.documents import kinds
from mentorship.documents import workflow as documents
from mentorship.institution.models import MentoringForm, MentoringKind
from mentorship.registry.models import Participation, Side
from pairs import workflow as pairs


def agree(story, bond, *, on):
    """The mentor of ``bond`` signs the addition to her labour contract on a day before the order."""
    paper = _draft(
        story,
        "labour_agreement",
        on,
        bond=bond.pk,
        contract_number="14/2011",
        contract_date=bond.starts_on.replace(year=2011),
        starts_on=bond.starts_on,
        ends_on=bond.ends_on,
        way="очная",
        meetings=2,
        content="посещение занятий наставляемого и их разбор\nконсультации по работе с родителями\nучёт встреч",
        pay="percent",
        rate=10,
        base="должностного оклада",
        pay_act="Положением об оплате труда, утверждённым приказом от 28.08.2023 № 52-од",
    )
    documents.send(paper, by=story.users["curator"])
    return documents.issue(paper, by=story.users["director"], key=uuid.uuid4(), dated=on, old_year=True)


def replace_silent_mentor(story):
    """The pair that fell silent gets another mentor: proposed, with the amending order in draft."""
    bond, mentor = story.bonds[2], story.people["Белова"]
    mentee = bond.members.get(side=Side.MENTEE).participation
    last_day = timezone.localdate() + timedelta(days=6)
    successor = pairs.propose(
        cycle=story.cycle,
        mentors=[Participation.objects.get(cycle=story.cycle, person=mentor, side=Side.MENTOR)],
        mentees=[mentee],
        form=MentoringForm.objects.get(code="teacher_teacher"),
        kinds=list(MentoringKind.objects.filter(code="traditional")),
        starts_on=last_day + timedelta(days=1),
        ends_on=bond.ends_on,
        goal=bond.goal,
        no_agreement=bond.no_agreement,
        by=story.users["curator"],
    )
    order = bond.order_lines.get().paper
    chosen = {"order": order.pk, "ended": [bond.pk], "added": [successor.pk], "last_day": last_day}
    return _draft(story, "order_replace", story.today, **chosen, reason="длительное отсутствие наставника")


def _draft(story, code, on, **answers):
    kind = kinds.get(code)
    form = kind.form(answers, user=story.users["curator"], on=on)
    if not form.is_valid():
        raise ValueError(form.errors)
    return documents.begin(kind, form, by=story.users["curator"])
