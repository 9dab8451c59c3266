"""Наградные сведения: the length of mentoring by orders, the thresholds of awards, the sheet (law.md 6.1, 6.2)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorship.common.periods import add_months
from mentorship.common.workflow import WorkflowError
from mentorship.documents import workflow as documents
from mentorship.documents.models import Paper
from mentorship.institution import workflow as institutions
from mentorship.institution.models import Honour
from mentorship.people.models import Person
from mentorship.registry.models import Side
from monitoring import honours, mentor_record
from pairs.models import Bond, EarlierOrder, OrderLine
from tests.factories import BondFactory, CycleFactory, ParticipationFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
COMPLETED = {"state": Bond.State.COMPLETED}
BADGE = "Знак отличия «За наставничество»"


@pytest.fixture
def mentor(institution):
    institutions.load_dictionaries()
    return PersonFactory(last_name="Зимина", post="методист", user=UserFactory())


@pytest.fixture
def pair(mentor):
    """``pair(first, last, order=True, **fields)``: a pair of the mentor in a cycle of its own."""

    def make(first, last, order=True, **fields):
        cycle = CycleFactory(starts_on=first, ends_on=last + timedelta(days=1))
        sides = {Side.MENTOR: mentor, Side.MENTEE: PersonFactory()}
        members = [ParticipationFactory(cycle=cycle, side=side, person=person) for side, person in sides.items()]
        fields = {**COMPLETED, "ended_on": last} | fields
        bond = BondFactory(cycle=cycle, members=members, starts_on=first, ends_on=last, **fields)
        if order:
            paper = Paper.objects.create(
                kind="order_pairs", title="О парах", state="issued", number=f"{bond.pk}-од", issued_on=first
            )
            OrderLine.objects.create(paper=paper, bond=bond)
        return bond

    return make


def test_only_periods_by_issued_orders_count_and_no_day_twice(pair, mentor):
    pair(date(2020, 9, 1), date(2021, 8, 31))
    pair(date(2021, 3, 1), date(2022, 2, 28))  # half of it lies in the first
    pair(date(2015, 9, 1), date(2016, 8, 31), order=False)
    pair(date(2016, 9, 1), date(2017, 8, 31), order=False, state=Bond.State.CANCELLED, ended_on=None)
    draft = pair(date(2017, 9, 1), date(2018, 8, 31), order=False)
    OrderLine.objects.create(paper=Paper.objects.create(kind="order_pairs", title="О парах"), bond=draft)
    earlier = EarlierOrder.objects.create(number="12", dated=date(2014, 9, 1))
    pair(date(2014, 9, 1), date(2014, 11, 30), order=False, former_order=earlier)
    assert mentor_record.months_by_mentor(TODAY) == {mentor.pk: 18 + 3}
    assert mentor_record.months_by_mentor(date(2021, 5, 31)) == {mentor.pk: 9 + 3}  # days to come do not count
    assert [one.order for one in mentor_record.periods(mentor, TODAY)][-1] == "№ 12 от 01.09.2014"


@pytest.mark.parametrize(
    ("months", "told"),
    [
        (0, "Стаж наставничества 0 мес., требуется 5 лет."),
        (50, "Стаж наставничества 4 г. 2 мес., требуется 5 лет."),
        (59, "Стаж наставничества 4 г. 11 мес., требуется 5 лет."),
        (60, ""),
    ],
)
def test_what_is_below_the_threshold_of_the_act_is_told_in_figures(mentor, months, told):
    (badge,) = honours.standings(mentor, months, TODAY, [Honour.objects.get(title=BADGE)])
    assert (" ".join(badge.lacking), badge.is_met) == (told, not told)


def test_every_condition_of_the_institution_is_looked_at(mentor):
    first = Honour.objects.get(title=BADGE)
    award = Honour(title="Почётный", mentoring_years=1, teaching_years=15, service_years=12, earlier=first, quota=2)
    mentor.teaches_since, mentor.hired_on = None, add_months(TODAY, -(12 * 6 + 3))
    (found,) = honours.standings(mentor, 12, TODAY, [award])
    assert found.lacking == (
        "Педагогический стаж не указан в карточке, требуется 15 лет.",
        "Стаж в учреждении 6 лет 3 мес., требуется 12 лет.",
    )
    assert found.to_check == (f"Нужна прежняя награда: {BADGE}.", "Представлений в год не больше 2.")
    (empty,) = honours.standings(mentor, 12, TODAY, [Honour(title="Без условий")])
    assert not empty.lacking
    assert not empty.is_met


def test_the_list_and_the_mentors_own_page(as_user, curator, mentor, pair, django_assert_max_num_queries):
    bond = pair(add_months(TODAY, -50), TODAY - timedelta(days=1))
    member = bond.members.get(side=Side.MENTEE).participation
    member.results = "прошла аттестацию"
    member.save()
    browser = as_user(curator)
    address = reverse("monitoring:honours")
    browser.get(address)
    with django_assert_max_num_queries(25):
        page = browser.get(address).content.decode()
    assert "Стаж наставничества 4 г. 2 мес., требуется 5 лет." in page
    assert "Зимина" not in browser.get(address, {"q": "Белова"}).content.decode()
    Honour.objects.filter(title=BADGE).update(mentoring_years=4)
    assert "порог выполнен" in browser.get(address, {"q": "зими"}).content.decode()
    for reader in (curator, mentor.user):
        own = as_user(reader).get(reverse("monitoring:honours_of", args=[mentor.pk])).content.decode()
        for words in (f"№ {bond.pk}-од от {bond.starts_on:%d.%m.%Y}", "прошла аттестацию", "4 года 2 мес."):
            assert words in own, words
    card = browser.get(mentor.get_absolute_url()).content.decode()
    assert "4 года 2 мес. по изданным приказам" in card


def test_the_conditions_are_changed_in_the_registries(as_user, curator, mentor):
    award = Honour.objects.get(title=BADGE)
    page = reverse("admin:institution_honour_change", args=[award.pk])
    data = {"title": award.title, "ground": award.ground, "mentoring_years": "7", "enabled": "on", "order": "0"}
    assert as_user(curator).post(page, data).status_code == 302
    award.refresh_from_db()
    assert award.mentoring_years == 7
    assert award.history.latest().history_user == curator


def answers(person, **more):
    given = {"person": person.pk, "honour": Honour.objects.get(title=BADGE).pk, "on": TODAY.isoformat()}
    return given | {"merits": "канарейка", "no_penalty": "on"} | more


def test_the_sheet_is_refused_below_the_threshold_and_written_above(as_user, curator, mentor, pair):
    pair(add_months(TODAY, -50), TODAY - timedelta(days=1))
    browser, address = as_user(curator), reverse("documents:begin", args=["honour_record"])
    form = browser.post(address, answers(mentor)).context["form"]
    assert form.errors["honour"] == ["Стаж наставничества 4 г. 2 мес., требуется 5 лет."]
    assert form["merits"].value() == "канарейка"
    form = browser.post(address, answers(mentor, no_penalty="", merits="")).context["form"]
    assert {"no_penalty", "merits", "honour"} == set(form.errors)
    older = pair(add_months(TODAY, -80), add_months(TODAY, -60))
    assert browser.post(address, answers(mentor)).status_code == 302
    paper = Paper.objects.get(kind="honour_record")
    texts = [block.get("text", "") for block in paper.blocks]
    assert any(
        text.startswith(f"Стаж наставнической деятельности на {TODAY:%d.%m.%Y}: 5 лет 10 мес.") for text in texts
    )
    assert {"Канарейка.", "Действующих дисциплинарных взысканий нет."} <= set(texts)
    Person.objects.filter(pk=mentor.pk).update(category="highest")
    older.order_lines.all().delete()
    with pytest.raises(WorkflowError) as refusal:
        documents.send(paper, by=curator)
    assert str(refusal.value.missing[0]) == "Стаж наставничества 4 г. 2 мес., требуется 5 лет."
