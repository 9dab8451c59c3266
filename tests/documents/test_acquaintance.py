"""Who has read an issued paper, in the portal and on the sheet."""

import io
from dataclasses import replace
from datetime import timedelta

import pdfplumber
import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document

from mentorship.accounts.models import Role
from mentorship.common.workflow import WorkflowError
from mentorship.documents import codes, contributions, docx_writer, files, kinds, scan_reader, workflow
from mentorship.documents.acquaintance import as_blocks
from mentorship.documents.blocks import plain_text
from mentorship.documents.layout import PLAIN
from mentorship.documents.models import Acquaintance, PaperSettings
from mentorship.institution.models import CalendarDay
from tests.factories import UserFactory

from .test_pdf import read, said


@pytest.fixture
def order(order_kind, issued, reader):
    """An issued order with one person on its sheet, who has an account."""
    kinds._kinds["test_order"] = replace(kinds.get("test_order"), acquaints=True)
    order_kind.readers.append(reader)
    return issued()


def ways(way):
    settings = PaperSettings.load()
    settings.acquaintance = way
    settings.save()


def test_the_people_of_the_sheet_are_asked_when_the_paper_is_issued(order, reader):
    (one,) = order.acquaintances.all()
    assert (one.name, one.post, one.user) == (reader.full_name, "воспитатель", reader)
    assert order.acquaint_until > order.issued_on


def test_the_term_is_counted_by_the_production_calendar(order_kind, issued, reader):
    kinds._kinds["test_order"] = replace(kinds.get("test_order"), acquaints=True)
    today = timezone.localdate()
    CalendarDay.objects.bulk_create(
        CalendarDay(day=today + timedelta(days=shift), works=shift > 5) for shift in range(1, 12)
    )  # five holidays, then every day works, a weekend too
    assert issued().acquaint_until == today + timedelta(days=8)


def test_of_two_namesakes_neither_is_asked_in_the_portal(order_kind, issued, reader):
    kinds._kinds["test_order"] = replace(kinds.get("test_order"), acquaints=True)
    order_kind.readers += [reader, UserFactory(full_name=reader.full_name)]
    assert issued().acquaintances.get().user is None


@pytest.mark.parametrize(
    ("name", "read_word", "signed_word"),
    [
        ("Белова Мария Петровна", "ознакомлена", "расписалась"),
        ("Котов Илья Денисович", "ознакомлен", "расписался"),
        ("Ким", "ознакомлен(а)", "расписался/расписалась"),
    ],
)
def test_the_words_of_a_row_agree_with_its_name(name, read_word, signed_word):
    row = Acquaintance(name=name)
    assert (row.read_word, row.signed_word) == (read_word, signed_word)


def test_a_kind_that_does_not_ask_asks_nobody(issued):
    assert not issued().acquaintances.exists()


@pytest.mark.parametrize(
    ("way", "tapped", "signed", "lacks"),
    [
        ("both", False, False, True),
        ("both", True, False, True),
        ("both", False, True, True),
        ("both", True, True, False),
        ("paper", False, False, True),
        ("paper", True, False, True),
        ("paper", False, True, False),
        ("portal", False, True, True),
        ("portal", True, False, False),
    ],
)
def test_when_somebody_counts_as_acquainted(order, reader, curator, way, tapped, signed, lacks):
    ways(way)
    if tapped:
        workflow.tap(order, by=reader)
    if signed:
        workflow.note_signatures(order, order.acquaintances.all(), on=order.issued_on, by=curator)
    assert Acquaintance.objects.lacking().exists() == lacks


def test_who_has_no_account_signs_on_paper_even_where_the_portal_is_enough(order, reader):
    ways("portal")
    order.acquaintances.update(user=None)
    assert Acquaintance.objects.lacking().count() == 1


def test_a_tap_is_taken_once_and_only_from_those_on_the_sheet(order, reader, curator):
    first = workflow.tap(order, by=reader).tapped_at
    assert workflow.tap(order, by=reader).tapped_at == first
    with pytest.raises(WorkflowError, match="Вас нет в листе"):
        workflow.tap(order, by=curator)


