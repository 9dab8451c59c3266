"""O12 of law.md 4.3: «О досрочном прекращении наставничества», by an application, a notice that was served, or a fact."""

from datetime import timedelta

from django import forms

from mentorship.common.cases import Case
from mentorship.common.russian import clean_text, date_digits, date_words
from mentorship.common.workflow import Missing
from mentorship.cycle.paper_forms import OrderForm, controlled_by, curators, order_kind, to_accountant, to_curator
from mentorship.documents import blocks, kinds, orders
from mentorship.documents import workflow as documents
from mentorship.documents.models import Paper
from mentorship.institution.grounds import ground
from mentorship.people import samples
from mentorship.people.choices import PersonChoice
from mentorship.people.models import Person
from mentorship.people.naming import acquainted, told

from .. import by_order
from ..models import Bond, OrderLine
from .letters import NOTICE, REFUSAL, too_early
from .parties import Pair, PairFields, days, facts_of, named_bond, order_of, order_words

CODE = "order_end"
HEADING = "О досрочном прекращении наставничества"
BY_PAPER = {"refusal": REFUSAL, "notice": NOTICE}
REASONS = {
    "refusal": "заявление наставника",
    "notice": "отмена поручения работодателем",
    "left": "увольнение или перевод",
    "absence": "длительное отсутствие",
    "mentee": "просьба наставляемого",
    "mutual": "обоюдное решение сторон",
}
BECAUSE = {
    "left": "в связи с увольнением или переводом",
    "absence": "в связи с длительным отсутствием",
    "mentee": "по просьбе наставляемого",
    "mutual": "по обоюдному решению сторон",
}


class Form(PairFields, OrderForm):
    headed = HEADING
    usual_acts = ("tk351_8",)
    states = (Bond.State.ACTIVE,)

    why = forms.ChoiceField(label="Почему прекращается", choices=list(REASONS.items()))
    document = forms.ModelChoiceField(
        Paper.objects.filter(kind__in=BY_PAPER.values(), state=Paper.State.ISSUED).without_text(),
        label="Заявление или уведомление",
        required=False,
        empty_label="Нет",
        help_text="Изданное заявление об отказе или уведомление об отмене поручения этой пары.",
    )
    served_on = days("Когда уведомление вручено", required=False, help_text="По расписке наставника.")
    last_day = days("Последний день работы", required="Укажите последний день.")
    accountant = PersonChoice(
        Person.objects.none(), label="Кто начисляет выплаты", required=False, empty_label="Бухгалтерия"
    )
    field_order = ["bond", "why", "document", "served_on", "last_day", "accountant", "acts", "control"]

    def prepare(self):
        super().prepare()
        if bond := named_bond(self):
            self.fields["document"].queryset = self.fields["document"].queryset.about(bond)

    def first_values(self, bond):
        papers = Paper.objects.about(bond).filter(kind__in=BY_PAPER.values(), state=Paper.State.ISSUED)
        paper = papers.without_text().order_by("-issued_on", "-pk").first()
        if paper is None:
            return {"last_day": self.on}
        why = next(why for why, kind in BY_PAPER.items() if kind == paper.kind)
        return {"why": why, "document": paper.pk} | {
            name: paper.options[name] for name in ("served_on", "last_day") if name in paper.options
        }

    def clean(self):
        data = super().clean()
        bond, why, document = data.get("bond"), data.get("why"), data.get("document")
        if bond and document and (document.subject_id != bond.pk):
            self.add_error("document", "Этот документ о другой паре.")
        elif why in BY_PAPER and (document is None or document.kind != BY_PAPER[why]):
            word = "заявление об отказе" if why == "refusal" else "уведомление об отмене поручения"
            self.add_error("document", f"Сначала оформите {word}: приказ ссылается на него.")
        if why == "notice" and "served_on" not in self.errors:
            self._check_notice(data, bond)
        if bond and data.get("last_day") and (problem := by_order.not_last_day(bond, data["last_day"])):
            self.add_error("last_day", problem)
        return data

    def _check_notice(self, data, bond):
        served, last = data.get("served_on"), data.get("last_day")
        if served is None:
            self.add_error("served_on", "Укажите, когда уведомление вручено: от этого дня считают три рабочих.")
        elif bond and last and (problem := too_early(served, last, bond.mentors[0])):
            self.add_error("last_day", problem)


def sample():
    """A filled sample for the catalogue."""
    answers = {"pair": Pair.sample(), "why": "notice", "last_day": samples.MIDDLE.replace(day=20), "accountant": None}
    answers |= {
        "served_on": samples.MIDDLE,
        "acts": samples.acts(samples.LABOUR_ARTICLE),
        "control": samples.people()[1],
    }
    cited = "уведомления от 15 января 2027 г. № 2-у"
    return write(samples.institution(), answers | {"cited": cited, "curators": samples.people()[:1]})


def _write(institution, answers):
    document = answers["document"]
    cited = ""
    if document:
        word = "заявления наставника" if document.kind == REFUSAL else "уведомления"
        number = f" № {document.number}" if document.number else ""
        cited = f"{word} от {date_words(document.issued_on)}{number}"
    return write(institution, answers | {"pair": Pair.of(answers["bond"]), "cited": cited, "curators": curators()})


