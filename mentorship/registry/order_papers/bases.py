"""O6 of law.md 4.3: «Об утверждении базы наставляемых и базы наставников», or of one of them (seed 2, rows 2.3–4.1)."""

from dataclasses import replace

from django import forms
from django.urls import reverse
from django.utils import timezone

from mentorship.common.cases import Case
from mentorship.common.russian import date_digits, date_words, join_and, months_words
from mentorship.common.widgets import DayInput
from mentorship.common.workflow import Missing
from mentorship.cycle.models import Cycle
from mentorship.cycle.paper_forms import OrderForm, controlled_by, order_kind
from mentorship.documents import blocks, kinds, listed, orders
from mentorship.documents.blocks.worded import Text
from mentorship.institution.grounds import ground
from mentorship.institution.models import Rules
from mentorship.people import samples
from mentorship.people.choices import PersonChoice
from mentorship.people.gates import missing_consents
from mentorship.people.models import Consent, Person
from mentorship.people.naming import acquainted, inside, told

from .. import workflow
from ..models import Participation, Side
from ..rows import requests_words, strengths_words, with_people

TITLES = {Side.MENTEE: "База наставляемых", Side.MENTOR: "База наставников"}
# What is approved: in the heading, in the task of its keeper; the title of each annex.
OF_WHOM = {
    "both": ("базы наставляемых и базы наставников", "баз", TITLES),
    "mentees": ("базы наставляемых", "базы", {Side.MENTEE: TITLES[Side.MENTEE]}),
    "mentors": ("реестра наставников", "реестра", {Side.MENTOR: "Реестр наставников"}),
}
ACCUSATIVE = {"База": "базу", "Реестр": "реестр"}
NAME_AT, ID = 1, "base_{}"  # where the annex names a person; id of its table by the side
COLUMNS = {
    Side.MENTEE: [
        {"title": "№", "width": 4, "align": "center"},
        {"title": "Фамилия, имя, отчество", "width": 18},
        {"title": "Должность (класс)", "width": 16},
        {"title": "Стаж", "width": 9, "align": "center"},
        {"title": "Запрос", "width": 27},
        {"title": "Форма", "width": 12},
        {"title": "Согласие", "width": 14, "align": "center"},
    ],
    Side.MENTOR: [
        {"title": "№", "width": 4, "align": "center"},
        {"title": "Фамилия, имя, отчество", "width": 18},
        {"title": "Должность", "width": 16},
        {"title": "Стаж", "width": 9, "align": "center"},
        {"title": "Категория", "width": 11},
        {"title": "Компетенции", "width": 22},
        {"title": "Лимит", "width": 6, "align": "center"},
        {"title": "Согласие", "width": 14, "align": "center"},
    ],
}


class Form(OrderForm):
    usual_acts = ("az1128",)

    of_whom = forms.ChoiceField(
        label="Что утверждается",
        choices=[
            ("both", "База наставляемых и база наставников"),
            ("mentees", "База наставляемых"),
            ("mentors", "Реестр наставников"),
        ],
    )
    keeper = PersonChoice(
        Person.objects.none(),
        label="Кто ведёт базы",
        error_messages={"required": "Выберите, кто ведёт базы: ему адресован приказ."},
    )
    refresh_until = forms.DateField(label="Обновить базы – до", widget=DayInput)
    field_order = ["of_whom", "keeper", "refresh_until", "acts", "control"]

    def prepare(self):
        super().prepare()
        if cycle := self.subject_or_none():
            self.initial = {"refresh_until": cycle.ends_on} | self.initial

    def clean_refresh_until(self):
        until = self.cleaned_data["refresh_until"]
        if until < self.on:
            raise forms.ValidationError(f"Срок уже прошёл: укажите день не раньше {date_digits(self.on)}.")
        return until

    def heading(self):
        return heading_of(self.cleaned_data["of_whom"])


def heading_of(of_whom):
    return Text("Об утверждении {баз}", {"баз": (OF_WHOM[of_whom][0], "какие базы, родительный падеж")})


