"""Pages of people and consents as the curator, the head and the person himself use them."""

import io
from datetime import date, timedelta

import openpyxl
import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mentorship.common.cases import Case
from mentorship.common.periods import add_months
from mentorship.common.registry import Registry
from mentorship.documents import blocks
from mentorship.documents.models import BackgroundWork, Paper
from mentorship.institution.models import Institution, Rules
from mentorship.people import contributions, permissions, sections, workflow
from mentorship.people.forms_of import form
from mentorship.people.gates import missing_consents
from mentorship.people.models import Consent, Person
from mentorship.registry.models import Side
from tests.factories import (
    BondFactory,
    ConsentFactory,
    CycleFactory,
    ParticipationFactory,
    PartnerFactory,
    PersonFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
Kind = Consent.Kind


def blank_pdf():
    target = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(target)
    return target.getvalue()


PDF = blank_pdf()


@pytest.fixture(autouse=True)
def files_aside(settings, tmp_path):
    settings.FILES_DIR = tmp_path


@pytest.fixture
def keeper(as_user, curator):
    return as_user(curator)


def scan(content=PDF):
    return SimpleUploadedFile("скан.pdf", content)


def names(page):
    return [row.person.last_name for row, _ in page.context["rows"]]


def sheet_of(answer):
    return openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active


# --- The list --------------------------------------------------------------------------------------------------


def test_people_stand_by_the_alphabet_and_are_found_by_any_part(keeper):
    for name in ("Ёлкина", "Жукова", "Ежова"):
        PersonFactory(last_name=name, post="педагог-психолог" if name == "Жукова" else "воспитатель")
    address = reverse("people:list")
    assert names(keeper.get(address)) == ["Ежова", "Ёлкина", "Жукова"]
    assert names(keeper.get(address, {"q": "елк"})) == ["Ёлкина"]
    assert names(keeper.get(address, {"q": "ПСИХОЛОГ"})) == ["Жукова"]
    assert "Никого не нашлось" in keeper.get(address, {"q": "ъъъ"}).content.decode()


def test_filters_of_the_list(keeper):
    today = timezone.localdate()
    PersonFactory(last_name="Опытная")
    PersonFactory(last_name="Молодая", teaches_since=today - timedelta(days=300), birth_date=date(2000, 1, 1))
    PersonFactory(last_name="Завхоз", is_teacher=False)
    PersonFactory(last_name="Ученик", origin=Person.Origin.PUPIL, is_teacher=False)
    PersonFactory(last_name="Ушедшая", left_on=today - timedelta(days=1))
    ConsentFactory(person=Person.objects.get(last_name="Опытная"))

    def shown(show):
        return set(names(keeper.get(reverse("people:list"), {"show": show})))

    assert shown("") == {"Опытная", "Молодая", "Завхоз", "Ученик"}
    assert shown("staff") == {"Опытная", "Молодая", "Завхоз"}
    assert shown("teachers") == {"Опытная", "Молодая"}
    assert shown("others") == {"Ученик"}
    assert shown("young") == {"Молодая"}
    assert shown("no_consent") == {"Молодая", "Завхоз", "Ученик"}
    assert shown("left") == {"Ушедшая"}
    Person.objects.filter(last_name="Молодая").update(user=UserFactory())
    assert shown("no_account") == {"Опытная", "Завхоз", "Ученик"}
    assert shown("unknown") == shown("")


@pytest.mark.parametrize("months", [0, 35, 36, 37])
@pytest.mark.parametrize("years", [22, 35, 36, None])
def test_who_is_young_is_one_rule_for_a_person_and_for_the_list(institution, months, years):
    today = timezone.localdate()
    born = add_months(today, -12 * years) if years else None
    person = PersonFactory(teaches_since=add_months(today, -months), birth_date=born, hired_on=None)
    listed = Person.objects.young_specialists(today, Rules.load()).filter(pk=person.pk).exists()
    assert person.is_young_specialist(today) is listed


def test_an_empty_list_leads_to_the_import(keeper):
    assert reverse("people:import") in keeper.get(reverse("people:list")).content.decode()


def test_the_list_goes_to_excel_as_it_is_filtered(keeper):
    PersonFactory(last_name="Белова", phone="+7 900 000-00-01")
    PersonFactory(last_name="Орлова")
    keeper.post(reverse("accounts:list_columns", args=["people"]), {"column": ["phone"]})
    sheet = sheet_of(keeper.get(reverse("people:export"), {"q": "белова"}))
    assert sheet.max_row == 2
    assert [cell.value for cell in sheet[2]][2] == "+7 900 000-00-01"


@pytest.mark.parametrize("name", ["people:list", "people:consents"])
def test_a_list_asks_as_much_for_many_as_for_few(keeper, name, django_assert_max_num_queries):
    def make():
        person = PersonFactory()
        ConsentFactory(person=person)
        ConsentFactory(person=person, kind=Kind.MENTOR, signed_on=None, printed_on=timezone.localdate())

    make()
    with CaptureQueriesContext(
        connection,
    ) as few:
        keeper.get(reverse(name))
    for _ in range(5):
        make()
    with django_assert_max_num_queries(len(few)):
        keeper.get(reverse(name))


# --- The card --------------------------------------------------------------------------------------------------


CARD = {
    "last_name": "белова", "first_name": "Мария", "patronymic": "Петровна", "gender": "", "birth_date": "1990-05-04",
    "origin": "staff", "post": "воспитатель", "is_teacher": "on", "hired_on": "2015-09-01", "category": "",
    "work_service": "10 лет", "teaching_service": "5 лет 3 мес.", "phone": "89000000001",
}  # fmt: skip


def test_a_card_is_made_by_hand(keeper):
    answer = keeper.post(reverse("people:add"), CARD | {"last_name": "Белова"})
    person = Person.objects.get()
    assert answer.url == person.get_absolute_url()
    assert (person.gender, person.phone, person.teaching_months()) == ("f", "+7 900 000-00-01", 63)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"last_name": "Белова1"}, "last_name", "В фамилии допустимы буквы, дефис и пробел."),
        ({"last_name": "Б" * 200}, "last_name", "100"),
        ({"last_name": ""}, "last_name", "Обязательное поле"),
        ({"hired_on": "2999-01-01"}, "hired_on", "Дата не может быть позже сегодняшней"),
        ({"hired_on": "1980-01-01"}, "hired_on", "раньше даты рождения"),
        ({"birth_date": "31.02.1990"}, "birth_date", "правильную дату"),
        ({"teaching_service": "пять"}, "teaching_service", "Ожидается число лет, получено «пять»"),
        ({"phone": "12"}, "phone", "телефон с кодом"),
    ],
)
def test_a_wrong_card_says_it_at_the_field_and_keeps_what_was_typed(keeper, changes, field, words):
    page = keeper.post(reverse("people:add"), CARD | {"last_name": "Белова"} | changes)
    assert words in " ".join(page.context["form"].errors[field])
    assert 'value="Петровна"' in page.content.decode()
    assert not Person.objects.exists()


