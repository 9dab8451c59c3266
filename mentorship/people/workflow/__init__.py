"""Every act on people, their consents and the lists by which they come."""

from .consents import (
    CONSENT_YEARS,
    attach_scan,
    print_consents,
    sign_all,
    sign_consent,
    start_pack,
    start_reprint,
    withdraw_all,
    withdraw_consent,
)
from .lists import OutOfDate, choose_columns, import_reason, load_import, reread, start_import
from .people import change_person, correct_form, create_person, dismiss, give_access

__all__ = [
    "CONSENT_YEARS",
    "OutOfDate",
    "attach_scan",
    "change_person",
    "choose_columns",
    "correct_form",
    "create_person",
    "dismiss",
    "give_access",
    "import_reason",
    "load_import",
    "print_consents",
    "reread",
    "sign_all",
    "sign_consent",
    "start_import",
    "start_pack",
    "start_reprint",
    "withdraw_all",
    "withdraw_consent",
]
