"""O4 of law.md 4.3: «Об утверждении дорожной карты», the roadmap itself as its annex in the look of seeds 2 and 4."""

from dataclasses import dataclass

from django import forms

from mentorship.common.cases import Case
from mentorship.common.russian import date_words
from mentorship.common.widgets import DayInput
from mentorship.common.workflow import Missing
from mentorship.documents import blocks, kinds, orders
from mentorship.documents.blocks.worded import Text
from mentorship.institution.grounds import PURPOSE
from mentorship.institution.models import MentoringForm
from mentorship.people import samples
from mentorship.people.choices import PersonChoice
from mentorship.people.models import Person
from mentorship.people.naming import acquainted, told

from .. import local_acts, presets, results, terms
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
CONTENT, TERM, RESULT = 2, 3, 5  # columns that a model may leave empty: seed 2 has no content, seed 4 no results
HEADINGS = {(): "columns", (CONTENT,): "columns_without_content", (RESULT,): "columns_without_results"}  # empty: key
NOTHING = "–"
SHOWN = 8  # numbers of rows that a note lists


@dataclass(frozen=True)
class Called:
    """How the institution calls the paper: seed 2 a дорожная карта, seed 4 a план реализации.

    Attributes:
        name: its own title; genitive, accusative: the same inside a sentence, in full.
        short: («дорожной карты», «дорожной карте»): genitive and prepositional of the short name.
        ending: of the marks, «УТВЕРЖДЕН…», «ПРИНЯТ…».
    """

    name: str
    genitive: str
    accusative: str
    short: tuple
    approved: str
    ending: str


