"""The first start: who may set the portal up, and which step of the wizard comes next.

Before the first account there is nobody to sign in, so the installer's code stands for him: it lies in a file of the data
folder that only the server's owner can read, and dies with the first account (trust.md S-12: no default passwords).
"""

import hmac
import os
import secrets

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from mentorship.accounts.models import Role, User
from mentorship.accounts.workflow import create_account, set_password
from mentorship.common.workflow import WorkflowError
from mentorship.cycle.models import Cycle
from mentorship.institution.models import Institution
from mentorship.institution.workflow import load_dictionaries, suit_dictionaries


def code_path():
    return settings.DATA_DIR / "start_code"


def start_code():
    """The code of the first start, made at the first call; None once there is an account."""
    if User.objects.exists():
        return None
    path = code_path()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(8).upper())
    return path.read_text(encoding="ascii").strip()


def is_open():
    """Whether the wizard still has something to do."""
    return Institution.load().started_at is None


def may_go_on(user):
    """Who walks through the wizard: the administrator it made, or a curator."""
    return is_open() and user.is_authenticated and user.has_role(Role.ADMIN, Role.CURATOR)


def next_step(user):
    """URL name of the step that comes next for this user."""
    if not user.is_authenticated:
        return "portal:start"
    card = Institution.load()
    if not card.full_name:
        return "portal:start_card"
    if not User.objects.holding(Role.DIRECTOR).exists():
        return "portal:start_accounts"
    return "portal:start_model" if not Cycle.objects.exists() else "portal:home"


@transaction.atomic
def first_account(*, code, full_name, username, password, is_curator):
    """Make the first account, the administrator's, and use the code up.

    Raises:
        WorkflowError: a wrong code, or somebody was first.
        ValidationError: the password is too simple.
    """
    if User.objects.exists():
        raise WorkflowError("Первая учётная запись уже создана. Войдите под своим именем.")
    if not hmac.compare_digest(code.replace("-", "").strip().upper(), start_code() or ""):
        raise WorkflowError("Код не подходит. Он напечатан в окне, где запущен портал.")
    validate_password(password)
    roles = [Role.ADMIN, Role.CURATOR] if is_curator else [Role.ADMIN]
    user = create_account(full_name, username=username, roles=roles, by=None)
    set_password(user, password)
    transaction.on_commit(lambda: code_path().unlink(missing_ok=True))
    return user


@transaction.atomic
def make_accounts(rows, *, by):
    """Accounts of the second step: ``rows`` are (full name, [roles]); each person gets one account with all roles."""
    return [create_account(full_name, roles=roles, by=by) for full_name, roles in rows]


def prepare_dictionaries():
    """Words the next steps need: forms, kinds, acts, questionnaires."""
    from mentorship.surveys.workflow import load_questionnaires

    kind = Institution.load().kind
    load_dictionaries(kind)
    suit_dictionaries(kind)
    load_questionnaires()
