"""Pages of consents: printing, marking signed, withdrawing, the queue of what did not come back."""

import io
from datetime import date, timedelta

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from mentorship.common.periods import add_months
from mentorship.documents.models import BackgroundWork
from mentorship.institution.models import Institution
from mentorship.people import contributions, workflow
from mentorship.people.gates import missing_consents
from mentorship.people.models import Consent
from mentorship.people.views import shared
from tests.factories import ConsentFactory, PersonFactory, UserFactory
from tests.people.pages import sheet_of

pytestmark = pytest.mark.django_db
Kind = Consent.Kind


def blank_pdf():
    target = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(target)
    return target.getvalue()


PDF = blank_pdf()


def scan(content=PDF):
    return SimpleUploadedFile("скан.pdf", content)


def test_a_pack_is_printed_for_the_ticked(keeper):
    people = PersonFactory.create_batch(2)
    PersonFactory()
    address = reverse("people:consents_print")
    page = keeper.get(address, {"person": [person.pk for person in people]})
    assert len(page.context["people"]) == 2
    refused = keeper.post(address, {"person": [people[0].pk]})
    assert refused.context["form"].errors["kinds"] == ["Отметьте хотя бы один вид согласия."]
    answer = keeper.post(
        address,
        {
            "person": [person.pk for person in people],
            "kinds": ["processing", "mentor"],
            "valid_until": timezone.localdate() + timedelta(days=365),
        },
    )
    assert answer.url == BackgroundWork.objects.get().get_absolute_url()
    assert Consent.objects.unsigned().count() == 4


def test_a_pack_for_all_that_the_filter_finds(keeper):
    PersonFactory.create_batch(3)
    PersonFactory(left_on=timezone.localdate() - timedelta(days=1))
    page = keeper.get(reverse("people:consents_print"), {"all": 1, "show": "no_consent"})
    assert len(page.context["people"]) == 3


def test_a_wrong_address_of_a_page_is_told(keeper):
    data = {"person": [PersonFactory().pk], "kinds": ["publication"], "urls": "ds3.example.ru"}
    page = keeper.post(reverse("people:consents_print"), data)
    assert page.context["form"].errors["urls"] == [
        "Укажите полный адрес страницы, например https://ds3.example.ru/nastavnichestvo."
    ]


def test_what_the_card_of_the_institution_lacks_is_told_and_not_printed(keeper, institution):
    Institution.objects.update(ogrn="")
    person = PersonFactory()
    answer = keeper.post(reverse("people:consent_prepare", args=[person.pk]), {"kind": "processing"}, follow=True)
    assert "Не заполнен обязательный элемент согласия: ОГРН оператора (152-ФЗ, ст. 9 ч. 4)." in answer.content.decode()
    assert not Consent.objects.exists()


@pytest.mark.parametrize(("days", "warned"), [(0, True), (1, False)])
def test_the_form_of_a_publication_is_doubted_once_its_order_has_ended(keeper, monkeypatch, days, warned):
    monkeypatch.setattr(shared, "ORDER_18_ENDS", timezone.localdate() + timedelta(days=days))
    page = keeper.get(reverse("people:consents_print"), {"person": [PersonFactory().pk]})
    assert ("приказ Роскомнадзора от 24.02.2021 № 18 действовал до 01.09.2027" in page.content.decode()) is warned


def test_from_the_card_to_a_signed_sheet_with_its_scan(keeper):
    person = PersonFactory()
    prepared = keeper.post(reverse("people:consent_prepare", args=[person.pk]), {"kind": "processing"})
    consent = Consent.objects.get()
    assert prepared.url == consent.get_absolute_url()
    signed = keeper.post(
        reverse("people:consent_sign", args=[consent.pk]), {"on": timezone.localdate(), "scan": scan()}
    )
    assert signed.status_code == 302
    assert missing_consents(person, [Kind.PROCESSING]) == []
    answer = keeper.get(reverse("people:consent_scan", args=[consent.pk]))
    assert b"".join(answer.streaming_content) == PDF
    again = keeper.post(reverse("people:consent_sign", args=[consent.pk]), {"on": timezone.localdate()}, follow=True)
    assert "уже отмечено" in again.content.decode()


