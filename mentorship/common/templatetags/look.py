"""Template tags of the portal's look: an icon, a word of state, a lamp."""

from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join

from .ru import cell

register = template.Library()

SPRITE = "vendor/bootstrap-icons/sprite.svg"
STATE_ICONS = {
    "draft": "pencil",
    "wait": "hourglass-split",
    "returned": "reply",
    "ok": "check-circle-fill",
    "soon": "clock",
    "overdue": "exclamation-circle-fill",
    "quiet": "pause-circle",
}
# A page has hundreds of them, mostly the same; ``typed``: a word that is safe as it stands is not its escaped twin.
remembered = lru_cache(maxsize=512, typed=True)
LAMP_ICONS = {"ok": "check-lg", "missing": "x-lg", "warn": "exclamation-triangle"}


@register.simple_tag
def icon(name, label=""):
    """The named icon of the sprite: silent beside its word, an image named ``label`` when it stands alone."""
    return _drawn(name, label)


@remembered
def _drawn(name, label):
    href = f"{static(SPRITE)}#{name}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, href)
    return format_html('<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', href)


@register.simple_tag
def state(kind, word):
    """A chip: the state's word with its icon and colour; ``kind`` is a key of ``STATE_ICONS``."""
    return _chip(kind, str(word))


@remembered
def _chip(kind, word):
    return format_html('<span class="chip chip--{}">{}{}</span>', kind, icon(STATE_ICONS[kind]), word)


@register.simple_tag
def lamp(kind, word, url=""):
    """A lamp of readiness with its word, a link to where it is mended if ``url`` is given.

    ``kind`` is «ok», «missing» or «warn».
    """
    if url:
        return format_html('<a class="lamp lamp--{}" href="{}">{}</a>', kind, url, _light(kind, str(word)))
    return format_html('<span class="lamp lamp--{}">{}</span>', kind, _light(kind, str(word)))


@remembered
def _light(kind, word):
    return format_html('<span class="lamp__light">{}</span>{}', icon(LAMP_ICONS[kind]), word)


@register.simple_tag
def lamps(found):
    """Lamps of one row, each with its ``state``, ``title`` and ``url``."""
    drawn = [(lamp(one.state, one.title, one.url),) for one in found]
    return format_html('<div class="lamps">{}</div>', format_html_join("", "{}", drawn))


@register.simple_tag
def list_cell(column, value):
    """A cell of a list in its plain look; on a narrow screen its heading stands before it."""
    look = "num" if column.is_number else "small-print" if column.is_long else ""
    return format_html("{}{}</td>", _opening(column.title, look), cell(value))


@remembered
def _opening(title, look):
    return format_html('<td data-label="{}" class="{}">' if look else '<td data-label="{}">', title, look)
