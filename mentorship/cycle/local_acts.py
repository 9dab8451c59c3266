"""Local acts (локальные нормативные акты) that an order approves: who considered them, their marks, their force.

Source: law.md 3.4 (marks), 4.4 (grounds must be in force), section 8 (the minutes are not later than the order).
"""

from datetime import timedelta

from django import forms
from django.db import transaction

from mentorship.common.cases import Case
from mentorship.common.checks import validate_not_future
from mentorship.common.russian import date_digits, date_words
from mentorship.common.widgets import DayInput
from mentorship.common.workflow import Missing, save
from mentorship.documents import blocks, orders
from mentorship.documents.freezing import DATE, NUMBER
from mentorship.documents.models import Paper
from mentorship.institution.grounds import ground
from mentorship.institution.models import Act
from mentorship.people import samples
from mentorship.people.choices import PersonChoice
from mentorship.people.models import Person
from mentorship.people.naming import told

from .paper_forms import TeachersOrderForm, controlled_by

# The body that considered the text: its name, genitive («решения …»), instrumental («принято …»).
BODIES = {
    "pedsovet": ("Педагогический совет", "педагогического совета", "педагогическим советом"),
    "methodical": ("Методический совет", "методического совета", "методическим советом"),
    "council": ("Совет наставников", "совета наставников", "советом наставников"),
    "meeting": ("Общее собрание работников", "общего собрания работников", "общим собранием работников"),
    "governing": ("Управляющий совет", "управляющего совета", "управляющим советом"),
}
MARKS = [("ПРИНЯТО", "Принято"), ("РАССМОТРЕНО", "Рассмотрено"), ("СОГЛАСОВАНО", "Согласовано")]


class ConsideredForm(TeachersOrderForm):
    """An order that approves what a body has considered: its mark and its minutes."""

    mark = forms.ChoiceField(label="Отметка слева", choices=MARKS, initial=MARKS[0][0])
    body = forms.ChoiceField(
        label="Кто рассмотрел",
        choices=[("", "Не рассматривалось"), *[(code, words[0]) for code, words in BODIES.items()]],
        required=False,
    )
    protocol_number = forms.CharField(label="№ протокола", max_length=30, required=False)
    protocol_date = forms.DateField(
        label="Дата протокола", widget=DayInput, required=False, validators=[validate_not_future]
    )
    TAIL = ["mark", "body", "protocol_number", "protocol_date", "readers", "acts", "control"]

    def prepare(self):
        super().prepare()
        self.initial = self._last_minutes() | self.initial

    def _last_minutes(self):
        """Body, number and date of the last minutes issued by the portal."""
        papers = Paper.objects.filter(kind="minutes", state=Paper.State.ISSUED).without_text()
        paper = papers.order_by("-issued_on", "-pk").first()
        known = {words[1]: code for code, words in BODIES.items()}
        if paper is None or paper.options.get("body") not in known:
            return {}
        body, day = known[paper.options["body"]], paper.options["held_on"]
        return {"body": body, "protocol_number": paper.number, "protocol_date": day}

    def clean(self):
        data = super().clean()
        if data.get("body"):
            for name, words in (("protocol_number", "номер протокола"), ("protocol_date", "дату протокола")):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, f"Укажите {words} или выберите «Не рассматривалось».")
        return data


class LocalActForm(ConsideredForm):
    """An order that approves a local act, with what is the same for each of them."""

    since = forms.DateField(label="Ввести в действие с", widget=DayInput)
    site = PersonChoice(
        Person.objects.none(),
        label="Кто размещает на сайте и знакомит работников",
        error_messages={"required": "Выберите, кто разместит текст на сайте и ознакомит с ним работников."},
    )
    replaces = forms.ModelChoiceField(
        Act.objects.own(),
        label="Прежний акт, который утрачивает силу",
        required=False,
        empty_label="Нет",
    )
    TAIL = ["since", "site", "replaces", *ConsideredForm.TAIL]

    def prepare(self):
        super().prepare()
        self.initial.setdefault("since", self.on)


def late_minutes(answers, on):
    """Minutes later than the order are refused (law.md section 8)."""
    held = answers["protocol_date"]
    if not (answers["body"] and held and held > on):
        return []
    return [Missing(f"Протокол ({date_digits(held)}) позже приказа ({date_digits(on)}).")]


def gate(answers, on):
    """Minutes later than the order, and an act in force before its order, are refused (law.md section 8)."""
    missing, since = late_minutes(answers, on), answers["since"]
    if since and since < on:
        text = f"Введение в действие с {date_digits(since)} раньше даты приказа ({date_digits(on)}): измените день."
        missing.append(Missing(text))
    return missing


