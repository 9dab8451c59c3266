"""Справка по итогам этапа: its course by the roadmap's own states, strengths, weaknesses, proposals (seed 2, 1.4, 3.4, 4.3)."""

from django import forms

from mentorship.common.russian import capital, clean_text, counted, date_digits, period_words
from mentorship.documents import blocks, kinds, listed, orders
from mentorship.documents.models import Series
from mentorship.institution.models import Institution
from mentorship.people import samples
from mentorship.people.choices import PersonChoice
from mentorship.people.models import Person

from .. import evidence, results
from ..models import Activity, Stage
from ..paper_forms import CyclePaperForm
from ..terms import State

ROWS = "мероприятие,мероприятия,мероприятий"
COLUMNS = [
    {"title": "№", "width": 8, "align": "center"},
    {"title": "Мероприятие", "width": 37},
    {"title": "Срок", "width": 15, "align": "center"},
    {"title": "Состояние", "width": 17},
    {"title": "Чем подтверждено", "width": 23},
]
PARTS = {"strengths": "Сильные стороны", "weaknesses": "Трудности и риски", "proposals": "Предложения"}


def _lines_field(label, example):
    return forms.CharField(
        label=label,
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=6000,
        help_text=f"Каждый вывод с новой строки: «{example}».",
        error_messages={"required": "Напишите хотя бы одну строку."},
    )


class Form(CyclePaperForm):
    stage = forms.ModelChoiceField(
        Stage.objects.none(),
        label="Этап",
        empty_label="Выберите этап",
        error_messages={"required": "Выберите этап, о котором справка."},
    )
    strengths = _lines_field("Сильные стороны", "все пары созданы до срока")
    weaknesses = _lines_field("Трудности и риски", "две пары встречаются реже, чем договорились")
    proposals = _lines_field("Предложения", "провести встречу наставников в январе")
    author = PersonChoice(
        Person.objects.none(), label="Кто составил", error_messages={"required": "Выберите, кто подписывает справку."}
    )

    def prepare(self):
        super().prepare()
        self.fields["stage"].queryset = Stage.objects.filter(cycle=self.subject_or_none())

    def clean_strengths(self):
        return clean_text(self.cleaned_data["strengths"], lines=True)

    def clean_weaknesses(self):
        return clean_text(self.cleaned_data["weaknesses"], lines=True)

    def clean_proposals(self):
        return clean_text(self.cleaned_data["proposals"], lines=True)

    def heading(self):
        return f"Справка по итогам этапа «{self.cleaned_data['stage'].title}»"


def sample(total=3):
    """A filled sample for the catalogue; ``total`` is 0 for a stage without rows."""
    rows = [
        [
            "5.1",
            "Групповая встреча наставников и наставляемых",
            "31.10.2026",
            "выполнено",
            "Протокол от 22.10.2026 № 3",
        ],
        ["5.2", "Приказ о наставнических парах и группах", "15.11.2026", "выполнено", "Приказ от 10.11.2026 № 58-од"],
        ["5.3", "Поддержка не сформировавших пару", "30.11.2026", "просрочено на 3 дня", "–"],
    ]
    answers = {
        "strengths": "Созданы 6 пар и одна группа, все до установленного срока\nСогласия и соглашения оформлены у всех пар",
        "weaknesses": "Один наставляемый остаётся без наставника",
        "proposals": "Пригласить наставника из другой организации\nПровести встречу наставников в январе",
        "author": samples.people()[0],
    }
    course = {
        "total": total,
        "done": 2,
        "overdue": 1,
        "starts_on": samples.DAY.replace(month=10),
        "ends_on": samples.DAY.replace(month=11, day=30),
    }
    return _text(
        samples.institution(), answers, ("Формирование наставнических пар и групп", samples.YEAR), rows[:total], course
    )


def build(paper):
    """Blocks of the note; the rows of the stage are read as they stand today."""
    answers = Form.read(paper)
    stage = answers["stage"]
    activities = list(Activity.objects.of_cycle(stage.cycle).filter(stage=stage).with_marks())
    states = evidence.states(stage.cycle, activities=activities)
    rows = [_row(activity, states[activity.pk]) for activity in activities]
    title = (stage.title, stage.cycle.title)
    return _text(Institution.load(), answers, title, rows, course_of(states.values()))


def course_of(states):
    """Figures of a stage: how many rows, done, overdue; first and last day of its windows."""
    states = list(states)
    days = [day for state in states for day in (state.starts_on, state.due_on) if day]
    return {
        "total": len(states),
        "done": sum(state.is_done for state in states),
        "overdue": sum(state.code is State.OVERDUE for state in states),
        "starts_on": min(days, default=None),
        "ends_on": max(days, default=None),
    }


def _row(activity, state):
    proofs = [_proof(proof) for proof in state.proofs]
    if state.by_hand and activity.closing_reason:
        proofs.append(activity.closing_reason)
    due = date_digits(state.due_on) or activity.term_text
    return [activity.number, activity.title, due or "–", state.words, "\n".join(proofs) or "–"]


def _proof(proof):
    """A paper's title tells its number and day already; other proofs are told with their day."""
    day = date_digits(proof.on) if proof.on else ""
    return proof.title if not day or day in proof.title else f"{proof.title} ({day})"


def _text(institution, answers, title, rows, course):
    stage, cycle = title
    author = answers["author"]
    return [
        blocks.letterhead("", institution.full_name, institution.short_name),
        blocks.doc_title("СПРАВКА"),
        blocks.requisites(place=institution.place),
        blocks.paragraph(
            "по итогам этапа «{этап}»\n{цикл}",
            indent=False,
            bold=True,
            align="center",
            key="of",
            words={"этап": (stage, "название этапа"), "цикл": (cycle, "учебный год или цикл")},
        ),
        listed.section(1, "Ход этапа", "course"),
        _course(course),
        *([blocks.table(COLUMNS, rows, key="columns")] if rows else []),
        *listed.sections([(name, title, answers[name]) for name, title in PARTS.items()], first=2),
        blocks.signature(capital(author.post) or "Куратор", author.signature_name),
    ]


def _course(course):
    if not course["total"]:
        return blocks.paragraph("В дорожной карте у этапа нет мероприятий.", key="nothing")
    period = period_words(course["starts_on"], course["ends_on"])
    late = f"просрочено – {course['overdue']}" if course["overdue"] else "просроченных нет"
    return blocks.paragraph(
        "На этапе запланировано {мероприятий}, выполнено – {выполнено}, {просрочено}. {сроки} "
        "Состояние мероприятий показано в таблице.",
        key="figures",
        words={
            "мероприятий": (counted(course["total"], ROWS), "сколько запланировано, «5 мероприятий»"),
            "выполнено": (str(course["done"]), "сколько выполнено"),
            "просрочено": (late, "«просрочено – …» или «просроченных нет»"),
            "сроки": (
                f"Сроки этапа: {orders.stopped(period)}" if period else "",
                "предложение о сроках, если они есть",
            ),
        },
    )


KIND = kinds.Kind(
    code="stage_note",
    title="Справка по итогам этапа",
    group=kinds.Group.RESULTS,
    about="Что сделано на этапе по дорожной карте, сильные стороны, трудности и предложения.",
    ground="Положение о наставничестве, раздел о мониторинге",
    storage=kinds.Storage(term="5 лет"),
    series=Series.LETTERS,
    form=Form,
    build=build,
    sample=sample,
    variants=lambda: {"у этапа нет мероприятий": sample(total=0)},
    evidence_for=tuple(sorted(results.PER_STAGE)),
)
