"""Papers of personalised programmes: the programme with its plans (methodology.md 6.1) and O9, the order that approves."""

import re
from datetime import date

from django import forms

from mentorship.common.cases import Case
from mentorship.common.russian import clean_text, date_digits, date_words
from mentorship.common.widgets import DayInput
from mentorship.common.workflow import Missing
from mentorship.cycle.paper_forms import OrderForm, controlled_by, curators, order_kind, to_curator
from mentorship.documents import blocks, kinds, listed, orders
from mentorship.documents.blocks.worded import Text
from mentorship.institution.grounds import ground
from mentorship.people import samples
from mentorship.people.naming import acquainted, with_post
from pairs.models import Bond
from pairs.papers.parties import Pair, PairForm, pair_kind

from . import workflow
from .models import PersonalProgramme

PROGRAMME, ORDER = "personal_programme", "order_programmes"
DAY = re.compile(r"\b\d{2}\.\d{2}\.\d{4}\b")
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
    {"title": "Затруднение, тема", "width": 16},
    {"title": "Исходный балл", "width": 8, "align": "center"},
    {"title": "Цель", "width": 16},
    {"title": "Действия наставляемого", "width": 16},
    {"title": "Помощь наставника", "width": 14},
    {"title": "Срок", "width": 9},
    {"title": "Итоговый балл", "width": 8, "align": "center"},
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


