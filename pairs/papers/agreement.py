"""The addition to a mentor's labour contract by ст. 351.8 (or 60.2) ТК РФ: law.md 1.2–1.4."""

from django import forms
from django.utils import timezone

from mentorship.common.cases import Case, decline_name, decline_post, gender_of
from mentorship.common.charts import number
from mentorship.common.checks import check_period
from mentorship.common.russian import agree, capital, clean_text, counted, date_digits, date_words, plural_of
from mentorship.common.workflow import Missing
from mentorship.documents import blocks, kinds, listed, orders
from mentorship.documents.layout import ORDER
from mentorship.documents.models import Series
from mentorship.institution.grounds import named_act
from mentorship.institution.models import Act, Rules
from mentorship.people import samples
from mentorship.people.models import Consent, Person
from mentorship.people.naming import inside, with_post

from .. import by_order
from ..models import Bond, Pay
from .parties import Pair, PairForm, days, pair_kind
from .pay import NEEDED, PayFields, check_pay, pay_words

CODE = "labour_agreement"
REQUIRED = "Статья 351.8 ТК РФ требует указать содержание, сроки и форму работы."
MUST_SAY = (
    (r"\bсодержание", f"{REQUIRED} В тексте нет содержания."),
    (r"\bсрок", f"{REQUIRED} В тексте нет срока."),
    (r"\bформ", f"{REQUIRED} В тексте нет формы."),
    (r"\b(вы|до)плат", NEEDED),
)
CONTENT = [
    "определение профессиональных затруднений наставляемого",
    "составление вместе с наставляемым персонализированной программы наставничества и помощь в её выполнении",
    "посещение занятий наставляемого и их разбор, показ собственных занятий",
    "консультирование наставляемого по вопросам его работы",
    "учёт проведённых встреч и подведение итогов наставничества",
]
CONTENT_OF_GROUP = [
    "определение профессиональных затруднений наставляемых",
    "составление вместе с наставляемыми персонализированной программы наставничества и помощь в её выполнении",
    "посещение занятий наставляемых и их разбор, показ собственных занятий",
    "консультирование наставляемых по вопросам их работы",
    CONTENT[-1],
]
WAYS = ["очная", "дистанционная", "смешанная (очная и дистанционная)"]
END = {
    Rules.LabourGround.MENTORING: (
        "Работник вправе досрочно отказаться от выполнения работы по наставничеству, а работодатель – досрочно отменить "
        "поручение о её выполнении, предупредив об этом работника не менее чем за три рабочих дня."
    ),
    Rules.LabourGround.EXTRA_WORK: (
        "Работник имеет право досрочно отказаться от выполнения дополнительной работы по наставничеству, а работодатель – "
        "досрочно отменить поручение о её выполнении, предупредив об этом другую сторону в письменной форме не позднее "
        "чем за три рабочих дня."
    ),
}
PAYMENT = {Rules.LabourGround.MENTORING: "стимулирующая выплата", Rules.LabourGround.EXTRA_WORK: "доплата"}
WORK = {
    Rules.LabourGround.MENTORING: "выполнение работы по наставничеству",
    Rules.LabourGround.EXTRA_WORK: (
        "выполнение в течение установленной продолжительности рабочего дня наряду с работой, определённой трудовым "
        "договором, дополнительной работы по наставничеству"
    ),
}
UNPAID = "По статье 60.2 ТК РФ дополнительную работу поручают только за доплату: укажите её размер."
ARTICLE = {
    Rules.LabourGround.MENTORING: "статьёй 351.8 Трудового кодекса Российской Федерации",
    Rules.LabourGround.EXTRA_WORK: "статьями 60.2 и 151 Трудового кодекса Российской Федерации",
}


