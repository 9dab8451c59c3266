"""Forms of trainings and internships."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Div, Layout, Row, Submit
from django import forms

from mentorship.common.checks import check_period, validate_not_future
from mentorship.common.russian import clean_text
from mentorship.common.widgets import DayInput

from ..models import Training, TrainingRecord


class TrainingFilterForm(forms.Form):
    """What of the trainings is shown; anything unknown shows them all."""

    q = forms.CharField(label="Найти", required=False, max_length=200)
    kind = forms.ChoiceField(label="Вид", required=False, choices=[("", "Все виды"), *Training.Kind.choices])

    def narrow(self, queryset):
        """``queryset`` as the filter says."""
        if not self.is_valid():
            return queryset
        found, kind = queryset.search(self.cleaned_data["q"]), self.cleaned_data["kind"]
        return found.filter(kind=kind) if kind else found


class TrainingForm(forms.ModelForm):
    """A course, a seminar or an internship."""

    class Meta:
        model = Training
        fields = ["title", "series", "kind", "side", "starts_on", "ends_on", "hours", "is_internal", "partner", "place"]
        widgets = {
            "starts_on": DayInput,
            "ends_on": DayInput,
            "series": forms.TextInput(attrs={"list": "series"}),
        }
        help_texts = {"place": "Где проходит: зал, адрес, ссылка."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["side"].choices = [("", "всех педагогов"), ("mentor", "наставников"), ("mentee", "наставляемых")]
        self.helper = FormHelper()
        self.helper.attrs = {"data-keep": True, "data-once": True, "novalidate": True}
        self.helper.layout = Layout(
            "title",
            Row(Column("series"), Column("kind"), Column("side")),
            Row(Column("starts_on"), Column("ends_on"), Column("hours")),
            "is_internal",
            Row(Column("partner"), Column("place")),
            Div(
                Submit("save", "Сохранить"),
                HTML('<a class="btn btn-outline-secondary" href="{{ cancel_url }}">Отмена</a>'),
                css_class="form-actions",
            ),
        )

    def clean_title(self):
        return clean_text(self.cleaned_data["title"])

    def clean_series(self):
        return clean_text(self.cleaned_data["series"])

    def clean(self):
        cleaned = super().clean()
        said = "Обучение не может закончиться раньше, чем началось. Исправьте одну из дат."
        check_period(self, cleaned, said=said, one_day=True)
        return cleaned


class RecordForm(forms.ModelForm):
    """One person at one training, as a row of the table."""

    upload = forms.FileField(label="Скан документа", required=False, allow_empty_file=True)

    class Meta:
        model = TrainingRecord
        fields = ["state", "certificate_number", "certificate_on"]
        widgets = {"certificate_on": DayInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["certificate_on"].validators.append(validate_not_future)
        who = self.instance.person.short_name
        for name, field in self.fields.items():
            css = "form-select form-select-sm w-auto" if name == "state" else "form-control form-control-sm"
            field.widget.attrs |= {"class": css, "aria-label": f"{field.label}: {who}"}

    def clean_certificate_number(self):
        return clean_text(self.cleaned_data["certificate_number"])
