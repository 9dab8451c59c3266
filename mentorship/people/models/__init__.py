"""Facts about people: who they are, what they agreed to, the lists by which they came."""

from .consent import EXPIRES_SOON, Consent, PublicField, Signers
from .import_run import ImportRun
from .person import Gender, Person

__all__ = ["EXPIRES_SOON", "Consent", "Gender", "ImportRun", "Person", "PublicField", "Signers"]
