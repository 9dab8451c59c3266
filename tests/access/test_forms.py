"""What a form takes is what it names: foreign objects and foreign fields do not pass (trust.md A-04, A-05)."""

import importlib
import inspect
import pkgutil

import pytest
from django import forms
from django.apps import apps
from django.urls import reverse

from mentorship.people.models import Person
from tests.factories import PersonFactory

OURS = [
    config
    for config in apps.get_app_configs()
    if config.name.split(".")[0] in ("mentorship", "pairs", "programs", "monitoring")
]
# States, owners, signatures and numbers are moved by the workflow only, never by a field of a form.
FORBIDDEN = {
    *("state", "user", "is_active", "is_staff", "is_superuser", "approved_by", "approved_on", "signed_by", "issued_on"),
    *("sequence", "withdrawn_on", "carried_out_on", "password", "session_epoch", "must_change_password", "logged_by"),
}
# The day of an order on paper and attendance at a seminar are facts that are typed, not moves of a paper's life.
TYPED = {"ApprovalForm": {"approved_on"}, "RecordForm": {"state"}}
# Dictionaries and settings: everybody may name any row of them.
OPEN = {"institution", "surveys", "cycle"}


def modules():
    for config in OURS:
        for found in pkgutil.walk_packages([config.path], f"{config.name}."):
            if "form" in found.name.rsplit(".", 1)[-1] or ".forms." in found.name:
                yield importlib.import_module(found.name)


def all_forms():
    found = {
        form
        for module in modules()
        for _, form in inspect.getmembers(module, inspect.isclass)
        if issubclass(form, forms.BaseForm) and form.__module__ == module.__name__
    }
    return sorted(found, key=lambda form: (form.__module__, form.__name__))


FORMS = all_forms()


def test_the_forms_are_found():
    assert len(FORMS) > 30


def test_a_form_of_a_model_names_its_fields_and_none_that_the_workflow_moves():
    for form in FORMS:
        if not issubclass(form, forms.BaseModelForm):
            continue
        named = form._meta.fields
        assert named, form
        assert named != forms.ALL_FIELDS, form
        assert form._meta.exclude is None, form
        assert not set(named) & FORBIDDEN - TYPED.get(form.__name__, set()), form


def test_a_choice_of_people_is_narrowed_by_the_view():
    """At the class it is empty, or of a dictionary; the permitted rows are put in for the user who asks."""
    choices = [(form, name, field) for form in FORMS for name, field in form.base_fields.items()]
    for form, name, field in choices:
        if not isinstance(field, forms.ModelChoiceField):
            continue
        model = field.queryset.model
        is_bound_later = field.queryset.query.is_empty()
        assert is_bound_later or model._meta.app_label in OPEN, f"{form.__name__}.{name}: {model.__name__}"


@pytest.mark.django_db
def test_extra_fields_of_a_post_change_nothing(curator, as_user):
    person = PersonFactory()
    extra = {
        "state": "approved",
        "is_staff": "1",
        "user": str(curator.pk),
        "forms": "{}",
        "search": "x",
        "left_on": "2020-01-01",
    }
    card = {"last_name": "Белова", "first_name": "Анна", "origin": "staff", "version": str(person.version)}
    as_user(curator).post(reverse("people:edit", args=[person.pk]), card | extra)
    now = Person.objects.get(pk=person.pk)
    assert (now.user_id, now.left_on) == (None, None)
    assert "x" not in now.search.split()