def stated(answers, purpose):
    """The stating part: what it rests on, what for, and whose decision it was."""
    decided = ""
    if answers["body"]:
        body, number = BODIES[answers["body"]][1], answers["protocol_number"]
        decided = f", на основании решения {body} (протокол от {date_words(answers['protocol_date'])} № {number})"
    words = {"решение": (decided, "с запятой в начале: чьё решение и протокол, если его рассматривали")}
    return ground(answers["acts"], f"{purpose}{{решение}}", words)


def approving(title, answers):
    """Items of an order that approves ``title``: the text, its force, its publicity, control."""
    site, old = answers["site"], answers["replaces"]
    return [
        blocks.item(
            "Утвердить {положение} (приложение).", key="approve", words={"положение": (title, "название Положения")}
        ),
        blocks.item(
            "Ввести Положение в действие с {дня}.",
            key="force",
            words={"дня": (date_words(answers["since"]), "с какого дня действует")},
        ),
        *([_replaced(old)] if old else []),
        *orders.task_items(
            "{Ответственному за сайт}:",
            [
                "ознакомить с Положением педагогических работников под подпись",
                "разместить Положение на официальном сайте учреждения в течение десяти рабочих дней",
            ],
            key="publish",
            words={"ответственному за сайт": told(site, Case.DATIVE, "кто знакомит и ведёт сайт")},
        ),
        controlled_by(answers["control"]),
    ]


def _replaced(old):
    words = {"прежнее положение": (old.title, "какой акт заменяют")}
    return blocks.item("Признать утратившим силу: {прежнее положение}.", key="replaces", words=words)


def annex(institution, answers, title, *, beside=()):
    """The beginning of the annex: its mark, the marks of approval and consideration, the title (law.md 3.4).

    Args:
        title: «о системе наставничества».
        beside: further lines under the mark of consideration.
    """
    return [
        orders.annex(institution, ""),
        blocks.approval([*considered(answers), *beside], approved(institution, "УТВЕРЖДЕНО")),
        blocks.doc_title("ПОЛОЖЕНИЕ"),
        blocks.paragraph(
            "{о чём}",
            indent=False,
            bold=True,
            align="center",
            key="title",
            words={"о чём": (title, "название Положения, «о …»")},
        ),
    ]


def approved(institution, mark):
    """Lines of the mark on the right: «УТВЕРЖДЕНО» or «УТВЕРЖДЕНА» by the order that the annex belongs to."""
    return [mark, f"приказом {institution.short_name}", f"от {DATE} № {NUMBER}"]


def considered(answers):
    """Lines of the mark on the left; none if nobody considered the text."""
    if not answers["body"]:
        return []
    protocol = f"(протокол от {date_digits(answers['protocol_date'])} № {answers['protocol_number']})"
    return [answers["mark"], BODIES[answers["body"]][2], protocol]


def in_force(title):
    """``take_effect`` of a kind: puts the approved text into the normative base, so that later orders may name it.

    The act that it replaces is in force until the day before.
    """

    @transaction.atomic
    def take_effect(paper, *, by):
        answers = LocalActForm.read(paper)
        number, day = paper.number, date_digits(paper.issued_on)
        act = Act(
            code=_code(paper),
            title=f"{title(paper)}, утверждённое приказом от {day} № {number}",
            is_local=True,
            effective_from=answers["since"],
        )
        save(act, by=by, reason=f"утверждено приказом от {day} № {number}")
        if old := answers["replaces"]:
            old.effective_to = answers["since"] - timedelta(days=1)
            save(old, by=by, reason=f"утратило силу: приказ от {day} № {number}")

    return take_effect


def lapse(paper, *, by):
    """The approved text goes out of force with its order: the day before is its last; an earlier last day stays.

    The act that it had replaced does not come back to life: that needs an order of its own.
    """
    last = paper.ended_on - timedelta(days=1)
    for act in Act.objects.select_for_update().filter(code=_code(paper)):
        if act.effective_to is None or act.effective_to > last:
            act.effective_to = last
            save(act, by=by, reason=f"утратил силу приказ № {paper.number} от {date_digits(paper.issued_on)}")


def _code(paper):
    return f"paper-{paper.pk}"


FORMER = Act(title="Положение о наставничестве, утверждённое приказом от 30.08.2024 № 31-од", is_local=True)


def sample(people, replaces=None):
    """Answers of a sample about the approval itself."""
    return {
        "acts": [
            Act(title="Федеральный закон от 29.12.2012 № 273-ФЗ", name="Об образовании в Российской Федерации"),
            samples.acts()[0],
        ],
        "since": samples.DAY,
        "site": people[0],
        "replaces": replaces,
        "mark": "ПРИНЯТО",
        "body": "pedsovet",
        "protocol_number": "1",
        "protocol_date": samples.DAY.replace(month=8, day=28),
        "readers": people[2:],
        "control": None,
    }
