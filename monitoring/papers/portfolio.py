"""Справка (портфолио) наставника для аттестации (law.md 6.4; приказ Минпросвещения от 24.03.2023 № 196, пп. 45–51).

Numbers come from issued orders and closed records alone; what the portal does not know is told by the curator in the
form, and an empty table says «нет данных».
"""

from dataclasses import replace
from datetime import timedelta

from django import forms

from mentorship.common.cases import Case
from mentorship.common.charts import NO_DATA
from mentorship.common.checks import check_period
from mentorship.common.russian import capital, clean_text, counted, months_words, period_words
from mentorship.common.widgets import DayInput
from mentorship.common.workflow import Missing
from mentorship.documents import blocks, kinds, listed, orders
from mentorship.documents.layout import PLAIN
from mentorship.documents.models import Paper, Series
from mentorship.documents.paper_form import PaperForm
from mentorship.institution.models import Institution
from mentorship.people import forms_of, samples
from mentorship.people.choices import PersonChoice
from mentorship.people.models import Person
from mentorship.people.naming import form_notes, inside

from ..mentor_record import NONE, Facts, gather, mentors, months_of
from .choices import PaperChoice, cited

MEETINGS = "встреча,встречи,встреч"
PEOPLE = "наставляемый,наставляемых,наставляемых"
LINES = {"widget": forms.Textarea(attrs={"rows": 3}), "max_length": 4000, "required": False}
EACH = "Каждая строка – отдельная запись."


class Form(PaperForm):
    person = PersonChoice(
        Person.objects.none(),
        label="Наставник",
        help_text="Показаны сотрудники, которые были наставниками по приказам.",
        error_messages={"required": "Выберите наставника, которому нужна справка."},
    )
    since = forms.DateField(label="Период с", widget=DayInput, error_messages={"required": "Выберите период."})
    until = forms.DateField(label="по", widget=DayInput, error_messages={"required": "Выберите период."})
    minutes = PaperChoice(
        Paper.objects.none(), label="Протокол педагогического совета", required=False, empty_label="Не указывать"
    )
    category_act = forms.CharField(
        label="Категория: когда и каким актом установлена",
        max_length=300,
        required=False,
        help_text="Например: «приказ министерства образования от 25.03.2024 № 118».",
    )
    contests = forms.CharField(label="Помощь в подготовке к конкурсам", help_text=EACH, **LINES)
    materials = forms.CharField(label="Методические материалы и выступления", help_text=EACH, **LINES)
    practice = forms.CharField(label="Руководство практикой студентов", help_text=EACH, **LINES)

    def prepare(self):
        self.fields["person"].queryset = mentors().filter(origin=Person.Origin.STAFF)
        self.fields["minutes"].queryset = (
            Paper.objects.filter(kind="minutes", state=Paper.State.ISSUED).without_text().order_by("-issued_on", "-pk")
        )
        self.initial = {"since": self.on - timedelta(days=5 * 365), "until": self.on} | self.initial

    def clean(self):
        data = super().clean()
        check_period(self, data, "since", "until", said="Конец периода должен быть позже начала.")
        if data.get("until") and data["until"] > self.on:
            self.add_error("until", "Справка говорит о том, что уже было: выберите день не позже сегодняшнего.")
        for name in ("contests", "materials", "practice"):
            data[name] = clean_text(data.get(name) or "", lines=True)
        return data

    def subject(self):
        return self.cleaned_data["person"]

    def heading(self):
        return f"Справка о наставнической деятельности: {self.cleaned_data['person'].short_name}"


# --- The text -----------------------------------------------------------------------------------------------------

PAIR_COLUMNS = [
    {"title": "№", "width": 5, "align": "center"},
    {"title": "Наставляемый", "width": 16},
    {"title": "Должность", "width": 15},
    {"title": "Приказ", "width": 11, "align": "center"},
    {"title": "Период", "width": 12, "align": "center"},
    {"title": "Форма", "width": 17},
    {"title": "Программа", "width": 12},
    {"title": "Итог", "width": 12},
]
CHANGE_COLUMNS = [
    {"title": "№", "width": 6, "align": "center"},
    {"title": "Наставляемый", "width": 32},
    {"title": "Категория", "width": 20},
    {"title": "Результаты", "width": 42},
]


