"""Two cards of one person: found, told apart, made one."""

from copy import copy
from datetime import date

import pytest

from mentorship.common.workflow import Conflict, Missing, WorkflowError
from mentorship.people import doubles, events, workflow
from mentorship.people.merging import merge_checks
from mentorship.people.models import MergedCard, Person
from mentorship.people.signals import people_merged
from mentorship.registry.models import Side
from tests.factories import (
    BondFactory,
    ConsentFactory,
    CycleFactory,
    GuardianFactory,
    ParticipationFactory,
    PersonFactory,
    PostPeriodFactory,
    UserFactory,
)
from tests.threads import shared_db, together  # noqa: F401

pytestmark = pytest.mark.django_db
NAME = {"last_name": "Семёнова", "first_name": "Анна", "patronymic": "Петровна"}
BORN = date(1990, 5, 4)


@pytest.fixture
def by():
    return UserFactory()


@pytest.fixture
def twins():
    kept = PersonFactory(**NAME, birth_date=BORN, phone="")
    gone = PersonFactory(**NAME | {"last_name": "Семенова"}, birth_date=None, phone="+7 900 000-00-01")
    return kept, gone


def merge(kept, gone, by, **kwargs):
    return workflow.merge_people(kept, gone, versions=(kept.version, gone.version), by=by, **kwargs)


def test_somebody_alike_is_told_before_a_second_card_is_made(by):
    known = PersonFactory(**NAME, birth_date=BORN)
    fields = NAME | {"last_name": "Семенова"}
    with pytest.raises(workflow.MayBeDouble) as refusal:
        workflow.create_person(by=by, **fields)
    assert [person for person, _ in refusal.value.alike] == [known]
    assert workflow.create_person(by=by, knowingly=True, **fields).pk


def test_the_same_name_and_birth_date_cannot_be_entered_even_knowingly(by):
    PersonFactory(**NAME, birth_date=BORN)
    with pytest.raises(WorkflowError, match="уже есть"):
        workflow.create_person(by=by, knowingly=True, birth_date=BORN, **NAME)


def test_pairs_of_cards_are_asked_about_until_they_are_told_apart(twins, by):
    PersonFactory(last_name="Другая")
    (pair,) = doubles.possible()
    assert {pair.one.pk, pair.other.pk} == {one.pk for one in twins}
    workflow.tell_apart(*twins, by=by)
    workflow.tell_apart(*reversed(twins), by=by)
    assert doubles.possible() == []


def test_forgotten_people_are_not_taken_for_doubles():
    for number in (5, 6):
        PersonFactory(last_name=f"Участник № {number}", first_name="", patronymic="", birth_date=None)
    assert doubles.possible() == []


def test_every_tie_moves_and_the_old_card_leads_to_the_kept_one(twins, by):
    kept, gone = twins
    account = UserFactory()
    gone.user = account
    gone.save()
    consent, participation = ConsentFactory(person=gone), ParticipationFactory(person=gone, consents=False)
    child = GuardianFactory(adult=gone)
    old_id, old_rows = gone.pk, gone.history.count()
    merge(kept, gone, by, take=["phone"])
    for row in (consent, participation, child):
        row.refresh_from_db()
    assert (consent.person, participation.person, child.adult) == (kept, kept, kept)
    kept.refresh_from_db()
    assert (kept.phone, kept.last_name, kept.user) == ("+7 900 000-00-01", "Семёнова", account)
    assert not Person.objects.filter(pk=old_id).exists()
    assert MergedCard.objects.get(old_id=old_id).kept == kept
    assert Person.history.filter(id=old_id).count() > old_rows
    assert f"№ {old_id}" in kept.history.first().history_change_reason


def test_the_years_of_the_kept_card_name_the_other_as_it_was_written(twins, curator):
    kept, gone = twins
    merge(kept, gone, curator)
    told = [event.title for event in events.card_changes(kept, curator)]
    assert f"Объединена с карточкой № {MergedCard.objects.get().old_id} (Семенова Анна Петровна)" in told


def test_a_chain_of_merges_leads_to_the_last_card(twins, by):
    kept, gone = twins
    third, first_id = PersonFactory(**NAME | {"first_name": "А"}), gone.pk
    merge(kept, gone, by)
    merge(third, kept, by)
    assert MergedCard.objects.get(old_id=first_id).kept == third