def test_the_same_person_is_shown_instead_of_a_double(keeper):
    person = PersonFactory(last_name="Белова", first_name="Мария", patronymic="Петровна", birth_date=date(1990, 5, 4))
    page = keeper.post(reverse("people:add"), CARD | {"last_name": "Белова"})
    assert page.context["double"] == person
    assert Person.objects.count() == 1


def test_two_editors_of_one_card_see_each_other(keeper, as_user, curator):
    person = PersonFactory()
    workflow.change_person(person, version=0, by=curator, post="методист")
    page = keeper.post(reverse("people:edit", args=[person.pk]), CARD | {"last_name": "Белова", "version": "0"})
    assert page.status_code == 409
    assert ("должность", "методист") in [(title.lower(), words) for title, words in page.context["current"]]
    assert page.context["form"]["post"].value() == "воспитатель"
    saved = keeper.post(reverse("people:edit", args=[person.pk]), CARD | {"last_name": "Белова", "version": "1"})
    assert saved.status_code == 302
    assert Person.objects.get().post == "воспитатель"


def test_the_length_of_service_that_was_not_touched_keeps_its_day(keeper):
    person = PersonFactory(teaches_since=date(2010, 9, 15))
    page = keeper.get(reverse("people:edit", args=[person.pk]))
    typed = page.context["form"]["teaching_service"].value()
    keeper.post(reverse("people:edit", args=[person.pk]), CARD | {"teaching_service": typed, "version": "0"})
    person.refresh_from_db()
    assert person.teaches_since == date(2010, 9, 15)


