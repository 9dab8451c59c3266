"""What people type on the pages of loading a list."""

import re

from django import forms

from mentorship.common.widgets import DayInput

from .import_kinds import import_kinds

FIX = re.compile(r"fix-(\d{1,6})-(\d{1,3})")
LONGEST = 4_000  # of one cell, as in a file


class UploadForm(forms.Form):
    """A list and what it holds."""

    kind = forms.ChoiceField(
        label="Что в списке",
        error_messages={"required": "Выберите, что в списке.", "invalid_choice": "Выберите, что в списке."},
    )
    file = forms.FileField(
        label="Файл со списком",
        help_text="Таблица .xlsx, .xls, .ods или .csv до 10 МБ, как она есть: с названием сверху, сложной шапкой, "
        "датами текстом.",
        error_messages={
            "required": "Выберите файл.",
            "empty": "Файл пуст. Нужен файл .xlsx, .xls, .ods или .csv.",
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.code, kind.title) for kind in import_kinds]


class ColumnsForm(forms.Form):
    """What each column of the list means; one field a column, named «column-3»."""

    day = forms.DateField(
        label="Стаж в списке указан на дату",
        widget=DayInput,
        help_text="По ней портал будет считать стаж на любой день.",
        error_messages={"required": "Укажите дату, на которую в списке указан стаж."},
    )

    def __init__(self, *args, columns, kind, chosen, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["day"].initial = day
        if not kind.asks_day:
            del self.fields["day"]
        choices = [("", "Не загружать"), *kind.fields.choices]
        self.indexes = [column.index for column in columns]
        for column in columns:
            title = column.title or f"Столбец {column.letter}"
            self.fields[f"column-{column.index}"] = forms.ChoiceField(
                label=f"Что в столбце {column.letter}: {title}",
                choices=choices,
                required=False,
                initial=chosen.get(column.index) or "",
            )

    @property
    def columns(self):
        """{index: field code or None}."""
        return {index: self.cleaned_data[f"column-{index}"] or None for index in self.indexes}


class SheetForm(forms.Form):
    """Another sheet of the file, other rows of the heading, or hidden rows taken, too."""

    sheet = forms.ChoiceField(label="Лист", required=False)
    first = forms.IntegerField(label="Шапка: с какой строки", min_value=1, max_value=200)
    last = forms.IntegerField(label="по какую строку", min_value=1, max_value=200)
    hidden = forms.BooleanField(label="Загрузить и скрытые строки", required=False)

    def __init__(self, *args, sheets, has_hidden, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sheet"].choices = [(name, name) for name in sheets]
        if len(sheets) < 2:
            del self.fields["sheet"]
        if not has_hidden:
            del self.fields["hidden"]


def corrections(data, shown):
    """What was typed on the page of the check, as ``workflow.correct`` takes it.

    Args:
        shown: {(row number, column index): text of the cell} as the page showed it; what was not touched is no fix.
    """
    fixes, answers, left_out = {}, {}, []
    for name, values in data.lists():
        value = values[-1]
        if found := FIX.fullmatch(name):
            cell = int(found[1]), int(found[2])
            for typed in values:  # a cell with two problems has two places to mend it
                if typed.strip() != shown.get(cell, ""):
                    fixes[cell] = typed.strip()[:LONGEST]
        elif name.startswith("answer-") and value:
            answers[name.removeprefix("answer-")[:300]] = value[:30]
        elif name.startswith("leave-") and name[6:].isdecimal():
            left_out.append(int(name[6:]))
    return {"fixes": fixes, "answers": answers, "left_out": left_out}
