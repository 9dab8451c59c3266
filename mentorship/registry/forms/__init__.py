"""What people type on the pages of the bases; forms clean their input and do nothing else."""

from .applications import ApplicationForm, ConfirmForm, DeclineForm
from .bases import AcceptForm, BaseFilterForm, ChangeForm, LeaveForm
from .selection import ApprovalForm, InterviewForm, ReasonForm, RestForm, ScoresForm
from .topics import RequestForm, StrengthsForm
from .trainings import RecordForm, TrainingFilterForm, TrainingForm

__all__ = [
    "AcceptForm",
    "ApplicationForm",
    "ApprovalForm",
    "BaseFilterForm",
    "ChangeForm",
    "ConfirmForm",
    "DeclineForm",
    "InterviewForm",
    "LeaveForm",
    "ReasonForm",
    "RecordForm",
    "RequestForm",
    "RestForm",
    "ScoresForm",
    "StrengthsForm",
    "TrainingFilterForm",
    "TrainingForm",
]
