"""What people type on the pages of the bases; forms clean their input and do nothing else."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Div, Layout, Row, Submit
from django import forms
from django.utils import timezone

from mentorship.common.checks import validate_not_future
from mentorship.common.russian import clean_text
from mentorship.common.widgets import DayInput
from mentorship.cycle.models import Cycle
from mentorship.institution.models import Institution, Topic

from ..extensions import filters
from ..models import MenteeGroup, Participation, Side

OWN_FILTERS = [
    ("", "Все, кроме выбывших"),
    ("in_base", "В базе"),
    ("candidates", "Кандидаты"),
    ("no_consent", "Нет согласия"),
    ("resting", "Резерв (на паузе)"),
]
MENTOR_FILTERS = [("not_selected", "Не отобраны"), ("not_approved", "Не утверждены приказом")]


class BaseFilterForm(forms.Form):
    """What of a base is shown; anything unknown in the address shows the whole base."""

    q = forms.CharField(label="Найти", required=False, max_length=200)
    show = forms.ChoiceField(label="Показать", required=False)
    topic = forms.ModelChoiceField(Topic.objects.filter(enabled=True), label="Тема", required=False, empty_label="Все")
    cycle = forms.ModelChoiceField(Cycle.objects.all(), label="Цикл", required=False, empty_label=None)

    def __init__(self, *args, cycle, side, **kwargs):
        super().__init__(*args, **kwargs)
        self.side = side
        extra = [(entry.code, entry.title) for entry in filters]
        own = [*OWN_FILTERS, *(MENTOR_FILTERS if side == Side.MENTOR else MENTOR_FILTERS[1:])]
        self.fields["show"].choices = [*own, *extra, ("left", "Выбывшие")]
        self.fields["cycle"].initial = cycle
        self.default_cycle = cycle

    def narrow(self, queryset, on):
        """``queryset`` of one side as the filter says."""
        if not self.is_valid():
            return queryset.open()
        found, show = queryset.search(self.cleaned_data["q"]), self.cleaned_data["show"]
        if topic := self.cleaned_data["topic"]:
            asked = {"requests__topic": topic, "requests__solved_on": None}
            found = found.filter(**({"strengths__topic": topic} if self.side == Side.MENTOR else asked)).distinct()
        match show:
            case "left":
                return found.exclude(state__in=Participation.OPEN)
            case "in_base":
                return found.filter(state=Participation.State.IN_BASE)
            case "candidates":
                return found.filter(state=Participation.State.CANDIDATE)
            case "no_consent":
                return found.open().lacking_consents(on)
            case "resting":
                return found.open().resting(on)
            case "not_selected":
                return found.open().filter(selected_on=None)
            case "not_approved":
                return found.open().filter(approval=None)
        extra = next((entry for entry in filters if entry.code == show), None)
        return extra.apply(found.open(), on) if extra else found.open()

    @property
    def chosen_cycle(self):
        """The cycle named in the address, else the current one."""
        return (self.is_valid() and self.cleaned_data["cycle"]) or self.default_cycle


LABELS = {
    Side.MENTOR: {
        "request": "Сильные стороны своими словами",
        "preferences": "С кем и как удобнее работать",
        "results": "Результаты наставничества",
    },
    Side.MENTEE: {
        "request": "Запрос своими словами",
        "preferences": "Какого наставника хотелось бы",
        "results": "Результаты участия",
    },
}


class ChangeForm(forms.ModelForm):
    """What is said of a participant; topics, requests and interviews have pages of their own."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    groups = forms.MultipleChoiceField(
        label="Почему в базе", required=False, widget=forms.CheckboxSelectMultiple, choices=MenteeGroup
    )

    class Meta:
        model = Participation
        fields = [
            *("source", "capacity", "hours_per_week", "groups", "request", "time_windows", "preferences", "interests"),
            *("achievements", "results", "case_url"),
        ]
        widgets = {
            "request": forms.Textarea(attrs={"rows": 3}),
            "achievements": forms.Textarea(attrs={"rows": 3}),
            "results": forms.Textarea(attrs={"rows": 3}),
            "case_url": forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        side = Side(self.instance.side)
        self.fields["version"].initial = self.instance.version
        self.fields["groups"].choices = _groups()
        for name, label in LABELS[side].items():
            self.fields[name].label = label
        for name in ["groups"] if side == Side.MENTOR else ["capacity", "hours_per_week", "achievements"]:
            del self.fields[name]
        first = [name for name in ("source", "capacity", "hours_per_week") if name in self.fields]
        rest = [name for name in self.Meta.fields if name in self.fields and name not in first]
        self.helper = FormHelper()
        self.helper.attrs = {"data-keep": True, "data-once": True, "novalidate": True}
        self.helper.layout = Layout(
            "version",
            Row(*(Column(name) for name in first)),
            *rest,
            Div(
                Submit("save", "Сохранить"),
                HTML('<a class="btn btn-outline-secondary" href="{{ participation.get_absolute_url }}">Отмена</a>'),
                css_class="form-actions",
            ),
        )

    def clean_request(self):
        return clean_text(self.cleaned_data["request"], lines=True)

    def clean_achievements(self):
        return clean_text(self.cleaned_data["achievements"], lines=True)

    def clean_results(self):
        return clean_text(self.cleaned_data["results"], lines=True)


def _groups():
    """Reasons to choose from: those of pupils only where pupils take part."""
    with_pupils = Institution.load().kind != Institution.Kind.KINDERGARTEN
    return [(one.value, one.label) for one in MenteeGroup if with_pupils or not one.is_of_pupils]


class AcceptForm(forms.Form):
    """The day from which a candidate is in the base."""

    on = forms.DateField(label="В базе с", widget=DayInput, validators=[validate_not_future])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate


class LeaveForm(forms.Form):
    """Why and when a participant leaves the base."""

    on = forms.DateField(label="Последний день в базе", widget=DayInput, validators=[validate_not_future])
    reason = forms.CharField(
        label="Причина",
        max_length=300,
        help_text="Например: «увольнение», «длительный отпуск», «по собственной просьбе».",
        error_messages={"required": "Укажите причину: она останется в истории базы."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate

    def clean_reason(self):
        return clean_text(self.cleaned_data["reason"])
