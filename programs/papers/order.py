"""O9 of law.md 4.3: the order that approves personalised programmes."""

from django import forms

from mentorship.common.cases import Case
from mentorship.common.russian import clean_text, date_digits, date_words, join_and
from mentorship.common.widgets import DayInput
from mentorship.common.workflow import Missing
from mentorship.cycle.paper_forms import OrderForm, controlled_by, curators, order_kind, to_curator
from mentorship.documents import blocks, kinds, listed, orders
from mentorship.documents.blocks.worded import Text
from mentorship.institution.grounds import PURPOSE, ground
from mentorship.people import samples
from mentorship.people.naming import acquainted, with_post
from pairs.papers.parties import Pair

from .. import workflow
from ..models import PersonalProgramme

CODE = "order_programmes"
COLUMNS = [
    {"title": "№", "width": 6, "align": "center"},
    {"title": "Наставник – наставляемые", "width": 38},
    {"title": "Тема (цель)", "width": 34},
    {"title": "Период", "width": 22, "align": "center"},
]


class ProgrammesChoice(forms.ModelMultipleChoiceField):
    """Programmes by their pairs and states."""

    first = "Сначала составьте программу пары: «Программы»."

    def label_from_instance(self, obj):
        return f"{obj.bond.title} – {obj.state_word}"


class Form(OrderForm):
    usual_acts = ("az1128",)

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
        help_text="В родительном падеже: «решения методического совета (протокол от 20 сентября 2026 г. № 1)».",
    )
    results_on = forms.DateField(label="Итоги подвести до", widget=DayInput)
    field_order = ["programmes", "protocol", "results_on", "acts", "control"]

    def prepare(self):
        super().prepare()
        cycle = self.subject_or_none()
        found = PersonalProgramme.objects.filter(bond__cycle=cycle).with_people()
        draft = found.exclude(state=PersonalProgramme.State.APPROVED)
        self.fields["programmes"].queryset = draft
        bond = str(self.initial.get("bond", ""))
        chosen = (
            draft.filter(bond=bond) if bond.isdecimal() else draft.filter(state=PersonalProgramme.State.ON_APPROVAL)
        )
        self.initial.setdefault("programmes", [one.pk for one in chosen])
        if cycle:
            self.initial.setdefault("results_on", cycle.ends_on)

    def clean_protocol(self):
        return clean_text(self.cleaned_data["protocol"]).rstrip(".")

    def heading(self):
        return heading_of(len(self.cleaned_data["programmes"]))


def heading_of(count):
    what = "персонализированной программы" if count == 1 else "персонализированных программ"
    return Text(
        "Об утверждении {программ} наставничества", {"программ": (what, "«персонализированных программ», по числу")}
    )


def sample():
    """A filled sample for the catalogue."""
    pair = Pair.sample()
    answers = {
        "protocol": "решения методического совета (протокол от 20 сентября 2026 г. № 1)",
        "results_on": samples.LAST_DAY,
    }
    rows = [(pair, "Уверенный старт: самостоятельно вести образовательный день группы", samples.DAY, samples.LAST_DAY)]
    answers |= {"acts": samples.acts(), "control": samples.people()[1], "curators": samples.people()[:1]}
    return write(samples.institution(), answers, rows)


def _write(institution, answers):
    return write(institution, answers | {"curators": curators()}, _rows_of(answers))


def _rows_of(answers):
    """(pair, goal, first day, last day) of each programme, by the mentor's name."""
    found = PersonalProgramme.objects.filter(pk__in=[one.pk for one in answers["programmes"]]).with_people()
    rows = [(Pair.of(one.bond), one.goal, one.starts_on, one.ends_on) for one in found]
    return sorted(rows, key=lambda row: row[0].mentor.sort_key)


def _facts(answers):
    """What the annex says, row by row."""
    return {f"строка {number}": "; ".join(_row(*row)) for number, row in enumerate(_rows_of(answers), 1)}


def write(institution, answers, rows):
    """Blocks of the order; ``rows`` are (pair, goal, first day, last day)."""
    one = len(rows) == 1
    programmes = "персонализированную программу" if one else "персонализированные программы"
    return orders.order(
        institution,
        heading=heading_of(len(rows)),
        ground=ground(
            answers["acts"],
            "{цель}",
            {"цель": (_purpose(rows, answers["protocol"]), "на основании чего или «в целях …»")},
        ),
        items=[
            blocks.item(
                "Утвердить {программы} наставничества согласно приложению.",
                key="approve",
                words={"программы": (programmes, "программу или программы, по числу")},
            ),
            *_task_of_mentors(rows, answers["results_on"]),
            _task_of_curator(answers["curators"], one=one),
            controlled_by(answers["control"]),
        ],
        acquainted=acquainted([*[row[0].mentor for row in rows], *answers["curators"], answers["control"]]),
        annexes=listed.annex(
            institution, "Персонализированные программы наставничества", COLUMNS, [_row(*row) for row in rows]
        ),
    )


def _purpose(rows, protocol):
    """«на основании приказа от … № … и решения …»: what fixed the pairs and who considered their programmes."""
    orders_ = list(dict.fromkeys(pair.order for pair, *_ in rows if pair.order))
    fixed = f"{'приказа' if len(orders_) == 1 else 'приказов'} {join_and(orders_)}" if orders_ else ""
    grounds = join_and([one for one in (fixed, protocol) if one])
    return f"на основании {grounds}" if grounds else PURPOSE


def _task_of_mentors(rows, results_on):
    one = len(rows) == 1
    addressed = "наставнику, названному" if one else "наставникам, названным"
    return orders.task_items(
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
            "дня итогов": (date_words(results_on), "до какого дня итоги"),
        },
    )


def _task_of_curator(people, *, one):
    return blocks.item(
        "Куратору {куратору} контролировать ход {программы} и обобщить {её} итоги.",
        key="curator",
        words=to_curator(people)
        | {
            "программы": ("программы" if one else "программ", "программы или программ, по числу"),
            "её": ("её" if one else "их", "«её» или «их», по числу программ"),
        },
    )


def _row(pair, goal, starts_on, ends_on):
    people = f"{with_post(pair.mentor)} – {'; '.join(with_post(person) for person in pair.mentees)}"
    return [people, goal.rstrip("."), f"{date_digits(starts_on)}–{date_digits(ends_on)}"]


def gate(answers, on):
    """Every programme still waits for its approval."""
    return [
        Missing(f"{one.bond}: программа уже утверждена {date_digits(one.approved_on)}.", one.get_absolute_url())
        for one in answers["programmes"]
        if one.state == PersonalProgramme.State.APPROVED
    ]


def approve(paper, *, by):
    """The order approves its programmes by its day."""
    for programme in Form.read(paper)["programmes"]:
        workflow.approve_by_paper(programme, on=paper.issued_on, by=by)


KIND = order_kind(
    code=CODE,
    title="Приказ об утверждении персонализированных программ",
    group=kinds.Group.WORK,
    about="Утверждает программы пар одним приказом: пара, цель, период.",
    ground="Положение о наставничестве; приказ о закреплении; решение методического совета",
    form=Form,
    write=_write,
    facts=_facts,
    naming=lambda answers: [(Case.DATIVE, curators())],
    gate=gate,
    take_effect=approve,
    sample=sample,
    evidence_for=(CODE,),
)
