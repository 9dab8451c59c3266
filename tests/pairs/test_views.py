"""Pages of pairs: who gets what, what a page says, and that long lists cost no more questions."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mentorship.accounts.lists import choose_columns
from mentorship.accounts.models import User
from mentorship.documents.models import Paper
from mentorship.institution.models import Act
from mentorship.registry.models import Participation, Side
from pairs import permissions, workflow
from pairs.models import Bond, OrderLine
from pairs.views import LIST
from tests.factories import BondFactory, FormFactory, KindFactory, ParticipationFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_one_rule_for_a_bond_and_for_the_list(actors):
    assert Bond.objects.count() == 2  # one of them is somebody else's for everybody but the overseers
    for user in actors.values():
        fresh = User.objects.get(pk=user.pk)
        one_by_one = {
            bond
            for bond in Bond.objects.all()
            if permissions.can_see_pairs_of(fresh, bond)
            or fresh.pk in [one.user_id for one in (*bond.mentors, *bond.mentees)]
        }
        assert set(Bond.objects.visible_to(fresh)) == one_by_one


@pytest.mark.parametrize(
    ("who", "page", "edit", "draft"),
    [
        ("curator", 200, 200, 200),
        ("director", 200, 403, 403),
        ("organiser", 200, 200, 403),
        ("mentor", 200, 403, 403),
        ("mentee", 200, 403, 403),
        ("other", 404, 404, 403),
        ("municipal", 404, 404, 403),
        ("admin", 404, 404, 403),
        ("stranger", 404, 404, 403),
    ],
)
def test_who_opens_what(as_user, actors, bond, who, page, edit, draft):
    client = as_user(actors[who])
    assert client.get(bond.get_absolute_url()).status_code == page
    for name in ("edit", "cancel", "end"):
        assert client.get(reverse(f"pairs:{name}", args=[bond.pk])).status_code == edit
    assert client.get(reverse("pairs:draft_order")).status_code == draft


@pytest.mark.parametrize(
    ("who", "status"), [("curator", 302), ("organiser", 302), ("director", 403), ("mentor", 403), ("stranger", 403)]
)
def test_who_makes_pairs(as_user, actors, wanted, mentor, mentees, who, status, today):
    answer = as_user(actors[who]).post(reverse("pairs:new"), typed(mentor, mentees[:1], today))
    assert answer.status_code == status
    assert Bond.objects.filter(members__participation=mentor).exists() == (status == 302)


def typed(mentor, mentees, today, /, **changes):
    return {
        "mentor": mentor.pk,
        "mentees": [mentee.pk for mentee in mentees],
        "form": FormFactory().pk,
        "kinds": [KindFactory().pk],
        "starts_on": today.isoformat(),
        "ends_on": (today + 60 * DAY).isoformat(),
        "goal": "Родительские собрания",
        "version": 0,
    } | changes


def test_an_organiser_makes_pairs_of_his_form_only(as_user, actors, mentor, mentees, today):
    foreign = FormFactory(code="partner_teacher").pk
    answer = as_user(actors["organiser"]).post(reverse("pairs:new"), typed(mentor, mentees[:1], today, form=foreign))
    assert answer.status_code == 200
    assert "form" in answer.context["form"].errors


def test_what_was_typed_comes_back_with_the_refusal(as_user, curator, mentor, mentees, today):
    mentor.capacity = 1
    mentor.save()
    answer = as_user(curator).post(reverse("pairs:new"), typed(mentor, mentees[:2], today))
    text = answer.content.decode()
    assert "не больше 1" in text
    assert mentor.get_absolute_url() in text
    assert "Родительские собрания" in text


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"ends_on": "2020-01-01"}, "ends_on", "позже даты начала"),
        ({"starts_on": "31.31.2026"}, "starts_on", "дату"),
        ({"mentees": []}, "mentees", "хотя бы одного наставляемого"),
        ({"mentor": ""}, "mentor", "Выберите наставника"),
        ({"kinds": []}, "kinds", "хотя бы один вид"),
        ({"goal": "я" * 501}, "goal", "500"),
    ],
)
def test_bad_input_is_told_at_its_field(as_user, curator, mentor, mentees, today, changes, field, words):
    answer = as_user(curator).post(reverse("pairs:new"), typed(mentor, mentees[:1], today, **changes))
    assert words in str(answer.context["form"].errors[field])
    assert not Bond.objects.exists()


def test_two_people_edit_one_pair(as_user, curator, wanted, mentor, mentees, today):
    bond = workflow.propose(**wanted())
    url = reverse("pairs:edit", args=[bond.pk])
    client = as_user(curator)
    assert client.post(url, typed(mentor, mentees[:1], today, goal="Первая")).status_code == 302
    late = client.post(url, typed(mentor, mentees[:1], today, goal="Вторая"))
    text = late.content.decode()
    assert late.status_code == 409
    assert "Первая" in text
    assert "Вторая" in text
    again = client.post(url, typed(mentor, mentees[:1], today, goal="Вторая", version=1))
    assert again.status_code == 302
    bond.refresh_from_db()
    assert bond.goal == "Вторая"


def test_the_page_shows_what_is_missing_and_the_way_to_it(as_user, curator, actors, bond):
    bond.mentees[0].consents.all().delete()
    way = f"/people/{bond.mentees[0].pk}/#consents"
    text = as_user(curator).get(bond.get_absolute_url()).content.decode()
    assert "нет согласия на обработку" in text
    assert way in text
    assert way not in as_user(actors["mentor"]).get(bond.get_absolute_url()).content.decode()


def test_ending_needs_a_reason_when_it_is_early(as_user, curator, cycle, today):
    bond = BondFactory(cycle=cycle, active=True)
    url, client = reverse("pairs:end", args=[bond.pk]), as_user(curator)
    answer = client.post(url, {"how": "terminate", "on": today.isoformat(), "reason": ""})
    assert "Укажите причину" in answer.content.decode()
    answer = client.post(url, {"how": "terminate", "on": (today + DAY).isoformat(), "reason": "увольнение"})
    assert "on" in answer.context["form"].errors
    Bond.objects.filter(pk=bond.pk).update(ends_on=today - DAY)
    answer = client.post(url, {"how": "complete", "on": today.isoformat()})
    assert "Продлить работу можно только новым приказом" in answer.context["form"].errors["on"][0]
    Bond.objects.filter(pk=bond.pk).update(ends_on=bond.ends_on)
    client.post(url, {"how": "terminate", "on": today.isoformat(), "reason": "увольнение"})
    bond.refresh_from_db()
    assert (bond.state, bond.ended_on, bond.ending_reason) == (Bond.State.TERMINATED, today, "увольнение")


def test_the_draft_takes_the_ticked_pairs(as_user, curator, cycle, wanted, acts, today):
    ready, other = workflow.propose(**wanted()), BondFactory(cycle=cycle)
    answer = as_user(curator).get(reverse("pairs:draft_order"))
    assert answer.status_code == 200
    form = answer.context["form"]
    boss = ready.mentors[0]
    answer = as_user(curator).post(
        reverse("pairs:draft_order"),
        {
            "bond": [ready.pk],
            "acts": form.initial["acts"],
            "curator": boss.pk,
            "programmes_until": (today + 20 * DAY).isoformat(),
        },
    )
    paper = ready.order_lines.get().paper
    assert answer.url == paper.get_absolute_url()
    assert paper.options["curator"] == boss.pk
    assert not other.order_lines.exists()


def test_an_act_out_of_force_is_refused_at_its_field(as_user, curator, wanted, acts, today):
    bond = workflow.propose(**wanted())
    old = Act.objects.create(code="old", title="Приказ от 01.01.2020 № 1", effective_to=today - DAY)
    answer = as_user(curator).post(
        reverse("pairs:draft_order"),
        {"bond": [bond.pk], "acts": [old.pk], "curator": bond.mentors[0].pk, "programmes_until": today.isoformat()},
    )
    assert "Акт утратил силу" in str(answer.context["form"].errors["acts"])


@pytest.mark.parametrize("name", ["pairs:list", "pairs:draft_order", "pairs:export"])
def test_long_lists_cost_no_more_questions(as_user, curator, cycle, name):
    BondFactory(cycle=cycle, members__mentees=2)
    client, url = as_user(curator), reverse(name)
    client.get(url)
    one = len(asked(client, url))
    BondFactory.create_batch(3, cycle=cycle, members__mentees=3)
    assert len(asked(client, url)) == one


def test_every_column_costs_no_more_questions_and_no_text_of_an_order(as_user, curator, cycle):
    choose_columns(curator, LIST.code, [column.code for column in LIST.columns])
    client, url = as_user(curator), reverse("pairs:list")
    order = Paper.objects.create(kind="order_pairs", title="О закреплении", blocks=[{"type": "table"}])
    client.get(url)
    counts = []
    for more in (1, 3):
        for bond in BondFactory.create_batch(more, cycle=cycle, members__mentees=2):
            OrderLine.objects.create(paper=order, bond=bond)
        queries = asked(client, url)
        counts.append(len(queries))
        assert not [query for query in queries if '"blocks"' in query["sql"]]
    assert counts[0] == counts[1]
    rows = [{column.code: value for column, value in cells} for _, cells in client.get(url).context["rows"]]
    assert [row["kinds"] for row in rows] == [KindFactory().title] * 4
    assert {row["mentor_posts"] for row in rows} == {"воспитатель"}


def asked(client, url):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return list(queries)


def test_filters_and_search(as_user, curator, cycle, wanted, mentees):
    pair = workflow.propose(**wanted())
    active = BondFactory(cycle=cycle, active=True)
    gone = BondFactory(cycle=cycle, state=Bond.State.CANCELLED)

    def shown(query):
        return {row.bond for row, _ in as_user(curator).get(reverse("pairs:list") + query).context["rows"]}

    assert shown("") == {pair, active}
    assert shown("?state=active") == {active}
    assert shown("?state=cancelled") == {gone}
    assert shown("?q=КОТОВ+белова") == {pair}
    assert shown("?q=нетТаких") == set()
    assert shown(f"?form={FormFactory(code='partner_teacher').pk}&state=all") == set()
    assert shown("?state=чушь&page=99") == {pair, active}


def test_bases_show_pairs_and_find_those_without_one(as_user, curator, cycle, wanted, mentees):
    pair = workflow.propose(**wanted())
    page = as_user(curator).get(reverse("registry:mentees") + "?show=unpaired")
    assert {row.participation for row, _ in page.context["rows"]} == set(mentees[1:])
    assert pair.get_absolute_url() in as_user(curator).get(mentees[0].get_absolute_url()).content.decode()


def test_nobody_leaves_the_base_with_an_open_pair(as_user, curator, wanted, mentees):
    pair = workflow.propose(**wanted())
    url = reverse("registry:leave", args=[mentees[0].pk])
    typed = {"on": pair.starts_on.isoformat(), "reason": "увольнение"}
    assert pair.get_absolute_url() in as_user(curator).post(url, typed).content.decode()
    workflow.cancel_bond(pair, by=curator)
    assert as_user(curator).post(url, typed).status_code == 302
    mentees[0].refresh_from_db()
    assert mentees[0].state == Participation.State.LEFT


def test_empty_list_says_what_to_do(as_user, curator, director, cycle):
    assert "Создать пару" in as_user(curator).get(reverse("pairs:list")).content.decode()
    assert "создаёт куратор" in as_user(director).get(reverse("pairs:list")).content.decode()
    assert "Сначала заполните базы" in as_user(curator).get(reverse("pairs:new")).content.decode()
    ParticipationFactory(cycle=cycle, side=Side.MENTEE)
    assert "Сначала заполните базы" in as_user(curator).get(reverse("pairs:new")).content.decode()