def sample():
    """A filled sample for the catalogue."""
    people = samples.people()
    consents = [f"№ {number}/2026-С от 25.08.2026" for number in (14, 15, 16)]
    mentees = [
        [people[5].full_name, "воспитатель", "1 год", "Как вести родительские собрания (срочно)", FORM, consents[0]],
        [people[4].full_name, "воспитатель", "2 года", "Развитие речи в младшей группе (важно)", FORM, consents[1]],
    ]
    mentors = [
        [
            people[3].full_name,
            "учитель-логопед",
            "14 лет",
            "высшая",
            "Развитие речи (может учить других)",
            "2",
            consents[2],
        ]
    ]
    answers = {"of_whom": "both", "keeper": people[0], "refresh_until": samples.LAST_DAY, "control": None}
    rows = {Side.MENTEE: mentees, Side.MENTOR: mentors}
    return write(samples.institution(), answers | {"acts": samples.acts(), "rows": rows})


def from_records(institution, answers):
    """Blocks of the order with those who are in the bases today."""
    return write(institution, answers | {"rows": rows_of(answers["cycle"], timezone.localdate())})


def write(institution, answers):
    """Blocks of the order by the answers of its form and the ``rows`` of its annexes by side."""
    keeper, (_, kept, titles) = answers["keeper"], OF_WHOM[answers["of_whom"]]
    numbers = {side: place if len(titles) > 1 else None for place, side in enumerate(titles, 1)}
    annexes = [_approved(title, numbers[side]) for side, title in titles.items()]
    return orders.order(
        institution,
        heading=heading_of(answers["of_whom"]),
        ground=ground(answers["acts"], "в целях подбора наставнических пар и групп"),
        items=[
            blocks.item(
                "Утвердить {базы}.",
                key="approve",
                words={"базы": (join_and(annexes), "какие базы, с номерами приложений")},
            ),
            *orders.task_items(
                "Ответственному за ведение {баз} {ответственному}:",
                [
                    "вносить изменения при приёме, переводе и увольнении участников, при отзыве ими согласия",
                    "обновить сведения до {дня}",
                    "обеспечить доступ к сведениям только лицам, допущенным к обработке персональных данных",
                ],
                key="keeper",
                words={
                    "баз": (kept, "«баз», «базы» или «реестра»"),
                    "ответственному": told(keeper, Case.DATIVE, "кто ведёт базы"),
                    "дня": (date_words(answers["refresh_until"]), "до какого дня обновить"),
                },
            ),
            controlled_by(answers["control"]),
        ],
        acquainted=acquainted([keeper, answers["control"]]),
        annexes=[
            block
            for side, title in titles.items()
            for block in _annex(institution, side, title, numbers[side], answers["rows"].get(side, []))
        ],
    )


def _approved(title, number):
    """«базу наставников (приложение № 2)»."""
    noun, whose = title.split(" ", 1)
    return f"{ACCUSATIVE[noun]} {whose} (приложение{f' № {number}' if number else ''})"


def _annex(institution, side, title, number, rows):
    how = {"number": number, "orientation": "landscape", "id": ID.format(side), "key": f"annex_{side}"}
    return listed.annex(institution, title, COLUMNS[side], rows, **how)


# --- Rows ---------------------------------------------------------------------------------------------------------

FORM, LATER = "педагог – педагог", "по итогам подбора"


def participants(cycle, side=None):
    """Those who are in the bases of ``cycle`` (a queryset), of one side or of both."""
    found = Participation.objects.filter(cycle=cycle, state=Participation.State.IN_BASE)
    return with_people(found.of_side(side) if side else found).order_by("person__sort_key", "pk")


def rows_of(cycle, on):
    """{side: rows of its annex without numbers}, a fixed number of queries."""
    limit = Rules.load().mentees_per_mentor
    consents = _consents(cycle, on)
    return {
        Side.MENTEE: [_mentee(one, consents, on) for one in participants(cycle, Side.MENTEE)],
        Side.MENTOR: [_mentor(one, consents, on, limit) for one in participants(cycle, Side.MENTOR)],
    }


