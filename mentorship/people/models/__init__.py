"""Facts about people: who they are, what they agreed to, the lists by which they came."""

from .consent import EXPIRES_SOON, Consent, PictureUse, PublicField, Signers, next_coming_of_age
from .data_task import DataTask
from .destruction import Destruction
from .guardian import Guardian
from .import_run import ImportProfile, ImportRun
from .mention import Mention
from .merged import MergedCard, NotDouble
from .person import Gender, Person
from .post import PostPeriod

__all__ = [
    "EXPIRES_SOON",
    "Consent",
    "DataTask",
    "Destruction",
    "Gender",
    "Guardian",
    "ImportProfile",
    "ImportRun",
    "Mention",
    "MergedCard",
    "NotDouble",
    "Person",
    "PictureUse",
    "PostPeriod",
    "PublicField",
    "Signers",
    "next_coming_of_age",
]
