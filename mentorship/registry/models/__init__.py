"""Facts of the two registries: participations, their selection, requests and strengths, trainings of people."""

from .application import KEPT, UNANSWERED, Application
from .participation import MenteeGroup, Participation, RegistryApproval, Side, Source
from .review import BaseReview
from .selection import CriterionScore, Interview
from .topics import MenteeRequest, Strength
from .training import Training, TrainingRecord

__all__ = [
    "KEPT",
    "UNANSWERED",
    "Application",
    "BaseReview",
    "CriterionScore",
    "Interview",
    "MenteeGroup",
    "MenteeRequest",
    "Participation",
    "RegistryApproval",
    "Side",
    "Source",
    "Strength",
    "Training",
    "TrainingRecord",
]
