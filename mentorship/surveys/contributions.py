"""What questionnaires give to the layers around them."""

from mentorship.accounts.models import Role
from mentorship.accounts.rights import grant
from mentorship.common.registry import NavItem, QueueRow, QueueRule, navigation, queue_rules
from mentorship.common.russian import counted

from . import permissions


def register():
    """Called once at start-up."""
    for model in ("questionnaire", "question", "wave", "invitation"):
        grant(Role.CURATOR, f"surveys.{model}", "view", "add", "change")
    grant(Role.CURATOR, "surveys.response", "view")
    grant(Role.DIRECTOR, "surveys.wave", "view")
    grant(Role.ADMIN, "surveys.questionnaire", "view", "add", "change")
    grant(Role.ADMIN, "surveys.question", "view", "add", "change")
    navigation.add(NavItem("Опросы", "surveys:list", "ui-checks", "Итоги", 10, permissions.can_read_averages))
    navigation.add(NavItem("Мои анкеты", "surveys:mine", "ui-checks", "Работа", 40, has_person, to_answer))
    queue_rules.add(
        QueueRule(
            "surveys_open",
            "Анкеты без ответа",
            "Опрос идёт, ответили не все. Строка уходит, когда ответят все или опрос закрыт.",
            unanswered_rows,
            order=70,
        )
    )


def has_person(user):
    """Whether this account belongs to a person who may be asked."""
    return hasattr(user, "person")


def to_answer(user):
    """How many questionnaires wait for this person."""
    from .models import Invitation

    return Invitation.objects.mine(user).unanswered().count() or None


def unanswered_rows(user, today):
    """One line for each open wave with people who have not answered."""
    from django.db.models import Count

    from .models import Invitation, Wave

    if not permissions.can_run(user):
        return []
    waiting = Invitation.objects.filter(answered_at__isnull=True).values("wave").annotate(n=Count("pk"))
    numbers = {row["wave"]: row["n"] for row in waiting}
    waves = Wave.objects.filter(state=Wave.State.OPEN, pk__in=numbers).select_related("questionnaire")
    return [
        QueueRow(
            wave.questionnaire.title,
            f"не {'ответил' if numbers[wave.pk] == 1 else 'ответили'}: {counted(numbers[wave.pk], 'человек,человека,человек')}; срок {wave.closes_on:%d.%m.%Y}",
            wave.get_absolute_url(),
            "Открыть опрос",
            urgency=0 if wave.closes_on < today else 2,
            since=wave.opens_on,
            icon="ui-checks",
        )
        for wave in waves.order_by("closes_on")[:10]
    ]
