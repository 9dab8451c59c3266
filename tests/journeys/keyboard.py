"""A user without a mouse: every act goes to its place by Tab and is done by keys."""

from datetime import date

from playwright.sync_api import Locator, Page

from tests.journeys.checks import tab_to

SAME_GROUP = """it => document.activeElement.type === "radio" && document.activeElement.form === it.form
    && document.activeElement.name === it.name"""


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    """Go to something and press it."""
    tab_to(page, target)
    page.keyboard.press(key)


def follow(page: Page, target: Locator) -> None:
    """Press what leads to another page, and wait for that page."""
    tab_to(page, target)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def button(page: Page, name: str) -> None:
    follow(page, page.locator("main").get_by_role("button", name=name).first)


def link(page: Page, name: str) -> None:
    follow(page, page.locator("main").get_by_role("link", name=name).first)


def write(page: Page, name: str, text: str) -> None:
    """Replace the text of a field."""
    field = page.locator(f"main [name='{name}']")
    tab_to(page, field)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)
    assert field.input_value() == text


def tick(page: Page, box: Locator) -> None:
    if not box.is_checked():
        tab_to(page, box)
        page.keyboard.press("Space")
    assert box.is_checked()


def choose(page: Page, radio: Locator) -> None:
    """Tab leads to a group of choices, arrows go through it."""
    for _ in range(150):
        if radio.evaluate(SAME_GROUP):
            break
        page.keyboard.press("Tab")
    if not radio.is_checked():
        page.keyboard.press("Space")
    for _ in range(30):
        if radio.is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{page.url}: {radio} was not reached by arrows")


def pick(page: Page, name: str, value: str) -> None:
    """Choose from a list by arrows."""
    field = page.locator(f"main select[name='{name}']")
    tab_to(page, field)
    page.keyboard.press("Home")
    for _ in range(30):
        if field.input_value() == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{page.url}: {name} has no {value!r}")


def write_day(page: Page, name: str, day: date) -> None:
    """Type a day digit by digit; a browser without Russian words of its own asks for the month first."""
    field = page.locator(f"main [name='{name}']")
    tab_to(page, field)
    for digits in (f"{day:%d%m%Y}", f"{day:%m%d%Y}"):
        page.keyboard.type(digits)
        if field.input_value() == day.isoformat():
            return
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowLeft")
    raise AssertionError(f"{page.url}: {name} took {field.input_value()!r} for {day}")
