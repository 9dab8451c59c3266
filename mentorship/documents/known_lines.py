"""Lines of text the press has set before are not broken and measured again.

Papers of one kind say mostly the same sentences: in a pack of consents nineteen lines of twenty. WeasyPrint asks Pango
about each of them anew, a third of its time. Its result depends on the text, the width and a few properties alone and
is drawn from a fresh Pango layout, so it is kept for the next paper. Written for the pinned WeasyPrint.
"""

from copy import copy

KEPT = 5000  # lines, about 2 KB each; then it begins again, as a pack of other papers needs other lines

# what line breaking asks of a style besides the font; the sheet of papers neither hyphenates nor turns the direction
_ASKED = ("font_size", "white_space", "word_spacing", "letter_spacing", "overflow_wrap", "text_decoration_line")


def remember():
    """Teach WeasyPrint of this process to remember; call once, before the first page."""
    from weasyprint.layout import inline
    from weasyprint.text.line_break import _font_style_cache_key as font_of

    split, known = inline.split_first_line, {}

    def split_first_line(text, style, context, max_width, *more, **named):
        key = (text, max_width, font_of(style), *[style[name] for name in _ASKED], *more, *named.values())
        if key not in known:
            if len(known) >= KEPT:
                known.clear()
            known[key] = split(text, style, context, max_width, *more, **named)
        layout, *rest = known[key]
        return copy(layout), *rest  # each box justifies its own

    inline.split_first_line = split_first_line
