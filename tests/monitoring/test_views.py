"""Pages of monitoring: who gets what, who sees names, nothing typed is lost, long lists cost no more questions."""

import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from mentorship.accounts.models import Notice
from mentorship.documents.models import Paper
from mentorship.registry.models import Side
from mentorship.surveys import workflow as surveys
from mentorship.surveys.models import Invitation, Questionnaire, Wave
from monitoring.figures import Figures
from monitoring.indicators import INDICATORS
from monitoring.models import Target
from pairs.models import Bond
from tests.factories import ActivityFactory, BondFactory, CycleFactory, StageFactory, UserFactory

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 1)
INDICATORS_URL = reverse("monitoring:indicators")


def figure_url(cycle, code, **query):
    return reverse("monitoring:figure", args=[cycle.pk, code], query={"on": ON.isoformat()} | query)


def sheet(response):
    """Rows of the downloaded table."""
    return list(load_workbook(io.BytesIO(b"".join(response))).active.iter_rows(values_only=True))


def text(response):
    return response.content.decode()


@pytest.fixture
def running(institution):
    """A cycle that runs today."""
    return CycleFactory(title="Идёт сейчас")


@pytest.mark.parametrize(
    ("who", "figures", "plan", "ask", "report"),
    [
        ("curator", 200, 200, 200, 200),
        ("director", 200, 403, 403, 200),
        ("municipal", 200, 403, 403, 403),
        ("admin", 403, 403, 403, 403),
        ("organiser", 403, 403, 403, 403),
        ("stranger", 403, 403, 403, 403),
    ],
)
def test_who_opens_what(as_user, users, cycle, who, figures, plan, ask, report):
    client = as_user(users[who])
    assert client.get(INDICATORS_URL).status_code == figures
    assert client.get(reverse("monitoring:export")).status_code == figures
    assert client.get(figure_url(cycle, "I07")).status_code == figures
    assert client.get(reverse("monitoring:targets", args=[cycle.pk])).status_code == plan
    assert client.get(reverse("monitoring:ask")).status_code == ask
    assert client.get(reverse("monitoring:report_of", args=[cycle.pk])).status_code == report


def test_the_director_reads_reports_but_does_not_write_them(as_user, director, full_year, cycle):
    response = as_user(director).post(reverse("monitoring:report_of", args=[cycle.pk]), {"on": ON.isoformat()})
    assert response.status_code == 403
    assert not Paper.objects.exists()


def test_the_municipality_sees_numbers_and_no_names(as_user, users, full_year, cycle, people_of):
    names = {one.last_name for side in Side for one in people_of(full_year, side)}
    municipal, curator = as_user(users["municipal"]), as_user(users["curator"])
    for code in INDICATORS:
        seen = text(municipal.get(figure_url(cycle, code)))
        assert not [name for name in names if name in seen], code
        curator_sees = text(curator.get(figure_url(cycle, code)))
        assert code == "I23" or [name for name in names if name in curator_sees], code  # there was something to leak


@pytest.mark.parametrize("code", ["I11", "I12"])
def test_single_answers_are_for_the_curator_alone(as_user, users, full_year, cycle, people_of, code):
    answered = Invitation.objects.filter(answered_at__isnull=False).select_related("person")
    asked = answered.filter(wave__questionnaire__code="Q12E" if code == "I11" else "Q12M")
    page = text(as_user(users["curator"]).get(figure_url(cycle, code)))
    assert all(reverse("surveys:single", args=[one.pk]) in page for one in asked)
    page = text(as_user(users["director"]).get(figure_url(cycle, code)))
    assert not [one for one in asked if one.person.last_name in page]
    assert "surveys/single" not in page


def test_too_few_answers_are_hidden_on_every_page(as_user, users, full_year, cycle):
    for who in ("curator", "director", "municipal"):
        client = as_user(users[who])
        for address in (f"{INDICATORS_URL}?cycle={cycle.pk}", figure_url(cycle, "I12")):
            page = text(client.get(address))
            assert "мало ответов" in page
            assert "n &lt; 3" in page
        book = sheet(client.get(reverse("monitoring:export")))
        row = next(row for row in book if row[0] == "I12")
        assert (row[3], row[4], row[6], row[7]) == ("мало ответов", None, None, "n < 3")


def test_a_figure_lists_the_records_that_it_counts(as_user, curator, full_year, cycle):
    client, figure = as_user(curator), Figures(cycle, ON)["I05"]
    for chosen, keys in (("all", figure.denominator), ("in", figure.numerator), ("out", figure.rest)):
        page = client.get(figure_url(cycle, "I05", list=chosen)).context["page"]
        assert page.paginator.count == len(keys)
    rows = client.get(figure_url(cycle, "I05")).context["rows"]
    assert sum(counted for _, counted in rows) == figure.share.numerator


