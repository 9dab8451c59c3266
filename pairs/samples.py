"""A filled order on pairs with invented people, for the catalogue of papers."""

from mentorship.common.russian import date_digits
from mentorship.people import samples
from mentorship.people.naming import with_post

from .papers import pairs_order
from .papers.parties import Pair


def order_on_pairs():
    """The order on one pair: its items and the annex."""
    pair, people = Pair.sample(), samples.people()
    answers = {
        "acts": samples.acts(samples.LABOUR_ARTICLE),
        "curator": people[0],
        "control": people[1],
        "until": samples.DAY.replace(day=30),
        "rhythm": 14,
    }
    return pairs_order.write(samples.institution(), [pair], answers, [_row(pair)])


def _row(pair):
    consents = [
        f"{person.short_name} – № {number}/2026-С от 25.08.2026" for number, person in enumerate(_people(pair), 12)
    ]
    return [
        "1.",
        *(with_post(person) for person in _people(pair)),
        pair.form,
        *pair.kinds,
        date_digits(pair.starts_on),
        date_digits(pair.ends_on),
        "; ".join([*consents, "соглашение № 3/26-ДС от 28.08.2026"]),
    ]


def _people(pair):
    return [pair.mentor, *pair.mentees]
