"""What people type on the pages of people; forms clean their input and do nothing else."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Div, Fieldset, Layout, Row, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from mentorship.common.cases import Case
from mentorship.common.checks import normalize_phone, validate_http_url, validate_not_future
from mentorship.common.periods import add_months, parse_experience
from mentorship.common.russian import clean_name, clean_text, months_words

from .forms_of import WHAT
from .models import Consent, Person, PublicField, Signers

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
CONSENT_FILTERS = [
    ("", "Все"),
    ("printed", "Распечатано, не подписано"),
    ("in_force", "Действует"),
    ("expires", "Истекает за 30 дней"),
    ("expired", "Истекло"),
    ("withdrawn", "Отозвано"),
    ("no_scan", "Подписано, нет скана"),
]
CONSENT_KINDS = [
    ("", "Все виды"),
    (Consent.Kind.PROCESSING, "На обработку данных"),
    (Consent.Kind.PUBLICATION, "На публикацию"),
    (Consent.Kind.MENTOR, "Наставника"),
    (Consent.Kind.MENTEE, "Наставляемого"),
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


class ConsentFilterForm(forms.Form):
    """What of the consents is shown."""

    q = forms.CharField(label="Найти", required=False, max_length=200)
    show = forms.ChoiceField(label="Показать", required=False, choices=CONSENT_FILTERS)
    kind = forms.ChoiceField(label="Вид", required=False, choices=CONSENT_KINDS)


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


# --- Consents ------------------------------------------------------------------------------------------------


class UrlsField(forms.CharField):
    """Addresses of pages, one a line."""

    widget = forms.Textarea

    def clean(self, value):
        urls = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        for url in urls:
            validate_http_url(url)
        return urls


class PrintForm(forms.Form):
    """Which consents to print for the chosen people, and what to write in them beforehand."""

    kinds = forms.MultipleChoiceField(
        label="Какие согласия",
        choices=[(kind.value, kind.label[0].upper() + kind.label[1:]) for kind in Consent.Kind],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Отметьте хотя бы один вид согласия."},
    )
    fields_ = forms.MultipleChoiceField(
        label="Что публикуется",
        choices=PublicField.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Отмеченное будет напечатано с галочкой; без отметок человек поставит их сам на бумаге.",
    )
    urls = UrlsField(
        label="Адреса страниц",
        required=False,
        max_length=2000,
        help_text="По одному в строке, например https://ds3.example.ru/nastavnichestvo.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    processor = forms.CharField(
        label="Кто обрабатывает данные по поручению учреждения",
        required=False,
        max_length=300,
        help_text="Название и адрес, если портал размещён у сторонней организации. Пусто – никто.",
    )

    def __init__(self, *args, site_url="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kinds"].initial = [Consent.Kind.PROCESSING]
        self.fields["urls"].initial = site_url
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            "kinds",
            Fieldset("В согласии на публикацию", "fields_", "urls"),
            Fieldset("В согласии на обработку", "processor"),
        )

    @property
    def details(self):
        """Details by kind, as ``workflow.print_consents`` takes them."""
        cleaned = self.cleaned_data
        return {
            Consent.Kind.PUBLICATION: {"fields": cleaned["fields_"], "urls": cleaned["urls"]},
            Consent.Kind.PROCESSING: {"processor": clean_text(cleaned["processor"])},
        }


class SignForm(forms.Form):
    """What stands on the signed sheet: day, giver, ticks; the scan may come later."""

    on = forms.DateField(
        label="Дата подписания",
        widget=DayInput,
        validators=[validate_not_future],
        error_messages={"required": "Укажите дату подписания согласия."},
    )
    representative = forms.CharField(label="Законный представитель", required=False, max_length=300)
    representative_document = forms.CharField(
        label="Чем подтверждены полномочия",
        required=False,
        max_length=300,
        help_text="Свидетельство о рождении, акт об опеке: номер, дата.",
    )
    fields_ = forms.MultipleChoiceField(
        label="Что отмечено к публикации",
        choices=PublicField.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    urls = UrlsField(label="Адреса страниц", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    scan = forms.FileField(label="Скан", required=False, help_text="PDF, JPG или PNG до 10 МБ. Можно приложить позже.")

    def __init__(self, *args, consent, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_publication = consent.kind == Consent.Kind.PUBLICATION
        self.fields["on"].initial = timezone.localdate
        if consent.person.signers() == Signers.SELF:
            del self.fields["representative"], self.fields["representative_document"]
        if self.is_publication:
            self.fields["fields_"].initial = consent.details.get("fields", [])
            self.fields["urls"].initial = "\n".join(consent.details.get("urls", []))
        else:
            del self.fields["fields_"], self.fields["urls"]

    @property
    def values(self):
        """Cleaned values as ``workflow.sign_consent`` takes them, without the scan."""
        values = {name: value for name, value in self.cleaned_data.items() if name not in ("scan", "fields_", "urls")}
        if self.is_publication:
            values["details"] = {"fields": self.cleaned_data["fields_"], "urls": self.cleaned_data["urls"]}
        return values


class RowSignForm(forms.Form):
    """A row of the table in which many consents are marked signed: a day typed there, or the day for all ticked."""

    chosen = forms.BooleanField(required=False)
    on = forms.DateField(required=False, widget=DayInput, validators=[validate_not_future])
    scan = forms.FileField(required=False)

    @property
    def is_meant(self):
        return any(self.cleaned_data.get(name) for name in ("chosen", "on", "scan"))


class DayForAllForm(forms.Form):
    """The day on which all the ticked consents were signed."""

    day = forms.DateField(
        label="Дата для отмеченных", required=False, widget=DayInput, validators=[validate_not_future]
    )


class ScanForm(forms.Form):
    """The scan of a signed sheet."""

    scan = forms.FileField(
        label="Скан подписанного листа",
        help_text="PDF, JPG или PNG до 10 МБ.",
        error_messages={"required": "Выберите файл со сканом."},
    )


class WithdrawForm(forms.Form):
    """When and how a consent was withdrawn."""

    on = forms.DateField(label="Дата получения отзыва", widget=DayInput, validators=[validate_not_future])
    reason = forms.CharField(
        label="Как и почему отозвано",
        max_length=300,
        help_text="Например: «письменное заявление от 05.11.2026».",
        error_messages={"required": "Укажите, как получен отзыв: это понадобится при проверке."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate

    def clean_reason(self):
        return clean_text(self.cleaned_data["reason"])
