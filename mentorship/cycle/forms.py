"""What people type about the roadmap; forms clean their input and do nothing else."""

from datetime import date

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Div, Fieldset, Layout, Row, Submit
from django import forms
from django.utils import timezone

from mentorship.common.checks import check_period, validate_not_future
from mentorship.common.russian import clean_text, counted
from mentorship.common.widgets import DayInput

from . import presets, terms
from .models import Activity, Cycle, Programme, Stage
from .results import RESULTS, ROLE_WORDS

MONTHS = [("", "—"), *((number, name) for number, name in enumerate(terms.MONTHS, start=1))]
KEEP, IN_MONTHS, OWN_DATES = "keep", "months", "dates"
WHEN = [
    (IN_MONTHS, "в месяцах учебного года"),
    (OWN_DATES, "точные даты"),
    ("annual", "в течение всего цикла"),
    ("on_demand", "по мере потребности (не бывает просрочено)"),
    ("on_bond_end", "по завершении пар и групп"),
    ("none", "без срока"),
]


def _month(label, **kwargs):
    return forms.TypedChoiceField(label=label, choices=MONTHS, coerce=int, empty_value=None, required=False, **kwargs)


def _months_term(first, last):
    """The term «sy:09» or «sy:09-10»; one month if ``last`` is not chosen."""
    return f"sy:{first:02}-{last:02}" if last and last != first else f"sy:{first:02}"


def _misses(term, cycle):
    """Whether these months have no day in the cycle."""
    return not terms.window(terms.parse(term), cycle.starts_on, cycle.ends_on)


def _cancel(url):
    return HTML(f'<a class="btn btn-outline-secondary" href="{url}">Отмена</a>')


def _school_year():
    """First and last day of the school year that begins next or has just begun: 1 September, 31 May."""
    today = timezone.localdate()
    year = today.year if today.month >= 5 else today.year - 1
    return date(year, 9, 1), date(year + 1, 5, 31)