def sample():
    """A filled sample for the catalogue."""
    return _sample(sample_facts())


def sample_facts():
    """What the records could say of the invented mentor of the samples."""
    return Facts(
        pairs=[
            [
                "Белкина Дарья Петровна",
                "воспитатель",
                "№ 45-од от 01.09.2026",
                "01.09.2026–31.05.2027",
                "педагог – педагог",
                "утверждена 15.09.2026",
                "завершена",
            ]
        ],
        changes=[["Белкина Дарья Петровна", "первая", "провела открытое занятие, прошла аттестацию"]],
        spans=[(samples.DAY, samples.LAST_DAY)],
        mentees=1,
        completed=1,
        meetings=18,
        minutes=810,
        topics=["Развитие речи в младшей группе"],
        awards=["грамота за успешную работу наставником (приказ от 31 мая 2027 г. № 12-лс)"],
        trainings=["Школа наставника. Обратная связь без оценок, 2 часа"],
        papers=[
            "согласие на выполнение работы по наставничеству от 25 августа 2026 г. № 12/2026-С",
            "дополнительное соглашение от 28 августа 2026 г. № 3/26-ДС",
        ],
    )


def _sample(facts):
    person = samples.people()[3]
    person.category = Person.Category.HIGHEST
    answers = {"person": person, "since": samples.DAY, "until": samples.LAST_DAY, "facts": facts, "practice": ""}
    texts = {
        "category_act": "приказ министерства образования от 25 марта 2024 г. № 118",
        "materials": "",
        "curator": samples.people()[0].signature_name,
    }
    minutes = Paper(number="7", issued_on=samples.LAST_DAY, options={"body": "педагогического совета"})
    contests = "муниципальный этап конкурса «Воспитатель года», участница – Белкина Д.П."
    return write(samples.institution(), answers | texts | {"minutes": minutes, "contests": contests})


def build(paper):
    """Blocks of the certificate from the records and the answers of its form."""
    answers = Form.read(paper)
    facts = gather(answers["person"], answers["since"], answers["until"])
    author = getattr(paper.prepared_by, "person", None)
    signed = author.signature_name if author else ""
    return write(Institution.load(), answers | {"facts": facts, "curator": signed})


def write(institution, answers):
    """Blocks by the answers of the form, the ``facts`` of the records and the ``curator`` who signs."""
    person, facts = answers["person"], answers["facts"]
    return [
        blocks.letterhead(institution.founder, institution.full_name, institution.short_name),
        blocks.doc_title("СПРАВКА (ПОРТФОЛИО) НАСТАВНИКА"),
        blocks.requisites(place=institution.place),
        blocks.paragraph(
            "Дана {кому} о наставнической деятельности {период}.",
            key="given",
            words={
                "кому": (_whom(person), "фамилия, имя, отчество и должность, дательный падеж"),
                "период": (period_words(answers["since"], answers["until"]), "«с … по …»"),
            },
        ),
        _category(person, answers["category_act"]),
        _summary(facts),
        *table(listed.section(1, "Наставнические пары и группы", "pairs"), "pair_columns", PAIR_COLUMNS, facts.pairs),
        listed.section(2, "Встречи", "meetings"),
        _meetings(facts),
        *table(
            listed.section(3, "Результаты наставляемых", "changes"), "change_columns", CHANGE_COLUMNS, facts.changes
        ),
        *listing(listed.section(4, "Подготовка педагогов к конкурсам", "contests"), _lines(answers["contests"])),
        *listing(
            listed.section(5, "Методические материалы, обучение, поощрения", "materials"),
            [*_lines(answers["materials"]), *facts.trainings, *facts.awards],
        ),
        *listing(listed.section(6, "Руководство практикой студентов", "practice"), _lines(answers["practice"])),
        *listing(listed.section(7, "Согласия и соглашения", "papers"), facts.papers),
        *_council(answers["minutes"]),
        blocks.signature(institution.head_post, orders.head_name(institution)),
        blocks.signature("Куратор наставничества", answers["curator"]),
    ]


def _whom(person):
    """Name and post in the dative."""
    name, post = (forms_of.form(person, what, Case.DATIVE)[0] for what in ("name", "post"))
    return f"{name}, {inside(post)}," if post else name