def test_an_unknown_figure_and_an_unknown_cycle_are_not_found(as_user, curator, cycle):
    client = as_user(curator)
    assert client.get(figure_url(cycle, "I99")).status_code == 404
    assert client.get(reverse("monitoring:figure", args=[cycle.pk + 1, "I07"])).status_code == 404


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("2025-08-31", "Цикл начинается 01.09.2025"),
        ("2099-01-01", "выберите этот день или раньше"),
        ("позавчера", "Укажите дату"),
    ],
)
def test_a_wrong_day_is_explained_and_the_last_one_shown(as_user, curator, cycle, on, words):
    response = as_user(curator).get(INDICATORS_URL, {"cycle": cycle.pk, "on": on})
    assert (response.status_code, response.context["figures"].on) == (200, min(cycle.ends_on, timezone.localdate()))
    assert words in text(response)


def test_without_a_cycle_the_pages_say_what_to_do(as_user, curator, director):
    for address in (INDICATORS_URL, reverse("monitoring:report"), reverse("monitoring:ask")):
        assert as_user(curator).get(address).status_code == 200
    assert reverse("cycle:open") in text(as_user(curator).get(INDICATORS_URL))
    assert as_user(director).get(reverse("monitoring:export")).status_code == 404


def test_the_table_in_excel_says_the_numbers(as_user, director, full_year, cycle):
    response = as_user(director).get(reverse("monitoring:export"), {"cycle": cycle.pk, "on": ON.isoformat()})
    rows = sheet(response)
    figure = Figures(cycle, ON)["I07"]
    row = next(row for row in rows if row[0] == "I07")
    assert (row[2], row[3]) == (90, float(figure.fact))
    assert row[6:8] == (figure.share.numerator, figure.share.denominator)


@pytest.mark.slow
def test_lists_of_records_ask_as_often_for_five_bonds_as_for_one(as_user, curator, cycle, make_bond):
    client = as_user(curator)

    def queries(address):
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    make_bond(weeks=2)
    ActivityFactory(stage=StageFactory(cycle=cycle), due_on=ON)
    pages = [INDICATORS_URL, *(figure_url(cycle, code) for code in INDICATORS)]
    client.get(INDICATORS_URL)  # the first request also learns content types
    few = [queries(address) for address in pages]
    for _ in range(4):
        make_bond(mentees=2, weeks=3)
    ActivityFactory.create_batch(3, stage=StageFactory(cycle=cycle), due_on=ON)
    assert [queries(address) for address in pages] == few


# --- The plan ------------------------------------------------------------------------------------------------


def test_the_curator_sets_the_plan_and_takes_it_back(as_user, curator, running):
    client, address = as_user(curator), reverse("monitoring:targets", args=[running.pk])
    assert client.post(address, {"I07": "87,5", "I11": "70"}).status_code == 302
    assert {one.indicator: str(one.value) for one in Target.objects.all()} == {"I07": "87.5", "I11": "70.0"}
    assert 'value="87,5"' in text(client.get(address))
    assert client.post(address, {"I07": "87,5"}).status_code == 302
    assert list(Target.objects.values_list("indicator", flat=True)) == ["I07"]
    assert Target.history.filter(indicator="I11").latest().history_user == curator
    assert Target.history.filter(indicator="I07").count() == 1  # unchanged is not written


@pytest.mark.parametrize(
    ("typed", "words"),
    [("101", "от 0 до 100"), ("-1", "от 0 до 100"), ("много", "Введите число"), ("5,55", "одного знака")],
)
def test_a_wrong_plan_is_explained_and_kept(as_user, curator, running, typed, words):
    response = as_user(curator).post(reverse("monitoring:targets", args=[running.pk]), {"I07": typed, "I05": "95"})
    assert words in text(response)
    assert f'value="{typed}"' in text(response)
    assert not Target.objects.exists()


def test_the_plan_of_a_closed_cycle_stays(as_user, curator, running):
    running.state = running.State.CLOSED
    running.save()
    response = as_user(curator).post(reverse("monitoring:targets", args=[running.pk]), {"I07": "80"})
    assert "закрыт: записи хранятся, но не меняются" in text(response)
    assert not Target.objects.exists()


# --- Closing questionnaires ------------------------------------------------------------------------------------


@pytest.fixture
def questionnaires(db):
    surveys.load_questionnaires()
    return {one.code: one for one in Questionnaire.objects.all()}


def post_ask(client, questionnaire, **changes):
    data = {"questionnaire": questionnaire.pk, "closes_on": timezone.localdate() + timedelta(days=7)} | changes
    return client.post(reverse("monitoring:ask"), data)


