"""The look: colours that can be read, nothing from outside, nothing inline, no icon that is not there."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory

from mentorship.common.templatetags import look

ROOT = Path(settings.BASE_DIR)
CODE = ("mentorship", "pairs", "programs", "monitoring")
TEMPLATES = sorted(
    path
    for folder in ("templates", *CODE)
    for path in (ROOT / folder).rglob("*.html")
    # papers are set by WeasyPrint and never sent to a browser
    if not path.match("templates/documents/paper*.html") and not path.match("templates/documents/blocks/*")
)
OWN_STYLES = sorted((ROOT / "static/css").glob("*.css"))
SCRIPTS = sorted((ROOT / "static/js").glob("*.js"))
ICONS = set(re.findall(r'<symbol [^>]*id="([^"]+)"', (ROOT / "static" / look.SPRITE).read_text("utf-8")))
TOKENS = dict(re.findall(r"--(c-[\w-]+): (#[0-9a-f]{6});", (ROOT / "static/css/tokens.css").read_text("utf-8")))

STATES = ("ok", "wait", "soon", "returned", "overdue", "draft")
TEXT = [  # ink, ground: 4.5 to 1 (WCAG 2.2, 1.4.3)
    *((ink, ground) for ink in ("ink", "ink-2", "link") for ground in ("surface", "ground", "sunken", "brand-soft")),
    ("ink-3", "surface"),
    ("ink-3", "ground"),
    *((state, f"{state}-soft") for state in STATES),
    *((state, "surface") for state in STATES),
    *(("ink", f"{state}-soft") for state in STATES),
    *(("link", f"{state}-soft") for state in STATES),
    *(("ink-2", f"{state}-soft") for state in STATES),
    *(("surface", ground) for ground in ("ok", "overdue", "brand", "heat-3", "heat-4")),
    ("on-brand", "brand"),
    ("on-brand", "brand-strong"),
    ("on-brand-2", "brand"),
    ("on-brand-2", "brand-strong"),
    ("brand-strong", "brand-soft"),
    ("brand-strong", "surface"),
    ("accent-ink", "accent-soft"),
    ("ink", "heat-2"),
]
PARTS = [  # edges of fields, marks, the ring of focus: 3 to 1 (WCAG 2.2, 1.4.11)
    *(("control", ground) for ground in ("surface", "ground", "sunken")),
    *(("focus", ground) for ground in ("surface", "ground", "sunken", "focus-halo")),
    *(("brand", ground) for ground in ("surface", "ground", "brand-soft")),
    ("on-brand", "brand"),
    ("accent", "brand"),
]


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted(luminance(TOKENS[f"c-{name}"]) for name in (one, other))
    return (high + 0.05) / (low + 0.05)


def named(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(ink, ground):
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize(("part", "ground"), PARTS)
def test_parts_of_controls_can_be_seen(part, ground):
    assert contrast(part, ground) >= 3


def test_the_formula_of_contrast_is_the_known_one():
    assert (luminance("#ffffff") + 0.05) / (luminance("#000000") + 0.05) == pytest.approx(21)
    assert (luminance("#ffffff") + 0.05) / (luminance("#767676") + 0.05) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("path", OWN_STYLES, ids=named)
def test_every_colour_variable_in_use_has_a_value(path):
    assert set(re.findall(r"var\(--(c-[\w-]*\w)\)", path.read_text("utf-8"))) <= set(TOKENS)


FROM_OUTSIDE = {
    "an address of another site": r'(?:src|srcset|action|poster)\s*=\s*["\']?(?:https?:)?//[^"\'\s>]+',
    "a link to another site": r'<link\b[^>]*href\s*=\s*["\']?(?:https?:)?//[^>]+>',
}
INLINE = {
    "style attribute": r"<[a-z][^>]*\sstyle\s*=",
    "on… attribute": r"<[a-z][^>]*\son[a-z]+\s*=\s*[\"']",
    "hx-on is code in an attribute": r"<[a-z][^>]*\shx-on[:\w-]*\s*=",
    "style element": r"<style\b",
    "script without src": r"<script\b(?![^>]*\ssrc=)[^>]*>",
    "code in an address": r"javascript:",
}


def offences(path, kinds, text):
    """What of these ``kinds`` stands in the template, a line for each place."""
    return [f"{named(path)}: {what}: {found}" for what, rule in kinds.items() for found in re.findall(rule, text)]


def test_templates_load_nothing_from_outside():
    assert [line for path in TEMPLATES for line in offences(path, FROM_OUTSIDE, path.read_text("utf-8"))] == []


def test_templates_have_no_inline_code():
    for path in TEMPLATES:
        text = re.sub(r"\{#.*?#\}|\{% comment.*?endcomment %\}", "", path.read_text("utf-8"), flags=re.S)
        assert offences(path, INLINE, text) == []


@pytest.mark.parametrize(
    ("bad", "kinds"),
    [
        ('<img src="//stranger.ru/a.png">', FROM_OUTSIDE),
        ('<link rel="stylesheet" href="https://stranger.ru/a.css">', FROM_OUTSIDE),
        ('<p style="color: red">', INLINE),
        ('<a href="/" onclick="go()">', INLINE),
        ('<a hx-on:click="go()">', INLINE),
        ("<style>p {}</style>", INLINE),
        ("<script>go()</script>", INLINE),
        ('<a href="javascript:go()">', INLINE),
    ],
)
def test_what_is_forbidden_would_be_seen(bad, kinds):
    assert len(offences(TEMPLATES[0], kinds, bad)) == 1


@pytest.mark.parametrize("path", [*OWN_STYLES, *sorted((ROOT / "static/vendor").rglob("*.css"))], ids=named)
def test_styles_load_only_own_files_that_exist(path):
    text = path.read_text("utf-8")
    assert "@import" not in text
    for address in re.findall(r"url\(\s*[\"']?([^\"')]+)", text):
        assert address.startswith("data:") or (path.parent / address).is_file(), address


@pytest.mark.parametrize("path", SCRIPTS, ids=named)
def test_scripts_build_no_code_and_call_no_stranger(path):
    text = path.read_text("utf-8")
    assert not re.findall(r"\beval\(|new Function|innerHTML|document\.write|setAttribute\(\"style\"", text)
    assert not re.findall(r"[\"'`](?:https?:)?//", text)


def test_released_files_name_version_and_licence():
    for folder in [*(ROOT / "static/vendor").iterdir(), ROOT / "static/fonts/ui"]:
        assert re.search(r"\d+\.\d+", (folder / "VERSION").read_text("utf-8")), folder
        assert (folder / "LICENSE").stat().st_size > 500, folder


def test_icons_in_use_are_in_the_sprite():
    used = {*look.STATE_ICONS.values(), *look.LAMP_ICONS.values()}
    for path in TEMPLATES:
        text = path.read_text("utf-8")
        used |= set(re.findall(r'\{% icon "([^"]+)"', text)) | set(re.findall(r'\bicon="([\w-]+)"', text))
        used |= set(re.findall(r'icon\|default:"([\w-]+)"', text))
    for path in (source for folder in CODE for source in (ROOT / folder).rglob("*.py")):
        used |= set(re.findall(r'\bicon(?:: str)? ?= ?"([\w-]+)"', path.read_text("utf-8")))
    assert used - ICONS == set(), "copy these symbols from the release of Bootstrap Icons into the sprite"


def test_every_state_has_a_chip_and_every_lamp_a_light():
    css = (ROOT / "static/css/app.css").read_text("utf-8")
    assert [kind for kind in look.STATE_ICONS if f".chip--{kind} " not in css] == []
    assert [kind for kind in look.LAMP_ICONS if f".lamp--{kind} " not in css] == []


def test_state_and_lamp_say_their_word_escaped_and_beside_an_icon():
    chip = look.state("wait", "<b>на подписи</b>")
    assert "&lt;b&gt;на подписи" in chip
    assert 'class="chip chip--wait"' in chip
    assert "#hourglass-split" in chip
    assert look.lamp("missing", "нет согласия", "/people/1/").startswith(
        '<a class="lamp lamp--missing" href="/people/1/">'
    )
    assert 'aria-hidden="true"' in look.icon("bell")
    assert 'aria-label="Печать"' in look.icon("printer", "Печать")


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "405", "500", "503"])
def test_pages_of_trouble_need_no_context(name):
    html = render_to_string(f"{name}.html")
    assert html.count("<h1>") == 1
    assert 'lang="ru"' in html
    assert 'href="/"' in html
    assert "data-hold-drafts" in html


def test_trouble_gives_the_typed_text_back():
    html = render_to_string("503.html", {"full": True, "typed": ["Первое <замечание>"]})
    assert "Первое &lt;замечание&gt;" in html
    assert "кончилось место" in html


@pytest.mark.parametrize("name", ["base.html", "base_public.html"])
def test_base_bears_an_empty_context(name):
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    html = render_to_string(name, {"user": request.user})
    assert 'id="content"' in html
    assert "К содержанию" in html


def test_navigation_marks_the_present_page_and_counts():
    group = {
        "title": "Работа",
        "items": [
            {"title": "Сегодня", "url": "/today/", "icon": "house", "current": True, "count": 4},
            {"title": "Пары", "url": "/pairs/", "icon": "people", "current": False, "count": None},
        ],
    }
    html = render_to_string("components/_sidenav.html", {"navigation": [group]})
    assert html.count('aria-current="page"') == 1
    assert re.search(r'href="/today/" aria-current="page"', html)
    assert html.count("sidenav__count") == 1


def test_htmx_may_neither_evaluate_nor_keep_pages():
    html = render_to_string("base_public.html")
    config = json.loads(re.search(r"name=\"htmx-config\" content='([^']+)'", html).group(1))
    assert config == {
        "allowEval": False,
        "includeIndicatorStyles": False,
        "selfRequestsOnly": True,
        "historyCacheSize": 0,
        "allowScriptTags": False,
    }
