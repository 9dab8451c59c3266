"""The annual report: the numbers of the page, the sections in order, no secret in it, one draft at a time."""

import io
import uuid
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from mentorship.common.workflow import WorkflowError
from mentorship.cycle import evidence
from mentorship.documents import blocks, docx_writer, kinds, pdf
from mentorship.documents import workflow as documents
from mentorship.documents.models import Paper
from mentorship.institution.models import Act
from mentorship.registry.models import Side
from monitoring import papers, workflow
from monitoring.contributions import report_rows
from monitoring.figures import Figures
from monitoring.papers.annual_report import general
from pairs.models import Bond, MeetingMark
from tests.factories import ActivityFactory, CycleFactory, MeetingFactory, StageFactory

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 1)
SECTIONS = [
    "1. Общие сведения",
    "2. Нормативное обеспечение",
    "3. Выполнение дорожной карты",
    "4. Участники",
    "5. Показатели",
    "6. Работа пар и групп",
]


@pytest.fixture
def report(full_year, cycle, curator):
    stage = StageFactory(cycle=cycle)
    ActivityFactory(stage=stage, title="Просроченное дело", due_on=ON - timedelta(days=10))
    ActivityFactory(stage=stage, due_on=ON + timedelta(days=90))
    Act.objects.create(code="own", title="Положение", name="О наставничестве", is_local=True)
    return workflow.draft_report(cycle, on=ON, by=curator)


def tables(paper):
    return {block["columns"][0]["title"]: block for block in paper.blocks if block["type"] == "table"}


def paragraphs(paper):
    return " ".join(block["text"] for block in paper.blocks if block["type"] == "paragraph")


def test_the_report_has_its_sections_in_order_and_can_be_printed(report):
    blocks.validate(report.blocks)
    assert [block["text"] for block in report.blocks if block["type"] == "subtitle"] == SECTIONS
    assert (report.kind, report.state, report.options) == ("annual_report", Paper.State.DRAFT, {"on": "2026-03-01"})
    assert report.blocks[0]["right"][:2] == ["УТВЕРЖДАЮ", "Заведующий"]


def test_the_report_says_the_numbers_of_the_page(report, cycle):
    figures = Figures(cycle, ON)
    said = {row[0]: row[2:] for row in tables(report)["Код"]["rows"]}
    assert said == {
        one.code: [one.plan_words, one.fact_words, one.counts_words, one.deviation_words, one.previous_words]
        for one in figures.all
    }
    (chart,) = [block for block in report.blocks if block["type"] == "chart" and block["kind"] == "bar"]
    facts = [None if one.fact is None else float(one.fact) for one in figures.all]
    assert [row[1] for row in chart["data"]["rows"]] == facts


def test_a_memo_without_a_number_is_no_act():
    issued = [Paper(title="Памятка наставнику", issued_on=ON), Paper(title="О кураторе", number="3-од", issued_on=ON)]
    _, counted, table = general.acts(SimpleNamespace(acts=[], papers=issued))
    assert "документов, изданных в цикле: 1." in counted["text"]
    assert table["rows"] == [["1.", "О кураторе", "3-од", "01.03.2026"]]


def test_roadmap_and_participants_are_counted(report):
    assert tables(report)["Этап"]["rows"][-1] == ["Всего", "2", "0", "1", "1"]
    assert tables(report)["Мероприятие"]["rows"][0][2] == "10 дней"
    assert tables(report)["Форма наставничества"]["rows"] == [["педагог – педагог", "3", "1", "4", "5"]]
    assert "Участники цикла: 4 наставника и 5 наставляемых. Создано: 3 пары и 1 группа" in paragraphs(report)


def test_a_pair_that_ends_on_the_day_of_the_report_is_counted_once(full_year, cycle, curator):
    Bond.objects.filter(pk=full_year[0].pk).update(state=Bond.State.COMPLETED, ended_on=ON)
    said = paragraphs(workflow.draft_report(cycle, on=ON, by=curator))
    assert "из них на отчётную дату действует 3, завершено 1." in said


def test_meetings_of_the_pairs_are_counted_alike_everywhere(report):
    annex = report.blocks[[block["type"] for block in report.blocks].index("annex") :]
    rows = next(block["rows"] for block in annex if block["type"] == "table")
    heat = [counts for block in annex if block["type"] == "chart" for _, counts in block["data"]["rows"]]
    assert sum(int(row[2]) for row in rows) == 7
    assert sum(count or 0 for counts in heat for count in counts) == 7
    assert "7 состоявшихся встреч общей продолжительностью 5 ч 15 мин" in paragraphs(report)
    assert "Без единой записанной встречи: 1 пара (группа)." in paragraphs(report)


def test_under_a_group_stands_who_missed_its_meetings(full_year, cycle, curator):
    group = next(bond for bond in full_year if bond.is_group)
    missed = group.participations(Side.MENTEE)[1]
    for meeting in group.meetings.all():
        MeetingMark.objects.create(meeting=meeting, participation=missed, confirmed=None)
    report = workflow.draft_report(cycle, on=ON, by=curator)
    rows = {row[1]: row for row in tables(report)["№"]["rows"]}
    held = group.meetings.count()
    assert rows[missed.person.short_name][2:5] == [f"0 из {held}", "", f"0 из {rows[group.title][4].split()[-1]}"]
    assert rows[group.title][2] == str(held)


