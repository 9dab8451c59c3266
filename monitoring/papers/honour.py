"""Наградные сведения: what is told of a mentor who is proposed for an award (law.md 6.1, 6.2, section 8)."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from django import forms

from mentorship.common.checks import validate_not_future
from mentorship.common.periods import years_months
from mentorship.common.russian import capital, clean_text, counted, date_digits, date_words, months_words
from mentorship.common.widgets import DayInput
from mentorship.common.workflow import Missing
from mentorship.documents import blocks, kinds, listed, orders
from mentorship.documents.layout import PLAIN
from mentorship.documents.models import Series
from mentorship.documents.paper_form import PaperForm
from mentorship.institution.models import Honour, Institution
from mentorship.people import samples
from mentorship.people.choices import PersonChoice
from mentorship.people.models import Person
from mentorship.people.naming import inside

from .. import honours
from ..mentor_record import Facts, gather, mentors, months_of
from . import portfolio

CODE = "honour_record"
COLUMNS = [
    {"title": "№", "width": 6, "align": "center"},
    {"title": "Наставляемый", "width": 28},
    {"title": "Должность", "width": 20},
    {"title": "Приказ", "width": 16, "align": "center"},
    {"title": "Период", "width": 16, "align": "center"},
    {"title": "Итог", "width": 14},
]


class Form(PaperForm):
    person = PersonChoice(
        Person.objects.none(),
        label="Наставник",
        empty_label="Выберите наставника",
        help_text="Показаны те, кто был наставником по приказам.",
        error_messages={"required": "Выберите, кого представляют к награде."},
    )
    honour = forms.ModelChoiceField(
        Honour.objects.none(),
        label="Награда",
        empty_label="Выберите награду",
        help_text="Награды и их условия – в реестрах, «Награды и их условия».",
        error_messages={"required": "Выберите награду."},
    )
    on = forms.DateField(
        label="Стаж на дату",
        widget=DayInput,
        validators=[validate_not_future],
        error_messages={"required": "Укажите, на какой день считать стаж."},
    )
    merits = forms.CharField(
        label="Личные заслуги",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        help_text="Каждая заслуга с новой строки: результаты наставляемых, методики, признание коллег.",
        error_messages={"required": "Напишите, в чём личные заслуги наставника: без них нет представления."},
    )
    no_penalty = forms.BooleanField(
        label="Действующих дисциплинарных взысканий нет, сверено с кадрами",
        error_messages={"required": "Сверьтесь с кадрами: при действующем взыскании к награде не представляют."},
    )

    def prepare(self):
        self.fields["person"].queryset = mentors()
        self.fields["honour"].queryset = honours.in_use()
        self.initial = {"on": self.on} | self.initial

    def clean_merits(self):
        return clean_text(self.cleaned_data["merits"], lines=True)

    def clean(self):
        data = super().clean()
        if data.get("person") and data.get("honour") and data.get("on"):
            for line in standing_of(data).lacking:
                self.add_error("honour", line)
        return data

    def subject(self):
        return self.cleaned_data["person"]

    def heading(self):
        return f"Наградные сведения: {self.cleaned_data['person'].short_name}"


def standing_of(answers):
    """How the person of these answers stands before the award."""
    person, on = answers["person"], answers["on"]
    (found,) = honours.standings(person, months_of(gather(person, date.min, on).spans), on, [answers["honour"]])
    return found


def build(paper):
    """Blocks of the sheet from the records and the answers of its form."""
    answers = Form.read(paper)
    author = getattr(paper.prepared_by, "person", None)
    known = {
        "facts": gather(answers["person"], date.min, answers["on"]),
        "curator": author.signature_name if author else "",
    }
    return write(Institution.load(), answers | known)


def sample():
    """A filled sample for the catalogue."""
    facts, mentees = (
        portfolio.sample_facts(),
        ("Белкина Дарья Петровна", "Котова Вера Ильинична", "Лосев Иван Олегович"),
    )
    days = [(2021, 9, 1), (2023, 9, 1), (2026, 9, 1), (2027, 6, 1)]
    facts.spans = [(date(*first), date(*after) - timedelta(days=1)) for first, after in pairwise(days)]
    facts.mentees = facts.completed = len(mentees)
    facts.pairs = [
        [name, "воспитатель", f"№ 45-од от {date_digits(first)}", f"{date_digits(first)}–{date_digits(last)}", *rest]
        for name, (first, last), rest in zip(
            mentees, facts.spans, [["педагог – педагог", "утверждена", "завершена"]] * 3, strict=True
        )
    ]
    facts.changes = [[name, "первая", "прошла аттестацию, ведёт открытые занятия"] for name in mentees[:2]]
    facts.changes.append([mentees[2], "нет", "остался работать в учреждении"])
    return _sample(facts)


def _sample(facts):
    person = samples.people()[3]
    person.category, person.hired_on, person.teaches_since = Person.Category.HIGHEST, date(2012, 9, 3), date(2008, 9, 1)
    person.education = "высшее"
    honour = Honour(title="Знак отличия «За наставничество»", ground="Указ Президента РФ от 02.03.2018 № 94")
    merits = "Наставляемые остались работать в учреждении\nСоставила сборник занятий для молодых педагогов"
    answers = {"person": person, "honour": honour, "on": samples.LAST_DAY, "merits": merits}
    answers["curator"] = samples.people()[0].signature_name
    return write(samples.institution(), answers | {"facts": facts})


def write(institution, answers):
    """Blocks by the answers of the form, the ``facts`` of the records and the ``curator`` who signs."""
    person, facts, on = answers["person"], answers["facts"], answers["on"]
    return [
        blocks.letterhead(institution.founder, institution.full_name, institution.short_name),
        blocks.doc_title("НАГРАДНЫЕ СВЕДЕНИЯ"),
        blocks.requisites(place=institution.place),
        _line("Награда: {награда}.", "honour", (_named(answers["honour"]), "название и акт, которым она установлена")),
        _line("Представляется: {кто}.", "person", (_who(person), "фамилия, имя, отчество и должность")),
        _line("Квалификационная категория: {категория}.", "category", (_category(person), "«нет», если её нет")),
        _line("Образование: {образование}.", "education", (person.education or portfolio.NONE, "из карточки")),
        _line("Работает в учреждении {с какого дня}.", "works", (_since(person, on), "«с …» и сколько лет")),
        _line("Педагогический стаж: {стаж}.", "teaches", (_teaching(person, on), "«15 лет 2 мес.»")),
        _service(facts, on),
        blocks.paragraph("Действующих дисциплинарных взысканий нет.", key="no_penalty"),
        *portfolio.table(
            listed.section(1, "Периоды наставничества по приказам", "pairs"),
            "pair_columns",
            COLUMNS,
            [[who, post, order, period, outcome] for who, post, order, period, *_, outcome in facts.pairs],
        ),
        *portfolio.table(
            listed.section(2, "Результаты наставляемых", "changes"),
            "change_columns",
            portfolio.CHANGE_COLUMNS,
            facts.changes,
        ),
        *portfolio.listing(listed.section(3, "Личные заслуги", "merits"), listed.lines(answers["merits"])),
        *portfolio.listing(listed.section(4, "Поощрения и обучение", "awards"), [*facts.awards, *facts.trainings]),
        blocks.signature(institution.head_post, orders.head_name(institution)),
        blocks.signature("Куратор наставничества", answers["curator"]),
    ]


def _line(text, key, told):
    return blocks.paragraph(text, key=key, words={text[text.index("{") + 1 : text.index("}")]: told})


def _named(honour):
    return f"{honour.title} ({honour.ground})" if honour.ground else honour.title


def _who(person):
    return f"{person.full_name}, {inside(person.post)}" if person.post else person.full_name


def _category(person):
    return person.get_category_display() if person.category else "нет"


def _since(person, on):
    if not person.hired_on or person.hired_on > on:
        return portfolio.NONE
    years, months = years_months(person.hired_on, on)
    return f"с {date_words(person.hired_on)} ({months_words(years * 12 + months)})"


def _teaching(person, on):
    return months_words(person.teaching_months(on)) or portfolio.NONE


def _service(facts, on):
    if not facts.pairs:
        return blocks.paragraph(f"Наставничество по приказам: {portfolio.NONE}.", key="no_pairs")
    return blocks.paragraph(
        "Стаж наставнической деятельности на {день}: {стаж}. Пар и групп – {пар и групп}, завершено по плану – "
        "{завершено}; всего {наставляемых}. Периоды, которые совпадают по времени, учтены один раз.",
        key="service",
        words={
            "день": (date_digits(on), "на какой день посчитан стаж"),
            "стаж": (months_words(months_of(facts.spans)), "«5 лет 3 мес.»"),
            "пар и групп": (str(len(facts.pairs)), "сколько пар и групп"),
            "завершено": (str(facts.completed), "сколько завершено по плану"),
            "наставляемых": (counted(facts.mentees, portfolio.PEOPLE), "«3 наставляемых»"),
        },
    )


def gate(paper, on):
    """The thresholds of the award must be met, whatever changed since the draft."""
    answers = Form.read(paper)
    return [Missing(line, answers["person"].get_absolute_url()) for line in standing_of(answers).lacking]


def notes(paper):
    """What the portal has no record of."""
    return [Missing(capital(line)) for line in standing_of(Form.read(paper)).to_check]


KIND = kinds.Kind(
    code=CODE,
    title="Наградные сведения наставника",
    group=kinds.Group.RESULTS,
    about="Стаж наставничества по приказам, периоды, результаты наставляемых и заслуги – к представлению к награде.",
    ground="Указ Президента Российской Федерации от 02.03.2018 № 94; условия наград – в реестрах учреждения",
    series=Series.LETTERS,
    form=Form,
    build=build,
    gate=gate,
    notes=notes,
    sample=sample,
    variants=lambda: {"пар по приказам не было": _sample(Facts())},
    layout=replace(PLAIN, size=12, size_table=10),
)
