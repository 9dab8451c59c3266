"""How the demo year comes about: the portal's own acts in the order of a year, on days counted back from today.

The cycle begins four months before this month and lasts nine, like September to May, so today always lies in its middle;
the model's school-year months are moved with it.
"""

import secrets
import uuid
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import yaml
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from mentorship.accounts import workflow as accounts
from mentorship.accounts.models import Notice, Role
from mentorship.common.periods import add_months
from mentorship.cycle import closing
from mentorship.cycle import workflow as cycles
from mentorship.cycle.models import Activity
from mentorship.documents import workflow as documents
from mentorship.documents.models import Paper
from mentorship.institution import workflow as institution
from mentorship.institution.models import Act, Institution, MentoringForm, MentoringKind, Partner
from mentorship.people import workflow as people
from mentorship.people.models import Consent, DataTask, Person
from mentorship.registry import workflow as registry
from mentorship.registry.models import Participation, Side
from mentorship.surveys import workflow as surveys
from mentorship.surveys.models import Questionnaire
from monitoring import workflow as monitoring
from pairs import workflow as pairs
from pairs.papers import Options
from programs import workflow as programs

from . import bases, endings, papers, paperwork, results
from .meetings import meet

MONTHS = 9  # of a cycle, like September to May
FIRST_SCHOOL_MONTH = 9
DATA = Path(__file__).parent / "people.yaml"


def tell():
    """Make the whole demo; returns {sign-in name: (password, full name)}."""
    story = SimpleNamespace(data=yaml.safe_load(DATA.read_text(encoding="utf-8")), today=timezone.localdate())
    story.starts_on = add_months(story.today.replace(day=1), -4)
    for step in (
        open_portal,
        take_in_people,
        live_last_year,
        begin_this_year,
        meet_this_year,
        leave_work_undone,
        bases.fill,
        paperwork.go_on,
        endings.remember_former_years,
        endings.propose_for_award,
        endings.destroy_data,
        bases.apply,
    ):
        step(story)
    Notice.objects.filter(created_at__lt=timezone.now(), user=story.users["curator"]).update(read_at=timezone.now())
    return story.logins


@transaction.atomic
def open_portal(story):
    """The card, the dictionaries, the accounts with a random password each."""
    card = Institution(**story.data["institution"])
    institution.save_card(card, by=None)
    institution.load_dictionaries(card.kind)
    surveys.load_questionnaires()
    MentoringForm.objects.filter(code="university_teacher").update(enabled=True)
    story.users, story.logins = {}, {}
    for username, row in story.data["accounts"].items():
        password = "-".join(secrets.token_hex(2) for _ in range(3))
        user = accounts.create_account(row["name"], username=username, by=None)
        for role in row["roles"]:
            form_code = "university_teacher" if role == Role.ORGANISER else ""
            accounts.grant_role(user, role, starts_on=add_months(story.starts_on, -12), form_code=form_code, by=None)
        user.password, user.must_change_password = make_password(password), False
        user.save()
        story.users[username], story.logins[username] = user, (password, row["name"])
    institution.finish_start(by=story.users["admin"])
    _local_acts(story)
    for year in {story.starts_on.year, story.starts_on.year + 1}:
        first, last = institution.new_year_holidays(year)
        institution.add_quiet_period(
            title="Новогодние праздники", starts_on=first, ends_on=last, by=story.users["admin"]
        )


def _local_acts(story):
    adopted = add_months(story.starts_on, -13)
    story.regulation = Act.objects.create(
        code="polozhenie",
        title=f"Положение о наставничестве, утверждённое приказом от {adopted:%d.%m.%Y} № 61-од",
        about="наставничество педагогических работников в учреждении",
        is_local=True,
        effective_from=adopted,
    )


@transaction.atomic
def take_in_people(story):
    """Thirty of the staff, guests from the institute that is a partner, a parent of the council."""
    story.people, by = {}, story.users["curator"]
    partners = {row["title"]: _partner(story, row) for row in story.data["partners"]}
    for row in [*story.data["staff"], *story.data["guests"]]:
        last, first, patronymic = row["name"].split()
        born = _years_ago(story.today, row["born"]) - timedelta(days=37 + len(story.people) * 11 % 300)
        guest = "origin" in row
        person = people.create_person(
            by=by,
            last_name=last,
            first_name=first,
            patronymic=patronymic,
            birth_date=born,
            post=row["post"],
            is_teacher=row.get("teacher", True) and not guest,
            origin=row.get("origin", Person.Origin.STAFF),
            partner=partners.get(row.get("partner")),
            admitted_on=story.starts_on if "partner" in row else None,
            education=row.get("education", ""),
            hired_on=None if guest else _years_ago(story.starts_on, row["here"]),
            teaches_since=_years_ago(story.starts_on, row["teaches"]) if "teaches" in row else None,
            works_since=_works_since(story, row),
            category=row.get("category", ""),
        )
        story.people[last] = person
    for username, row in story.data["accounts"].items():
        if person := story.people.get(row["name"].split()[0]):
            person.user = story.users[username]
            person.save()


