"""What every order of a cycle is asked before it is written, and the kind that is made of such a form."""

from django import forms
from django.db.models import Q

from mentorship.accounts.models import Role, User
from mentorship.common.cases import Case
from mentorship.common.workflow import WorkflowError
from mentorship.documents import kinds, orders
from mentorship.documents.layout import ORDER
from mentorship.documents.models import Series
from mentorship.documents.paper_form import PaperForm
from mentorship.institution.grounds import bad_acts, out_of_force
from mentorship.institution.models import Act, Institution
from mentorship.people.choices import ActsChoice, PeopleChoice, PersonChoice
from mentorship.people.models import Person
from mentorship.people.naming import form_notes, named, once, readers

from .models import Cycle


class CyclePaperForm(PaperForm):
    """A paper about the cycle that is running, or about the one that the address names (``?cycle=``).

    Its people are chosen among the present staff.
    """

    def prepare(self):
        staff = Person.objects.present(self.on).filter(origin=Person.Origin.STAFF)
        for field in self.fields.values():
            if isinstance(field, PersonChoice | PeopleChoice):
                field.queryset = staff

    def subject_or_none(self):
        """The cycle that was named, else the running one, if one is open."""
        named = str(self.initial.get("cycle", ""))
        found = Cycle.objects.filter(pk=named).first() if named.isdecimal() else None
        return found or Cycle.objects.current(self.on)

    def subject(self):
        cycle = self.subject_or_none()
        if cycle is None:
            raise WorkflowError("Сначала откройте цикл: документ относится к нему.")
        return cycle

    @classmethod
    def initial_of(cls, paper):
        """The answers of a draft are changed among the records of its own cycle, also once another one runs."""
        return super().initial_of(paper) | {"cycle": paper.subject_id}


class OrderForm(CyclePaperForm):
    """An order of the cycle.

    Attributes:
        usual_acts: codes of the acts that usually stand as grounds, ticked at first beside the institution's own.
        rewards: whether the order pays or rewards: only then its own acts about that are ticked, too.
    """

    usual_acts = ()
    rewards = False

    acts = ActsChoice(
        Act.objects.all(),
        label="Основания",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Отмеченные акты войдут в начало приказа.",
    )
    control = PersonChoice(
        Person.objects.none(),
        label="Контроль за исполнением",
        required=False,
        empty_label="Оставляю за собой (руководитель)",
    )

    def prepare(self):
        super().prepare()
        own = [act.pk for act in Act.objects.own() if self.rewards or not act.is_about_rewards]
        acts = Act.objects.filter(Q(code__in=self.usual_acts) | Q(pk__in=own))
        self.initial.setdefault("acts", [act.pk for act in acts if act.in_force(self.on)])
        if "curator" in self.fields and len(people := curators()) == 1:
            self.initial.setdefault("curator", people[0].pk)

    def clean_acts(self):
        """An act out of force on the day of the order is refused (law.md 4.4)."""
        acts = self.cleaned_data["acts"]
        for act in acts:
            if not act.in_force(self.on):
                self.add_error("acts", out_of_force(act, self.on))
        return acts


class TeachersOrderForm(OrderForm):
    """An order that all teachers read: O1, O2 and O4 of law.md 4.4."""

    readers = PeopleChoice(
        Person.objects.none(),
        label="Лист ознакомления",
        required=False,
        help_text="Заранее выбраны все педагогические работники. Кого вы не отметите, тех ознакомьте отдельным листом.",
    )

    def prepare(self):
        super().prepare()
        teachers = Person.objects.teaching_staff(self.on)
        self.initial = {"readers": [person.pk for person in teachers]} | self.initial


def order_kind(*, form, write, accusative=(), dative=(), naming=None, facts=None, gate=None, notes=None, **described):
    """A kind of order written by ``write(institution, answers)`` from the answers of ``form``.

    Args:
        write: gives the blocks; ``answers`` holds the form's values and ``cycle``, the subject of the paper.
        accusative, dative: names of the answers whose people the text names in these cases, beside the control;
            unproven forms are shown before the signature.
        naming: ``naming(answers) -> [(case, people)]``: whom else the text names, where the answers do not say it.
        facts: ``facts(answers) -> {label: words}``, see ``Kind.facts``.
        gate: ``gate(answers, on)``: what must exist beside grounds in force.
        notes: ``notes(answers)``: what to look at beside unproven case forms.
        described: the other attributes of the kind.
    """

    def answers_of(paper):
        return form.read(paper) | {"cycle": paper.subject}

    def missing(paper, on):
        answers = answers_of(paper)
        return bad_acts(answers["acts"], on) + (gate(answers, on) if gate else [])

    def to_look_at(paper):
        answers = answers_of(paper)
        asked = [(Case.DATIVE, _people(answers, dative)), (Case.ACCUSATIVE, _people(answers, ("control", *accusative)))]
        return (notes(answers) if notes else []) + form_notes(*(naming(answers) if naming else []), *asked)

    usual = {"series": Series.ORDERS, "storage": kinds.KEPT_ALWAYS, "layout": ORDER}
    described = usual | {"acquaints": True, "readers": readers} | described
    return kinds.Kind(
        form=form,
        build=lambda paper: write(Institution.load(), answers_of(paper)),
        gate=missing,
        notes=to_look_at,
        facts=(lambda paper: facts(answers_of(paper))) if facts else None,
        **described,
    )


def controlled_by(person):
    """The last item of an order: the control is the head's own unless ``person`` is given (law.md 3.3)."""
    return orders.control(named(person, Case.ACCUSATIVE) if person else "")


def curators():
    """Those who are curators today, by name: orders that give the curator a task name him and show it to him."""
    return once(Person.objects.filter(user__in=User.objects.holding(Role.CURATOR)))


def to_curator(people):
    """The name {куратору} of such an item, «Куратору {куратору} сообщать …»: the only curator by name, else none."""
    whom = f"{named(people[0], Case.DATIVE)}," if len(people) == 1 else "наставничества"
    return {"куратору": (whom, "дательный падеж, с запятой в конце; «наставничества», если кураторов несколько")}


def to_accountant(person):
    """The name {бухгалтеру} of such an item, «{Бухгалтеру} … прекратить»: the accounts department without a ``person``."""
    whom = named(person, Case.DATIVE) if person else "бухгалтерии"
    return {"бухгалтеру": (whom, "кому поручают: бухгалтерии или человеку, дательный падеж")}


def _people(answers, names):
    """People of these answers, one or several in each."""
    found = []
    for name in names:
        answer = answers.get(name)
        found += answer if isinstance(answer, list) else [answer]
    return found
