"""Section 6 of the annual report: meetings, rhythm and the annex with every pair."""

from collections import Counter

from django.db.models import Prefetch

from mentorship.common.russian import counted, cut
from mentorship.documents import blocks
from pairs import rhythm
from pairs.models import Bond, BondMember, Meeting
from pairs.rhythm import MEETINGS, duration_words

from ... import indicators
from ...indicators import NO_DATA as UNKNOWN
from ...indicators import decimal_words

MOST_PAIRS = 800  # rows of the table of pairs: more would not fit into one paper
HEAT_PAIRS, HEAT_ROWS, HEAT_WEEKS = 30, 15, 60  # pairs drawn, pairs in one picture, weeks in it
# What a pair is called by; hundreds of whole cards would cost more than the rest of the report.
NAMES = [f"participation__person__{name}" for name in ("last_name", "first_name", "patronymic", "sort_key")]
DAYS = "день,дня,дней"


class Pairs:
    """The bonds of a report with the names of their people, by the mentor's name."""

    def __init__(self, figures):
        people = BondMember.objects.select_related("participation__person").only("bond", "side", *NAMES)
        bonds = Bond.objects.filter(pk__in=[bond.pk for bond in figures.bonds])
        bonds = bonds.prefetch_related(Prefetch("members", people))
        self.all = sorted(bonds, key=lambda bond: [one.sort_key for one in [*bond.mentors, *bond.mentees]])


def section(figures, pairs):
    head = blocks.subtitle("6. Работа пар и групп")
    meetings = [one for some in figures.meetings.values() for one in some]
    if not meetings:
        return [head, blocks.paragraph("Состоявшихся встреч в журнале нет.")]
    words = [blocks.paragraph(text) for text in _work_words(figures, pairs, meetings)]
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
    return [head, *words, blocks.table(columns, rows)]


def _work_words(figures, pairs, meetings):
    minutes = sum(length for _, length, _ in meetings)
    each = indicators.rounded(indicators.mean([len(figures.meetings[bond.pk]) for bond in figures.bonds]))
    each = int(each) if each == int(each) else each
    yield (
        f"В журнале {counted(len(meetings), 'состоявшаяся встреча,состоявшиеся встречи,состоявшихся встреч')} общей "
        f"продолжительностью {duration_words(minutes)}, в среднем {counted(each, MEETINGS)} на пару (группу). "
        "Встречи каждой пары и их распределение по неделям показаны в приложении."
    )
    if figures["I07"].fact is not None:
        yield (
            f"Ритм «не реже одного раза в {indicators.WINDOW_DAYS} дней» (каникулы не считаются) соблюдён "
            f"в {figures['I07'].counts_words} двухнедельных отрезков ({figures['I07'].fact_words}). {_gap_words(figures, pairs)}"
        )
    silent = sum(not figures.meetings[bond.pk] for bond in figures.bonds)
    if silent:
        yield f"Без единой записанной встречи: {counted(silent, 'пара (группа),пары (группы),пар (групп)')}."


def _gap_words(figures, pairs):
    longest = max(pairs.all, key=lambda bond: _gap(figures, bond))
    return f"Самый долгий перерыв – {counted(_gap(figures, longest), DAYS)} (пара {longest.title})."


def _gap(figures, bond):
    kept = figures.rhythms.get(bond.pk)
    return kept.longest_gap_days if kept else -1


def annex(figures, pairs):
    if not any(figures.meetings.values()):
        return []
    shown = pairs.all[:MOST_PAIRS]
    more = [blocks.note(f"Показаны {MOST_PAIRS} из {len(pairs.all)}.")] if len(pairs.all) > MOST_PAIRS else []
    columns = [
        {"title": "№", "width": 5, "align": "center"},
        {"title": "Наставник → наставляемые", "width": 39},
        *(
            {"title": word, "width": 14, "align": "center"}
            for word in ("Встреч", "Время", "Ритм", "Наибольший перерыв")
        ),
    ]
    rows = [[f"{n}.", *_pair_row(figures, bond)] for n, bond in enumerate(shown, 1)]
    return [
        blocks.annex(["Приложение", "к итоговому аналитическому отчёту"], "Встречи пар и групп", "landscape"),
        blocks.table(columns, rows),
        blocks.note(
            "Ритм – отрезки по 14 дней без каникул, в которых была хотя бы одна встреча. Перерыв считается в тех же "
            "днях. «–» – вид наставничества, для которого норма «раз в две недели» не действует."
        ),
        *more,
        *_heat(figures, pairs),
    ]


def _pair_row(figures, bond):
    meetings, kept = figures.meetings[bond.pk], figures.rhythms.get(bond.pk)
    time = duration_words(sum(length for _, length, _ in meetings))
    if kept is None:
        return [bond.title, str(len(meetings)), time, "–", "–"]
    return [
        bond.title,
        str(len(meetings)),
        time,
        f"{kept.met} из {kept.windows}" if kept.windows else UNKNOWN,
        counted(kept.longest_gap_days, DAYS),
    ]


def _heat(figures, pairs):
    """The map of weeks: pairs with the longest silence first if there are too many for a paper."""
    drawn = pairs.all
    if len(drawn) > HEAT_PAIRS:
        drawn = sorted(drawn, key=lambda bond: -_gap(figures, bond))[:HEAT_PAIRS]
    mondays = rhythm.weeks(figures.cycle.starts_on, figures.on)[-HEAT_WEEKS:]
    rows = [[cut(bond.title, 100), _weeks(figures, bond, mondays)] for bond in drawn]
    title = "Встречи по неделям (недели названы по понедельнику)"
    if len(pairs.all) > HEAT_PAIRS:
        title += f": {HEAT_PAIRS} пар с самыми долгими перерывами из {len(pairs.all)}"
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
