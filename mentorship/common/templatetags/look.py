"""Template tags of the portal's look: an icon, a word of state, a lamp."""

from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html

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
LAMP_ICONS = {"ok": "check-lg", "missing": "x-lg", "warn": "exclamation-triangle"}


@register.simple_tag
def icon(name, label=""):
    """The named icon of the sprite: silent beside its word, an image named ``label`` when it stands alone."""
    return _drawn(name, label)


@lru_cache(maxsize=512)  # a page has hundreds of them, mostly the same
def _drawn(name, label):
    href = f"{static(SPRITE)}#{name}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, href)
    return format_html('<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', href)


@register.simple_tag
def state(kind, word):
    """A chip: the state's word with its icon and colour; ``kind`` is a key of ``STATE_ICONS``."""
    return format_html('<span class="chip chip--{}">{}{}</span>', kind, icon(STATE_ICONS[kind]), word)


@register.simple_tag
def lamp(kind, word, url=""):
    """A lamp of readiness with its word, a link to where it is mended if ``url`` is given.

    ``kind`` is «ok», «missing» or «warn».
    """
    inside = format_html('<span class="lamp__light">{}</span>{}', icon(LAMP_ICONS[kind]), word)
    if url:
        return format_html('<a class="lamp lamp--{}" href="{}">{}</a>', kind, url, inside)
    return format_html('<span class="lamp lamp--{}">{}</span>', kind, inside)
