"""Charts are well-formed SVG that the CSP lets through, say their figures in text, and come with a table."""

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.template import Context, Template

from mentorship.common import charts
from mentorship.common.charts import Bar, bar_chart, heat_map, number, stacked_bar_chart

SVG = "{http://www.w3.org/2000/svg}"
EVIL = '<script>alert("1")</script> & «Ко»'


def tree(svg):
    return ElementTree.fromstring(svg)


def texts(svg):
    return [element.text for element in tree(svg).iter(f"{SVG}text")]


def rects(svg, fill):
    return [element for element in tree(svg).iter(f"{SVG}rect") if element.get("fill") == fill]


def rendered(text, **context):
    return Template("{% load charts %}" + text).render(Context(context))


@pytest.fixture(
    params=[
        lambda text: bar_chart([(text, 5, 7, text)], title=text, unit=text),
        lambda text: stacked_bar_chart([(text, [1, 2])], [text, "б"], title=text),
        lambda text: heat_map([(text, [1, None])], [text, "б"], title=text, quiet=text),
    ],
    ids=["bar", "stacked", "heat"],
)
def chart(request):
    return request.param


def test_every_text_is_escaped_and_nothing_is_inline(chart):
    svg = chart(EVIL)
    root = tree(svg)  # well formed
    assert "<script" not in svg
    assert root.find(f"{SVG}title").text == EVIL
    assert EVIL in root.find(f"{SVG}desc").text or "Карта" in root.find(f"{SVG}desc").text
    attributes = {name for element in root.iter() for name in element.attrib}
    assert not {name for name in attributes if name == "style" or name.startswith("on")}


def test_a_chart_is_one_image_with_a_name_and_its_own_width(chart):
    root = tree(chart("Встречи"))
    assert root.get("role") == "img"
    _, _, width, height = (float(value) for value in root.get("viewBox").split())
    assert (float(root.get("width")), float(root.get("height"))) == (width, height)


def test_two_different_charts_share_no_id():
    one = stacked_bar_chart([("а", [1, 2])], ["х", "у"], title="первая")
    two = stacked_bar_chart([("а", [2, 1])], ["х", "у"], title="первая")
    ids = [re.findall(r' id="([^"]+)"', svg) for svg in (one, two)]
    assert ids[0]
    assert not set(ids[0]) & set(ids[1])


def test_bars_are_as_long_as_their_values():
    svg = bar_chart([("а", 50), ("б", Decimal("100")), ("в", 0), ("г", 104.2)], title="Доли", unit="%")
    assert [float(bar.get("width")) for bar in rects(svg, charts.BAR)] == [210, 420, 420]
    assert {"50\u00a0%", "100\u00a0%", "0\u00a0%", "104,2\u00a0%"} < set(texts(svg))


def test_without_a_unit_the_largest_value_or_target_fills_the_track():
    svg = bar_chart([("а", 5), ("б", 10)], title="Встречи", target=20)
    assert [float(bar.get("width")) for bar in rects(svg, charts.BAR)] == [105, 210]


def test_no_data_is_said_and_drawn_as_an_empty_outline():
    svg = bar_chart([Bar("Ответы", None)], title="Ответы", unit="%")
    assert "н/д" in texts(svg)
    assert "Ответы – н/д" in tree(svg).find(f"{SVG}desc").text
    assert not rects(svg, charts.BAR)
    assert rects(svg, charts.SURFACE)[0].get("stroke") == charts.GRID


def test_a_plan_is_a_mark_and_words():
    svg = bar_chart([("а", 50, 90, "5 из 10"), ("б", 70)], title="Доли", unit="%", target=80)
    assert {"5 из 10 · план 90\u00a0%", "план 80\u00a0%"} < set(texts(svg))
    assert [float(mark.get("x")) + 1.5 for mark in rects(svg, charts.TARGET)] == [378, 336]


def test_a_long_label_is_wrapped_and_cut():
    label = "Соблюдение ритма встреч всеми парами и группами " * 5
    lines = [text for text in texts(bar_chart([(label, 1)], title="Ритм")) if "ритма" in text or "…" in text]
    assert len(lines) == 2
    assert max(len(line) for line in lines) <= charts.LABEL_CHARS
    assert lines[-1].endswith("…")


@pytest.mark.parametrize(
    "svg",
    [
        bar_chart([], title="Пусто"),
        stacked_bar_chart([], [], title="Пусто"),
        heat_map([], [], title="Пусто"),
    ],
)
def test_an_empty_chart_is_still_a_picture(svg):
    assert float(tree(svg).get("height")) > 0


def test_parts_lie_one_after_another_and_the_sum_is_told():
    svg = stacked_bar_chart([("Этап", [3, None, 1]), ("Этап 2", [2, 0, 0])], ["да", "скоро", "нет"], title="Этапы")
    groups = [group for group in tree(svg).iter(f"{SVG}g") if group.find(f"{SVG}title") is not None]
    assert [group.find(f"{SVG}title").text for group in groups] == ["да: 3", "нет: 1", "да: 2"]
    assert [float(group.find(f"{SVG}rect").get("x")) for group in groups] == [0, 315, 0]
    assert {"4", "2"} < set(texts(svg))


def test_series_differ_by_pattern_not_by_colour_alone():
    svg = stacked_bar_chart([("а", [1] * 6)], list("абвгде"), title="Узоры")
    strokes = [path.get("d") for path in tree(svg).iter(f"{SVG}path")]
    assert len(set(strokes)) == 5  # the sixth is plain