def _mentee(one, consents, on):
    person = one.person
    post = inside(person.post) or person.school_class or "–"
    form = FORM if person.origin == Person.Origin.STAFF else LATER
    return [person.full_name, post, _experience(person, on), requests_words(one) or "–", form, consents(person)]


def _mentor(one, consents, on, limit):
    person = one.person
    category = person.get_category_display() if person.category else "нет"
    return [
        person.full_name,
        inside(person.post) or "–",
        _experience(person, on),
        category,
        strengths_words(one) or "–",
        str(one.capacity or limit or "–"),
        consents(person),
    ]


def _experience(person, on):
    months = person.teaching_months(on)
    return "–" if months is None else months_words(months)


def _consents(cycle, on):
    """A function that words the consent to processing of a person, «нет» without one."""
    people = Participation.objects.filter(cycle=cycle).values("person")
    found = Consent.objects.in_force(on).filter(kind=Consent.Kind.PROCESSING, person__in=people).order_by("signed_on")
    words = {one.person_id: f"№ {one.number} от {date_digits(one.signed_on)}" for one in found.without_text()}
    return lambda person: words.get(person.pk, "нет")


# --- Gate and effect ----------------------------------------------------------------------------------------------


def _sides(paper):
    return OF_WHOM[paper.options.get("of_whom", "both")][2]


def named_in(paper):
    """{side: names in its annex}: what the head reads is what he approves."""
    tables = {block["id"]: block["rows"] for block in paper.blocks if block["type"] == "table"}
    return {side: {row[NAME_AT] for row in tables.get(ID.format(side), [])} for side in _sides(paper)}


def gate(paper, on):
    """Nobody in a base, somebody without a consent to processing, or an annex that is out of date."""
    return [*_KIND.gate(paper, on), *(missing for side in _sides(paper) for missing in _of_side(paper, side, on))]


def _of_side(paper, side, on):
    inside_ = list(participants(paper.subject, side).prefetch_related("person__consents"))
    if not inside_:
        url = reverse(f"registry:{side}s")
        return [Missing(f"{TITLES[side]} пуста: примите в неё участников или утвердите только другую базу.", url)]
    told = named_in(paper)[side]
    rebuild = reverse("documents:rebuild", args=[paper.pk])
    gone = told - {one.person.full_name for one in inside_}
    missing = [Missing(f"{name}: уже не в базе. Верните предложенный текст приложения.", rebuild) for name in gone]
    for one in inside_:
        if one.person.full_name in told:
            missing += missing_consents(one.person, [Consent.Kind.PROCESSING], on)
            if one.starts_on > on:
                words = f"{one.person.short_name} в базе с {date_digits(one.starts_on)}, приказ раньше."
                missing.append(Missing(words, one.get_absolute_url()))
    return missing


def notes(paper):
    """Those who came into a base after the annex was written."""
    told, rebuild = named_in(paper), reverse("documents:rebuild", args=[paper.pk])
    late = [
        Missing(f"{one.person.full_name}: в базе, но не в приложении. Верните предложенный текст.", rebuild)
        for side in _sides(paper)
        for one in participants(paper.subject, side)
        if told[side] and one.person.full_name not in told[side]
    ]
    return [*_KIND.notes(paper), *late]


def approve(paper, by):
    """The order comes into force: those whom its annexes name are approved by it."""
    cycle, told = Cycle.objects.get(pk=paper.subject_id), named_in(paper)
    approved = [one for side in told for one in participants(cycle, side) if one.person.full_name in told[side]]
    workflow.approve(cycle, approved, number=paper.number, approved_on=paper.issued_on, by=by, paper=paper)


_KIND = order_kind(
    code="order_bases",
    title="Приказ об утверждении баз наставников и наставляемых",
    group=kinds.Group.START,
    about="Утверждает базы со столбцами о запросе, компетенциях и согласии; участники в портале станут утверждёнными.",
    ground="Положение о наставничестве; анкеты и согласия участников",
    form=Form,
    write=from_records,
    take_effect=approve,
    sample=sample,
    dative=["keeper"],
    evidence_for=("mentor_registry_order",),
)
KIND = replace(_KIND, gate=gate, notes=notes)
