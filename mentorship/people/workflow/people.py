"""Acts on a person's card."""

from django.db import transaction
from django.utils import timezone

from mentorship.accounts.workflow import create_account
from mentorship.common.cases import gender_of
from mentorship.common.workflow import WorkflowError, check_version, locked, save

from ..models import Person


@transaction.atomic
def create_person(*, by, **fields):
    """Enter a person once; the gender follows from the patronymic unless it is given.

    Raises:
        WorkflowError: a rule of the card, or a person of this name and birth date is there already.
    """
    person = Person(**fields)
    person.gender = person.gender or gender_of(person.patronymic, person.first_name)
    return save(person, by=by, reason="карточка создана")


@transaction.atomic
def change_person(person, *, version, by, **fields):
    """Change a card that was opened at ``version``.

    Raises:
        Conflict: somebody else saved the card meanwhile.
    """
    locked(person)
    check_version(person, version)
    for name, value in fields.items():
        setattr(person, name, value)
    return save(person, by=by, reason="карточка исправлена")


@transaction.atomic
def correct_form(person, key, text, *, by):
    """Keep a case form corrected by hand, or forget it when ``text`` is empty: the proposal then speaks again."""
    locked(person)
    forms = dict(person.forms)
    if text.strip():
        forms[key] = text.strip()
    else:
        forms.pop(key, None)
    person.forms = forms
    return save(person, by=by, reason="исправлена падежная форма", fields=["forms"])


@transaction.atomic
def dismiss(person, *, on, by):
    """Note the last day of a person in the institution; the card and its history stay."""
    locked(person)
    person.left_on = on
    return save(person, by=by, reason="выбыл", fields=["left_on"])


@transaction.atomic
def give_access(person, *, by, user=None):
    """Tie ``person`` to an account, a new one unless ``user`` is given; he enters by a slip printed from its page.

    Raises:
        WorkflowError: the person or the account is tied already, or the person has left.
    """
    locked(person)
    if person.user_id:
        raise WorkflowError(f"{person.short_name}: учётная запись уже есть ({person.user.username}).")
    if person.left_on and person.left_on < timezone.localdate():
        raise WorkflowError(f"{person.short_name}: выбыл {person.left_on:%d.%m.%Y}, доступ не выдаётся.")
    if user is not None and Person.objects.filter(user=user).exists():
        raise WorkflowError(f"Учётная запись {user.username} уже принадлежит другому человеку.")
    person.user = user or create_account(person.full_name, by=by, email=person.email)
    return save(person, by=by, reason="дан доступ", fields=["user"])
