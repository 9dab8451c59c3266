"""Every act on accounts: made, given a role, given a one-time access, told something."""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from mentorship.common.workflow import WorkflowError, locked, save

from .models import AccessSlip, Notice, Role, RoleGrant, User
from .names import free_username

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # no 0/O, 1/I/L: the code is typed from paper
CODE_LENGTH = 26  # 128 bits and more


def notify(user, text, url=""):
    """Put a line behind the user's bell."""
    return Notice.objects.create(user=user, text=text[:500], url=url)


@transaction.atomic
def create_account(full_name, *, by, username="", roles=(), email=""):
    """Make an account without a usable password: the person enters by a slip (:func:`issue_slip`).

    Args:
        username: empty takes one made from the surname and initials («belova.mp»).
        roles: given from today on.
    """
    user = User(full_name=full_name, username=username or free_username(full_name), email=email)
    user.set_unusable_password()
    user.must_change_password = True
    save(user, by=by, reason="учётная запись создана")
    for role in roles:
        grant_role(user, role, by=by)
    return user


@transaction.atomic
def grant_role(user, role, *, by, starts_on=None, ends_on=None, form_code=""):
    """Give a role from a day on; the same role twice over the same day is refused."""
    starts_on = starts_on or timezone.localdate()
    locked(user)
    if RoleGrant.objects.in_force(starts_on).filter(user=user, role=role, form_code=form_code).exists():
        raise WorkflowError(f"{user}: роль «{Role(role).label}» уже есть.")
    grant = RoleGrant(user=user, role=role, starts_on=starts_on, ends_on=ends_on, form_code=form_code)
    return save(grant, by=by, reason="роль дана")


@transaction.atomic
def end_role(grant, *, by, on=None):
    """End a role: ``on`` (today) is the first day without it, so that an open page stops working at once.

    Raises:
        WorkflowError: nobody else would be left to give roles.
    """
    on = on or timezone.localdate()
    locked(grant)
    others = RoleGrant.objects.in_force(on).filter(role=Role.ADMIN, user__is_active=True).exclude(pk=grant.pk)
    if grant.role == Role.ADMIN and not others.exists():
        raise WorkflowError("Это последний администратор портала. Сначала дайте эту роль другому сотруднику.")
    if grant.starts_on >= on:
        grant._history_user, grant._change_reason = by, "роль снята"
        grant.delete()
        return None
    grant.ends_on = on - timedelta(days=1)
    return save(grant, by=by, reason="роль снята")


@transaction.atomic
def issue_slip(user, *, by):
    """Give ``user`` a one-time access and return its code, which is shown once; earlier codes stop working.

    The database keeps only the SHA-256 of the code (trust.md 3.10).
    """
    locked(user)
    if not user.is_active:
        raise WorkflowError(f"{user}: вход закрыт. Сначала откройте его.")
    now = timezone.now()
    user.slips.filter(used_at__isnull=True, revoked_at__isnull=True).update(revoked_at=now)
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    AccessSlip.objects.create(
        user=user,
        code_hash=_hash(code),
        issued_by=by,
        issued_at=now,
        expires_at=now + timedelta(days=AccessSlip.LIFETIME_DAYS),
    )
    return code


@transaction.atomic
def redeem(code):
    """Use up a one-time access and return its user, who must then set a password of his own.

    Raises:
        WorkflowError: unknown, used, revoked or expired – in one and the same sentence.
    """
    slip = AccessSlip.objects.select_for_update().filter(code_hash=_hash(code)).first()
    now = timezone.now()
    dead = slip is None or slip.used_at or slip.revoked_at or slip.expires_at < now or not slip.user.is_active
    if dead:
        raise WorkflowError("Код не подходит: он уже использован или срок вышел. Попросите у куратора новый листок.")
    slip.used_at = now
    slip.save(update_fields=["used_at"])
    user = slip.user
    user.must_change_password = True
    return save(user, by=user, reason="вход по листку доступа", fields=["must_change_password"])


def _hash(code):
    return sha256("".join(code.upper().split()).replace("-", "").encode()).hexdigest()


def grouped(code):
    """The code as it is printed: in groups of four, easy to type."""
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


@transaction.atomic
def set_password(user, password):
    """Set the user's own password; every other session of the account ends."""
    locked(user)
    user.set_password(password)
    user.must_change_password = False
    user.session_epoch += 1
    return save(user, by=user, reason="пароль сменён", fields=["password", "must_change_password", "session_epoch"])


@transaction.atomic
def end_sessions(user, *, by):
    """Sign the account out everywhere."""
    locked(user)
    user.session_epoch += 1
    return save(user, by=by, reason="выход на всех устройствах", fields=["session_epoch"])


@transaction.atomic
def set_active(user, *, active, by):
    """Open or block the sign-in; blocking ends all sessions at once."""
    locked(user)
    if not active and user == by:
        raise WorkflowError("Закрыть вход самому себе нельзя: это делает другой администратор.")
    user.is_active = active
    user.session_epoch += 1
    return save(user, by=by, reason="вход открыт" if active else "вход закрыт", fields=["is_active", "session_epoch"])


def read_notices(user):
    """Mark everything behind the bell as read."""
    user.notices.filter(read_at__isnull=True).update(read_at=timezone.now())