class OpenCycleForm(forms.Form):
    """A new cycle: from a model, or from the roadmap of an earlier cycle."""

    source = forms.ChoiceField(label="По какой модели", widget=forms.RadioSelect)
    title = forms.CharField(label="Название цикла", max_length=100)
    starts_on = forms.DateField(label="Начало", widget=DayInput())
    ends_on = forms.DateField(label="Конец", widget=DayInput())
    programme_title = forms.CharField(
        label="Программа наставничества",
        max_length=300,
        required=False,
        help_text="Если программа с таким названием уже есть, цикл станет её продолжением.",
    )
    goal = forms.CharField(
        label="Цель программы",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Пусто – цель из модели, если она там названа.",
    )
    suggested = forms.MultipleChoiceField(
        label="Строки, которых в модели нет, но которые советует портал",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        starts_on, ends_on = _school_year()
        self.fields["starts_on"].initial, self.fields["ends_on"].initial = starts_on, ends_on
        self.fields["title"].initial = f"{starts_on.year}/{ends_on.year % 100:02} учебный год"
        models = [(f"preset:{code}", label) for code, label in presets.model_choices()]
        self.fields["source"].choices = [*self._earlier(), *models]
        self.fields["source"].initial = self.fields["source"].choices[0][0]
        self.fields["suggested"].choices = presets.suggestion_choices()
        if programme := Programme.objects.first():
            self.fields["programme_title"].initial = programme.title
        self.helper = FormHelper()
        self.helper.attrs = {"data-keep": "open-cycle", "data-once": ""}
        self.helper.layout = Layout(
            "source",
            "suggested",
            "title",
            Row(Column("starts_on"), Column("ends_on")),
            "programme_title",
            "goal",
            Div(Submit("save", "Открыть цикл"), css_class="form-actions"),
        )

    def _earlier(self):
        return [(f"cycle:{cycle.pk}", f"Своя дорожная карта: {cycle.title}") for cycle in Cycle.objects.all()[:3]]

    def clean_title(self):
        return clean_text(self.cleaned_data["title"])

    def clean(self):
        cleaned = super().clean()
        check_period(self, cleaned, said="Конец цикла должен быть позже начала. Проверьте даты.")
        return cleaned

    def chosen(self):
        """(preset code, numbers of suggested rows) or (None, the earlier cycle's pk)."""
        kind, _, value = self.cleaned_data["source"].partition(":")
        if kind == "cycle":
            return None, int(value)
        return value, presets.chosen_suggestions(value, self.cleaned_data["suggested"])


class ActivityForm(forms.Form):
    """A row of the roadmap in words of people: the term is chosen, not written in the mini-language."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    number = forms.CharField(label="№", max_length=10, required=False)
    title = forms.CharField(
        label="Мероприятие", max_length=500, widget=forms.Textarea(attrs={"rows": 2, "maxlength": 500})
    )
    stage = forms.ModelChoiceField(Stage.objects.none(), label="Этап", empty_label=None)
    items = forms.CharField(
        label="Содержание",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Каждый пункт с новой строки. У пункта, слова которого не меняются, отметка остаётся.",
    )
    when = forms.ChoiceField(label="Срок")
    first_month = _month("С месяца")
    last_month = _month("По месяц", help_text="Один месяц – оставьте пустым.")
    starts_on = forms.DateField(label="Дата начала", required=False, widget=DayInput())
    due_on = forms.DateField(label="Выполнить до", required=False, widget=DayInput())
    term_text = forms.CharField(
        label="Срок словами",
        max_length=200,
        required=False,
        help_text="Так срок показан в дорожной карте. Пусто – портал напишет сам.",
    )
    responsible = forms.MultipleChoiceField(
        label="Ответственные",
        choices=list(ROLE_WORDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    result = forms.CharField(
        label="Результат", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    doc = forms.ChoiceField(
        label="Чем подтверждается",
        required=False,
        help_text="Когда такой документ или запись появятся в портале, строка закроется сама.",
    )
    questionnaire = forms.CharField(label="Код анкеты", max_length=10, required=False, help_text="Например, Q12.")
    note = forms.CharField(
        label="Примечание", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, cycle, back_url, activity=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.cycle, self.activity = cycle, activity
        self.fields["stage"].queryset = cycle.stages.all()
        self.fields["when"].choices = [*self._kept(), *WHEN]
        self.fields["doc"].choices = self._docs()
        self.helper = FormHelper()
        self.helper.attrs = {"data-keep": "activity", "data-once": ""}
        self.helper.layout = Layout(
            "version",
            Row(Column("number", css_class="col-md-3"), Column("stage", css_class="col-md-9")),
            "title",
            "items",
            Fieldset(
                "Когда",
                "when",
                Row(Column("first_month"), Column("last_month")),
                Row(Column("starts_on"), Column("due_on")),
                "term_text",
            ),
            Fieldset("Кто и с каким итогом", "responsible", "result", "doc", "questionnaire", "note"),
            Div(Submit("save", "Сохранить"), _cancel(back_url), css_class="form-actions"),
        )

    @staticmethod
    def initial_of(activity):
        """What the form shows of a stored row."""
        names = ("version", "number", "title", "stage", "term_text", "responsible", "result", "doc")
        return {name: getattr(activity, name) for name in (*names, "questionnaire", "note")} | {
            "items": "\n".join(item.title for item in activity.items.all()),
            "when": ActivityForm._present_when(activity),
            "starts_on": activity.starts_on,
            "due_on": activity.due_on,
        }

    @staticmethod
    def _present_when(activity):
        return OWN_DATES if activity.term == "none" and activity.due_on else KEEP

    def _kept(self):
        if self.activity is None:
            return []
        words = self.activity.term_text or terms.words(terms.parse(self.activity.term))
        return [(KEEP, f"как сейчас: {words}")]

    def _docs(self):
        present = self.activity.doc if self.activity else ""
        other = [(present, present)] if present and present not in RESULTS else []
        return [("", "только файлом или вручную"), *other, *RESULTS.items()]

    def clean_title(self):
        return clean_text(self.cleaned_data["title"])

    def clean_questionnaire(self):
        return clean_text(self.cleaned_data["questionnaire"]).upper()

    def clean(self):
        cleaned = super().clean()
        match cleaned.get("when"):
            case "keep" if {"starts_on", "due_on"} & set(self.changed_data):
                self.add_error("when", "Вы изменили даты: чтобы они действовали, выберите «точные даты».")
            case "months":
                self._clean_months(cleaned)
            case "dates":
                self._clean_dates(cleaned)
        return cleaned

    def _clean_months(self, cleaned):
        if not cleaned.get("first_month"):
            self.add_error("first_month", "Выберите месяц.")
            return
        if _misses(_months_term(cleaned["first_month"], cleaned.get("last_month")), self.cycle):
            self.add_error("first_month", "Этот месяц не попадает в цикл. Выберите другой или задайте точные даты.")

    def _clean_dates(self, cleaned):
        if "due_on" in cleaned and not cleaned["due_on"]:
            self.add_error("due_on", "Укажите, до какого числа выполнить.")
        said = "Срок не может кончиться раньше, чем начался."
        check_period(self, cleaned, last="due_on", said=said, one_day=True)

    def changes(self):
        """Keyword arguments for ``workflow.edit_activity`` and ``add_activity``."""
        cleaned = self.cleaned_data
        names = ("title", "stage", "responsible", "result", "doc", "questionnaire", "note")
        found = {name: cleaned[name] for name in names} | {"items": cleaned["items"].splitlines()}
        if cleaned["number"]:
            found["number"] = cleaned["number"]
        return found | self._term_changes(cleaned)

    def _term_changes(self, cleaned):
        typed = clean_text(cleaned["term_text"])
        when = cleaned["when"]
        if when == KEEP:
            return {"term_text": typed}
        if self.activity and when != self._present_when(self.activity) and typed == self.activity.term_text:
            typed = ""  # words of the former term do not fit the new one
        if when == IN_MONTHS:
            return {"term": _months_term(cleaned["first_month"], cleaned["last_month"]), "term_text": typed}
        if when == OWN_DATES:
            days = {"starts_on": cleaned["starts_on"], "due_on": cleaned["due_on"]}
            return {"term": "none", "term_text": typed or "в указанные даты", **days}
        return {"term": when, "term_text": typed, "starts_on": None, "due_on": None}


class CloseForm(forms.Form):
    """Closing a row by hand: on what ground."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="На каком основании",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 500}),
        help_text="Например: «Протокол педсовета № 2 от 30.09.2026 хранится в деле 01-12».",
        error_messages={"required": "Укажите, на каком основании закрыта строка."},
    )

    def __init__(self, *args, url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_action = url
        self.helper.attrs = {"data-once": ""}
        self.helper.add_input(Submit("close", "Закрыть строку"))


class CloseCycleForm(forms.Form):
    """Closing a cycle: why without an order on its results, if there is none."""

    reason = forms.CharField(
        label="Почему без приказа об итогах",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 500}),
        help_text="Например: «Итоги утверждены приказом № 17-од от 29.05.2026, изданным на бумаге». Останется в истории.",
        error_messages={"required": "Издайте приказ об итогах или напишите, почему цикл закрывают без него."},
    )

    def __init__(self, *args, needs_reason, **kwargs):
        super().__init__(*args, **kwargs)
        if not needs_reason:
            del self.fields["reason"]


