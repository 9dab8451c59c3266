"""What people type on the pages of pairs; forms clean their input and do nothing else."""

from datetime import timedelta

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Div, Layout, Row, Submit
from django import forms
from django.db.models import Q
from django.utils import timezone

from mentorship.accounts.models import Role, User
from mentorship.common.checks import check_period, validate_not_future
from mentorship.common.russian import clean_text, date_digits
from mentorship.common.widgets import DayInput
from mentorship.cycle.models import Cycle
from mentorship.cycle.paper_forms import OrderForm as CycleOrderForm
from mentorship.institution.models import MentoringForm, MentoringKind
from mentorship.people.choices import PersonChoice
from mentorship.people.models import Person
from mentorship.registry.models import Participation, Side

from . import permissions
from .models import Bond

PROGRAMME_DAYS = timedelta(days=14)  # after the last pair has begun its programme is to be there

STATES = [
    ("", "Открытые"),
    *((state.value, state.label.capitalize()) for state in Bond.State),
    ("all", "Все, кроме несостоявшихся"),
]


def cancel_link(url):
    """The quiet button beside the main one; ``url`` is a template expression."""
    return HTML(f'<a class="btn btn-outline-secondary" href="{{{{ {url} }}}}">Отмена</a>')


class BondFilterForm(forms.Form):
    """What of the list is shown; anything unknown in the address shows the open pairs."""

    q = forms.CharField(label="Найти", required=False, max_length=200)
    state = forms.ChoiceField(label="Состояние", choices=STATES, required=False)
    form = forms.ModelChoiceField(MentoringForm.objects.all(), label="Форма", required=False, empty_label="Все")
    cycle = forms.ModelChoiceField(Cycle.objects.all(), label="Цикл", required=False, empty_label=None)

    def __init__(self, *args, cycle, **kwargs):
        super().__init__(*args, **kwargs)
        self.default_cycle = cycle
        self.helper = FormHelper()

    @property
    def chosen_cycle(self):
        """The cycle named in the address, else the current one."""
        return (self.is_valid() and self.cleaned_data["cycle"]) or self.default_cycle

    def narrow(self, bonds):
        """``bonds`` of one cycle as the filter says."""
        if not self.is_valid():
            return bonds.open()
        found, state = bonds.search(self.cleaned_data["q"]), self.cleaned_data["state"]
        if chosen := self.cleaned_data["form"]:
            found = found.filter(form=chosen)
        if state == "all":
            return found.exclude(state=Bond.State.CANCELLED)
        return found.filter(state=state) if state else found.open()


class ParticipantChoice(forms.ModelChoiceField):
    """A participant by name, post and, for a candidate, a word that he is one."""

    def label_from_instance(self, obj):
        return participant_label(obj)


class ParticipantsChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj):
        return participant_label(obj)


def participant_label(participation):
    """«Белова Мария Петровна, воспитатель (кандидат)», «… (на паузе)»."""
    person, mark = participation.person, ""
    if participation.state == Participation.State.CANDIDATE:
        mark = " (кандидат)"
    elif participation.rests(timezone.localdate()):
        mark = " (на паузе)"
    return ", ".join(filter(None, [person.full_name, person.post])) + mark


