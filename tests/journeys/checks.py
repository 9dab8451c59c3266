"""What a page of a journey must bear: accessibility rules, the keyboard, a narrow screen, no foreign host."""

from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Locator, Page

AXE = Path(__file__).with_name("axe.min.js").read_text(encoding="utf-8")  # licence: axe.LICENSE.txt
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OWN_SCHEMES = {"data", "blob", "about", "chrome", "chrome-extension"}  # the last two: its viewer of PDF
NARROW = {"width": 360, "height": 740}

REMEMBER_LOOKS = """() => {
    window.looks = (it) => {
        const style = getComputedStyle(it), edge = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
        return [edge && style.outline, style.boxShadow, style.borderColor, style.backgroundColor].join(";");
    };
    window.bare = new Map([...document.querySelectorAll("body *")].map((it) => [it, looks(it)]));
}"""
FOCUSED = """() => {
    const it = document.activeElement;
    if (!it || it === document.body) return null;
    const painted = (one) => {
        const box = one.getBoundingClientRect();
        return box.width > 3 && box.height > 3 && one.checkVisibility({opacityProperty: true, visibilityProperty: true});
    };
    const inSight = (one) => [...one.getClientRects()].some((box) => [0.5, 0.1, 0.9].some((share) => {
        const hit = document.elementFromPoint(box.left + box.width * share, box.top + box.height * share);
        return hit && (one.contains(hit) || hit.contains(one));
    }));
    const bearers = [it, ...(it.labels || []), it.parentElement];  // a drawn choice shows the focus on its label
    const shown = bearers.find((one) => painted(one) && looks(one) !== window.bare.get(one));
    const box = (shown || it).getBoundingClientRect();
    let across = 0, down = 0;
    for (let frame = it.parentElement; frame; frame = frame.parentElement) {
        across += frame.scrollLeft;
        down += frame.scrollTop;
    }
    const text = it.getAttribute("aria-label") || it.labels?.[0]?.innerText || it.innerText || it.id || "";
    return {
        key: [...document.querySelectorAll("*")].indexOf(it),
        name: `${it.tagName.toLowerCase()} «${text.trim().slice(0, 60)}»`,
        parts: {date: 4, month: 3, time: 4, "datetime-local": 7}[it.type] || 1,  // Tab stops inside one field
        inside: Boolean(it.closest("main")),
        visible: Boolean(shown) && inSight(shown),
        left: box.left + across, right: box.right + across, top: box.top + down, bottom: box.bottom + down,
    };
}"""
TO_THE_TOP = """() => {
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute("tabindex");
}"""
TO_THE_CONTENT = "document.getElementById('content').focus()"  # as the skip link does
DRAWN = "() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
TOO_WIDE = """() => {
    const page = document.documentElement;
    if (page.scrollWidth <= page.clientWidth) return [];
    const scrolls = (it) => it && it !== page &&
        (/auto|scroll|hidden/.test(getComputedStyle(it).overflowX) || scrolls(it.parentElement));
    return [...document.body.querySelectorAll("*")]
        .filter((it) => it.getBoundingClientRect().right > page.clientWidth + 1 && !scrolls(it.parentElement))
        .map((it) => `${it.outerHTML.slice(0, 120)} … до ${Math.round(it.getBoundingClientRect().right)} px`)
        .slice(0, 10);
}"""


def open_drawn(page: Page, address: str) -> None:
    """Open a page and wait until the browser has drawn it: it drops the keys struck before."""
    page.goto(address)
    page.evaluate(DRAWN)


def check_page(page: Page) -> None:
    """Fail with a readable list if the open page breaks WCAG 2.2 A/AA as far as axe-core can see.

    Every page also has exactly one ``h1`` and speaks Russian to a screen reader.
    """
    page.wait_for_load_state()  # a click may have only begun to lead here
    # evaluate, not a script tag: the portal's CSP forbids scripts that are not its own
    page.evaluate(f"() => {{ {AXE} }}")
    found = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES)
    report = [_told(violation) for violation in found["violations"]]
    if (count := page.locator("h1").count()) != 1:
        report.append(f"h1: {count} on the page instead of 1")
    if (language := page.locator("html").get_attribute("lang")) != "ru":
        report.append(f"html lang: {language!r} instead of 'ru'")
    assert not report, f"{page.url}\n" + "\n".join(report)


def check_narrow(page: Page) -> None:
    """``check_page`` on a phone of 360 px, where nothing may make the page itself scroll sideways."""
    before = page.viewport_size
    page.set_viewport_size(NARROW)
    try:
        page.wait_for_function("width => innerWidth === width", arg=NARROW["width"])
        wide = _settled(page)
        assert not wide, f"{page.url} is wider than {NARROW['width']} px:\n" + "\n".join(wide)
        check_page(page)
    finally:
        page.set_viewport_size(before)


