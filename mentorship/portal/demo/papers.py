"""Papers of one pair in the demo year, from the agreement signed in time to those that wait for the secretary."""

import uuid
from datetime import timedelta

from django.utils import timezone

from mentorship.cycle.papers.minutes import BODIES
from mentorship.documents import kinds
from mentorship.documents import workflow as documents
from mentorship.documents.models import Series, SeriesRule
from mentorship.institution.models import MentoringForm, MentoringKind
from mentorship.registry.models import Participation, Side
from pairs import workflow as pairs


def agree(story, bond, *, on):
    """The mentor of ``bond`` signs the addition to her labour contract on a day before the order."""
    paper = draft(
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
        pay_act="Положением об оплате труда, утверждённым приказом от 28 августа 2023 г. № 52-од",
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
        kinds=list(MentoringKind.objects.filter(code=MentoringKind.ONE_TO_ONE)),
        starts_on=last_day + timedelta(days=1),
        ends_on=bond.ends_on,
        goal=bond.goal,
        no_agreement=bond.no_agreement,
        by=story.users["curator"],
    )
    order = bond.order_lines.get().paper
    chosen = {"order": order.pk, "ended": [bond.pk], "added": [successor.pk], "last_day": last_day}
    return draft(story, "order_replace", story.today, **chosen, reason="длительное отсутствие наставника")


def wait_for_numbers(story):
    """Two papers are signed and wait for the secretary: minutes for the next number, a payment for one typed by hand."""
    by_hand, warn = SeriesRule.When.BY_HAND, SeriesRule.Strictness.WARN
    personnel = {"pattern": "{n}-лс", "when": by_hand, "gaps": warn, "index": "01-09", "place": "папка 01-09, сейф"}
    minutes = {"when": SeriesRule.When.AFTER_SIGNING, "index": "01-15", "place": "папка 01-15, шкаф 2"}
    for series, rule in ((Series.PERSONNEL, personnel), (Series.MINUTES, minutes)):
        documents.save_rule(SeriesRule(series=series, **rule), by=story.users["secretary"])
    bond, yesterday = story.bonds[0], story.today - timedelta(days=1)
    payment = draft(
        story,
        "order_payment",
        story.today,
        agreements=[agreement.pk for agreement in bond.agreements.all()],
        starts_on=bond.starts_on,
        ends_on=bond.ends_on,
        source="стимулирующей части фонда оплаты труда",
    )
    council = draft(
        story,
        "minutes",
        story.today,
        body=BODIES[0],
        held_on=yesterday,
        chair=story.people["Петрова"].pk,
        secretary=story.people["Власова"].pk,
        members=23,
        present=21,
        agenda="О ходе программы наставничества\nО замене наставника",
        speakers="Громова Е.В. рассказала о встречах пар и о программах на полугодие.",
        decisions="Принять к сведению\nПредложить кандидатуру Беловой М.П. и подготовить приказ",
    )
    for paper in (payment, council):
        documents.send(paper, by=story.users["curator"])
        documents.issue(paper, by=story.users["director"], key=uuid.uuid4())


def draft(story, code, on, **answers):
    """A draft of the kind: ``answers`` over what its form itself proposes on that day."""
    kind = kinds.get(code)
    empty = kind.form(
        user=story.users["curator"], on=on, initial={name: answers[name] for name in ("bond",) if name in answers}
    )
    proposed = {name: empty.get_initial_for_field(field, name) for name, field in empty.fields.items()}
    form = kind.form({**proposed, **answers}, user=story.users["curator"], on=on)
    if not form.is_valid():
        raise ValueError(f"{code}: {form.errors}")
    return documents.begin(kind, form, by=story.users["curator"])
