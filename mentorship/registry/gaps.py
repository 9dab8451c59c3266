"""The map of gaps: what mentees ask for beside what mentors are strong in, over the one dictionary of topics."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count

from mentorship.institution.models import Topic

from .models import MenteeRequest, Participation, Side, Strength

Priority, Level = MenteeRequest.Priority, Strength.Level


@dataclass(frozen=True)
class TopicRow:
    """One topic: open requests by priority, mentors who are strong in it and who can only share."""

    topic: Topic
    asked: dict
    mentors: dict

    @property
    def requests(self):
        return sum(self.asked.values())

    @property
    def strong(self):
        return self.mentors.get(Level.STRONG, 0) + self.mentors.get(Level.TEACHES, 0)

    @property
    def sharing(self):
        return self.mentors.get(Level.SHARES, 0)

    @property
    def is_gap(self):
        return self.requests > 0 and self.strong == 0

    @property
    def figures(self):
        """Counts of the heat map in the order of :data:`COLUMNS`."""
        return [*(self.asked.get(one, 0) for one in Priority), self.strong, self.sharing]


COLUMNS = [*(f"запрос: {one.label}" for one in Priority), "наставник силён", "может поделиться"]


def topic_rows(cycle):
    """Topics that anybody of ``cycle`` asks for or is strong in, by three queries; gaps first, then the most asked."""
    open_ones = Participation.objects.open().filter(cycle=cycle)
    asked = MenteeRequest.objects.filter(participation__in=open_ones.of_side(Side.MENTEE), solved_on=None)
    strong = Strength.objects.filter(participation__in=open_ones.of_side(Side.MENTOR))
    asked, strong = _counts(asked, "priority"), _counts(strong, "level")
    rows = [
        TopicRow(topic, asked.get(topic.pk, {}), strong.get(topic.pk, {}))
        for topic in Topic.objects.all()
        if topic.pk in asked or topic.pk in strong
    ]
    return sorted(rows, key=lambda row: (not row.is_gap, -row.requests))


def _counts(queryset, by):
    found = defaultdict(dict)
    counted = (
        queryset.exclude(topic=None).order_by().values_list("topic", by).annotate(Count("participation", distinct=True))
    )
    for topic, value, count in counted:
        found[topic][value] = count
    return found