class Form(PayFields, PairForm):
    staff_only = True

    contract_number = forms.CharField(
        label="Трудовой договор №",
        max_length=40,
        error_messages={"required": "Укажите номер трудового договора: соглашение меняет именно его."},
    )
    contract_date = days("Дата трудового договора", required="Укажите дату трудового договора.")
    content = forms.CharField(
        label="Содержание работы",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
        help_text="Каждое действие с новой строки.",
        error_messages={"required": REQUIRED},
    )
    starts_on = days("Срок: с", required=REQUIRED)
    ends_on = days("по", required=REQUIRED)
    way = forms.ChoiceField(
        label="Форма выполнения", choices=[(way, way) for way in WAYS], error_messages={"required": REQUIRED}
    )
    meetings = forms.IntegerField(
        label="Встреч в месяц, не менее",
        min_value=1,
        max_value=60,
        initial=2,
        error_messages={
            "required": "Укажите, сколько встреч в месяц не менее.",
            "min_value": "Встреч в месяц – не менее одной.",
        },
    )
    hours = forms.DecimalField(
        label="Часов в месяц, не более", min_value=1, max_value=80, max_digits=4, decimal_places=1, required=False
    )
    field_order = [
        *("bond", "contract_number", "contract_date", "content", "starts_on", "ends_on", "way", "meetings", "hours"),
        *PayFields.ORDER,
    ]

    def prepare(self):
        super().prepare()
        self.initial.setdefault("content", "\n".join(CONTENT))

    def first_values(self, bond):
        act = Act.objects.filter(is_local=True, title__contains="оплат").first()
        start = max(bond.starts_on, self.on) if bond.state == Bond.State.ACTIVE else bond.starts_on
        values = {"starts_on": start, "ends_on": bond.ends_on, "pay_act": named_act(act) if act else ""}
        return values | ({"content": "\n".join(CONTENT_OF_GROUP)} if len(bond.mentees) > 1 else {})

    def clean_content(self):
        return clean_text(self.cleaned_data["content"], lines=True)

    def clean_contract_date(self):
        if self.cleaned_data["contract_date"] > self.on:
            raise forms.ValidationError("Дата трудового договора не может быть позже сегодняшней.")
        return self.cleaned_data["contract_date"]

    def clean(self):
        data = super().clean()
        bond, start, end = data.get("bond"), data.get("starts_on"), data.get("ends_on")
        if bond and bond.mentors[0].origin != Person.Origin.STAFF:
            self.add_error("bond", "Наставник не работает в учреждении: трудового договора с ним нет.")
        if check_period(self, data) and bond and (start < bond.starts_on or end > bond.ends_on):
            span = f"{date_digits(bond.starts_on)}–{date_digits(bond.ends_on)}"
            self.add_error(
                "starts_on" if start < bond.starts_on else "ends_on",
                f"Срок соглашения выходит за период наставничества ({span}).",
            )
        if data.get("pay") == Pay.NONE and Rules.load().labour_ground == Rules.LabourGround.EXTRA_WORK:
            self.add_error("pay", UNPAID)
        return check_pay(self, data)

    def heading(self):
        return f"Дополнительное соглашение: {self.cleaned_data['bond'].mentors[0].short_name}"


def sample():
    """A filled sample for the catalogue."""
    answers = {
        "contract_number": "12/2019",
        "contract_date": samples.DAY.replace(year=2019),
        "content": "\n".join(CONTENT),
        "starts_on": samples.DAY,
        "ends_on": samples.LAST_DAY,
        "way": WAYS[0],
        "meetings": 2,
        "hours": None,
        "pay": Pay.PERCENT,
        "rate": 10,
        "base": "должностного оклада",
        "per_mentee": True,
        "max_mentees": 2,
        "pay_act": "Положением об оплате труда, утверждённым приказом от 28 августа 2026 г. № 37-од",
        "no_pay_reason": "",
        "pair": Pair.sample(),
        "consent": "от 25 августа 2026 г. № 14/2026-С",
        "law": Rules.LabourGround.MENTORING,
    }
    return write(samples.institution(), answers)


def write(institution, answers):
    """Blocks of the agreement by the answers of its form; the elements are those of law.md 1.2."""
    pair, mentor = answers["pair"], answers["pair"].mentor
    return [
        blocks.doc_title("ДОПОЛНИТЕЛЬНОЕ СОГЛАШЕНИЕ"),
        blocks.paragraph(
            f"к трудовому договору от {date_words(answers['contract_date'])} № {answers['contract_number']}",
            indent=False,
            align="center",
        ),
        blocks.requisites(place=institution.place),
        blocks.paragraph(_parties(institution, mentor, answers)),
        blocks.item(_subject(pair, answers["law"])),
        *orders.task_items("Содержание работы по наставничеству:", listed.lines(answers["content"])),
        blocks.item(
            f"Срок выполнения работы: с {date_words(answers['starts_on'])} по "
            f"{orders.stopped(date_words(answers['ends_on']))}"
        ),
        blocks.item(_form(pair, answers)),
        *_pay(answers),
        blocks.item(END[answers["law"]]),
        blocks.item(
            "Если наставляемый уволен, переведён или длительно отсутствует, работа по наставничеству в отношении него "
            "прекращается с соответствующего дня, о чём работодатель письменно сообщает работнику."
        ),
        blocks.item("Остальные условия трудового договора не изменяются."),
        blocks.item(
            "Настоящее соглашение является неотъемлемой частью трудового договора, составлено в двух экземплярах, "
            "имеющих одинаковую юридическую силу, по одному для каждой из сторон, и вступает в силу "
            f"с {orders.stopped(date_words(answers['starts_on']))}"
        ),
        blocks.subtitle("Реквизиты и подписи сторон"),
        blocks.paragraph(f"Работодатель: {institution.full_name}", indent=False, align="left"),
        blocks.paragraph(f"{institution.address}\nИНН {institution.inn}, ОГРН {institution.ogrn}", False, align="left"),
        blocks.signature(institution.head_post, orders.head_name(institution), "подпись"),
        blocks.paragraph(f"Работник: {mentor.full_name}", indent=False, align="left"),
        blocks.signature(capital(mentor.post or "работник"), mentor.signature_name, "подпись"),
        blocks.paragraph("Экземпляр дополнительного соглашения мною получен.", indent=False, align="left"),
        blocks.signoff("Дата", mentor.signature_name),
    ]


