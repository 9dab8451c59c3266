"""Forms of papers: they clean what was typed; what it means is the workflow's."""

import uuid

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.urls import reverse
from django.utils import timezone

from . import files


class SignForm(forms.Form):
    """The day of signing; the hidden key makes a second press of the button the same press."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)
    dated = forms.DateField(
        label="Дата подписания",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Приказ получает дату, когда его подписали. Номер портал даст сам.",
        error_messages={"required": "Укажите дату подписания.", "invalid": "Укажите дату, например 01.09.2026."},
    )

    def __init__(self, data=None, *, paper, **kwargs):
        initial = {"key": uuid.uuid4(), "version": paper.version, "dated": timezone.localdate()}
        super().__init__(data, initial=initial, **kwargs)
        self.helper = _helper(reverse("documents:sign", args=[paper.pk]))
        self.helper.layout = Layout("key", "version", "dated", _button("Подписать"))


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


def _helper(url):
    helper = FormHelper()
    helper.form_action = url
    helper.attrs = {"data-once": ""}
    return helper


def _button(word, css_class="btn-primary"):
    return Div(StrictButton(word, type="submit", css_class=css_class), css_class="form-actions")
