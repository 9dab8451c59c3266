"""A stack of scans: all sheets or none, the files wait until every line is right."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from mentorship.documents.models import StoredFile
from mentorship.people.models import Consent
from tests.factories import ConsentFactory

pytestmark = pytest.mark.django_db
STACK = "people:stack"


def scan(name):
    out = io.BytesIO()
    Image.new("RGB", (20, 20), (len(name), 0, 0)).save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


@pytest.fixture
def keeper(curator, as_user):
    return as_user(curator)


@pytest.fixture
def printed(institution):
    year = timezone.localdate().year
    return [
        ConsentFactory(number=f"{n}/{year}-С", year=year, sequence=n, signed_on=None, printed_on=timezone.localdate())
        for n in (1, 2, 12)
    ]


def put(keeper, *names):
    keeper.post(reverse("people:stack_add"), {"scans": [scan(name) for name in names]})
    return list(StoredFile.objects.order_by("pk"))


def fields(stored, numbers, day=""):
    return {f"f{one.pk}-number": number for one, number in zip(stored, numbers, strict=True)} | {"day": day}


def test_a_stack_is_marked_with_one_submit(keeper, printed):
    stored = put(keeper, "a.png", "bb.png", "ccc.png")
    answer = keeper.post(reverse(STACK), fields(stored, ["1", "2/2026", printed[2].number], timezone.localdate()))
    assert answer.url == reverse("people:consents")
    assert list(Consent.objects.order_by("pk").values_list("signed_on", "scan")) == [
        (timezone.localdate(), one.pk) for one in stored
    ]


def test_one_wrong_line_marks_nothing_and_keeps_files_and_words(keeper, printed):
    stored = put(keeper, "a.png", "bb.png", "ccc.png")
    page = keeper.post(reverse(STACK), fields(stored, ["1", "77", "1"], timezone.localdate()))
    text = page.content.decode()
    assert "Согласия № 77 нет" in text
    assert "уже выбрано для файла «a.png»" in text
    assert 'value="77"' in text
    assert not Consent.objects.filter(signed_on__isnull=False).exists()
    again = keeper.post(reverse(STACK), fields(stored, ["1", "2", "12"], timezone.localdate()))
    assert again.url == reverse("people:consents")


def test_a_line_without_a_day_is_named(keeper, printed):
    stored = put(keeper, "a.png")
    assert "Укажите дату подписания" in keeper.post(reverse(STACK), fields(stored, ["1"])).content.decode()


def test_the_number_in_the_name_of_the_file_is_proposed(keeper, printed):
    put(keeper, "12-2026.png")
    assert f'value="{printed[2].number}"' in keeper.get(reverse(STACK)).content.decode()


def test_what_is_no_scan_is_left_out_by_name(keeper, printed):
    wrong = SimpleUploadedFile("вирус.exe", b"MZ...", "application/octet-stream")
    page = keeper.post(reverse("people:stack_add"), {"scans": [wrong, scan("a.png")]}, follow=True)
    assert "вирус.exe" in page.content.decode()
    assert len(page.context["rows"]) == 1


def test_a_signed_sheet_without_a_scan_gets_it(keeper, institution):
    consent = ConsentFactory(number="5/2026-С", year=2026, sequence=5)
    stored = put(keeper, "a.png")
    keeper.post(reverse(STACK), fields(stored, ["5/2026"]))
    consent.refresh_from_db()
    assert consent.scan_id == stored[0].pk


def test_a_waiting_file_is_seen_by_the_one_who_put_it(keeper, as_user, users, printed):
    stored = put(keeper, "a.png")
    address = reverse("people:stack_sheet", args=[stored[0].pk])
    assert keeper.get(address).status_code == 200
    assert as_user(users["director"]).get(address).status_code == 403
    keeper.post(reverse("people:stack_drop", args=[stored[0].pk]))
    assert keeper.get(address).status_code == 404
