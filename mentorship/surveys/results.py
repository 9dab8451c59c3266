"""What the answers of a wave say together; single answers are for the curator alone (methodology.md 4.6)."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from .models import Response
from .scales import may_not_apply, options


@dataclass(frozen=True)
class QuestionResult:
    """The answers to one question together.

    Attributes:
        n: how many gave an answer («не применимо» is none).
        mean: of a scale, one decimal; None for other questions or when hidden.
        counts: (words, number) of a closed question, in the order of its options.
        hidden: fewer answers than the institution shows.
    """

    question: object
    n: int
    mean: Decimal | None
    counts: list
    hidden: bool

    @property
    def counts_words(self):
        """«да: 3; нет: 1»: the options that somebody chose."""
        return "; ".join(f"{words}: {number}" for words, number in self.counts if number)


def of_wave(wave, *, hide_below):
    """Results question by question; free texts are left out."""
    answers = list(Response.objects.filter(invitation__wave=wave).values_list("answers", flat=True))
    questions = [q for q in wave.questionnaire.questions.all() if q.type != "text"]
    return [_of_question(question, [row.get(question.code) for row in answers], hide_below) for question in questions]


def _of_question(question, values, hide_below):
    given = [value for value in values if value is not None]
    hidden = len(given) < hide_below
    mean = None
    if given and not hidden and may_not_apply(question):
        mean = round(Decimal(sum(given)) / len(given), 1)
    flat = [one for value in given for one in (value if isinstance(value, list) else [value])]
    found = Counter(str(value) for value in flat)
    counts = [] if hidden else [(words, found[value]) for value, words in options(question)]
    return QuestionResult(question, len(given), mean, counts, hidden)