@pytest.mark.parametrize(
    ("data", "field", "words"),
    [
        ({"on": ""}, "on", "Укажите дату подписания согласия."),
        ({"on": "2999-01-01"}, "on", "позже сегодняшней"),
        ({"on": "2026-01-10", "scan": b"MZ"}, "scan", "Допустимы только PDF, JPG, PNG"),
        ({"on": "2026-01-10", "scan": b""}, "scan", "Файл пустой. Отсканируйте документ ещё раз."),
    ],
)
def test_a_wrong_marking_is_told_at_the_field(keeper, data, field, words):
    consent = ConsentFactory(signed_on=None, printed_on=date(2026, 1, 5))
    if "scan" in data:
        data = data | {"scan": scan(data["scan"])}
    page = keeper.post(reverse("people:consent_sign", args=[consent.pk]), data)
    assert words in " ".join(page.context["sign_form"].errors[field])
    consent.refresh_from_db()
    assert consent.signed_on is None


def test_a_publication_is_marked_with_what_was_ticked_by_hand(keeper):
    consent = ConsentFactory(kind=Kind.PUBLICATION, signed_on=None, printed_on=timezone.localdate())
    address = reverse("people:consent_sign", args=[consent.pk])
    refused = keeper.post(address, {"on": timezone.localdate()})
    told = refused.context["sign_form"].errors["fields_"]
    assert told == [
        "Не заполнен обязательный элемент согласия: перечень данных (152-ФЗ, ст. 10.1). Перенесите его с бумаги."
    ]
    keeper.post(
        address, {"on": timezone.localdate(), "fields_": ["name", "photo"], "urls": "https://ds12.example.ru/n"}
    )
    consent.refresh_from_db()
    assert consent.details == {"fields": ["name", "photo"], "urls": ["https://ds12.example.ru/n"]}


def test_a_minors_sheet_asks_for_the_representative(keeper):
    person = PersonFactory(birth_date=timezone.localdate() - timedelta(days=366 * 12), hired_on=None)
    consent = ConsentFactory(person=person, signed_on=None, printed_on=timezone.localdate())
    address = reverse("people:consent_sign", args=[consent.pk])
    refused = keeper.post(address, {"on": timezone.localdate()})
    (told,) = refused.context["sign_form"].errors["representative"]
    assert told == "До 14 лет согласие подписывает законный представитель. Укажите, кто подписал."
    keeper.post(
        address,
        {
            "on": timezone.localdate(),
            "representative": "Котова Анна Ильинична",
            "representative_document": "акт об опеке № 5",
        },
    )
    consent.refresh_from_db()
    assert consent.representative == "Котова Анна Ильинична"


def test_many_are_marked_at_once_and_a_wrong_row_keeps_what_was_typed(keeper):
    today = timezone.localdate()
    one, two, wrong, left = (ConsentFactory(signed_on=None, printed_on=today - timedelta(days=9)) for _ in range(4))
    data = {
        "day": today - timedelta(days=2),
        f"c{one.pk}-chosen": "on",
        f"c{two.pk}-on": today - timedelta(days=1),
        f"c{two.pk}-scan": scan(),
        f"c{wrong.pk}-on": "2999-01-01",
    }
    page = keeper.post(reverse("people:consents"), data)
    stored = Consent.objects.in_bulk()
    assert stored[one.pk].signed_on == today - timedelta(days=2)
    assert (stored[two.pk].signed_on, bool(stored[two.pk].scan)) == (today - timedelta(days=1), True)
    assert stored[wrong.pk].signed_on is stored[left.pk].signed_on is None
    (refused,) = [row for row, _ in page.context["rows"] if row.error]
    assert refused.consent == wrong
    assert "позже сегодняшней" in refused.error
    assert 'value="2999-01-01"' in page.content.decode()


