"""Forms of the first-start wizard."""

from datetime import date

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Div, Layout, Row, Submit
from django import forms
from django.utils import timezone

from mentorship.accounts.forms import PASSWORD_ADVICE, FullNameField, NewPasswordField, SignInNameField
from mentorship.accounts.models import Role
from mentorship.common.calendar import school_year
from mentorship.common.checks import check_period
from mentorship.common.widgets import DayInput
from mentorship.cycle import presets


class FirstAccountForm(forms.Form):
    """The code from the server's window and the administrator's own account."""

    code = forms.CharField(
        label="Код первого запуска", max_length=40, help_text="Напечатан в окне, где запущен портал."
    )
    full_name = FullNameField(label="Ваши фамилия, имя, отчество")
    username = SignInNameField()
    password = NewPasswordField(label="Пароль", help_text=PASSWORD_ADVICE)
    is_curator = forms.BooleanField(label="Я же куратор наставничества", required=False)


class AccountsForm(forms.Form):
    """The director and, if it is somebody else, the curator; more accounts come later."""

    director = FullNameField(label="Руководитель: фамилия, имя, отчество")
    curator = FullNameField(
        label="Куратор: фамилия, имя, отчество",
        required=False,
        help_text="Пусто – куратором остаётесь вы. То же имя, что у руководителя, – одна учётная запись с двумя ролями.",
    )

    def __init__(self, *args, needs_curator, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["curator"].required = needs_curator
        if needs_curator:
            self.fields["curator"].help_text = "То же имя, что у руководителя, – одна учётная запись с двумя ролями."
        self.helper = FormHelper()
        self.helper.attrs = {"data-keep": "", "data-once": ""}
        self.helper.add_input(Submit("save", "Дальше"))

    def rows(self):
        """(full name, roles) for each account to make."""
        director, curator = (self.cleaned_data[name] for name in ("director", "curator"))
        if curator == director:
            return [(director, [Role.DIRECTOR, Role.CURATOR])]
        return [(director, [Role.DIRECTOR])] + ([(curator, [Role.CURATOR])] if curator else [])


class ModelForm(forms.Form):
    """The model of mentoring and the cycle it opens."""

    preset = forms.ChoiceField(label="Модель", widget=forms.RadioSelect)
    suggested = forms.MultipleChoiceField(
        label="Строки, которых в модели нет, но которые советует портал",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    title = forms.CharField(label="Название цикла", max_length=100)
    starts_on = forms.DateField(label="Начало цикла", widget=DayInput())
    ends_on = forms.DateField(label="Конец цикла", widget=DayInput())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        first, last = school_year(timezone.localdate())
        self.fields["preset"].choices = presets.model_choices()
        self.fields["suggested"].choices = presets.suggestion_choices()
        self.initial |= {
            "title": f"{first.year}/{last.year % 100:02d} учебный год",
            "starts_on": first,
            "ends_on": date(last.year, 5, 31),
        }
        self.helper = FormHelper()
        self.helper.attrs = {"data-once": ""}
        self.helper.layout = Layout(
            Div("preset"),
            "suggested",
            "title",
            Row(Column("starts_on"), Column("ends_on")),
            Submit("save", "Открыть портал"),
        )

    def clean(self):
        cleaned = super().clean()
        check_period(self, cleaned, said="Конец цикла должен быть позже начала.")
        return cleaned

    def chosen(self):
        """What :func:`open_cycle` needs."""
        cleaned = dict(self.cleaned_data)
        code = cleaned.pop("preset")
        return cleaned | {"preset_code": code, "suggested": presets.chosen_suggestions(code, cleaned["suggested"])}
