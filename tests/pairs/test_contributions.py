"""What pairs put on the curator's «Сегодня» and into search."""

from datetime import timedelta

import pytest

from mentorship.accounts.models import Role, User
from mentorship.people.models import Person
from mentorship.registry.models import Participation, Side
from pairs import contributions, queue, readiness, workflow
from pairs.lacking import lacking
from pairs.models import Bond
from tests.factories import BondFactory, FormFactory, ParticipationFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def titles(rule, user, today):
    return [row.title for row in rule(User.objects.get(pk=user.pk), today)]


def test_lacking_papers_leads_to_the_pair(curator, director, wanted, mentees, today):
    pair = workflow.propose(**wanted())
    assert titles(queue.lacking_papers, curator, today) == []
    mentees[0].person.consents.all().delete()
    (row,) = queue.lacking_papers(curator, today)
    assert (row.title, row.url, row.urgency, row.since) == (pair.title, pair.get_absolute_url(), 0, pair.starts_on)
    assert "Котов И.С." in row.why
    assert "И ещё 1" in row.why
    assert titles(queue.lacking_papers, director, today) == []


@pytest.mark.parametrize(
    ("table", "changes"),
    [
        ("participation", {"state": "candidate", "starts_on": None}),
        ("participation", {"state": "left"}),
        ("participation", {"ends_on": -DAY}),
        ("participation", {"rests_from": 0 * DAY}),
        ("participation", {"rests_from": -9 * DAY, "rests_until": -DAY}),
        ("person", {"left_on": -DAY}),
        ("consents", {"signed_on": DAY}),
        ("consents", {"signed_on": None, "valid_until": None}),
        ("consents", {"withdrawn_on": 0 * DAY}),
        ("consents", {"valid_until": 0 * DAY}),
    ],
)
@pytest.mark.parametrize("state", [Bond.State.PROPOSED, Bond.State.ACTIVE])
def test_one_rule_of_lacking_papers_for_a_pair_and_for_the_list(cycle, today, state, table, changes):
    spoilt, whole = BondFactory(cycle=cycle, state=state), BondFactory(cycle=cycle, state=state)
    days = {name: spoilt.starts_on + day if isinstance(day, timedelta) else day for name, day in changes.items()}
    participation = spoilt.members.get(side=Side.MENTEE).participation
    rows = {
        "participation": Participation.objects.filter(pk=participation.pk),
        "person": Person.objects.filter(pk=participation.person_id),
        "consents": participation.person.consents.filter(kind="mentee"),
    }[table]
    assert rows.update(**days) == 1
    for on in (today, today + 2000 * DAY):  # a pair that is over is judged by its last day
        one_by_one = {bond for bond in Bond.objects.with_people() if readiness.stops(readiness.readiness(bond, on))}
        assert set(lacking(Bond.objects.all(), on)) == one_by_one
        assert whole not in one_by_one


def test_without_order_and_ready_for_it(curator, cycle, wanted, today):
    pair = workflow.propose(**wanted(starts_on=today + DAY))
    assert titles(queue.without_order, curator, today) == []
    assert titles(queue.without_order, curator, today + DAY) == [pair.title]
    assert titles(queue.ready_for_order, curator, today) == ["Готовы к приказу: 1 пара"]
    Bond.objects.update(state=Bond.State.ACTIVE)
    assert titles(queue.without_order, curator, today + DAY) == []
    assert titles(queue.ready_for_order, curator, today) == []


def test_mentees_who_wait_longer_than_two_weeks(curator, cycle, wanted, mentees, today):
    fresh = ParticipationFactory(cycle=cycle, side=Side.MENTEE, starts_on=today - 14 * DAY)
    workflow.propose(**wanted())
    names = titles(queue.unpaired, curator, today)
    assert sorted(names) == sorted(one.person.full_name for one in mentees[1:])
    assert fresh.person.full_name in titles(queue.unpaired, curator, today + DAY)


def test_pairs_that_end_soon_or_should_have_ended(curator, cycle, today):
    soon = BondFactory(cycle=cycle, active=True, ends_on=today + 30 * DAY)
    over = BondFactory(cycle=cycle, active=True, ends_on=today - DAY)
    BondFactory(cycle=cycle, active=True, ends_on=today + 31 * DAY)
    rows = queue.ending(curator, today)
    assert [(row.title, row.urgency) for row in rows] == [(over.title, 0), (soon.title, 2)]
    for left, urgency in [(15, 2), (14, 1), (4, 1), (3, 0)]:
        rows = queue.ending(curator, soon.ends_on - left * DAY)
        assert [row.urgency for row in rows if row.title == soon.title] == [urgency], left


def test_an_organiser_hears_of_his_form_only(cycle, today, institution):
    mine = BondFactory(cycle=cycle, active=True, ends_on=today)
    BondFactory(cycle=cycle, active=True, ends_on=today, form=FormFactory(code="partner_teacher"))
    assert titles(queue.ending, UserFactory(roles=[Role.ORGANISER]), today) == [mine.title]


def test_search_finds_pairs_one_may_open(actors, bond):
    surname = bond.mentors[0].last_name.upper()
    assert bond.get_absolute_url() in {url for _, _, url in contributions.find(actors["curator"], surname)}
    assert contributions.find(actors["stranger"], surname) == []


def test_ends_of_pairs_for_the_roadmap(cycle, today):
    going = BondFactory(cycle=cycle, active=True)
    BondFactory(cycle=cycle)
    ended = BondFactory(cycle=cycle, state=Bond.State.COMPLETED, ended_on=today)
    assert sorted(contributions.last_days(cycle)) == sorted([going.ends_on, ended.ended_on])


def test_lamps_of_a_list_put_the_worst_forward(cycle, today):
    bond = BondFactory(cycle=cycle, members__mentees=2)

    def shown():
        lamps = readiness.readiness(Bond.objects.with_people().get(pk=bond.pk), today)
        return {lamp.code: lamp.state for lamp in readiness.summary(lamps)}, readiness.stops(lamps)

    assert shown() == ({"papers": "ok", "order": "missing"}, [])
    bond.mentees[1].consents.filter(kind="processing").delete()
    row, stopping = shown()
    assert row == {"processing": "missing", "order": "missing"}
    assert [bond.mentees[1].short_name in lamp.text for lamp in stopping] == [True]


def test_a_line_of_the_queue_reads_of_a_pair_no_more_than_its_title(django_assert_num_queries):
    bonds = [BondFactory(active=True, members__mentees=2) for _ in range(3)]
    with django_assert_num_queries(2):
        titles = {bond.pk: bond.title for bond in Bond.objects.with_names()}
    assert titles == {bond.pk: Bond.objects.get(pk=bond.pk).title for bond in bonds}