def _settled(page: Page, tries: int = 10) -> list[str]:
    """What sticks out once the narrow page has come to rest; a busy machine draws it some frames late."""
    for _ in range(tries):
        page.evaluate(DRAWN)
        if not (wide := page.evaluate(TOO_WIDE)):
            break
        page.wait_for_timeout(100)
    return wide


def look(page: Page) -> None:
    """What every page must bear, wide and narrow."""
    check_page(page)
    check_narrow(page)


def press(page: Page, name: str) -> None:
    """Press the first button that bears these words and wait for what it leads to."""
    page.get_by_role("button", name=name, exact=False).first.click()
    page.wait_for_load_state()


def words(page: Page) -> str:
    """What the page says beside its frame."""
    return page.locator("main").inner_text()


def walk_by_keyboard(page: Page, limit: int = 300, past_navigation: bool = False) -> list[str]:
    """Press Tab from the top of the page, or of its content, to its end; give the names of all that took the focus.

    Fails where nothing changes in the look of what has the focus, where the focus is hidden, where it goes back against
    the order of the page, or where it goes round without reaching the end.
    """
    page.evaluate(DRAWN)
    page.evaluate(TO_THE_CONTENT if past_navigation else TO_THE_TOP)
    page.evaluate(REMEMBER_LOOKS)
    names, last, stops = {}, None, 0
    for _ in range(limit):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUSED)
        if focus and not focus["visible"]:  # perhaps not drawn yet
            page.wait_for_timeout(60)
            focus = page.evaluate(FOCUSED)
        if focus is None or (past_navigation and not focus["inside"]):
            return list(names.values())
        if focus["key"] == next(iter(names), None) and last["key"] != focus["key"]:
            return list(names.values())  # round and at the top again
        where = f"{page.url}: {focus['name']}"
        stops = stops + 1 if last and focus["key"] == last["key"] else 1
        assert stops <= focus["parts"], f"{where} holds the focus"
        if stops == 1:
            assert focus["key"] not in names, f"{where} takes the focus again before the end of the page"
            assert focus["visible"], f"{where} has the focus, and nobody can see it"
            assert not _goes_back(last, focus), f"{where} takes the focus after {last['name']}, which stands behind it"
        names[focus["key"]], last = focus["name"], focus
    raise AssertionError(f"{page.url}: no end of the page after {limit} Tabs")


def _goes_back(last: dict | None, focus: dict) -> bool:
    """Whether the focus moved up, or left on its line; up and to the right is the next column."""
    if last is None:
        return False
    above = focus["bottom"] <= last["top"] + 1 and focus["left"] < last["right"]
    common = min(last["bottom"], focus["bottom"]) - max(last["top"], focus["top"])
    same_line = common > min(last["bottom"] - last["top"], focus["bottom"] - focus["top"]) / 2
    return above or (same_line and focus["right"] <= last["left"] + 1)


def tab_to(page: Page, target: Locator, limit: int = 150) -> None:
    """Move the focus to ``target`` by Tab alone, as a user without a mouse does."""
    target.wait_for()
    page.evaluate(DRAWN)
    for _ in range(limit):
        if target.evaluate("it => it === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{page.url}: {target} was not reached by {limit} Tabs")


def watch(context: BrowserContext, own_host: str, trouble: list[str]) -> None:
    """Write down in ``trouble`` each foreign request, script's error, broken file and fault of the server."""

    def request(request):
        address = urlsplit(request.url)
        if address.scheme not in OWN_SCHEMES and address.netloc != own_host:
            trouble.append(f"foreign request: {request.url}")

    def response(response):
        limit = 500 if response.request.resource_type in {"document", "xhr", "fetch"} else 400
        by_itself = urlsplit(response.url).path == "/favicon.ico"  # no page names it: asked for beside a PDF
        if response.status >= limit and not by_itself:
            trouble.append(f"{response.status}: {response.url}")

    def console(message):
        # a refused page (403, 404) is told here too; whether it is trouble is decided by the response above
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            trouble.append(f"console: {message.text}")

    context.on("request", request)
    context.on("response", response)
    context.on("console", console)
    context.on("weberror", lambda error: trouble.append(f"script: {error.error}"))


def _told(violation: dict) -> str:
    places = [f"    {node['html'][:160]}\n      {_reason(node)}" for node in violation["nodes"][:5]]
    more = len(violation["nodes"]) - 5
    tail = [f"    … and {more} more places"] if more > 0 else []
    return "\n".join([f"{violation['id']} ({violation['impact']}): {violation['help']}", *places, *tail])


def _reason(node: dict) -> str:
    return " ".join(node["failureSummary"].split())
