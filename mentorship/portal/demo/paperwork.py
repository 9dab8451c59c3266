"""The rest of the paperwork of the demo year, so that each kind is filled at least once."""

import uuid
from datetime import timedelta

from mentorship.common.periods import add_months
from mentorship.cycle.models import Stage
from mentorship.cycle.papers.minutes import BODIES
from mentorship.documents import workflow as documents
from mentorship.institution.models import Institution
from mentorship.people import access_list
from mentorship.people import workflow as people
from mentorship.people.models import Consent
from mentorship.registry.models import Training
from pairs.papers.report import CONCLUSIONS
from programs.models import PersonalProgramme

from .papers import draft


def launch(story):
    """The orders of the first weeks of this year, each read and signed by those whom it names."""
    first, last, who = story.starts_on, story.cycle.ends_on, _keys(story)
    curator, deputy = who["Громова"], who["Давыдов"]
    council = {"body": BODIES[0], "held_on": _day(story, 3), "members": 23, "present": 21}
    issue(
        story,
        "minutes",
        3,
        **council,
        chair=who["Петрова"],
        secretary=who["Власова"],
        agenda="О Положении о наставничестве",
        speakers="Громова Е.В. познакомила с проектом Положения.",
        decisions="Принять Положение о наставничестве",
    )
    issue(story, "order_implement", 4, curator=curator, site=who["Власова"])
    issue(story, "order_curator", 5, curator=curator, substitute=who["Лаптева"])
    issue(story, "order_council", 6, body="council", chair=curator, members=_some(who), first_meeting=_day(story, 20))
    issue(story, "order_roadmap", 9, curator=curator)
    issue(story, "order_access", 10, responsible=deputy, signed_until=_day(story, 20))
    issue(story, "order_destruction", 11, chair=deputy, members=_some(who))
    meeting = {"meeting": "pairing", "held_on": _day(story, 30), "place": "методический кабинет"}
    issue(story, "meeting_scenario", 20, what="scenario", leader=curator, **meeting)
    issue(story, "memo", 21, whom="mentor", curator=curator)
    period = {"starts_on": first + timedelta(days=100), "ends_on": last, "report_until": last}
    issue(story, "order_monitoring", 30, answers_for=curator, **period)


def approve_together(story, bonds):
    """The order that approves the programmes of these pairs of last year."""
    programmes = PersonalProgramme.objects.filter(bond__in=bonds)
    on = min(bond.starts_on for bond in bonds) + timedelta(days=20)
    issue(story, "order_programmes", on=on, programmes=list(programmes.values_list("pk", flat=True)))


def go_on(story):
    """Papers of the months since: lessons, programmes, reports, letters; the mentor who fell silent asks to be replaced."""
    who, cycle = _keys(story), story.cycle
    curator, silent, first = who["Громова"], story.bonds[2], story.bonds[0]
    ago = (story.today - story.starts_on).days
    lessons = Training.objects.filter(series="Школа наставника", starts_on__gt=story.today)
    issue(story, "order_training", ago - 12, trainings=list(lessons.values_list("pk", flat=True)), leads=curator)
    plan = "первый месяц; календарный план вдвоём; практикум; план на две недели"
    route = "родительские собрания; 4; вести собрание самой; подготовить повестку; разобрать запись; полугодие"
    issue(story, "personal_programme", ago - 10, bond=first.pk, plan=plan, route=route)
    told = {
        "successes": "уверенно ведёт режимные моменты",
        "difficulties": "родительские собрания",
        "helped": "разбор видео",
    }
    issue(story, "mentor_report", ago - 9, bond=first.pk, conclusion=CONCLUSIONS[1], **told)
    findings = {
        "strengths": "пары созданы в срок",
        "weaknesses": "одна пара молчит больше месяца",
        "proposals": "заменить наставника молчащей пары",
    }
    stage = Stage.objects.filter(cycle=cycle).first().pk
    issue(story, "stage_note", ago - 8, stage=stage, author=curator, **findings)
    issue(story, "mentor_refusal", ago - 7, bond=silent.pk, last_day=story.today + timedelta(days=6))
    why = {"reason": "длительное отсутствие наставника", "new_mentor": who["Белова"], "author": curator}
    issue(story, "petition_to_replace", ago - 6, bond=silent.pk, since=story.today + timedelta(days=7), **why)
    _tell_others(story, who, ago)
    since = add_months(story.today.replace(day=1), 2)  # until then the orders on the desk rest on the former one
    new = {"curator_from": "curator_deputy", "since": since, "replaces": story.regulation.pk}
    for code, chosen in (("order_regulation", new), ("incentives_regulation", {"when": "year"})):
        issue(story, code, ago, site=who["Власова"], **chosen)


def _tell_others(story, who, ago):
    """A letter, a page of the site with consents, a certificate for the mentor's attestation, the list of access."""
    head = {
        "post": "Начальник управления образования",
        "last_name": "Ларин",
        "first_name": "Павел",
        "patronymic": "Ильич",
    }
    issue(story, "letter", ago - 5, about="cooperation", **head, executor=who["Громова"])
    _publish(story, story.people["Белова"])
    until = story.today + timedelta(days=10)
    issue(story, "order_site", ago - 4, people=[who["Белова"]], places=who["Власова"], until=until)
    issue(story, "mentor_portfolio", ago - 3, person=who["Белова"])
    paper = documents.draft(
        access_list.CODE, title=access_list.TITLE, subject=Institution.load(), by=story.users["curator"]
    )
    _sign(story, documents.rebuild(paper, by=story.users["curator"]), story.today - timedelta(days=2))


def _publish(story, person):
    """Her consent to be named on the site."""
    on, by = story.today - timedelta(days=20), story.users["curator"]
    details = {Consent.Kind.PUBLICATION: {"fields": ["name", "post"], "urls": ["https://ds12.novorechensk.example"]}}
    (consent,) = people.print_consents([person], [Consent.Kind.PUBLICATION], on=on, by=by, details=details)
    people.sign_consent(consent, on=on, by=by)


def issue(story, code, after=0, *, on=None, **answers):
    """A paper of the kind, signed on a day (``after`` days from the start of the year), read by those on its sheet."""
    on = on or _day(story, after)
    return _sign(story, draft(story, code, on, **answers), on)


def _sign(story, paper, on):
    by = story.users["curator"]
    documents.send(paper, by=by)
    documents.issue(paper, by=story.users["director"], key=uuid.uuid4(), dated=on, old_year=True)
    sheet = list(paper.acquaintances.select_related("user"))
    for person in sheet:
        if person.user:
            documents.tap(paper, by=person.user)
    if sheet:
        documents.note_signatures(paper, sheet, on=on, by=by)
    return paper


def _day(story, after):
    return story.starts_on + timedelta(days=after)


def _keys(story):
    return {name: person.pk for name, person in story.people.items()}


def _some(who):
    return [who[name] for name in ("Лаптева", "Мирная", "Гусева")]