def test_a_case_form_is_corrected_on_the_card(keeper):
    person = PersonFactory(last_name="Белова", first_name="Мария", patronymic="Петровна")
    data = {"what": "short", "case": "dat", "text": "Белове М.П."}
    keeper.post(reverse("people:correct_form", args=[person.pk]), data)
    page = keeper.get(person.get_absolute_url()).content.decode()
    assert "Белове М.П." in page
    assert "Исправлено вручную" in page
    refused = keeper.post(reverse("people:correct_form", args=[person.pk]), data | {"case": "звательный"})
    assert refused.status_code == 302
    person.refresh_from_db()
    assert person.forms["short.dat"] == "Белове М.П."


def test_access_is_given_once_and_to_an_account_of_the_same_name(keeper):
    person = PersonFactory(last_name="Белова", first_name="Мария", patronymic="Петровна")
    account = UserFactory(full_name="Белова Мария Петровна")
    assert account.username in keeper.get(person.get_absolute_url()).content.decode()
    keeper.post(reverse("people:give_access", args=[person.pk]), {"account": account.pk})
    person.refresh_from_db()
    assert person.user == account
    again = keeper.post(reverse("people:give_access", args=[person.pk]), follow=True)
    assert "учётная запись уже есть" in again.content.decode()


def test_a_new_account_is_made_for_a_person_without_one(keeper):
    person = PersonFactory()
    keeper.post(reverse("people:give_access", args=[person.pk]))
    person.refresh_from_db()
    assert person.user.full_name == person.full_name
    assert not person.user.has_usable_password()


def test_who_leaves_goes_out_of_the_list_but_stays_in_the_history(keeper):
    person, today = PersonFactory(), timezone.localdate()
    address = reverse("people:leave", args=[person.pk])
    refused = keeper.post(address, {"on": "2010-01-01"})
    assert "не может быть раньше даты приёма" in refused.content.decode()
    keeper.post(address, {"on": today - timedelta(days=1)})
    assert names(keeper.get(reverse("people:list"), {"show": "left"})) == [person.last_name]


def test_one_sees_ones_own_card_and_papers_but_may_change_nothing(as_user, users):
    person = PersonFactory(user=users["stranger"])
    consent, alien = ConsentFactory(person=person), ConsentFactory()
    own = as_user(users["stranger"])
    page = own.get(reverse("people:me"))
    assert page.context["person"] == person
    assert consent.number in page.content.decode()
    assert "Дать доступ" not in page.content.decode()
    page = own.get(reverse("people:consent", args=[consent.pk]))
    assert page.status_code == 200
    assert page.content.count(b"<h1") == 1
    assert own.post(reverse("people:consent_sign", args=[consent.pk])).status_code == 403
    assert own.get(reverse("people:consent", args=[alien.pk])).status_code == 404
    assert own.get(alien.person.get_absolute_url()).status_code == 404


def test_whoever_has_no_card_is_told_whom_to_ask(as_user, users):
    assert "Куратор" in as_user(users["stranger"]).get(reverse("people:me")).content.decode()


def test_one_rule_for_a_person_and_for_the_list(users):
    person = PersonFactory(user=users["stranger"])
    PersonFactory()
    consent = ConsentFactory(person=person)
    ConsentFactory()
    for user in users.values():
        one_by_one = {one for one in Person.objects.all() if permissions.can_view_person(user, one)}
        assert set(Person.objects.visible_to(user)) == one_by_one
        papers = {one for one in Consent.objects.all() if permissions.can_view_consent(user, one)}
        assert set(Consent.objects.visible_to(user)) == papers
    assert consent in Consent.objects.visible_to(users["stranger"])