CALLED = {
    "roadmap": Called(
        name="Дорожная карта реализации программы наставничества",
        genitive="дорожной карты наставничества",
        accusative="дорожную карту реализации программы наставничества",
        short=("дорожной карты", "дорожной карте"),
        approved="УТВЕРЖДЕНА",
        ending="А",
    ),
    "plan": Called(
        name="План реализации целевой модели наставничества",
        genitive="плана реализации целевой модели наставничества",
        accusative="план реализации целевой модели наставничества",
        short=("плана", "плане"),
        approved="УТВЕРЖДЁН",
        ending="",
    ),
}
SAMPLE_ROWS = [
    ("Этап 1. Подготовка условий для запуска программы\nЗадача этапа: создать условия для начала работы",),
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
    called = forms.ChoiceField(
        label="Как называется", choices=[(code, one.name) for code, one in CALLED.items()], required=False
    )
    report_until = forms.DateField(label="Отчёт о выполнении – до", widget=DayInput)
    field_order = ["called", "curator", "report_until", *local_acts.ConsideredForm.TAIL]

    def prepare(self):
        super().prepare()
        if cycle := self.subject_or_none():
            self.initial.setdefault("report_until", cycle.ends_on)
            self.initial.setdefault("called", _usual_name(cycle))

    def heading(self):
        return _heading(_called(self.cleaned_data), self.subject().title)


def _usual_name(cycle):
    """What the source of the cycle's model calls itself."""
    titles = [preset.title for preset in presets.available() if preset.code == cycle.preset]
    return "plan" if titles and titles[0].startswith("План") else "roadmap"


def _called(answers):
    return CALLED[answers["called"] or "roadmap"]


def _heading(called, year):
    words = {"дорожной карты": (called.genitive, "что утверждают, родительный падеж")}
    return Text("Об утверждении {дорожной карты} на {год}", words | _of_year(year))


def _of_year(year):
    return {"год": (year, "на какой год или цикл")}


def write(institution, answers):
    """Blocks of the order; the roadmap is read from the records."""
    cycle = answers["cycle"]
    used = [form.title for form in MentoringForm.objects.filter(enabled=True)]
    return _text(institution, answers, cycle.title, rows_of(cycle), aims=[cycle.programme.goal, used])


def sample(called="roadmap", rows=SAMPLE_ROWS):
    """A filled sample for the catalogue."""
    answers = local_acts.sample(samples.people()) | {"curator": samples.people()[0], "report_until": samples.LAST_DAY}
    answers |= {"acts": samples.acts(), "called": called}
    aims = ["помочь молодым педагогам освоиться в профессии", ["педагог – педагог", "руководитель – педагог"]]
    return _text(samples.institution(), answers, samples.YEAR, [list(row) for row in rows], aims=aims)


def variants():
    """Models whose rows have no content or no results of their own, the first under its other name."""
    bare, unproven = (
        [row if len(row) == 1 else (*row[:at], NOTHING, *row[at + 1 :]) for row in SAMPLE_ROWS]
        for at in (CONTENT, RESULT)
    )
    return {
        "план реализации, без столбца содержания": sample("plan", bare),
        "дорожная карта без столбца результатов": sample(rows=unproven),
    }


def _text(institution, answers, year, rows, aims):
    curator, called = answers["curator"], _called(answers)
    whole = {"дорожную карту": (called.accusative, "что утверждают, винительный падеж")}
    genitive, prepositional = called.short
    return orders.order(
        institution,
        heading=_heading(called, year),
        ground=local_acts.stated(answers, PURPOSE),
        items=[
            blocks.item(
                "Утвердить {дорожную карту} на {год} (приложение).", key="approve", words=whole | _of_year(year)
            ),
            blocks.item(
                "Назначить ответственными за мероприятия лиц, указанных в {дорожной карте}.",
                key="responsible",
                words={"дорожной карте": (prepositional, "где указаны, предложный падеж")},
            ),
            blocks.item(
                "{Куратору}, организовать выполнение {дорожной карты} и представить отчёт о выполнении до {дня отчёта}.",
                key="report",
                words={
                    "куратору": told(curator, Case.DATIVE, "кому поручают"),
                    "дорожной карты": (genitive, "выполнение чего, родительный падеж"),
                    "дня отчёта": (date_words(answers["report_until"]), "до какого дня отчёт"),
                },
            ),
            controlled_by(answers["control"]),
        ],
        acquainted=acquainted([*answers["readers"], curator, answers["control"]]),
        annexes=[
            orders.annex(institution, "", orientation="landscape"),
            blocks.approval(_considered(answers, called), local_acts.approved(institution, called.approved)),
            blocks.paragraph(
                "{Дорожная карта} на {год}",
                indent=False,
                bold=True,
                align="center",
                key="annex_1",
                words={"дорожная карта": (called.name, "название")} | _of_year(year),
            ),
            *_aims(*aims),
            _table(rows),
        ],
    )


def _aims(goal, used):
    """What the source of seed 2 says before its table: the goal of the programme and the forms of mentoring."""
    lines = []
    if goal:
        words = {"цель": (goal.rstrip("."), "цель программы, с малой буквы")}
        lines.append(blocks.paragraph("Цель программы: {цель}.", key="goal", words=words))
    if used:
        words = {"формы": (", ".join(f"«{title}»" for title in used), "формы, которые применяет учреждение")}
        lines.append(blocks.paragraph("Формы наставничества: {формы}.", key="forms", words=words))
    return lines


def _table(rows):
    """The rows without the columns that none of them fills; the room goes to the others."""
    full = [row for row in rows if len(row) > 1]
    empty = {at for at in (CONTENT, TERM, RESULT) if all(row[at] == NOTHING for row in full)}
    kept = [at for at in range(len(COLUMNS)) if at not in empty]
    wide = sum(COLUMNS[at]["width"] for at in kept)
    columns = [COLUMNS[at] | {"width": round(COLUMNS[at]["width"] * 100 / wide)} for at in kept]
    columns[1]["width"] += 100 - sum(column["width"] for column in columns)
    cells = [row if len(row) == 1 else [row[at] for at in kept] for row in rows]
    return blocks.table(columns, cells, key=HEADINGS.get(tuple(sorted(empty)), ""))


def _considered(answers, called):
    """The mark agrees with «дорожная карта» and «план»: «ПРИНЯТА», «ПРИНЯТ», not «ПРИНЯТО»."""
    lines = local_acts.considered(answers)
    return [line.removesuffix("О") + called.ending if line == answers["mark"] else line for line in lines]


def rows_of(cycle):
    """Rows of the annex: a line for each stage with its task, then its rows as the roadmap has them."""
    rows, stage = [], None
    for activity in Activity.objects.of_cycle(cycle).prefetch_related("items"):
        if activity.stage_id != stage:
            stage = activity.stage_id
            task = activity.stage.task
            rows.append([f"Этап {activity.stage}" + (f"\nЗадача этапа: {task}" if task else "")])
        rows.append(_row(activity))
    return rows


def _row(activity):
    content = "\n".join(f"{number}. {item.title}" for number, item in enumerate(activity.items.all(), 1))
    result = activity.result or (results.title(activity.doc) if activity.doc else "")
    return [
        activity.number,
        activity.title,
        content or NOTHING,
        _term(activity),
        results.roles_in_words(activity.responsible or ["curator"]),
        result or NOTHING,
    ]


def _term(activity):
    term = terms.parse(activity.term)
    return activity.term_text or (NOTHING if term == terms.NONE and not activity.due_on else terms.words(term))


def gate(answers, on):
    """Minutes later than the order are refused (law.md section 8)."""
    return local_acts.late_minutes(answers, on)


def to_look_at(cycle):
    """Rows that the model leaves open: nobody answers for them (the paper names the curator), no term is set."""
    rows, found = list(Activity.objects.of_cycle(cycle)), []
    if unnamed := [row for row in rows if not row.responsible]:
        found.append(
            f"Модель не называет ответственного ({_numbers(unnamed)}): в документе им стоит куратор. Если отвечает"
            " другой, укажите его в строках дорожной карты."
        )
    if undated := [row for row in rows if _term(row) == NOTHING]:
        found.append(f"Срок не задан ({_numbers(undated)}). Задайте сроки строк или сразу всего этапа.")
    return [Missing(text, cycle.get_absolute_url()) for text in found]


def _numbers(rows):
    shown = ", ".join(row.number for row in rows[:SHOWN])
    return f"строки {shown} и ещё {len(rows) - SHOWN}" if len(rows) > SHOWN else f"строки {shown}"


KIND = order_kind(
    code="order_roadmap",
    title="Приказ об утверждении дорожной карты",
    group=kinds.Group.START,
    about="Утверждает дорожную карту года; она сама становится приложением.",
    ground="Положение о наставничестве",
    form=Form,
    write=write,
    sample=sample,
    variants=variants,
    gate=gate,
    notes=lambda answers: to_look_at(answers["cycle"]),
    dative=["curator"],
    evidence_for=("order_roadmap", "roadmap"),
)
