"""The frame of a certificate: drawn for the size of its sheet, nothing of it is text."""

from base64 import b64encode

INK, ACCENT = "#0f4c5c", "#dd9f35"
OUTER, INNER, THIN = 9, 12, 14.2  # mm from the edge of the sheet
NOTCH = 9  # mm, radius of the hollow corners of the inner lines


def picture(width, height):
    """``data:`` address of the frame of a sheet of ``width`` to ``height`` mm."""
    return "data:image/svg+xml;base64," + b64encode(svg(width, height).encode()).decode()


def svg(width, height):
    """Three lines, the inner two with hollow corners; a lozenge in each corner and a row of three at the top."""
    corners = [(OUTER + 5, OUTER + 5), (width - OUTER - 5, OUTER + 5)]
    corners += [(x, height - y) for x, y in corners]
    top = [(width / 2 - 7, THIN, 1.5), (width / 2, THIN, 2.4), (width / 2 + 7, THIN, 1.5)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}mm" height="{height}mm">'
        f'<g fill="none" stroke="{INK}"><path stroke-width="0.3" d="{_outline(width, height, OUTER, 0)}"/>'
        f'<path stroke-width="1" d="{_outline(width, height, INNER, NOTCH)}"/></g>'
        f'<path fill="none" stroke="{ACCENT}" stroke-width="0.35" d="{_outline(width, height, THIN, NOTCH)}"/>'
        f'<rect x="{width / 2 - 12}" y="{THIN - 4}" width="24" height="8" fill="#fff"/>'
        + "".join(_lozenge(x, y, 2.2) for x, y in corners)
        + "".join(_lozenge(*place) for place in top)
        + "</svg>"
    )


def _outline(width, height, at, notch):
    """Path of a rectangle ``at`` mm from the edges; ``notch`` is the radius of its hollow corners."""
    left, top, right, bottom = at, at, width - at, height - at
    if not notch:
        return f"M{left} {top}H{right}V{bottom}H{left}Z"
    arc = f"A{notch} {notch} 0 0 0"
    return (
        f"M{left + notch} {top}H{right - notch}{arc} {right} {top + notch}V{bottom - notch}"
        f"{arc} {right - notch} {bottom}H{left + notch}{arc} {left} {bottom - notch}V{top + notch}"
        f"{arc} {left + notch} {top}Z"
    )


def _lozenge(x, y, half):
    return f'<path fill="{ACCENT}" d="M{x} {y - half}L{x + half} {y}L{x} {y + half}L{x - half} {y}Z"/>'