class ProgrammeForm(PairForm):
    """What the programme's record does not say: the problem, the mode, the plan, the route of the mentee."""

    title = forms.CharField(label="Название программы", max_length=200)
    problem = forms.CharField(
        label="Описание проблемы",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=3000,
        required=False,
        help_text="Выявленные затруднения и сильные стороны наставляемого.",
    )
    mode = forms.CharField(
        label="Режим работы", max_length=300, initial="очный, встречи не реже одного раза в две недели"
    )
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
        return {
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


def sample_programme():
    """A filled sample for the catalogue; the plan is that of methodology.md 6.3."""
    answers = {
        "pair": Pair.sample(),
        "title": "Уверенный старт",
        "problem": "Трудны календарное планирование и беседы с родителями; сильная сторона – цифровые пособия.",
        "mode": "очный, встречи не реже одного раза в две недели",
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
    return write_programme(samples.institution(), answers)


def write_programme(institution, answers):
    """Blocks of the programme: title, passport, sections, plan, route, results (methodology.md 6.1)."""
    pair = answers["pair"]
    tasks = blocks.items([task.rstrip(".") for task in answers["tasks"]])
    return [
        blocks.approval(
            ["РАССМОТРЕНО", "куратором наставничества", "___________ / ___________ /", "«___» ___________ 20___ г."],
            [
                "УТВЕРЖДАЮ",
                institution.head_post,
                f"___________ {orders.head_name(institution)}",
                "«___» ___________ 20___ г.",
            ],
        ),
        blocks.paragraph(institution.full_name, indent=False, align="center"),
        blocks.doc_title("ПЕРСОНАЛИЗИРОВАННАЯ ПРОГРАММА НАСТАВНИЧЕСТВА"),
        blocks.paragraph(
            "«{название}»",
            indent=False,
            bold=True,
            align="center",
            key="title",
            words={"название": (answers["title"].strip("«»"), "название программы")},
        ),
        blocks.table(PASSPORT, _passport(pair, answers), "Паспорт программы"),
        listed.section(1, "Пояснительная записка", "note"),
        *([blocks.paragraph(answers["problem"])] if answers["problem"] else []),
        blocks.paragraph(
            "Цель программы: {цель}",
            key="goal",
            words={"цель": (f"{answers['goal'][:1].lower()}{answers['goal'][1:]}", "цель, с маленькой буквы")},
        ),
        blocks.paragraph("Задачи:", key="tasks"),
        *tasks,
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
        blocks.signature("Наставник", pair.mentor.signature_name),
        *(
            blocks.signature("Наставляемый" if one.gender == "m" else "Наставляемая", one.signature_name)
            for one in pair.mentees
        ),
        *_table_annex(1, "План мероприятий", PLAN, _rows(answers["plan"], 4, after=1)),
        *_table_annex(
            2, "План индивидуального развития (маршрут) наставляемого", ROUTE, _rows(answers["route"], 6, after=2)
        ),
        *_table_annex(3, "Итоги программы", RESULTS, [[answers["goal"], "", "", ""]]),
    ]


def _passport(pair, answers):
    people = "; ".join(with_post(person) for person in [pair.mentor, *pair.mentees])
    return [
        ["Разработчики, участники", people],
        ["Форма, вид наставничества", f"{pair.form}; {', '.join(pair.kinds)}"],
        ["Приказ о закреплении", pair.order or "–"],
        ["Срок реализации", f"с {date_words(answers['starts_on'])} по {date_words(answers['ends_on'])}"],
        ["Режим работы", answers["mode"]],
        ["Цель", answers["goal"]],
        ["Условия и ресурсы", answers["resources"] or "–"],
    ]


def _rows(text, cells, *, after):
    rows = TableLines(cells=cells).rows(text)
    return [[f"{number}.", *row, *[""] * after] for number, row in enumerate(rows, 1)]


def _table_annex(number, title, columns, rows):
    empty = [["Заполняется по ходу работы.", *[""] * (len(columns) - 1)]]
    marks = [f"Приложение № {number}", "к персонализированной программе", "наставничества"]
    mark = blocks.annex(marks, title, orientation="landscape", key=f"annex_{number}")
    return [mark, blocks.table(columns, rows or empty)]


def approve(paper, *, by):
    """The signed programme is approved by the day of the paper."""
    programme = PersonalProgramme.objects.filter(bond=paper.subject_id).first()
    if programme:
        workflow.approve_by_paper(programme, on=paper.issued_on, by=by)


# --- O9 -----------------------------------------------------------------------------------------------------


class ProgrammesChoice(forms.ModelMultipleChoiceField):
    """Programmes by their pairs and states."""

    def label_from_instance(self, obj):
        return f"{obj.bond.title} – {obj.state_word}"


class OrderOnProgrammes(OrderForm):
    usual_acts = ("az1128",)
    states = (Bond.State.ACTIVE,)

    programmes = ProgrammesChoice(
        PersonalProgramme.objects.all(),
        label="Какие программы",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Отметьте хотя бы одну программу."},
    )
    protocol = forms.CharField(
        label="Чем рассмотрены",
        max_length=200,
        required=False,
        help_text="В родительном падеже: «решения методического совета (протокол от 20.09.2026 № 1)».",
    )
    results_on = forms.DateField(label="Итоги подвести до", widget=DayInput)
    field_order = ["programmes", "protocol", "results_on", "acts", "control"]

    def prepare(self):
        super().prepare()
        found = PersonalProgramme.objects.filter(bond__cycle=self.subject_or_none()).with_people()
        draft = found.exclude(state=PersonalProgramme.State.APPROVED)
        self.fields["programmes"].queryset = draft
        bond = str(self.initial.get("bond", ""))
        chosen = (
            draft.filter(bond=bond) if bond.isdecimal() else draft.filter(state=PersonalProgramme.State.ON_APPROVAL)
        )
        self.initial.setdefault("programmes", [one.pk for one in chosen])
        if cycle := self.subject_or_none():
            self.initial.setdefault("results_on", cycle.ends_on)

    def clean_protocol(self):
        return clean_text(self.cleaned_data["protocol"]).rstrip(".")

    def heading(self):
        return heading_of(len(self.cleaned_data["programmes"]))


COLUMNS = [
    {"title": "№", "width": 6, "align": "center"},
    {"title": "Наставник – наставляемые", "width": 38},
    {"title": "Тема (цель)", "width": 34},
    {"title": "Период", "width": 22, "align": "center"},
]


def heading_of(count):
    what = "персонализированной программы" if count == 1 else "персонализированных программ"
    return Text(
        "Об утверждении {программ} наставничества", {"программ": (what, "«персонализированных программ», по числу")}
    )


def sample_order():
    """A filled sample for the catalogue."""
    pair = Pair.sample()
    answers = {"protocol": "решения методического совета (протокол от 20.09.2026 № 1)", "results_on": samples.LAST_DAY}
    rows = [(pair, "Уверенный старт: самостоятельно вести образовательный день группы", samples.DAY, samples.LAST_DAY)]
    answers |= {"acts": samples.acts(), "control": samples.people()[0], "curators": samples.people()[:1]}
    return write_order(samples.institution(), answers, rows)


def _write_order(institution, answers):
    return write_order(institution, answers | {"curators": curators()}, _rows_of(answers))


def _rows_of(answers):
    """(pair, goal, first day, last day) of each programme, by the mentor's name."""
    found = PersonalProgramme.objects.filter(pk__in=[one.pk for one in answers["programmes"]]).with_people()
    rows = [(Pair.of(one.bond), one.goal, one.starts_on, one.ends_on) for one in found]
    return sorted(rows, key=lambda row: row[0].mentor.sort_key)


def _facts(answers):
    """What the annex says, row by row."""
    return {f"строка {number}": "; ".join(_order_row(*row)) for number, row in enumerate(_rows_of(answers), 1)}


def write_order(institution, answers, rows):
    """Blocks of the order; ``rows`` are (pair, goal, first day, last day)."""
    one = len(rows) == 1
    purpose = (
        f"на основании {answers['protocol']}" if answers["protocol"] else "в целях реализации программы наставничества"
    )
    programmes = "персонализированную программу" if one else "персонализированные программы"
    addressed = "наставнику, названному" if one else "наставникам, названным"
    mentors = [row[0].mentor for row in rows]
    return orders.order(
        institution,
        heading=heading_of(len(rows)),
        ground=ground(answers["acts"], "{цель}", {"цель": (purpose, "на основании какого решения или «в целях …»")}),
        items=[
            blocks.item(
                "Утвердить {программы} наставничества согласно приложению.",
                key="approve",
                words={"программы": (programmes, "программу или программы, по числу")},
            ),
            *orders.task_items(
                "{Наставникам, названным} в приложении:",
                ["выполнить {их} в установленный срок", "подвести итоги вместе с {наставляемыми} до {дня итогов}"],
                key="mentors",
                words={
                    "наставникам, названным": (addressed, "«наставнику, названному» или во множественном числе"),
                    "их": ("программу" if one else "программы", "программу или программы, по числу"),
                    "наставляемыми": (
                        "наставляемым" if one and len(rows[0][0].mentees) == 1 else "наставляемыми",
                        "«наставляемым» или «наставляемыми», по их числу",
                    ),
                    "дня итогов": (date_words(answers["results_on"]), "до какого дня итоги"),
                },
            ),
            blocks.item(
                "Куратору {куратору} контролировать ход {программы} и обобщить {её} итоги.",
                key="curator",
                words=to_curator(answers["curators"])
                | {
                    "программы": ("программы" if one else "программ", "программы или программ, по числу"),
                    "её": ("её" if one else "их", "«её» или «их», по числу программ"),
                },
            ),
            controlled_by(answers["control"]),
        ],
        acquainted=acquainted([*mentors, *answers["curators"], answers["control"]]),
        annexes=listed.annex(
            institution, "Персонализированные программы наставничества", COLUMNS, [_order_row(*row) for row in rows]
        ),
    )


def _order_row(pair, goal, starts_on, ends_on):
    people = f"{with_post(pair.mentor)} – {'; '.join(with_post(person) for person in pair.mentees)}"
    return [people, goal, f"{date_digits(starts_on)}–{date_digits(ends_on)}"]


def gate_order(answers, on):
    """Every programme still waits for its approval."""
    return [
        Missing(f"{one.bond}: программа уже утверждена {date_digits(one.approved_on)}.", one.get_absolute_url())
        for one in answers["programmes"]
        if one.state == PersonalProgramme.State.APPROVED
    ]


def approve_all(paper, *, by):
    """The order approves its programmes by its day."""
    for programme in OrderOnProgrammes.read(paper)["programmes"]:
        workflow.approve_by_paper(programme, on=paper.issued_on, by=by)


KINDS = [
    pair_kind(
        code=PROGRAMME,
        title="Персонализированная программа с планом развития",
        group=kinds.Group.WORK,
        about="Паспорт, цель и задачи, план мероприятий, индивидуальный маршрут наставляемого и лист итогов.",
        ground="Положение о наставничестве; приказ о закреплении пары",
        form=ProgrammeForm,
        write=write_programme,
        more=of_bond,
        take_effect=approve,
        sample=sample_programme,
    ),
    order_kind(
        code=ORDER,
        title="Приказ об утверждении персонализированных программ",
        group=kinds.Group.WORK,
        about="Утверждает программы пар одним приказом: пара, цель, период.",
        ground="Положение о наставничестве; приказ о закреплении; решение методического совета",
        form=OrderOnProgrammes,
        write=_write_order,
        facts=_facts,
        naming=lambda answers: [(Case.DATIVE, curators())],
        gate=gate_order,
        take_effect=approve_all,
        sample=sample_order,
        evidence_for=(ORDER,),
    ),
]
