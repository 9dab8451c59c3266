"""Two first savings of one kind's words at the same moment: one is kept, the other person is told and loses nothing.

The twin holds no lock and takes the next free version instead of the one after its page's: there the same check must find
the damage.
"""

from threading import Lock

import pytest

from mentorship.documents import workflow
from mentorship.documents.models import KindWording
from mentorship.documents.models.wording import KindWordingQuerySet
from mentorship.documents.workflow import own_wording
from tests.threads import meeting, shared_db, together  # noqa: F401

from .test_wording import kind, post  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)
TEXTS = ["С {дня} возложить на {куратора}.", "Куратором с {дня} назначить {куратора}."]


@pytest.fixture
def race(shared_db, kind, users, as_user):  # noqa: F811
    """``race()`` saves two texts from two browsers, both opened before anybody had reworded the kind."""
    browsers = [as_user(users[name]) for name in ("curator", "secretary")]
    shared_db()
    acts = [
        lambda b=browser, text=text: post(b, kind, "save", appoint=text)
        for browser, text in zip(browsers, TEXTS, strict=True)
    ]
    return lambda: together(*acts)


def check_one_is_kept(answers):
    """One text is the first version; the other person has both on his page, his own to be saved with one press."""
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    kept = KindWording.objects.get()
    late = next(answer for answer in answers if answer.status_code == 409).content.decode()
    mine = next(text for text, answer in zip(TEXTS, answers, strict=True) if answer.status_code == 409)
    assert (kept.version, kept.own) == (1, {"appoint": next(text for text in TEXTS if text != mine)})
    assert f'name="text-appoint" aria-hidden="true" tabindex="-1">\n{mine}</textarea>' in late
    assert kept.own["appoint"] in late


def test_of_two_first_savings_at_once_one_is_kept_and_the_other_told(race):
    check_one_is_kept(race())


def test_twin_that_takes_the_next_free_version_overwrites_unseen(race, monkeypatch):
    def next_free(reworded, texts, version, note, by):
        both_have_looked()
        with turns:
            version = KindWording.objects.filter(kind=reworded.code).count() + 1
            return KindWording.objects.create(kind=reworded.code, version=version, texts=texts, note=note, by=by)

    both_have_looked, turns = meeting(2, lambda: None), Lock()
    monkeypatch.setattr(own_wording, "_add", next_free)
    monkeypatch.setattr(KindWordingQuerySet, "select_for_update", lambda self: self)
    monkeypatch.setattr(workflow, "save_wording", own_wording.save_wording.__wrapped__)
    answers = race()
    with pytest.raises(AssertionError):
        check_one_is_kept(answers)