def _works_since(story, row):
    """A teacher is taken to have worked a year longer than taught; unknown of guests who do neither."""
    if "works" not in row and "teaches" not in row:
        return None
    return _years_ago(story.starts_on, row.get("works", row.get("teaches", 0) + 1))


def _partner(story, row):
    """A partner with an agreement signed and ending by months from the start of this year."""
    return institution.save_partner(
        Partner(
            title=row["title"],
            kind=row["kind"],
            agreement_number=row["number"],
            agreement_date=add_months(story.starts_on, row["signed"]),
            valid_until=add_months(story.starts_on, row["ends"]),
            gives=row["gives"],
            contact=row["contact"],
        ),
        by=story.users["curator"],
    )


def _years_ago(day, years):
    return add_months(day, -12 * years)


def live_last_year(story):
    """Last year from the order to the signed report, closed."""
    starts_on = add_months(story.starts_on, -12)
    ends_on = add_months(starts_on, MONTHS) - timedelta(days=1)
    curator = story.users["curator"]
    cycle = cycles.open_cycle(
        "moco1", title=_title(starts_on, ends_on), starts_on=starts_on, ends_on=ends_on, by=curator
    )
    story.last_year = cycle
    bonds = [_bond(story, cycle, row) for row in story.data["last_year"]]
    _order(story, cycle, bonds, dated=starts_on + timedelta(days=45))
    for bond, row in zip(bonds, story.data["last_year"], strict=True):
        meet(story, bond, row["met_every"], until=ends_on if bond in bonds[:-1] else endings.served_on(bond))
        _programme(story, bond, approved=bond in bonds[1:])
    paperwork.approve_together(story, bonds[:1])
    endings.cut_short(story, bonds.pop())
    _closing_questionnaires(story, cycle, bonds)
    for bond in bonds:
        pairs.complete_bond(bond, on=ends_on, by=curator)
    _close_rows(cycle, curator, Activity.objects.of_cycle(cycle))
    report = monitoring.draft_report(cycle, on=ends_on, by=curator)
    documents.send(report, by=curator)
    documents.issue(report, by=story.users["director"], key=uuid.uuid4(), dated=ends_on, old_year=True)
    results.sum_up(story, cycle, on=ends_on)
    closing.close_cycle(cycle, by=curator)


def _title(starts_on, ends_on):
    return (
        f"{starts_on.year}/{ends_on.year % 100:02d} год" if starts_on.year != ends_on.year else f"{starts_on.year} год"
    )


def _bond(story, cycle, row, *, consents=True):
    starts_on = cycle.starts_on + timedelta(days=50)
    members = [_member(story, cycle, row["mentor"], Side.MENTOR, consents)]
    members += [_member(story, cycle, name, Side.MENTEE, consents) for name in row["mentees"]]
    return pairs.propose(
        cycle=cycle,
        mentors=members[:1],
        mentees=members[1:],
        form=MentoringForm.objects.get(code=row["form"]),
        kinds=list(MentoringKind.objects.filter(code__in=row["kinds"])),
        starts_on=starts_on,
        ends_on=cycle.ends_on,
        goal=row["goal"],
        no_agreement=row.get("no_agreement", "наставничество входит в должностную инструкцию, п. 2.7"),
        by=story.users["curator"],
    )


def _member(story, cycle, name, side, consents=True):
    """The participation of a person: enrolled, with papers signed in the first weeks, accepted."""
    person, by = story.people[name], story.users["curator"]
    if known := Participation.objects.filter(cycle=cycle, person=person, side=side).first():
        return known
    signed = cycle.starts_on + timedelta(days=14)
    _sign(person, Consent.Kind.PROCESSING, signed, by)
    if consents:
        _sign(person, Participation.CONSENT_OF[side], signed + timedelta(days=12), by)
    entry = registry.enrol(cycle, person, side, by=by, proposed_on=cycle.starts_on + timedelta(days=7), capacity=2)
    return registry.accept(entry, on=signed + timedelta(days=2), by=by)


