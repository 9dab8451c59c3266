"""What people type when personal data are asked for or destroyed."""

from django import forms

from mentorship.common.russian import clean_text

from .destruction_act import LEAST_MEMBERS, TOO_FEW
from .models import Destruction


class CommissionField(forms.CharField):
    """Members of the commission, one a line: «Петрова Анна Сергеевна, заведующий»."""

    widget = forms.Textarea

    def clean(self, value):
        members = []
        for line in super().clean(value).splitlines():
            name, _, post = line.partition(",")
            if clean_text(name):
                members.append({"name": clean_text(name), "post": clean_text(post)})
        if len(members) < LEAST_MEMBERS:
            raise forms.ValidationError(TOO_FEW)
        if lacking := [one["name"] for one in members if not one["post"]]:
            raise forms.ValidationError(f"Укажите должность через запятую: {', '.join(lacking)}.")
        return members


class DestructionForm(forms.Form):
    """Why the data go, who destroys them, how many sheets of paper go with them."""

    reason = forms.ChoiceField(label="Причина", choices=Destruction.Reason.choices)
    commission = CommissionField(
        label="Комиссия",
        max_length=2000,
        help_text="Не менее двух человек, по одному в строке: фамилия, имя, отчество, через запятую должность.",
        error_messages={"required": TOO_FEW},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    paper_sheets = forms.IntegerField(
        label="Листов на бумаге уничтожается",
        min_value=0,
        max_value=9999,
        initial=0,
        required=False,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "Укажите число листов; 0, если их нет."),
    )

    def clean_paper_sheets(self):
        return self.cleaned_data["paper_sheets"] or 0
