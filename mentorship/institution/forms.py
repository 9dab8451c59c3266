"""Forms of the card, the rules and the calendar."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row, Submit
from django import forms

from mentorship.common.checks import check_period, normalize_inn, normalize_ogrn, normalize_phone
from mentorship.common.russian import clean_name, clean_text
from mentorship.common.widgets import DayInput

from .models import Institution, MenteeField, Partner, QuietPeriod, Rules


class CardForm(forms.ModelForm):
    """The institution's card, in the order of the head of a paper."""

    class Meta:
        model = Institution
        fields = [
            "kind",
            "founder",
            "full_name",
            "short_name",
            "place",
            "address",
            "inn",
            "ogrn",
            "phone",
            "email",
            "site_url",
            "head_post",
            "head_last_name",
            "head_first_name",
            "head_patronymic",
            "order_pattern",
            "time_zone",
        ]
        widgets = {
            "full_name": forms.Textarea(attrs={"rows": 2}),
            "inn": forms.TextInput(attrs={"inputmode": "numeric"}),
            "ogrn": forms.TextInput(attrs={"inputmode": "numeric"}),
            "site_url": forms.TextInput(attrs={"placeholder": "https://ds12.example.ru", "inputmode": "url"}),
        }

    def __init__(self, *args, verb="Сохранить", **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("inn", "ogrn", "phone"):
            # spaces and hyphens are allowed while typing, so the box is longer than the stored value
            self.fields[name].max_length = 40
            self.fields[name].validators = [
                check for check in self.fields[name].validators if not hasattr(check, "limit_value")
            ]
            self.fields[name].widget.attrs["maxlength"] = 40
        self.helper = FormHelper()
        self.helper.attrs = {"data-keep": ""}
        self.helper.layout = Layout(
            Fieldset(
                "Название по уставу",
                "kind",
                "founder",
                "full_name",
                Row(Column("short_name"), Column("place")),
                "address",
            ),
            Fieldset(
                "Реквизиты", Row(Column("inn"), Column("ogrn")), Row(Column("phone"), Column("email")), "site_url"
            ),
            Fieldset(
                "Руководитель",
                "head_post",
                Row(Column("head_last_name"), Column("head_first_name"), Column("head_patronymic")),
            ),
            Fieldset("Номера приказов и время", Row(Column("order_pattern"), Column("time_zone"))),
            Submit("save", verb),
        )

    def clean_inn(self):
        return normalize_inn(self.cleaned_data["inn"])

    def clean_ogrn(self):
        return normalize_ogrn(self.cleaned_data["ogrn"])

    def clean_phone(self):
        return normalize_phone(self.cleaned_data["phone"])

    def clean_full_name(self):
        return clean_text(self.cleaned_data["full_name"])

    def clean_short_name(self):
        return clean_text(self.cleaned_data["short_name"])

    def clean_head_last_name(self):
        return clean_name(self.cleaned_data["head_last_name"])

    def clean_head_first_name(self):
        return clean_name(self.cleaned_data["head_first_name"])

    def clean_head_patronymic(self):
        return clean_name(self.cleaned_data["head_patronymic"])


class RulesForm(forms.ModelForm):
    """Thresholds that the portal counts by."""

    mentee_fields = forms.MultipleChoiceField(
        label="Что наставник видит в карточке наставляемого",
        choices=MenteeField.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Имя и запрос он видит всегда. Каждый просмотр записывается в журнал доступа.",
    )

    class Meta:
        model = Rules
        fields = [
            "silent_after_days",
            "coming_days",
            "bond_end_grace_days",
            "mentees_per_mentor",
            "satisfied_from",
            "hide_below",
            "young_age",
            "young_experience",
            "young_by",
            "pupil_mentee_from",
            "pupil_mentor_from",
            "selection_percent",
            "mentee_fields",
            "pd_operator_address",
            "data_needed_months",
            "quorum",
            "takes_applications",
            "labour_ground",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Сохранить"))


class QuietPeriodForm(forms.ModelForm):
    """Holidays and quiet weeks."""

    class Meta:
        model = QuietPeriod
        fields = ["title", "starts_on", "ends_on"]
        widgets = {"starts_on": DayInput(), "ends_on": DayInput()}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout("title", Row(Column("starts_on"), Column("ends_on")), Submit("save", "Добавить"))


class PartnerForm(forms.ModelForm):
    """A partner and the agreement with it."""

    class Meta:
        model = Partner
        fields = ["title", "kind", "agreement_number", "agreement_date", "valid_until", "gives", "contact"]
        widgets = {
            "agreement_date": DayInput(),
            "valid_until": DayInput(),
            "gives": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {"contact": "Кто отвечает у партнёра: имя, должность, телефон или почта."}
        error_messages = {"title": {"unique": "Такой партнёр уже есть: откройте его карточку."}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.attrs = {"data-keep": "partner", "data-once": True, "novalidate": True}
        self.helper.layout = Layout(
            Fieldset("Кто", "title", Row(Column("kind"), Column("contact"))),
            Fieldset(
                "Соглашение",
                Row(Column("agreement_number"), Column("agreement_date"), Column("valid_until")),
                "gives",
            ),
            Submit("save", "Сохранить"),
        )

    def clean_title(self):
        return clean_text(self.cleaned_data["title"])

    def clean(self):
        cleaned = super().clean()
        said = "Соглашение не может закончиться раньше, чем подписано."
        check_period(self, cleaned, "agreement_date", "valid_until", said=said, one_day=True)
        return cleaned
