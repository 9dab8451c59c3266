"""O4 of law.md 4.3: «Об утверждении дорожной карты», the roadmap itself as its annex in the look of seeds 2 and 4."""

from django import forms

from mentorship.common.cases import Case
from mentorship.common.russian import date_words
from mentorship.common.widgets import DayInput
from mentorship.common.workflow import Missing
from mentorship.documents import blocks, kinds, orders
from mentorship.documents.blocks.worded import Text
from mentorship.institution.grounds import PURPOSE
from mentorship.people import samples
from mentorship.people.choices import PersonChoice
from mentorship.people.models import Person
from mentorship.people.naming import acquainted, told

from .. import local_acts, results, terms
from ..models import Activity
from ..paper_forms import controlled_by, order_kind

COLUMNS = [
    {"title": "№", "width": 6, "align": "center"},
    {"title": "Мероприятие", "width": 24},
    {"title": "Содержание деятельности", "width": 26},
    {"title": "Срок", "width": 12, "align": "center"},
    {"title": "Ответственный", "width": 14},
    {"title": "Результат, вид документа", "width": 18},
]
SAMPLE_ROWS = [
    ("Этап 1. Подготовка условий для запуска программы",),
    (
        "1.1",
        "Нормативное оформление программы",
        "подготовить проекты приказов и Положения",
        "сентябрь",
        "куратор",
        "Приказ о внедрении",
    ),
    ("1.2", "Информирование педагогов", "педагогический совет", "сентябрь", "куратор", "Протокол"),
    ("Этап 2. Формирование базы наставляемых",),
    ("2.1", "Сбор запросов", "анкетирование, беседы", "октябрь", "куратор", "База наставляемых"),
]


class Form(local_acts.ConsideredForm):
    usual_acts = ("az1128",)

    curator = PersonChoice(
        Person.objects.none(),
        label="Кто отвечает за выполнение и отчёт",
        error_messages={"required": "Выберите, кто отвечает за выполнение дорожной карты."},
    )
    report_until = forms.DateField(label="Отчёт о выполнении – до", widget=DayInput)
    field_order = ["curator", "report_until", *local_acts.ConsideredForm.TAIL]

    def prepare(self):
        super().prepare()
        if cycle := self.subject_or_none():
            self.initial.setdefault("report_until", cycle.ends_on)

    def heading(self):
        return heading_of(self.subject())


def heading_of(cycle):
    return _heading(cycle.title)


def _heading(year):
    return Text("Об утверждении дорожной карты наставничества на {год}", _of_year(year))


def _of_year(year):
    return {"год": (year, "на какой год или цикл")}


def write(institution, answers):
    """Blocks of the order; the roadmap is read from the records."""
    return _text(institution, answers, answers["cycle"].title, rows_of(answers["cycle"]))


def sample():
    """A filled sample for the catalogue."""
    answers = local_acts.sample(samples.people()) | {"curator": samples.people()[0], "report_until": samples.LAST_DAY}
    rows = [list(row) for row in SAMPLE_ROWS]
    return _text(samples.institution(), answers | {"acts": samples.acts()}, samples.YEAR, rows)


def _text(institution, answers, year, rows):
    curator = answers["curator"]
    return orders.order(
        institution,
        heading=_heading(year),
        ground=local_acts.stated(answers, PURPOSE),
        items=[
            blocks.item(
                "Утвердить дорожную карту реализации программы наставничества на {год} (приложение).",
                key="approve",
                words=_of_year(year),
            ),
            blocks.item("Назначить ответственными за мероприятия лиц, указанных в дорожной карте.", key="responsible"),
            blocks.item(
                "{Куратору}, организовать выполнение дорожной карты и представить отчёт о её выполнении до {дня отчёта}.",
                key="report",
                words={
                    "куратору": told(curator, Case.DATIVE, "кому поручают"),
                    "дня отчёта": (date_words(answers["report_until"]), "до какого дня отчёт"),
                },
            ),
            controlled_by(answers["control"]),
        ],
        acquainted=acquainted([*answers["readers"], curator, answers["control"]]),
        annexes=[
            orders.annex(institution, "", orientation="landscape"),
            blocks.approval(_considered(answers), local_acts.approved(institution, "УТВЕРЖДЕНА")),
            blocks.paragraph(
                "Дорожная карта реализации программы наставничества на {год}",
                indent=False,
                bold=True,
                align="center",
                key="annex_1",
                words=_of_year(year),
            ),
            blocks.table(COLUMNS, rows),
        ],
    )


def _considered(answers):
    """The mark agrees with «дорожная карта»: «ПРИНЯТА», not «ПРИНЯТО»."""
    lines = local_acts.considered(answers)
    return [line.removesuffix("О") + "А" if line == answers["mark"] else line for line in lines]


def rows_of(cycle):
    """Rows of the annex: a line for each stage, then its rows as the roadmap has them."""
    rows, stage = [], None
    for activity in Activity.objects.of_cycle(cycle).prefetch_related("items"):
        if activity.stage_id != stage:
            stage = activity.stage_id
            rows.append([f"Этап {activity.stage}"])
        rows.append(_row(activity))
    return rows


def _row(activity):
    content = "\n".join(f"{number}. {item.title}" for number, item in enumerate(activity.items.all(), 1))
    result = activity.result or (results.title(activity.doc) if activity.doc else "")
    return [
        activity.number,
        activity.title,
        content or "–",
        activity.term_text or terms.words(terms.parse(activity.term)),
        results.roles_in_words(activity.responsible or ["curator"]),
        result or "–",
    ]


def gate(answers, on):
    """Minutes later than the order and a row without a responsible person are refused (law.md section 8)."""
    empty = [activity for activity in Activity.objects.of_cycle(answers["cycle"]) if not activity.responsible]
    return local_acts.late_minutes(answers, on) + [
        Missing(f"Строка {activity.number}: не указан ответственный. Укажите его в дорожной карте.", url)
        for activity in empty
        for url in [activity.get_absolute_url()]
    ]


KIND = order_kind(
    code="order_roadmap",
    title="Приказ об утверждении дорожной карты",
    group=kinds.Group.START,
    about="Утверждает дорожную карту года; она сама становится приложением.",
    ground="Положение о наставничестве",
    form=Form,
    write=write,
    sample=sample,
    gate=gate,
    dative=["curator"],
    evidence_for=("order_roadmap", "roadmap"),
)
