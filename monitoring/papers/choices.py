"""What the forms of these papers choose from: issued papers and pairs of the cycle."""

from django import forms

from mentorship.common.russian import date_digits, date_words
from mentorship.cycle.papers.minutes import day_of
from mentorship.documents.models import Paper
from pairs.models import Bond


class PaperChoice(forms.ModelChoiceField):
    """An issued paper by its number and day."""

    def label_from_instance(self, obj):
        number = f"№ {obj.number} " if obj.number else ""
        return f"{number}от {date_digits(obj.issued_on)} «{obj.title}»"


class BondsChoice(forms.ModelMultipleChoiceField):
    """Pairs and groups by their people."""

    def label_from_instance(self, obj):
        return obj.title


def issued(cycle, *kinds):
    """Papers of these kinds about ``cycle`` that are in force, the newest first (a queryset)."""
    if cycle is None:
        return Paper.objects.none()
    found = Paper.objects.about(cycle).filter(kind__in=kinds, state=Paper.State.ISSUED)
    return found.without_text().order_by("-issued_on", "-pk")


def bonds_of(cycle):
    """Pairs and groups of ``cycle`` that were at work, by the day they began (a queryset)."""
    return Bond.objects.filter(cycle=cycle, state__in=Bond.TOOK_PLACE).with_people().order_by("starts_on", "pk")


def cited(paper, what):
    """«приказа от 20 мая 2027 г. № 55-од»: an issued paper as a ground; ``what`` it is, in the genitive."""
    number = f" № {paper.number}" if paper.number else ""
    return f"{what} от {date_words(day_of(paper))}{number}"
