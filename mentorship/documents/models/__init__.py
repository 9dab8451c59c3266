"""Facts about papers: what they say, their numbers and files, who has read them; and the long work that prints them."""

from .acquaintance import Acquaintance
from .change import PaperChange
from .file import StoredFile
from .numbering import Counter, Series, SeriesRule
from .paper import Paper, PaperQuerySet, with_paper
from .scan import WaitingScan
from .settings import PaperSettings
from .wording import KindWording
from .work import BackgroundWork

__all__ = [
    "Acquaintance",
    "BackgroundWork",
    "Counter",
    "KindWording",
    "Paper",
    "PaperChange",
    "PaperQuerySet",
    "PaperSettings",
    "Series",
    "SeriesRule",
    "StoredFile",
    "WaitingScan",
    "with_paper",
]
