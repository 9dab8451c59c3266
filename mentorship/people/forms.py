"""What is typed into a card: each origin is asked for its own fields and nothing more (law.md 2.7)."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from mentorship.common.cases import Case
from mentorship.common.checks import normalize_phone
from mentorship.common.periods import add_months, age, parse_experience
from mentorship.common.russian import clean_name, clean_text, date_digits, months_words
from mentorship.common.widgets import DayInput
from mentorship.institution.models import Institution, Unit

from . import working_age
from .forms_of import WHAT
from .models import Guardian, Person

SERVICE_ADVICE = "Пишите числом лет или так: 5 лет 3 мес."
USUAL_WEEK = 5
Origin = Person.Origin
PLACES = ("organisation", "partner")  # where somebody from outside comes from, in words or from the list

# Fields of the card in rows of a section, by origin. Everybody has a name.
WORK = ("Работа", [("post", "unit"), ("hired_on", "staff_number", "working_days"), ("category", "education")])
SERVICE = ("Стаж", [("work_service", "teaching_service")])
CHILDREN = ("Работа с детьми", [("admitted_on",)])
CARDS = {
    Origin.STAFF: [WORK, SERVICE, ("Показатели", [("is_teacher",)])],
    Origin.PUPIL: [("Учёба", [("school_class", "unit")])],
    Origin.PARENT: [("О себе", [("organisation", "post")])],
    Origin.EXTERNAL: [
        ("Откуда", [PLACES, ("post", "category"), ("education",)]),
        SERVICE,
        CHILDREN,
    ],
    Origin.STUDENT: [("Откуда", [PLACES, ("education",)]), CHILDREN],
    Origin.PARTNER: [("Откуда", [("partner", "post")]), CHILDREN],
}
REQUIRED = {Origin.STAFF: ("post",), Origin.PUPIL: ("birth_date",), Origin.PARTNER: ("partner",)}
MISSING = {
    "last_name": "Укажите фамилию.",
    "first_name": "Укажите имя полностью.",
    "post": "Укажите должность: её называют согласия и приказы.",
    "birth_date": "Укажите дату рождения: от возраста зависит, кто подписывает согласие и можно ли участвовать.",
    "partner": "Выберите партнёра. Нового добавляют в «Настройки» → «Партнёры».",
}
LATEST_TODAY = {"birth_date": "Дата рождения", "hired_on": "Дата приёма", "admitted_on": "Дата проверки допуска"}
LABELS = {(Origin.STUDENT, "education"): "Курс и специальность", (Origin.PUPIL, "unit"): "Группа, подразделение"}


YOUNG, ALL = "young", ""
PEOPLE_FILTERS = [
    (ALL, "Все, кроме выбывших"),
    ("staff", "Сотрудники"),
    ("teachers", "Педагоги"),
    ("others", "Обучающиеся, родители, внешние"),
    (YOUNG, "Молодые специалисты"),
    ("no_consent", "Без согласия на обработку данных"),
    ("no_account", "Без учётной записи"),
    ("left", "Выбывшие"),
]


class PeopleFilterForm(forms.Form):
    """What of the list is shown; anything unknown in the address shows the whole list."""

    q = forms.CharField(label="Найти", required=False, max_length=200)
    show = forms.ChoiceField(label="Показать", required=False, choices=PEOPLE_FILTERS)


def origins():
    """Origins that this institution has: in a kindergarten children never take part (methodology.md 3.1)."""
    without = {Origin.PUPIL} if Institution.load().kind == Institution.Kind.KINDERGARTEN else set()
    return [(origin, label) for origin, label in Origin.choices if origin not in without]


class PersonForm(forms.ModelForm):
    """The card; lengths of service are typed as people say them and kept as dates."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    work_service = forms.CharField(label="Общий стаж на сегодня", required=False, max_length=40)
    teaching_service = forms.CharField(label="Педагогический стаж на сегодня", required=False, max_length=40)

    class Meta:
        model = Person
        fields = [
            *("last_name", "first_name", "patronymic", "birth_date", "gender"),
            *("organisation", "partner", "school_class", "post", "unit", "is_teacher", "staff_number", "hired_on"),
            *("working_days", "category", "education", "admitted_on", "phone", "email"),
        ]
        widgets = {"birth_date": DayInput, "hired_on": DayInput, "admitted_on": DayInput}
        help_texts = {
            "gender": "Пусто – портал определит по отчеству.",
            "organisation": "Название словами, если её нет в списке партнёров.",
            "partner": "С кем заключено соглашение.",
            "is_teacher": "Входит в число педагогов, от которого считают показатели.",
            "working_days": "По ней считаются сроки в рабочих днях.",
        }

    def __init__(self, *args, origin=None, **kwargs):
        super().__init__(*args, **kwargs)
        person = self.instance
        self.origin = Origin(origin or person.origin)
        person.origin = self.origin
        self._keep_fields_of_origin()
        self.fields["version"].initial = person.version
        if "work_service" in self.fields:
            self.fields["work_service"].initial = months_words(person.work_months())
            self.fields["teaching_service"].initial = months_words(person.teaching_months())
            self.fields["teaching_service"].help_text = SERVICE_ADVICE
        if "working_days" in self.fields:
            self.fields["working_days"].required = False
        if person.pk and "post" in self.fields:
            self.fields["post"].help_text = "Здесь исправляют опечатку. Новую должность отмечают кнопкой «Перевод»."
        for name in ("last_name", "first_name", "patronymic"):
            self.fields[name].widget.attrs.pop("maxlength", None)  # the browser cuts a pasted name without a word
        self.helper = self._helper()

    def _keep_fields_of_origin(self):
        asked = {name for _, rows in CARDS[self.origin] for row in rows for name in row}
        for name in [*self.fields]:
            is_common = name in ("last_name", "first_name", "patronymic", "birth_date", "gender", "phone", "email")
            if not (is_common or name in asked or name == "version"):
                del self.fields[name]
            elif label := LABELS.get((self.origin, name)):
                self.fields[name].label = label
        for name in ("last_name", "first_name", *REQUIRED.get(self.origin, ())):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = MISSING[name]
        today = date_digits(timezone.localdate())
        for name in LATEST_TODAY.keys() & self.fields.keys():
            later = f"{LATEST_TODAY[name]} не может быть позже сегодняшней ({today})."
            self.fields[name].error_messages["future"] = later

    def _helper(self):
        helper = FormHelper()
        helper.form_tag = False
        helper.layout = Layout(
            "version",
            Fieldset(
                "Кто",
                Row(Column("last_name"), Column("first_name"), Column("patronymic")),
                Row(Column("birth_date"), Column("gender")),
            ),
            *(Fieldset(title, *(Row(*map(Column, row)) for row in rows)) for title, rows in CARDS[self.origin]),
            Fieldset("Связь", Row(Column("phone"), Column("email"))),
        )
        return helper

    def clean_last_name(self):
        return clean_name(self.cleaned_data["last_name"])

    def clean_first_name(self):
        return clean_name(self.cleaned_data["first_name"])

    def clean_patronymic(self):
        return clean_name(self.cleaned_data["patronymic"])

    def clean_post(self):
        return clean_text(self.cleaned_data["post"])

    def clean_organisation(self):
        return clean_text(self.cleaned_data["organisation"])

    def clean_school_class(self):
        return clean_text(self.cleaned_data["school_class"])

    def clean_working_days(self):
        return self.cleaned_data["working_days"] or USUAL_WEEK

    def clean_phone(self):
        return normalize_phone(self.cleaned_data["phone"])

    def clean_work_service(self):
        return self._since("work_service", self.instance.works_since, self.instance.work_months())

    def clean_teaching_service(self):
        return self._since("teaching_service", self.instance.teaches_since, self.instance.teaching_months())

    def clean(self):
        cleaned = super().clean()
        if set(PLACES) <= set(self.fields) and not any(cleaned.get(name) for name in PLACES):
            self.add_error("organisation", "Укажите, откуда человек: название организации или партнёра из списка.")
        if self.origin == Origin.STAFF and cleaned.get("birth_date"):
            self._check_ages(cleaned, cleaned["birth_date"], timezone.localdate())
        return cleaned

    def _check_ages(self, cleaned, born, today):
        if born > today:
            return  # said by the model
        if working_age.is_odd(born, today):
            self.add_error("birth_date", f"Возраст получается {age(born, today)}. Проверьте год рождения.")
            return
        hired = cleaned.get("hired_on")
        if hired and born < hired and age(born, hired) < working_age.YOUNGEST:
            words = f"В день приёма человеку было {age(born, hired)}. Проверьте дату приёма и рождения."
            self.add_error("hired_on", words)
        earliest = add_months(today, -working_age.longest_service(born, today))
        for name in ("work_service", "teaching_service"):
            if cleaned.get(name) and cleaned[name] < earliest:
                words = "Стаж больше, чем возможно при этой дате рождения. Проверьте стаж и дату рождения."
                self.add_error(name, words)

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
        values = {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.fields}
        if "work_service" in self.fields:
            values |= {
                "works_since": self.cleaned_data["work_service"],
                "teaches_since": self.cleaned_data["teaching_service"],
            }
        if self.origin != Origin.STAFF:
            values["is_teacher"] = False
        return values | {"origin": self.origin}