@pytest.mark.parametrize("days", [-1, 1])
def test_a_signature_is_not_before_the_paper_nor_in_the_future(order, curator, days):
    with pytest.raises(WorkflowError, match="Дата подписи"):
        workflow.note_signatures(
            order, order.acquaintances.all(), on=order.issued_on + timedelta(days=days), by=curator
        )
    assert not order.acquaintances.filter(signed_on__isnull=False).exists()


def test_the_page_lets_one_tap_and_tells_the_curator(order, reader, curator, as_user):
    page = as_user(reader)
    assert "Ознакомлен(а)" in page.get(order.get_absolute_url()).content.decode()
    assert page.post(reverse("documents:tap", args=[order.pk])).status_code == 302
    assert "Вас просят ознакомиться" not in page.get(order.get_absolute_url()).content.decode()
    sheet = as_user(curator).get(reverse("documents:acquaintance", args=[order.pk])).content.decode()
    assert reader.full_name in sheet
    assert "распис" in sheet


def test_the_curator_notes_signatures_and_takes_one_back(order, curator, as_user):
    page, person = as_user(curator), order.acquaintances.get()
    address = reverse("documents:note_signatures", args=[order.pk])
    empty = page.post(address, {"on": order.issued_on.isoformat()}).content.decode()
    assert "Отметьте тех, кто расписался" in empty
    noted = {"on": order.issued_on.isoformat(), "people": [person.pk]}
    page.post(address, noted)
    assert "уже записана" in page.post(address, noted).content.decode()
    person.refresh_from_db()
    assert (person.signed_on, person.noted_by) == (order.issued_on, curator)
    page.post(reverse("documents:take_signature_back", args=[order.pk, person.pk]))
    person.refresh_from_db()
    assert person.signed_on is None


def test_the_printed_sheet_shows_the_tap_and_the_signature(order, institution, reader, curator):
    workflow.tap(order, by=reader)
    workflow.note_signatures(order, order.acquaintances.all(), on=order.issued_on, by=curator)
    sheet = as_blocks(institution, order, order.acquaintances.all())
    said = " ".join(plain_text(sheet))
    moment = timezone.localtime(order.acquaintances.get().tapped_at)
    assert f"{moment:%d.%m.%Y %H:%M}" in said
    assert f"с приказом от {order.issued_on:%d.%m.%Y} № {order.number}" in said.replace("\xa0", " ")
    row = Document(io.BytesIO(docx_writer.render(sheet, PLAIN, title="Лист"))).tables[-1].rows[1]
    assert row.height.mm == pytest.approx(9, abs=0.1)


def test_the_printed_sheet_names_its_paper_by_words_and_not_by_the_picture_of_scans(order, curator, as_user):
    page = as_user(curator).get(reverse("documents:acquaintance_sheet", args=[order.pk]))
    content = b"".join(page.streaming_content)
    assert str(codes.of_paper(order)) in "".join(said(page["chars"]) for page in read(content))
    assert scan_reader.read(content, files.PDF)[0].code is None
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        _, top, _, bottom = pdf.pages[0].find_tables()[0].rows[1].bbox
    assert (bottom - top) * 25.4 / 72 > 7.9, "room to sign, as in the order itself"


def test_the_queue_reminds_once_the_term_is_over(order, curator):
    today = order.acquaint_until
    assert contributions.unread_rows(curator, today) == []
    (row,) = contributions.unread_rows(curator, today + timedelta(days=1))
    assert (row.title, row.why) == (order.title, "Не ознакомлены: 1")
    assert contributions.unread_rows(UserFactory(), today + timedelta(days=1)) == []


@pytest.mark.slow
def test_the_list_of_those_not_acquainted_does_not_grow_in_queries(
    order, issued, curator, as_user, django_assert_max_num_queries
):
    for _ in range(3):
        issued()
    page = as_user(UserFactory(roles=[Role.SECRETARY]))
    page.get(reverse("documents:unread"))
    with django_assert_max_num_queries(20):
        shown = page.get(reverse("documents:unread")).content.decode()
    assert shown.count("Белова Мария Петровна") == 4