def test_a_meeting_after_the_day_of_the_report_is_not_in_it(full_year, cycle, curator):
    MeetingFactory(bond=full_year[0], held_on=date(2026, 3, 3), type="final")  # the same week, two days later
    report = workflow.draft_report(cycle, on=ON, by=curator)
    assert "7 состоявшихся встреч" in paragraphs(report)
    assert "Итоговая" not in str(tables(report)["Что было на встрече"]["rows"])


def test_no_notes_and_no_single_answers_are_in_the_report(report):
    text = "\n".join(blocks.plain_text(report.blocks))
    assert "Тайн" not in text  # topic and agreements of every meeting
    assert "спрошено 4, ответов меньше 3, поэтому средние не раскрываются" in text
    assert "ответили 4 из 5, средний индекс 8,3, удовлетворены 3 (75" in text


def test_the_pdf_read_back_holds_the_sections_in_order(report):
    content = pdf.render(report.blocks, kinds.get(report.kind).layout, title=report.title)
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())
    places = [text.index(section) for section in ["УТВЕРЖДАЮ", *SECTIONS, "Куратор наставничества", "Встречи пар"]]
    assert places == sorted(places)
    assert "75 %" in text


def test_word_shows_a_year_of_weeks_as_lines(report):
    from docx import Document

    content = docx_writer.render(report.blocks, kinds.get(report.kind).layout, title=report.title)
    table = Document(io.BytesIO(content)).tables[-1]
    assert len(table.columns) == 2
    assert "29.09\u00a0–\u00a01; 06.10\u00a0–\u00a01" in " ".join(cell.text for cell in table.columns[1].cells)


def test_without_a_bond_there_is_no_report(cycle, curator):
    with pytest.raises(WorkflowError, match="Нет данных за период – отчёт не сформирован"):
        workflow.draft_report(cycle, on=ON, by=curator)
    assert not Paper.objects.exists()


def test_one_report_is_written_at_a_time(report, cycle, curator):
    with pytest.raises(WorkflowError, match="Отчёт уже готовится"):
        workflow.draft_report(cycle, on=ON, by=curator)
    documents.discard(report, by=curator)
    assert workflow.draft_report(cycle, on=ON, by=curator).pk != report.pk


def test_the_draft_tells_which_figures_have_changed_since(report, full_year):
    assert papers.notes(report) == []
    MeetingFactory(bond=full_year[3], held_on=date(2025, 10, 2))
    (note,) = papers.notes(report)
    assert note.text.startswith("I07: в отчёте")


@pytest.mark.django_db(transaction=True)
def test_the_signed_report_closes_its_row_and_stays_the_figure_of_last_year(
    report, full_year, cycle, curator, director
):
    row = ActivityFactory(stage=cycle.stages.first(), doc="final_report")
    documents.send(report, by=curator)
    documents.issue(report, by=director, key=uuid.uuid4())
    assert (report.state, report.number) == (Paper.State.ISSUED, "")
    assert evidence.state_of(row).is_done
    signed = Figures(cycle, ON)["I07"]
    MeetingFactory(bond=full_year[3], held_on=date(2025, 10, 2))
    assert Figures(cycle, ON)["I07"].fact != signed.fact, "the records say something else by now"
    later = CycleFactory(starts_on=date(2026, 9, 1), ends_on=date(2027, 5, 31))
    told = Figures(later, date(2026, 9, 1))["I07"].previous
    assert (told.fact, told.fact_words, told.counts_words) == (signed.fact, signed.fact_words, signed.counts_words)
    assert evidence.place_of(row, cycle).url == f"/monitoring/report/{cycle.pk}/"


def test_closed_questionnaires_prove_the_analysis(full_year, cycle):
    row = ActivityFactory(stage=StageFactory(cycle=cycle), doc="satisfaction_analysis")
    assert evidence.state_of(row).is_done
    assert not evidence.state_of(ActivityFactory(stage=StageFactory(), doc="satisfaction_analysis")).is_done


def test_building_asks_as_often_for_five_bonds_as_for_one(cycle, make_bond, curator):
    make_bond(mentees=2, weeks=2)
    paper = workflow.draft_report(cycle, on=ON, by=curator)

    def queries():
        with CaptureQueriesContext(connection) as seen:
            papers.build(paper)
        return len(seen)

    one = queries()
    for _ in range(4):
        make_bond(mentees=2, weeks=3)
    assert queries() == one


def test_the_curator_is_told_that_the_report_is_due(cycle, make_bond, curator, director, users):
    make_bond()
    assert report_rows(curator, cycle.ends_on - timedelta(days=31)) == []
    (line,) = report_rows(curator, cycle.ends_on - timedelta(days=30))
    assert line.url == f"/monitoring/report/{cycle.pk}/"
    assert report_rows(director, cycle.ends_on) == []
    workflow.draft_report(cycle, on=ON, by=curator)
    assert report_rows(curator, cycle.ends_on) == []
