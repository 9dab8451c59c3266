"""O15 of law.md 4.3: «О поощрении наставников» (ст. 191 ТК РФ; kept as ст. 434 of the list of terms)."""

from decimal import Decimal

from django import forms
from django.db.models import Q

from mentorship.accounts.models import Role, User
from mentorship.common.cases import Case
from mentorship.common.russian import cut
from mentorship.common.workflow import Missing
from mentorship.cycle.paper_forms import OrderForm, controlled_by, order_kind
from mentorship.documents import blocks, kinds, orders
from mentorship.documents.models import Paper, Series
from mentorship.institution.grounds import ground
from mentorship.institution.models import Act
from mentorship.people import samples
from mentorship.people.choices import PeopleChoice, PersonChoice
from mentorship.people.models import Person
from mentorship.people.naming import acquainted, inside, named, named_all, once, place
from mentorship.registry.models import Participation, Side

from .. import awards
from ..models import Award
from . import results
from .choices import PaperChoice, cited, issued

HEADING = "О поощрении наставников"
LABOUR_CODE = "Статья 191 Трудового кодекса РФ"
NAMED = 5  # people named in the text; more are named in the annex alone
REASON = "за успешную работу наставником и личный вклад в развитие наставничества в учреждении"
COLUMNS = [
    {"title": "№", "width": 6, "align": "center"},
    {"title": "Фамилия, имя, отчество", "width": 28},
    {"title": "Должность", "width": 22},
    {"title": "Вид поощрения", "width": 18},
    {"title": "За что", "width": 26},
]
# Names of the answers by the kind of award.
FIELDS = {
    Award.Kind.THANKS: ("thanks", "thanks_for"),
    Award.Kind.DIPLOMA: ("diploma", "diploma_for"),
    Award.Kind.BONUS: ("bonus", "bonus_for"),
}


def _people(label):
    return PeopleChoice(Person.objects.none(), label=label, required=False)


def _reason(label):
    return forms.CharField(label=label, max_length=300, required=False, initial=REASON)


class Form(OrderForm):
    headed = HEADING
    rewards = True

    results = PaperChoice(
        Paper.objects.none(), label="Приказ об итогах", required=False, empty_label="Представление куратора"
    )
    thanks = _people("Объявить благодарность")
    thanks_for = _reason("Благодарность – за что")
    diploma = _people("Наградить грамотой")
    diploma_for = _reason("Грамота – за что")
    bonus = _people("Премировать")
    bonus_for = _reason("Премия – за что")
    bonus_size = forms.DecimalField(
        label="Размер премии каждому, руб.", max_digits=9, decimal_places=2, min_value=Decimal("1"), required=False
    )
    accountant = PersonChoice(
        Person.objects.none(), label="Кто выплачивает премию", required=False, empty_label="Бухгалтерия"
    )
    field_order = ["results", "thanks", "thanks_for", "diploma", "diploma_for", "bonus", "bonus_for", "bonus_size"]
    field_order += ["accountant", "acts", "control"]

    def prepare(self):
        super().prepare()
        cycle = self.subject_or_none()
        self.fields["results"].queryset = issued(cycle, results.CODE)
        self.initial = {"results": issued(cycle, results.CODE).first()} | self.initial
        for people, _ in FIELDS.values():
            self.fields[people].queryset = self._deserving(cycle)

    def _deserving(self, cycle):
        """Mentors of the cycle and the curators, if they are employees: an award by the Labour Code is for them."""
        mentors = Participation.objects.of_side(Side.MENTOR).filter(cycle=cycle).values("person")
        curators = User.objects.holding(Role.CURATOR)
        present = Person.objects.present(self.on).filter(origin=Person.Origin.STAFF)
        return present.filter(Q(pk__in=mentors) | Q(user__in=curators))

    def clean(self):
        data = super().clean()
        if not any(data.get(people) for people, _ in FIELDS.values()):
            self.add_error("thanks", "Отметьте, кого поощрить: в приказе пока никого нет.")
        for people, reason in FIELDS.values():
            if data.get(people) and not data.get(reason):
                self.add_error(reason, "Укажите, за что: это войдёт в приказ.")
        if data.get("bonus") and not data.get("bonus_size"):
            self.add_error("bonus_size", "Укажите размер премии в рублях.")
        return data


def sample():
    """A filled sample for the catalogue."""
    people = samples.people()
    answers = {
        "results": Paper(title=results.HEADING, number="58-од", issued_on=samples.LAST_DAY),
        "thanks": people[1:2],
        "thanks_for": REASON,
        "diploma": people[3:4],
        "diploma_for": REASON,
        "bonus": [people[1], people[3]],
        "bonus_for": "за выполнение персонализированных программ наставничества в полном объёме",
        "bonus_size": Decimal("5000"),
        "accountant": None,
    }
    return write(samples.institution(), answers | {"acts": [], "control": None})


