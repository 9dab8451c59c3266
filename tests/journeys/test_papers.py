"""An order by mouse, from its first draft to the order that ends it: three people, a printer and a scanner.

Every page on the way bears the accessibility rules, at 1280 and at 360 px; no request leaves the server.
"""

from types import SimpleNamespace

import pypdfium2
import pytest
from django.utils import timezone

from mentorship.accounts.models import Role
from mentorship.common.russian import date_words
from mentorship.documents.models import Paper, WaitingScan
from tests.factories import CycleFactory, PersonFactory, UserFactory
from tests.journeys.checks import look, press, words

REMARK = "Назовите того, кто замещает куратора."
DOTS = 150 / 72


@pytest.fixture
def staff(institution, data_dir):
    """The curator, the head, the secretary; a teacher who reads orders in the portal, another one on paper."""
    CycleFactory()
    named = {Role.CURATOR: "Громова Елена Викторовна", Role.DIRECTOR: "Петрова Анна Сергеевна"}
    named |= {Role.SECRETARY: "Власова Анжела Эдуардовна"}
    users = {role.value: UserFactory(full_name=name, roles=[role]) for role, name in named.items()}
    reader = UserFactory(full_name="Белова Мария Петровна")
    PersonFactory(last_name="Белова", first_name="Мария", patronymic="Петровна", user=reader)
    PersonFactory(last_name="Котова", first_name="Инна", patronymic="Львовна")
    return SimpleNamespace(**users, reader=reader)


@pytest.fixture
def desk(staff, open_as):
    """A browser for each of them."""
    return SimpleNamespace(**{name: open_as(user) for name, user in vars(staff).items()})


@pytest.mark.django_db(transaction=True)
def test_an_order_from_draft_to_the_order_that_ends_it(desk, tmp_path):
    numbers_by_hand(desk.secretary)
    order = drafted(desk.curator)
    returned_and_mended(desk, order)
    signed(desk, order)
    registered_over_a_gap(desk.secretary, order)
    sheet = printed(desk.secretary, order, tmp_path)
    scan_found_by_its_code(desk.secretary, order, sheet)
    acquainted(desk, order)
    for effect, word in (("amends", "Изменён"), ("ends", "Утратил силу")):
        other = drafted(desk.curator)
        changed_by(desk, order, other, effect)
        desk.curator.goto(order.get_absolute_url())
        assert f"{word}: О назначении куратора наставничества (№ {other.number}" in words(desk.curator)
        look(desk.curator)
    assert "утратил силу" in desk.curator.locator("h1 + .lead").inner_text()
    assert told(desk.curator, order, "Утратил силу", "Власова Анжела Эдуардовна")
    journal(desk.secretary)


def told(page, paper, what, who):
    """Whether the page of the paper tells this step with its day, today, and its person."""
    page.goto(paper.get_absolute_url())
    step = page.locator(".timeline__item", has_text=what).first.inner_text()
    return date_words(timezone.localdate()) in " ".join(step.split()) and who in step


def numbers_by_hand(page):
    page.goto("/papers/series/orders/")
    page.locator("[name=when][value=by_hand]").check()
    page.select_option("[name=gaps]", "warn")
    look(page)
    press(page, "Сохранить")


def drafted(page):
    page.goto("/papers/catalogue/")
    look(page)
    page.goto("/papers/new/order_curator/")
    page.locator("[name=curator]").select_option(label=page.locator("option", has_text="Белова").first.inner_text())
    look(page)
    press(page, "Составить черновик")
    assert page.locator("h1").inner_text() == "О назначении куратора наставничества"
    look(page)
    return Paper.objects.latest("pk")


def returned_and_mended(desk, order):
    desk.curator.goto(order.get_absolute_url())
    press(desk.curator, "На подпись")
    assert told(desk.curator, order, "Передан на подпись", "Громова Елена Викторовна")
    look(desk.curator)
    desk.director.goto(order.get_absolute_url())
    look(desk.director)
    desk.director.fill("[name=remark]", REMARK)
    press(desk.director, "Вернуть с замечанием")
    desk.curator.goto(order.get_absolute_url())
    assert told(desk.curator, order, f"Возвращён: {REMARK}", "Петрова Анна Сергеевна")
    look(desk.curator)
    desk.curator.get_by_role("link", name="Исходные данные").click()
    desk.curator.wait_for_load_state()
    substitute = desk.curator.locator("[name=substitute]")
    substitute.select_option(label=substitute.locator("option", has_text="Котова").inner_text())
    look(desk.curator)
    press(desk.curator, "Составить черновик")
    desk.curator.get_by_role("link", name="Править текст").click()
    desk.curator.wait_for_load_state()
    item = desk.curator.locator("textarea", has_text="На время отсутствия").first
    item.fill(item.input_value().replace("На время отсутствия", "На время отпуска и болезни"))
    look(desk.curator)
    press(desk.curator, "Сохранить")
    assert "На время отпуска и болезни" in words(desk.curator)
    assert "обязанности возложить на Котову" in words(desk.curator)
    press(desk.curator, "На подпись")


