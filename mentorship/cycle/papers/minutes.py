"""Протокол of the pedagogical council or another body (law.md 3.5; seed 2, row 2.1; seed 4, row 1.4)."""

from datetime import date

from django import forms

from mentorship.common.checks import validate_not_future
from mentorship.common.russian import clean_text, counted, date_digits
from mentorship.common.widgets import DayInput
from mentorship.documents import blocks, kinds
from mentorship.documents.blocks import worded
from mentorship.documents.layout import ORDER
from mentorship.documents.models import Series
from mentorship.institution.models import Institution, Rules
from mentorship.people import samples
from mentorship.people.choices import PersonChoice
from mentorship.people.models import Person

from ..paper_forms import CyclePaperForm

BODIES = [
    "педагогического совета",
    "методического совета",
    "совета наставников",
    "рабочей группы по внедрению наставничества",
    "административного совещания",
    "общего собрания работников",
]
MEMBERS = "члена,членов,членов"
UNANIMOUSLY = "единогласно"


class Form(CyclePaperForm):
    body = forms.ChoiceField(label="Заседание", choices=[(body, body.capitalize()) for body in BODIES])
    held_on = forms.DateField(
        label="Дата заседания",
        widget=DayInput,
        validators=[validate_not_future],
        error_messages={"required": "Укажите день заседания."},
    )
    chair = PersonChoice(
        Person.objects.none(), label="Председатель", error_messages={"required": "Выберите, кто вёл заседание."}
    )
    secretary = PersonChoice(
        Person.objects.none(), label="Секретарь", error_messages={"required": "Выберите, кто вёл протокол."}
    )
    members = forms.IntegerField(
        label="Всего членов",
        min_value=2,
        max_value=500,
        error_messages={"required": "Укажите, сколько членов в органе: от этого зависит кворум."},
    )
    present = forms.IntegerField(
        label="Присутствовали",
        min_value=1,
        max_value=500,
        help_text="Какой кворум нужен по уставу, задают в «Правилах и порогах».",
        error_messages={"required": "Укажите, сколько членов пришло."},
    )
    agenda = forms.CharField(
        label="Повестка дня",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        help_text="Каждый вопрос с новой строки.",
        error_messages={"required": "Напишите повестку: хотя бы один вопрос."},
    )
    speakers = forms.CharField(
        label="Кто выступал",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=8000,
        required=False,
        help_text="Строка на вопрос, в том же порядке: «Иванова И.И. рассказала о …».",
    )
    decisions = forms.CharField(
        label="Решения",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=8000,
        help_text="Строка на вопрос, в том же порядке; несколько решений разделяйте точкой с запятой.",
        error_messages={"required": "Напишите решение по каждому вопросу."},
    )
    votes = forms.CharField(
        label="Как голосовали",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        required=False,
        help_text="Строка на вопрос: «единогласно» или «за – 13, против – 1». Пусто – всё решено единогласно.",
    )

    def clean_agenda(self):
        return lines_of(self.cleaned_data["agenda"])

    def clean_speakers(self):
        return lines_of(self.cleaned_data["speakers"])

    def clean_decisions(self):
        return lines_of(self.cleaned_data["decisions"])

    def clean_votes(self):
        return [line.rstrip(".;") for line in lines_of(self.cleaned_data["votes"])]

    def clean(self):
        data = super().clean()
        members, present = data.get("members"), data.get("present")
        if members and present:
            if present > members:
                self.add_error("present", f"Присутствовало {present}, а членов всего {members}: проверьте числа.")
            elif not (rules := Rules.load()).is_quorum(present, members):
                text = f"Присутствовало {present} из {members}: нет кворума (по уставу – {rules.get_quorum_display()})."
                self.add_error("present", text)
        agenda, decisions = data.get("agenda"), data.get("decisions")
        if agenda and decisions and len(agenda) != len(decisions):
            text = f"Вопросов в повестке {len(agenda)}, а строк с решениями {len(decisions)}: по каждому нужно решение."
            self.add_error("decisions", text)
        if agenda and data.get("votes") and len(agenda) != len(data["votes"]):
            text = (
                f"Вопросов в повестке {len(agenda)}, а строк о голосовании {len(data['votes'])}: напишите по каждому."
            )
            self.add_error("votes", text)
        if data.get("chair") and data.get("chair") == data.get("secretary"):
            self.add_error("secretary", "Председатель и секретарь – разные люди.")
        return data

    def heading(self):
        return heading_of(self.cleaned_data)

    @classmethod
    def initial_of(cls, paper):
        initial = super().initial_of(paper)
        return {name: "\n".join(value) if isinstance(value, list) else value for name, value in initial.items()}


def lines_of(text):
    """Lines that hold words, without the numbers somebody typed before them."""
    return [line.lstrip("0123456789.) ").strip() for line in clean_text(text, lines=True).splitlines() if line.strip()]