def test_nothing_moves_while_both_stand_in_one_base_of_one_cycle(twins, by):
    kept, gone = twins
    cycle = CycleFactory()
    for person in twins:
        ParticipationFactory(cycle=cycle, person=person, consents=False)
    consent = ConsentFactory(person=gone)
    with pytest.raises(WorkflowError) as refusal:
        merge(kept, gone, by)
    (missing,) = refusal.value.missing
    assert missing.url
    consent.refresh_from_db()
    assert consent.person == gone


def test_the_refusal_names_every_base_in_which_both_stand(twins, by):
    places = [(CycleFactory(title="Год первый"), Side.MENTOR), (CycleFactory(title="Год второй"), Side.MENTEE)]
    theirs = {}
    for person in twins:
        for cycle, side in places:
            theirs[person.pk, side] = ParticipationFactory(cycle=cycle, side=side, person=person, consents=False)
    kept, gone = twins
    ParticipationFactory(cycle=places[0][0], side=Side.MENTEE, person=gone, consents=False)  # collides with nothing
    with pytest.raises(WorkflowError) as refusal:
        merge(kept, gone, by)
    urls = {missing.url for missing in refusal.value.missing}
    assert urls == {theirs[gone.pk, side].get_absolute_url() for _, side in places}
    assert Person.objects.filter(pk=gone.pk).exists()


def test_mentor_and_mentee_of_one_pair_are_two_people(twins, by):
    cycle = CycleFactory()
    kept, gone = (
        ParticipationFactory(cycle=cycle, person=person, side=side)
        for person, side in zip(twins, (Side.MENTOR, Side.MENTEE), strict=True)
    )
    BondFactory(cycle=cycle, members=[kept, gone])
    with pytest.raises(WorkflowError) as refusal:
        merge(*twins, by)
    assert "в одной паре" in str(refusal.value.missing[0])


def test_an_app_above_may_object(twins, by):
    def objects(kept, gone):
        return [Missing("Нельзя.")]

    merge_checks.add(objects)
    try:
        with pytest.raises(WorkflowError) as refusal:
            merge(*twins, by)
    finally:
        merge_checks.entries.remove(objects)
    assert [str(one) for one in refusal.value.missing] == ["Нельзя."]


def test_a_card_changed_since_it_was_compared_is_not_merged(twins, by):
    kept, gone = twins
    seen = (kept.version, gone.version)
    workflow.change_person(Person.objects.get(pk=gone.pk), version=gone.version, by=by, phone="+7 900 000-00-02")
    with pytest.raises(Conflict):
        workflow.merge_people(kept, gone, versions=seen, by=by)
    assert Person.objects.count() == 2


def test_of_two_open_posts_one_stays(twins, by):
    kept, gone = twins
    PostPeriodFactory(person=kept, post="воспитатель", starts_on=date(2020, 9, 1))
    PostPeriodFactory(person=gone, post="логопед", starts_on=date(2015, 9, 1))
    merge(kept, gone, by)
    assert [(one.post, one.ends_on) for one in kept.posts.all()] == [
        ("логопед", date(2020, 8, 31)),
        ("воспитатель", None),
    ]


def test_of_two_accounts_that_of_the_kept_card_stays(twins, by):
    kept, gone = twins
    kept.user, gone.user = UserFactory(), UserFactory()
    kept.save()
    gone.save()
    mine, other = kept.user, gone.user
    merge(kept, gone, by)
    kept.refresh_from_db()
    other.refresh_from_db()
    assert kept.user == mine
    assert not other.is_active


def test_others_hear_of_it(twins, by):
    heard = []
    people_merged.connect(listener := lambda **told: heard.append((told["kept"].pk, told["merged"].pk)))
    old = twins[1].pk
    merge(*twins, by)
    people_merged.disconnect(listener)
    assert heard == [(twins[0].pk, old)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("born", [BORN, None])
def test_the_same_person_entered_by_many_at_once_is_one_card(shared_db, institution, born):  # noqa: F811
    by = UserFactory()
    shared_db()
    results = together(*[lambda: workflow.create_person(by=by, birth_date=born, **NAME) for _ in range(4)])
    assert sum(isinstance(result, Person) for result in results) == 1
    assert {type(result) for result in results} == {Person, workflow.MayBeDouble}
    assert Person.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_merges_of_the_same_cards_at_once(shared_db, institution):  # noqa: F811
    by = UserFactory()
    kept, gone = PersonFactory(**NAME), PersonFactory(**NAME)
    shared_db()

    def merging():
        return workflow.merge_people(copy(kept), copy(gone), versions=(0, 0), by=by)

    results = together(merging, merging)
    assert Person.objects.count() == 1
    assert sum(isinstance(result, Person) for result in results) == 1