class FileForm(forms.Form):
    """A scan or photograph as the result of a row."""

    upload = forms.FileField(
        label="Файл",
        allow_empty_file=True,
        help_text="PDF, JPG или PNG до 10 МБ.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )
    title = forms.CharField(label="Что это", max_length=300, required=False, help_text="Пусто – имя файла.")
    dated_on = forms.DateField(label="Дата документа", widget=DayInput(), validators=[validate_not_future])

    def __init__(self, *args, url, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dated_on"].initial = timezone.localdate()
        self.helper = FormHelper()
        self.helper.form_action = url
        self.helper.attrs = {"data-once": ""}
        self.helper.add_input(Submit("add", "Приложить файл"))


class StageForm(forms.ModelForm):
    """Words of a stage."""

    class Meta:
        model = Stage
        fields = ["title", "task"]
        widgets = {"task": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, back_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "title", "task", Div(Submit("save", "Сохранить"), _cancel(back_url), css_class="form-actions")
        )


class StageTermForm(StageForm):
    """Words of a stage that is there already, and the months of its rows that have no term yet."""

    first_month = _month("Срок мероприятий этапа: с месяца")
    last_month = _month("По месяц", help_text="Один месяц – оставьте пустым.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        undated = self.instance.activities.filter(term="none", due_on=None, closed_on=None).count()
        if not undated:
            del self.fields["first_month"], self.fields["last_month"]
            return
        rows = counted(undated, "мероприятия,мероприятий,мероприятий")
        self.fields["first_month"].help_text = f"Для {rows} этого этапа без срока; заданные сроки не изменятся."
        self.helper.layout.insert(2, Row(Column("first_month"), Column("last_month")))

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.pop("first_month", None), cleaned.pop("last_month", None)
        if last and not first:
            self.add_error("first_month", "Выберите и первый месяц.")
        if first:
            cleaned["term"] = _months_term(first, last)
            if _misses(cleaned["term"], self.instance.cycle):
                self.add_error("first_month", "Этот месяц не попадает в цикл. Выберите другой.")
        return cleaned


class ProgrammeForm(forms.ModelForm):
    """Title, goal and period of the programme."""

    class Meta:
        model = Programme
        fields = ["title", "goal", "starts_on", "ends_on"]
        widgets = {"goal": forms.Textarea(attrs={"rows": 5}), "starts_on": DayInput(), "ends_on": DayInput()}

    def __init__(self, *args, back_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "title",
            "goal",
            Row(Column("starts_on"), Column("ends_on")),
            Div(Submit("save", "Сохранить"), _cancel(back_url), css_class="form-actions"),
        )


TYPED = [
    (name, str(Activity._meta.get_field(name).verbose_name).capitalize())
    for name in ("number", "title", "term_text", "result", "note", "starts_on", "due_on", "questionnaire")
]


def differences(form, current):
    """(label, stored now, typed) of each field in which the typed row differs from the stored one."""
    typed = form.changes()
    stored = "\n".join(item.title for item in current.items.all())
    pairs = [(label, getattr(current, name), typed[name]) for name, label in TYPED if name in typed]
    pairs.append(("Содержание", stored, "\n".join(typed["items"])))
    pairs.append(("Этап", current.stage, typed["stage"]))
    pairs.append(("Ответственные", *(_roles(codes) for codes in (current.responsible, typed["responsible"]))))
    pairs.append(("Чем подтверждается", *(RESULTS.get(code, code) for code in (current.doc, typed["doc"]))))
    return [pair for pair in pairs if pair[1] != pair[2]]


def _roles(codes):
    return ", ".join(words for code, words in ROLE_WORDS.items() if code in codes)
