"""O10 of law.md 4.3: «Об установлении выплаты за наставничество», by the signed agreements."""

from django import forms

from mentorship.common.cases import Case
from mentorship.common.checks import check_period
from mentorship.common.russian import clean_text, date_digits, date_words
from mentorship.common.workflow import Missing
from mentorship.cycle.paper_forms import OrderForm, controlled_by, curators, order_kind, to_accountant, to_curator
from mentorship.documents import blocks, kinds, listed, orders
from mentorship.documents.models import Series, with_paper
from mentorship.institution.grounds import ground
from mentorship.people import samples
from mentorship.people.choices import PersonChoice
from mentorship.people.models import Person
from mentorship.people.naming import acquainted, with_post

from ..models import Agreement, Bond, Pay
from .parties import days
from .pay import PERCENT, pay_words

CODE = "order_payment"
HEADING = "Об установлении выплаты за наставничество"
COLUMNS = [
    {"title": "№", "width": 6, "align": "center"},
    {"title": "Фамилия, имя, отчество, должность", "width": 25},
    {"title": "Размер и база", "width": 21},
    {"title": "С", "width": 14, "align": "center"},
    {"title": "По", "width": 14, "align": "center"},
    {"title": "Основание", "width": 20},
]


class AgreementsChoice(forms.ModelMultipleChoiceField):
    """Agreements with their mentors and rates."""

    def label_from_instance(self, obj):
        return f"{obj.bond.mentors[0].full_name}: {size(obj)}, соглашение № {obj.number}"


class Form(OrderForm):
    headed = HEADING
    rewards = True
    usual_acts = ("tk351_8",)
    states = (Bond.State.ACTIVE,)
    staff_only = True

    agreements = AgreementsChoice(
        Agreement.objects.none(),
        label="По каким соглашениям",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Отметьте хотя бы одно соглашение с выплатой. Их подписывают на странице пары."},
    )
    starts_on = days("Выплачивать с", required="Укажите первый день выплаты.")
    ends_on = days("по", required="Укажите последний день выплаты.")
    source = forms.CharField(
        label="За счёт чего",
        max_length=200,
        initial="стимулирующей части фонда оплаты труда",
        error_messages={"required": "Укажите источник выплаты."},
    )
    accountant = PersonChoice(
        Person.objects.none(), label="Кто начисляет выплаты", required=False, empty_label="Бухгалтерия"
    )
    field_order = ["agreements", "starts_on", "ends_on", "source", "accountant", "acts", "control"]

    def prepare(self):
        super().prepare()
        paid = with_paper(Agreement.objects.exclude(pay=Pay.NONE).filter(bond__state__in=Bond.OPEN))
        paid = paid.filter(bond__cycle=self.subject_or_none())
        self.fields["agreements"].queryset = paid.prefetch_related("bond__members__participation__person")
        bond = str(self.initial.get("bond", ""))
        chosen = list(paid.filter(bond=bond)) if bond.isdecimal() else []
        if chosen:
            self.initial.setdefault("agreements", [one.pk for one in chosen])
            self.initial.setdefault("starts_on", max(span(one)[0] for one in chosen))
            self.initial.setdefault("ends_on", min(span(one)[1] for one in chosen))

    def clean_source(self):
        return clean_text(self.cleaned_data["source"]).rstrip(".")

    def clean(self):
        data = super().clean()
        if check_period(self, data, one_day=True):
            for agreement in data.get("agreements") or []:
                if problem := outside(agreement, data["starts_on"], data["ends_on"]):
                    self.add_error("starts_on" if data["starts_on"] < span(agreement)[0] else "ends_on", problem)
        return data


def span(agreement):
    """First and last day of the work that the agreement pays for: the pair may begin later or have ended earlier."""
    bond = agreement.bond
    return max(agreement.starts_on, bond.starts_on), min(agreement.ends_on, bond.last_day)


def outside(agreement, starts_on, ends_on):
    """Why the payment may not run from–to under this agreement; empty if it may (law.md section 8)."""
    first, last = span(agreement)
    if first <= starts_on and ends_on <= last:
        return ""
    days = f"{date_digits(first)}–{date_digits(last)}"
    return f"{agreement.bond.mentors[0].short_name}: период выплаты выходит за период наставничества ({days})."


def size(agreement):
    """«в размере 10 процентов должностного оклада»."""
    names = ("pay", "rate", "base", "per_mentee", "max_mentees")
    return pay_words({name: getattr(agreement, name) for name in names})


def sample():
    """A filled sample for the catalogue."""
    mentor = samples.people()[3]
    words = pay_words({"pay": Pay.PERCENT, "rate": 10, "base": "должностного оклада", "per_mentee": False})
    answers = {
        "starts_on": samples.DAY,
        "ends_on": samples.LAST_DAY,
        "source": "стимулирующей части фонда оплаты труда",
    }
    answers |= {
        "accountant": None,
        "acts": samples.acts(samples.LABOUR_ARTICLE),
        "control": None,
        "curators": samples.people()[:1],
    }
    return write(samples.institution(), answers, [(mentor, words, "соглашение от 28.08.2026 № 3/26-ДС")])


