"""Facts about the institution: its card, rules and calendar, and the dictionaries others take words from."""

from .calendar import CalendarDay, QuietPeriod
from .card import Institution, Unit, validate_time_zone
from .dictionaries import Act, Criterion, Honour, MentoringForm, MentoringKind, Topic
from .partners import ENDS_SOON, Partner
from .rules import MenteeField, Rules, usual_mentee_fields
from .singleton import Singleton

__all__ = [
    "ENDS_SOON",
    "Act",
    "CalendarDay",
    "Criterion",
    "Honour",
    "Institution",
    "MenteeField",
    "MentoringForm",
    "MentoringKind",
    "Partner",
    "QuietPeriod",
    "Rules",
    "Singleton",
    "Topic",
    "Unit",
    "usual_mentee_fields",
    "validate_time_zone",
]