def signed(desk, order):
    desk.director.goto("/papers/to-sign/")
    look(desk.director)
    desk.director.get_by_role("link", name="О назначении куратора").first.click()
    desk.director.wait_for_load_state()
    press(desk.director, "Подписать")
    assert told(desk.director, order, "Подписан", "Петрова Анна Сергеевна")
    look(desk.director)
    order.refresh_from_db()
    assert (order.state, order.number) == (Paper.State.SIGNED, "")


def registered_over_a_gap(page, order):
    page.goto("/")
    look(page)
    page.get_by_role("link", name="Зарегистрировать").first.click()
    page.wait_for_load_state()
    assert page.input_value("[name=sequence]") == "1"
    page.fill("[name=sequence]", "45")
    look(page)
    press(page, "Зарегистрировать")
    assert "номера 1–44" in words(page)
    assert page.input_value("[name=sequence]") == "45"
    look(page)
    page.get_by_label("Так и нужно").check()
    press(page, "Зарегистрировать")
    assert told(page, order, "Зарегистрирован", "Власова Анжела Эдуардовна")
    look(page)
    order.refresh_from_db()
    assert (order.state, order.number) == (Paper.State.ISSUED, "45-од")


def printed(page, order, folder):
    """The file as the secretary has it: read back, and returned for the scanner."""
    page.get_by_role("link", name="Открыть PDF").wait_for()  # made in the background, asked for by the page
    with page.context.expect_event("response", lambda answer: answer.url.endswith("/pdf/")):
        press(page, "Напечатать на подпись")
    assert told(page, order, "Напечатан", "Власова Анжела Эдуардовна")
    look(page)
    content = page.request.get(page.get_by_role("link", name="Открыть PDF").evaluate("it => it.href")).body()
    with pypdfium2.PdfDocument(content) as file:
        text = " ".join(" ".join(sheet.get_textpage().get_text_bounded() for sheet in file).split())
        pictures = [sheet.render(scale=DOTS, grayscale=True).to_pil() for sheet in file]
    for said in ("№ 45-од", f"{timezone.localdate():%d.%m.%Y}", "ПРИКАЗЫВАЮ", "На время отпуска и болезни", "Котову"):
        assert said in text
    path = folder / "стопка.pdf"
    pictures[0].save(path, "PDF", save_all=True, append_images=pictures[1:], resolution=150)
    return path


def scan_found_by_its_code(page, order, path):
    page.goto("/papers/scans/")
    look(page)
    page.set_input_files("[name=scans]", str(path))
    press(page, "Прочитать и разложить")
    page.get_by_text("Готово.").wait_for()
    look(page)
    assert told(page, order, "Приложен скан", "Власова Анжела Эдуардовна")
    assert not WaitingScan.objects.exists()
    page.get_by_role("link", name="Скан с подписью").wait_for()


def acquainted(desk, order):
    """One taps in the portal and signs the sheet, the other has no account and signs."""
    desk.reader.goto("/")
    look(desk.reader)
    desk.reader.goto(order.get_absolute_url())
    look(desk.reader)
    press(desk.reader, "Ознакомлен(а)")
    assert "вы ознакомились с документом" in words(desk.reader)
    desk.secretary.goto("/papers/unread/")
    assert "Котова" in words(desk.secretary)
    look(desk.secretary)
    desk.secretary.goto(f"{order.get_absolute_url()}acquaintance/")
    look(desk.secretary)
    assert f"{timezone.localdate():%d.%m.%Y}" in desk.secretary.locator("tr", has_text="Белова").inner_text()  # the tap
    for name in ("Белова", "Котова"):
        desk.secretary.get_by_label(f": {name}").check()
    press(desk.secretary, "Отметить подписи")
    desk.secretary.goto(order.get_absolute_url())
    assert "Ознакомлены все: 2" in words(desk.secretary)


def changed_by(desk, order, other, effect):
    """Another order says in its draft what it does to the first one; its number comes next by itself."""
    page = desk.curator
    page.goto(other.get_absolute_url())
    page.get_by_text("Изменить или отменить другой документ").click()
    page.select_option("[name=changed]", str(order.pk))
    page.select_option("[name=effect]", effect)
    look(page)
    press(page, "Добавить")
    press(page, "На подпись")
    desk.director.goto(other.get_absolute_url())
    press(desk.director, "Подписать")
    desk.secretary.goto(other.get_absolute_url())
    press(desk.secretary, "Зарегистрировать")
    other.refresh_from_db()
    assert other.state == Paper.State.ISSUED, words(desk.secretary)


def journal(page):
    page.goto("/papers/journal/")
    look(page)
    assert all(f"{number}-од" in words(page) for number in (45, 46, 47))
