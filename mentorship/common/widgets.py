"""Inputs that every app's forms use."""

from django import forms


class DayInput(forms.DateInput):
    """A day by the browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs={"class": "form-control"} | (attrs or {}), format="%Y-%m-%d")


class HourInput(forms.TimeInput):
    """An hour of the day by the browser's own clock."""

    input_type = "time"

    def __init__(self, attrs=None):
        super().__init__(attrs={"class": "form-control"} | (attrs or {}), format="%H:%M")
