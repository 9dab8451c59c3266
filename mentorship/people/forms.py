"""What people type on the pages of people; forms clean their input and do nothing else."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Div, Fieldset, Layout, Row, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from mentorship.common.cases import Case
from mentorship.common.checks import normalize_phone
from mentorship.common.periods import add_months, parse_experience
from mentorship.common.russian import clean_name, clean_text, months_words

from .forms_of import WHAT
from .models import Person

CANCEL = '<a class="btn btn-outline-secondary" href="{{ cancel_url }}">Отмена</a>'
SERVICE_ADVICE = "Пишите числом лет или так: 5 лет 3 мес."
YOUNG, ALL = "young", ""
PEOPLE_FILTERS = [
    (ALL, "Все, кроме выбывших"),
    ("staff", "Сотрудники"),
    ("teachers", "Педагоги"),
    ("others", "Обучающиеся, родители, внешние"),
    (YOUNG, "Молодые специалисты"),
    ("no_consent", "Без согласия на обработку данных"),
    ("left", "Выбывшие"),
]


class DayInput(forms.DateInput):
    """A day by the browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs={"class": "form-control"} | (attrs or {}), format="%Y-%m-%d")


def _buttons(verb):
    return Div(Submit("save", verb), HTML(CANCEL), css_class="form-actions")


class PeopleFilterForm(forms.Form):
    """What of the list is shown; anything unknown in the address shows the whole list."""

    q = forms.CharField(label="Найти", required=False, max_length=200)
    show = forms.ChoiceField(label="Показать", required=False, choices=PEOPLE_FILTERS)


class PersonForm(forms.ModelForm):
    """The card; lengths of service are typed as people say them and kept as dates."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    work_service = forms.CharField(label="Общий стаж на сегодня", required=False, max_length=40)
    teaching_service = forms.CharField(label="Педагогический стаж на сегодня", required=False, max_length=40)

    class Meta:
        model = Person
        fields = [
            *("last_name", "first_name", "patronymic", "gender", "birth_date", "origin", "organisation"),
            *("post", "unit", "is_teacher", "staff_number", "hired_on", "category", "education", "phone", "email"),
        ]
        widgets = {"birth_date": DayInput, "hired_on": DayInput}
        help_texts = {
            "gender": "Пусто – портал определит по отчеству.",
            "organisation": "Только для людей из другой организации.",
            "is_teacher": "Входит в число педагогов, от которого считают показатели.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        person = self.instance
        self.fields["version"].initial = person.version
        self.fields["work_service"].initial = months_words(person.work_months())
        self.fields["teaching_service"].initial = months_words(person.teaching_months())
        self.fields["teaching_service"].help_text = SERVICE_ADVICE
        self.helper = FormHelper()
        self.helper.attrs = {"data-keep": "person", "data-once": True, "novalidate": True}
        self.helper.layout = Layout(
            "version",
            Fieldset(
                "Кто",
                Row(Column("last_name"), Column("first_name"), Column("patronymic")),
                Row(Column("birth_date"), Column("gender"), Column("origin")),
                "organisation",
            ),
            Fieldset(
                "Работа",
                Row(Column("post"), Column("unit")),
                Row(Column("hired_on"), Column("staff_number"), Column("category")),
                Row(Column("work_service"), Column("teaching_service")),
                "education",
                "is_teacher",
            ),
            Fieldset("Связь", Row(Column("phone"), Column("email"))),
            _buttons("Сохранить"),
        )

    def clean_last_name(self):
        return clean_name(self.cleaned_data["last_name"])

    def clean_first_name(self):
        return clean_name(self.cleaned_data["first_name"])

    def clean_patronymic(self):
        return clean_name(self.cleaned_data["patronymic"])

    def clean_post(self):
        return clean_text(self.cleaned_data["post"])

    def clean_phone(self):
        return normalize_phone(self.cleaned_data["phone"])

    def clean_work_service(self):
        return self._since("work_service", self.instance.works_since, self.instance.work_months())

    def clean_teaching_service(self):
        return self._since("teaching_service", self.instance.teaches_since, self.instance.teaching_months())

    def _since(self, name, known, known_months):
        """The day the service began; the known one while the words still say the same."""
        text = clean_text(self.cleaned_data[name])
        if not text:
            return None
        months = parse_experience(text)
        if months is None:
            raise ValidationError(f"Ожидается число лет, получено «{text}». {SERVICE_ADVICE}")
        return known if months == known_months else add_months(timezone.localdate(), -months)

    @property
    def values(self):
        """Cleaned values by the names of the card's fields."""
        values = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return values | {
            "works_since": self.cleaned_data["work_service"],
            "teaches_since": self.cleaned_data["teaching_service"],
        }


class LeaveForm(forms.Form):
    """The last day of a person in the institution."""

    on = forms.DateField(label="Последний день", widget=DayInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate


class CaseForm(forms.Form):
    """One case form corrected by hand; an empty one gives the word back to the rules."""

    what = forms.ChoiceField(choices=list(WHAT.items()))
    case = forms.ChoiceField(choices=[(case.value, case.label) for case in Case])
    text = forms.CharField(max_length=300, required=False)

    def clean_text(self):
        return clean_text(self.cleaned_data["text"])
