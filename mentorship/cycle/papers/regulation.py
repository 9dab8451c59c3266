"""O2 of law.md 4.3: «Об утверждении Положения о системе наставничества …» with its whole text (seed 3)."""

from datetime import timedelta

from django import forms

from mentorship.common.cases import permanent_post
from mentorship.common.russian import capital, counted, date_words, join_and
from mentorship.documents import blocks, kinds, orders
from mentorship.documents.blocks.worded import Text
from mentorship.institution.grounds import named_acts
from mentorship.institution.models import MentoringForm, MentoringKind, Rules
from mentorship.people import samples
from mentorship.people.naming import acquainted, inside

from .. import local_acts, rhythm_words
from ..models import Activity, Stage
from ..paper_forms import order_kind
from . import regulation_text

TEXT = regulation_text.load("regulation")
PUPILS = {"pupil_pupil", "teacher_pupil", "student_pupil", "employer_pupil"}  # forms in which minors take part
OUTSIDE = {"partner_teacher", "university_teacher", "student_pupil", "employer_pupil"}  # mentors from elsewhere
STAGE_COLUMNS = [
    {"title": "№", "width": 8, "align": "center"},
    {"title": "Этап", "width": 40},
    {"title": "Задачи и содержание", "width": 52},
]
ONE_YEAR = timedelta(days=400)
EMPTY = {"required": "Отметьте хотя бы одну строку."}


