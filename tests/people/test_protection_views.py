"""Pages of personal data: the withdrawal with its clock, the extract, the destruction with its act."""

import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from mentorship.accounts.models import JournalEntry, Role
from mentorship.cycle.papers import access
from mentorship.documents.layout import LETTER, ORDER, PLAIN
from mentorship.institution.workdays import working_day_after
from mentorship.people import access_list, withdrawal, workflow
from mentorship.people.models import DataTask, Destruction
from tests.factories import PASSWORD, ConsentFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db
COMMISSION = "Петрова Анна Сергеевна, заведующий\nОрлова Вера Ильинична, методист"


def html(answer):
    return answer.content.decode().replace("\u00a0", " ")


@pytest.mark.slow
def test_the_withdrawal_and_its_clock_are_one_page(keeper):
    consent = ConsentFactory()
    address = reverse("people:consent_withdraw", args=[consent.pk])
    assert "Что останавливается сегодня" in html(keeper.get(address))
    page = keeper.post(address, {"on": timezone.localdate(), "reason": "заявление", "demand": "on"}, follow=True)
    assert "До уничтожения осталось 30 дней из 30" in html(page)
    task = consent.tasks.get(kind="destroy")
    words = {days: withdrawal.clock(task, task.due_on - timedelta(days=days)).words for days in (1, 0, -5)}
    over = "До уничтожения осталось 0 дней из 30"
    assert words == {1: "До уничтожения остался 1 день из 30", 0: over, -5: over}
    assert "Прекратить обработку по требованию" in html(page)
    assert "архивное законодательство" in html(page) or "изданные документы хранятся" in html(page)
    today = keeper.get("/")
    assert "Уничтожить персональные данные до" in html(today)
    assert JournalEntry.objects.filter(subject=consent.person_id, what="Отзыв согласия", action="change").exists()


def test_a_demand_on_the_site_takes_three_working_days(keeper):
    consent = ConsentFactory(kind="publication", details={"urls": ["https://ds.example.ru/n"], "fields": ["name"]})
    address = reverse("people:consent_withdraw", args=[consent.pk])
    page = keeper.post(address, {"on": timezone.localdate(), "reason": "заявление"}, follow=True)
    assert "Снять с сайта" in html(page)
    assert "https://ds.example.ru/n" in html(page)
    keeper.post(reverse("people:task_done", args=[DataTask.objects.get().pk]))
    assert DataTask.objects.get().done_on == timezone.localdate()


def test_everything_of_a_person_is_one_sheet_for_the_curator_and_for_himself(keeper, as_user):
    person = PersonFactory(last_name="Зимина", phone="+79990001122", user=UserFactory())
    address = reverse("people:extract", args=[person.pk])
    for browser in (keeper, as_user(person.user)):
        content = b"".join(browser.get(address).streaming_content)
        cells = [cell for row in load_workbook(io.BytesIO(content)).active.values for cell in row]
        assert {"Зимина", "+79990001122"} <= set(cells)
    assert (
        JournalEntry.objects.filter(action="extract").count()
        + JournalEntry.objects.filter(action="export", subject=person.pk).count()
        == 2
    )
    assert as_user(UserFactory()).get(address).status_code == 404


def test_a_question_of_the_person_is_a_duty_of_ten_working_days(keeper):
    person = PersonFactory()
    keeper.post(reverse("people:data_ask", args=[person.pk]))
    assert DataTask.objects.get(person=person, kind="answer").due_on == working_day_after(timezone.localdate(), 10)


@pytest.mark.slow
def test_from_the_plan_to_the_act(keeper):
    person = PersonFactory(last_name="Зимина", left_on=timezone.localdate())
    address = reverse("people:destroy", args=[person.pk])
    refused = keeper.post(address, {"reason": "purpose", "commission": "Петрова Анна Сергеевна, заведующий"})
    assert "Укажите не менее двух членов комиссии." in html(refused)
    planned = keeper.post(address, {"reason": "purpose", "commission": COMMISSION}, follow=True)
    assert "Прочитать акт и подтвердить" in html(planned)
    answer = keeper.post(reverse("people:destroy_now", args=[person.pk]), {"key": str(planned.context["key"])})
    plan = Destruction.objects.get()
    assert answer.url == plan.act.get_absolute_url()
    assert plan.label in html(keeper.get(reverse("people:data_index")))
    assert keeper.get(person.get_absolute_url()).status_code == 200
    assert "Зимина" not in html(keeper.get(reverse("people:list")))


def test_what_stands_in_the_way_is_named_with_the_way_out(keeper):
    consent = ConsentFactory()
    page = keeper.get(reverse("people:destroy", args=[consent.person_id]))
    assert "Действует согласие на обработку" in html(page)
    assert consent.get_absolute_url() in html(page)


def test_the_list_of_persons_with_access_is_a_paper_from_the_accounts(keeper, users):
    PersonFactory(last_name="Зимина", user=UserFactory(full_name="Зимина Вера Ивановна"), post="воспитатель")
    answer = keeper.post(reverse("people:access_list"), follow=True)
    text = html(answer)
    assert "имеющих доступ к персональным данным" in text
    for words in ("Зимина Вера Ивановна", "воспитатель", "участник программы", "Администратор портала", "УТВЕРЖДАЮ"):
        assert words.lower() in text.lower(), words


ROLES = [role.label for role in Role]


@pytest.mark.parametrize(
    ("columns", "layout", "cells"),
    [
        (access_list.COLUMNS, PLAIN, [ROLES, [*access_list.WHAT.values(), access_list.OWN_PAIRS]]),
        (access.COLUMNS, ORDER, [ROLES, access.EXTENT.values()]),
    ],
    ids=["list", "order"],
)
def test_no_word_about_access_is_broken_in_its_column(columns, layout, cells):
    for column, texts in zip(columns[3:], cells, strict=False):
        longest = max((word for text in texts for word in text.split()), key=len)
        needed = (
            len(longest) * LETTER * layout.size_table * 25.4 / 72 + 2 * 1.6
        )  # mm, the padding is that of ``paper.css``
        assert needed <= layout.text_width() * column["width"] / 100, longest


def test_who_leaves_signs_in_no_more(keeper, as_user, curator):
    today = timezone.localdate()
    person = PersonFactory(user=UserFactory())
    browser = as_user(person.user)
    assert browser.get("/").status_code == 200
    workflow.dismiss(person, on=today, by=curator)
    assert browser.get("/").status_code == 302
    later = PersonFactory(user=UserFactory(username="vera"))
    workflow.dismiss(later, on=today + timedelta(days=3), by=curator)
    assert later.user.is_active
    type(later).objects.filter(pk=later.pk).update(left_on=today - timedelta(days=1))
    late = Client()
    late.post(reverse("accounts:login"), {"username": "vera", "password": PASSWORD})
    assert late.get("/").status_code == 302
    later.user.refresh_from_db()
    assert not later.user.is_active