def test_the_card_goes_from_consents_over_pairs_to_case_forms(keeper):
    mentor = BondFactory(active=True).mentors[0]
    text = keeper.get(mentor.get_absolute_url()).content.decode()
    places = [text.index(f'id="{code}"') for code in ("consents", "participation", "timeline", "forms")]
    assert places == sorted(places)


def test_apps_above_add_their_sections_to_the_card(keeper, monkeypatch):
    person, registry = PersonFactory(), Registry()
    monkeypatch.setattr(sections, "person_sections", registry)
    registry.add(sections.Section("no", "Нет", "people/_status.html", lambda person, user: None))
    registry.add(
        sections.Section("yes", "Участие", "people/_status.html", lambda person, user: {"who": person.pk}, order=10)
    )
    assert [section.code for section, _ in keeper.get(person.get_absolute_url()).context["sections_above"]] == ["yes"]


# --- Consents --------------------------------------------------------------------------------------------------


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
    assert "Не заполнен обязательный элемент согласия" in refused.content.decode()
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
    assert "До 14 лет согласие подписывает законный представитель" in refused.content.decode()
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


def test_a_consent_with_a_successor_does_not_expire_anybody(institution):
    today = timezone.localdate()
    old = ConsentFactory(valid_until=today + timedelta(days=20))
    assert list(Consent.objects.expiring(today)) == [old]
    ConsentFactory(person=old.person, valid_until=today + timedelta(days=900))
    assert not Consent.objects.expiring(today).exists()


def test_a_withdrawal_by_the_page(keeper):
    consent = ConsentFactory()
    address = reverse("people:consent_withdraw", args=[consent.pk])
    refused = keeper.post(address, {"on": timezone.localdate(), "reason": ""})
    assert "Укажите, как получен отзыв" in refused.content.decode()
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


# --- What is told above ------------------------------------------------------------------------------------------


def test_the_queue_names_sheets_that_did_not_come_back(curator, director):
    today = timezone.localdate()
    late = ConsentFactory(signed_on=None, printed_on=today - timedelta(days=8))
    ConsentFactory(signed_on=None, printed_on=today - timedelta(days=7))
    (row,) = contributions.not_returned(curator, today)
    assert (row.url, row.since) == (late.get_absolute_url(), late.printed_on)
    assert contributions.not_returned(director, today) == []


def test_a_long_queue_is_one_line_to_the_list(curator):
    today = timezone.localdate()
    for _ in range(12):
        ConsentFactory(signed_on=None, printed_on=today - timedelta(days=8))
    rows = contributions.not_returned(curator, today)
    assert len(rows) == 11
    assert rows[-1].title == "И ещё 2 согласия"


def test_search_finds_people_and_shows_strangers_nothing(curator, users):
    person = PersonFactory(last_name="Зимина", first_name="Вера", patronymic="Ивановна", post="методист")
    assert contributions.find(curator, "зимина мет") == [
        ("Зимина Вера Ивановна", "методист", person.get_absolute_url())
    ]
    assert contributions.find(users["stranger"], "зимина") == []


# --- The registries ------------------------------------------------------------------------------------------------


def act(keeper, model, action, chosen):
    data = {"action": action, "_selected_action": [one.pk for one in chosen]}
    return keeper.post(reverse(f"admin:people_{model}_changelist"), data, follow=False)


def test_bulk_marking_in_the_registry_is_all_or_nothing(keeper):
    today = timezone.localdate()
    good = ConsentFactory(signed_on=None, printed_on=today)
    signed = ConsentFactory()
    act(keeper, "consent", "mark_signed", [good, signed])
    good.refresh_from_db()
    assert good.signed_on is None
    act(keeper, "consent", "mark_signed", [good])
    good.refresh_from_db()
    assert good.signed_on == today


def test_bulk_withdrawal_packs_and_lists_in_the_registry(keeper):
    consents = [ConsentFactory(), ConsentFactory()]
    act(keeper, "consent", "withdraw", consents)
    assert Consent.objects.filter(withdrawn_on=timezone.localdate()).count() == 2
    assert act(keeper, "consent", "print_pack", consents).url == BackgroundWork.objects.get().get_absolute_url()
    assert sheet_of(act(keeper, "consent", "export_chosen", consents)).max_row == 3
    people = [consent.person for consent in consents]
    assert reverse("people:consents_print") in act(keeper, "person", "print_consents", people).url
    assert sheet_of(act(keeper, "person", "export_chosen", people)).max_row == 3


