"""Facts about people: who they are, what they agreed to, the lists by which they came."""

from .consent import EXPIRES_SOON, Consent, PublicField, Signers
from .guardian import Guardian
from .import_run import ImportProfile, ImportRun
from .merged import MergedCard, NotDouble
from .person import Gender, Person
from .post import PostPeriod

__all__ = [
    "EXPIRES_SOON",
    "Consent",
    "Gender",
    "Guardian",
    "ImportProfile",
    "ImportRun",
    "MergedCard",
    "NotDouble",
    "Person",
    "PostPeriod",
    "PublicField",
    "Signers",
]