def write(institution, answers):
    """Blocks of the order by the answers of its form."""
    everyone = once(person for people, _ in FIELDS.values() for person in answers[people])
    return orders.order(
        institution,
        heading=HEADING,
        ground=ground(
            [Act(title=LABOUR_CODE), *answers["acts"]],
            "{основание}",
            {"основание": (_purpose(answers["results"]), "приказ об итогах или представление куратора")},
        ),
        items=[
            *_item("Объявить благодарность {кому}, {за что}.", answers, "thanks", Case.DATIVE),
            *_item("Наградить грамотой {кого}, {за что}.", answers, "diploma", Case.ACCUSATIVE),
            *_bonus(answers),
            blocks.item("Утвердить список поощряемых работников (приложение).", key="list"),
            *_labour_books(answers),
            controlled_by(answers["control"]),
        ],
        acquainted=acquainted([*everyone, answers["accountant"], answers["control"]]),
        annexes=[
            orders.annex(institution, "Список поощряемых работников"),
            blocks.table(COLUMNS, _rows(answers), key="columns"),
        ],
    )


def _purpose(paper):
    if paper is None:
        return "на основании представления куратора наставничества"
    return f"на основании {cited(paper, 'приказа')} «{paper.title}»"


def _item(text, answers, name, case):
    people = answers[name]
    if not people:
        return []
    words = {
        "кому" if case == Case.DATIVE else "кого": (_whom(people, case), f"кого поощряют, {case.label} падеж"),
        "за что": (answers[f"{name}_for"].rstrip("."), "«за …», как в исходных данных"),
    }
    return [blocks.item(text, key=name, words=words)]


def _whom(people, case):
    if len(people) > NAMED:
        return "работникам, названным в приложении" if case == Case.DATIVE else "работников, названных в приложении"
    return named_all(once(people), case)


def _bonus(answers):
    if not answers["bonus"]:
        return []
    who, each = answers["accountant"], " каждому" if len(answers["bonus"]) > 1 else ""
    payer = f"{named(who, Case.DATIVE)}," if who else "бухгалтерии"
    words = {
        "кому": (_whom(answers["bonus"], Case.DATIVE), "кого премируют, дательный падеж"),
        "размер": (f"{_roubles(answers['bonus_size'])} руб.{each}", "сумма, «каждому», если их несколько"),
        "за что": (answers["bonus_for"].rstrip("."), "«за …», как в исходных данных"),
    }
    pays = {"бухгалтеру": (payer, "бухгалтерии или человеку с запятой в конце, дательный падеж")}
    return [
        blocks.item("Выплатить {кому}, премию в размере {размер} {за что}.", key="bonus", words=words),
        blocks.item(
            "{Бухгалтеру} начислить и выплатить премию на основании настоящего приказа.", key="payer", words=pays
        ),
    ]


def _roubles(amount):
    """«5000», «1500,50», «12 000»: an amount as papers write it; four figures are not parted."""
    parts = "," if amount >= 10_000 else ""
    return f"{amount:{parts}.2f}".removesuffix(".00").replace(",", "\u00a0").replace(".", ",")


def _labour_books(answers):
    """Awards for work go into the labour book, money does not (ст. 66 ТК РФ)."""
    if not (answers["thanks"] or answers["diploma"]):
        return []
    text = "Сведения о благодарности и награждении внести в трудовые книжки работников, если они ведутся."
    return [blocks.item(text, key="labour_books")]


def given(answers):
    """(person, kind, what for) of each award, by kind and name."""
    return [
        (person, kind, answers[reason]) for kind, (people, reason) in FIELDS.items() for person in once(answers[people])
    ]


def _rows(answers):
    return [
        [f"{number}.", person.full_name, inside(place(person)), _kind_words(kind, answers), reason]
        for number, (person, kind, reason) in enumerate(given(answers), 1)
    ]


def _kind_words(kind, answers):
    return f"{kind.label}, {_roubles(answers['bonus_size'])} руб." if kind == Award.Kind.BONUS else kind.label


def _gate(answers, on):
    """The order on results must be in force; people who have left are not rewarded as employees."""
    missing = []
    paper = answers["results"]
    if paper and paper.state != Paper.State.ISSUED:
        missing.append(Missing(f"Приказ об итогах не действует: {cut(str(paper), 120)}.", paper.get_absolute_url()))
    left = [person for person, *_ in given(answers) if person.left_on and person.left_on < on]
    missing += [
        Missing(f"{person.short_name} уже не работает: уберите из приказа.", person.get_absolute_url())
        for person in once(left)
    ]
    return missing


def _take_effect(paper, by):
    awards.give(paper, given(Form.read(paper)), by=by)


KIND = order_kind(
    code="order_award",
    outlives=True,
    title="Приказ о поощрении наставников",
    group=kinds.Group.RESULTS,
    about="Благодарность, грамота или премия: кому, за что, на каком основании; из него печатаются грамоты.",
    ground="статья 191 Трудового кодекса РФ; приказ об итогах",
    series=Series.PERSONNEL,
    storage=kinds.KEPT_AS_PERSONNEL,
    form=Form,
    write=write,
    gate=_gate,
    take_effect=_take_effect,
    sample=sample,
    accusative=["diploma"],
    dative=["thanks", "bonus", "accountant"],
    evidence_for=("order_award",),
)
