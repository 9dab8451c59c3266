"""Forms of the settings of papers."""

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Div, Fieldset, Layout, Row
from django import forms

from .models import PaperSettings, SeriesRule


def _helper(*fields):
    helper = FormHelper()
    helper.attrs = {"data-keep": ""}
    save = Div(StrictButton("Сохранить", type="submit", css_class="btn-primary"), css_class="form-actions")
    helper.layout = Layout(*fields, save)
    return helper


class SeriesRuleForm(forms.ModelForm):
    """How one row of numbers runs."""

    class Meta:
        model = SeriesRule
        fields = ["pattern", "when", "gaps", "repeats", "index", "place"]
        widgets = {"when": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        when = ["when", Fieldset("Если номер вписывают рукой", Row(Column("gaps"), Column("repeats")))]
        if self.instance.is_given_at_printing:
            for name in ("when", "gaps", "repeats"):
                del self.fields[name]
            when = []
        self.helper = _helper("pattern", *when, Fieldset("Хранение", Row(Column("index"), Column("place"))))


class PaperSettingsForm(forms.ModelForm):
    """Geometry of the page and ways of acquaintance."""

    class Meta:
        model = PaperSettings
        fields = [*PaperSettings.GEOMETRY, "acquaintance", "acquaint_days", "return_days"]
        widgets = {"acquaintance": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = _helper(
            Fieldset(
                "Лист",
                "label",
                Row(Column("margin_left"), Column("margin_right")),
                Row(Column("margin_top"), Column("margin_bottom")),
                "mirror",
            ),
            Fieldset(
                "Текст",
                Row(Column("size"), Column("size_table")),
                Row(Column("line_height"), Column("indent")),
                Row(Column("command_style")),
                "heading_bold",
            ),
            Fieldset("Ознакомление и возврат", "acquaintance", Row(Column("acquaint_days"), Column("return_days"))),
        )
