"""O13 of law.md 4.3: «О проведении мониторинга» (methodology.md 5.1: two stages; seed 3, section IX)."""

from django import forms

from mentorship.common.cases import Case
from mentorship.common.checks import check_period
from mentorship.common.russian import date_digits, date_words
from mentorship.common.widgets import DayInput
from mentorship.documents import blocks, kinds, orders
from mentorship.institution.grounds import ground
from mentorship.people import samples
from mentorship.people.choices import PersonChoice
from mentorship.people.models import Person
from mentorship.people.naming import acquainted, told

from ..paper_forms import OrderForm, controlled_by, order_kind

HEADING = "О проведении мониторинга реализации программы наставничества"
COLUMNS = [
    {"title": "№", "width": 7, "align": "center"},
    {"title": "Процедура", "width": 43},
    {"title": "Участники", "width": 28},
    {"title": "Срок", "width": 22, "align": "center"},
]


class Form(OrderForm):
    headed = HEADING
    usual_acts = ("az1128",)

    answers_for = PersonChoice(
        Person.objects.none(),
        label="Ответственный за мониторинг",
        error_messages={"required": "Выберите ответственного: ему адресован приказ."},
    )
    starts_on = forms.DateField(label="Проводится с", widget=DayInput, error_messages={"required": "Выберите период."})
    ends_on = forms.DateField(label="по", widget=DayInput, error_messages={"required": "Выберите период."})
    report_until = forms.DateField(
        label="Справка о результатах – до",
        widget=DayInput,
        error_messages={"required": "Укажите, к какому дню готова справка."},
    )
    field_order = ["answers_for", "starts_on", "ends_on", "report_until", "acts", "control"]

    def clean(self):
        data = super().clean()
        right = check_period(self, data, said="Окончание должно быть позже начала.")
        report = data.get("report_until")
        if right and report and report < data["ends_on"]:
            self.add_error("report_until", "Справку готовят после окончания мониторинга: выберите день позже.")
        return data


def sample():
    """A filled sample for the catalogue."""
    answers = {"answers_for": samples.people()[0], "starts_on": samples.DAY, "ends_on": samples.MIDDLE}
    last = {"report_until": samples.LAST_DAY, "acts": samples.acts(), "control": None}
    return write(samples.institution(), answers | last)


def write(institution, answers):
    """Blocks of the order by the answers of its form."""
    person = answers["answers_for"]
    first, last = date_words(answers["starts_on"]), date_words(answers["ends_on"])
    return orders.order(
        institution,
        heading=HEADING,
        ground=ground(answers["acts"], "в целях оценки качества и результатов наставничества"),
        items=[
            blocks.item(
                "Провести с {начала} по {окончание} мониторинг реализации программы наставничества "
                "в два этапа (приложение).",
                key="hold",
                words={"начала": (first, "с какого дня"), "окончание": (last, "по какой день")},
            ),
            *orders.task_items(
                "Ответственному за мониторинг {ответственному}:",
                [
                    "провести анкетирование наставников и наставляемых, не раскрывая ответов отдельных участников",
                    "сравнить показатели до и после работы в парах и группах",
                    "представить справку о результатах с предложениями до {дня справки}",
                ],
                key="tasks",
                words={
                    "ответственному": told(person, Case.DATIVE, "кому поручают"),
                    "дня справки": (date_words(answers["report_until"]), "до какого дня справка"),
                },
            ),
            controlled_by(answers["control"]),
        ],
        acquainted=acquainted([person, answers["control"]]),
        annexes=[
            orders.annex(institution, "Процедуры мониторинга"),
            blocks.table(COLUMNS, _rows(answers), key="columns"),
        ],
    )


def _rows(answers):
    first, last, report = (date_digits(answers[name]) for name in ("starts_on", "ends_on", "report_until"))
    procedures = [
        ("Этап 1. Анкета о ходе программы: качество процесса", "наставники и наставляемые", f"с {first}"),
        ("Этап 1. Сильные и слабые стороны, возможности и риски", "куратор, рабочая группа", f"до {last}"),
        ("Этап 2. Анкета о влиянии на участников, сравнение с первой", "наставники и наставляемые", f"до {last}"),
        ("Обработка ответов, справка и предложения", "куратор", f"до {report}"),
    ]
    return [[f"{number}.", *row] for number, row in enumerate(procedures, 1)]


KIND = order_kind(
    code="order_monitoring",
    title="Приказ о проведении мониторинга",
    group=kinds.Group.RESULTS,
    about="Этапы, анкеты, сроки и ответственный за мониторинг.",
    ground="Положение о наставничестве, раздел о мониторинге",
    form=Form,
    write=write,
    sample=sample,
    dative=["answers_for"],
    evidence_for=("order_monitoring",),
)