def test_too_many_series_or_a_wrong_row_is_refused():
    with pytest.raises(ValueError, match="at most 6"):
        stacked_bar_chart([], list("абвгдеж"), title="Много")
    with pytest.raises(ValueError, match="argument"):
        stacked_bar_chart([("а", [1])], ["х", "у"], title="Мало")
    with pytest.raises(ValueError, match="each column"):
        heat_map([("а", [1])], ["х", "у"], title="Мало")


def test_heat_map_writes_each_count_and_names_the_quiet_cells():
    svg = heat_map([("Котов", [0, 2, None])], ["01.09", "08.09", "15.09"], title="Встречи", quiet="каникулы")
    told = [element.text for element in tree(svg).iter(f"{SVG}title")]
    assert told == ["Встречи", "Котов, 01.09: 0", "Котов, 08.09: 2", "Котов, 15.09: каникулы"]
    assert "каникулы" in texts(svg)


@pytest.mark.parametrize(
    ("largest", "legend"),
    [(1, ["0", "1", "2", "3", "4 и больше"]), (9, ["0", "1–3", "4–6", "7–9", "10 и больше"])],
)
def test_shades_widen_with_the_counts(largest, legend):
    assert texts(heat_map([("а", [largest])], ["х"], title="т"))[-6:-1] == legend


def test_heat_map_for_a_paper_writes_each_digit_at_its_place_in_its_cell():
    rows = [("Котов", [0, 12, None]), ("Белов", [None, 5, 0])]
    root = tree(heat_map(rows, ["01.09", "08.09", "15.09"], title="т", font="Liberation Serif, serif", printed=True))
    assert root.get("font-family").startswith("Liberation Serif")
    squares = {path.get("fill"): path.get("d").count("M") for path in root.findall(f"{SVG}path")}
    hatched = next(fill for fill in squares if fill.startswith("url(#"))
    assert squares == {charts.HEAT[0]: 2, hatched: 2, charts.HEAT[4]: 1, charts.HEAT[2]: 1}
    counts = [text for text in root.findall(f"{SVG}text") if "x" in text.attrib and "text-anchor" not in text.attrib]
    places = {place for text in counts for place in zip(text.text, text.get("x").split(), strict=True)}
    # cells of 26 begin at 190, digits are 6.5 wide
    assert places == {("0", "199.8"), ("1", "222.5"), ("2", "229"), ("5", "225.8"), ("0", "251.8")}


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (Decimal("91.7"), "%", "91,7\u00a0%"),
        (75.0, "", "75"),
        (12, "дней", "12\u00a0дней"),
        (-3.5, "", "−3,5"),
        (None, "%", "н/д"),
    ],
)
def test_numbers_are_russian(value, unit, text):
    assert number(value, unit) == text


def luminance(colour):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, two):
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colour", [*charts.SERIES, charts.BAR, charts.TARGET, charts.GRID])
def test_shapes_stand_out_from_the_ground(colour):
    assert contrast(colour, charts.SURFACE) >= 3  # WCAG 1.4.11


@pytest.mark.parametrize(("ground", "ink"), [*zip(charts.HEAT, charts.HEAT_INK, strict=True)])
def test_figures_in_cells_can_be_read(ground, ink):
    assert contrast(ground, ink) >= 4.5  # WCAG 1.4.3


def test_tag_gives_the_bars_as_a_table_too():
    rows = [Bar("Охват", Decimal("20.8"), None, "5 из 24"), Bar("Ритм", None, 90)]
    page = rendered('{% bar_chart rows title="Показатели" unit="%" first="Показатель" %}', rows=rows)
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in page
    assert "<summary>Данные таблицей</summary>" in page
    headings = re.findall(r'<th scope="col"[^>]*>([^<]*)</th>', page)
    assert headings == ["Показатель", "Значение", "План", "Пояснение"]
    assert re.findall(r'<td class="num">([^<]*)</td>', page) == [
        *("20,8\u00a0%", "–", "5 из 24"),
        *("н/д", "90\u00a0%", ""),
    ]


def test_tag_of_plain_bars_has_no_empty_columns():
    page = rendered('{% bar_chart rows title="Встречи" %}', rows=[("Сентябрь", 3)])
    assert re.findall(r'<th scope="col"[^>]*>([^<]*)</th>', page) == ["Что", "Значение"]


def test_tag_gives_the_parts_as_a_table_with_sums():
    page = rendered(
        '{% stacked_bar_chart rows series title="Этапы" %}',
        rows=[("Этап 1", [2, None])],
        series=["да", "нет"],
    )
    assert re.findall(r'<td class="num">([^<]*)</td>', page) == ["2", "0", "2"]


def test_tag_gives_the_heat_map_as_a_table_and_lets_it_scroll():
    page = rendered(
        '{% heat_map rows columns title="Встречи" quiet="каникулы" %}',
        rows=[("Котов", [1, None])],
        columns=["1", "2"],
    )
    assert re.findall(r'<td class="num">([^<]*)</td>', page) == ["1", "каникулы"]
    assert page.count('tabindex="0"') == 2


def test_tag_without_rows_says_so():
    assert "Данных пока нет." in rendered('{% bar_chart rows title="Пусто" %}', rows=[])


def test_tag_escapes_what_people_typed():
    page = rendered("{% bar_chart rows title=evil %}", rows=[(EVIL, 1)], evil=EVIL)
    assert "<script" not in page
