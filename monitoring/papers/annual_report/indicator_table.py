"""Section 5 of the annual report: the indicators as a table, a chart and words."""

from mentorship.common.russian import join_and
from mentorship.documents import blocks

from ...indicators import NO_DATA as UNKNOWN
from ...indicators import decimal_words
from ...reported import TABLE


def section(figures):
    rules = figures.rules
    return [
        blocks.subtitle("5. Показатели"),
        blocks.paragraph(_indicators_words(figures)),
        blocks.table(INDICATOR_COLUMNS, indicator_rows(figures), id=TABLE),
        blocks.note(
            f"{UNKNOWN} – нет данных: считать не из чего. Удовлетворён – участник, чья средняя оценка в итоговой анкете "
            f"не ниже {decimal_words(rules.satisfied_from)} из 10. Если ответов меньше {rules.hide_below}, "
            "показатель не раскрывается."
        ),
        blocks.chart(
            "Показатели цикла: факт и план",
            "bar",
            {"rows": [_bar(one) for one in figures.all]},
            unit="%",
            alt="; ".join(f"{one.indicator.title}: {one.fact_words}, план {one.plan_words}" for one in figures.all)
            + ".",
        ),
        *[blocks.paragraph(words) for words in _answers_words(figures)],
    ]


INDICATOR_COLUMNS = [
    {"title": "Код", "width": 8, "align": "center"},
    {"title": "Показатель", "width": 28},
    {"title": "План", "width": 11, "align": "center"},
    {"title": "Факт", "width": 12, "align": "center"},
    {"title": "Из чего", "width": 11, "align": "center"},
    {"title": "Отклонение", "width": 16, "align": "center"},
    {"title": "Прошлый цикл", "width": 14, "align": "center"},
]


def indicator_rows(figures):
    """The table of indicators, word for word as on the page of figures."""
    return [
        [
            one.code,
            one.indicator.title,
            one.plan_words,
            one.fact_words,
            one.counts_words,
            one.deviation_words,
            one.previous_words,
        ]
        for one in figures.all
    ]


def _bar(one):
    plan = None if one.plan is None else float(one.plan)
    fact = None if one.fact is None else float(one.fact)
    return [one.indicator.title, fact, plan, one.counts_words]


def _indicators_words(figures):
    planned = [one for one in figures.all if one.deviation is not None]
    below = [one for one in planned if one.is_below]
    words = f"Рассчитано показателей: {len(figures.all)}. "
    if not planned:
        return words + "План по показателям, для которых есть данные, не задан."
    if not below:
        return words + f"План выполнен по всем показателям, для которых он задан и есть данные ({len(planned)})."
    named = join_and(f"«{one.indicator.title}» ({one.deviation_words})" for one in below)
    return words + f"План выполнен по {len(planned) - len(below)} из {len(planned)}. Ниже плана: {named}."


def _answers_words(figures):
    """Rate of answers beside every figure that comes from answers (methodology.md 4.6)."""
    for code, questionnaire, who in (("I11", "Q12E", "наставляемых"), ("I12", "Q12M", "наставников")):
        asked, figure = figures.asked[questionnaire], figures[code]
        if not asked:
            yield f"Итоговый опрос {who} в цикле не проводился."
        elif figure.hidden:
            yield f"Итоговый опрос {who}: спрошено {asked}, ответов меньше {figure.minimum}, поэтому средние не раскрываются."
        else:
            yield (
                f"Итоговый опрос {who}: ответили {figure.share.denominator} из {asked}, {figure.note}, "
                f"удовлетворены {figure.share.numerator} ({figure.fact_words})."
            )
