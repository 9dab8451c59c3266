"""The personalised programme of a pair with its plans (methodology.md 6.1)."""

import re
from datetime import date

from django import forms

from mentorship.common.russian import clean_text, date_digits, date_words
from mentorship.documents import blocks, kinds, listed, orders
from mentorship.institution.models import MentoringKind
from mentorship.people import samples
from mentorship.people.naming import inside, with_post
from pairs.papers.parties import Pair, PairForm, pair_kind

from .. import workflow
from ..models import PersonalProgramme

DAY = re.compile(r"\b\d{2}\.\d{2}\.\d{4}\b")
RHYTHM = "встречи не реже одного раза в две недели"
PHASES = [
    "адаптационный (диагностический)",
    "основной (проектировочный и реализационный)",
    "контрольно-оценочный (рефлексивный)",
]
PASSPORT = [{"title": "Раздел паспорта", "width": 32}, {"title": "Содержание", "width": 68}]
PLAN = [
    {"title": "№", "width": 5, "align": "center"},
    {"title": "Срок", "width": 13},
    {"title": "Мероприятие, содержание", "width": 30},
    {"title": "Форма", "width": 14},
    {"title": "Ожидаемый результат", "width": 20},
    {"title": "Отметка о выполнении", "width": 18},
]
ROUTE = [
    {"title": "№", "width": 4, "align": "center"},
    {"title": "Затруднение, тема", "width": 15},
    {"title": "Исходный балл", "width": 10, "align": "center"},
    {"title": "Цель", "width": 14},
    {"title": "Действия наставляемого", "width": 15},
    {"title": "Помощь наставника", "width": 14},
    {"title": "Срок", "width": 9},
    {"title": "Итоговый балл", "width": 10, "align": "center"},
    {"title": "Вывод", "width": 9},
]
RESULTS = [
    {"title": "Цель", "width": 34},
    {"title": "Достигнута (да, отчасти, нет)", "width": 16},
    {"title": "Доказательства", "width": 28},
    {"title": "Что осталось", "width": 22},
]


class TableLines(forms.CharField):
    """Rows typed one a line, cells divided by semicolons; gives a list of rows of ``cells`` cells each."""

    def __init__(self, *, cells, **kwargs):
        self.cells = cells
        widget = forms.Textarea(attrs={"rows": 8})
        super().__init__(widget=widget, max_length=8000, required=False, **kwargs)

    def clean(self, value):
        return "\n".join("; ".join(row) for row in self.rows(super().clean(value)))

    def rows(self, text):
        """The typed text as rows; a line with too many cells is refused by its number."""
        found = []
        for number, line in enumerate(clean_text(text or "", lines=True).splitlines(), 1):
            cells = [cell.strip() for cell in line.split(";")]
            if len(cells) > self.cells:
                raise forms.ValidationError(
                    f"Строка {number}: точек с запятой больше, чем столбцов ({self.cells}). Уберите лишние."
                )
            if any(cells):
                found.append([*cells, *[""] * (self.cells - len(cells))])
        return found