def _category(person, act):
    category = person.get_category_display() if person.category else ""
    said = ", ".join(filter(None, [category, category and act])) or "нет"
    words = {"категория": (said, "категория и её акт; «нет», если её нет")}
    return blocks.paragraph("Квалификационная категория: {категория}.", key="category", words=words)


def _summary(facts):
    if not facts.pairs:
        return blocks.paragraph(f"Наставничество за период: {NONE}.", key="no_pairs")
    return blocks.paragraph(
        "Стаж наставнической деятельности за период: {стаж}. Пар и групп – {пар и групп}, завершено по плану – "
        "{завершено}; всего {наставляемых}. Периоды, которые совпадают по времени, учтены один раз.",
        key="summary",
        words={
            "стаж": (months_words(months_of(facts.spans)) or NO_DATA, "«1 год 2 месяца»"),
            "пар и групп": (str(len(facts.pairs)), "сколько пар и групп"),
            "завершено": (str(facts.completed), "сколько завершено по плану"),
            "наставляемых": (counted(facts.mentees, PEOPLE), "«3 наставляемых»"),
        },
    )


def _meetings(facts):
    if not facts.meetings:
        return blocks.paragraph(f"Проведено встреч: {NONE}.", key="no_meetings")
    hours = f"{facts.minutes / 60:.1f}".replace(".", ",").removesuffix(",0")
    topics = f"Темы работы: {', '.join(f'«{topic}»' for topic in facts.topics)}." if facts.topics else ""
    return blocks.paragraph(
        "Проведено: {встреч}, всего {часов} ч. {темы}",
        key="held",
        words={
            "встреч": (counted(facts.meetings, MEETINGS), "«18 встреч»"),
            "часов": (hours, "сколько часов вместе"),
            "темы": (topics, "предложение о темах, если они записаны"),
        },
    )


def table(heading, key, columns, rows):
    """The heading with its numbered rows; «нет данных» where there are none."""
    if not rows:
        return listing(heading, [])
    numbered = [[f"{place}.", *row] for place, row in enumerate(rows, 1)]
    return [heading, blocks.table(columns, numbered, key=key)]


def listing(heading, lines):
    """The heading with a sentence a line; «нет данных» where there are none."""
    return [heading, *(blocks.paragraph(orders.stopped(capital(line))) for line in lines or [NONE])]


def _lines(text):
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def _council(minutes):
    if minutes is None:
        return []
    words = {"протокол": (cited(minutes, "протокол"), "«протокол от … № …»")}
    words["органа"] = (minutes.options.get("body", ""), "чьё заседание, родительный падеж")
    return [blocks.paragraph("Рассмотрено на заседании {органа}, {протокол}.", key="council", words=words)]


# --- Gate ---------------------------------------------------------------------------------------------------------


def gate(paper, on):
    """A certificate about nothing is not signed."""
    answers = Form.read(paper)
    if gather(answers["person"], answers["since"], answers["until"]).pairs:
        return []
    url = answers["person"].get_absolute_url()
    return [Missing("Нет данных за период – справка не сформирована: пар по приказам не было.", url)]


def notes(paper):
    """The category that the Order asks for; case forms that nobody has proven."""
    person = Form.read(paper)["person"]
    unproven = form_notes((Case.DATIVE, [person]))
    if person.category in (Person.Category.HIGHEST, Person.Category.MENTOR, Person.Category.METHODIST):
        return unproven
    words = "Для категории «педагог-наставник» нужна высшая категория (п. 45 Порядка)."
    return [Missing(f"{person.short_name}: {words}", person.get_absolute_url()), *unproven]


def _readers(paper):
    return [paper.subject.user] if paper.subject and paper.subject.user else []


KIND = kinds.Kind(
    code="mentor_portfolio",
    title="Справка (портфолио) наставника для аттестации",
    group=kinds.Group.RESULTS,
    about="Пары, встречи, результаты и поощрения наставника за период – по приказам и записям портала.",
    ground="приказ Минпросвещения России от 24.03.2023 № 196, пункты 45–51",
    series=Series.LETTERS,
    form=Form,
    build=build,
    gate=gate,
    notes=notes,
    readers=_readers,
    sample=sample,
    variants=lambda: {"пар и встреч за период не было": _sample(Facts())},
    layout=replace(PLAIN, size=12, size_table=10),
)
