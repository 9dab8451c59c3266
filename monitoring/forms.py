"""What people choose and type on the pages of monitoring; forms clean their input and do nothing else."""

from datetime import timedelta

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Layout, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from mentorship.common.russian import counted, date_digits
from mentorship.common.widgets import DayInput
from mentorship.cycle.models import Cycle
from mentorship.surveys.models import Questionnaire

from . import days
from .indicators import INDICATORS

ANSWER_DAYS = timedelta(days=14)
LONGEST = timedelta(days=180)  # a later day is a slip in the year


def validate_within(cycle, day):
    """Refuse a day for which the cycle can have no figures."""
    if day < cycle.starts_on:
        raise ValidationError(f"Цикл начинается {date_digits(cycle.starts_on)}: выберите этот день или позже.")
    last = days.last_day(cycle)
    if day > last:
        why = "Цикл закончился" if last == cycle.ends_on else "Сегодня"
        raise ValidationError(f"{why} {date_digits(last)}: выберите этот день или раньше.")


class PeriodForm(forms.Form):
    """The cycle in view and the day on which it is reckoned; wrong values give the present cycle and its last day."""

    cycle = forms.ModelChoiceField(label="Цикл", queryset=Cycle.objects.all(), required=False, empty_label=None)
    on = forms.DateField(
        label="На дату", required=False, widget=DayInput(), error_messages={"invalid": "Укажите дату: ДД.ММ.ГГГГ."}
    )

    def __init__(self, data):
        super().__init__(data)
        self.fields["cycle"].error_messages["invalid_choice"] = "Такого цикла нет: показан текущий."
        self.is_valid()
        chosen = getattr(self, "cleaned_data", {})
        self.chosen_cycle = chosen.get("cycle") or Cycle.objects.current()
        self.chosen_day = None
        if self.chosen_cycle:
            self.chosen_day = self._day(chosen.get("on"))

    def _day(self, day):
        if day is not None:
            try:
                validate_within(self.chosen_cycle, day)
            except ValidationError as error:
                self.add_error("on", error)
            else:
                return day
        return days.last_day(self.chosen_cycle)


class ReportForm(forms.Form):
    """The day on which the annual report is reckoned."""

    on = forms.DateField(
        label="Показатели на дату",
        widget=DayInput(),
        help_text="Обычно 31 мая или последний день цикла.",
        error_messages={"invalid": "Укажите дату: ДД.ММ.ГГГГ.", "required": "Выберите период."},
    )

    def __init__(self, *args, cycle, **kwargs):
        super().__init__(*args, **kwargs)
        self.cycle = cycle
        self.fields["on"].initial = days.last_day(cycle)
        self.helper = FormHelper()
        self.helper.attrs = {"data-once": ""}
        self.helper.layout = Layout("on", Div(Submit("draft", "Сформировать отчёт"), css_class="form-actions"))

    def clean_on(self):
        validate_within(self.cycle, self.cleaned_data["on"])
        return self.cleaned_data["on"]


class TargetsForm(forms.Form):
    """The plan of every indicator, percent; an empty field takes the default."""

    def __init__(self, *args, figures, back_url, **kwargs):
        super().__init__(*args, **kwargs)
        for figure in figures.all:
            self.fields[figure.code] = self._field(figure, figures.cycle)
        cancel = HTML(f'<a class="btn btn-outline-secondary" href="{back_url}">Отмена</a>')
        self.helper = FormHelper()
        self.helper.attrs = {"data-keep": ""}
        self.helper.layout = Layout(
            *INDICATORS,
            Div(Submit("save", "Сохранить план"), cancel, css_class="form-actions form-actions--sticky"),
        )

    def _field(self, figure, cycle):
        default = figure.indicator.target_for(cycle.ends_on.year)
        words = "не задан" if default is None else f"{default} %"
        return forms.DecimalField(
            label=f"{figure.code}. {figure.indicator.title}, %",
            required=False,
            min_value=0,
            max_value=100,
            decimal_places=1,
            localize=True,
            initial=figure.plan if figure.own_plan else None,
            help_text=f"Пусто – план по умолчанию: {words}. Основание: {figure.indicator.source}.",
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            error_messages={
                "invalid": "Введите число процентов, например 87,5.",
                "min_value": "Процент – от 0 до 100.",
                "max_value": "Процент – от 0 до 100.",
                "max_decimal_places": "Достаточно одного знака после запятой.",
            },
        )

    @property
    def values(self):
        """{code: percent or None} as the workflow takes them."""
        return {code: self.cleaned_data[code] for code in INDICATORS}


class AskForm(forms.Form):
    """Which closing questionnaire to ask and until when."""

    questionnaire = forms.ModelChoiceField(
        label="Анкета",
        queryset=Questionnaire.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Выберите анкету.", "invalid_choice": "Выберите анкету из списка."},
    )
    closes_on = forms.DateField(
        label="Ответить до",
        widget=DayInput(),
        error_messages={"invalid": "Укажите дату: ДД.ММ.ГГГГ.", "required": "Укажите, до какого дня можно ответить."},
    )

    def __init__(self, *args, choices, **kwargs):
        """``choices``: :class:`monitoring.views.Choice` of every questionnaire."""
        super().__init__(*args, **kwargs)
        self.fields["questionnaire"].queryset = Questionnaire.objects.filter(
            pk__in=[choice.questionnaire.pk for choice in choices]
        )
        numbers = {choice.questionnaire.pk: len(choice.people) for choice in choices}
        self.fields["questionnaire"].label_from_instance = lambda one: (
            f"{one.title} – {counted(numbers[one.pk], 'человек,человека,человек')}"
        )
        self.fields["closes_on"].initial = timezone.localdate() + ANSWER_DAYS
        self.helper = FormHelper()
        self.helper.attrs = {"data-once": ""}
        self.helper.layout = Layout(
            "questionnaire", "closes_on", Div(Submit("ask", "Открыть опрос"), css_class="form-actions")
        )

    def clean_closes_on(self):
        day, today = self.cleaned_data["closes_on"], timezone.localdate()
        if day < today:
            raise ValidationError("Срок ответа уже прошёл. Укажите сегодняшний день или позже.")
        if day > today + LONGEST:
            raise ValidationError(f"Проверьте год: опрос длился бы дольше {LONGEST.days} дней.")
        return day
