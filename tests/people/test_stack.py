"""Consents in a stack of scans: found by code, number or person, signed on the day of the stack."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from mentorship.documents import codes, files, scan_reader, workflow
from mentorship.documents.models import WaitingScan
from mentorship.people import papers
from mentorship.people import workflow as people
from mentorship.people.consent_scans import unsigned_with_scan
from mentorship.people.models import Consent
from tests.factories import GuardianFactory, PersonFactory

pytestmark = pytest.mark.django_db
PAGE = reverse("documents:scans")
Doubt, Kind = WaitingScan.Doubt, Consent.Kind


@pytest.fixture(autouse=True)
def files_dir(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def printed(institution, curator):
    """``printed(person, kind)``: a consent with its number."""
    return lambda person=None, kind=Kind.PROCESSING: people.print_consents(
        [person or PersonFactory()], [kind], by=curator
    )[0]


def sheet(code=None, size=(620, 877)):
    """A scanned sheet, with the code of a record on it or without."""
    page = Image.new("L", size, "white")
    if code:
        import segno

        out = io.BytesIO()
        segno.make(str(code), micro=False).save(out, kind="png", scale=4, border=4)
        page.paste(Image.open(out).convert("L"), (20, 650))
    return page


def written():
    page = sheet()
    page.paste(0, (100, 100, 400, 140))
    return page


def pdf(*pages):
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=75)
    return out.getvalue()


def drop(keeper, content, name="стопка.pdf", **fields):
    return keeper.post(PAGE, {"scans": [SimpleUploadedFile(name, content)], **fields})


def waits(curator, pages=1, **fields):
    stored = files.store(pdf(*[written()] * pages), name="лист.pdf", content_type=files.PDF, by=curator)
    return WaitingScan.objects.create(
        file=stored, name="лист.pdf", is_read=True, pages=pages, added_by=curator, **fields
    )


def place(keeper, scan, **fields):
    return keeper.post(reverse("documents:scan_place", args=[scan.pk]), fields, follow=True).content.decode()


def test_a_stack_with_its_day_signs_the_consents_it_finds(keeper, printed, today):
    one, two = printed(), printed()
    day = today - timedelta(days=2)
    drop(keeper, pdf(sheet(papers.code_of(one)), sheet(papers.code_of(two))), day=day.isoformat())
    found = Consent.objects.order_by("pk")
    assert [consent.signed_on for consent in found] == [day, day]
    assert all(consent.scan for consent in found)
    assert not WaitingScan.objects.exists()


def test_a_stack_without_a_day_signs_nobody_and_says_what_is_left(keeper, printed):
    drop(keeper, pdf(sheet(papers.code_of(printed()))))
    consent = Consent.objects.get()
    assert (consent.signed_on, bool(consent.scan)) == (None, True)
    text = keeper.get(PAGE).content.decode()
    assert "1 согласие со сканом не отмечено: впишите день подписания" in text
    listed = keeper.get(reverse("people:consents"), {"show": "scanned"}).content.decode()
    assert consent.number in listed


def test_a_day_of_the_future_is_refused_before_anything_is_kept(keeper, printed, today):
    page = drop(keeper, pdf(sheet()), day=(today + timedelta(days=1)).isoformat())
    assert "не может быть позже сегодняшней" in page.content.decode()
    assert not WaitingScan.objects.exists()


def test_the_scan_finds_its_place_though_the_giver_is_not_known(keeper, printed, curator, today):
    child = PersonFactory(origin="pupil", hired_on=None, birth_date=today - timedelta(days=365 * 10))
    consent = printed(child, Kind.MENTEE)
    drop(keeper, pdf(sheet(papers.code_of(consent))), day=today.isoformat())
    consent.refresh_from_db()
    assert (consent.signed_on, bool(consent.scan)) == (None, True)
    assert list(unsigned_with_scan(curator)) == [consent]
    guardian = GuardianFactory(child=child, document="свидетельство о рождении № 5")
    keeper.post(reverse("people:consent_sign", args=[consent.pk]), {"on": today.isoformat(), "guardian": guardian.pk})
    consent.refresh_from_db()
    assert (consent.signed_on, consent.guardian, bool(consent.scan)) == (today, guardian, True)


def test_a_known_guardian_signs_with_the_stack(keeper, printed, today):
    child = PersonFactory(origin="pupil", hired_on=None, birth_date=today - timedelta(days=365 * 10))
    guardian = GuardianFactory(child=child, document="свидетельство о рождении № 5")
    consent = printed(child, Kind.MENTEE)
    drop(keeper, pdf(sheet(papers.code_of(consent))), day=today.isoformat())
    consent.refresh_from_db()
    assert (consent.signed_on, consent.guardian) == (today, guardian)


@pytest.mark.parametrize("typed", ["{number}", "№ {number}", "{sequence}", "{code}", "{name}"])
def test_a_sheet_without_a_code_is_placed_by_number_code_or_person(keeper, printed, curator, today, typed):
    printed()
    consent = printed(PersonFactory(last_name="Щукина"))
    words = {"number": consent.number, "sequence": consent.sequence, "code": papers.code_of(consent), "name": "щукин"}
    place(keeper, waits(curator), code=typed.format(**words), day=today.isoformat())
    consent.refresh_from_db()
    assert (consent.signed_on, bool(consent.scan)) == (today, True)


def test_of_several_sheets_of_a_person_the_user_chooses(keeper, printed, curator):
    person = PersonFactory(last_name="Щукина")
    one, two = printed(person), printed(person, Kind.MENTOR)
    scan = waits(curator)
    text = place(keeper, scan, code="Щукина")
    assert "подходит несколько листов" in text
    assert one.number in text
    place(keeper, scan, code="Щукина", chosen=str(papers.code_of(two)))
    assert [bool(Consent.objects.get(pk=each.pk).scan) for each in (one, two)] == [False, True]


def test_what_means_nothing_is_answered_and_kept(keeper, printed, curator, today):
    scan = waits(curator)
    text = place(keeper, scan, code="Нектоев", day=today.isoformat())
    assert "такого кода, номера или человека" in text
    assert 'value="Нектоев"' in text
    assert f'value="{today.isoformat()}"' in text


def test_the_number_in_the_name_of_the_file_is_proposed(keeper, printed):
    consent = printed()
    drop(keeper, pdf(written()), name=f"{consent.sequence}-{consent.year}.pdf")
    assert WaitingScan.objects.get().code == str(papers.code_of(consent))
    assert f"Похоже, это Согласие № {consent.number}" in keeper.get(PAGE).content.decode()
    consent.refresh_from_db()
    assert consent.scan is None  # proposed, not done


def test_a_written_sheet_is_not_taken_for_the_empty_back_of_another(keeper, printed, today, curator):
    """The code of the second sheet cannot be read; the back of a first of an odd number of pages would be empty."""
    consent = printed(kind=Kind.MENTOR)
    own_pages = scan_reader.page_count(_printed(consent))
    pages = [sheet(papers.code_of(consent)), *[written()] * (own_pages - 1)]
    drop(keeper, pdf(*pages, written()), day=today.isoformat())
    assert "чужого листа" in WaitingScan.objects.get().why
    assert not Consent.objects.exclude(scan=None)


def _printed(consent):
    from mentorship.documents.pdf import render

    blocks, layout, title = papers.paper_of(consent)
    return render(blocks, layout, title=title)


def test_sheets_are_parted_and_turned_before_they_are_placed(keeper, curator, printed):
    scan = waits(curator, pages=3)
    before = scan_reader.look(scan.file.read())
    keeper.post(reverse("documents:scan_split", args=[scan.pk]), {"page": "3"})
    scan.refresh_from_db()
    part = WaitingScan.objects.exclude(pk=scan.pk).get()
    assert (scan.pages, part.pages) == (2, 1)
    assert [scan_reader.page_count(one.file.read()) for one in (scan, part)] == [2, 1]
    keeper.post(reverse("documents:scan_turn", args=[scan.pk]))
    scan.refresh_from_db()
    turned, was = (Image.open(io.BytesIO(one)).size for one in (scan_reader.look(scan.file.read()), before))
    assert turned == pytest.approx(was[::-1], abs=1)


@pytest.mark.parametrize("page", ["1", "4", "0", "-2", "", "два", "99999999999", "²"])
def test_a_split_where_there_is_no_page_changes_nothing(keeper, curator, page):
    scan = waits(curator, pages=3)
    text = keeper.post(reverse("documents:scan_split", args=[scan.pk]), {"page": page}, follow=True).content.decode()
    assert "отделить можно со второй" in text
    assert WaitingScan.objects.get().pages == 3


def test_a_waiting_scan_shows_its_face(keeper, curator, as_user, users):
    scan = waits(curator)
    address = reverse("documents:scan_look", args=[scan.pk])
    answer = keeper.get(address)
    assert answer["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(b"".join(answer.streaming_content))).height < 1000
    assert as_user(users["director"]).get(address).status_code == 403


def test_a_signed_consent_gets_the_scan_and_keeps_its_day(keeper, printed, curator, today):
    consent = printed()
    people.sign_consent(consent, on=today - timedelta(days=1), by=curator)
    place(keeper, waits(curator), code=consent.number, day=(today - timedelta(days=5)).isoformat())
    consent.refresh_from_db()
    assert (consent.signed_on, bool(consent.scan)) == (today - timedelta(days=1), True)


def test_somebody_elses_sheets_are_not_offered(users, printed):
    from mentorship.documents import scans

    consent = printed(PersonFactory(last_name="Щукина"))
    assert scans.meant(users["secretary"], "Щукина") == []
    assert scans.meant(users["secretary"], consent.number) == []
    assert scans.meant(users["curator"], "Щукина")[0][0] == str(papers.code_of(consent))


def test_empty_words_mean_nothing(printed, curator):
    from mentorship.documents import scans

    printed()
    assert [scans.meant(curator, text) for text in ("", "№", " - ", "0", "%")] == [[]] * 5
    with pytest.raises(workflow.Doubtful):
        workflow.place_scan(waits(curator), " ", by=curator)
    assert codes.parse("") is None
