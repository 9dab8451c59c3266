"""The answer form, built from the questions."""

from django import forms

from mentorship.common.russian import clean_text
from mentorship.common.widgets import DayInput

from . import scales


class AnswerForm(forms.Form):
    """One field a question; a closed question may be left out only where «не применимо» is offered by its scale."""

    def __init__(self, *args, questions, **kwargs):
        super().__init__(*args, **kwargs)
        for number, question in enumerate(questions, 1):
            field = self._field(question)
            field.number, field.question, field.ends = number, question, scales.ends(question)
            self.fields[question.code] = field

    def _field(self, question):
        if question.type == "text":
            return forms.CharField(
                label=question.text,
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
            )
        choices = scales.options(question)
        if question.type == "multi":
            return forms.MultipleChoiceField(
                label=question.text, required=False, choices=choices, widget=forms.CheckboxSelectMultiple
            )
        if scales.may_not_apply(question):
            choices = [*choices, (scales.NOT_APPLICABLE, scales.not_applicable_words())]
        return forms.ChoiceField(
            label=question.text,
            choices=choices,
            widget=forms.RadioSelect,
            error_messages={"required": "Выберите ответ.", "invalid_choice": "Выберите ответ из предложенных."},
        )

    def clean(self):
        cleaned = super().clean()
        return {code: clean_text(v, lines=True) if isinstance(v, str) else v for code, v in cleaned.items()}


class ReopenForm(forms.Form):
    """Until when a closed wave is open again."""

    closes_on = forms.DateField(label="Ответить до", widget=DayInput())
