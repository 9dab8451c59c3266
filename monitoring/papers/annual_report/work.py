"""Section 6 of the annual report: meetings, rhythm and the annex with every pair."""

from collections import Counter

from mentorship.common.russian import counted, cut
from mentorship.documents import blocks, listed
from pairs import rhythm
from pairs.models import Meeting
from pairs.rhythm import MEETINGS, duration_words

from ... import indicators
from ...indicators import NO_DATA as UNKNOWN
from ...indicators import decimal_words

MOST_PAIRS = 800  # rows of the table of pairs: more would not fit into one paper
HEAT_PAIRS, HEAT_ROWS, HEAT_WEEKS = 30, 15, 60  # pairs drawn, pairs in one picture, weeks in it
DAYS = "день,дня,дней"
HELD = "состоявшаяся встреча,состоявшиеся встречи,состоявшихся встреч"
SILENT = "пара (группа),пары (группы),пар (групп)"


def section(told):
    head = listed.section(6, "Работа пар и групп", "work")
    meetings = [one for some in told.figures.meetings.values() for one in some]
    if not meetings:
        return [head, blocks.paragraph("Состоявшихся встреч в журнале нет.", key="no_meetings")]
    types = Counter(type_ for _, _, type_ in meetings)
    columns = [
        {"title": "Что было на встрече", "width": 60},
        {"title": "Встреч", "width": 20, "align": "center"},
        {"title": "Доля", "width": 20, "align": "center"},
    ]
    rows = [
        [kind.label, str(types[kind]), f"{decimal_words(indicators.share(types[kind], len(meetings)).percent)} %"]
        for kind in Meeting.Type
        if types[kind]
    ]
    return [head, *_work(told, meetings), blocks.table(columns, rows, key="type_columns")]


def _work(told, meetings):
    yield _held(told.figures, meetings)
    if told.figures["I07"].fact is not None:
        yield _rhythm(told)
    silent = sum(not told.figures.meetings[bond.pk] for bond in told.figures.bonds)
    if silent:
        words = {"пар": (counted(silent, SILENT), "сколько пар и групп")}
        yield blocks.paragraph("Без единой записанной встречи: {пар}.", key="silent", words=words)


def _held(figures, meetings):
    minutes = sum(length for _, length, _ in meetings)
    each = indicators.rounded(indicators.mean([len(figures.meetings[bond.pk]) for bond in figures.bonds]))
    each = int(each) if each == int(each) else each
    return blocks.paragraph(
        "В журнале {встреч} общей продолжительностью {время}, в среднем {в среднем} на пару (группу). "
        "Встречи каждой пары и их распределение по неделям показаны в приложении.",
        key="held",
        words={
            "встреч": (counted(len(meetings), HELD), "«18 состоявшихся встреч»"),
            "время": (duration_words(minutes), "«13 ч 30 мин»"),
            "в среднем": (counted(each, MEETINGS), "«6 встреч»"),
        },
    )


def _rhythm(told):
    kept = told.figures["I07"]
    return blocks.paragraph(
        "Ритм «не реже одного раза в {дней} дней» (каникулы не считаются) соблюдён в {отрезков} двухнедельных отрезков "
        "({доля}). {перерыв}",
        key="rhythm",
        words={
            "дней": (str(indicators.WINDOW_DAYS), "длина отрезка"),
            "отрезков": (kept.counts_words, "«16 из 18»"),
            "доля": (kept.fact_words, "процент"),
            "перерыв": (_gap_words(told), "предложение о самом долгом перерыве"),
        },
    )


def _gap_words(told):
    longest = max(told.pairs, key=lambda pair: _gap(told.figures, pair))
    who = "группа" if longest.mentees else "пара"
    return f"Самый долгий перерыв – {counted(_gap(told.figures, longest), DAYS)} ({who} {longest.title})."


def _gap(figures, bond):
    kept = figures.rhythms.get(bond.pk)
    return kept.longest_gap_days if kept else -1


