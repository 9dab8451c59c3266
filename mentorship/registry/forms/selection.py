"""Forms of choosing mentors: interview, points, the day of a decision, the order, a pause."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Div, Layout, Row, Submit
from django import forms
from django.utils import timezone

from mentorship.common.checks import validate_not_future
from mentorship.common.russian import clean_text
from mentorship.common.widgets import DayInput
from mentorship.institution.models import Criterion

from ..models import Interview, RegistryApproval
from ..selection import MOST

BACK = '<a class="btn btn-outline-secondary" href="{{ participation.get_absolute_url }}">Отмена</a>'


def buttons(verb):
    """The verb and the way back to the card."""
    return Div(Submit("save", verb), HTML(BACK), css_class="form-actions")


class InterviewForm(forms.ModelForm):
    """Minutes of a talk with a candidate and its decision."""

    class Meta:
        model = Interview
        fields = ["held_on", "held_by", "minutes", "decision"]
        widgets = {"held_on": DayInput, "minutes": forms.Textarea(attrs={"rows": 8})}
        help_texts = {
            "held_by": "Кто беседовал: куратор, комиссия.",
            "minutes": "Вопросы и ответы, что готов взять на себя кандидат. Видят куратор и руководитель.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["held_on"].initial = timezone.localdate
        self.helper = FormHelper()
        self.helper.attrs = {"data-keep": True, "data-once": True, "novalidate": True}
        self.helper.layout = Layout(
            Row(Column("held_on"), Column("held_by")), "minutes", "decision", buttons("Записать собеседование")
        )

    def clean_minutes(self):
        return clean_text(self.cleaned_data["minutes"], lines=True)

    def clean_held_by(self):
        return clean_text(self.cleaned_data["held_by"])


class ScoresForm(forms.Form):
    """Points of a candidate by the criteria in use."""

    def __init__(self, *args, scores, hints, **kwargs):
        super().__init__(*args, **kwargs)
        self.criteria = list(Criterion.objects.filter(enabled=True))
        for one in self.criteria:
            marks = [("1", "да"), ("0", "нет")] if one.is_required else [(str(n), str(n)) for n in range(MOST + 1)]
            self.fields[f"c{one.pk}"] = forms.TypedChoiceField(
                label=one.text if one.is_required else f"{one.text} (вес {one.weight})",
                choices=[("", "нет отметки" if one.is_required else "нет оценки"), *marks],
                coerce=int,
                empty_value=None,
                required=False,
                initial=scores.get(one.pk, ""),
                help_text=hints.get(one.code, ""),
            )
        self.helper = FormHelper()
        self.helper.attrs = {"data-keep": True, "data-once": True}
        self.helper.layout = Layout(*self.fields, buttons("Сохранить баллы"))

    @property
    def points(self):
        """{Criterion: points or None} as typed."""
        return {one: self.cleaned_data[f"c{one.pk}"] for one in self.criteria}


class ReasonForm(forms.Form):
    """Why a decision is taken back."""

    reason = forms.CharField(
        label="Причина", max_length=300, error_messages={"required": "Укажите причину: она останется в истории."}
    )

    def clean_reason(self):
        return clean_text(self.cleaned_data["reason"])


class RestForm(forms.Form):
    """From when to when a participant is on a pause, and why."""

    starts_on = forms.DateField(label="На паузе с", widget=DayInput)
    ends_on = forms.DateField(label="по", widget=DayInput, required=False, help_text="Пусто – пока не снимете с паузы.")
    reason = forms.CharField(
        label="Причина",
        max_length=300,
        help_text="Например: «длительный отпуск», «просит отдохнуть год».",
        error_messages={"required": "Укажите причину: она останется в истории."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].initial = timezone.localdate

    def clean_reason(self):
        return clean_text(self.cleaned_data["reason"])


class ApprovalForm(forms.ModelForm):
    """Number and date of the order that approves the base."""

    class Meta:
        model = RegistryApproval
        fields = ["number", "approved_on"]
        widgets = {"approved_on": DayInput}
        help_texts = {"number": "Как в приказе: «45-од»."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["approved_on"].validators.append(validate_not_future)

    def clean_number(self):
        return clean_text(self.cleaned_data["number"]).removeprefix("№").strip()