class Form(local_acts.LocalActForm):
    usual_acts = ("fz273", "tk351_8", "az1128")

    forms_used = forms.ModelMultipleChoiceField(
        MentoringForm.objects.all(),
        label="Формы наставничества",
        widget=forms.CheckboxSelectMultiple,
        error_messages=EMPTY,
    )
    kinds_used = forms.ModelMultipleChoiceField(
        MentoringKind.objects.all(),
        label="Виды наставничества",
        widget=forms.CheckboxSelectMultiple,
        error_messages=EMPTY,
    )
    curator_from = forms.ChoiceField(
        label="Кто бывает куратором",
        choices=[
            ("curator_deputy", "Заместитель руководителя, старший воспитатель или методист"),
            ("curator_teacher", "Педагогический работник"),
            ("curator_head", "Сам руководитель"),
        ],
    )
    limit = forms.IntegerField(label="Наставляемых у одного наставника, не более", min_value=1, max_value=30)
    every_days = forms.IntegerField(label="Встречи не реже одного раза в … дней", min_value=1, max_value=90)
    council = forms.BooleanField(label="Есть совет наставников", required=False)
    awards = forms.MultipleChoiceField(
        label="Виды поощрения",
        choices=list(TEXT["awards"].items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        initial=list(TEXT["awards"]),
    )
    field_order = [
        "forms_used",
        "kinds_used",
        "curator_from",
        "limit",
        "every_days",
        "council",
        "awards",
        *local_acts.LocalActForm.TAIL,
    ]

    def prepare(self):
        super().prepare()
        cycle = self.subject_or_none()
        known = {
            "forms_used": [form.pk for form in MentoringForm.objects.filter(enabled=True)],
            "kinds_used": [kind.pk for kind in MentoringKind.objects.filter(enabled=True)],
            "limit": Rules.load().mentees_per_mentor,
            "every_days": cycle.meeting_every_days if cycle else 14,
        }
        self.initial = known | self.initial

    def heading(self):
        return _heading(self.cleaned_data)


def _heading(answers):
    title = title_of(answers, "Положения")
    return Text("Об утверждении {положения}", {"положения": (title, "название Положения, родительный падеж")})


def title_of(answers, word="Положение"):
    """«Положение о системе наставничества педагогических работников»: of all, where pupils take part."""
    whose = "" if _codes(answers) & PUPILS else " педагогических работников"
    return f"{word} о системе наставничества{whose}"


def _codes(answers):
    return {form.code for form in answers["forms_used"]}


def write(institution, answers):
    """Blocks of the order; the stages are those of the running cycle's model."""
    cycle = answers["cycle"]
    return _text(institution, answers | {"period": _period(cycle.programme)}, stages_of(cycle))


def _period(programme):
    """First and last day of a programme of several years; None for one of a year, which the next cycle prolongs."""
    days = programme.starts_on, programme.ends_on
    return days if days[1] - days[0] > ONE_YEAR else None


def sample(forms=("teacher_teacher", "head_teacher", "teacher_student"), curator="curator_deputy", replaces=None):
    """A filled sample for the catalogue."""
    people = samples.people()
    answers = {
        "forms_used": [_known(MentoringForm, code) for code in forms],
        "kinds_used": [_known(MentoringKind, code) for code in TEXT["kinds"]],
        "curator_from": curator,
        "limit": 3,
        "every_days": 14,
        "council": True,
        "awards": list(TEXT["awards"]),
        "period": (samples.DAY, samples.LAST_DAY.replace(year=samples.LAST_DAY.year + 2)),
    }
    return _text(samples.institution(), answers | local_acts.sample(people, replaces), TEXT["sample_stages"])


def variants():
    """What other forms and another curator change in the text."""
    return {
        "участвуют обучающиеся и наставники из других организаций": sample(("teacher_pupil", "employer_pupil")),
        "куратор – педагог": sample(curator="curator_teacher"),
        "куратор – руководитель": sample(curator="curator_head"),
        "вместо прежнего Положения": sample(replaces=local_acts.FORMER),
    }


def _known(model, code):
    return model(code=code)


def _text(institution, answers, stages):
    title = title_of(answers)
    return orders.order(
        institution,
        heading=_heading(answers),
        ground=local_acts.stated(answers, "в целях организации наставничества в учреждении"),
        items=local_acts.approving(title, answers),
        acquainted=acquainted([*answers["readers"], answers["site"], answers["control"]]),
        annexes=[
            *local_acts.annex(institution, answers, title.removeprefix("Положение ")),
            *regulation_text.sections(
                TEXT["sections"],
                words=_words(institution, answers),
                choices=_choices(answers),
                lists=_lists(answers),
                tables={"stages": blocks.table(STAGE_COLUMNS, _stage_rows(stages), key="stage_columns")},
            ),
        ],
    )


def _words(institution, answers):
    """What stands in the text for the words in braces."""
    body, council = answers["body"], answers["council"]
    since, until = map(date_words, answers["period"]) if answers["period"] else ("", "")
    acts = [act for act in answers["acts"] if not act.is_local]
    return {
        "учреждение полностью": (institution.full_name, "наименование по уставу"),
        "руководитель": (inside(permanent_post(institution.head_post)), "должность руководителя"),
        "начало программы": (since, "первый день программы, если она на несколько лет"),
        "конец программы": (until, "последний день программы"),
        "акты": (
            join_and(named_acts(acts)) or "законодательством Российской Федерации об образовании",
            "отмеченные акты, творительный падеж",
        ),
        "предел": (
            counted(answers["limit"], "наставляемого,наставляемых,наставляемых"),
            "сколько наставляемых у наставника, родительный падеж",
        ),
        "частота встреч": (rhythm_words.not_less_than(answers["every_days"]), "как часто встречи"),
        "согласование": (", согласуется советом наставников" if council else "", "с запятой в начале, если совет есть"),
        "кто предлагает": (
            "предлагают куратор и совет наставников" if council else "предлагает куратор",
            "«предлагает куратор» или вместе с советом",
        ),
        "рассмотрение": (
            f" после рассмотрения {local_acts.BODIES[body][2]}" if body else "",
            "«после рассмотрения» кем, если рассматривали",
        ),
    }


def _choices(answers):
    codes = _codes(answers)
    flags = {
        "pupils": codes & PUPILS,
        "outside": codes & OUTSIDE,
        "head_mentors": "head_teacher" in codes,
        "council": answers["council"],
        "years": answers["period"],
    }
    return {answers["curator_from"], *[name for name, chosen in flags.items() if chosen]}


def _lists(answers):
    """Points by name; a form or kind that the institution itself has added speaks by its title."""
    return {
        "curator": TEXT["lists"]["curator"],
        "forms": [TEXT["forms"].get(form.code, f"«{form.title}»") for form in answers["forms_used"]],
        "kinds": [TEXT["kinds"].get(kind.code, inside(kind.title)) for kind in answers["kinds_used"]],
        "awards": [TEXT["awards"][code] for code in answers["awards"]],
    }


def stages_of(cycle):
    """Title and task of each stage; a model without tasks shows what is done."""
    rows = {}
    for activity in Activity.objects.of_cycle(cycle):
        rows.setdefault(activity.stage_id, []).append(inside(activity.title))
    return [
        (stage.title, stage.task or "; ".join(rows.get(stage.pk, []))) for stage in Stage.objects.filter(cycle=cycle)
    ]


def _stage_rows(stages):
    return [[f"{number}.", title, capital(task) or "–"] for number, (title, task) in enumerate(stages, 1)]


def _title_of_paper(paper):
    return title_of(Form.read(paper))


KIND = order_kind(
    code="order_regulation",
    title="Приказ об утверждении Положения о наставничестве с текстом Положения",
    group=kinds.Group.START,
    about="Утверждает Положение; его текст собран из форм, видов, этапов и правил учреждения.",
    ground="273-ФЗ, статьи 28 и 30; решение педагогического совета",
    form=Form,
    write=write,
    sample=sample,
    variants=variants,
    gate=local_acts.gate,
    take_effect=local_acts.in_force(_title_of_paper),
    lapse=local_acts.lapse,
    dative=["site"],
    evidence_for=("order_regulation", "regulation"),
)
