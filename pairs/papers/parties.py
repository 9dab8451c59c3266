"""What all papers of one pair share: who stands in it as plain values, how the form asks for it, the kind made of both."""

from dataclasses import dataclass
from datetime import date

from django import forms

from mentorship.accounts.models import User
from mentorship.common.russian import date_digits, date_words
from mentorship.common.widgets import DayInput
from mentorship.cycle.models import Cycle
from mentorship.documents import kinds
from mentorship.documents.models import Paper, with_paper
from mentorship.documents.paper_form import PaperForm
from mentorship.institution.models import Institution
from mentorship.people import samples
from mentorship.people.models import Person
from mentorship.people.naming import form_notes, inside, named_all, with_post

from ..models import Bond, OrderLine


@dataclass(frozen=True)
class Pair:
    """A pair or group as papers name it; ``order`` is the order that fixes it, «от 1 сентября 2026 г. № 45-од»."""

    mentor: Person
    mentees: list
    form: str
    kinds: list
    starts_on: date
    ends_on: date
    order: str = ""

    @classmethod
    def of(cls, bond):
        """The records of a stored bond."""
        return cls(
            mentor=bond.mentors[0],
            mentees=bond.mentees,
            form=bond.form.title,
            kinds=[inside(kind.title) for kind in bond.kinds.all()],
            starts_on=bond.starts_on,
            ends_on=bond.last_day,
            order=order_words(bond),
        )

    @classmethod
    def sample(cls):
        """An invented pair for the catalogue."""
        people = samples.people()
        return cls(
            mentor=people[3],
            mentees=[people[5]],
            form="педагог – педагог",
            kinds=["традиционное"],
            starts_on=samples.DAY,
            ends_on=samples.LAST_DAY,
            order=f"от {date_words(samples.DAY)} № 45-од",
        )

    @property
    def is_group(self):
        return len(self.mentees) > 1

    @property
    def mentors(self):
        return [self.mentor]

    def mentees_in(self, case):
        """«Котова И.С., воспитателя, и Орлову А.Д., воспитателя»."""
        return named_all(self.mentees, case)

    @property
    def period(self):
        return f"с {date_words(self.starts_on)} по {date_words(self.ends_on)}"


def order_of(bond):
    """The issued order that fixes ``bond``: a paper of the portal, an order of earlier years, or None."""
    lines = OrderLine.objects.filter(bond=bond, does=OrderLine.Does.FIXES, paper__state=Paper.State.ISSUED)
    line = with_paper(lines).order_by("-pk").first()
    return line.paper if line else bond.former_order


def order_words(bond):
    """«от 1 сентября 2026 г. № 45-од», as one cites the order that fixes ``bond``; empty without one."""
    order = order_of(bond)
    if order is None:
        return ""
    dated = order.issued_on if isinstance(order, Paper) else order.dated
    return f"от {date_words(dated)} № {order.number}" if dated else f"№ {order.number}"


class BondChoice(forms.ModelChoiceField):
    """A pair by the names in it and its period."""

    first = "Сначала нужна такая пара: «Пары и группы» → «Новая пара или группа», потом приказ о закреплении."

    def label_from_instance(self, obj):
        return f"{obj.title} ({date_digits(obj.starts_on)}–{date_digits(obj.last_day)})"


def days(label, **kwargs):
    """A field for a day whose emptiness is told by its own words (``required``)."""
    required = kwargs.pop("required", None)
    messages = {"required": required} if isinstance(required, str) else {}
    return forms.DateField(
        label=label, widget=DayInput, error_messages=messages, required=required is not False, **kwargs
    )


def named_bond(form):
    """The pair that the address names (``?bond=``), if it may stand in this form."""
    key = str(form.initial.get("bond", ""))
    return form.fields["bond"].queryset.filter(pk=key).first() if key.isdecimal() else None


class PairFields(forms.Form):
    """The question of which pair the paper is; put before a form of papers.

    Attributes:
        states: in which the pair may be; its page offers the paper in them.
        staff_only: of use only where the mentor is an employee.
    """

    states = Bond.OPEN
    staff_only = False

    bond = BondChoice(
        Bond.objects.none(),
        label="Пара",
        empty_label="Выберите пару",
        error_messages={"required": "Выберите пару, о которой документ."},
    )

    def prepare(self):
        super().prepare()
        bonds = Bond.objects.manageable_by(self.user).filter(state__in=self.states, cycle__state=Cycle.State.RUNNING)
        self.fields["bond"].queryset = bonds.with_people()
        if bond := named_bond(self):
            for name, value in self.first_values(bond).items():
                self.initial.setdefault(name, value)

    def first_values(self, bond):
        """What an empty form proposes for this pair."""
        return {}


class PairForm(PairFields, PaperForm):
    """A paper whose subject is one pair."""

    def subject(self):
        return self.cleaned_data["bond"]


def facts_of(bond, which=""):
    """What papers say of a pair from the records, see ``Kind.facts``; ``which`` tells one pair from the others."""
    kinds_of_work = ", ".join(kind.title for kind in bond.kinds.all())
    return {
        f"{which}наставник": "; ".join(with_post(person) for person in bond.mentors),
        f"{which}наставляемые": "; ".join(with_post(person) for person in bond.mentees),
        f"{which}форма и вид": f"{bond.form.title}; {kinds_of_work}",
        f"{which}период": f"{date_digits(bond.starts_on)} – {date_digits(bond.last_day)}",
    }


def pair_kind(*, form, write, more=None, gate=None, naming=None, **described):
    """A kind of paper about one pair, written by ``write(institution, answers)``.

    Args:
        more: ``more(bond) -> dict``: what the text needs of the records beside ``answers["pair"]``.
        gate: ``gate(bond, answers, on)``: what must exist before the issue; ``on`` is None while the paper is a draft,
            whose day is not known yet.
        naming: ``naming(answers) -> [(case, people)]``: whom the text names in which case.
    """

    def answers_of(paper):
        bond = Bond.objects.with_people().get(pk=paper.subject_id)
        return bond, form.read(paper) | {"pair": Pair.of(bond)} | (more(bond) if more else {})

    def build(paper):
        return write(Institution.load(), answers_of(paper)[1])

    def missing(paper, on):
        bond, answers = answers_of(paper)
        return gate(bond, answers, None if paper.is_editable else on) if gate else []

    def notes(paper):
        return form_notes(*naming(answers_of(paper)[1])) if naming else []

    def facts(paper):
        return facts_of(answers_of(paper)[0])

    def readers(paper):
        bond = answers_of(paper)[0]
        return list(User.objects.filter(is_active=True, person__in=bond.mentors))

    described = {"group": kinds.Group.PAIRS} | described
    return kinds.Kind(form=form, build=build, gate=missing, notes=notes, facts=facts, readers=readers, **described)
