"""Every act on the bases and on the trainings of people, by subject."""

from .applications import accept_application, apply, decline_application, erase_outlived
from .bases import WITHDRAWN, accept, accept_all, change, enrol, leave, withdrawn_consent
from .review import carry_over, confirm_base
from .selection import (
    add_interview,
    approve,
    deselect,
    end_rest,
    rest,
    score,
    select,
    select_all,
)
from .topics import change_request, remove_request, set_strengths, solve_request
from .trainings import add_people, change_training, create_training, mark_record, remove_record

__all__ = [
    "WITHDRAWN",
    "accept",
    "accept_all",
    "accept_application",
    "add_interview",
    "add_people",
    "apply",
    "approve",
    "carry_over",
    "change",
    "change_request",
    "change_training",
    "confirm_base",
    "create_training",
    "decline_application",
    "deselect",
    "end_rest",
    "enrol",
    "erase_outlived",
    "leave",
    "mark_record",
    "remove_record",
    "remove_request",
    "rest",
    "score",
    "select",
    "select_all",
    "set_strengths",
    "solve_request",
    "withdrawn_consent",
]
