"""What the registries hold about a person; what a withdrawal stops here; until when his data are needed."""

from django.db.models import Max
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from mentorship.accounts import journal
from mentorship.people import consent_details
from mentorship.people.own_data import BY_CONSENT
from mentorship.people.subject_data import ALL, Table, table
from mentorship.people.withdrawal import Stop, last_days, stops

from .extensions import leaving_gates
from .models import Participation

STATISTICS = "цикл, роль и даты участия без имени: итоги прошлых лет"


def register():
    """Called once at start-up."""
    table(
        "participations",
        "Участие в базах",
        Table("registry.Interview", "participation__person", deletes=True),
        Table("registry.CriterionScore", "participation__person", deletes=True),
        Table("registry.Strength", "participation__person", deletes=True),
        Table("registry.MenteeRequest", "participation__person", deletes=True),
        Table("registry.Participation", "person", wipe=ALL),
        ground=BY_CONSENT,
        keeps=STATISTICS,
        order=30,
    )
    table(
        "trainings",
        "Обучение",
        Table("registry.TrainingRecord", "person", wipe=ALL, files=("scan",)),
        ground=BY_CONSENT,
        keeps="обучение и дата без имени: итоги прошлых лет",
        order=31,
    )
    table(
        "applications",
        "Заявки стать наставником",
        Table("registry.Application", "person", deletes=True),
        ground=BY_CONSENT,
        order=32,
    )
    watch_pages()
    stops.add(stopped_participations)
    consent_details.sides.add(kinds_by_side)
    last_days.add(last_participations)


def watch_pages():
    """Pages of the bases that show people: lists with their rows, cards of participation."""
    action = journal.Action
    for side, words in (("mentors", "База наставников"), ("mentees", "База наставляемых")):
        journal.watch(f"registry:{side}", action.LIST, words)
        journal.watch(f"registry:export_{side}", action.EXPORT, words)
        journal.watch(f"registry:print_{side}", action.PRINT, words)
        journal.watch(f"registry:review_{side}", action.LIST, f"{words}: пересмотр")
    for name, verb, words in (
        ("participation", action.VIEW, "Карточка участия"),
        ("edit", action.VIEW, "Правка участия"),
        ("interview", action.VIEW, "Собеседование"),
        ("compare", action.LIST, "Сравнение кандидатов"),
        ("trainings", action.LIST, "Обучение"),
        ("export_trainings", action.EXPORT, "Обучение"),
        ("training", action.VIEW, "Обучение: участники"),
        ("applications", action.LIST, "Заявки стать наставником"),
        ("application", action.VIEW, "Заявка стать наставником"),
        ("record_scan", action.PRINT, "Скан документа об обучении"),
    ):
        journal.watch(f"registry:{name}", verb, words)


def kinds_by_side(people):
    """{person's key: kinds of consent to mentoring of the sides on which he stands in a running cycle}."""
    found = {}
    for one in Participation.objects.going_on().filter(person__in=people).only("person_id", "side"):
        found.setdefault(one.person_id, set()).add(one.needed_consent)
    return found


def stopped_participations(consent):
    """Open participations that rest on this consent."""
    found = Participation.objects.going_on().filter(person=consent.person).select_related("cycle", "person")
    return [_stop(one, consent) for one in found if consent.kind in one.needed_consents]


def _stop(one, consent):
    text = f"Участие в цикле «{one.cycle}» ({one.get_side_display()}): в новый приказ не войдёт, запись закроет куратор"
    if not consent.withdrawn_on:
        return Stop(text, one.get_absolute_url())
    first = tuple(line for gate in leaving_gates for line in gate(one, timezone.localdate()))
    url = "" if first else reverse("registry:close_withdrawn", args=[one.pk])
    return Stop(text, one.get_absolute_url(), close_url=url, verb="Закрыть участие", first=first)


def last_participations(people):
    """{person's key: last day of participation, None while one goes on}; the end of a cycle ends it too."""
    found = Participation.objects.filter(person__in=people)
    days = found.values("person").annotate(day=Max(Coalesce("ends_on", "cycle__ends_on")))
    last = {row["person"]: row["day"] for row in days}
    return last | dict.fromkeys(found.going_on().values_list("person", flat=True))