def annex(told):
    figures, pairs = told.figures, told.pairs
    if not any(figures.meetings.values()):
        return []
    shown = pairs[:MOST_PAIRS]
    more = [blocks.note(f"Показаны {MOST_PAIRS} из {len(pairs)}.")] if len(pairs) > MOST_PAIRS else []
    columns = [
        {"title": "№", "width": 5, "align": "center"},
        {"title": "Наставник → наставляемые", "width": 39},
        *(
            {"title": word, "width": 14, "align": "center"}
            for word in ("Встреч", "Время", "Ритм", "Наибольший перерыв")
        ),
    ]
    rows = [row for n, bond in enumerate(shown, 1) for row in _rows(figures, bond, n)]
    return [
        blocks.annex(
            ["Приложение", "к итоговому аналитическому отчёту"], "Встречи пар и групп", "landscape", key="pairs"
        ),
        blocks.table(columns, rows, key="pair_columns"),
        blocks.note(
            "Ритм – отрезки по {дней} дней без каникул, в которых была хотя бы одна встреча. Перерыв считается в тех же "
            "днях. «–» – вид наставничества, для которого норма «раз в две недели» не действует. Встреча группы засчитана "
            "группе; под группой названы те, кто был не на всех её встречах, их ритм – по встречам, на которых они были.",
            key="about_rhythm",
            words={"дней": (str(indicators.WINDOW_DAYS), "длина отрезка")},
        ),
        *more,
        *_heat(figures, pairs),
    ]


def _rows(figures, bond, n):
    """The row of a pair or group and, under a group, one for each mentee who was not at all its meetings."""
    meetings, kept = figures.meetings[bond.pk], figures.rhythms.get(bond.pk)
    time = duration_words(sum(length for _, length, _ in meetings))
    yield [f"{n}.", bond.title, str(len(meetings)), time, *_kept(kept)]
    for participation, name in bond.mentees:
        if missed := figures.missed[bond.pk][participation]:
            own = figures.own_rhythm(bond, participation) if kept else None
            yield ["", name, f"{len(meetings) - len(missed)} из {len(meetings)}", "", *_kept(own)]


def _kept(kept):
    """«5 из 6» windows and the longest silence; dashes where the norm does not hold."""
    if kept is None:
        return ["–", "–"]
    return [f"{kept.met} из {kept.windows}" if kept.windows else UNKNOWN, counted(kept.longest_gap_days, DAYS)]


def _heat(figures, pairs):
    """The map of weeks: pairs with the longest silence first if there are too many for a paper."""
    drawn = pairs
    if len(drawn) > HEAT_PAIRS:
        drawn = sorted(drawn, key=lambda bond: -_gap(figures, bond))[:HEAT_PAIRS]
    mondays = rhythm.weeks(figures.cycle.starts_on, figures.on)[-HEAT_WEEKS:]
    rows = [[cut(bond.title, 100), _weeks(figures, bond, mondays)] for bond in drawn]
    title = "Встречи по неделям (недели названы по понедельнику)"
    if len(pairs) > HEAT_PAIRS:
        title += f": {HEAT_PAIRS} пар с самыми долгими перерывами из {len(pairs)}"
    parts = [rows[n : n + HEAT_ROWS] for n in range(0, len(rows), HEAT_ROWS)]
    return [
        blocks.chart(
            title if n == 0 else f"{title}, продолжение",
            "heat",
            {"columns": [f"{monday:%d.%m}" for monday in mondays], "rows": part},
            alt="Чем темнее клетка, тем больше встреч за неделю; заштрихованы недели, которые не считаются.",
        )
        for n, part in enumerate(parts)
    ]


def _weeks(figures, bond, mondays):
    held = [day for day, *_ in figures.meetings[bond.pk]]
    return rhythm.week_counts(held, mondays, bond.starts_on, min(bond.last_day, figures.on), figures.quiet)
