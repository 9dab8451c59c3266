"""O1 of law.md 4.3: «О внедрении целевой модели наставничества» (seed 2, row 1.1; seed 3, 1.6.1; papers R1, R3, R10)."""

from django import forms

from mentorship.common.cases import Case
from mentorship.common.russian import capital, date_words
from mentorship.common.widgets import DayInput
from mentorship.documents import blocks, kinds, orders
from mentorship.institution.grounds import ground
from mentorship.people import samples
from mentorship.people.choices import PersonChoice
from mentorship.people.models import Person
from mentorship.people.naming import acquainted, named

from ..paper_forms import OrderForm, controlled_by, order_kind

HEADING = "О внедрении целевой модели наставничества"
RESULTS = [
    "не менее {share} % молодых и вновь принятых педагогов имеют наставника",
    "в каждой паре и группе выполнена персонализированная программа наставничества",
    "не менее {satisfied} % участников удовлетворены участием в программе",
]


class Form(OrderForm):
    usual_acts = ("r145", "az1128", "r3273")

    since = forms.DateField(label="Внедрить с", widget=DayInput)
    until = forms.DateField(label="Срок реализации – до", widget=DayInput)
    curator = PersonChoice(
        Person.objects.none(),
        label="Куратор",
        error_messages={"required": "Выберите куратора: ему поручается подготовка документов и отчёт."},
    )
    site = PersonChoice(
        Person.objects.none(), label="Кто размещает материалы на сайте", required=False, empty_label="Куратор"
    )
    interim = forms.DateField(label="Промежуточный мониторинг – до", widget=DayInput)
    final = forms.DateField(label="Итоговый мониторинг – до", widget=DayInput)
    share = forms.IntegerField(label="Молодых педагогов с наставником, не менее, %", min_value=1, max_value=100)
    satisfied = forms.IntegerField(label="Удовлетворены участием, не менее, %", min_value=1, max_value=100)
    field_order = ["since", "until", "curator", "site", "interim", "final", "share", "satisfied", "acts", "control"]

    def prepare(self):
        super().prepare()
        cycle = self.subject_or_none()
        if cycle:
            middle = cycle.starts_on + (cycle.ends_on - cycle.starts_on) / 2
            days = {"since": cycle.starts_on, "until": cycle.ends_on, "interim": middle, "final": cycle.ends_on}
            self.initial = {**days, "share": 70, "satisfied": 80} | self.initial

    def clean(self):
        data = super().clean()
        days = [data.get(name) for name in ("since", "until", "interim", "final")]
        if all(days):
            since, until, interim, final = days
            if until <= since:
                self.add_error("until", "Срок реализации должен быть позже начала внедрения.")
            if not since <= interim <= final:
                self.add_error("interim", "Промежуточный мониторинг – после начала внедрения и не позже итогового.")
        return data

    def heading(self):
        return HEADING


def sample():
    """A filled sample for the catalogue."""
    people = samples.people()
    days = {"since": samples.DAY, "until": samples.LAST_DAY, "interim": samples.MIDDLE, "final": samples.LAST_DAY}
    answers = {"curator": people[0], "site": people[2], "share": 70, "satisfied": 80, "control": None}
    return write(samples.institution(), days | answers | {"acts": samples.acts()})


def write(institution, answers):
    """Blocks of the order by the answers of its form."""
    curator, site = answers["curator"], answers["site"] or answers["curator"]
    return orders.order(
        institution,
        heading=HEADING,
        ground=ground(answers["acts"], "в целях профессионального роста и адаптации педагогических работников"),
        items=[
            blocks.item(
                f"Внедрить с {date_words(answers['since'])} целевую модель наставничества, срок реализации – "
                f"до {orders.stopped(date_words(answers['until']))}"
            ),
            *orders.task_items(
                f"Ответственным за внедрение назначить {named(curator, Case.ACCUSATIVE)}, поручить:",
                [
                    "подготовить проекты Положения о наставничестве и дорожной карты",
                    "сформировать базу наставников и базу наставляемых, предложить наставнические пары и группы",
                    "организовать обучение наставников и методическую поддержку пар",
                ],
            ),
            *orders.task_items(
                "Мониторинг реализации проводить в два этапа:",
                [
                    f"промежуточный – до {date_words(answers['interim'])}",
                    f"итоговый, с аналитическим отчётом, – до {date_words(answers['final'])}",
                ],
            ),
            *orders.task_items("Планируемые результаты:", [result.format(**answers) for result in RESULTS]),
            blocks.item(
                f"{capital(named(site, Case.DATIVE))}, разместить настоящий приказ и документы о наставничестве "
                "на официальном сайте учреждения в течение десяти рабочих дней."
            ),
            controlled_by(answers["control"]),
        ],
        acquainted=acquainted([curator, site, answers["control"]]),
    )


KIND = order_kind(
    code="order_implement",
    title="Приказ о внедрении целевой модели наставничества",
    group=kinds.Group.START,
    about="С него начинается наставничество: сроки, ответственный, мониторинг, планируемые результаты.",
    ground="распоряжение Р-145, письмо АЗ-1128/08, распоряжение 3273-р",
    form=Form,
    write=write,
    sample=sample,
    dative=["site"],
    accusative=["curator"],
    evidence_for=("order_implement",),
)
