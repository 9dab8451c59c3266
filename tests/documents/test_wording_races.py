"""Two savings of one kind's words at the same moment: one is kept, the other person is told and loses nothing.

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

from .test_wording import OWN, kind, post, saved  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)
TEXTS = ["Возложить на {куратора} с {дня}.", "Куратором с {дня} назначить {куратора}."]


@pytest.fixture
def race(shared_db, kind, users, as_user):  # noqa: F811
    """``race(version)`` saves two texts from two browsers, both opened at that version; 0 is before any."""
    browsers = [as_user(users[name]) for name in ("curator", "secretary")]

    def run(version=0):
        if version:
            saved(kind, users["curator"], appoint=OWN)
        shared_db()
        return together(
            *[
                lambda browser=browser, text=text: post(browser, kind, "save", version=version, appoint=text)
                for browser, text in zip(browsers, TEXTS, strict=True)
            ]
        )

    return run


def check_one_is_kept(answers, version=0):
    """One text is the next version; the other person has both on his page, his own to be saved with one press."""
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    kept = KindWording.objects.latest("version")
    late = next(answer for answer in answers if answer.status_code == 409).content.decode()
    mine = next(text for text, answer in zip(TEXTS, answers, strict=True) if answer.status_code == 409)
    assert (kept.version, KindWording.objects.count()) == (version + 1, version + 1)
    assert kept.own == {"appoint": next(text for text in TEXTS if text != mine)}
    assert f'name="text-appoint" aria-hidden="true" tabindex="-1">\n{mine}</textarea>' in late
    assert kept.own["appoint"] in late


@pytest.mark.parametrize("version", [0, 1])
def test_of_two_savings_at_once_one_is_kept_and_the_other_told(race, version):
    check_one_is_kept(race(version), version)


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
    assert [answer.status_code for answer in answers] == [302, 302]
    with pytest.raises(AssertionError):
        check_one_is_kept(answers)
