"""One mentoring year by mouse: from the empty portal to the signed report, each step by the role that does it.

Every page on the way bears the accessibility rules, at 1280 and at 360 px; no request leaves the server.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from mentorship.accounts.models import User
from mentorship.cycle.models import Activity, Cycle
from mentorship.documents.models import Paper
from mentorship.people.models import Consent, Person
from mentorship.portal import first_start
from mentorship.registry.models import Participation, Side
from mentorship.surveys.models import Response
from pairs.models import Bond, Meeting
from tests.journeys.checks import look, press
from tests.people.sheets import PEOPLE, staff_list

PASSWORD = "tri slova podryad"
NEWCOMERS = [
    (name, born, "воспитатель", "", "01.09.2024", "1 год", "1 год", "", "высшее", "", "")
    for name, born in (("Зимина Вера Олеговна", "07.05.1998"), ("Котов Илья Денисович", "19.02.2000"))
]
STAFF = [*PEOPLE, *NEWCOMERS]


def day(offset):
    return (timezone.localdate() + timedelta(days=offset)).isoformat()


@pytest.mark.django_db(transaction=True)
def test_a_year_from_the_first_start_to_the_report(page, open_as, new_context, data_dir, tmp_path):
    first_start_by_wizard(page)
    curator = open_as(User.objects.get(full_name__startswith="Ильин"))
    people_from_excel(curator, tmp_path)
    bases_and_consents(curator)
    pairs_by_hand(curator)
    director = enter_by_slip(curator, new_context(), User.objects.get(full_name__startswith="Петрова"))
    order(curator, director)
    mentor, mentee = accounts_of_the_pair(curator, new_context)
    meeting(mentor, mentee)
    questionnaires(curator, mentee, page)
    report(curator, director)
    roadmap_and_today(curator)


def first_start_by_wizard(page):
    page.goto("/")
    look(page)
    page.fill("[name=code]", first_start.start_code())
    page.fill("[name=full_name]", "Ильин Олег Игоревич")
    page.fill("[name=password]", PASSWORD)
    page.check("[name=is_curator]")
    press(page, "Дальше")
    look(page)
    card = {
        "full_name": "Муниципальное бюджетное дошкольное образовательное учреждение «Детский сад № 12 «Ромашка»",
        "short_name": "МБДОУ «Детский сад № 12»",
        "place": "г. Новореченск",
        "address": "643000, г. Новореченск, ул. Садовая, д. 5",
        "inn": "7707083894",
        "ogrn": "1027700132195",
        "head_post": "Заведующий",
        "head_last_name": "Петрова",
        "head_first_name": "Анна",
        "head_patronymic": "Сергеевна",
    }
    for name, value in card.items():
        page.fill(f"[name={name}]", value)
    press(page, "Дальше")
    assert "проверьте контрольную цифру" in page.locator("main").inner_text()
    assert page.input_value("[name=address]") == card["address"]  # nothing typed is lost
    page.fill("[name=inn]", "7707083893")
    press(page, "Дальше")
    look(page)
    assert page.input_value("[name=director]") == "Петрова Анна Сергеевна"
    press(page, "Дальше")
    look(page)
    page.check("[name=preset][value=ds4stav]")
    page.fill("[name=starts_on]", day(-100))
    page.fill("[name=ends_on]", day(170))
    press(page, "Открыть портал")
    assert page.get_by_role("heading", name="Сегодня", exact=True).is_visible()
    look(page)
    assert Activity.objects.count() == 16


def people_from_excel(page, tmp_path):
    path = tmp_path / "staff.xlsx"
    path.write_bytes(staff_list(STAFF))
    for expected in ("Список загружен", "Изменений нет"):
        page.goto("/people/import/")
        look(page)
        page.set_input_files("[name=file]", str(path))
        press(page, "Прочитать файл")
        look(page)
        press(page, "Дальше")
        look(page)
        if expected == "Список загружен":
            press(page, "Загрузить")
        assert expected in page.locator("h1").inner_text()
        look(page)
    assert Person.objects.count() == len(STAFF)


def bases_and_consents(page):
    people = list(Person.objects.all())
    mentors, mentees = people[:2], people[2:5]
    for side, chosen in (("mentors", mentors), ("mentees", mentees)):
        page.goto(f"/bases/{side}/enrol/")
        look(page)
        for person in chosen:
            page.check(f"[name=person][value='{person.pk}']")
        press(page, "Добавить отмеченных")
        look(page)
    page.goto("/people/")
    look(page)
    for person in [*mentors, *mentees]:
        page.check(f"[name=person][value='{person.pk}']")
    press(page, "Распечатать согласия отмеченных")
    look(page)
    for kind in ("processing", "publication", "mentor", "mentee"):
        page.check(f"input[value='{kind}']")
    press(page, "Напечатать пакет")
    page.get_by_text("Готово.").wait_for()
    look(page)
    page.goto("/people/consents/")
    look(page)
    for box in page.locator("input[type=checkbox][name$=-chosen]").all():
        box.check()
    page.fill("[name=day]", day(-90))
    press(page, "Отметить подписанными")
    # to the processing and to the work on one's own side; a publication waits for its ticks
    assert Consent.objects.in_force().count() == 2 * len([*mentors, *mentees])
    for side, chosen in (("mentors", mentors), ("mentees", mentees)):
        page.goto(f"/bases/{side}/")
        look(page)
        for entry in Participation.objects.filter(person__in=chosen):
            page.check(f"[name=participation][value='{entry.pk}']")
        if page.locator("[name=on]").count():
            page.fill("[name=on]", day(-80))
        press(page, "Принять отмеченных")
    assert Participation.objects.in_base().count() == 5


def pairs_by_hand(page):
    """A pair, a group, and a mentee with two mentors."""
    mentors = list(Participation.objects.filter(side=Side.MENTOR))
    mentees = list(Participation.objects.filter(side=Side.MENTEE))
    for mentor, chosen in ((mentors[0], mentees[:1]), (mentors[1], mentees[1:]), (mentors[1], mentees[:1])):
        page.goto("/pairs/new/")
        look(page)
        page.select_option("[name=mentor]", str(mentor.pk))
        for mentee in chosen:
            page.check(f"[name=mentees][value='{mentee.pk}']")
        page.locator("[name=form]").select_option(index=1)
        page.locator("[name=kinds]").first.check()
        page.fill("[name=goal]", "Работа с родителями")
        page.fill("[name=starts_on]", day(-60))
        page.fill("[name=ends_on]", day(150))
        page.fill("[name=no_agreement]", "входит в должностную инструкцию")
        press(page, "Сохранить")
        assert page.url.split("/pairs/")[1].strip("/").isdigit(), page.locator("main").inner_text()
        look(page)
    assert Bond.objects.count() == 3


def enter_by_slip(keeper, context, user, *, phone=False):
    """The keeper prints a one-time access; the person enters by its code and sets a password of his own."""
    keeper.goto(f"/accounts/{user.pk}/")
    look(keeper)
    press(keeper, "Выдать листок доступа")
    look(keeper)
    page = context.new_page()
    if phone:
        page.set_viewport_size({"width": 360, "height": 640})
    page.goto("/access/")
    look(page)
    page.fill("[name=code]", keeper.locator(".paper-sheet strong").inner_text())
    press(page, "Войти")
    look(page)
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=repeat]", PASSWORD)
    press(page, "Сохранить пароль")
    assert page.get_by_role("heading", name="Сегодня", exact=True).is_visible()
    look(page)
    return page


def order(page, director):
    page.goto("/pairs/order/")
    look(page)
    for box in page.locator("[name=bond]").all():
        box.check()
    page.locator("[name=curator]").select_option(index=1)
    press(page, "Составить черновик")
    look(page)
    assert "О закреплении" in page.locator("h1").inner_text()
    press(page, "На подпись")
    paper = Paper.objects.get(kind="order_pairs")
    assert paper.state == Paper.State.ON_SIGNATURE, page.locator("main").inner_text()
    director.goto("/papers/to-sign/")
    look(director)
    director.goto(paper.get_absolute_url())
    look(director)
    director.fill("[name=remark]", "Уточните срок программ.")
    press(director, "Вернуть с замечанием")
    page.goto(paper.get_absolute_url())
    assert "Уточните срок программ." in page.locator("main").inner_text()
    page.goto(f"/papers/{paper.pk}/edit/")
    look(page)
    page.goto(paper.get_absolute_url())
    press(page, "На подпись")
    director.goto(paper.get_absolute_url())
    press(director, "Подписать")
    if director.locator("dialog[open]").count():
        director.locator("dialog[open] button").last.click()
    director.wait_for_url("**/papers/**")
    director.goto(paper.get_absolute_url())
    look(director)
    paper.refresh_from_db()
    assert (paper.number, paper.state) == ("1-од", Paper.State.ISSUED)
    assert paper.pdf.read().startswith(b"%PDF-")
    assert Bond.objects.filter(state=Bond.State.ACTIVE).count() == 3


def accounts_of_the_pair(page, new_context):
    """Mentor and mentee get an account from their cards and come in with phones."""
    bond, found = Bond.objects.order_by("pk").first(), []
    for person in (bond.mentors[0], bond.mentees[0]):
        page.goto(f"/people/{person.pk}/")
        press(page, "Дать доступ")
        person.refresh_from_db()
        found.append(enter_by_slip(page, new_context(), person.user, phone=True))
    return found


def meeting(mentor, mentee):
    """Six taps at most: the first page, the button, «Сохранить» – and three choices on the way."""
    mentor.goto("/")
    look(mentor)
    mentor.get_by_role("link", name="Была встреча").first.click()
    look(mentor)
    for minutes in ("more", "45"):
        mentor.check(f"[name=length][value='{minutes}']")
        save = mentor.locator("[name=save]").bounding_box()
        assert save["y"] + save["height"] <= 640, "one screen of a phone without scrolling (flows.md, flow B)"
    mentor.check("[name=type][value=visit]")
    press(mentor, "Сохранить")
    assert Meeting.objects.get().minutes == 45
    look(mentor)
    mentee.goto("/")
    look(mentee)
    press(mentee, "Подтверждаю")
    assert Meeting.objects.get().marks.get().confirmed


def questionnaires(page, mentee, visitor):
    for place in (0, 1):
        page.goto("/monitoring/ask/")
        look(page)
        page.locator("[name=questionnaire]").nth(place).check()
        page.fill("[name=closes_on]", day(7))
        press(page, "Открыть опрос")
    mentee.goto("/surveys/mine/")
    look(mentee)
    mentee.get_by_role("link", name="Ответить").first.click()
    answer(mentee)
    page.goto("/surveys/")
    look(page)
    page.get_by_role("link", name="Итоговый опрос и удовлетворённость наставника", exact=True).first.click()
    look(page)
    press(page, "Личные ссылки")
    page.locator("dialog[open] button").last.click()
    page.wait_for_url("**/links/")
    look(page)
    address = page.locator("article p.text-break").first.inner_text()
    visitor.context.clear_cookies()
    visitor.goto(address)
    look(visitor)
    answer(visitor)
    assert Response.objects.count() == 2
    visitor.goto(address)
    assert visitor.get_by_role("heading").first.is_visible()
    assert Response.objects.count() == 2


def answer(page):
    for group in page.locator("fieldset.choice-row").all():
        group.locator("input").first.check()
    press(page, "Отправить ответы")
    page.wait_for_load_state()


def report(page, director):
    page.goto("/monitoring/")
    look(page)
    page.get_by_role("link", name="Доля педагогов-наставников").first.click()
    look(page)
    page.goto("/monitoring/report/")
    look(page)
    press(page, "отчёт")
    look(page)
    paper = Paper.objects.get(kind="annual_report")
    page.goto(paper.get_absolute_url())
    press(page, "На подпись")
    director.goto(paper.get_absolute_url())
    press(director, "Подписать")
    if director.locator("dialog[open]").count():
        director.locator("dialog[open] button").last.click()
    director.wait_for_load_state()
    director.goto(paper.get_absolute_url())
    paper.refresh_from_db()
    assert paper.state == Paper.State.ISSUED


def roadmap_and_today(page):
    page.goto(f"/roadmap/{Cycle.objects.get().pk}/")
    look(page)
    assert "№ 1-од" in page.locator("main").inner_text()
    page.goto("/")
    look(page)
    page.goto("/help/curator/")
    look(page)
    page.goto("/registry/")
    look(page)
    page.goto("/registry/people/person/")
    look(page)
