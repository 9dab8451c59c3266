"""Памятки наставнику, наставляемому, куратору: one sheet each, no number (seed 2, rows 5.1 and 5.3)."""

from django import forms

from mentorship.documents import blocks, kinds, orders
from mentorship.documents.layout import Layout
from mentorship.institution.models import Institution
from mentorship.people import samples
from mentorship.people.choices import PersonChoice
from mentorship.people.models import Person
from mentorship.people.naming import with_post

from .. import rhythm_words
from ..paper_forms import CyclePaperForm
from . import regulation_text

TEXT = regulation_text.load("memos")
SHEET = Layout(size=13)  # so that a memo stays on one sheet


class Form(CyclePaperForm):
    whom = forms.ChoiceField(
        label="Кому памятка",
        choices=[("mentor", "Наставнику"), ("mentee", "Наставляемому"), ("curator", "Куратору")],
    )
    every_days = forms.IntegerField(label="Встречи не реже одного раза в … дней", min_value=1, max_value=90)
    curator = PersonChoice(
        Person.objects.none(),
        label="Куратор",
        error_messages={"required": "Выберите куратора: его имя и телефон стоят внизу листа."},
    )
    contacts = forms.CharField(
        label="Как найти куратора",
        max_length=200,
        required=False,
        help_text="Телефон, кабинет, часы: «каб. 12, ср 14–16».",
    )

    def prepare(self):
        super().prepare()
        cycle = self.subject_or_none()
        self.initial.setdefault("every_days", cycle.meeting_every_days if cycle else 14)
        self.initial.setdefault("contacts", Institution.load().phone)

    def heading(self):
        return TEXT[self.cleaned_data["whom"]]["name"]


def sample(whom="mentor"):
    """A filled sample for the catalogue."""
    answers = {
        "whom": whom,
        "every_days": 14,
        "curator": samples.people()[0],
        "contacts": "+7 813 700-00-17, каб. 12",
    }
    return write(samples.institution(), answers)


def write(institution, answers):
    """Blocks of the memo."""
    memo, days = TEXT[answers["whom"]], answers["every_days"]
    words = {
        "частота встреч": (rhythm_words.not_less_than(days), "«одного раза в …»"),
        "дольше": (rhythm_words.longer_than(days), "«двух недель»: сколько без встреч уже много"),
    }
    whom = answers["whom"]
    found = [
        blocks.paragraph(institution.short_name, indent=False, align="center"),
        blocks.doc_title(memo["title"]),
        blocks.paragraph(memo["intro"], key=f"{whom}_intro"),
    ]
    for place, part in enumerate(memo["parts"], 1):
        found.append(blocks.subtitle(part["title"], key=f"{whom}_{place}_title"))
        lines = "\n".join(f"– {line}" for line in part["lines"])
        found.append(_plain(lines, key=f"{whom}_{place}", words=words))
    return [*found, *_contacts(institution, answers)]


def _contacts(institution, answers):
    """Whom to ask: the curator; the curator himself asks the head."""
    if answers["whom"] == "curator":
        lines = [f"{institution.head_post}: {orders.head_name(institution)}", institution.phone]
    else:
        lines = [f"Куратор наставничества: {with_post(answers['curator'])}", answers["contacts"]]
    lines += [f"Сайт: {institution.site_url}"] if institution.site_url else []
    return [blocks.subtitle("К кому обратиться", key="contacts"), _plain("\n".join(filter(None, lines)))]


def _plain(text, **worded):
    return blocks.paragraph(text, indent=False, align="left", **worded)


KIND = kinds.Kind(
    code="memo",
    title="Памятка наставнику, наставляемому или куратору",
    group=kinds.Group.WORK,
    about="Один лист: с чего начать, как идёт работа, какие есть права, к кому обратиться.",
    ground="Положение о наставничестве",
    layout=SHEET,
    form=Form,
    build=lambda paper: write(Institution.load(), Form.read(paper)),
    sample=sample,
    variants=lambda: {"наставляемому": sample("mentee"), "куратору": sample("curator")},
    evidence_for=("memo",),
)