def test_everybody_of_that_side_is_asked_once(as_user, curator, running, questionnaires):
    first = BondFactory(cycle=running, active=True)
    mentor = first.members.get(side=Side.MENTOR).participation
    mentee = first.mentees[0]
    mentee.user = UserFactory()
    mentee.save()
    second = BondFactory(cycle=running, active=True, members__mentees=2)
    third = BondFactory(
        cycle=running,
        state=Bond.State.COMPLETED,
        ended_on=timezone.localdate(),
        members=[mentor, first.members.get(side=Side.MENTEE).participation],
    )
    BondFactory(cycle=running)  # only proposed
    gone = BondFactory(cycle=running, active=True).mentees[0]
    gone.left_on = timezone.localdate() - timedelta(days=1)
    gone.save()
    response = post_ask(as_user(curator), questionnaires["Q12E"])
    wave = Wave.objects.get()
    assert response.url == wave.get_absolute_url()
    assert {one.person for one in wave.invitations.all()} == {*first.mentees, *second.mentees, *third.mentees}
    assert wave.subject == running
    assert Notice.objects.get().user == mentee.user


def test_an_open_wave_is_warned_of_and_asks_only_the_new(as_user, curator, running, questionnaires):
    BondFactory(cycle=running, active=True)
    client = as_user(curator)
    post_ask(client, questionnaires["Q12M"])
    assert "опрос уже идёт" in text(client.get(reverse("monitoring:ask")))
    assert "спрошены все" in text(post_ask(client, questionnaires["Q12M"]))
    assert Wave.objects.count() == 1
    new = BondFactory(cycle=running, active=True)
    assert post_ask(client, questionnaires["Q12M"]).status_code == 302
    assert [one.person for one in Wave.objects.latest("pk").invitations.all()] == new.mentors


@pytest.mark.parametrize(("days", "words"), [(-1, "Срок ответа уже прошёл"), (4000, "Проверьте год")])
def test_a_wrong_last_day_of_answers_is_explained(as_user, curator, running, questionnaires, days, words):
    BondFactory(cycle=running, active=True)
    response = post_ask(as_user(curator), questionnaires["Q12E"], closes_on=timezone.localdate() + timedelta(days=days))
    assert words in text(response)
    assert not Wave.objects.exists()


def test_nobody_to_ask_leads_to_the_pairs(as_user, curator, running, questionnaires):
    BondFactory(cycle=running)
    page = text(as_user(curator).get(reverse("monitoring:ask")))
    assert "Спрашивать пока некого" in page
    assert "Спрашивать пока некого" in text(post_ask(as_user(curator), questionnaires["Q12E"]))
    assert not Wave.objects.exists()


# --- The annual report -----------------------------------------------------------------------------------------


def test_the_curator_has_the_report_drafted_by_one_button(as_user, curator, full_year, cycle):
    client, address = as_user(curator), reverse("monitoring:report_of", args=[cycle.pk])
    response = client.post(address, {"on": ON.isoformat()})
    paper = Paper.objects.get(kind="annual_report")
    assert response.url == paper.get_absolute_url()
    assert client.get(paper.get_absolute_url()).status_code == 200
    page = text(client.get(address))
    assert "Отчёт уже готовится" in page
    assert "Сформировать отчёт" not in page
    assert "Отчёт уже готовится" in text(client.post(address, {"on": ON.isoformat()}))
    assert Paper.objects.count() == 1


@pytest.mark.parametrize(
    ("on", "words"), [("", "Выберите период"), ("2025-01-01", "Цикл начинается"), ("2099-01-01", "или раньше")]
)
def test_a_report_needs_a_day_of_the_cycle(as_user, curator, full_year, cycle, on, words):
    response = as_user(curator).post(reverse("monitoring:report_of", args=[cycle.pk]), {"on": on})
    assert words in text(response)
    assert not Paper.objects.exists()


def test_a_report_over_nothing_is_refused_in_words(as_user, curator, running):
    day = timezone.localdate().isoformat()
    response = as_user(curator).post(reverse("monitoring:report_of", args=[running.pk]), {"on": day})
    assert "Нет данных за период – отчёт не сформирован." in text(response)


def test_the_menu_marks_one_page(as_user, curator, running):
    page = text(as_user(curator).get(reverse("monitoring:report_of", args=[running.pk])))
    assert page.count('class="sidenav__link" href="/monitoring/report/" aria-current="page"') == 1
    assert 'class="sidenav__link" href="/monitoring/" aria-current="page"' not in page


def test_plans_are_looked_at_in_the_registries_and_not_changed_there(as_user, curator, running):
    target = Target.objects.create(cycle=running, indicator="I07", value=80)
    client = as_user(curator)
    assert "I07" in text(client.get(reverse("admin:monitoring_target_changelist")))
    address = reverse("admin:monitoring_target_change", args=[target.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"value": "90"}).status_code == 403
