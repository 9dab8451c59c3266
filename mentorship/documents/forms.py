"""Forms of papers: they clean what was typed; what it means is the workflow's."""

import uuid

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Div, Field, Layout, Row
from django import forms
from django.urls import reverse
from django.utils import timezone

from mentorship.common.checks import validate_not_future
from mentorship.common.widgets import DayInput

from . import files
from .models import Paper, PaperChange


class SignForm(forms.Form):
    """The day of signing; the hidden key makes a second press of the button the same press."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)
    dated = forms.DateField(
        label="Дата подписания",
        widget=DayInput(),
        help_text="Документ получает дату дня, когда его подписали.",
        error_messages={"required": "Укажите дату подписания.", "invalid": "Укажите дату, например 01.09.2026."},
    )

    old_year = forms.BooleanField(label="Документ прошлого года: номер продолжит ряд того года", required=False)

    def __init__(self, data=None, *, paper, asks=(), **kwargs):
        initial = {"key": uuid.uuid4(), "version": paper.version, "dated": timezone.localdate()}
        super().__init__(data, initial=initial, **kwargs)
        _keep_asked(self, asks)
        self.helper = _helper(reverse("documents:sign", args=[paper.pk]))
        self.helper.layout = Layout("key", "version", "dated", *_asked(self), _button("Подписать"))


class RegisterForm(forms.Form):
    """Number and date of a signed paper; what the portal counts itself is not asked."""

    dated = forms.DateField(
        label="Дата документа",
        widget=DayInput(),
        help_text="Обычно – день подписания.",
        error_messages={"required": "Укажите дату документа.", "invalid": "Укажите дату, например 01.09.2026."},
    )
    sequence = forms.IntegerField(
        label="Порядковый номер",
        min_value=1,
        max_value=99999,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),  # a field of numbers loses «45-од» without a word
        error_messages={
            "required": "Впишите порядковый номер.",
            "invalid": "Впишите только число, например 45: «-од» и год портал допишет сам, «/1» – в поле «Добавка».",
            "min_value": "Номер – целое число от 1.",
            "max_value": "Номер – целое число до 99999.",
        },
    )
    suffix = forms.CharField(label="Добавка", max_length=10, required=False, help_text="Например: /1")
    journal_number = forms.CharField(
        label="Номер по журналу учреждения",
        max_length=40,
        required=False,
        help_text="Если в бумажном журнале номер другой. Потом его не изменить.",
    )
    old_year = forms.BooleanField(label="Документ прошлого года: номер продолжит ряд того года", required=False)
    confirmed = forms.BooleanField(label="Так и нужно: пропуск или повтор номера верен", required=False)

    def __init__(self, data=None, *, paper, rule, next_number, asks=(), **kwargs):
        super().__init__(data, initial={"dated": paper.signed_on, "sequence": next_number}, **kwargs)
        by_hand = rule.when == rule.When.BY_HAND
        if not by_hand:
            del self.fields["sequence"], self.fields["suffix"]
        _keep_asked(self, asks)
        self.helper = _helper(reverse("documents:register", args=[paper.pk]))
        number = [Row(Column("sequence"), Column("suffix"))] if by_hand else []
        self.helper.layout = Layout("dated", *number, "journal_number", *_asked(self), _button("Зарегистрировать"))


class RemarkForm(forms.Form):
    """What the head wants corrected."""

    remark = forms.CharField(
        label="Что исправить",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Замечание увидит тот, кто готовил документ.",
        error_messages={"required": "Напишите, что исправить: без замечания вернуть нельзя."},
    )

    def __init__(self, data=None, *, paper, **kwargs):
        super().__init__(data, **kwargs)
        self.helper = _helper(reverse("documents:return", args=[paper.pk]))
        self.helper.attrs["data-keep"] = "remark"
        self.helper.layout = Layout("remark", _button("Вернуть с замечанием", "btn-outline-danger"))


class StackForm(forms.Form):
    """The day on which the sheets of a stack, or of one waiting scan, were signed."""

    day = forms.DateField(label="День подписания", required=False, widget=DayInput, validators=[validate_not_future])


class ScanForm(forms.Form):
    """The scan of the signed sheet, judged by its content."""

    scan = forms.FileField(
        label="Скан с подписью",
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        help_text="PDF, JPG или PNG до 10 МБ. Подойдёт и снимок с телефона.",
        error_messages={
            "required": "Выберите файл скана.",
            "empty": "Файл пустой. Отсканируйте документ ещё раз.",
        },
    )

    def __init__(self, data=None, uploads=None, *, paper, **kwargs):
        super().__init__(data, uploads, **kwargs)
        self.helper = _helper(reverse("documents:attach_scan", args=[paper.pk]))
        self.helper.layout = Layout(
            Div(Field("scan"), css_class="file-drop"), _button("Приложить", "btn-outline-primary")
        )

    def clean_scan(self):
        """Content, content type and name of an accepted scan."""
        upload = self.cleaned_data["scan"]
        content, content_type = files.accept_scan(upload)
        return content, content_type, files.scan_name(upload.name, content_type)


class StorageForm(forms.ModelForm):
    """Where and how long the paper is kept."""

    class Meta:
        model = Paper
        fields = ["case_index", "storage_term", "storage_article", "storage_place"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["storage_term"].help_text = "«постоянно», «5 лет», «50/75 лет ЭПК»."
        self.helper = _helper(reverse("documents:storage", args=[self.instance.pk]))
        self.helper.layout = Layout(*self._meta.fields, _button("Сохранить", "btn-outline-primary"))


class ChangeForm(forms.Form):
    """Which issued paper a draft amends or ends."""

    changed = forms.ModelChoiceField(
        Paper.objects.none(),
        label="Какой документ",
        empty_label="выберите",
        error_messages={"required": "Выберите документ."},
    )
    effect = forms.ChoiceField(label="Что делает", choices=PaperChange.Effect)

    def __init__(self, data=None, *, paper, user, **kwargs):
        super().__init__(data, **kwargs)
        in_force = Paper.objects.visible_to(user).filter(state=Paper.State.ISSUED).exclude(number="").without_text()
        self.fields["changed"].queryset = in_force.order_by("-issued_on", "-sequence")
        self.helper = _helper(reverse("documents:change", args=[paper.pk]))
        self.helper.layout = Layout("changed", "effect", _button("Добавить", "btn-outline-primary"))


def _keep_asked(form, asks):
    """Leave only those questions that were asked for, now or in what was sent."""
    for name in ("old_year", "confirmed"):
        if name in form.fields and name not in asks and name not in form.data:
            del form.fields[name]


def _asked(form):
    return [name for name in ("old_year", "confirmed") if name in form.fields]


def _helper(url):
    helper = FormHelper()
    helper.form_action = url
    helper.attrs = {"data-once": ""}
    return helper


def _button(word, css_class="btn-primary"):
    return Div(StrictButton(word, type="submit", css_class=css_class), css_class="form-actions")