def test_the_registries_are_to_look_at(keeper):
    consent = ConsentFactory()
    for model, one in (("person", consent.person), ("consent", consent)):
        page = keeper.get(reverse(f"admin:people_{model}_change", args=[one.pk]))
        assert page.status_code == 200
        assert 'name="_save"' not in page.content.decode()
        assert keeper.get(reverse(f"admin:people_{model}_add")).status_code == 403
    found = keeper.get(reverse("admin:people_consent_changelist"), {"q": consent.person.last_name.lower()})
    assert consent.number in found.content.decode()
    assert keeper.get(reverse("admin:people_importrun_changelist")).status_code == 200


# --- Origins, look-alikes, merging, timeline ---------------------------------------------------------------------------


def test_each_origin_is_asked_for_its_own_fields(keeper):
    Institution.objects.update(kind="school")
    address = reverse("people:add")
    staff, pupil, partner = (keeper.get(address, {"origin": origin}) for origin in ("staff", "pupil", "partner"))
    assert {"hired_on", "working_days", "is_teacher"} <= set(staff.context["form"].fields)
    assert "post" not in pupil.context["form"].fields
    assert pupil.context["guardian_form"] is not None
    assert partner.context["form"].fields["partner"].required


def test_in_a_kindergarten_children_never_take_part(keeper):
    page = keeper.get(reverse("people:add"), {"origin": "pupil"})
    assert page.context["origin"] == Person.Origin.STAFF
    assert "Обучающийся" not in page.content.decode()


def test_a_pupil_comes_with_class_and_guardian_and_cannot_be_without_birth_date(keeper):
    Institution.objects.update(kind="school")
    card = {"origin": "pupil", "last_name": "Котов", "first_name": "Илья", "patronymic": "Олегович"}
    card |= {"school_class": "8 «Б»", "guardian-full_name": "Котова Мария Ивановна", "guardian-kinship": "мать"}
    refused = keeper.post(reverse("people:add"), card)
    assert "Укажите дату рождения" in refused.content.decode()
    today = timezone.localdate()
    keeper.post(reverse("people:add"), card | {"birth_date": add_months(today, -12 * 13).isoformat()})
    pupil = Person.objects.get()
    assert (pupil.school_class, pupil.is_teacher, pupil.guardians.get().kinship) == ("8 «Б»", False, "мать")
    page = keeper.get(pupil.get_absolute_url()).content.decode()
    assert "Котова Мария Ивановна" in page
    assert "наставником с 14 лет" in page


def test_somebody_from_outside_comes_from_somewhere(keeper):
    card = {"origin": "student", "last_name": "Котов", "first_name": "Илья", "patronymic": "Олегович"}
    assert "Укажите, откуда человек" in keeper.post(reverse("people:add"), card).content.decode()
    partner = PartnerFactory()
    keeper.post(reverse("people:add"), card | {"partner": partner.pk})
    person = Person.objects.get()
    assert person.partner == partner
    assert person.full_name in keeper.get(partner.get_absolute_url()).content.decode()


def test_look_alikes_are_shown_and_creating_is_a_second_step(keeper):
    PersonFactory(last_name="Семёнова", first_name="Анна", patronymic="Петровна")
    card = {"origin": "staff", "last_name": "Семенова", "first_name": "Анна", "patronymic": "Петровна"}
    page = keeper.post(reverse("people:add"), card)
    assert "Всё равно создать" in page.content.decode()
    assert Person.objects.count() == 1
    keeper.post(reverse("people:add"), card | {"knowingly": "1"})
    assert Person.objects.count() == 2


