"""Who may stand in a pair with whom and when: every rule with its words."""

import threading
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, connections
from django.utils import timezone

from mentorship.common.workflow import Conflict, WorkflowError
from mentorship.institution.models import Rules
from mentorship.people.models import Person
from mentorship.registry import workflow as registry
from mentorship.registry.models import Participation, Side
from pairs import workflow
from pairs.models import Bond
from tests.factories import (
    CycleFactory,
    FormFactory,
    KindFactory,
    ParticipationFactory,
    UserFactory,
)

DAY = timedelta(days=1)


def test_a_pair_a_group_and_a_second_mentor(wanted, mentees, cycle):
    pair = workflow.propose(**wanted())
    assert (pair.title, pair.is_group, pair.state) == ("Белова М.П. → Котов И.С.", False, Bond.State.PROPOSED)
    group = workflow.propose(**wanted(mentees=mentees[1:]))
    assert (group.title, group.is_group) == ("Белова М.П. → Орлова А.Д., Юсупова Д.", True)
    second = ParticipationFactory(cycle=cycle, side=Side.MENTOR)
    assert workflow.propose(**wanted(mentors=[second])).mentees == pair.mentees


def test_candidates_may_be_proposed(wanted, mentees):
    Participation.objects.update(state=Participation.State.CANDIDATE)
    assert workflow.propose(**wanted()).pk


@pytest.mark.django_db
class TestRefusals:
    def refuse(self, wanted, words, **changes):
        with pytest.raises(WorkflowError, match=words):
            workflow.propose(**wanted(**changes))
        assert not Bond.objects.exists()

    def test_nobody_mentors_himself(self, wanted, mentor, cycle):
        same = ParticipationFactory(cycle=cycle, side=Side.MENTEE, person=mentor.person)
        self.refuse(wanted, "за самим собой", mentees=[same])

    def test_one_mentor_and_somebody_to_mentor(self, wanted, mentor, cycle):
        self.refuse(wanted, "хотя бы одного наставляемого", mentees=[])
        self.refuse(wanted, "одного наставника", mentors=[mentor, ParticipationFactory(cycle=cycle)])

    def test_sides_come_from_the_bases(self, wanted, mentor, mentees):
        self.refuse(wanted, "из базы наставников", mentors=[mentees[0]], mentees=[mentor])

    def test_the_period_lies_inside_the_cycle(self, wanted, cycle):
        self.refuse(wanted, "выходит за цикл", ends_on=cycle.ends_on + DAY)
        self.refuse(wanted, "выходит за цикл", starts_on=cycle.starts_on - DAY)

    def test_the_end_is_later_than_the_start(self, wanted, today):
        self.refuse(wanted, "позже даты начала", ends_on=today)

    def test_people_of_another_cycle(self, wanted):
        self.refuse(wanted, "нет в базах этого цикла", mentees=[ParticipationFactory(side=Side.MENTEE)])

    def test_who_has_left_the_base(self, wanted, mentees):
        mentees[0].state = Participation.State.LEFT
        mentees[0].save()
        self.refuse(wanted, "Котов И.С.: выбыл")

    def test_who_is_on_a_long_leave_as_the_pair_begins(self, wanted, mentees, today):
        registry.rest(mentees[0], starts_on=today, ends_on=today + DAY, reason="длительный отпуск", by=wanted()["by"])
        self.refuse(wanted, r"Котов И.С.: на паузе до \d\d.* \(длительный отпуск\)")
        assert workflow.propose(**wanted(starts_on=today + 2 * DAY)).delete()

    def test_who_leaves_before_the_end(self, wanted, mentor, today):
        Person.objects.filter(pk=mentor.person_id).update(left_on=today + 50 * DAY)
        self.refuse(wanted, "раньше окончания пары")

    def test_no_longer_than_in_the_base(self, wanted, mentees, today):
        mentees[0].ends_on = today + 50 * DAY
        mentees[0].save()
        self.refuse(wanted, "не может длиться дольше")

    def test_a_closed_cycle(self, wanted, cycle):
        cycle.state = cycle.State.CLOSED
        cycle.save()
        self.refuse(wanted, "закрыт")

    def test_a_form_that_is_switched_off(self, wanted):
        self.refuse(wanted, "не применяется", form=FormFactory(code="pupil_pupil", enabled=False))

    def test_no_kind(self, wanted):
        self.refuse(wanted, "хотя бы один вид", kinds=[])

    def test_one_to_one_is_no_kind_of_a_group(self, wanted, mentees):
        self.refuse(wanted, "вид для пары, а наставляемых 2", kinds=[KindFactory()], mentees=mentees[:2])


