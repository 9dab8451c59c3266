"""The set of papers for an inspection: stored files as they are, an inventory that names what is not there."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from mentorship.common.cases import Case
from mentorship.common.workflow import WorkflowError
from mentorship.documents import blocks, files, stored_packs
from mentorship.documents.models import BackgroundWork, Paper
from mentorship.people import forms_of
from mentorship.people.models import Consent, Person
from monitoring import inspection, unnamed
from pairs.models import Agreement, Bond
from tests.factories import BondFactory, CycleFactory, PersonFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def running(institution):
    return CycleFactory(starts_on=TODAY - timedelta(days=50), ends_on=TODAY + timedelta(days=200))


def pdf_of(pages):
    """A PDF of so many empty pages."""
    import pikepdf

    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page(page_size=(595, 842))
        target = io.BytesIO()
        made.save(target)
    return target.getvalue()


def issued(cycle, number, pages=1, scan=None, **fields):
    fields = {"kind": "order_curator", "title": f"О деле {number}", "series": "orders", "year": TODAY.year} | fields
    pdf = files.store(pdf_of(pages), name="приказ.pdf", content_type=files.PDF, by=None) if pages else None
    fields.setdefault("blocks", [blocks.paragraph("Текст")])
    return Paper.objects.create(
        state="issued",
        issued_on=TODAY,
        number=f"{number}-од",
        sequence=number,
        subject=cycle,
        pdf=pdf,
        scan=scan,
        **fields,
    )


def archive(cycle, by, **params):
    steps = []
    result = inspection.collect({"cycle": cycle.pk, **params}, lambda done, total: steps.append((done, total)), by)
    assert steps[-1][0] == steps[-1][1]
    return zipfile.ZipFile(io.BytesIO(result.content))


def inventory_of(found):
    sheet = load_workbook(io.BytesIO(found.read("Опись.xlsx"))).active
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]


def test_frozen_files_go_as_they_are_stored(running, curator):
    scan = files.store(b"%PDF-1.7 signed", name="скан.pdf", content_type=files.PDF, by=None)
    paper = issued(running, 1, scan=scan)
    Paper.objects.create(kind="order_curator", title="Черновик", subject=running)
    found = archive(running, curator)
    inside = {name: found.read(name) for name in found.namelist()}
    assert paper.pdf.read() in inside.values()
    assert b"%PDF-1.7 signed" in inside.values()
    assert not any("Черновик" in name for name in inside)
    assert found.testzip() is None
    assert PdfReader(io.BytesIO(inside["Опись.pdf"])).pages


def test_the_inventory_names_each_file_and_what_is_missing(running, curator):
    issued(running, 1)
    bond = BondFactory(cycle=running, state=Bond.State.ACTIVE, starts_on=TODAY - timedelta(days=5))
    mentor = bond.mentors[0]
    Consent.objects.filter(person=mentor, kind=Consent.Kind.MENTOR).update(withdrawn_on=TODAY)
    found = archive(running, curator)
    rows = inventory_of(found)
    assert {row[3] for row in rows if row[3] != "–"} == set(found.namelist()) - {"Опись.xlsx", "Опись.pdf"}
    lacking = {row[2]: row[4] for row in rows if row[1] == inspection.MISSING}
    assert lacking["Приказ об утверждении положения"] == "нет в портале"
    assert "Приказ о назначении куратора" not in " ".join(lacking)
    assert lacking[f"О деле 1 (№ 1-од от {TODAY:%d.%m.%Y}): скан с подписью"] == "не приложен"
    assert lacking[f"Согласие на выполнение работы по наставничеству: {mentor.short_name}"] == "не действует"
    assert lacking[f"Программа {bond.title}"] == "не утверждена"


def test_scans_of_consents_go_only_if_asked_for(running, curator):
    bond = BondFactory(cycle=running, state=Bond.State.ACTIVE, starts_on=TODAY - timedelta(days=5))
    scan = files.store(b"%PDF-1.7 consent", name="скан.pdf", content_type=files.PDF, by=None)
    Consent.objects.filter(person=bond.mentors[0], kind=Consent.Kind.PROCESSING).update(scan=scan)
    stranger = PersonFactory()
    plain, full = archive(running, curator), archive(running, curator, with_consents=True)
    assert not any("Согласие №" in name for name in plain.namelist())
    assert sum("Согласие №" in name for name in full.namelist()) == 1
    (register,) = [name for name in plain.namelist() if "Реестр согласий" in name]
    people = [row[1].value for row in load_workbook(io.BytesIO(plain.read(register))).active.iter_rows(min_row=2)]
    assert bond.mentors[0].full_name in people
    assert stranger.full_name not in people


def test_names_in_the_archive_are_safe(running, curator):
    issued(running, 1, title='О деле: "../../x" \\ <1>')
    long = issued(running, 2, title="Об утверждении перечня лиц " + "в портале " * 30)
    names = archive(running, curator).namelist()
    assert all(".." not in name and "\\" not in name and ":" not in name for name in names)
    (name,) = [name for name in names if "перечня лиц" in name]
    assert name.endswith(f"№ {long.number} от {long.issued_on:%d.%m.%Y}.pdf")
    assert len(name) < 150


def test_the_page_shows_what_is_missing_and_orders_the_archive(as_user, curator, running):
    page = as_user(curator).get(reverse("monitoring:inspection")).content.decode()
    assert "Положение" in page or "положения" in page
    response = as_user(curator).post(reverse("monitoring:inspection"), {"cycle": running.pk, "zip": "1"})
    work = BackgroundWork.objects.get()
    wanted = {"cycle": running.pk, "with_consents": False, "without_names": False}
    assert (work.job, work.params) == ("inspection_set", wanted)
    assert response.url == work.get_absolute_url()


def test_queries_do_not_grow_with_papers(running, curator, django_assert_max_num_queries):
    for number in (1, 2, 3, 4, 5, 6):
        issued(running, number)
    with django_assert_max_num_queries(45):
        inspection.inventory(running, curator)


# --- Without personal data ----------------------------------------------------------------------------------------


@pytest.fixture
def people(running):
    """A pair, its order, a paper on one of them; a scan, a consent and a name that the portal does not know."""
    bond = BondFactory(cycle=running, state=Bond.State.ACTIVE, starts_on=TODAY - timedelta(days=5))
    mentor, mentee = bond.mentors[0], bond.mentees[0]
    mentor.last_name, mentor.first_name, mentor.patronymic = "Ковалёва-Мирная", "Инна", "Львовна"
    mentor.save()
    named = (
        f"{forms_of.form(mentor, 'short', Case.ACCUSATIVE)[0]} за {forms_of.form(mentee, 'name', Case.INSTRUMENTAL)[0]}"
    )
    scan = files.store(b"%PDF-1.7 signed", name="скан.pdf", content_type=files.PDF, by=None)
    text = [
        blocks.item(f"Закрепить {named}."),
        blocks.item("Ответственный – Дубов Пётр Ильич, помогает А.\u00a0Б.\u00a0Кленова."),
        blocks.table([{"title": "Кто"}], [["И.Л. Ковалёва-Мирная"], ["Ковалёва-Мирная рассказала о работе"]]),
        blocks.acquaintance("Ознакомлены:", [{"name": mentor.full_name, "post": "воспитатель"}]),
    ]
    issued(running, 1, title="О наставнике Ковалёвой-Мирной", scan=scan, blocks=text)
    issued(running, 2, title=f"О выплате: {mentor.full_name}", series="personnel")
    return mentor, mentee


def test_a_set_without_personal_data_names_nobody_and_says_what_it_left_out(running, curator, people):
    found = archive(running, curator, without_names=True)
    text = {name: read(name, found.read(name)) for name in found.namelist()}
    everything = "\n".join([*text, *text.values()])
    for person in Person.objects.all():
        assert person.last_name not in everything
    for word in ("Ковалёв", "Мирн", "Дубов", "Кленов", "Львовн", "signed"):
        assert word not in everything
    (order,) = [words for name, words in text.items() if name.startswith(inspection.PAPERS)]
    assert "Закрепить наставник 1 за наставляемый 1." in order
    assert "Ответственный – [имя], помогает [имя]." in order
    assert order.count("наставник 1") == 3
    assert "Копия без персональных данных" in order
    lines = {row[2]: row[4] for row in inventory_of(found)}
    assert lines[f"О наставнике наставник 1 (№ 1-од от {TODAY:%d.%m.%Y})"] == "без имён"
    left_out = [title for title, note in lines.items() if note == unnamed.LEFT_OUT]
    assert left_out == [
        f"О наставнике наставник 1 (№ 1-од от {TODAY:%d.%m.%Y}), скан с подписью",
        f"О выплате: наставник 1 (№ 2-од от {TODAY:%d.%m.%Y})",
        "Реестр согласий",
    ]
    assert "Сканы, согласия" in text["Опись.pdf"]


def test_an_agreement_signed_outside_goes_by_its_scan(running, curator):
    bond = BondFactory(cycle=running, state="active")
    scan = files.store(b"signed", name="скан.png", content_type=files.PNG, by=None)
    usual = {"bond": bond, "pay": "none", "no_pay_reason": "в окладе", "signed_on": TODAY}
    days = {"starts_on": bond.starts_on, "ends_on": bond.ends_on}
    for number, kept in (("7", scan), ("8", None)):
        Agreement.objects.create(outside_number=number, scan=kept, **usual, **days)
    (mentor,) = bond.mentors
    title = f"Дополнительное соглашение № {{}} от {TODAY:%d.%m.%Y}, {{}} (подписано вне портала)"
    found = archive(running, curator)
    assert [found.read(name) for name in found.namelist() if name.endswith(".png")] == [b"signed"]
    lines = {row[2]: row[4] for row in inventory_of(found)}
    assert lines[title.format(7, mentor.short_name)] == "есть"
    assert lines[title.format(8, mentor.short_name) + ": скан"] == "не приложен"
    unnamed_set = archive(running, curator, without_names=True)
    assert not [name for name in unnamed_set.namelist() if name.endswith(".png")]
    lines = {row[2]: row[4] for row in inventory_of(unnamed_set)}
    assert lines[title.format(7, "наставник 1")] == unnamed.LEFT_OUT


def read(name, content):
    """The words of a file of the set."""
    if name.endswith(".pdf"):
        return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())
    rows = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    return "\n".join(str(cell) for row in rows for cell in row)


@pytest.mark.parametrize(("mark", "button"), [("with_consents", "zip"), ("", "pdf")])
def test_what_would_bring_the_names_back_is_refused(as_user, curator, running, mark, button):
    answers = {"cycle": running.pk, "without_names": "on", button: "1"} | ({mark: "on"} if mark else {})
    page = as_user(curator).post(reverse("monitoring:inspection"), answers)
    assert page.context["form"].errors
    assert not BackgroundWork.objects.exists()


# --- One PDF of all issued papers ---------------------------------------------------------------------------------


def test_issued_papers_are_merged_in_their_order_each_from_a_face(running, curator):
    two, one = issued(running, 2, pages=2), issued(running, 1, pages=1)
    result = stored_packs.issued_pack({"ids": [two.pk, one.pk]}, lambda done, total: None, curator)
    assert len(PdfReader(io.BytesIO(result.content)).pages) == 4  # 1, blank, 2 pages


def test_there_is_nothing_to_print_without_a_file(running, curator):
    paper = issued(running, 1, pages=0)
    with pytest.raises(WorkflowError, match="Печатать нечего"):
        stored_packs.issued_pack({"ids": [paper.pk]}, lambda done, total: None, curator)
