"""What people type about personalised programmes; forms clean their input and do nothing else."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Div, Layout, Row, Submit
from django import forms

from mentorship.common.checks import check_period, validate_not_future
from mentorship.common.russian import clean_text, date_digits
from mentorship.common.widgets import DayInput
from mentorship.documents import files

SHOWN = [
    ("", "Все"),
    ("none", "Нет программы"),
    ("draft", "Черновик"),
    ("on_approval", "У руководителя"),
    ("approved", "Утверждена"),
]


class ProgrammeForm(forms.Form):
    """What the pair works on, from when to when."""

    goal = forms.CharField(
        label="Цель",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Чего достигнет наставляемый. Например: «к концу мая самостоятельно вести образовательный день группы».",
        error_messages={"required": "Напишите цель: с неё начинается программа."},
    )
    tasks = forms.CharField(
        label="Задачи",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Каждая задача с новой строки. Их можно будет выбрать целью встречи.",
        error_messages={"required": "Напишите хотя бы одну задачу."},
    )
    starts_on = forms.DateField(label="Начало", widget=DayInput, error_messages={"required": "Укажите первый день."})
    ends_on = forms.DateField(
        label="Окончание", widget=DayInput, error_messages={"required": "Укажите последний день."}
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    verb = "Сохранить"
    more = ()

    def __init__(self, *args, bond, back_url, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("starts_on", "ends_on"):
            self.fields[name].help_text = f"Пара: {date_digits(bond.starts_on)}–{date_digits(bond.last_day)}."
        self.helper = FormHelper()
        self.helper.attrs = {"data-keep": "programme", "data-once": True}
        self.helper.layout = Layout(
            "version",
            "goal",
            "tasks",
            Row(Column("starts_on", css_class="col-sm-6"), Column("ends_on", css_class="col-sm-6")),
            *self.more,
            Div(
                Submit("save", self.verb),
                HTML(f'<a class="btn btn-outline-secondary" href="{back_url}">Отмена</a>'),
                css_class="form-actions",
            ),
        )

    def clean_goal(self):
        return clean_text(self.cleaned_data["goal"], lines=True)

    def clean_tasks(self):
        return clean_text(self.cleaned_data["tasks"], lines=True)

    def clean(self):
        cleaned = super().clean()
        check_period(self, cleaned)
        return cleaned


class ApprovedForm(ProgrammeForm):
    """A programme that was approved on paper: its day and scan besides."""

    approved_on = forms.DateField(
        label="Дата утверждения",
        widget=DayInput,
        validators=[validate_not_future],
        error_messages={"required": "Укажите дату утверждения, как на бумаге."},
    )
    scan = forms.FileField(
        label="Скан утверждённой программы",
        required=False,
        allow_empty_file=True,
        help_text="PDF, JPG или PNG до 10 МБ. Можно приложить позже.",
    )

    verb = "Внести"
    more = ("approved_on", "scan")

    def clean_scan(self):
        """The content of the scan with its kind and name, None without one."""
        upload = self.cleaned_data["scan"]
        if not upload:
            return None
        content, content_type = files.accept_scan(upload)
        return content, content_type, files.scan_name(upload.name, content_type)


class RemarkForm(forms.Form):
    """What the head wants changed."""

    remark = forms.CharField(
        label="Что исправить",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Напишите, что исправить: без замечания вернуть нельзя."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_remark(self):
        return clean_text(self.cleaned_data["remark"], lines=True)


class ListFilterForm(forms.Form):
    """What of the list is shown."""

    q = forms.CharField(label="Найти пару", required=False, max_length=200)
    show = forms.ChoiceField(label="Программа", choices=SHOWN, required=False)

    def narrow(self, bonds):
        """``bonds`` of one cycle as the filter says; anything unknown in the address shows all."""
        if not self.is_valid():
            return bonds
        found, show = bonds.search(self.cleaned_data["q"]), self.cleaned_data["show"]
        if show == "none":
            return found.filter(programme__isnull=True)
        return found.filter(programme__state=show) if show else found
