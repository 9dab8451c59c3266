"""O14 of law.md 4.3: «Об итогах реализации программы наставничества»."""

from dataclasses import replace
from datetime import date

from django import forms
from django.utils import timezone

from mentorship.common.cases import Case
from mentorship.common.russian import clean_text, cut, date_digits, date_words, join_and, period_words
from mentorship.common.widgets import DayInput
from mentorship.common.workflow import Missing
from mentorship.cycle.paper_forms import OrderForm, controlled_by, order_kind
from mentorship.cycle.papers.minutes import KIND as MINUTES
from mentorship.documents import blocks, kinds, listed, orders
from mentorship.documents.models import Paper
from mentorship.institution.grounds import ground
from mentorship.people import samples
from mentorship.people.choices import PersonChoice
from mentorship.people.models import Person
from mentorship.people.naming import acquainted, told
from pairs.models import Bond
from pairs.workflow import TERM_IS_OVER

from ..reported import REPORT
from .choices import BondsChoice, PaperChoice, bonds_of, cited, issued

CODE = "order_results"
HEADING = "Об итогах реализации программы наставничества"
NO_DATA = "Нет данных за период – приказ об итогах не сформирован: ни одна пара в цикле не работала."
ADVICE = "продолжить работу с молодыми и вновь принятыми педагогами в новом цикле\nобобщить опыт лучших наставников"
NOTED = "Принять к сведению итоговый аналитический отчёт о её реализации."
DONE, PARTLY, FAILED = "программа выполнена", "программа выполнена частично", "программа не выполнена"
COLUMNS = [
    {"title": "№", "width": 6, "align": "center"},
    {"title": "Наставник – наставляемый", "width": 28},
    {"title": "Период", "width": 20, "align": "center"},
    {"title": "Итог", "width": 26},
    {"title": "Оценка", "width": 20},
]


class Form(OrderForm):
    headed = HEADING
    usual_acts = ("az1128",)

    report = PaperChoice(
        Paper.objects.none(),
        label="Итоговый отчёт",
        required=False,
        empty_label="Не указывать",
        help_text="Подписанный отчёт этого цикла: приказ на него сошлётся.",
    )
    minutes = PaperChoice(
        Paper.objects.none(), label="Протокол, на котором слушали итоги", required=False, empty_label="Не указывать"
    )
    partly = BondsChoice(
        Bond.objects.none(),
        label="Программа выполнена частично",
        required=False,
        help_text="Неотмеченные пары получат оценку «программа выполнена».",
    )
    failed = BondsChoice(Bond.objects.none(), label="Программа не выполнена", required=False)
    advice = forms.CharField(
        label="Рекомендации",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        required=False,
        help_text="Каждая с новой строки.",
    )
    answers_for = PersonChoice(
        Person.objects.none(),
        label="Кто готовит предложения на следующий цикл",
        error_messages={"required": "Выберите ответственного: ему адресован приказ."},
    )
    until = forms.DateField(label="Предложения – до", widget=DayInput)
    field_order = ["report", "minutes", "partly", "failed", "advice", "answers_for", "until", "acts", "control"]

    def prepare(self):
        super().prepare()
        cycle = self.subject_or_none()
        self.fields["report"].queryset = issued(cycle, REPORT)
        self.fields["minutes"].queryset = issued(cycle, MINUTES.code)
        for name in ("partly", "failed"):
            self.fields[name].queryset = bonds_of(cycle)
        self.initial = {"advice": ADVICE, "report": issued(cycle, REPORT).first()} | self.initial

    def clean_advice(self):
        lines = clean_text(self.cleaned_data["advice"], lines=True).splitlines()
        return "\n".join(line.strip(" ;.") for line in lines if line.strip(" ;."))

    def clean(self):
        data = super().clean()
        for bond in set(data.get("partly") or []) & set(data.get("failed") or []):
            self.add_error("failed", f"{bond.title}: пара отмечена в обоих списках, оставьте её в одном.")
        if data.get("until") and data["until"] < self.on:
            self.add_error("until", f"Срок уже прошёл: укажите день не раньше {date_digits(self.on)}.")
        return data


def sample():
    """A filled sample for the catalogue."""
    people = samples.people()
    rows = [
        ["Ершова Н.П. – Белкина Д.П.", "01.09.2026–31.05.2027", "завершена 31.05.2027", DONE],
        ["Зимина П.О. – Котова С.И.", "01.09.2026–31.05.2027", "завершена 31.05.2027", PARTLY],
    ]
    report = Paper(title="Отчёт", issued_on=samples.LAST_DAY)
    minutes = Paper(
        title="Протокол", issued_on=samples.LAST_DAY, number="7", options={"body": "педагогического совета"}
    )
    answers = {"report": report, "minutes": minutes, "advice": ADVICE, "answers_for": people[0]}
    span = period_words(samples.DAY, samples.LAST_DAY)
    facts = {"rows": rows, "span": span, "until": date(2027, 8, 25), "acts": samples.acts(), "control": None}
    return write(samples.institution(), answers | facts)


