"""What every order of a cycle is asked before it is written: its grounds and who controls it."""

from django import forms

from mentorship.documents.paper_form import PaperForm
from mentorship.institution.grounds import out_of_force
from mentorship.institution.models import Act
from mentorship.people.choices import ActsChoice, PersonChoice
from mentorship.people.models import Person

from .models import Cycle


class CyclePaperForm(PaperForm):
    """A paper about the cycle that is running."""

    def subject(self):
        return Cycle.objects.current(self.on)


class OrderForm(CyclePaperForm):
    """An order of the cycle.

    Attributes:
        usual_acts: codes of the acts that usually stand as grounds, ticked at first beside the institution's own.
    """

    usual_acts = ()

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

    field_order = None

    def prepare(self):
        self.staff = Person.objects.present(self.on).filter(origin=Person.Origin.STAFF)
        for field in self.fields.values():
            if isinstance(field, PersonChoice | forms.ModelMultipleChoiceField) and field.queryset.model is Person:
                field.queryset = self.staff
        acts = Act.objects.filter(code__in=self.usual_acts) | Act.objects.filter(is_local=True)
        self.initial.setdefault("acts", [act.pk for act in acts.exclude(code="local") if act.in_force(self.on)])

    def clean_acts(self):
        """An act out of force on the day of the order is refused (law.md 4.4)."""
        acts = self.cleaned_data["acts"]
        for act in acts:
            if not act.in_force(self.on):
                self.add_error("acts", out_of_force(act, self.on))
        return acts
