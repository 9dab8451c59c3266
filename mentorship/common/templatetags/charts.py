"""Template tags that draw a chart and give the same data as a table: ``{% load charts %}``.

``{% bar_chart rows title="Показатели" unit="%" %}``; arguments are those of ``mentorship.common.charts``.
"""

from django import template

from mentorship.common import charts

register = template.Library()
TEMPLATE = "components/_chart.html"


@register.inclusion_tag(TEMPLATE)
def bar_chart(rows, title, unit="", maximum=None, target=None, first="Что"):
    """Horizontal bars; ``first`` heads the column of labels in the table."""
    bars = [row if isinstance(row, charts.Bar) else charts.Bar(*row) for row in rows]
    goals = [target if bar.target is None else bar.target for bar in bars]
    planned, noted = any(goal is not None for goal in goals), any(bar.note for bar in bars)
    table = []
    for bar, goal in zip(bars, goals, strict=True):
        cells = [charts.number(bar.value, unit)]
        cells += [charts.number(goal, unit) if goal is not None else "–"] * planned
        cells += [bar.note] * noted
        table.append((bar.label, cells))
    return {
        "title": title,
        "svg": charts.bar_chart(bars, title=title, unit=unit, maximum=maximum, target=target),
        "headings": [first, "Значение", *["План"] * planned, *["Пояснение"] * noted],
        "table": table,
    }


@register.inclusion_tag(TEMPLATE)
def stacked_bar_chart(rows, series, title, first="Что"):
    """Bars made of parts; the table has a column for each part and the sum."""
    rows = list(rows)
    return {
        "title": title,
        "svg": charts.stacked_bar_chart(rows, series, title=title),
        "headings": [first, *series, "Всего"],
        "table": [
            (label, [*(value or 0 for value in values), sum(value or 0 for value in values)]) for label, values in rows
        ],
    }


@register.inclusion_tag(TEMPLATE)
def heat_map(rows, columns, title, quiet="не считается", first="Что"):
    """A grid of counts; the table says ``quiet`` where the grid is hatched."""
    rows = list(rows)
    return {
        "title": title,
        "svg": charts.heat_map(rows, columns, title=title, quiet=quiet),
        "headings": [first, *columns],
        "table": [(label, [quiet if value is None else value for value in values]) for label, values in rows],
        "wide": True,
    }
