"""The bases as lists and as papers: what is shown is what is exported, columns and views are remembered."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from mentorship.accounts.models import SavedView
from mentorship.registry import papers, workflow
from mentorship.registry.models import Side
from tests.factories import (
    BondFactory,
    CycleFactory,
    ParticipationFactory,
    PersonFactory,
    TopicFactory,
    TrainingFactory,
)

pytestmark = pytest.mark.django_db
COLUMNS = reverse("accounts:list_columns", args=["mentors"])
VIEWS = reverse("accounts:list_view_save", args=["mentors"])
HERE = reverse("registry:mentors")


@pytest.fixture
def cycle(institution):
    return CycleFactory()


@pytest.fixture
def pair(cycle):
    who = {"last_name": "Ёлкина", "first_name": "Мария", "patronymic": "Петровна", "phone": "+79001234567"}
    mentor = ParticipationFactory(
        cycle=cycle, side=Side.MENTOR, person=PersonFactory(**who), capacity=2, achievements="=1+1"
    )
    mentee = ParticipationFactory(cycle=cycle, side=Side.MENTEE, person=PersonFactory(last_name="Зорина"))
    return BondFactory(cycle=cycle, active=True, members=[mentor, mentee])


def body(answer):
    return b"".join(answer.streaming_content)


def table(answer):
    return list(load_workbook(BytesIO(body(answer))).active.values)


def test_the_file_holds_the_chosen_columns_in_the_chosen_order(as_user, curator, cycle, pair):
    ParticipationFactory(cycle=cycle, side=Side.MENTOR, person=PersonFactory(last_name="Абрамова"), capacity=3)
    client = as_user(curator)
    client.post(COLUMNS, {"column": ["capacity", "contact", "achievements"], "next": HERE})
    rows = table(client.get(reverse("registry:export_mentors") + "?sort=capacity"))
    assert rows[0] == ("№", "Фамилия, имя, отчество", "Телефон, почта", "Готов вести", "Достижения")
    assert [row[1].split()[0] for row in rows[1:]] == ["Ёлкина", "Абрамова"]
    assert rows[1][2:] == ("+79001234567", 2, "=1+1")
    page = client.get(HERE + "?sort=-capacity")
    assert [row.person.last_name for row, _ in page.context["rows"]] == ["Абрамова", "Ёлкина"]
    assert [column.code for column in page.context["list"].columns] == ["name", "contact", "capacity", "achievements"]
    client.post(COLUMNS, {"usual": "1", "next": HERE})
    assert "strengths" in [column.code for column in client.get(HERE).context["list"].columns]


def test_csv_opens_in_excel_and_computes_nothing(as_user, curator, pair):
    client = as_user(curator)
    client.post(COLUMNS, {"column": ["contact", "achievements"]})
    text = body(client.get(reverse("registry:export_mentors") + "?format=csv")).decode("utf-8-sig")
    assert text.splitlines()[1] == '"1";"Ёлкина Мария Петровна";"\'+79001234567";"\'=1+1"'


def test_contacts_only_for_those_who_may_open_cards(as_user, users, pair):
    client = as_user(users["organiser"])
    client.post(COLUMNS, {"column": ["contact"]})
    assert table(client.get(reverse("registry:export_mentors")))[0] == ("№", "Фамилия, имя, отчество")
    assert "+79001234567" not in client.get(HERE).content.decode()


def test_a_saved_view_is_the_users_own(as_user, curator, director, pair):
    client = as_user(curator)
    query = client.get(f"{HERE}?show=unpaired&q=елк&page=1&cycle=").context["list"].query
    client.post(VIEWS, {"title": "Без пары", "query": query, "next": HERE})
    view = SavedView.objects.get()
    views = client.get(f"{HERE}?{view.query}").context["list"].views
    assert [one.title for one, is_current in views if is_current] == ["Без пары"]
    assert "page" not in query
    assert not as_user(director).get(HERE).context["list"].own_views
    assert as_user(director).post(reverse("accounts:list_view_remove", args=[view.pk])).status_code == 404
    client.post(reverse("accounts:list_view_remove", args=[view.pk]))
    assert not SavedView.objects.exists()


def test_nobody_is_led_away_from_the_portal(as_user, curator):
    assert as_user(curator).post(VIEWS, {"title": "Мой", "next": "https://evil.example/"}).url == "/"
    assert as_user(curator).post(VIEWS, {"title": " ", "next": HERE}).url == HERE
    assert SavedView.objects.get().title == "Мой"


@pytest.mark.parametrize(
    "name",
    [
        "registry:mentors",
        "registry:mentees",
        "registry:gaps",
        "registry:compare",
        "pairs:list",
        "registry:print_mentors",
    ],
)
def test_before_the_first_cycle_a_page_says_what_to_do(as_user, curator, name):
    page = as_user(curator).get(reverse(name, args=["pdf"] if "print" in name else []), follow=True).content.decode()
    assert "None" not in page
    if name not in ("registry:gaps", "registry:compare"):
        assert "К дорожной карте" in page


def test_a_base_too_long_for_one_paper_says_so_and_still_goes_to_excel(as_user, curator, pair, monkeypatch):
    monkeypatch.setattr(papers, "MAX_CELLS", 0)
    client = as_user(curator)
    address = reverse("registry:print_mentors", args=["pdf"]) + "?show=all"
    page = client.get(address, follow=True)
    assert page.redirect_chain == [(f"{reverse('registry:mentors')}?show=all", 302)]
    assert "в одну бумагу помещается 0" in page.content.decode()
    assert client.get(reverse("registry:print_mentors", args=["xlsx"])).status_code == 200


@pytest.mark.slow
@pytest.mark.parametrize(("side", "words"), [("mentors", ["Ёлкина", "Зорина"]), ("mentees", ["Зорина", "Ёлкина"])])
def test_the_customary_columns_say_the_same_on_paper_and_in_a_table(as_user, director, pair, side, words):
    client = as_user(director)

    def file(ending):
        return body(client.get(reverse(f"registry:print_{side}", args=[ending])))

    pdf = PdfReader(BytesIO(file("pdf")))
    width, height = pdf.pages[0].mediabox[2:]
    assert width > height
    sheet = load_workbook(BytesIO(file("xlsx"))).active
    texts = {
        "pdf": "".join(page.extract_text() for page in pdf.pages).replace("\n", ""),
        "docx": " ".join(
            cell.text for table in Document(BytesIO(file("docx"))).tables for row in table.rows for cell in row.cells
        ),
        "xlsx": " ".join(str(value) for row in sheet.values for value in row),
    }
    for ending, text in texts.items():
        for word in words:
            assert word in text, ending
    last_day = [column.title for column in papers.COLUMNS[Side(side[:-1])]].index("Дата завершения") + 2
    (day,) = [row[0] for row in sheet.iter_rows(min_row=2, min_col=last_day, max_col=last_day) if row[0].value][:1]
    assert day.is_date, "Excel sorts by it"
    assert client.get(reverse(f"registry:print_{side}", args=["exe"])).status_code == 404


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    ["mentors", "mentees", "gaps", "compare", "trainings", "internship_places", "review_mentees", "export_mentees"],
)
def test_pages_ask_as_much_however_long_they_are(as_user, curator, cycle, name):
    def fill():
        bond = BondFactory(cycle=cycle, active=True)
        mentor, mentee = (bond.members.get(side=side).participation for side in (Side.MENTOR, Side.MENTEE))
        topic = TopicFactory()
        workflow.set_strengths(mentor, {topic: 2}, by=curator)
        workflow.change_request(mentee, topic=topic, priority=3, by=curator)
        TrainingFactory().records.create(person=mentor.person, state="attended")

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"registry:{name}")).status_code == 200
        return len(queries)

    client = as_user(curator)
    fill()
    client.get(reverse(f"registry:{name}"))
    one = asked()
    fill()
    fill()
    assert asked() == one
