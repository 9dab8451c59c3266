"""What the registries hold about a person; what a withdrawal stops here; until when his data are needed."""

from django.db.models import Max

from mentorship.accounts import journal
from mentorship.common.workflow import Missing
from mentorship.people.models import Consent
from mentorship.people.own_data import BY_CONSENT
from mentorship.people.subject_data import ALL, Table, table
from mentorship.people.withdrawal import last_days, stops

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


def stopped_participations(consent):
    """Open participations that rest on this consent."""
    found = Participation.objects.open().filter(person=consent.person).select_related("cycle")
    return [
        Missing(
            f"Участие в цикле «{one.cycle}» ({one.get_side_display()}): в новый приказ не войдёт, запись закроет куратор",
            one.get_absolute_url(),
        )
        for one in found
        if consent.kind in (Consent.Kind.PROCESSING, one.needed_consent)
    ]


def last_participations(people):
    """{person's key: last day of participation, None while one is open}."""
    found = Participation.objects.filter(person__in=people)
    last = {row["person"]: row["day"] for row in found.values("person").annotate(day=Max("ends_on"))}
    return last | dict.fromkeys(found.open().values_list("person", flat=True))