class Form(PairForm):
    """What the programme's record does not say: the problem, the mode, the plan, the route of the mentee."""

    title = forms.CharField(label="Название программы", max_length=200)
    problem = forms.CharField(
        label="Описание проблемы",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=3000,
        required=False,
        help_text="Выявленные затруднения и сильные стороны наставляемого.",
    )
    mode = forms.CharField(label="Режим работы", max_length=300, initial=f"очный, {RHYTHM}")
    resources = forms.CharField(label="Условия и ресурсы", max_length=1000, required=False)
    plan = TableLines(
        cells=4,
        label="План мероприятий",
        help_text="Строка на мероприятие: «срок; мероприятие; форма; результат». Например: «ноябрь; совместный "
        "календарный план; практикум; план на две недели».",
    )
    route = TableLines(
        cells=6,
        label="Индивидуальный маршрут наставляемого",
        help_text="Строка на затруднение: «затруднение; исходный балл; цель; действия наставляемого; помощь "
        "наставника; срок».",
    )

    def first_values(self, bond):
        programme = PersonalProgramme.objects.filter(bond=bond).first()
        tasks = programme.task_list if programme else []
        at_a_distance = any(kind.code == MentoringKind.VIRTUAL for kind in bond.kinds.all())
        return {
            "mode": f"{'дистанционный' if at_a_distance else 'очный'}, {RHYTHM}",
            "title": bond.goal or "Персонализированная программа",
            "plan": "\n".join(f"; {task}; ; " for task in tasks),
        }

    def clean(self):
        data = super().clean()
        bond = data.get("bond")
        programme = PersonalProgramme.objects.filter(bond=bond).first() if bond else None
        if bond and not programme:
            self.add_error("bond", "Сначала напишите программу пары: её цель и задачи войдут в документ.")
        for day in days_outside(programme, data.get("plan")) if programme else ():
            span = f"{date_digits(programme.starts_on)}–{date_digits(programme.ends_on)}"
            self.add_error("plan", f"Мероприятие {day} вне периода программы ({span}).")
        return data

    def heading(self):
        return f"Персонализированная программа: {self.cleaned_data['bond'].title}"


def days_outside(programme, plan):
    """Days of the plan, as they are typed, that lie outside the programme (law.md section 8); months are let be."""
    typed = [day for row in TableLines(cells=4).rows(plan or "") for day in DAY.findall(row[0])]
    return [day for day in typed if not programme.starts_on <= _day(day, programme.starts_on) <= programme.ends_on]


def _day(typed, usual):
    """«12.07.2027» as a day; a day that is not in the calendar is ``usual``."""
    try:
        return date(*map(int, reversed(typed.split("."))))
    except ValueError:
        return usual


def of_bond(bond):
    """The stored programme of a pair as the paper needs it."""
    programme = PersonalProgramme.objects.get(bond=bond)
    return {
        "goal": programme.goal,
        "tasks": programme.task_list,
        "starts_on": programme.starts_on,
        "ends_on": programme.ends_on,
    }


def sample():
    """A filled sample for the catalogue; the plan is that of methodology.md 6.3."""
    answers = {
        "pair": Pair.sample(),
        "title": "Уверенный старт",
        "problem": "Трудны календарное планирование и беседы с родителями; сильная сторона – цифровые пособия.",
        "mode": f"очный, {RHYTHM}",
        "resources": "методический кабинет, взаимное посещение занятий",
        "goal": "К концу мая самостоятельно вести образовательный день группы и диалог с родителями.",
        "tasks": ["освоить документацию и планирование", "отработать структуру занятия", "показать открытое занятие"],
        "starts_on": samples.DAY,
        "ends_on": samples.LAST_DAY,
        "plan": "сентябрь; знакомство, изучение документации группы; консультация; папка документов\n"
        "октябрь; совместный календарный план на две недели; практикум; план\n"
        "апрель; открытое занятие для коллег; открытый показ; лист оценки",
        "route": "работа с родителями; 2; 4; подготовить и провести беседу; ролевая проба; март",
    }
    return write(samples.institution(), answers)


def write(institution, answers):
    """Blocks of the programme: title, passport, sections, plan, route, results (methodology.md 6.1)."""
    pair = answers["pair"]
    return [
        *_title(institution, answers["title"]),
        blocks.table(PASSPORT, _passport(pair, answers), "Паспорт программы", key="passport_columns"),
        listed.section(1, "Пояснительная записка", "note"),
        *_note(answers),
        listed.section(2, "Содержание: этапы", "phases"),
        *(
            blocks.paragraph(f"{number}-й этап – {phase}.", key=f"phase_{number}")
            for number, phase in enumerate(PHASES, 1)
        ),
        listed.section(3, "Мониторинг и оценка", "monitoring"),
        blocks.paragraph(
            "Диагностика затруднений проводится в начале и в конце срока программы по одной и той же анкете; результат – "
            "изменение баллов в индивидуальном маршруте. Ход работы виден по журналу встреч.",
            key="diagnostics",
        ),
        *_signatures(pair),
        *_table_annex(1, "План мероприятий", PLAN, _rows(answers["plan"], 4, after=1)),
        *_table_annex(
            2, "План индивидуального развития (маршрут) наставляемого", ROUTE, _rows(answers["route"], 6, after=2)
        ),
        *_table_annex(3, "Итоги программы", RESULTS, [[answers["goal"], "", "", ""]]),
    ]


