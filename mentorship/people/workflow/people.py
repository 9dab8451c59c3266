"""Acts on a person's card."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from mentorship.accounts.workflow import create_account, set_active
from mentorship.common.cases import gender_of
from mentorship.common.workflow import WorkflowError, check_version, locked, save
from mentorship.documents.models import Paper
from mentorship.documents.workflow import open_to
from mentorship.institution.models import Institution

from .. import forms_of
from ..doubles import alike_of
from ..models import Person
from . import posts
from .guardians import add_guardian


class MayBeDouble(WorkflowError):
    """Somebody like this is here already; ``alike`` says who (people, reasons). A person decides."""

    def __init__(self, alike):
        who = "; ".join(f"{person.full_name} – {words}" for person, words in alike)
        super().__init__(f"Похоже, этот человек уже есть: {who}. Откройте карточку или подтвердите, что это другой.")
        self.alike = alike


@transaction.atomic
def create_person(*, by, knowingly=False, guardian=None, **fields):
    """Enter a person once; the gender follows from the patronymic unless it is given.

    Args:
        knowingly: those who look alike were shown, and this is somebody else.
        guardian: fields of the pupil's lawful representative, if one is told.

    Raises:
        MayBeDouble: somebody looks alike and was not told apart.
        WorkflowError: a rule of the card, or a person of this name and birth date is there already.
    """
    enter_one_by_one()
    person = Person(**fields)
    person.gender = person.gender or gender_of(person.patronymic, person.first_name)
    if not knowingly and (alike := alike_of(person)):
        raise MayBeDouble(alike)
    try:
        with transaction.atomic():
            save(person, by=by, reason="карточка создана")
    except IntegrityError as error:  # a list was loaded at this very moment
        raise WorkflowError("Человек с таким именем и датой рождения уже есть: откройте его карточку.") from error
    posts.mirror(person, by=by)
    if guardian:
        add_guardian(person, by=by, **guardian)
    return person


def enter_one_by_one():
    """The lock under which people are added, so that two who add the same one see each other (trust.md C-03)."""
    list(Institution.objects.select_for_update().filter(pk=1).values("pk"))


@transaction.atomic
def change_person(person, *, version, by, **fields):
    """Change a card that was opened at ``version``; a changed post is a correction, see ``transfer``.

    Raises:
        Conflict: somebody else saved the card meanwhile.
    """
    locked(person)
    check_version(person, version)
    hired_on = person.hired_on
    for name, value in fields.items():
        setattr(person, name, value)
    save(person, by=by, reason="карточка исправлена")
    posts.mirror(person, by=by)
    if person.hired_on and person.hired_on != hired_on:
        posts.move_start(person, hired_on, by=by)
    return person


@transaction.atomic
def correct_form(person, key, text, *, by):
    """Keep a case form corrected by hand, or forget it when ``text`` is empty: the proposal then speaks again."""
    locked(person)
    what = key.partition(".")[0]
    forms = forms_of.fresh(person, what)
    if text.strip():
        forms[key] = text.strip()
    else:
        forms.pop(key, None)
    person.forms = forms
    return save(person, by=by, reason="исправлена падежная форма", fields=["forms"])


@transaction.atomic
def check_forms(person, what, *, by):
    """Note that all forms of ``what`` («name», «short», «post») were looked at and are right, by whom and when."""
    locked(person)
    person.forms = forms_of.fresh(person, what) | {
        forms_of.checked_key(what): {"on": timezone.localdate().isoformat(), "by": str(by)}
    }
    title = forms_of.WHAT[what]
    return save(person, by=by, reason=f"падежные формы проверены: {title}", fields=["forms"])


@transaction.atomic
def dismiss(person, *, on, by):
    """Note the last day of a person in the institution; the card and its history stay, the account is closed.

    Before a day to come the sign-in stays open; from it on :mod:`..leaving` refuses it.
    """
    locked(person)
    person.left_on = on
    save(person, by=by, reason="выбыл", fields=["left_on"])
    posts.end_posts(person, on=on, by=by)
    if on <= timezone.localdate():
        close_account(person, by=by)
    return person


def close_account(person, *, by):
    """Whoever has left signs in no more, and his open pages die (УПД.1, law.md 2.7); his own press cannot do it."""
    if person.user is not None and person.user.is_active and person.user != by:
        set_active(person.user, active=False, by=by)


@transaction.atomic
def take_back(person, *, on, by):
    """Somebody who had left works here again from the day ``on``: the same card, a new post.

    Raises:
        WorkflowError: the person is here, or the day is not after the last one.
    """
    locked(person)
    if person.left_on is None:
        raise WorkflowError(f"{person.short_name}: уход не отмечен, возвращать некого.")
    if on <= person.left_on:
        raise WorkflowError("Вернуться можно только после последнего дня: проверьте дату.")
    posts.end_posts(person, on=person.left_on, by=by)
    person.left_on = None
    save(person, by=by, reason="вернулся", fields=["left_on"])
    if person.post:
        posts.begin(person, on=on, by=by)
    return person


@transaction.atomic
def give_access(person, *, by, user=None):
    """Tie ``person`` to an account, a new one unless ``user`` is given; he enters by a slip printed from its page.

    The issued papers that name him are open to him from now on.

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
    save(person, by=by, reason="дан доступ", fields=["user"])
    open_to(person.user, Paper.objects.issued().filter(mentions__person=person), by=by)
    return person
