"""Lamps of papers: whose consent is in order, whose is missing, late or about to end (flows.md, idea 1)."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db.models import F

from mentorship.common.russian import date_digits
from mentorship.people.models import Consent

OK, MISSING, WARN = "ok", "missing", "warn"
ENDS_SOON = timedelta(days=30)
TITLES = {
    Consent.Kind.PROCESSING: "обработка данных",
    Consent.Kind.MENTOR: "согласие наставника",
    Consent.Kind.MENTEE: "согласие наставляемого",
}
PAPERS = {
    Consent.Kind.PROCESSING: "согласия на обработку персональных данных",
    Consent.Kind.MENTOR: "согласия на выполнение работы по наставничеству",
    Consent.Kind.MENTEE: "согласия на участие в качестве наставляемого",
}


@dataclass(frozen=True)
class Lamp:
    """One paper of one person (or pair) and how it stands.

    Attributes:
        code: what kind of thing it is about, by which a list puts lamps together.
        title: two or three words for the page.
        state: ``ok``, ``missing`` (stops the order) or ``warn`` (look at it).
        text: a full sentence: whose, which, what to do.
        url: the place where it is mended; a green lamp has none.
    """

    code: str
    title: str
    state: str
    text: str
    url: str = ""


def consents_of(people):
    """Consents of these people as {(person id, kind): [Consent, …]}, by one query."""
    found = defaultdict(list)
    days = ["printed_on", "signed_on", "valid_until", "withdrawn_on", "dropped_on"]
    given = Consent.objects.filter(person__in=people).only("person", "kind", "number", *days)
    for consent in given.order_by(F("signed_on").asc(nulls_last=True), "pk"):
        found[consent.person_id, consent.kind].append(consent)
    return found


def consent_lamp(person, kind, consents, on, *, starts_on=None):
    """How the consent ``kind`` of ``person`` stands on the day ``on``.

    Args:
        consents: all consents of this person and kind, in the order of signing, unsigned ones anywhere.
        starts_on: first day of mentoring; a consent signed after it does not count (law.md section 8).
    """
    kind = Consent.Kind(kind)
    title, who = TITLES[kind], person.short_name

    def lamp(state, text, url=""):
        return Lamp(kind.value, title, state, text, url)

    good = [consent for consent in consents if consent.status(on)[0] == "in_force"]
    if not good:
        return lamp(MISSING, _what_is_wrong(who, kind, consents, on), _where(person, consents))
    consent = good[0]
    if starts_on and consent.signed_on > starts_on:
        late = (
            f"{who}: согласие подписано {date_digits(consent.signed_on)}, а наставничество начинается "
            f"{date_digits(starts_on)}. Согласие должно быть раньше."
        )
        return lamp(MISSING, late, consent.get_absolute_url())
    until = max((c.valid_until for c in good), key=lambda day: (day is None, day or on))
    if until and until - on <= ENDS_SOON:
        soon = f"{who}: срок {PAPERS[kind]} кончается {date_digits(until)}. Распечатайте новое."
        return lamp(WARN, soon, good[-1].get_absolute_url())
    signed = f"{who}: согласие № {consent.number} от {date_digits(consent.signed_on)}."
    return lamp(OK, signed)


def participation_lamps(participation, consents, on):
    """Lamps of one participation on a day; ``consents`` as :func:`consents_of` gives them."""
    person = participation.person
    return [
        consent_lamp(person, kind, consents.get((person.pk, kind), []), on) for kind in participation.needed_consents
    ]


def without_links(lamps):
    """The same lamps for someone who may not mend them."""
    return [replace(lamp, url="") for lamp in lamps]


def _what_is_wrong(who, kind, consents, on):
    paper = PAPERS[kind]
    if not consents:
        return f"{who}: нет {paper}. Распечатайте его и отметьте подпись."
    last = consents[-1]
    if last.signed_on and last.signed_on > on:
        return f"{who}: согласие подписано {date_digits(last.signed_on)}, позже {date_digits(on)}."
    code, words = last.status(on)
    advice = "Отметьте подпись." if code == "printed" else "Нужно новое."
    return f"{who}: нет действующего {paper} ({words}). {advice}"


def _where(person, consents):
    unsigned = [consent for consent in consents if consent.is_awaited]
    return unsigned[-1].get_absolute_url() if unsigned else f"{person.get_absolute_url()}#consents"
