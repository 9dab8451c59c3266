"""What the curator types of an agreement that was signed outside the portal."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Div, Layout, Row, Submit
from django import forms

from mentorship.common.checks import check_period, validate_not_future
from mentorship.common.russian import clean_text, date_digits
from mentorship.common.widgets import DayInput
from mentorship.people.models import Person

from .forms import cancel_link
from .papers.parties import days
from .papers.pay import PayFields, check_pay


class OutsideAgreementForm(PayFields):
    """Number and days, pay as in the portal's own agreement, the scan."""

    outside_number = forms.CharField(
        label="Номер", max_length=40, error_messages={"required": "Укажите номер соглашения, как на бумаге."}
    )
    signed_on = forms.DateField(
        label="Дата",
        widget=DayInput,
        validators=[validate_not_future],
        error_messages={"required": "Укажите дату соглашения."},
    )
    starts_on = days("Работа с", required="Укажите первый день работы по соглашению.")
    ends_on = days("по", required="Укажите последний день работы по соглашению.")
    scan = forms.FileField(
        label="Скан",
        required=False,
        help_text="PDF, JPG или PNG до 10 МБ. Можно приложить позже.",
        allow_empty_file=True,
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, bond, **kwargs):
        super().__init__(*args, **kwargs)
        self.bond = bond
        self.helper = FormHelper()
        self.helper.attrs = {"data-once": ""}
        self.helper.layout = Layout(
            Row(Column("outside_number"), Column("signed_on")),
            Row(Column("starts_on"), Column("ends_on")),
            Row(Column("pay"), Column("rate"), Column("base")),
            Row(Column("per_mentee"), Column("max_mentees")),
            "pay_act",
            "no_pay_reason",
            "scan",
            "version",
            Div(Submit("save", "Сохранить"), cancel_link("bond.get_absolute_url"), css_class="form-actions"),
        )

    def clean_outside_number(self):
        return clean_text(self.cleaned_data["outside_number"]).removeprefix("№").strip()

    def clean(self):
        data = check_pay(self, super().clean())
        start, end, bond = data.get("starts_on"), data.get("ends_on"), self.bond
        if bond.mentors[0].origin != Person.Origin.STAFF:
            self.add_error(None, "Наставник не работает в учреждении: трудового договора с ним нет.")
        if check_period(self, data) and (end < bond.starts_on or start > bond.ends_on):
            span = f"{date_digits(bond.starts_on)}–{date_digits(bond.ends_on)}"
            self.add_error("ends_on", f"Соглашение не относится к периоду этой пары ({span}). Проверьте даты.")
        return data

    def terms(self):
        """Columns of the agreement as typed; the scan is kept by the view."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("scan", "version")}


class RemovalForm(forms.Form):
    """Why an agreement that was entered is taken away."""

    reason = forms.CharField(
        label="Причина",
        max_length=300,
        help_text="Например: «внесено не той паре».",
        error_messages={"required": "Укажите причину: она останется в истории пары."},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_reason(self):
        return clean_text(self.cleaned_data["reason"])
