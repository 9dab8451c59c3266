"""Choices of acts and people in the forms of papers."""

from django import forms

from mentorship.common.russian import date_digits


class ActsChoice(forms.ModelMultipleChoiceField):
    """Acts with the days of their force."""

    def label_from_instance(self, obj):
        return f"{obj.title} (действует по {date_digits(obj.effective_to)})" if obj.effective_to else obj.title


FIRST_PEOPLE = "Подходящих людей в портале пока нет: их вносят в «Люди», списком или по одному."


class PersonChoice(forms.ModelChoiceField):
    """A person by name and post."""

    first = FIRST_PEOPLE

    def __init__(self, *args, empty_label="Выберите сотрудника", **kwargs):
        super().__init__(*args, empty_label=empty_label, **kwargs)

    def label_from_instance(self, obj):
        return ", ".join(filter(None, [obj.full_name, obj.post]))


class PeopleChoice(forms.ModelMultipleChoiceField):
    """People by name and post."""

    first = FIRST_PEOPLE

    def label_from_instance(self, obj):
        return ", ".join(filter(None, [obj.full_name, obj.post]))