def test_the_same_pair_is_not_made_twice_in_one_period(wanted, today):
    first = workflow.propose(**wanted(ends_on=today + 30 * DAY))
    with pytest.raises(WorkflowError, match="уже вместе") as refused:
        workflow.propose(**wanted(starts_on=today + 30 * DAY))
    assert refused.value.missing[0].url == first.get_absolute_url()
    assert workflow.propose(**wanted(starts_on=today + 31 * DAY)).pk
    workflow.cancel_bond(first, by=first.history.first().history_user)
    assert workflow.propose(**wanted(ends_on=today + 30 * DAY)).pk


def test_the_cap_of_the_rules(wanted, mentees, cycle):
    Rules(mentees_per_mentor=2).save()
    with pytest.raises(WorkflowError, match=r"Белова М\.П\.: выбрано 3 наставляемых\. Предел по Положению – 2"):
        workflow.propose(**wanted(mentees=mentees))
    workflow.propose(**wanted(mentees=mentees[:2]))
    with pytest.raises(WorkflowError, match="уже 2 наставляемых, выбрано ещё 1"):
        workflow.propose(**wanted(mentees=mentees[2:]))


def test_the_cap_counts_people_of_one_day_not_of_the_year(wanted, mentees, today):
    Rules(mentees_per_mentor=2).save()
    workflow.propose(**wanted(mentees=mentees[:1], ends_on=today + 20 * DAY))
    workflow.propose(**wanted(mentees=mentees[1:2], starts_on=today + 21 * DAY))
    assert workflow.propose(**wanted(mentees=mentees[2:])).pk


def test_the_mentors_own_wish_is_kept(wanted, mentor, mentees):
    mentor.capacity = 1
    mentor.save()
    with pytest.raises(WorkflowError, match="не больше 1, а стало бы 2") as refused:
        workflow.propose(**wanted(mentees=mentees[:2]))
    assert refused.value.missing[0].url == mentor.get_absolute_url()


def test_change_counts_the_bond_itself_once(wanted, mentees, curator):
    Rules(mentees_per_mentor=2).save()
    bond = workflow.propose(**wanted(mentees=mentees[:2]))
    arguments = wanted(mentees=[mentees[0], mentees[2]], goal="Новая цель")
    del arguments["cycle"]
    workflow.change_bond(bond, version=0, **arguments)
    assert (bond.title, bond.goal, bond.version) == ("Белова М.П. → Котов И.С., Юсупова Д.", "Новая цель", 1)
    with pytest.raises(Conflict):
        workflow.change_bond(bond, version=0, **arguments)
    Bond.objects.update(state=Bond.State.ACTIVE)
    with pytest.raises(WorkflowError, match="только пока она предложена"):
        workflow.change_bond(bond, version=1, **arguments)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_only_one_gets_the_last_place():
    """Two curators press the button at one moment: the count under the lock lets one of them through."""
    cycle, today = CycleFactory(), timezone.localdate()
    mentor = ParticipationFactory(cycle=cycle, side=Side.MENTOR, capacity=1)
    rivals = [ParticipationFactory(cycle=cycle, side=Side.MENTEE) for _ in range(2)]
    form, kind, user = FormFactory(), KindFactory(), UserFactory()
    together, outcomes = threading.Barrier(2), []

    def press(mentee):
        together.wait()
        try:
            outcomes.append(_patiently(lambda: propose(mentee)))
        except WorkflowError as error:
            outcomes.append(str(error))
        finally:
            connections.close_all()

    def propose(mentee):
        return workflow.propose(
            cycle=cycle,
            mentors=[mentor],
            mentees=[mentee],
            form=form,
            kinds=[kind],
            starts_on=today,
            ends_on=today + 30 * DAY,
            by=user,
        )

    threads = [threading.Thread(target=press, args=[mentee]) for mentee in rivals]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Bond.objects.count() == 1
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Bond", "str"]


def _patiently(act):
    """SQLite in memory refuses at once where a file would wait for the other transaction: try again."""
    while True:
        try:
            return act()
        except OperationalError as error:
            if connection.vendor != "sqlite" or "locked" not in str(error):
                raise