class GuardianForm(forms.ModelForm):
    """Who answers for a pupil; on a new card all of it may stay empty."""

    class Meta:
        model = Guardian
        fields = ["full_name", "kinship", "document", "phone", "email", "address", "rights_end_on"]
        widgets = {"rights_end_on": DayInput}
        help_texts = {"rights_end_on": "Пусто – до совершеннолетия ребёнка."}

    def __init__(self, *args, is_optional=False, **kwargs):
        super().__init__(*args, **kwargs)
        if is_optional:
            self.empty_permitted, self.use_required_attribute = True, False
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            Fieldset(
                "Законный представитель",
                Row(Column("full_name"), Column("kinship")),
                "document",
                Row(Column("phone"), Column("email")),
                Row(Column("address"), Column("rights_end_on")),
            )
        )

    def clean_full_name(self):
        return clean_name(self.cleaned_data["full_name"])

    def clean_phone(self):
        return normalize_phone(self.cleaned_data["phone"])


class LeaveForm(forms.Form):
    """The last day of a person in the institution."""

    on = forms.DateField(label="Последний день", widget=DayInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate


class ReturnForm(forms.Form):
    """The first day of somebody who came back."""

    on = forms.DateField(label="Первый день", widget=DayInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate


class TransferForm(forms.Form):
    """A new post or unit from a day on."""

    post = forms.CharField(label="Новая должность", max_length=200)
    unit = forms.ModelChoiceField(Unit.objects.all(), label="Подразделение, группа", required=False)
    on = forms.DateField(label="С какого дня", widget=DayInput)

    def clean_post(self):
        return clean_text(self.cleaned_data["post"])


class OnForm(forms.Form):
    """The day on which age and lengths of service are told."""

    on = forms.DateField(label="На дату", widget=DayInput)


class CaseForm(forms.Form):
    """One case form corrected by hand; an empty one gives the word back to the rules."""

    what = forms.ChoiceField(choices=list(WHAT.items()))
    case = forms.ChoiceField(choices=[(case.value, case.label) for case in Case])
    text = forms.CharField(max_length=300, required=False)

    def clean_text(self):
        return clean_text(self.cleaned_data["text"])


class CheckedForm(forms.Form):
    """Of which words all forms were looked at."""

    what = forms.ChoiceField(choices=list(WHAT.items()))


class MergeForm(forms.Form):
    """From which card each differing field is taken, and the versions that were compared."""

    kept_version = forms.IntegerField(widget=forms.HiddenInput)
    gone_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, fields, **kwargs):
        super().__init__(*args, **kwargs)
        for name in fields:
            self.fields[f"take-{name}"] = forms.ChoiceField(choices=[("kept", ""), ("gone", "")])
        self.names = fields

    @property
    def take(self):
        """Names of the fields taken from the card that goes."""
        return [name for name in self.names if self.cleaned_data[f"take-{name}"] == "gone"]

    @property
    def versions(self):
        return self.cleaned_data["kept_version"], self.cleaned_data["gone_version"]
