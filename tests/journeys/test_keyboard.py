"""The year's main acts without a mouse: by Tab, Enter, Space, arrows and typing alone.

Records that an act starts from are made by factories; each page on the way is walked through from its top to its end.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from mentorship.accounts.models import Role
from mentorship.documents.models import Paper
from mentorship.institution.workflow import load_dictionaries
from mentorship.people.models import Consent, Person
from mentorship.registry.models import Side
from mentorship.surveys.models import Questionnaire, Response, Wave
from mentorship.surveys.workflow import load_questionnaires, open_wave
from pairs.models import Bond, Meeting, MeetingMark
from tests import factories
from tests.journeys.checks import NARROW, open_drawn, tab_to, walk_by_keyboard
from tests.journeys.keyboard import button, choose, follow, link, pick, press, tick, write, write_day

DAY = timedelta(days=1)


@pytest.fixture
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def world(transactional_db, data_dir):
    """A year in which people have been taken into the bases and nothing has been ordered yet."""
    factories.InstitutionFactory()
    load_dictionaries()
    load_questionnaires()
    cycle = factories.CycleFactory(title="2026/27 учебный год")
    names = (("Белова", Side.MENTOR), ("Котова", Side.MENTEE), ("Орлова", Side.MENTEE))
    bases = {
        name: factories.ParticipationFactory(cycle=cycle, side=side, person__last_name=name) for name, side in names
    }
    for one in list(bases.values())[:2]:
        one.person.user = factories.UserFactory(full_name=one.person.full_name)
        one.person.save()
    return {
        "cycle": cycle,
        "bases": bases,
        "mentor": bases["Белова"].person.user,
        "mentee": bases["Котова"].person.user,
        "curator": factories.UserFactory(full_name="Ильин Олег Игоревич", roles=[Role.CURATOR]),
        "director": factories.UserFactory(full_name="Петрова Анна Сергеевна", roles=[Role.DIRECTOR]),
    }


def test_a_year_by_keyboard(world, page, open_as):
    curator = enter(page, world["curator"])
    way_to_people(curator)
    card(curator)
    consent(curator)
    pair(curator, world)
    order(curator)
    director = open_as(world["director"])
    signature(director)
    meeting(open_as(world["mentor"]))
    mentee = open_as(world["mentee"])
    confirmation(mentee)
    questionnaire(mentee, world)
    question(curator)
    report(curator, director)


def walk(page):
    walk_by_keyboard(page, past_navigation=True)


def enter(page, user):
    """The cursor already stands in the first field; Enter sends the form."""
    page.goto("/login/")
    walk_by_keyboard(page)
    open_drawn(page, "/login/")
    page.keyboard.type(user.username)
    page.keyboard.press("Tab")
    page.keyboard.type(factories.PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Сегодня", exact=True).wait_for()
    assert walk_by_keyboard(page)[0] == "a «К содержанию»"
    return page


def way_to_people(page):
    """The first Tab shows the way past the navigation; on a narrow screen the navigation opens, holds and closes."""
    open_drawn(page, "/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Tab")
    assert page.evaluate("Boolean(document.activeElement.closest('main'))")
    wide = page.viewport_size
    page.set_viewport_size(NARROW)
    page.goto("/")
    menu = page.locator("[data-nav-toggle]")
    press(page, menu, "Space")
    assert page.evaluate("Boolean(document.activeElement.closest('#sections'))")
    page.keyboard.press("Shift+Tab")
    assert not page.evaluate("Boolean(document.activeElement.closest('main, .topbar'))")
    page.keyboard.press("Escape")
    assert menu.evaluate("it => it === document.activeElement")
    press(page, menu)
    follow(page, page.locator("#sections").get_by_role("link", name="Люди", exact=True))
    assert page.get_by_role("heading", name="Люди", exact=True).is_visible()
    page.set_viewport_size(wide)


def card(page):
    walk(page)
    pick(page, "show", "staff")  # arrows only choose; the list is asked for by Enter
    page.keyboard.press("Enter")
    page.wait_for_url("**show=staff**")
    link(page, "Орлова")
    walk(page)
    link(page, "Править")
    walk(page)
    write(page, "post", "старший воспитатель")
    write_day(page, "hired_on", timezone.localdate() - 400 * DAY)
    button(page, "Сохранить")
    person = Person.objects.get(last_name="Орлова")
    assert (person.post, person.hired_on) == ("старший воспитатель", timezone.localdate() - 400 * DAY)


def consent(page):
    person = Person.objects.get(last_name="Орлова")
    page.goto("/people/")
    tick(page, page.locator(f"[name=person][value='{person.pk}']"))
    button(page, "Распечатать согласия отмеченных")
    walk(page)
    tick(page, page.locator("input[value='publication']"))
    button(page, "Напечатать пакет")
    page.get_by_text("Готово.").wait_for()
    walk(page)
    page.goto("/people/consents/?show=printed")
    walk(page)
    tick(page, page.get_by_label("обработку").first)
    write_day(page, "day", timezone.localdate() - DAY)
    button(page, "Отметить подписанными")
    signed = Consent.objects.filter(person=person, kind="processing").latest("pk")
    assert signed.signed_on == timezone.localdate() - DAY, page.locator("main").inner_text()


def pair(page, world):
    page.goto("/pairs/")
    link(page, "Новая пара или группа")
    walk(page)
    pick(page, "mentor", str(world["bases"]["Белова"].pk))
    tick(page, page.locator(f"[name=mentees][value='{world['bases']['Котова'].pk}']"))
    pick(page, "form", page.locator("[name=form] option").nth(1).get_attribute("value"))
    tick(page, page.locator("[name=kinds]").first)
    write(page, "goal", "Работа с родителями")
    write(page, "no_agreement", "входит в должностную инструкцию")
    write_day(page, "starts_on", timezone.localdate() - 30 * DAY)
    write_day(page, "ends_on", timezone.localdate() + 100 * DAY)
    button(page, "Сохранить")
    assert Bond.objects.get().goal == "Работа с родителями"
    walk(page)


def order(page):
    page.goto("/pairs/order/")
    walk(page)
    tick(page, page.locator("[name=bond]"))
    pick(page, "curator", page.locator("[name=curator] option").nth(1).get_attribute("value"))
    button(page, "Составить черновик")
    walk(page)
    button(page, "На подпись")
    assert Paper.objects.get().state == Paper.State.ON_SIGNATURE, page.locator("main").inner_text()


def signature(page):
    page.goto("/papers/to-sign/")
    walk(page)
    link(page, Paper.objects.get().title)
    walk(page)
    button(page, "Подписать")
    page.get_by_text("1-од").first.wait_for()
    assert Bond.objects.get().state == Bond.State.ACTIVE


def meeting(page):
    page.goto("/")
    walk(page)
    link(page, "Была встреча")
    walk(page)
    choose(page, page.locator("[name=when][value=yesterday]"))
    choose(page, page.locator("[name=length][value='45']"))
    choose(page, page.locator("[name=type][value=visit]"))
    write(page, "agreed", "Показать план занятия")
    tab_to(page, page.locator("summary", has_text="Подробнее"))
    page.keyboard.press("Enter")
    write(page, "task", "Выписать вопросы к плану")
    button(page, "Сохранить")
    logged = Meeting.objects.get()
    assert (logged.minutes, logged.type, logged.held_on) == (45, "visit", timezone.localdate() - DAY)
    assert logged.task == "Выписать вопросы к плану"
    walk(page)


def confirmation(page):
    page.goto("/")
    walk(page)
    tab_to(page, page.locator("summary", has_text="Оценить пользу"))
    page.keyboard.press("Enter")
    choose(page, page.locator("[name=rating][value='4']"))
    button(page, "Подтверждаю")
    mark = MeetingMark.objects.get()
    assert (mark.confirmed, mark.rating) == (True, 4)


def questionnaire(page, world):
    people = [world["bases"]["Котова"].person]
    asked = Questionnaire.objects.get(code="Q12E")
    open_wave(
        asked, subject=world["cycle"], people=people, closes_on=timezone.localdate() + 7 * DAY, by=world["curator"]
    )
    page.goto("/surveys/mine/")
    walk(page)
    link(page, "Ответить")
    walk(page)
    for group in page.locator("fieldset.choice-row").all():
        choose(page, group.locator("input").nth(1))
    button(page, "Отправить ответы")
    assert Response.objects.count() == 1
    walk(page)


def question(page):
    """A question before an act takes the focus, and gives it back to the button when it is refused."""
    page.goto(Wave.objects.get().get_absolute_url())
    walk(page)
    links = page.locator("main").get_by_role("button", name="Личные ссылки")
    press(page, links)
    assert page.evaluate("Boolean(document.activeElement.closest('dialog'))")
    page.keyboard.press("Escape")
    assert links.evaluate("it => it === document.activeElement")
    page.keyboard.press("Enter")
    follow(page, page.locator("dialog[open] button").last)
    assert page.url.endswith("/links/")


def report(page, director):
    page.goto("/monitoring/report/")
    walk(page)
    write_day(page, "on", timezone.localdate())
    button(page, "Сформировать отчёт")
    draft = Paper.objects.get(kind="annual_report")
    page.goto(draft.get_absolute_url())
    button(page, "На подпись")
    director.goto("/papers/to-sign/")
    link(director, draft.title)
    assert director.get_by_role("heading", name=draft.title, exact=True).is_visible()
    walk(director)
