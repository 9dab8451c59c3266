"""Memos, letters, notes on a stage, scenarios of group meetings: begun by the form of their kind."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorship.cycle import evidence
from mentorship.cycle.papers import letter, meeting_scenario, memo
from mentorship.documents import blocks, kinds, pdf, workflow
from mentorship.documents.models import Paper
from mentorship.people import samples
from tests.documents.test_pdf import read
from tests.factories import ActivityFactory, CycleFactory, PersonFactory, StageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle(institution):
    return CycleFactory()


@pytest.fixture
def author(cycle):
    return PersonFactory(last_name="Орлова", first_name="Анна", patronymic="Ильинична", gender="f", post="методист")


@pytest.fixture
def begin(as_user, curator):
    """``begin(code, **answers)``: the paper, or what the form says is wrong."""

    def begin(code, **answers):
        response = as_user(curator).post(reverse("documents:begin", args=[code]), answers)
        return response.context["form"].errors if response.status_code == 200 else Paper.objects.latest("pk")

    return begin


def said(paper):
    return " ".join(blocks.plain_text(paper.blocks)).replace("\xa0", " ")


# --- memos -------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("whom", ["mentor", "mentee", "curator"])
def test_a_memo_is_one_sheet(whom):
    answers = {
        "whom": whom,
        "every_days": 10,
        "curator": samples.people()[0],
        "contacts": "каб. 12, по средам с 14 до 16",
    }
    made = memo.write(samples.institution(), answers)
    assert len(read(pdf.render(made, memo.KIND.layout, title="Памятка"))) == 1


def test_a_memo_names_the_rhythm_and_the_curator(begin, author):
    paper = begin("memo", whom="mentee", every_days=10, curator=author.pk, contacts="каб. 12")
    assert paper.title == "Памятка наставляемому"
    assert "не реже одного раза в 10 дней" in said(paper)
    assert "Куратор наставничества: Орлова Анна Ильинична, методист" in said(paper)


# --- letters -----------------------------------------------------------------------------------------------

ADDRESSEE = {"post": "Директор МБУ «Методический центр»", "last_name": "Соколов", "first_name": "Илья"}


def test_a_letter_names_its_addressee_in_the_dative(begin, author):
    paper = begin("letter", **ADDRESSEE, patronymic="Петрович", about="cooperation", executor=author.pk)
    text = said(paper)
    assert "Директору МБУ «Методический центр» Соколову И.П." in text
    assert "Уважаемый Илья Петрович!" in text
    assert "О сотрудничестве в области наставничества" in text
    assert "Исполнитель: Орлова Анна Ильинична" in text


@pytest.mark.parametrize(
    ("first", "patronymic", "words"),
    [
        ("Ирина", "Викторовна", "Уважаемая Ирина Викторовна!"),
        ("Саша", "", "Уважаемый(ая) Саша!"),
        ("", "", "Уважаемые коллеги!"),
    ],
)
def test_the_greeting_agrees_with_the_addressee(first, patronymic, words):
    assert letter.greeting({"first_name": first, "patronymic": patronymic}) == words


def test_a_form_typed_by_hand_is_taken_and_nothing_is_asked(begin, author):
    named = {**ADDRESSEE, "last_name": "Заяц", "patronymic": "Петрович"}
    paper = begin("letter", **named, about="mentor", executor=author.pk)
    assert any("Проверьте дательный падеж" in note.text for note in letter.notes(paper))
    paper = begin("letter", **named, name_dative="Заяцу И.П.", about="mentor", executor=author.pk)
    assert letter.notes(paper) == []
    assert "Заяцу И.П." in said(paper)


def test_a_letter_of_ones_own_needs_heading_and_text(begin, author):
    errors = begin("letter", post="Директор", about="free", title="Сотрудничество", executor=author.pk)
    assert errors["title"] == ["Заголовок начинается с «О» или «Об»."]
    assert "образца нет" in errors["text"][0]
    paper = begin(
        "letter", post="Директор", about="free", title="О встрече", text="Первый.\n\nВторой.", executor=author.pk
    )
    assert "Первый. Второй." in said(paper)


def test_an_answer_names_number_and_date_of_what_it_answers(begin, author):
    asked = {**ADDRESSEE, "about": "information", "executor": author.pk, "answers_number": "214"}
    assert "answers_date" in begin("letter", **asked)
    assert "На № 214 от 02.09.2025" in said(begin("letter", **asked, answers_date="2025-09-02"))


# --- notes on a stage --------------------------------------------------------------------------------------


def note_on(begin, stage, author):
    words = {"strengths": "все пары созданы", "weaknesses": "мало встреч", "proposals": "встретиться\nобсудить."}
    return begin("stage_note", stage=stage.pk, author=author.pk, **words)


def test_a_note_counts_the_rows_of_its_stage(begin, cycle, author):
    today = timezone.localdate()
    stage = StageFactory(cycle=cycle, title="Подготовка")
    ActivityFactory(stage=stage, order=1, number="1.1", title="Приказ", due_on=today - timedelta(days=2))
    done = {"closed_on": today, "closing_reason": "приказ на бумаге"}
    ActivityFactory(stage=stage, order=2, number="1.2", title="Педсовет", **done)
    ActivityFactory(stage=StageFactory(cycle=cycle, order=2), title="Чужая строка")
    text = said(note_on(begin, stage, author))
    assert "запланировано 2 мероприятия, выполнено – 1, просрочено – 1." in text
    assert "приказ на бумаге" in text
    assert "Чужая строка" not in text
    assert "4.1. Встретиться. 4.2. Обсудить." in text


def test_a_note_proves_only_the_rows_of_its_own_stage(begin, cycle, author, curator, director):
    first, second = StageFactory(cycle=cycle), StageFactory(cycle=cycle, order=2)
    mine, other = ActivityFactory(stage=first, doc="stage_note"), ActivityFactory(stage=second, doc="monitoring_report")
    also = ActivityFactory(stage=first, order=9, doc="interim_report")
    paper = workflow.send(note_on(begin, first, author), by=curator)
    workflow.issue(paper, by=director, key=uuid4())
    assert evidence.state_of(mine).is_done
    assert evidence.state_of(also).is_done
    assert not evidence.state_of(other).is_done
    day = f"{paper.issued_on:%d.%m.%Y}"
    again = said(note_on(begin, first, author))
    assert f"от {day})" in again
    assert f"({day})" not in again, "the day of a proof is told once"


# --- group meetings ----------------------------------------------------------------------------------------


def meeting(author, **changed):
    return {
        "what": "scenario",
        "meeting": "pairing",
        "held_on": timezone.localdate().isoformat(),
        "begins_at": "14:30",
        "minutes": 75,
        "place": "зал",
        "leader": author.pk,
        **changed,
    }


def test_the_programme_fills_the_whole_time_without_gaps(begin, author):
    paper = begin("meeting_scenario", **meeting(author))
    rows = next(block for block in paper.blocks if block["type"] == "table")["rows"]
    spans = [row[0].split("–") for row in rows]
    assert (spans[0][0], spans[-1][1]) == ("14:30", "15:45")
    assert [end for _, end in spans[:-1]] == [start for start, _ in spans[1:]]


def test_shares_of_every_programme_are_whole():
    assert {sum(part["share"] for part in one["parts"]) for one in meeting_scenario.TEXT.values()} == {100}


def test_a_report_is_of_a_meeting_that_was_held(begin, author):
    tomorrow = timezone.localdate() + timedelta(days=1)
    errors = begin("meeting_scenario", **meeting(author, what="report", held_on=tomorrow.isoformat()))
    assert "Встреча в будущем" in errors["held_on"][0]
    assert {"mentors", "mentees", "results"} <= set(errors)
    told = {"mentors": 0, "mentees": 21, "results": "выбрали пары"}
    text = said(begin("meeting_scenario", **meeting(author, what="report", **told)))
    assert "Присутствовали: 0 наставников, 21 наставляемый." in text
    assert "ОТЧЁТ о групповой встрече" in text
    assert "1.1. Выбрали пары." in text


def test_small_papers_ask_for_no_number_but_the_official_ones():
    assert {code: bool(kinds.get(code).series) for code in ("memo", "meeting_scenario", "letter", "stage_note")} == {
        "memo": False,
        "meeting_scenario": False,
        "letter": True,
        "stage_note": True,
    }