def test_a_tick_without_a_day_is_refused(keeper):
    consent = ConsentFactory(signed_on=None, printed_on=timezone.localdate())
    page = keeper.post(reverse("people:consents"), {f"c{consent.pk}-chosen": "on"})
    assert [row.error for row, _ in page.context["rows"]] == ["Укажите дату подписания согласия."]


def test_a_wrong_day_for_the_ticked_is_told_at_the_day(keeper):
    consent = ConsentFactory(signed_on=None, printed_on=timezone.localdate())
    page = keeper.post(reverse("people:consents"), {f"c{consent.pk}-chosen": "on", "day": "2999-01-01"})
    assert "позже сегодняшней" in page.content.decode()
    assert [row.error for row, _ in page.context["rows"]] == ["Исправьте дату для отмеченных или впишите свою."]


def test_filters_of_the_consents(keeper):
    today = timezone.localdate()
    made = {
        "printed": ConsentFactory(signed_on=None, printed_on=today),
        "expires": ConsentFactory(valid_until=today + timedelta(days=20)),
        "expired": ConsentFactory(valid_until=today - timedelta(days=1)),
        "withdrawn": ConsentFactory(withdrawn_on=today),
    }
    for show, consent in made.items():
        page = keeper.get(reverse("people:consents"), {"show": show})
        assert [row.consent for row, _ in page.context["rows"]] == [consent]
    in_force = keeper.get(reverse("people:consents"), {"show": "in_force"})
    assert [row.consent for row, _ in in_force.context["rows"]] == [made["expires"]]
    by_name = keeper.get(reverse("people:consents"), {"q": made["printed"].person.full_name, "kind": "processing"})
    assert made["printed"] in [row.consent for row, _ in by_name.context["rows"]]


def test_consents_go_to_excel_and_csv_as_the_list_shows_them(keeper):
    today = timezone.localdate()
    ConsentFactory(person__last_name="Орлова")
    ConsentFactory(signed_on=None, printed_on=today, person__last_name="Белова")
    keeper.post(reverse("accounts:list_columns", args=["consents"]), {"column": ["state", "until", "scan"]})
    shown = keeper.get(reverse("people:consents"), {"sort": "-person"}).context
    assert [row.consent.person.last_name for row, _ in shown["rows"]] == ["Орлова", "Белова"]
    sheet = sheet_of(keeper.get(reverse("people:consents_export"), {"show": "printed"}))
    assert [cell.value for cell in sheet[1]] == ["№", "Кто", "Состояние", "Действует до", "Есть скан"]
    assert sheet[2][2].value == f"распечатано {today:%d.%m.%Y}, не подписано"
    assert sheet.max_row == 2
    csv = keeper.get(reverse("people:consents_export"), {"format": "csv"})
    assert b"".join(csv.streaming_content).decode("utf-8-sig").count("\r\n") == 3


def test_a_consent_with_a_successor_does_not_expire_anybody(institution, curator, django_assert_num_queries):
    today = timezone.localdate()
    old = ConsentFactory(valid_until=today + timedelta(days=20))
    grown = ConsentFactory(person__birth_date=add_months(today, -12 * 14), person__hired_on=None, grows_up_on=today)
    curator.has_perm("people.change_consent")  # rights are read once
    with django_assert_num_queries(1):
        lines = [(row.title, row.why.split(" ")[-1]) for row in contributions.expiring(curator, today)]
    assert lines == [(old.person.short_name, f"{old.valid_until:%d.%m.%Y}"), (grown.person.short_name, "участник")]
    assert set(Consent.objects.expiring(today)) == {old, grown}
    ConsentFactory(person=old.person, valid_until=today + timedelta(days=900))
    assert list(Consent.objects.expiring(today)) == [grown]


