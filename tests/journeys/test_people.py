"""People by mouse: a list of many hands, the bases, a pack of consents, a stack of their scans, a withdrawal.

Every page on the way bears the accessibility rules, at 1280 and at 360 px; no request leaves the server.
"""

from datetime import timedelta

import pypdfium2
import pytest
from django.utils import timezone
from PIL import ImageDraw

from mentorship.documents.models import WaitingScan
from mentorship.people.models import Consent, DataTask, Person
from mentorship.registry.models import Participation, Side
from pairs.models import Bond
from tests.factories import BondFactory, CycleFactory, TopicFactory
from tests.journeys.checks import look, press, words
from tests.people.sheets import sixty

MENTORS, MENTEES = ("Агапова", "Белкина", "Вяткина"), ("Громов", "Дубов", "Ершов")
DOTS = 150 / 72


@pytest.mark.django_db(transaction=True)
def test_sixty_people_from_a_messy_list_to_a_withdrawn_consent(open_as, new_context, curator, data_dir, tmp_path):
    cycle, page = CycleFactory(), open_as(curator)
    list_with_errors(page, tmp_path / "Сотрудники.xlsx")
    bases(page)
    stack_of_scans(page, *scans(printed_packs(page), tmp_path))
    accepted(page)
    pair = Participation.objects.filter(person__last_name__in=[MENTORS[0], MENTEES[0]])
    BondFactory(cycle=cycle, active=True, members=list(pair))
    withdrawn(page)
    application(new_context().new_page(), page)


def list_with_errors(page, path):
    """Three bad cells are corrected in the preview, a vacancy is told apart by itself, then all are loaded at once."""
    path.write_bytes(sixty.sheet())
    page.goto("/people/import/")
    page.check("[name=kind][value=staff]")
    page.set_input_files("[name=file]", str(path))
    press(page, "Прочитать файл")
    look(page)
    press(page, "Дальше")
    assert "3 ошибки" in words(page)
    assert "Не вошло в таблицу" in words(page)
    look(page)
    for _, wrong, right in sixty.WRONG.values():
        page.fill(f"input[value='{wrong}']", right)
    press(page, "Сохранить исправления")
    assert page.locator("h1").inner_text() == "Всё готово к загрузке"
    look(page)
    assert Person.objects.count() == 0
    press(page, "Загрузить")
    assert page.locator("h1").inner_text() == "Список загружен"
    look(page)
    assert Person.objects.count() == 60
    assert f"{Person.objects.get(last_name='Зотова').birth_date:%d.%m.%Y}" == "28.02.1984"


def bases(page):
    for side, chosen in (("mentors", MENTORS), ("mentees", MENTEES)):
        for name in chosen:
            page.goto(f"/bases/{side}/enrol/?q={name}")
            page.get_by_label(name).check()
            press(page, "Добавить отмеченных")
        look(page)
    assert Participation.objects.count() == 6


def printed_packs(page):
    """A pack for each base, two consents a head, each on a sheet of its own; returns the sheets as pictures."""
    sheets = []
    for side in Side.values:
        page.goto(f"/bases/{side}s/")
        page.get_by_role("link", name="Напечатать согласия").click()
        look(page)
        press(page, "Напечатать пакет")
        page.get_by_text("Готово.").wait_for()
        look(page)
        address = page.get_by_role("link", name="Согласия, 6 шт").get_attribute("href")
        with pypdfium2.PdfDocument(page.request.get(address).body()) as file:
            sheets += [sheet.render(scale=DOTS, grayscale=True).to_pil() for sheet in file]
    assert Consent.objects.unsigned().count() == 12
    return sheets


def scans(sheets, folder):
    """(one stack as the scanner gives it, the front of the last sheet by itself with a code that nobody can read)."""
    whole, spoilt = folder / "стопка.pdf", folder / "испорченный лист.png"
    *good, bad, _blank_side = sheets
    ImageDraw.Draw(bad).rectangle([0, bad.height * 0.85, bad.width, bad.height], fill=255)
    good[0].save(whole, "PDF", save_all=True, append_images=good[1:], resolution=150)
    bad.save(spoilt)
    return whole, spoilt