def _sign(person, kind, on, by):
    if person.consents.filter(kind=kind).in_force(on).exists():
        return
    (consent,) = people.print_consents([person], [kind], on=on - timedelta(days=3), by=by)
    people.sign_consent(consent, on=on, by=by)


def _order(story, cycle, bonds, *, dated=None, send=True):
    """The order on pairs; with a day it is issued, else it stays on the head's desk or with the curator."""
    curator = story.users["curator"]
    options = Options(
        acts=[*Act.objects.filter(code__in=["tk351_8", "az1128"]).values_list("pk", flat=True), story.regulation.pk],
        curator=story.people["Громова"].pk,
        programmes_until=(cycle.starts_on + timedelta(days=80)).isoformat(),
    )
    paper = pairs.draft_order(cycle, bonds, curator, options.as_json())
    if send:
        documents.send(paper, by=curator)
    if dated:
        documents.issue(paper, by=story.users["director"], key=uuid.uuid4(), dated=dated, old_year=True)
        _acquaint(story, paper)
    for bond in bonds:
        bond.refresh_from_db()
    return paper


def _acquaint(story, paper):
    """Those who have an account tap, all sign the sheet; of this year's order one has yet to sign."""
    people = list(paper.acquaintances.select_related("user"))
    for person in people:
        if person.user:
            documents.tap(paper, by=person.user)
    signed = people if paper.issued_on < story.starts_on else people[:-1]
    documents.note_signatures(paper, signed, on=paper.issued_on, by=story.users["curator"])


def _programme(story, bond, *, approved):
    programme = programs.write(
        bond,
        by=story.users["mentor"],
        version=None,
        goal=f"Уверенная самостоятельная работа: {bond.goal[:1].lower()}{bond.goal[1:]}.",
        tasks="Определить затруднения и начать с главного.\nПосмотреть и разобрать по три занятия друг у друга.\nПровести открытое занятие и обсудить его с коллегами.",
        starts_on=bond.starts_on,
        ends_on=bond.ends_on,
    )
    programs.send(programme, by=story.users["mentor"])
    if approved:
        programs.approve(
            programme,
            by=story.users["director"],
            version=programme.version,
            on=min(bond.starts_on + timedelta(days=20), story.today),
        )


def _closing_questionnaires(story, cycle, bonds):
    asked = {"Q12E": [p for bond in bonds for p in bond.mentees], "Q12M": [p for bond in bonds for p in bond.mentors]}
    for code, persons in asked.items():
        wave = surveys.open_wave(
            Questionnaire.objects.get(code=code),
            subject=cycle,
            people=persons,
            closes_on=timezone.localdate(),  # the year takes a minute to tell and may be begun before midnight
            by=story.users["curator"],
        )
        for n, invitation in enumerate(wave.invitations.all()):
            surveys.answer(invitation, _answers(wave, n))
        surveys.close_wave(wave, by=story.users["curator"])


def _answers(wave, n):
    """Answers of the n-th person: mostly content, the last one less so."""
    from mentorship.surveys import scales

    given = {}
    for place, question in enumerate(wave.questionnaire.questions.all()):
        if question.type == "text":
            given[question.code] = ("Совместные занятия и разборы.", "", "Больше времени на встречи.")[n % 3]
        elif question.type == "scale10":
            given[question.code] = str((9, 8, 6)[n % 3] + (place % 2))
        elif question.type == "multi":
            given[question.code] = [scales.options(question)[n % 3][0]]
        else:
            given[question.code] = scales.options(question)[0][0]
    return given


def _close_rows(cycle, by, rows):
    for row in rows:
        if not row.closed_on:
            cycles.close_activity(
                row, reason="Протокол педагогического совета № 2, материалы в папке «Наставничество»", by=by
            )


def begin_this_year(story):
    """This year: roadmap of the other model moved to the demo's months, four bonds in force."""
    ends_on = add_months(story.starts_on, MONTHS) - timedelta(days=1)
    curator = story.users["curator"]
    story.cycle = cycles.open_cycle(
        "ds4stav",
        title=_title(story.starts_on, ends_on),
        starts_on=story.starts_on,
        ends_on=ends_on,
        by=curator,
        goal="Поддержать начинающих педагогов и сделать опыт сильных общим.",
    )
    for row in Activity.objects.of_cycle(story.cycle):
        moved = _moved(row.term, story.starts_on.month)
        cycles.edit_activity(row, version=row.version, by=curator, term=moved, term_text="")
    story.bonds = [_bond(story, story.cycle, row) for row in story.data["bonds"] if row["state"] == "active"]
    paperwork.launch(story)
    bases.describe(story)
    results.approve_bases(story, story.cycle, on=story.starts_on + timedelta(days=40))
    papers.agree(story, story.bonds[0], on=story.starts_on + timedelta(days=45))
    _order(story, story.cycle, story.bonds, dated=story.starts_on + timedelta(days=46))


