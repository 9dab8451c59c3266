"""Which papers a person lacks: one rule for the lamps on pages, for the acceptance into a base and for orders."""

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from mentorship.common.russian import date_digits
from mentorship.common.workflow import Missing, WorkflowError
from mentorship.documents.orders import stopped

from .models import Consent


def missing_consents(person, kinds, on=None, *, not_later_than=None):
    """Consents of ``kinds`` that ``person`` lacks on the day ``on`` (today), each with the way to mend it.

    Args:
        not_later_than: the day the mentoring starts; a consent signed after it is named too (law.md 1.6).

    Uses prefetched ``consents`` when there are any, so a list of people costs no query a person.
    """
    on = on or timezone.localdate()
    held = {}
    for consent in person.consents.all():
        if consent.status(on)[0] == "in_force":
            known = held.get(consent.kind)
            held[consent.kind] = consent if known is None or consent.signed_on < known.signed_on else known
    missing = []
    for kind in kinds:
        consent = held.get(kind)
        if consent is None:
            missing.append(_lacks(person, kind))
        elif not_later_than and consent.signed_on > not_later_than:
            missing.append(_late(person, consent, not_later_than))
    return missing


def withdrawn(people, on=None):
    """{(person's key, kind): the latest consent} of those withdrawn by the day ``on`` (today) and not given anew."""
    on = on or timezone.localdate()
    anew = Consent.objects.in_force(on).filter(person=OuterRef("person"), kind=OuterRef("kind"))
    found = Consent.objects.filter(~Exists(anew), person__in=people, withdrawn_on__lte=on).without_text()
    return {(one.person_id, one.kind): one for one in found.order_by("withdrawn_on", "pk")}


def must_be_agreed(people):
    """Refuse to write down anything new by consent about those who have withdrawn theirs (law.md 2.5).

    Raises:
        WorkflowError: somebody has withdrawn the consent to the processing of personal data.
    """
    gone = withdrawn([person.pk for person in people])
    for person in people:
        if consent := gone.get((person.pk, Consent.Kind.PROCESSING)):
            day = date_digits(consent.withdrawn_on)
            raise WorkflowError(
                f"{person.short_name}: согласие на обработку персональных данных отозвано {day},"
                " новые записи не вносят. Что делать дальше, решает куратор: закрыть участие или оформить новое согласие.",
                [Missing(f"Отзыв согласия № {consent.number}", reverse("people:consent_withdraw", args=[consent.pk]))],
            )


def _lacks(person, kind):
    words = Consent.Kind(kind).label
    lacks = stopped(f"Нет согласия {words}: {person.short_name}")
    return Missing(f"{lacks} Распечатайте и отметьте подписанным.", _way(person))


def _late(person, consent, start):
    return Missing(
        f"{person.short_name}: согласие {consent.get_kind_display()} подписано {consent.signed_on:%d.%m.%Y},"
        f" а наставничество начинается {start:%d.%m.%Y}. Согласие должно быть раньше.",
        _way(person),
    )


def _way(person):
    return reverse("people:person", args=[person.pk]) + "#consents"