def stack_of_scans(page, *files):
    """The codes on the sheets find eleven consents and sign them; the twelfth is named by its number and day."""
    page.goto("/papers/scans/")
    look(page)
    page.set_input_files("[name=scans]", [str(path) for path in files])
    day = timezone.localdate() - timedelta(days=40)
    page.fill("#id_day", day.isoformat())
    press(page, "Прочитать и разложить")
    page.get_by_text("Готово.").wait_for()
    unread = Consent.objects.get(scan=None)
    page.goto("/papers/scans/")
    look(page)
    assert "Кода на листе не видно" in words(page)
    page.locator("[name=code]").fill(unread.number)
    press(page, "Приложить")
    assert Consent.objects.filter(signed_on=day).count() == 12
    assert not Consent.objects.filter(scan=None).exists()
    assert not WaitingScan.objects.exists()


def accepted(page):
    for side in Side.values:
        page.goto(f"/bases/{side}s/")
        for box in page.locator("[name=participation]").all():
            box.check()
        if page.locator("[name=on]").count():
            page.fill("[name=on]", (timezone.localdate() - timedelta(days=35)).isoformat())
        press(page, "Принять отмеченных")
    assert Participation.objects.in_base().count() == 6


def withdrawn(page):
    """Before the press the page says what stops; after it the clock runs, pair and «Сегодня» tell of it."""
    consent = Consent.objects.get(person__last_name="Агапова", kind=Consent.Kind.PROCESSING)
    page.goto(f"/people/consents/{consent.pk}/withdraw/")
    look(page)
    stops = page.locator("section", has=page.get_by_role("heading", name="Что останавливается сегодня")).inner_text()
    assert "Пара" in stops
    assert "Участие в цикле" in stops
    page.fill("[name=on]", timezone.localdate().isoformat())
    page.fill("[name=reason]", "заявление от участника")
    press(page, "Отметить отзыв")
    look(page)
    assert "осталось 30 дней из 30" in words(page)
    task = DataTask.objects.get(kind=DataTask.Kind.DESTROY)
    assert task.due_on == timezone.localdate() + timedelta(days=30)
    assert Participation.objects.lacking_consents().get().person == consent.person
    page.goto(Bond.objects.get().get_absolute_url())
    look(page)
    assert "согласи" in words(page)
    page.goto("/")
    look(page)
    assert "Агапова" in words(page)


def application(visitor, page):
    """Somebody without an account offers himself; the curator knows him from the list and makes him a candidate."""
    TopicFactory(title="Игра и руководство ею")
    page.goto("/settings/rules/")
    page.check("[name=takes_applications]")
    press(page, "Сохранить")
    visitor.goto("/login/")
    visitor.get_by_role("link", name="Хочу стать наставником").click()
    look(visitor)
    typed = {"full_name": "Рогова Наталья Олеговна", "about": "воспитатель", "contact": "8 900 000-55-01"}
    for name, value in typed.items():
        visitor.fill(f"[name={name}]", value)
    visitor.get_by_label("Игра и руководство ею").check()
    press(visitor, "Отправить заявку")
    assert "Без согласия учреждение не вправе" in words(visitor)
    look(visitor)
    visitor.check("[name=agree]")
    press(visitor, "Отправить заявку")
    assert "заявка отправлена" in words(visitor)
    look(visitor)
    page.goto("/bases/applications/")
    look(page)
    page.get_by_role("link", name="Рогова").click()
    page.get_by_label("то же имя").check()
    look(page)
    press(page, "Подтвердить")
    look(page)
    assert Participation.objects.filter(person__last_name="Рогова", state=Participation.State.CANDIDATE).count() == 1
    assert Person.objects.count() == 60