def _moved(term, first_month):
    """A term of school-year months moved to a cycle that begins in ``first_month``: «sy:09-10» → «sy:07-08»."""
    kind, _, months = term.partition(":")
    if kind != "sy":
        return term
    shifted = [(int(month) - FIRST_SCHOOL_MONTH + first_month - 1) % 12 + 1 for month in months.split("-")]
    return "sy:" + "-".join(f"{month:02d}" for month in shifted)


def meet_this_year(story):
    """Meetings until today; one pair is silent, programmes in three states."""
    rows = [row for row in story.data["bonds"] if row["state"] == "active"]
    for n, (bond, row) in enumerate(zip(story.bonds, rows, strict=True)):
        meet(story, bond, row["met_every"], until=story.today, silent=row.get("silent", False))
        if n < 3:
            _programme(story, bond, approved=n < 2)


def leave_work_undone(story):
    """What is found in the morning: papers to sign, returned, drafted, without a number or missing, rows overdue."""
    curator, director = story.users["curator"], story.users["director"]
    waiting = next(row for row in story.data["bonds"] if row["state"] == "ordered")
    _order(story, story.cycle, [_bond(story, story.cycle, waiting)])
    lacking = next(row for row in story.data["bonds"] if row["state"] == "proposed")
    _bond(story, story.cycle, lacking, consents=False)
    report = monitoring.draft_report(story.cycle, on=story.today, by=curator)
    documents.send(report, by=curator)
    documents.return_with_remark(report, remark="Рано: дождитесь итоговых анкет и уточните раздел 3.", by=director)
    people.print_consents([story.people["Шевчук"]], [Consent.Kind.MENTOR, Consent.Kind.PUBLICATION], by=curator)
    _candidates(story)
    papers.replace_silent_mentor(story)
    papers.wait_for_numbers(story)
    _data_to_protect(story)
    done = ["1.1", "1.3", "1.4", "2.1", "2.2", "3.1", "3.2", "5.1"]
    _close_rows(story.cycle, curator, Activity.objects.of_cycle(story.cycle).filter(number__in=done))


def _candidates(story):
    """Two candidates: one with a consent printed and not signed, one whose consent was withdrawn."""
    by = story.users["curator"]
    for name, side in (("Артёмова", Side.MENTOR), ("Самойлова", Side.MENTEE)):
        if not Participation.objects.filter(cycle=story.cycle, person=story.people[name], side=side).exists():
            registry.enrol(story.cycle, story.people[name], side, by=by)
    people.print_consents([story.people["Артёмова"]], [Consent.Kind.PROCESSING], by=by)
    consent = story.people["Самойлова"].consents.filter(kind=Consent.Kind.PROCESSING).first()
    if consent:
        people.withdraw_consent(consent, on=story.today - timedelta(days=2), reason="заявление от участника", by=by)


def _data_to_protect(story):
    """A picture withdrawn yesterday with its three working days, a consent that ends in twelve days, a question asked."""
    by = story.users["curator"]
    samoylova, shevchuk = story.people["Самойлова"], story.people["Шевчук"]
    details = {
        Consent.Kind.PICTURE: {"uses": ["site", "stand"], "urls": ["https://romashka.example.ru/nastavnichestvo"]}
    }
    on = story.today - timedelta(days=40)
    (picture,) = people.print_consents([samoylova], [Consent.Kind.PICTURE], on=on, by=by, details=details)
    people.sign_consent(picture, on=on, by=by)
    yesterday = story.today - timedelta(days=1)
    people.withdraw_consent(picture, on=yesterday, reason="заявление: не хочу фотографий на сайте", by=by)
    soon = story.today + timedelta(days=12)
    ends = {"valid_until": soon, "details": details, "on": on}
    (ending,) = people.print_consents([shevchuk], [Consent.Kind.PICTURE], by=by, **ends)
    people.sign_consent(ending, on=on, by=by)
    people.open_task(shevchuk, DataTask.Kind.ANSWER, due_on=story.today + timedelta(days=9), by=by)


def is_told():
    """Whether there is any institution here already: the demo is made in an empty portal only."""
    return Institution.objects.exists() or Paper.objects.exists()
