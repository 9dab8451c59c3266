"""What people type on the pages of the bases; forms clean their input and do nothing else."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Layout, Submit
from django import forms
from django.utils import timezone

from mentorship.common.checks import validate_not_future
from mentorship.common.russian import clean_text
from mentorship.cycle.models import Cycle

from .extensions import filters
from .models import Participation, Side

OWN_FILTERS = [
    ("", "Все, кроме выбывших"),
    ("in_base", "В базе"),
    ("candidates", "Кандидаты"),
    ("no_consent", "Нет согласия"),
]


class DayInput(forms.DateInput):
    """A day by the browser's own calendar."""

    input_type = "date"

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m-%d", **kwargs)


class BaseFilterForm(forms.Form):
    """What of a base is shown; anything unknown in the address shows the whole base."""

    q = forms.CharField(label="Найти", required=False, max_length=200)
    show = forms.ChoiceField(label="Показать", required=False)
    cycle = forms.ModelChoiceField(Cycle.objects.all(), label="Цикл", required=False, empty_label=None)

    def __init__(self, *args, cycle, **kwargs):
        super().__init__(*args, **kwargs)
        extra = [(entry.code, entry.title) for entry in filters]
        self.fields["show"].choices = [*OWN_FILTERS, *extra, ("left", "Выбывшие")]
        self.fields["cycle"].initial = cycle
        self.default_cycle = cycle

    def narrow(self, queryset, on):
        """``queryset`` of one side as the filter says."""
        if not self.is_valid():
            return queryset.open()
        found, show = queryset.search(self.cleaned_data["q"]), self.cleaned_data["show"]
        match show:
            case "left":
                return found.exclude(state__in=Participation.OPEN)
            case "in_base":
                return found.filter(state=Participation.State.IN_BASE)
            case "candidates":
                return found.filter(state=Participation.State.CANDIDATE)
            case "no_consent":
                return found.open().lacking_consents(on)
        extra = next((entry for entry in filters if entry.code == show), None)
        return extra.apply(found.open(), on) if extra else found.open()

    @property
    def chosen_cycle(self):
        """The cycle named in the address, else the current one."""
        return (self.is_valid() and self.cleaned_data["cycle"]) or self.default_cycle


class ChangeForm(forms.ModelForm):
    """What is said of a participant."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Participation
        fields = ["capacity", "request"]
        widgets = {"request": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version
        if self.instance.side == Side.MENTOR:
            self.fields["request"].label = "Сильные стороны, чем готов поделиться"
        else:
            del self.fields["capacity"]
            self.fields["request"].label = "Запрос: в чём нужна помощь"
        self.helper = FormHelper()
        self.helper.attrs = {"data-keep": True, "data-once": True}
        self.helper.layout = Layout(
            "version",
            *(name for name in ("capacity", "request") if name in self.fields),
            Div(
                Submit("save", "Сохранить"),
                HTML('<a class="btn btn-outline-secondary" href="{{ participation.get_absolute_url }}">Отмена</a>'),
                css_class="form-actions",
            ),
        )

    def clean_request(self):
        return clean_text(self.cleaned_data["request"], lines=True)


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