def test_a_withdrawal_by_the_page(keeper):
    consent = ConsentFactory()
    address = reverse("people:consent_withdraw", args=[consent.pk])
    refused = keeper.post(address, {"on": timezone.localdate(), "reason": ""})
    assert "Укажите, как получен отзыв" in refused.content.decode()
    early = keeper.post(address, {"on": consent.signed_on - timedelta(days=1), "reason": "заявление от 3 мая"})
    told = f"Согласие подписано {consent.signed_on:%d.%m.%Y}: отозвать его раньше этого дня нельзя."
    assert early.context["form"].errors["on"] == [told]
    assert 'value="заявление от 3 мая"' in early.content.decode()
    keeper.post(address, {"on": timezone.localdate(), "reason": "заявление"})
    consent.refresh_from_db()
    assert consent.status()[0] == "withdrawn"
    again = keeper.post(address, {"on": timezone.localdate(), "reason": "заявление"})
    assert "уже отозвано" in again.content.decode()


def test_the_sheet_is_given_as_pdf_and_docx(keeper):
    person = PersonFactory()
    (consent,) = workflow.print_consents([person], [Kind.MENTOR], by=UserFactory())
    pdf = keeper.get(reverse("people:consent_pdf", args=[consent.pk]))
    assert b"".join(pdf.streaming_content).startswith(b"%PDF")
    docx = keeper.get(reverse("people:consent_docx", args=[consent.pk]))
    assert b"".join(docx.streaming_content).startswith(b"PK")


def test_the_queue_names_sheets_that_did_not_come_back(curator, director, django_assert_num_queries):
    today = timezone.localdate()
    late = ConsentFactory(signed_on=None, printed_on=today - timedelta(days=8))
    ConsentFactory(signed_on=None, printed_on=today - timedelta(days=7))
    curator.has_perm("people.change_consent")  # rights are read once
    with django_assert_num_queries(1):
        (row,) = contributions.not_returned(curator, today)
    assert (row.url, row.since) == (late.get_absolute_url(), late.printed_on)
    assert contributions.not_returned(director, today) == []


def test_a_sheet_that_nobody_signs_is_cancelled_and_awaited_no_more(keeper, curator):
    person, today = PersonFactory(), timezone.localdate()
    (blank,) = workflow.print_consents([person], [Kind.MENTOR], by=curator, on=today - timedelta(days=9))
    assert len(contributions.not_returned(curator, today)) == 1
    address = reverse("people:consent_drop", args=[blank.pk])
    assert "почему бланк не понадобился" in keeper.post(address, {"reason": " "}).content.decode()
    page = keeper.post(address, {"reason": "напечатан лишний"}, follow=True).content.decode()
    assert "бланк отменён" in page
    assert "напечатан лишний" in page
    assert contributions.not_returned(curator, today) == []
    assert "уже отменён" in keeper.post(address, {"reason": "ещё раз"}, follow=True).content.decode()
    (another,) = workflow.print_consents([person], [Kind.MENTOR], by=curator)
    assert another.sequence == blank.sequence + 1, "a number is not given twice"
    found = keeper.get(reverse("people:consents"), {"show": "dropped"})
    assert [row.consent for row, _ in found.context["rows"]] == [blank]


def test_a_cancelled_sheet_that_comes_back_signed_is_a_consent(keeper, curator):
    blank = ConsentFactory(signed_on=None, printed_on=timezone.localdate())
    workflow.drop_blank(blank, reason="потерян", by=curator)
    workflow.sign_consent(Consent.objects.get(pk=blank.pk), on=timezone.localdate(), by=curator)
    blank.refresh_from_db()
    assert (blank.status()[0], blank.dropped_on) == ("in_force", None)
    refused = keeper.post(reverse("people:consent_drop", args=[blank.pk]), {"reason": "не нужен"}, follow=True)
    assert "его можно отозвать" in refused.content.decode()


def test_a_long_queue_is_one_line_to_the_list(curator):
    today = timezone.localdate()
    for _ in range(12):
        ConsentFactory(signed_on=None, printed_on=today - timedelta(days=8))
    rows = contributions.not_returned(curator, today)
    assert len(rows) == 11
    assert rows[-1].title == "И ещё 2 согласия"