class BondForm(forms.Form):
    """A pair or a group: who with whom, in what form and of what kind, from when to when."""

    mentor = ParticipantChoice(
        Participation.objects.none(),
        label="Наставник",
        empty_label="Выберите наставника",
        error_messages={"required": "Выберите наставника."},
    )
    mentees = ParticipantsChoice(
        Participation.objects.none(),
        label="Наставляемые",
        widget=forms.CheckboxSelectMultiple,
        help_text="Один – пара, двое и больше – группа. Второго наставника закрепляют отдельной парой.",
        error_messages={"required": "Выберите хотя бы одного наставляемого."},
    )
    form = forms.ModelChoiceField(
        MentoringForm.objects.none(),
        label="Форма наставничества",
        empty_label="Выберите форму",
        error_messages={"required": "Выберите форму наставничества."},
    )
    kinds = forms.ModelMultipleChoiceField(
        MentoringKind.objects.none(),
        label="Виды наставничества",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Выберите хотя бы один вид."},
    )
    starts_on = forms.DateField(label="Начало", widget=DayInput, error_messages={"required": "Укажите первый день."})
    ends_on = forms.DateField(
        label="Окончание", widget=DayInput, error_messages={"required": "Укажите последний день."}
    )
    goal = forms.CharField(
        label="Цель работы",
        required=False,
        max_length=500,
        help_text="Например: «уверенно вести родительские собрания».",
    )
    no_agreement = forms.CharField(
        label="Доп. соглашение с наставником не нужно, потому что",
        required=False,
        max_length=300,
        help_text="Пусто – нужно. Например: «наставничество входит в должностную инструкцию, п. 2.7». "
        "О людях не из штата портал не спрашивает.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def __init__(self, *args, cycle, user, bond=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.cycle, self.bond = cycle, bond
        self._fill_people()
        self.fields["form"].queryset = permissions.allowed_forms(user, MentoringForm.objects.filter(enabled=True))
        self.fields["kinds"].queryset = MentoringKind.objects.filter(enabled=True)
        for name in ("starts_on", "ends_on"):
            self.fields[name].help_text = f"Цикл: {date_digits(cycle.starts_on)}–{date_digits(cycle.ends_on)}."
        self.helper = FormHelper()
        self.helper.attrs = {"data-keep": True, "data-once": True}
        self.helper.layout = Layout(
            "version",
            "mentor",
            "mentees",
            Row(Column("form", css_class="col-md-6"), Column("goal", css_class="col-md-6")),
            "kinds",
            Row(Column("starts_on", css_class="col-sm-6"), Column("ends_on", css_class="col-sm-6")),
            "no_agreement",
            Div(Submit("save", "Сохранить"), cancel_link("back_url"), css_class="form-actions"),
        )

    def _fill_people(self):
        """Whoever is in the bases of the cycle or stands in the bond already."""
        rule = Q(state__in=Participation.OPEN)
        if self.bond:
            rule |= Q(pk__in=self.bond.members.values("participation"))
        people = Participation.objects.filter(rule, cycle=self.cycle).select_related("person")
        people = people.order_by("person__sort_key", "pk")
        self.fields["mentor"].queryset = people.filter(side=Side.MENTOR)
        self.fields["mentees"].queryset = people.filter(side=Side.MENTEE)

    def clean_goal(self):
        return clean_text(self.cleaned_data["goal"])

    def clean_no_agreement(self):
        return clean_text(self.cleaned_data["no_agreement"])

    def clean(self):
        cleaned = super().clean()
        check_period(self, cleaned)
        return cleaned

    def wanted(self):
        """Arguments of ``workflow.propose`` and ``workflow.change_bond``."""
        data = self.cleaned_data
        same = {name: data[name] for name in ("form", "kinds", "starts_on", "ends_on", "goal", "no_agreement")}
        return same | {"mentors": [data["mentor"]], "mentees": list(data["mentees"])}


def stored(bond):
    """What a BondForm shows of a stored bond."""
    members = list(bond.members.all())
    return {
        "mentor": next((one.participation_id for one in members if one.side == Side.MENTOR), None),
        "mentees": [one.participation_id for one in members if one.side == Side.MENTEE],
        "form": bond.form_id,
        "kinds": [kind.pk for kind in bond.kinds.all()],
        "starts_on": bond.starts_on,
        "ends_on": bond.ends_on,
        "goal": bond.goal,
        "no_agreement": bond.no_agreement,
        "version": bond.version,
    }


class EndForm(forms.Form):
    """How, when and why a working bond ends."""

    how = forms.ChoiceField(
        label="Как завершается",
        choices=[("complete", "Работа завершена"), ("terminate", "Прекращена досрочно")],
        widget=forms.RadioSelect,
        initial="complete",
    )
    on = forms.DateField(label="Последний день", widget=DayInput, validators=[validate_not_future])
    reason = forms.CharField(
        label="Причина",
        max_length=300,
        required=False,
        help_text="Обязательна при досрочном прекращении: «увольнение наставляемого», «обоюдное решение сторон».",
    )

    def __init__(self, *args, bond, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = min(bond.ends_on, timezone.localdate())

    def clean_reason(self):
        return clean_text(self.cleaned_data["reason"])


class NoAgreementForm(forms.Form):
    """Why the mentor's labour contract needs no addition."""

    reason = forms.CharField(
        label="Почему не нужно",
        max_length=300,
        required=False,
        help_text="Например: «наставничество входит в должностную инструкцию, п. 2.7». Пусто – соглашение нужно.",
    )

    def clean_reason(self):
        return clean_text(self.cleaned_data["reason"])


class CancelForm(forms.Form):
    """Why a proposed bond will not be."""

    reason = forms.CharField(label="Почему не состоялась", max_length=300, required=False)

    def clean_reason(self):
        return clean_text(self.cleaned_data["reason"])


class OrderForm(CycleOrderForm):
    """What the order on pairs says besides the records: grounds, curator, control, day for programmes.

    Args:
        bonds: the pairs that wait for an order, with their people.
    """

    curator = PersonChoice(
        Person.objects.none(),
        label="Куратор",
        empty_label="Выберите куратора",
        error_messages={"required": "Выберите куратора: ему адресован пункт приказа."},
    )
    programmes_until = forms.DateField(
        label="Персонализированные программы – до",
        widget=DayInput,
        error_messages={"required": "Укажите, до какого дня наставники представят программы."},
    )
    field_order = ["acts", "curator", "control", "programmes_until"]

    def __init__(self, data=None, *, bonds, **kwargs):
        self.bonds = bonds
        super().__init__(data, **kwargs)

    def prepare(self):
        # ст. 351.8 ТК РФ is about mentors who are employees, Р-145 about pupils, the letter of 2021 about teachers
        mentors = {person.origin for bond in self.bonds for person in bond.mentors}
        mentees = {person.origin for bond in self.bonds for person in bond.mentees}
        acts = {
            "tk351_8": Person.Origin.STAFF in mentors,
            "r145": Person.Origin.PUPIL in mentees,
            "az1128": mentees != {Person.Origin.PUPIL},
        }
        self.usual_acts = [code for code, applies in acts.items() if applies]
        super().prepare()
        last_start = max([self.on, *(bond.starts_on for bond in self.bonds)])
        self.initial.setdefault("programmes_until", last_start + PROGRAMME_DAYS)
        curators = self.fields["curator"].queryset.filter(user__in=User.objects.holding(Role.CURATOR))
        self.fields["curator"].initial = curators.filter(user=self.user).first() or curators.first()
