"""O1 of law.md 4.3: «О внедрении целевой модели наставничества» (seed 2, row 1.1; seed 3, 1.6.1; papers R1, R3, R10)."""

from django import forms

from mentorship.common.cases import Case
from mentorship.common.russian import date_words
from mentorship.common.widgets import DayInput
from mentorship.documents import blocks, kinds, orders
from mentorship.institution.grounds import ground
from mentorship.people import samples
from mentorship.people.choices import PersonChoice
from mentorship.people.models import Person
from mentorship.people.naming import acquainted, told

from ..paper_forms import TeachersOrderForm, controlled_by, order_kind

HEADING = "О внедрении целевой модели наставничества"
RESULTS = [
    "не менее {доля} % молодых и вновь принятых педагогов имеют наставника",
    "в каждой паре и группе выполнена персонализированная программа наставничества",
    "не менее {довольные} % участников удовлетворены участием в программе",
]


class Form(TeachersOrderForm):
    headed = HEADING
    usual_acts = ("r145", "az1128", "r3273")

    since = forms.DateField(label="Внедрить с", widget=DayInput)
    until = forms.DateField(label="Срок реализации – до", widget=DayInput)
    curator = PersonChoice(
        Person.objects.none(),
        label="Куратор",
        error_messages={"required": "Выберите куратора: ему поручается подготовка документов и отчёт."},
    )
    site = PersonChoice(
        Person.objects.none(), label="Кто размещает материалы на сайте", required=False, empty_label="Куратор"
    )
    association = PersonChoice(
        Person.objects.none(),
        label="Руководитель методического объединения",
        required=False,
        empty_label="Не поручать",
        help_text="Ему поручается методическая помощь парам.",
    )
    interim = forms.DateField(label="Промежуточный мониторинг – до", widget=DayInput)
    final = forms.DateField(label="Итоговый мониторинг – до", widget=DayInput)
    share = forms.IntegerField(label="Молодых педагогов с наставником, не менее, %", min_value=1, max_value=100)
    satisfied = forms.IntegerField(label="Удовлетворены участием, не менее, %", min_value=1, max_value=100)
    field_order = ["since", "until", "curator", "association", "site", "interim", "final", "share", "satisfied"]
    field_order += ["readers", "acts", "control"]

    def prepare(self):
        super().prepare()
        cycle = self.subject_or_none()
        if cycle:
            middle = cycle.starts_on + (cycle.ends_on - cycle.starts_on) / 2
            days = {"since": cycle.starts_on, "until": cycle.ends_on, "interim": middle, "final": cycle.ends_on}
            self.initial = {**days, "share": 70, "satisfied": 80} | self.initial

    def clean(self):
        data = super().clean()
        days = [data.get(name) for name in ("since", "until", "interim", "final")]
        if all(days):
            since, until, interim, final = days
            if until <= since:
                self.add_error("until", "Срок реализации должен быть позже начала внедрения.")
            if not since <= interim <= final:
                self.add_error("interim", "Промежуточный мониторинг – после начала внедрения и не позже итогового.")
        return data


def sample():
    """A filled sample for the catalogue."""
    people = samples.people()
    days = {"since": samples.DAY, "until": samples.LAST_DAY, "interim": samples.MIDDLE, "final": samples.LAST_DAY}
    answers = {
        "curator": people[0],
        "association": people[1],
        "site": people[2],
        "share": 70,
        "satisfied": 80,
        "control": None,
    }
    answers["readers"] = people[2:]
    return write(samples.institution(), days | answers | {"acts": samples.TARGET_MODEL})


def write(institution, answers):
    """Blocks of the order by the answers of its form."""
    curator, site = answers["curator"], answers["site"] or answers["curator"]
    return orders.order(
        institution,
        heading=HEADING,
        ground=ground(answers["acts"], "в целях профессионального роста и адаптации педагогических работников"),
        items=[
            blocks.item(
                "Внедрить с {начала} целевую модель наставничества, срок реализации – до {окончания}.",
                key="introduce",
                words={
                    "начала": (date_words(answers["since"]), "с какого дня"),
                    "окончания": (date_words(answers["until"]), "по какой день"),
                },
            ),
            *_responsible(curator),
            *_association(answers["association"]),
            *_monitoring(answers),
            *_results(answers),
            blocks.item(
                "{Ответственному за сайт}, разместить настоящий приказ и документы о наставничестве "
                "на официальном сайте учреждения в течение десяти рабочих дней.",
                key="site",
                words={"ответственному за сайт": told(site, Case.DATIVE, "кто ведёт сайт")},
            ),
            controlled_by(answers["control"]),
        ],
        acquainted=acquainted([*answers["readers"], curator, answers["association"], site, answers["control"]]),
    )


def _responsible(curator):
    """Who answers for the introduction, and his tasks."""
    return [
        blocks.item(
            "Назначить ответственным за внедрение {ответственного}.",
            key="appoint",
            words={"ответственного": told(curator, Case.ACCUSATIVE, "кого назначают")},
        ),
        *orders.task_items(
            "Ответственному за внедрение {ответственному}:",
            [
                "подготовить проекты Положения о наставничестве и дорожной карты",
                "сформировать базу наставников и базу наставляемых, предложить наставнические пары и группы",
                "организовать обучение наставников и методическую поддержку пар",
            ],
            key="responsible",
            words={"ответственному": told(curator, Case.DATIVE, "кому поручают")},
        ),
    ]


def _association(head):
    """Tasks of the methodical association, which seed 3 (1.6.1) names among those responsible."""
    if head is None:
        return []
    return orders.task_items(
        "Руководителю методического объединения {руководителю}:",
        [
            "оказывать методическую помощь наставникам и наставляемым в составлении персонализированных программ",
            "обобщать опыт наставников и представлять его педагогическому совету",
        ],
        key="association",
        words={"руководителю": told(head, Case.DATIVE, "кому поручают")},
    )


def _monitoring(answers):
    return orders.task_items(
        "Мониторинг реализации проводить в два этапа:",
        ["промежуточный – до {промежуточного}", "итоговый, с аналитическим отчётом, – до {итогового}"],
        key="monitoring",
        words={
            "промежуточного": (date_words(answers["interim"]), "день промежуточного этапа"),
            "итогового": (date_words(answers["final"]), "день итогового этапа"),
        },
    )


def _results(answers):
    return orders.task_items(
        "Определить планируемые результаты:",
        RESULTS,
        key="results",
        words={
            "доля": (str(answers["share"]), "у какой доли педагогов есть наставник, в процентах"),
            "довольные": (str(answers["satisfied"]), "какая доля участников довольна, в процентах"),
        },
    )


KIND = order_kind(
    code="order_implement",
    title="Приказ о внедрении целевой модели наставничества",
    group=kinds.Group.START,
    about="С него начинается наставничество: сроки, ответственный, мониторинг, планируемые результаты.",
    ground="распоряжение Р-145, письмо АЗ-1128/08, распоряжение 3273-р",
    form=Form,
    write=write,
    sample=sample,
    dative=["curator", "association", "site"],
    accusative=["curator"],
    evidence_for=("order_implement",),
)
