"""O3 of law.md 4.3: «О назначении куратора», with those answerable for a form of mentoring (seed 2, row 1.2)."""

from django import forms

from mentorship.common.cases import Case
from mentorship.common.russian import date_words
from mentorship.common.widgets import DayInput
from mentorship.documents import blocks, kinds, orders
from mentorship.institution.grounds import ground
from mentorship.people import samples
from mentorship.people.choices import PeopleChoice, PersonChoice
from mentorship.people.models import Person
from mentorship.people.naming import acquainted, named_all, told

from ..paper_forms import OrderForm, controlled_by, order_kind

HEADING = "О назначении куратора наставничества"
DUTIES = [
    "вести базу наставников и базу наставляемых и обновлять их не реже одного раза в год",
    "готовить предложения о наставнических парах и группах и проекты приказов о них",
    "контролировать персонализированные программы и встречи наставников с наставляемыми",
    "проводить мониторинг и представить итоговый отчёт о реализации программы наставничества",
]


class Form(OrderForm):
    headed = HEADING
    usual_acts = ("az1128",)

    curator = PersonChoice(
        Person.objects.none(),
        label="Кто назначается куратором",
        error_messages={"required": "Выберите куратора: без него приказ ничего не решает."},
    )
    since = forms.DateField(label="С какого дня", widget=DayInput)
    substitute = PersonChoice(
        Person.objects.none(), label="Кто замещает на время отсутствия", required=False, empty_label="Никто"
    )
    leads = PeopleChoice(
        Person.objects.none(),
        label="Ответственные по формам наставничества",
        required=False,
        help_text="Если их назначают этим же приказом.",
    )
    field_order = ["curator", "since", "substitute", "leads", "acts", "control"]

    def prepare(self):
        super().prepare()
        self.initial.setdefault("since", self.on)

    def clean(self):
        data = super().clean()
        if data.get("curator") and data.get("curator") == data.get("substitute"):
            self.add_error("substitute", "Куратор не может замещать сам себя: выберите другого сотрудника.")
        return data


def sample():
    """A filled sample for the catalogue."""
    people = samples.people()
    answers = {"curator": people[0], "since": samples.DAY, "substitute": people[1], "leads": [people[2]]}
    return write(samples.institution(), answers | {"acts": samples.acts(), "control": None})


def write(institution, answers):
    """Blocks of the order by the answers of its form."""
    curator, substitute, control = answers["curator"], answers["substitute"], answers["control"]
    return orders.order(
        institution,
        heading=HEADING,
        ground=ground(answers["acts"], "в целях организации наставничества в учреждении"),
        items=[
            blocks.item(
                "Назначить с {дня} куратором наставничества {куратора}.",
                key="appoint",
                words={
                    "дня": (date_words(answers["since"]), "с какого дня"),
                    "куратора": told(curator, Case.ACCUSATIVE, "кого назначают"),
                },
            ),
            *orders.task_items(
                "Куратору {куратору}:",
                DUTIES,
                key="duties",
                words={"куратору": told(curator, Case.DATIVE, "кому поручают")},
            ),
            blocks.item(
                "Предоставить куратору доступ к порталу наставничества в объёме, который нужен для этих обязанностей.",
                key="access",
            ),
            *_substitute(substitute),
            *_leads(answers["leads"]),
            controlled_by(control),
        ],
        acquainted=acquainted([curator, substitute, *answers["leads"], control]),
    )


def _substitute(person):
    if person is None:
        return []
    text = "На время отсутствия куратора его обязанности возложить на {заместителя}."
    words = {"заместителя": told(person, Case.ACCUSATIVE, "кто замещает")}
    return [blocks.item(text, key="substitute", words=words)]


def _leads(people):
    if not people:
        return []
    whom = "ответственным" if len(people) == 1 else "ответственными"
    text = "Назначить {ответственными} по формам наставничества {ответственных}."
    words = {
        "ответственными": (whom, "«ответственным» или «ответственными»"),
        "ответственных": (named_all(people, Case.ACCUSATIVE), "кого назначают, винительный падеж"),
    }
    return [blocks.item(text, key="leads", words=words)]


KIND = order_kind(
    code="order_curator",
    title="Приказ о назначении куратора",
    group=kinds.Group.START,
    about="Назначает куратора, его обязанности, замещение и ответственных по формам наставничества.",
    ground="Положение о наставничестве; приказ о внедрении целевой модели",
    form=Form,
    write=write,
    dative=["curator"],
    accusative=["curator", "substitute", "leads"],
    sample=sample,
    evidence_for=("order_curator",),
)