def heading_of(answers):
    return f"Протокол заседания {answers['body']} от {date_digits(answers['held_on'])}"


def build(paper):
    """Blocks of the minutes, written from the answers kept with the paper."""
    answers = Form.read(paper)
    lists = {name: paper.options.get(name) or [] for name in ("agenda", "speakers", "decisions", "votes")}
    return write(Institution.load(), answers | lists)


def sample():
    """A filled sample for the catalogue."""
    people = samples.people()
    answers = {
        "body": BODIES[0],
        "held_on": samples.DAY,
        "chair": people[1],
        "secretary": people[4],
        "members": 18,
        "present": 15,
        "agenda": ["О внедрении целевой модели наставничества", "О кандидатах в наставники"],
        "speakers": ["Лебедева О.С. рассказала о проекте Положения", "Ершова Н.П. назвала педагогов, готовых помочь"],
        "decisions": ["принять Положение о наставничестве", "включить в базу наставников трёх педагогов"],
        "votes": [UNANIMOUSLY, "за – 14, против – нет, воздержался – 1"],
    }
    return write(samples.institution(), answers)


def day_of(paper):
    """The day by which a paper is cited: minutes are dated by their meeting, all else by its issue."""
    held = paper.options.get("held_on") if paper.kind == KIND.code else None
    return date.fromisoformat(held) if held else paper.issued_on


def write(institution, answers):
    """Blocks of the minutes: who met, what was heard, what was decided (law.md 3.5)."""
    return [
        blocks.letterhead("", institution.full_name, institution.short_name),
        blocks.doc_title("ПРОТОКОЛ"),
        blocks.paragraph(
            "заседания {органа}",
            indent=False,
            align="center",
            key="of",
            words={"органа": (answers["body"], "чьё заседание, родительный падеж")},
        ),
        blocks.requisites(date_digits(answers["held_on"]), place=institution.place),
        _line("Председатель – {кто}", "chair", (answers["chair"].short_name, "фамилия и инициалы")),
        _line("Секретарь – {кто}", "secretary", (answers["secretary"].short_name, "фамилия и инициалы")),
        blocks.paragraph(
            "Присутствовали: {сколько} из {всех членов}, кворум имеется.",
            indent=False,
            key="present",
            words={
                "сколько": (str(answers["present"]), "сколько пришло"),
                "всех членов": (counted(answers["members"], MEMBERS), "сколько всего, «18 членов»"),
            },
        ),
        blocks.subtitle("ПОВЕСТКА ДНЯ", key="agenda"),
        *[blocks.item(f"{question.rstrip('.')}.") for question in answers["agenda"]],
        *[block for number in range(len(answers["agenda"])) for block in _question(answers, number)],
        blocks.signature("Председатель", answers["chair"].signature_name),
        blocks.signature("Секретарь", answers["secretary"].signature_name),
    ]


def _line(template, key, told):
    """A line with the only name of its template."""
    return blocks.paragraph(template, indent=False, key=key, words={worded.names(template)[0]: told})


def _question(answers, number):
    question = answers["agenda"][number].rstrip(".")
    spoke = answers["speakers"][number] if number < len(answers["speakers"]) else ""
    about = f"{question[:1].lower()}{question[1:]}"
    heard = [_line("СЛУШАЛИ: {вопрос}.", "heard", (about, "вопрос повестки, с маленькой буквы"))]
    if spoke:
        heard.append(_line("ВЫСТУПИЛИ: {кто и что}.", "spoke", (spoke.rstrip("."), "кто выступал, из исходных данных")))
    decided = [part.strip().rstrip(".") for part in answers["decisions"][number].split(";") if part.strip()]
    votes = answers["votes"][number] if answers["votes"] else UNANIMOUSLY
    return [
        blocks.subtitle(
            "По вопросу {номер вопроса}", key="question", words={"номер вопроса": (str(number + 1), "1, 2, …")}
        ),
        *heard,
        blocks.paragraph("ПОСТАНОВИЛИ:", indent=False, key="decided"),
        *[
            blocks.paragraph(f"{place}) {text}{';' if place < len(decided) else '.'}")
            for place, text in enumerate(decided, 1)
        ],
        _voted(votes),
    ]


def _voted(votes):
    if votes.lower() == UNANIMOUSLY:
        return blocks.paragraph("Решение принято единогласно.", indent=False, key="votes")
    return _line("Голосовали: {голоса}.", "voted", (votes, "сколько за, против и воздержались, из исходных данных"))


KIND = kinds.Kind(
    code="minutes",
    title="Протокол педсовета, совещания или другого органа",
    group=kinds.Group.OFFICE,
    about="Повестка, выступления, решения и кворум заседания, на которое сошлются приказы.",
    ground="устав; ГОСТ Р 7.0.97-2025",
    storage=kinds.Storage(term="постоянно"),
    series=Series.MINUTES,
    layout=ORDER,
    form=Form,
    build=build,
    sample=sample,
    evidence_for=("minutes",),
)
