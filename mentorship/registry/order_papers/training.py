"""O7 of law.md 4.3: «Об организации обучения наставников» (seed 2, stage 4)."""

from django import forms

from mentorship.common.cases import Case
from mentorship.common.russian import counted, date_digits, date_words
from mentorship.common.workflow import Missing
from mentorship.cycle.paper_forms import OrderForm, controlled_by, order_kind
from mentorship.documents import blocks, kinds, listed, orders
from mentorship.institution.grounds import ground
from mentorship.people import samples
from mentorship.people.choices import PersonChoice
from mentorship.people.models import Person
from mentorship.people.naming import acquainted, told

from ..models import Side, Training, TrainingRecord

HEADING = "Об организации обучения наставников"
COLUMNS = [
    {"title": "№", "width": 6, "align": "center"},
    {"title": "Фамилия, имя, отчество", "width": 27},
    {"title": "Тема", "width": 33},
    {"title": "Часы", "width": 9, "align": "center"},
    {"title": "Документ", "width": 25},
]
HOURS = "час,часа,часов"


class TrainingsChoice(forms.ModelMultipleChoiceField):
    """Trainings with their days."""

    first = "Сначала запишите занятие или курс: «Обучение»."

    def label_from_instance(self, obj):
        return f"{obj}, {date_digits(obj.starts_on)}"


class Form(OrderForm):
    headed = HEADING
    usual_acts = ("az1128",)

    trainings = TrainingsChoice(
        Training.objects.none(),
        label="Занятия и курсы",
        help_text="Показаны занятия для наставников этого цикла; участники войдут в приложение.",
        error_messages={"required": "Отметьте хотя бы одно занятие. Занятия заводятся на странице «Обучение»."},
    )
    leads = PersonChoice(
        Person.objects.none(),
        label="Кто организует обучение",
        error_messages={"required": "Выберите, кто организует обучение: ему адресован приказ."},
    )
    teachers = forms.CharField(
        label="Кто проводит занятия",
        max_length=300,
        required=False,
        help_text="Например: «педагог-психолог и методист».",
    )
    field_order = ["trainings", "leads", "teachers", "acts", "control"]

    def prepare(self):
        super().prepare()
        if cycle := self.subject_or_none():
            found = Training.objects.filter(side__in=["", Side.MENTOR], ends_on__gte=cycle.starts_on)
            self.fields["trainings"].queryset = found.filter(starts_on__lte=cycle.ends_on).order_by("starts_on", "pk")


def sample():
    """A filled sample for the catalogue."""
    people = samples.people()
    topics = ["Школа наставника. Как построить первую встречу", "Школа наставника. Обратная связь без оценок"]
    trainings = [
        Training(title=topic, hours=2, starts_on=day, ends_on=day)
        for topic, day in zip(topics, (samples.DAY, samples.MIDDLE), strict=True)
    ]
    rows = [[person.full_name, topic, "2", ""] for topic in topics for person in (people[1], people[3])]
    answers = {"trainings": trainings, "leads": people[0], "teachers": "педагог-психолог Тихонов О.Ю.", "control": None}
    return write(
        samples.institution(), answers | {"acts": samples.acts(), "rows": rows, "people": [people[1], people[3]]}
    )


def from_records(institution, answers):
    """Blocks of the order with those who are entered for the trainings."""
    records = list(records_of(answers["trainings"]))
    facts = {"rows": [_row(record) for record in records], "people": [record.person for record in records]}
    return write(institution, answers | facts)


def write(institution, answers):
    """Blocks of the order by the answers of its form, the ``rows`` of its annex and the ``people`` named there."""
    leads, trainings = answers["leads"], answers["trainings"]
    return orders.order(
        institution,
        heading=HEADING,
        ground=ground(answers["acts"], "в целях подготовки наставников к работе с наставляемыми"),
        items=[
            blocks.item(
                "Провести обучение наставников {срок} по темам согласно приложению{часы}.",
                key="teach",
                words={
                    "срок": (_span(trainings), "день или «с … по …»"),
                    "часы": (_total(trainings), "с запятой в начале: сколько часов, если они указаны"),
                },
            ),
            *_teachers(answers["teachers"]),
            *orders.task_items(
                "Ответственному за обучение {ответственному}:",
                [
                    "ознакомить наставников с расписанием и темами занятий",
                    "вести учёт посещения, внести в базу наставников сведения о пройденном обучении",
                ],
                key="leads",
                words={"ответственному": told(leads, Case.DATIVE, "кто организует обучение")},
            ),
            blocks.item("Наставникам, названным в приложении, пройти обучение в указанный срок.", key="mentors"),
            controlled_by(answers["control"]),
        ],
        acquainted=acquainted([leads, *answers["people"], answers["control"]]),
        annexes=listed.annex(institution, "Обучение наставников", COLUMNS, answers["rows"]),
    )


def _span(trainings):
    first, last = min(one.starts_on for one in trainings), max(one.ends_on for one in trainings)
    return date_words(first) if first == last else f"с {date_words(first)} по {date_words(last)}"


def _total(trainings):
    hours = sum(one.hours or 0 for one in trainings)
    return f", всего {counted(hours, HOURS)}" if hours else ""


def _teachers(words):
    if not words:
        return []
    several = "," in words or " и " in words
    offered = {
        "проводят": ("проводят" if several else "проводит", "«проводит» или «проводят»"),
        "преподаватели": (words, "кто проводит занятия, как в исходных данных"),
    }
    return [blocks.item("Занятия {проводят} {преподаватели}.", key="teachers", words=offered)]


def records_of(trainings):
    """Who is entered for these trainings, by training and name (a queryset); those who did not come are left out."""
    found = TrainingRecord.objects.filter(training__in=trainings).exclude(state=TrainingRecord.State.MISSED)
    return found.select_related("training", "person").order_by("training__starts_on", "training", "person__sort_key")


def _row(record):
    number = f"№ {record.certificate_number}" if record.certificate_number else ""  # none yet: a cell to fill by hand
    day = f"от {date_digits(record.certificate_on)}" if number and record.certificate_on else ""
    hours = str(record.training.hours or "–")
    return [record.person.full_name, str(record.training), hours, f"{number} {day}".strip()]


def _gate(answers, on):
    return [
        Missing(f"На занятие «{training}» никто не записан: добавьте наставников.", training.get_absolute_url())
        for training in answers["trainings"]
        if not records_of([training]).exists()
    ]


KIND = order_kind(
    code="order_training",
    title="Приказ об организации обучения наставников",
    group=kinds.Group.START,
    about="Темы, часы, кто учит и кто учится; участники берутся из записей об обучении.",
    ground="Положение о наставничестве; план обучения наставников",
    form=Form,
    write=from_records,
    gate=_gate,
    sample=sample,
    dative=["leads"],
)
