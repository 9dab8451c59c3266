"""What people type about consents: printed, signed, withdrawn, destroyed."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.utils import timezone

from mentorship.common.checks import validate_http_url, validate_not_future
from mentorship.common.periods import add_months
from mentorship.common.russian import clean_text
from mentorship.common.widgets import DayInput

from .models import Consent, Guardian, PictureUse, PublicField, Signers
from .workflow.consents import CONSENT_YEARS

CONSENT_FILTERS = [
    ("", "Все"),
    ("printed", "Распечатано, не подписано"),
    ("in_force", "Действует"),
    ("expires", "Скоро истекают, исполнится 14 или 18"),
    ("expired", "Истекло"),
    ("withdrawn", "Отозвано"),
    ("no_scan", "Подписано, нет скана"),
    ("dropped", "Бланк отменён"),
    ("scanned", "Есть скан, не отмечено подписанным"),
]
CONSENT_KINDS = [
    ("", "Все виды"),
    (Consent.Kind.PROCESSING, "На обработку данных"),
    (Consent.Kind.PUBLICATION, "На публикацию"),
    (Consent.Kind.MENTOR, "Наставника"),
    (Consent.Kind.MENTEE, "Наставляемого"),
    (Consent.Kind.PICTURE, "На изображение"),
]


class ConsentFilterForm(forms.Form):
    """What of the consents is shown."""

    q = forms.CharField(label="Найти", required=False, max_length=200)
    show = forms.ChoiceField(label="Показать", required=False, choices=CONSENT_FILTERS)
    kind = forms.ChoiceField(label="Вид", required=False, choices=CONSENT_KINDS)


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
        help_text="Если отмечены оба согласия на наставничество, каждый получит то, которое нужно по его базе.",
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
    uses = forms.MultipleChoiceField(
        label="Где используется изображение",
        choices=PictureUse.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Адреса страниц – те же, что для публикации.",
    )
    valid_until = forms.DateField(
        label="Действует по",
        widget=DayInput,
        error_messages={"required": "Укажите срок: дату или событие с датой."},
    )
    term_event = forms.CharField(
        label="или до события",
        required=False,
        max_length=200,
        help_text="Например: «окончание программы наставничества». Позже даты слева согласие не действует и тогда.",
    )
    processor = forms.CharField(
        label="Кто обрабатывает данные по поручению учреждения",
        required=False,
        max_length=300,
        help_text="Название и адрес, если портал размещён у сторонней организации. Пусто – никто.",
    )

    def __init__(self, *args, kinds, site_url="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kinds"].initial = kinds
        self.fields["urls"].initial = site_url
        self.fields["valid_until"].initial = add_months(timezone.localdate(), CONSENT_YEARS * 12)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            "kinds",
            Fieldset("Срок", Row(Column("valid_until"), Column("term_event"))),
            Fieldset("В согласии на публикацию и на изображение", "fields_", "uses", "urls"),
            Fieldset("В согласии на обработку", "processor"),
        )

    def clean_term_event(self):
        return clean_text(self.cleaned_data["term_event"]).rstrip(".")

    @property
    def details(self):
        """Details by kind, as ``workflow.print_consents`` takes them."""
        cleaned = self.cleaned_data
        return {
            Consent.Kind.PUBLICATION: {"fields": cleaned["fields_"], "urls": cleaned["urls"]},
            Consent.Kind.PICTURE: {"uses": cleaned["uses"], "urls": cleaned["urls"]},
            Consent.Kind.PROCESSING: {"processor": clean_text(cleaned["processor"])},
        }


TICKED = {  # what was ticked by hand on the sheet: field of the form, name in Consent.details
    Consent.Kind.PUBLICATION: {"fields_": "fields", "urls": "urls"},
    Consent.Kind.PICTURE: {"uses": "uses", "urls": "urls"},
}


class SignForm(forms.Form):
    """What stands on the signed sheet: day, giver, ticks; the scan may come later."""

    on = forms.DateField(
        label="Дата подписания",
        widget=DayInput,
        validators=[validate_not_future],
        error_messages={"required": "Укажите дату подписания согласия."},
    )
    guardian = forms.ModelChoiceField(
        queryset=Guardian.objects.none(),
        label="Законный представитель",
        required=False,
        empty_label="другой, впишу ниже",
    )
    representative = forms.CharField(
        label="Представитель: фамилия, имя, отчество, кем приходится", required=False, max_length=300
    )
    representative_document = forms.CharField(
        label="Чем подтверждены полномочия",
        required=False,
        max_length=300,
        help_text="Свидетельство о рождении, акт об опеке: номер, дата.",
    )
    own_signature = forms.BooleanField(label="Подпись участника на листе тоже есть", required=False, initial=True)
    fields_ = forms.MultipleChoiceField(
        label="Что отмечено к публикации",
        choices=PublicField.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    uses = forms.MultipleChoiceField(
        label="Где отмечено использование",
        choices=PictureUse.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    urls = UrlsField(label="Адреса страниц", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    scan = forms.FileField(
        label="Скан",
        required=False,
        allow_empty_file=True,  # the check of scans says what to do with an empty one
        help_text="PDF, JPG или PNG до 10 МБ. Можно приложить позже.",
    )

    def __init__(self, *args, consent, **kwargs):
        super().__init__(*args, **kwargs)
        self.ticked = TICKED.get(consent.kind, {})
        self.fields["on"].initial = consent.signed_on or timezone.localdate()
        self._ask_for_giver(consent)
        if consent.signed_on:  # a correction: the scan has a form of its own
            del self.fields["scan"]
        for name in ("fields_", "uses", "urls"):
            if name not in self.ticked:
                del self.fields[name]
                continue
            known = consent.details.get(self.ticked[name], [])
            self.fields[name].initial = "\n".join(known) if name == "urls" else known

    def _ask_for_giver(self, consent):
        days = {consent.printed_on, consent.signed_on or timezone.localdate(), timezone.localdate()}
        signers = {consent.person.signers(day) for day in days}  # a birthday may lie between
        if Signers.BOTH not in signers:
            del self.fields["own_signature"]
        if signers == {Signers.SELF}:
            del self.fields["guardian"], self.fields["representative"], self.fields["representative_document"]
            return
        known = consent.person.guardians.in_right()
        self.fields["guardian"].queryset = known
        self.fields["guardian"].initial = consent.guardian_id
        if consent.guardian_id is None:
            self.fields["representative"].initial = consent.representative
        self.fields["representative_document"].initial = consent.representative_document
        if not known:
            del self.fields["guardian"]

    @property
    def values(self):
        """Cleaned values as ``workflow.sign_consent`` takes them, without the scan."""
        values = {name: value for name, value in self.cleaned_data.items() if name not in ("scan", *self.ticked)}
        if self.ticked:
            values["details"] = {kept: self.cleaned_data[name] for name, kept in self.ticked.items()}
        return values


class RowSignForm(forms.Form):
    """A row of the table in which many consents are marked signed: a day typed there, or the day for all ticked."""

    chosen = forms.BooleanField(required=False)
    on = forms.DateField(required=False, widget=DayInput, validators=[validate_not_future])
    scan = forms.FileField(required=False, allow_empty_file=True)

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
        allow_empty_file=True,
        help_text="PDF, JPG или PNG до 10 МБ.",
        error_messages={"required": "Выберите файл со сканом."},
    )


class DropForm(forms.Form):
    """Why a printed sheet will not be signed."""

    reason = forms.CharField(
        label="Почему",
        max_length=300,
        help_text="Например: «напечатан лишний», «испорчен», «человек отказался подписать».",
        error_messages={
            "required": "Напишите, почему бланк не понадобился: номер останется занятым, это видно в списке."
        },
    )

    def clean_reason(self):
        return clean_text(self.cleaned_data["reason"])


class WithdrawForm(forms.Form):
    """When and how a consent was withdrawn."""

    on = forms.DateField(label="Дата получения отзыва", widget=DayInput, validators=[validate_not_future])
    reason = forms.CharField(
        label="Как и почему отозвано",
        max_length=300,
        help_text="Например: «письменное заявление от 05.11.2026».",
        error_messages={"required": "Укажите, как получен отзыв: это понадобится при проверке."},
    )
    demand = forms.BooleanField(
        label="Человек требует и прекратить обработку",
        required=False,
        help_text="Тогда прекратить её нужно за 10 рабочих дней (152-ФЗ, ст. 21 ч. 5.1).",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate

    def clean_reason(self):
        return clean_text(self.cleaned_data["reason"])
