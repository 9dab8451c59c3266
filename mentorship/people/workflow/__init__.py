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
from .destruction import destroy, forget_again, plan_destruction
from .duties import close_task, open_task
from .guardians import add_guardian, change_guardian, remove_guardian
from .lists import (
    OutOfDate,
    choose_columns,
    correct,
    forget_check,
    import_reason,
    keep_check,
    load_import,
    order_check,
    order_load,
    reread,
    start_import,
)
from .merge import merge_people, obstacles, tell_apart, ties
from .people import (
    MayBeDouble,
    change_person,
    check_forms,
    correct_form,
    create_person,
    dismiss,
    enter_one_by_one,
    give_access,
    take_back,
)
from .posts import follow_cards, transfer
from .stack import StackError, find_consent, sign_stack
from .undo import undo_import

__all__ = [
    "CONSENT_YEARS",
    "MayBeDouble",
    "OutOfDate",
    "StackError",
    "add_guardian",
    "attach_scan",
    "change_guardian",
    "change_person",
    "check_forms",
    "choose_columns",
    "close_task",
    "correct",
    "correct_form",
    "create_person",
    "destroy",
    "dismiss",
    "enter_one_by_one",
    "find_consent",
    "follow_cards",
    "forget_again",
    "forget_check",
    "give_access",
    "import_reason",
    "keep_check",
    "load_import",
    "merge_people",
    "obstacles",
    "open_task",
    "order_check",
    "order_load",
    "plan_destruction",
    "print_consents",
    "remove_guardian",
    "reread",
    "sign_all",
    "sign_consent",
    "sign_stack",
    "start_import",
    "start_pack",
    "start_reprint",
    "take_back",
    "tell_apart",
    "ties",
    "transfer",
    "undo_import",
    "withdraw_all",
    "withdraw_consent",
]