def _write(institution, answers):
    return write(institution, answers | {"curators": curators()}, _rows_of(answers))


def _rows_of(answers):
    """(mentor, size in words, ground) of each agreement, by the mentor's name."""
    rows = [
        (one.bond.mentors[0], size(one), f"соглашение от {date_digits(one.signed_on)} № {one.number}")
        for one in answers["agreements"]
    ]
    return sorted(rows, key=lambda row: row[0].sort_key)


def _facts(answers):
    """The rows of the annex: an agreement made outside the portal may be corrected after the draft."""
    rows = enumerate(_rows_of(answers), 1)
    return {f"строка {place}": "; ".join([with_post(mentor), *words]) for place, (mentor, *words) in rows}


def write(institution, answers, rows):
    """Blocks of the order; ``rows`` are (mentor, size in words, ground), ``answers`` hold the ``curators``, too."""
    return orders.order(
        institution,
        heading=HEADING,
        ground=ground(answers["acts"], "на основании {соглашений}", {"соглашений": _agreements(rows)}),
        items=[
            _set(answers, many=len(rows) > 1),
            blocks.item(
                "Выплату производить ежемесячно за счёт {источника}.",
                key="source",
                words={"источника": (answers["source"], "за счёт чего, родительный падеж")},
            ),
            *_paid_by(answers["accountant"]),
            blocks.item(
                "Куратору {куратору} до 20 числа каждого месяца сообщать об изменениях в составе наставников.",
                key="curator",
                words=to_curator(answers["curators"]),
            ),
            controlled_by(answers["control"]),
        ],
        acquainted=acquainted(
            [*(row[0] for row in rows), *answers["curators"], answers["accountant"], answers["control"]]
        ),
        annexes=_sizes(institution, answers, rows),
    )


def _set(answers, *, many):
    """From when till when the payment is made; ``many``: to more than one mentor."""
    return blocks.item(
        "Установить с {начала} по {окончание} {работникам} работу по наставничеству, стимулирующую "
        "выплату в {размерах} согласно приложению.",
        key="set",
        words={
            "начала": (date_words(answers["starts_on"]), "с какого дня"),
            "окончание": (date_words(answers["ends_on"]), "по какой день"),
            "работникам": (
                "работникам, выполняющим" if many else "работнику, выполняющему",
                "«работнику, выполняющему» или во множественном числе",
            ),
            "размерах": ("размерах" if many else "размере", "«размере» или «размерах»"),
        },
    )


def _paid_by(accountant):
    """Tasks of the accountant, of the accounts department without one."""
    return orders.task_items(
        "{Бухгалтеру}:",
        [
            "начислять выплату пропорционально времени, в которое работа по наставничеству выполнялась",
            "прекращать выплату со дня, следующего за последним днём этой работы",
        ],
        key="pay",
        words=to_accountant(accountant),
    )


def _sizes(institution, answers, rows):
    """The annex: to whom, how much, from when till when and why."""
    period = (date_digits(answers["starts_on"]), date_digits(answers["ends_on"]))
    return listed.annex(
        institution,
        "Размеры выплаты за работу по наставничеству",
        COLUMNS,
        [[with_post(mentor), words.removeprefix("в размере "), *period, why] for mentor, words, why in rows],
    )


def _agreements(rows):
    one = "дополнительного соглашения к трудовому договору"
    what = one if len(rows) == 1 else "дополнительных соглашений к трудовым договорам"
    return what, "«дополнительных соглашений к трудовым договорам», по их числу"


def gate(answers, on):
    """Agreements are still in force and hold the period; percents are sane (law.md section 8)."""
    found = [outside(one, answers["starts_on"], answers["ends_on"]) for one in answers["agreements"]]
    if any(one.pay == Pay.PERCENT and not 0.1 <= one.rate <= 100 for one in answers["agreements"]):
        found.append(PERCENT)
    return [Missing(text) for text in found if text]


KIND = order_kind(
    code=CODE,
    title="Приказ об установлении выплаты за наставничество",
    group=kinds.Group.PAIRS,
    about="Устанавливает наставникам выплату по подписанным соглашениям: кому, сколько, от чего и на какой срок.",
    ground="статья 351.8 Трудового кодекса; положение об оплате труда; дополнительные соглашения",
    form=Form,
    write=_write,
    gate=gate,
    facts=_facts,
    series=Series.PERSONNEL,
    storage=kinds.KEPT_AS_PERSONNEL,
    dative=["accountant"],
    naming=lambda answers: [(Case.DATIVE, curators())],
    sample=sample,
    evidence_for=(CODE,),
)
