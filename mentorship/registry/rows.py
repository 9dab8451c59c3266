"""Rows of the bases: a participant with papers, pairs, step; the columns in which a base is shown and exported."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Max

from mentorship.common.lists import Column, ListOf, View
from mentorship.common.russian import months_words
from mentorship.institution.models import Rules
from mentorship.people.models import Person

from .extensions import ties_of
from .lamps import MISSING, consents_of, participation_lamps, without_links
from .models import Interview, Participation, Side, TrainingRecord
from .steps import Facts, Step, step_of

SHOWN_TOPICS = 3
TITLES = {Side.MENTOR: "База наставников", Side.MENTEE: "База наставляемых"}


@dataclass(frozen=True)
class Row:
    """A participation with its lamps, ties and step, as a list shows it; ``experience`` in months."""

    participation: Participation
    lamps: list
    ties: list
    facts: Facts
    step: Step
    experience: int | None

    @property
    def person(self) -> Person:
        return self.participation.person

    @property
    def strengths(self):
        """What a narrow column says of a mentor's strengths: titles of the first topics and how many are left."""
        told = [str(strength.topic) for strength in self.participation.strengths.all()]
        more = [f"и ещё {len(told) - SHOWN_TOPICS}"] if len(told) > SHOWN_TOPICS else []
        return "; ".join([*told[:SHOWN_TOPICS], *more]) or self.participation.request


def with_people(participations):
    """A queryset of participations with all that a row needs."""
    return participations.select_related("person__unit", "cycle", "approval").prefetch_related(
        "strengths__topic", "requests__topic"
    )


def rows_of(participations, user, on):
    """Rows of a list with a fixed number of queries; ``participations`` come from :func:`with_people`."""
    people = [participation.person_id for participation in participations]
    consents, ties = consents_of(people), ties_of(participations, user)
    interviews = {
        one.participation_id: one
        for one in Interview.objects.filter(participation__in=participations).order_by("held_on", "pk")
    }
    trained = _trained(people, on)
    limit = Rules.load().mentees_per_mentor
    shown = list if user.has_perm("people.view_consent") else without_links
    rows = []
    for one in participations:
        lamps, own = participation_lamps(one, consents, on), ties.get(one.pk, [])
        facts = Facts(
            has_consents=all(lamp.state != MISSING for lamp in lamps),
            interview=interviews.get(one.pk),
            trained_on=trained[one.side].get(one.person_id),
            bonds=sum(tie.works for tie in own),
            mentees=sum(len(tie.people) for tie in own if tie.works),
            completed=sum(tie.is_completed for tie in own),
            limit=one.capacity or limit,
        )
        rows.append(Row(one, shown(lamps), own, facts, step_of(one, facts, on), one.person.teaching_months(on)))
    return rows


def _trained(people, on):
    """{side: {person id: last day of a training for that side}}."""
    found = defaultdict(dict)
    records = TrainingRecord.objects.passed(on).filter(person__in=people).order_by()
    for side, person, day in records.values_list("training__side", "person").annotate(Max("training__ends_on")):
        for prepared in [side] if side else Side.values:
            found[prepared][person] = max(day, found[prepared].get(person, day))
    return found


# --- Columns ------------------------------------------------------------------------------------------------------


def strengths_words(one):
    """Strengths of a mentor in words: the dictionary first, then his own."""
    told = [f"{strength.topic} ({strength.get_level_display()})" for strength in one.strengths.all()]
    return "; ".join(filter(None, [*told, one.request]))


def requests_words(one):
    """Open requests of a mentee in words, the most pressing first."""
    told = [f"{asked} ({asked.get_priority_display()})" for asked in one.requests.all() if asked.solved_on is None]
    return "; ".join(filter(None, [*told, one.request]))


def contact(person):
    """Phone and e-mail in one cell."""
    return ", ".join(filter(None, [person.phone, person.email]))