def _parties(institution, mentor, answers):
    gender = gender_of(institution.head_patronymic, institution.head_first_name)
    head = decline_name(
        institution.head_last_name, institution.head_first_name, institution.head_patronymic, gender, Case.GENITIVE
    )
    post = inside(decline_post(institution.head_post, Case.GENITIVE).text)
    consent = f" и на основании письменного согласия работника {answers['consent']}" if answers["consent"] else ""
    return (
        f"{institution.full_name}, именуемое далее «работодатель», в лице {post} {head}, "
        f"{agree(gender, 'действующего', 'действующей')} на основании Устава, с одной стороны, и {with_post(mentor)}, "
        f"{agree(mentor.gender, 'именуемый', 'именуемая')} далее «работник», с другой стороны, в соответствии "
        f"со {ARTICLE[answers['law']]}{consent} заключили настоящее дополнительное соглашение о нижеследующем:"
    )


def _subject(pair, law):
    whom = "; ".join(with_post(person) for person in pair.mentees)
    others, who = ("другим работникам", "Наставляемые") if pair.is_group else ("другому работнику", "Наставляемый")
    return (
        f"Работодатель поручает, а работник с его письменного согласия принимает на себя {WORK[law]}: "
        f"оказание {others} помощи в овладении навыками работы на рабочем месте. {who}: {whom}."
    )


def _form(pair, answers):
    count = "групповая" if pair.is_group else "индивидуальная"
    hours = f", не более {_hours(answers['hours'])} в месяц" if answers["hours"] else ""
    meetings = counted(answers["meetings"], "встречи,встреч,встреч")
    return (
        f"Форма выполнения работы: {count}, {answers['way']}; форма наставничества «{pair.form}». "
        f"Объём: не менее {meetings} в месяц{hours}."
    )


def _hours(hours):
    """«4,5 часа», «10 часов», in the genitive."""
    return f"{number(hours)} {plural_of(hours, 'часа', 'часов')}"


def _pay(answers):
    if answers["pay"] == Pay.NONE:
        return [blocks.item(f"Выплата за работу по наставничеству не устанавливается: {answers['no_pay_reason']}.")]
    return orders.task_items(
        "Размер и условия выплаты за работу по наставничеству:",
        [
            f"работнику с {date_words(answers['starts_on'])} по {date_words(answers['ends_on'])} устанавливается "
            f"{PAYMENT[answers['law']]} {pay_words(answers)}",
            f"выплата установлена в соответствии с {answers['pay_act']}",
            "выплата начисляется ежемесячно пропорционально времени, в которое работа выполнялась; за время, когда "
            "работа по наставничеству не выполнялась, выплата не начисляется",
        ],
    )


def facts(bond):
    """The consent that the agreement rests on, and the law by the institution's choice."""
    consent = consent_of(bond)
    return {
        "consent": f"от {date_words(consent.signed_on)} № {consent.number}" if consent else "",
        "law": Rules.LabourGround(Rules.load().labour_ground),
    }


def consent_of(bond):
    """The mentor's consent to the work that is in force today, the earliest if there are several."""
    consents = Consent.objects.in_force(timezone.localdate()).filter(kind=Consent.Kind.MENTOR, person=bond.mentors[0])
    return consents.order_by("signed_on", "pk").first()


def gate(bond, answers, on):
    """The consent comes first, the agreement not later than the work (law.md 1.6)."""
    consent, who = consent_of(bond), bond.mentors[0]
    if consent is None:
        lacks = orders.stopped(f"Нет согласия: {who.short_name}")
        return [Missing(f"{lacks} Сначала нужно письменное согласие.", who.get_absolute_url())]
    found = []
    if on is None:
        return found
    if consent.signed_on > on:
        text = f"Согласие подписано {date_digits(consent.signed_on)}, соглашение – {date_digits(on)}."
        found.append(Missing(f"{text} Согласие должно быть раньше.", consent.get_absolute_url()))
    if on > answers["starts_on"]:
        start = date_digits(answers["starts_on"])
        text = f"Соглашение датируется {date_digits(on)}, а работа начинается {start}. Соглашение должно быть раньше."
        found.append(Missing(text))
    return found


KIND = pair_kind(
    code=CODE,
    title="Дополнительное соглашение о наставничестве",
    about="Поручает сотруднику работу по наставничеству: содержание, срок, форма, объём и выплата. Печатается в двух "
    "экземплярах.",
    ground="статья 351.8 Трудового кодекса (или 60.2 – по правилам учреждения); письменное согласие сотрудника",
    form=Form,
    write=write,
    more=facts,
    gate=gate,
    must_say=MUST_SAY,
    take_effect=by_order.agree,
    series=Series.AGREEMENTS,
    storage=kinds.KEPT_AS_AGREEMENT,
    layout=ORDER,
    sample=sample,
    words_stay="Слова соглашения не меняют: статья 351.8 Трудового кодекса велит назвать в нём содержание, срок и форму работы, "
    "объём и выплату. Особые условия впишите в исходные данные или в черновик.",
    evidence_for=(CODE,),
)