def _title(institution, title):
    """Who looks the programme through and who approves it, whose it is and how it is called."""
    day = "«___» ___________ 20___ г."
    return [
        blocks.approval(
            ["РАССМОТРЕНО", "куратором наставничества", "___________ / ___________ /", day],
            ["УТВЕРЖДАЮ", institution.head_post, f"___________ {orders.head_name(institution)}", day],
        ),
        blocks.paragraph(institution.full_name, indent=False, align="center"),
        blocks.doc_title("ПЕРСОНАЛИЗИРОВАННАЯ ПРОГРАММА НАСТАВНИЧЕСТВА"),
        blocks.paragraph(
            "«{название}»",
            indent=False,
            bold=True,
            align="center",
            key="title",
            words={"название": (title.strip("«»"), "название программы")},
        ),
    ]


def _note(answers):
    """The problem, the goal and the tasks."""
    problem, goal = answers["problem"], answers["goal"]
    return [
        *([blocks.paragraph(problem)] if problem else []),
        blocks.paragraph(
            "Цель программы: {цель}",
            key="goal",
            words={"цель": (f"{goal[:1].lower()}{goal[1:]}", "цель, с маленькой буквы")},
        ),
        blocks.paragraph("Задачи:", key="tasks"),
        *blocks.items([inside(task.rstrip(".")) for task in answers["tasks"]]),
    ]


def _signatures(pair):
    yield blocks.signature("Наставник", pair.mentor.signature_name)
    for one in pair.mentees:
        yield blocks.signature("Наставляемый" if one.gender == "m" else "Наставляемая", one.signature_name)


def _passport(pair, answers):
    people = "; ".join(with_post(person) for person in [pair.mentor, *pair.mentees])
    return [
        ["Разработчики, участники", people],
        ["Форма, вид наставничества", f"{pair.form}; {', '.join(pair.kinds)}"],
        ["Приказ о закреплении", pair.order or "–"],
        ["Срок реализации", f"с {date_words(answers['starts_on'])} по {date_words(answers['ends_on'])}"],
        ["Режим работы", answers["mode"]],
        ["Цель", answers["goal"]],
        *([["Условия и ресурсы", answers["resources"]]] if answers["resources"] else []),
    ]


def _rows(text, cells, *, after):
    rows = TableLines(cells=cells).rows(text)
    return [[f"{number}.", *row, *[""] * after] for number, row in enumerate(rows, 1)]


def _table_annex(number, title, columns, rows):
    empty = [["Заполняется по ходу работы.", *[""] * (len(columns) - 1)]]
    marks = [f"Приложение № {number}", "к персонализированной программе", "наставничества"]
    mark = blocks.annex(marks, title, orientation="landscape", key=f"annex_{number}")
    return [mark, blocks.table(columns, rows or empty, key=f"annex_{number}_columns")]


def approve(paper, *, by):
    """The signed programme is approved by the day of the paper."""
    programme = PersonalProgramme.objects.filter(bond=paper.subject_id).first()
    if programme:
        workflow.approve_by_paper(programme, on=paper.issued_on, by=by)


KIND = pair_kind(
    code="personal_programme",
    title="Персонализированная программа с планом развития",
    group=kinds.Group.WORK,
    about="Паспорт, цель и задачи, план мероприятий, индивидуальный маршрут наставляемого и лист итогов.",
    ground="Положение о наставничестве; приказ о закреплении пары",
    form=Form,
    write=write,
    more=of_bond,
    take_effect=approve,
    sample=sample,
)