def from_records(institution, answers):
    """Blocks of the order with the rows of the cycle's pairs."""
    cycle = answers["cycle"]
    facts = {"rows": rows_of(answers), "span": period_words(cycle.starts_on, cycle.ends_on)}
    return write(institution, answers | facts)


def write(institution, answers):
    """Blocks of the order by the answers of its form, the ``rows`` of its annex and its ``span`` in words."""
    person, report = answers["answers_for"], answers["report"]
    return orders.order(
        institution,
        heading=HEADING,
        ground=ground(answers["acts"], "{основание итогов}", _purpose(report, answers["minutes"])),
        items=[
            blocks.item(
                "Признать программу наставничества за период {период} реализованной.",
                key="done",
                words={"период": (answers["span"], "первый и последний день")},
            ),
            *([blocks.item(NOTED, key="report")] if report else []),
            blocks.item("Утвердить итоги работы наставнических пар и групп согласно приложению.", key="approve"),
            *_advice(answers["advice"]),
            *orders.task_items(
                "Ответственному за организацию наставничества {ответственному}:",
                [
                    "довести итоги до сведения наставников и наставляемых",
                    "подготовить предложения на следующий цикл до {дня}",
                ],
                key="next",
                words={
                    "ответственному": told(person, Case.DATIVE, "кому поручают"),
                    "дня": (date_words(answers["until"]), "до какого дня предложения"),
                },
            ),
            controlled_by(answers["control"]),
        ],
        acquainted=acquainted([person, answers["control"]]),
        annexes=listed.annex(institution, "Итоги работы наставнических пар и групп", COLUMNS, answers["rows"]),
    )


def _purpose(report, minutes):
    grounds = [
        cited(report, "итогового аналитического отчёта") if report else "",
        cited(minutes, f"протокола заседания {minutes.options['body']}") if minutes else "",
    ]
    words = "по результатам мониторинга программы наставничества"
    if any(grounds):
        words = f"на основании {join_and([one for one in grounds if one])}"
    return {"основание итогов": (words, "отчёт и протокол или «по результатам мониторинга …»")}


def _advice(text):
    lines = text.splitlines()
    return [blocks.item("Рекомендовать:", key="advice"), *blocks.items(lines)] if lines else []


def rows_of(answers):
    """Rows of the annex without numbers: pair, period, result, mark."""
    partly = {bond.pk for bond in answers["partly"] or []}
    failed = {bond.pk for bond in answers["failed"] or []}
    return [_row(bond, partly, failed) for bond in bonds_of(answers["cycle"])]


def _row(bond, partly, failed):
    mark = FAILED if bond.pk in failed else PARTLY if bond.pk in partly else DONE
    if bond.state == Bond.State.TERMINATED and bond.pk not in partly:
        mark = FAILED if bond.pk in failed else "–"
    pair = bond.title.replace(" → ", " – ")
    return [pair, f"{date_digits(bond.starts_on)}–{date_digits(bond.last_day)}", _outcome(bond), mark]


def _outcome(bond):
    if bond.state == Bond.State.ACTIVE:
        return f"работает до {date_digits(bond.ends_on)}"
    word = "завершена" if bond.state == Bond.State.COMPLETED else "прекращена досрочно"
    told = bond.ending_reason not in ("", TERM_IS_OVER)  # the word before it says the same
    reason = f": {cut(bond.ending_reason, 120)}" if told else ""
    return f"{word} {date_digits(bond.ended_on)}{reason}"


def _gate(answers, on):
    return [] if rows_of(answers) else [Missing(NO_DATA)]


def notes(paper):
    """A cycle that still runs; pairs whose term is over and that nobody has closed: the annex says «работает» of them."""
    cycle, today = paper.subject, timezone.localdate()
    over = bonds_of(cycle).filter(state=Bond.State.ACTIVE, ends_on__lt=today)
    late = [
        Missing(f"Срок пары {bond.title} истёк {date_digits(bond.ends_on)}: завершите её.", bond.get_absolute_url())
        for bond in over
    ]
    if cycle.ends_on > today:
        told = f"Цикл идёт до {date_digits(cycle.ends_on)}: приказ оценивает и те пары, которые ещё работают."
        late.insert(0, Missing(told, cycle.get_absolute_url()))
    return [*_KIND.notes(paper), *late]


_KIND = order_kind(
    code=CODE,
    title="Приказ об итогах реализации программы наставничества",
    group=kinds.Group.RESULTS,
    about="Итоги и оценка каждой пары, рекомендации и задание на следующий цикл.",
    ground="Положение о наставничестве; итоговый аналитический отчёт; протокол",
    form=Form,
    write=from_records,
    gate=_gate,
    sample=sample,
    dative=["answers_for"],
)
KIND = replace(_KIND, notes=notes)
