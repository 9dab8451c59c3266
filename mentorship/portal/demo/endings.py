"""What ends in the demo year, and what lasts: a pair cut short, the data of one who left destroyed, years of mentoring."""

import uuid
from datetime import date, timedelta

from mentorship.common.exports import xlsx_bytes
from mentorship.institution.models import Honour
from mentorship.people import imports
from mentorship.people import workflow as people
from mentorship.people.models import Consent, Destruction, Person

from . import paperwork

WORKED = 90  # days of the pair cut short, up to the notice
VETERAN = "Гусева"
FORMER_MENTEES = ("Жукова Н.П.", "Рыжова С.Б.", "Нечаева О.Л.", "Рыжова С.Б.", "Жукова Н.П.")
MERITS = "Подготовила к аттестации трёх воспитателей\nВела Школу наставника\nЕё разборы занятий хранятся в методическом кабинете"


def served_on(bond):
    """The day on which the mentor of the pair cut short has her notice."""
    return bond.starts_on + timedelta(days=WORKED)


def cut_short(story, bond):
    """The employer takes the work back: a notice, three working days, the order that ends the pair."""
    day = served_on(bond)
    paperwork.issue(story, "notice_of_cancellation", on=day, bond=bond.pk)
    paperwork.issue(story, "order_end", on=day + timedelta(days=1), bond=bond.pk)


def remember_former_years(story):
    """Five years of a mentor from the paper orders of before the portal, as a list that the curator loads."""
    first = story.last_year.starts_on.year - 1 - len(FORMER_MENTEES)
    mentor = story.people[VETERAN].short_name
    rows = [
        [mentor, name, f"с 01.09.{year} по 31.08.{year + 1}", f"№ 4{year % 10}-од от 31.08.{year}", "выполнена"]
        for year, name in enumerate(FORMER_MENTEES, first)
    ]
    content = xlsx_bytes("Прежние годы", ["Наставник", "Наставляемый", "Период", "Приказ", "Итог"], rows)
    run = people.start_import(content, "Пары прежних лет.xlsx", kind="earlier", by=story.users["curator"])
    people.load_import(run, digest=imports.plan(run).digest, by=story.users["curator"])


def propose_for_award(story):
    """The sheet for an award that asks for five years of mentoring."""
    person, honour = story.people[VETERAN], Honour.objects.get(mentoring_years=5)
    days = (story.today - story.starts_on).days - 1
    answers = {"person": person.pk, "honour": honour.pk, "merits": MERITS, "no_penalty": True}
    paperwork.issue(story, "honour_record", days, **answers)


def destroy_data(story):
    """A candidate withdrew her consent: her data are destroyed by a commission, the act stays."""
    by = story.users["curator"]
    name = {"last_name": "Лунина", "first_name": "Тамара", "patronymic": "Ефимовна"}
    person = people.create_person(by=by, **name, birth_date=date(1990, 3, 4), post="", origin=Person.Origin.EXTERNAL)
    signed, withdrawn = (story.today - timedelta(days=days) for days in (60, 3))
    (consent,) = people.print_consents([person], [Consent.Kind.PROCESSING], on=signed, by=by)
    people.sign_consent(consent, on=signed, by=by)
    people.withdraw_consent(consent, on=withdrawn, reason="заявление от участника", by=by)
    commission = [{"name": one.full_name, "post": one.post} for one in map(story.people.get, ("Давыдов", "Лаптева"))]
    plan = people.plan_destruction(
        person, reason=Destruction.Reason.WITHDRAWN, commission=commission, paper_sheets=1, by=by
    )
    people.destroy(plan, key=uuid.uuid4(), by=story.users["director"])
