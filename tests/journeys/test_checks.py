"""The checks themselves: each must see the fault that it is there for."""

import pytest

from tests.journeys.checks import check_narrow, check_page, tab_to, walk_by_keyboard, watch

GOOD = """<!doctype html><html lang="ru"><title>Проба</title><main><h1>Проба</h1>
<p><a href="#a">Первая</a> <a href="#b">Вторая</a> <button id="go">Вперёд</button></p></main></html>"""


def broken(old, new):
    return GOOD.replace(old, new)


def test_a_sound_page_passes(page):
    page.set_content(GOOD)
    check_page(page)
    check_narrow(page)
    assert walk_by_keyboard(page) == ["a «Первая»", "a «Вторая»", "button «Вперёд»"]
    tab_to(page, page.locator("#go"))


@pytest.mark.parametrize(
    ("html", "told"),
    [
        (broken('lang="ru"', 'lang="en"'), "html lang"),
        (broken("h1>", "h2>"), "h1: 0"),
        (broken("Вперёд", ""), "button-name"),
        (broken("<p>", '<p style="color: #aaa">Бледно '), "color-contrast"),
    ],
)
def test_a_page_hard_to_use_is_told(page, html, told):
    page.set_content(html)
    with pytest.raises(AssertionError, match=told):
        check_page(page)


def test_a_page_wider_than_a_phone_is_told(page):
    page.set_content(broken("<p>", '<p style="width: 500px">'))
    with pytest.raises(AssertionError, match=r"wider than 360 px:\n<p style"):
        check_narrow(page)


def test_focus_that_nobody_sees_is_told(page):
    page.set_content(broken("<p>", "<style>a:focus { outline: none }</style><p>"))
    with pytest.raises(AssertionError, match="Первая» has the focus"):
        walk_by_keyboard(page)


@pytest.mark.parametrize(
    ("html", "told"),
    [
        (
            broken("<p>", "<style>a { box-shadow: 0 0 2px red } a:focus { outline: none }</style><p>"),
            "nobody can see it",
        ),
        (broken("<p>", '<p><b style="position: fixed; inset: 0; background: #fff"></b>'), "nobody can see it"),
        (
            broken("<p>", '<p style="display: flex; flex-direction: row-reverse">'),
            "Вторая» takes the focus after a «Первая»",
        ),
        (
            broken('id="go"', 'onkeydown="event.key === `Tab` && event.preventDefault()"'),
            "Вперёд» holds the focus",
        ),
    ],
)
def test_a_walk_that_goes_wrong_is_told(page, html, told):
    page.set_content(html)
    with pytest.raises(AssertionError, match=told):
        walk_by_keyboard(page)


def test_the_parts_of_a_date_are_one_stop(page):
    page.set_content(broken("<p>", '<p><label>День <input type="date"></label> '))
    assert walk_by_keyboard(page)[:2] == ["input «День»", "a «Первая»"]


def test_a_link_without_a_place_in_the_order_is_told(page):
    page.set_content(broken('id="go"', 'id="go" tabindex="-1"'))
    with pytest.raises(AssertionError, match="not reached"):
        tab_to(page, page.locator("#go"), limit=5)


@pytest.mark.parametrize(
    ("html", "told"),
    [
        (
            '<img src="http://elsewhere.invalid/a.png" alt="">',
            "foreign request: http://elsewhere.invalid/a.png",
        ),
        ("<script>console.error('Беда')</script>", "console: Беда"),
        ("<script>nothing.here()</script>", "script: nothing is not defined"),
    ],
)
def test_a_browser_is_watched(browser, html, told):
    trouble = []
    context = browser.new_context()
    watch(context, "own.invalid", trouble)
    page = context.new_page()
    page.set_content(html)
    context.close()
    assert told in "\n".join(trouble)