def test_two_cards_are_compared_and_merged_and_the_old_address_leads_on(keeper):
    kept = PersonFactory(last_name="Семёнова", first_name="Анна", patronymic="Петровна", phone="")
    gone = PersonFactory(last_name="Семенова", first_name="Анна", patronymic="Петровна", birth_date=None, phone="+7 1")
    assert "то же имя" in keeper.get(reverse("people:doubles")).content.decode()
    address = reverse("people:merge", args=[kept.pk, gone.pk])
    lines = {line.name: line.proposed for line in keeper.get(address).context["lines"] if line.differs}
    assert lines["phone"] == "gone"
    take = {f"take-{name}": side for name, side in lines.items()} | {"take-phone": "kept"}
    keeper.post(address, take | {"kept_version": 0, "gone_version": 0})
    old = keeper.get(reverse("people:person", args=[gone.pk]))
    assert (old.status_code, old.url) == (302, kept.get_absolute_url())
    assert "Дублей не видно" in keeper.get(reverse("people:doubles")).content.decode()


def test_a_stranger_is_not_led_from_an_old_card(keeper, as_user, users):
    kept, gone = PersonFactory(), PersonFactory()
    address = gone.get_absolute_url()
    workflow.merge_people(kept, gone, versions=(0, 0), by=users["curator"])
    assert as_user(users["stranger"]).get(address).status_code == 404


def test_a_transfer_stands_in_the_years_of_the_person(keeper):
    person = PersonFactory(post="воспитатель")
    day = timezone.localdate().isoformat()
    keeper.post(reverse("people:transfer", args=[person.pk]), {"post": "методист", "unit": "", "on": day})
    events = [event.title for year in keeper.get(person.get_absolute_url()).context["years"] for event in year.events]
    assert "Перевод: методист" in events
    assert "Должность: воспитатель" in events


def test_the_years_tell_of_consents_bases_pairs_and_orders(keeper):
    bond = BondFactory(active=True)
    person = bond.mentors[0]
    Paper.objects.create(
        kind="order_pairs",
        title="О закреплении пар",
        number="5-од",
        state="issued",
        issued_on=bond.starts_on,
        subject=bond.cycle,
        blocks=[blocks.paragraph(f"Закрепить наставника: {person.full_name}.")],
    )
    years = keeper.get(person.get_absolute_url()).context["years"]
    told = " ".join(event.title for year in years for event in year.events)
    for words in ("Подписано: согласие на обработку", "В базе: наставник", "Пара: ", "Приказ о закреплении", "Принят"):
        assert words in told
    days = [event.on for year in years for event in year.events]
    assert days == sorted(days, reverse=True)


def test_age_and_service_on_any_day(keeper):
    person = PersonFactory(birth_date=date(1980, 1, 1), teaches_since=date(2010, 9, 1))
    page = keeper.get(person.get_absolute_url(), {"on": "2012-09-01"})
    assert (page.context["age"], page.context["teaching"]) == (32, "2 года")


def test_a_card_asks_as_much_for_many_years_as_for_few(keeper, django_assert_max_num_queries):
    person = PersonFactory()
    BondFactory(members=[ParticipationFactory(person=person), ParticipationFactory(side=Side.MENTEE)])
    with CaptureQueriesContext(connection) as few:
        keeper.get(person.get_absolute_url())
    for _ in range(3):
        cycle = CycleFactory()
        ConsentFactory(person=person, kind=Kind.MENTOR)
        BondFactory(
            cycle=cycle,
            members=[
                ParticipationFactory(cycle=cycle, person=person, consents=False),
                ParticipationFactory(cycle=cycle, side=Side.MENTEE),
            ],
        )
    with django_assert_max_num_queries(len(few)):
        keeper.get(person.get_absolute_url())


def test_forms_checked_by_hand_are_asked_about_no_more(keeper):
    person = PersonFactory(last_name="Заяц", first_name="Иван", patronymic="Ильич", gender="m")
    assert not form(person, "name", Case.DATIVE)[1]
    page = keeper.get(person.get_absolute_url()).content.decode()
    assert "библиотека не уверена" in page
    keeper.post(reverse("people:check_forms", args=[person.pk]), {"what": "name"})
    person.refresh_from_db()
    assert form(person, "name", Case.DATIVE)[1]
    person.last_name = "Швец-Заяц"  # a new surname is to be looked at anew
    assert not form(person, "name", Case.DATIVE)[1]
