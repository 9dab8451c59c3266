"""Figures out of real records: the worked examples of methodology.md 5.2, lists as long as the numbers say."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mentorship.institution.models import QuietPeriod
from mentorship.people.models import Person
from mentorship.registry.models import Participation, Side
from monitoring.figures import Figures
from monitoring.indicators import INDICATORS
from monitoring.models import Target
from pairs.models import Bond, Meeting, MeetingMark
from programs.models import PersonalProgramme
from tests.factories import (
    ActivityFactory,
    BondFactory,
    CycleFactory,
    KindFactory,
    MeetingFactory,
    ParticipationFactory,
    PersonFactory,
    StageFactory,
    UserFactory,
)

from .test_indicators import HELD, NEW_YEAR

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 1)


def percent(figure):
    return figure.share.numerator, figure.share.denominator, figure.share.percent


def test_the_rhythm_of_the_worked_example(institution):
    cycle = CycleFactory(starts_on=date(2023, 9, 1), ends_on=date(2024, 5, 31))
    bond = BondFactory(cycle=cycle, active=True, starts_on=date(2023, 11, 1), ends_on=date(2024, 4, 30))
    QuietPeriod.objects.create(title="Новый год", starts_on=NEW_YEAR[0], ends_on=NEW_YEAR[1])
    for day in HELD:
        MeetingFactory(bond=bond, held_on=day)
    MeetingFactory(bond=bond, held_on=date(2024, 2, 7), state=Meeting.State.CANCELLED)
    figures = Figures(cycle, date(2024, 5, 31))
    assert percent(figures["I07"]) == (11, 12, Decimal("91.7"))
    assert figures.rhythms[bond.pk].longest_gap_days == 26
    (empty,) = figures["I07"].records(figures["I07"].rest)
    assert empty.title == f"{bond.title}: 02.02.2024 – 15.02.2024"
    assert (empty.note, empty.url) == ("встреч нет", bond.get_absolute_url())


def test_in_a_group_a_meeting_counts_for_whoever_was_there(cycle, make_bond):
    bond = make_bond(mentees=2, weeks=5)
    came, missed = bond.participations(Side.MENTEE)
    for meeting in bond.meetings.filter(held_on__gt=bond.starts_on):
        MeetingMark.objects.create(meeting=meeting, participation=missed, confirmed=None)
    figures = Figures(cycle, ON)
    whole, own = figures.rhythms[bond.pk], figures.own_rhythm(bond, missed.pk)
    assert (whole.met, own.met, own.windows) == (3, 1, whole.windows), "once per group; by attendance for a mentee"
    assert own.longest_gap_days == whole.longest_gap_days + 28
    assert figures.own_rhythm(bond, came.pk) == whole
    assert figures["I07"].share.numerator == 3


def test_shares_of_staff_of_the_worked_example(cycle, make_bond):
    for mentees in (2, 1, 1, 1):
        make_bond(mentees=mentees)
    PersonFactory.create_batch(24 - Person.objects.count())
    PersonFactory(is_teacher=False)
    PersonFactory(left_on=ON - timedelta(days=1))
    figures = Figures(cycle, ON)
    assert percent(figures["I01"]) == (5, 24, Decimal("20.8"))
    assert percent(figures["I03"]) == (4, 24, Decimal("16.7"))


def test_satisfaction_of_the_worked_example(cycle, make_bond, answer, people_of):
    bonds = [make_bond() for _ in range(4)]
    answer("Q12E", dict(zip(people_of(bonds, Side.MENTEE), [9, 6, 10, 7], strict=True)))
    figure = Figures(cycle, ON)["I11"]
    assert percent(figure) == (3, 4, Decimal("75.0"))
    assert (figure.hidden, figure.counts_words, figure.note) == (False, "3 из 4", "средний индекс 8")


def test_a_figure_over_two_answers_tells_nothing(cycle, make_bond, answer, people_of):
    bonds = [make_bond() for _ in range(2)]
    answer("Q12M", dict(zip(people_of(bonds, Side.MENTOR), [9, 2], strict=True)))
    Target.objects.create(cycle=cycle, indicator="I12", value=70)
    figure = Figures(cycle, ON)["I12"]
    assert (figure.fact_words, figure.counts_words, figure.note) == ("мало ответов", "n < 3", "")
    assert (figure.fact, figure.deviation_words, figure.is_below) == (None, "–", False)


def test_who_was_asked_twice_counts_once_by_the_last_answer(cycle, make_bond, answer, people_of):
    mentees = people_of([make_bond(mentees=3)], Side.MENTEE)
    answer("Q12E", dict.fromkeys(mentees, 3))
    answer("Q12E", dict.fromkeys(mentees, 9))
    assert percent(Figures(cycle, ON)["I11"]) == (3, 3, Decimal("100.0"))


def test_accepted_mentees_need_a_bond_in_force(cycle, make_bond):
    make_bond()
    make_bond(state=Bond.State.COMPLETED, ended_on=ON - timedelta(days=1))
    make_bond(state=Bond.State.PROPOSED)
    ParticipationFactory(cycle=cycle, side=Side.MENTEE, state=Participation.State.CANDIDATE, starts_on=None)
    assert percent(Figures(cycle, ON)["I05"]) == (1, 3, Decimal("33.3"))
    assert percent(Figures(cycle, ON - timedelta(days=1))["I05"]) == (2, 3, Decimal("66.7"))


def test_an_approved_programme_counts_from_its_day(cycle, make_bond):
    bond, _ = make_bond(), make_bond()
    PersonalProgramme.objects.create(
        bond=bond,
        goal="Цель",
        tasks="Задача",
        starts_on=bond.starts_on,
        ends_on=bond.ends_on,
        state="approved",
        approved_on=ON,
    )
    assert percent(Figures(cycle, ON)["I08"]) == (1, 2, Decimal("50.0"))
    assert percent(Figures(cycle, ON - timedelta(days=1))["I08"]) == (0, 2, Decimal("0.0"))


def test_roadmap_counts_rows_whose_day_has_come(cycle):
    stage, by = StageFactory(cycle=cycle), UserFactory()
    done = {"closed_on": ON, "closing_reason": "сделано", "closed_by": by}
    ActivityFactory(stage=stage, due_on=ON - timedelta(days=9), **done)
    late = ActivityFactory(stage=stage, due_on=ON)
    ActivityFactory(stage=stage, due_on=ON + timedelta(days=1), **done)
    ActivityFactory(stage=stage, due_on=ON, may_be_overdue=False)
    ActivityFactory(stage=stage, due_on=ON, hidden=True)
    ActivityFactory(stage=stage)
    figure = Figures(cycle, ON)["I23"]
    assert percent(figure) == (1, 2, Decimal("50.0"))
    assert [record.url for record in figure.records(figure.rest)] == [late.get_absolute_url()]


def test_kinds_without_the_norm_are_left_out_of_the_rhythm(cycle, make_bond):
    exempt = make_bond()
    exempt.kinds.set([KindFactory(code="speed", title="Скоростное", keeps_rhythm=False)])
    assert Figures(cycle, ON)["I07"].fact_words == "н/д"
    make_bond(weeks=1)
    figures = Figures(cycle, ON)
    assert exempt.pk not in figures.rhythms
    assert figures["I07"].share.numerator == 1


def test_an_empty_cycle_has_no_data_and_no_deviation(cycle):
    figures = Figures(cycle, ON)
    assert {one.code: one.fact_words for one in figures.all} == dict.fromkeys(INDICATORS, "н/д")
    assert {one.deviation_words for one in figures.all} == {"–"}
    assert {one.counts_words for one in figures.all} == {"n = 0"}


def test_lists_are_as_long_as_the_numbers_say(full_year, cycle):
    ActivityFactory(stage=StageFactory(cycle=cycle), due_on=ON)
    for figure in Figures(cycle, ON).all:
        assert len(figure.records(figure.numerator)) == figure.share.numerator, figure.code
        assert len(figure.records(figure.denominator)) == figure.share.denominator > 0, figure.code
        assert len(figure.numerator) + len(figure.rest) == len(figure.denominator)


def test_the_plan_is_the_own_one_else_the_default(cycle):
    Target.objects.create(cycle=cycle, indicator="I07", value=Decimal("75.5"))
    figures = Figures(cycle, ON)
    assert (figures["I07"].plan_words, figures["I07"].own_plan) == ("75,5 %", True)
    assert (figures["I05"].plan_words, figures["I05"].own_plan) == ("100 %", False)
    assert figures["I01"].plan_words == "не задан"


def test_yearly_targets_follow_the_year_in_which_the_cycle_ends(institution):
    cycle = CycleFactory(starts_on=date(2023, 9, 1), ends_on=date(2024, 5, 31))
    assert Figures(cycle)["I11"].plan == 85


def test_the_cycle_before_is_told_beside(cycle, make_bond):
    last = CycleFactory(starts_on=date(2024, 9, 1), ends_on=date(2025, 5, 31))
    make_bond(cycle=last, starts_on=date(2024, 10, 1), ends_on=date(2025, 5, 31))
    figure = Figures(cycle, ON)["I05"]
    assert (figure.fact_words, figure.previous_words) == ("н/д", "100 %")
    assert Figures(last, date(2025, 5, 31))["I05"].previous_words == "н/д"


def test_the_number_of_queries_does_not_grow(cycle, make_bond, answer, people_of):
    CycleFactory(starts_on=date(2024, 9, 1), ends_on=date(2025, 5, 31))

    def ask():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            Figures(cycle, ON).all  # noqa: B018
        return len(seen)

    first = make_bond(weeks=2)
    answer("Q12E", dict.fromkeys(people_of([first], Side.MENTEE), 8))
    ActivityFactory(stage=StageFactory(cycle=cycle))
    few = ask()
    more = [make_bond(mentees=2, weeks=3) for _ in range(4)]
    answer("Q12E", dict.fromkeys(people_of(more, Side.MENTEE), 8))
    ActivityFactory.create_batch(4, stage=StageFactory(cycle=cycle))
    assert ask() == few
