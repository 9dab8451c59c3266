"""What is asked before a paper is written: a form whose answers are kept with the paper and can be changed later."""

from datetime import date
from decimal import Decimal

from django import forms
from django.utils import timezone


class PaperForm(forms.Form):
    """Base of the forms named in ``Kind.form``; the answers are ``Paper.options`` as plain JSON.

    A subclass adds its fields and says how the paper is headed, by :attr:`headed` or :meth:`heading`, and, unless the
    paper is about nothing else, :meth:`subject`.

    Attributes:
        headed: title of the paper where no answer changes it.

    Args:
        user: who begins the paper.
        on: the day of the draft.
    """

    headed = ""

    def __init__(self, data=None, *, user, on=None, **kwargs):
        super().__init__(data, **kwargs)
        self.user, self.on = user, on or timezone.localdate()
        self.prepare()

    def prepare(self):
        """Fill the choices and first values; called once the user and the day are known."""

    def nothing_to_choose(self):
        """Required questions that no record answers yet: (label, what to do first); a new portal has many."""
        asked = [one for one in self.fields.values() if one.required and isinstance(one, forms.ModelChoiceField)]
        return [
            (one.label, getattr(one, "first", one.error_messages["required"]))
            for one in asked
            if not one.queryset.exists()
        ]

    def heading(self):
        """Title of the paper made by the cleaned answers: a string or a ``Text``."""
        return self.headed

    def subject_or_none(self):
        """What the paper will be about, where that is known before the answers."""
        return None

    def subject(self):
        """The record that the paper is about."""
        raise NotImplementedError

    def options(self):
        """The cleaned answers as JSON keeps them: records by their keys, days in ISO."""
        return {name: _plain(value) for name, value in self.cleaned_data.items()}

    @classmethod
    def read(cls, paper):
        """Answers kept with a paper as Python values; a record that is gone, or an answer never given, is None.

        A record is found even if it is no longer offered for new papers: somebody may have left since.
        """
        return {name: _restored(field, paper.options.get(name)) for name, field in cls.base_fields.items()}

    @classmethod
    def initial_of(cls, paper):
        """Answers kept with a paper as first values of the form."""
        return {name: paper.options[name] for name in cls.base_fields if name in paper.options}


def _plain(value):
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if hasattr(value, "values_list"):
        return list(value.values_list("pk", flat=True))
    return getattr(value, "pk", value)


def _restored(field, value):
    if isinstance(field, forms.ModelMultipleChoiceField):
        found = field.queryset.model._default_manager.in_bulk(value or [])
        return [found[pk] for pk in value or [] if pk in found]
    if value in (None, ""):
        return field.to_python(None) if isinstance(field, forms.CharField) else None
    if isinstance(field, forms.ModelChoiceField):
        return field.queryset.model._default_manager.filter(pk=value).first()
    return date.fromisoformat(value) if isinstance(field, forms.DateField) else field.to_python(value)
