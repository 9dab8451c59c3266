"""O5 of law.md 4.3: «О создании рабочей группы» or «О создании совета наставников» (seeds 0 and 3)."""

from django import forms

from mentorship.common.cases import Case
from mentorship.common.russian import date_words
from mentorship.common.widgets import DayInput
from mentorship.documents import blocks, kinds, listed, orders
from mentorship.documents.blocks.worded import Text
from mentorship.institution.grounds import ground
from mentorship.people import samples
from mentorship.people.choices import PeopleChoice, PersonChoice
from mentorship.people.models import Person
from mentorship.people.naming import acquainted, once, told

from ..paper_forms import OrderForm, controlled_by, order_kind

BODIES = {
    "group": ("рабочую группу по внедрению наставничества", "рабочей группы по внедрению наставничества"),
    "council": ("совет наставников", "совета наставников"),
}
TASKS = {
    "group": [
        "разработать проекты локальных актов о наставничестве",
        "подготовить предложения к дорожной карте и базам наставников и наставляемых",
        "помогать куратору в подборе пар и проведении мониторинга",
    ],
    "council": [
        "обсуждать и согласовывать персонализированные программы наставничества",
        "обобщать опыт наставников и готовить методические материалы",
        "предлагать наставников к поощрению",
    ],
}
COLUMNS = [
    {"title": "№", "width": 8, "align": "center"},
    {"title": "Фамилия, имя, отчество", "width": 37},
    {"title": "Должность", "width": 35},
    {"title": "Роль", "width": 20},
]


class Form(OrderForm):
    usual_acts = ("az1128",)

    body = forms.ChoiceField(
        label="Что создаётся", choices=[("group", "Рабочая группа"), ("council", "Совет наставников")]
    )
    chair = PersonChoice(
        Person.objects.none(),
        label="Руководитель (председатель)",
        error_messages={"required": "Выберите, кто руководит."},
    )
    members = PeopleChoice(
        Person.objects.none(), label="Члены", error_messages={"required": "Выберите хотя бы одного члена."}
    )
    first_meeting = forms.DateField(label="Первое заседание – до", widget=DayInput)
    field_order = ["body", "chair", "members", "first_meeting", "acts", "control"]

    def clean(self):
        data = super().clean()
        if data.get("chair") and data["chair"] in (data.get("members") or []):
            self.add_error("members", "Руководитель уже выбран выше: уберите его из членов.")
        return data

    def heading(self):
        return heading_of(self.cleaned_data["body"])


def heading_of(body):
    return Text("О создании {органа}", _of_what(body))


def _of_what(body):
    return {"органа": (BODIES[body][1], "что создаётся, родительный падеж")}


def sample(body="council"):
    """A filled sample for the catalogue."""
    people = samples.people()
    answers = {"body": body, "chair": people[0], "members": people[2:5], "first_meeting": samples.MIDDLE}
    return write(samples.institution(), answers | {"acts": samples.acts(), "control": None})


def write(institution, answers):
    """Blocks of the order by the answers of its form."""
    body, chair, members = answers["body"], answers["chair"], once(answers["members"])
    what = BODIES[body][0]
    rows = [[person.full_name, person.post, role] for person, role in [(chair, "председатель")]]
    rows += [[person.full_name, person.post, "член"] for person in members]
    return orders.order(
        institution,
        heading=heading_of(body),
        ground=ground(answers["acts"]),
        items=[
            blocks.item(
                "Создать {орган} в составе согласно приложению.",
                key="create",
                words={"орган": (what, "что создаётся, винительный падеж")},
            ),
            blocks.item(
                "Председателем назначить {председателя}.",
                key="chair",
                words={"председателя": told(chair, Case.ACCUSATIVE, "кто руководит")},
            ),
            *orders.task_items(
                "Определить задачи {органа}:",
                TASKS[body],
                key=f"tasks_{body}",
                words=_of_what(body),
            ),
            blocks.item(
                "Первое заседание провести до {дня}, далее – не реже одного раза в квартал; "
                "решения оформлять протоколом.",
                key="meetings",
                words={"дня": (date_words(answers["first_meeting"]), "до какого дня первое заседание")},
            ),
            controlled_by(answers["control"]),
        ],
        acquainted=acquainted([chair, *members, answers["control"]]),
        annexes=listed.annex(institution, Text("Состав {органа}", _of_what(body)), COLUMNS, rows),
    )


KIND = order_kind(
    code="order_council",
    title="Приказ о создании рабочей группы или совета наставников",
    group=kinds.Group.START,
    about="Состав, задачи и первое заседание группы, которая помогает куратору, или совета наставников.",
    ground="Положение о наставничестве; приказ о внедрении",
    form=Form,
    write=write,
    sample=sample,
    variants=lambda: {"рабочая группа": sample("group")},
    accusative=["chair"],
    evidence_for=("order_council",),
)
