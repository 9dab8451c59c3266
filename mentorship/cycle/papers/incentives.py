"""«Об утверждении Положения о поощрении и стимулировании …» of mentors and curators (seed 2, row 1.5; seed 3, section V)."""

from django import forms

from mentorship.common.cases import permanent_post
from mentorship.common.checks import validate_not_future
from mentorship.common.russian import date_digits, join_and
from mentorship.common.widgets import DayInput
from mentorship.common.workflow import Missing
from mentorship.documents import blocks, kinds, orders
from mentorship.institution.grounds import named_acts
from mentorship.people import samples
from mentorship.people.naming import acquainted, inside

from .. import local_acts
from ..paper_forms import order_kind
from . import regulation_text

TEXT = regulation_text.load("incentives")
TITLE = "Положение о поощрении и стимулировании наставников и кураторов"
HEADING = f"Об утверждении {TITLE.replace('Положение', 'Положения')}"
WHEN = {
    "year": "по итогам учебного года",
    "half": "по итогам полугодия и учебного года",
    "need": "по мере достижения результатов",
}
COLUMNS = [
    {"title": "Вид поощрения", "width": 36},
    {"title": "Кого поощряют", "width": 26},
    {"title": "Условие", "width": 38},
]


class Form(local_acts.LocalActForm):
    headed = HEADING
    usual_acts = ("fz273", "tk351_8", "az1128")

    awards = forms.MultipleChoiceField(
        label="Виды поощрения",
        choices=[(code, award[0]) for code, award in TEXT["awards"].items()],
        widget=forms.CheckboxSelectMultiple,
        initial=list(TEXT["awards"]),
        error_messages={"required": "Отметьте хотя бы один вид поощрения."},
    )
    when = forms.ChoiceField(
        label="Когда вносят предложения",
        choices=[("year", "По итогам учебного года"), ("half", "Дважды в год"), ("need", "По мере результатов")],
    )
    council = forms.BooleanField(label="Предложения рассматривает совет наставников", required=False)
    union_number = forms.CharField(
        label="Профсоюз: № протокола",
        max_length=30,
        required=False,
        help_text="Если текст касается премий: мнение профсоюза учитывают по статье 372 ТК РФ.",
    )
    union_date = forms.DateField(
        label="Профсоюз: дата протокола", widget=DayInput, required=False, validators=[validate_not_future]
    )
    field_order = ["awards", "when", "council", "union_number", "union_date", *local_acts.LocalActForm.TAIL]

    def clean(self):
        data = super().clean()
        if bool(data.get("union_number")) != bool(data.get("union_date")) and "union_date" not in self.errors:
            self.add_error("union_date", "Укажите и номер, и дату протокола профсоюза – или не указывайте ничего.")
        return data


def sample(replaces=None):
    """A filled sample for the catalogue."""
    chosen = {"awards": list(TEXT["awards"]), "when": "year", "council": True}
    union = {"union_number": "3", "union_date": samples.DAY.replace(month=8, day=27)}
    return write(samples.institution(), chosen | union | local_acts.sample(samples.people(), replaces))


def write(institution, answers):
    """Blocks of the order with the regulation as its annex."""
    return orders.order(
        institution,
        heading=HEADING,
        ground=local_acts.stated(answers, "в целях мотивации участников наставничества"),
        items=local_acts.approving(TITLE, answers),
        acquainted=acquainted([*answers["readers"], answers["site"], answers["control"]]),
        annexes=[
            *local_acts.annex(institution, answers, TITLE.removeprefix("Положение "), beside=_union(answers)),
            *regulation_text.sections(
                TEXT["sections"],
                words=_words(institution, answers),
                choices=_choices(answers),
                lists={},
                tables={
                    "awards": blocks.table(
                        COLUMNS, [TEXT["awards"][code] for code in answers["awards"]], key="award_columns"
                    )
                },
            ),
        ],
    )


def _union(answers):
    if not answers["union_number"]:
        return []
    protocol = f"(протокол от {date_digits(answers['union_date'])} № {answers['union_number']})"
    return ["Учтено мнение первичной профсоюзной организации", protocol]


def _words(institution, answers):
    acts = named_acts(act for act in answers["acts"] if not act.is_local)
    body = answers["body"]
    return {
        "учреждение полностью": (institution.full_name, "наименование по уставу"),
        "руководитель": (inside(permanent_post(institution.head_post)), "должность руководителя"),
        "акты": (join_and(acts) or "Трудовым кодексом Российской Федерации", "отмеченные акты, творительный падеж"),
        "когда предлагают": (WHEN[answers["when"]], "когда предлагают поощрить, как выбрано"),
        "рассмотрение": (
            f" после рассмотрения {local_acts.BODIES[body][2]}" if body else "",
            "«после рассмотрения» кем, если рассматривали",
        ),
    }


def _choices(answers):
    return set(answers["awards"]) | ({"council"} if answers["council"] else set())


def gate(answers, on):
    """As of every local act; the union is asked before the order, too."""
    missing = local_acts.gate(answers, on)
    if answers["union_date"] and answers["union_date"] > on:
        text = f"Протокол профсоюза ({date_digits(answers['union_date'])}) позже приказа ({date_digits(on)})."
        missing.append(Missing(text))
    return missing


KIND = order_kind(
    code="incentives_regulation",
    title="Приказ об утверждении Положения о поощрении и стимулировании с текстом Положения",
    group=kinds.Group.START,
    about="Чем и за что поощряют наставников и кураторов; текст собран из выбранных видов поощрения.",
    ground="статьи 144, 191 Трудового кодекса; Положение о наставничестве",
    form=Form,
    write=write,
    sample=sample,
    variants=lambda: {"вместо прежнего Положения": sample(local_acts.FORMER)},
    gate=gate,
    take_effect=local_acts.in_force(lambda paper: TITLE),
    lapse=local_acts.lapse,
    dative=["site"],
    evidence_for=("incentives_regulation",),
)
