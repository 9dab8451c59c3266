"""The card of a person as the curator, the head and the person himself use it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorship.common.cases import Case
from mentorship.common.periods import add_months
from mentorship.common.registry import Registry
from mentorship.institution.models import Institution
from mentorship.people import permissions, sections, workflow
from mentorship.people.forms_of import form
from mentorship.people.models import Consent, Person
from tests.factories import BondFactory, ConsentFactory, PartnerFactory, PersonFactory, UserFactory
from tests.people.pages import names

pytestmark = pytest.mark.django_db
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
        ({"last_name": ""}, "last_name", "Укажите фамилию."),
        ({"post": " "}, "post", "Укажите должность: её называют согласия и приказы."),
        ({"hired_on": "2999-01-01"}, "hired_on", "Дата приёма не может быть позже сегодняшней ("),
        ({"birth_date": "2999-01-01"}, "birth_date", "Дата рождения не может быть позже сегодняшней ("),
        ({"birth_date": "1880-01-01", "hired_on": ""}, "birth_date", "Проверьте год рождения."),
        ({"hired_on": "1999-01-01"}, "hired_on", "В день приёма человеку было 8."),
        ({"teaching_service": "60"}, "teaching_service", "Стаж больше, чем возможно при этой дате рождения."),
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
    known = PersonFactory(birth_date=None)
    page = keeper.post(
        reverse("people:edit", args=[known.pk]), CARD | {"last_name": "Белова", "version": "0"} | changes
    )
    assert words in " ".join(page.context["form"].errors[field]), "the same when it is corrected"


def test_a_card_says_what_it_still_lacks(keeper):
    person = PersonFactory(birth_date=None, hired_on=None, teaches_since=None)
    words = "Не заполнено: дата рождения, дата приёма, педагогический стаж."
    assert words in keeper.get(person.get_absolute_url()).content.decode()
    keeper.post(reverse("people:edit", args=[person.pk]), CARD | {"last_name": "Белова", "version": "0"})
    assert "Не заполнено" not in keeper.get(person.get_absolute_url()).content.decode()


def test_a_long_name_is_refused_in_words_and_not_cut_by_the_browser(keeper):
    fields = keeper.get(reverse("people:add")).context["form"].fields
    assert not {name for name in ("last_name", "first_name", "patronymic") if "maxlength" in fields[name].widget.attrs}


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
        keeps = user.has_perm("people.view_consent")
        papers = {one for one in Consent.objects.all() if keeps or one.person.user_id == user.pk}
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
