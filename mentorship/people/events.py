"""What people themselves tell of a person's years: posts, consents, coming and leaving, changes of the card."""

from django.utils import timezone

from mentorship.common.russian import capital, date_digits
from mentorship.documents import kinds
from mentorship.documents.models import Paper

from . import permissions
from .timeline import Event

CARD_CHANGES = 40  # the newest; older ones stay in the registry's history


def posts(person, user):
    """Posts and units by turns; the day of hiring and the last day where no post tells them."""
    periods = list(person.posts.select_related("unit"))
    for at, period in enumerate(periods):
        verb = "Должность" if at == 0 else "Перевод"
        until = f"по {date_digits(period.ends_on)}" if period.ends_on else "по настоящее время"
        note = ", ".join(filter(None, [str(period.unit or ""), until]))
        yield Event(period.starts_on, f"{verb}: {period.post}", note, kind="" if period.ends_on else "now")
    if person.hired_on and all(period.starts_on != person.hired_on for period in periods):
        yield Event(person.hired_on, "Принят в учреждение")
    if person.left_on:
        yield Event(person.left_on, "Последний день в учреждении")
    if person.admitted_on:
        yield Event(person.admitted_on, "Куратор проверил допуск к работе с детьми")


def consents(person, user):
    """Consents signed and withdrawn; they are shown to whoever may open the card."""
    for consent in person.consents.without_text():
        words, url = f"Согласие {consent.get_kind_display()}", consent.get_absolute_url()
        if consent.signed_on:
            until = f", действует до {date_digits(consent.valid_until)}" if consent.valid_until else ""
            yield Event(
                consent.signed_on, f"Подписано: {words[0].lower()}{words[1:]}", f"№ {consent.number}{until}", url
            )
        if consent.withdrawn_on:
            yield Event(
                consent.withdrawn_on, f"Отозвано: {words[0].lower()}{words[1:]}", consent.withdrawal_reason, url
            )


def papers(person, user):
    """Issued papers that name the person, of those that the reader may open."""
    found = Paper.objects.visible_to(user).issued().filter(mentions__person=person).without_text()
    for paper in found:
        number = f"№ {paper.number}" if paper.number else ""
        note = ", ".join(filter(None, [number, "утратил силу" if paper.state == Paper.State.WITHDRAWN else ""]))
        yield Event(paper.issued_on, kinds.title(paper.kind), note, paper.get_absolute_url())


def card_changes(person, user):
    """Who changed what of the card, for its keepers."""
    if not permissions.can_keep_people(user):
        return
    for row in person.history.select_related("history_user")[:CARD_CHANGES]:
        day = timezone.localtime(row.history_date).date()
        yield Event(day, capital(row.history_change_reason or "карточка изменена"), str(row.history_user or ""))