def _step(row):
    return " ".join(filter(None, [row.step.title, row.step.note and f"({row.step.note})"]))


def _ties(row):
    return "; ".join(f"{tie.title} ({tie.state})" for tie in row.ties)


def _decision(row):
    talk = row.facts.interview
    return f"{talk.held_on:%d.%m.%Y}: {talk.get_decision_display()}" if talk else ""


CONTACT = "contact"
_WHO = (
    Column("name", "Фамилия, имя, отчество", lambda row: row.person.full_name, ("person__sort_key",), is_fixed=True),
    Column("post", "Должность", lambda row: row.person.post),
    Column("unit", "Подразделение", lambda row: str(row.person.unit or ""), is_shown=False),
    Column("class", "Класс", lambda row: row.person.school_class, is_shown=False),
    Column("origin", "Кто это", lambda row: row.person.get_origin_display(), is_shown=False),
    Column("experience", "Педагогический стаж", lambda row: months_words(row.experience), is_shown=False),
    Column(
        "category",
        "Категория",
        lambda row: row.person.get_category_display() if row.person.category else "",
        is_shown=False,
    ),
    Column(CONTACT, "Телефон, почта", lambda row: contact(row.person), is_shown=False),
    Column("step", "Состояние", _step),
)
_SINCE = (
    Column("proposed_on", "Предложен", lambda row: row.participation.proposed_on, ("proposed_on",), is_shown=False),
    Column("source", "Откуда известно", lambda row: row.participation.get_source_display(), is_shown=False),
    Column("starts_on", "В базе с", lambda row: row.participation.starts_on, ("starts_on",), is_shown=False),
    Column("ends_on", "В базе по", lambda row: row.participation.ends_on, ("ends_on",), is_shown=False),
    Column("approval", "Утверждён", lambda row: str(row.participation.approval or ""), is_shown=False),
    Column("time", "Когда удобно", lambda row: row.participation.time_windows, is_shown=False),
    Column("wishes", "Пожелания", lambda row: row.participation.preferences, is_shown=False),
    Column("interests", "Увлечения", lambda row: row.participation.interests, is_shown=False),
)
_PAPERS = (
    Column("lamps", "Согласия", lambda row: "; ".join(lamp.text for lamp in row.lamps)),
    Column("ties", "Пары и группы", _ties),
)
_VIEWS = (
    View("Все", ""),
    View("Кандидаты", "show=candidates"),
    View("Без пары", "show=unpaired"),
    View("Нет согласия", "show=no_consent"),
    View("Резерв", "show=resting"),
)
LISTS = {
    Side.MENTOR: ListOf(
        "mentors",
        TITLES[Side.MENTOR],
        (
            *_WHO,
            Column("capacity", "Готов вести", lambda row: row.participation.capacity, ("capacity",), is_number=True),
            Column(
                "hours",
                "Часов в неделю",
                lambda row: row.participation.hours_per_week,
                ("hours_per_week",),
                False,
                is_number=True,
            ),
            Column("strengths", "Сильные стороны", lambda row: strengths_words(row.participation), is_long=True),
            Column("achievements", "Достижения", lambda row: row.participation.achievements, is_shown=False),
            Column("interview", "Собеседование", _decision, is_shown=False),
            Column(
                "selected_on", "Отобран", lambda row: row.participation.selected_on, ("selected_on",), is_shown=False
            ),
            Column("trained_on", "Обучен", lambda row: row.facts.trained_on, is_shown=False),
            *_SINCE,
            *_PAPERS,
        ),
        _VIEWS,
    ),
    Side.MENTEE: ListOf(
        "mentees",
        TITLES[Side.MENTEE],
        (
            *_WHO,
            Column("groups", "Почему в базе", lambda row: "; ".join(row.participation.group_titles), is_shown=False),
            Column("requests", "Запросы", lambda row: requests_words(row.participation), is_long=True),
            *_SINCE,
            *_PAPERS,
        ),
        _VIEWS,
    ),
}
