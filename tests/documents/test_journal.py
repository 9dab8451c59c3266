"""The journal of a year, sheets that have not come back, terms of storage."""

import io
from dataclasses import replace
from datetime import timedelta

import pdfplumber
import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from mentorship.common.workflow import WorkflowError
from mentorship.documents import contributions, files, journal, kinds, workflow
from mentorship.documents.models import Paper, Series, SeriesRule


def content_of(answer):
    return b"".join(answer.streaming_content)


@pytest.fixture
def office(as_user, curator):
    return as_user(curator)


def test_the_journal_shows_numbered_papers_of_a_year(issued, waiting, office):
    issued(), issued(), waiting()
    shown = office.get(reverse("documents:journal")).content.decode()
    assert "№ 1-од" in shown
    assert "№ 2-од" in shown
    assert "2 документа" in shown
    assert "№ 1-од" not in office.get(reverse("documents:journal"), {"year": 2001}).content.decode()
    assert "№ 1-од" not in office.get(reverse("documents:journal"), {"series": "minutes"}).content.decode()
    assert office.get(reverse("documents:journal"), {"series": "x"}).status_code == 404


def test_the_journal_as_a_workbook_and_as_a_sheet_to_print(issued, office):
    paper = issued()
    book = load_workbook(io.BytesIO(content_of(office.get(reverse("documents:journal_export")))))
    heading, row = list(book.active.iter_rows(values_only=True))
    assert list(heading) == journal.HEADINGS
    assert (row[0], row[2]) == ("1-од", paper.title)
    content = content_of(office.get(reverse("documents:journal_pdf")))
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        first = pdf.pages[0]
        assert first.width > first.height
        assert "1-од" in first.extract_text()
        assert "Журнал регистрации" in first.extract_text()
    content = content_of(office.get(reverse("documents:journal_pdf"), {"series": "acts"}))
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        assert "Документов с номером в этом году нет." in pdf.pages[0].extract_text()


@pytest.mark.slow
def test_the_journal_does_not_grow_in_queries(issued, office, django_assert_max_num_queries):
    for _ in range(4):
        issued()
    office.get(reverse("documents:journal"))
    with django_assert_max_num_queries(25):
        office.get(reverse("documents:journal"))


# --- printed, not come back -----------------------------------------------------------------------------------------------


def printed_days_ago(paper, days):
    Paper.objects.filter(pk=paper.pk).update(printed_at=timezone.now() - timedelta(days=days))


def test_a_print_is_noted_once_and_ends_with_the_scan(issued, curator, office):
    paper = issued()
    assert office.post(reverse("documents:print", args=[paper.pk])).url == reverse("documents:pdf", args=[paper.pk])
    paper.refresh_from_db()
    first = paper.printed_at
    workflow.note_printed(paper, by=curator)
    assert paper.printed_at == first
    assert list(journal.printed(curator)) == [paper]
    scan = files.store(b"%PDF-1.7 scan", name="скан.pdf", content_type=files.PDF, by=curator)
    workflow.attach_scan(paper, scan, by=curator)
    assert (paper.scanned_by, list(journal.printed(curator))) == (curator, [])


def test_the_queue_reminds_after_a_week(issued, curator, django_assert_max_num_queries):
    paper, today = issued(), timezone.localdate()
    printed_days_ago(paper, 7)
    assert contributions.unreturned_rows(curator, today) == []
    printed_days_ago(paper, 8)
    with django_assert_max_num_queries(2):  # the papers, and the settings that name the week
        assert [row.title for row in contributions.unreturned_rows(curator, today)] == [paper.title]


def test_a_draft_is_not_printed_to_be_signed(draft, curator):
    paper = draft()
    workflow.note_printed(paper, by=curator)
    assert paper.printed_at is None


def test_a_returned_paper_is_not_awaited_and_is_printed_anew(waiting, curator, director):
    paper = waiting()
    workflow.note_printed(paper, by=curator)
    workflow.return_with_remark(paper, remark="Нет срока.", by=director)
    assert list(journal.printed(curator)) == []
    workflow.send(paper, by=curator)
    assert paper.printed_at is None


# --- storage --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("term", "last"),
    [
        ("5 лет", 2031),
        ("50/75 лет ЭПК", 2076),
        ("3 года", 2029),
        ("постоянно", None),
        ("до минования надобности", None),
    ],
)
def test_the_last_year_of_a_term(term, last):
    assert kinds.last_year(term, 2026) == last


def test_the_card_is_filled_from_the_kind_and_the_row(order_kind, issued, curator):
    kinds._kinds["test_order"] = replace(kinds.get("test_order"), storage=kinds.KEPT_AS_PERSONNEL)
    rule = SeriesRule.of(Series.ORDERS)
    rule.index, rule.place = "01-07", "папка 01-07"
    workflow.save_rule(rule, by=curator)
    paper = issued()
    assert (paper.case_index, paper.storage_place, paper.storage_term) == ("01-07", "папка 01-07", "50/75 лет ЭПК")
    assert (paper.storage_article, paper.keep_until) == ("ст. 434", paper.issued_on.year + 50)


def test_the_card_is_corrected_after_the_issue_and_the_text_is_not(issued, office):
    paper = issued()
    address = reverse("documents:storage", args=[paper.pk])
    fields = {"case_index": "01-05", "storage_term": "5 лет", "storage_article": "ст. 19", "storage_place": "шкаф 2"}
    assert office.post(address, fields).status_code == 302
    after = Paper.objects.get(pk=paper.pk)
    assert (after.case_index, after.keep_until) == ("01-05", paper.issued_on.year + 5)
    assert after.blocks == paper.blocks
    assert "Укажите срок хранения" in office.post(address, fields | {"storage_term": ""}).content.decode()


def test_the_card_of_a_draft_is_not_filled(draft, curator):
    fields = {"case_index": "", "storage_term": "5 лет", "storage_article": "", "storage_place": ""}
    with pytest.raises(WorkflowError, match="у изданного документа"):
        workflow.put_on_file(draft(), by=curator, **fields)


def test_the_yearly_list_names_papers_whose_term_is_over(issued, office):
    paper, year = issued(), timezone.localdate().year
    Paper.objects.filter(pk=paper.pk).update(keep_until=year, storage_term="5 лет")
    assert paper.title not in office.get(reverse("documents:storage_over")).content.decode()
    Paper.objects.filter(pk=paper.pk).update(keep_until=year - 1)
    assert paper.title in office.get(reverse("documents:storage_over")).content.decode()
    book = load_workbook(io.BytesIO(content_of(office.get(reverse("documents:storage_over"), {"xlsx": ""}))))
    assert len(list(book.active.iter_rows())) == 2