def write(institution, answers):
    """Blocks of the order by the answers of its form."""
    pair, control = answers["pair"], answers["control"]
    return orders.order(
        institution,
        heading=HEADING,
        ground=ground(answers["acts"], "{причина}", {"причина": (_because(answers), "на основании чего прекращают")}),
        items=[
            blocks.item(
                "Прекратить досрочно наставничество {наставника}, в отношении {наставляемых}{приказ}. "
                "Последний день работы по наставничеству – {последний день}.",
                key="end",
                words={
                    "наставника": told(pair.mentor, Case.GENITIVE, "наставник"),
                    "наставляемых": (pair.mentees_in(Case.GENITIVE), "наставляемые, родительный падеж"),
                    "приказ": (_fixed_by(pair), "с запятой в начале: каким приказом закреплено"),
                    "последний день": (date_words(answers["last_day"]), "последний день работы"),
                },
            ),
            blocks.item(
                "Причина прекращения: {причина}.",
                key="reason",
                words={"причина": (REASONS[answers["why"]], "выбранная причина")},
            ),
            blocks.item(
                "{Бухгалтеру} выплату за работу по наставничеству, если она установлена, прекратить с {следующего дня}.",
                key="pay",
                words=to_accountant(answers["accountant"])
                | {
                    "следующего дня": (
                        date_words(answers["last_day"] + timedelta(days=1)),
                        "день после последнего дня работы",
                    ),
                },
            ),
            blocks.item(
                "Куратору {куратору} подвести итоги работы по факту её выполнения и в течение пяти рабочих дней "
                "внести предложение о новом наставнике, если он нужен.",
                key="curator",
                words=to_curator(answers["curators"]),
            ),
            controlled_by(control),
        ],
        acquainted=acquainted([pair.mentor, *pair.mentees, *answers["curators"], answers["accountant"], control]),
    )


def _because(answers):
    if not answers["cited"]:
        return BECAUSE[answers["why"]]
    served = f", вручённого {date_words(answers['served_on'])}" if answers["why"] == "notice" else ""
    return f"на основании {answers['cited']}{served}"


def _fixed_by(pair):
    return f", закреплённое приказом {pair.order}" if pair.order else ""


def begun(paper, *, by):
    """The draft names its pair and the order that it amends."""
    bond = Bond.objects.with_people().get(pk=paper.options["bond"])
    OrderLine.objects.filter(paper=paper).exclude(bond=bond).delete()
    OrderLine.objects.get_or_create(paper=paper, bond=bond, defaults={"does": OrderLine.Does.ENDS})
    for change in paper.changes.all():
        documents.unchange(change, by=by)
    order = order_of(bond)
    if isinstance(order, Paper):
        documents.change(paper, order, by=by)


def _facts(answers):
    bond, document = answers["bond"], answers["document"]
    found = facts_of(bond) | {"приказ о закреплении": order_words(bond)}
    return found | {"заявление или уведомление": f"{document}, {document.get_state_display()}" if document else "нет"}


def _naming(answers):
    bond = answers["bond"]
    return [(Case.GENITIVE, [bond.mentors[0], *bond.mentees]), (Case.DATIVE, curators())]


def gate(answers, on):
    """The pair still works, its paper is in force, and the notice leaves its three working days."""
    bond, document = answers["bond"], answers["document"]
    if document and document.state != Paper.State.ISSUED:
        text = f"{document}: {document.get_state_display()}. Измените исходные данные приказа."
        return [Missing(text, document.get_absolute_url())]
    if bond.state != Bond.State.ACTIVE:
        return [Missing(f"Пара «{bond.get_state_display()}»: прекращать нечего.", bond.get_absolute_url())]
    if answers["why"] == "notice" and (
        problem := too_early(answers["served_on"], answers["last_day"], bond.mentors[0])
    ):
        return [Missing(problem)]
    if problem := by_order.not_last_day(bond, answers["last_day"]):
        return [Missing(f"{problem} Измените исходные данные приказа.", bond.get_absolute_url())]
    return []


def take_effect(paper, *, by):
    """The pair works till its last day and not longer."""
    answers = Form.read(paper)
    reason = f"{REASONS[answers['why']]}, приказ № {paper.number} от {date_digits(paper.issued_on)}"
    by_order.end(answers["bond"], last_day=answers["last_day"], reason=clean_text(reason), by=by)


KIND = order_kind(
    code=CODE,
    title="Приказ о досрочном прекращении наставничества",
    group=kinds.Group.PAIRS,
    about="Прекращает работу пары по заявлению наставника, по вручённому уведомлению или по факту увольнения.",
    ground="статья 351.8 Трудового кодекса; заявление или уведомление",
    form=Form,
    write=_write,
    gate=gate,
    naming=_naming,
    facts=_facts,
    begun=begun,
    take_effect=take_effect,
    storage=kinds.KEPT_AS_PERSONNEL,
    dative=["accountant"],
    sample=sample,
)
