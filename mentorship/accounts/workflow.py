"""Every act on accounts: made, given a role, given a one-time access, told something."""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from mentorship.common.workflow import WorkflowError, save

from .models import AccessSlip, Notice, RoleGrant, User

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # no 0/O, 1/I/L: the code is typed from paper


def notify(user, text, url=""):
    """Put a line behind the user's bell."""
    return Notice.objects.create(user=user, text=text[:500], url=url)
