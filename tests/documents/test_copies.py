"""Certified copies of issued papers."""

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorship.documents import codes
from tests.factories import PersonFactory

from .test_pdf import read, said

pytestmark = pytest.mark.django_db


def words(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return "".join(said(page["chars"]) for page in read(content))


def test_a_copy_bears_who_certified_it_and_the_paper_stays_as_it_is(as_user, issued, curator):
    PersonFactory(last_name="Орлова", first_name="Анна", patronymic="Ильинична", post="делопроизводитель", user=curator)
    paper = issued()
    before = paper.pdf_sha256
    text = words(as_user(curator).get(reverse("documents:copy", args=[paper.pk])))
    assert f"№{paper.number}" in text
    assert text.index("Копияверна") < text.index("Делопроизводитель") < text.index("А.И.Орлова")
    assert text.index("Заведующий") < text.index("Копияверна") < text.index("Приложение"), "below the signature"
    assert f"А.И.Орлова{timezone.localdate():%d.%m.%Y}" in text
    assert str(codes.of_paper(paper)) in text
    paper.refresh_from_db()
    assert paper.pdf_sha256 == before


def test_a_draft_has_no_copy_and_the_head_does_not_certify(as_user, draft, issued, curator, director):
    assert as_user(curator).get(reverse("documents:copy", args=[draft().pk])).status_code == 404
    assert as_user(director).get(reverse("documents:copy", args=[issued().pk])).status_code == 403
