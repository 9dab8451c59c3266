"""Section 5 of the annual report: the indicators as a table, a chart and words."""

from mentorship.common.russian import join_and
from mentorship.documents import blocks, listed

from ...indicators import NO_DATA as UNKNOWN
from ...indicators import decimal_words
from ...reported import TABLE


def section(figures):
    return [
        listed.section(5, "Показатели", "indicators"),
        _summary(figures),
        blocks.table(INDICATOR_COLUMNS, indicator_rows(figures), id=TABLE, key="indicator_columns"),
        _explained(figures.rules),
        blocks.chart(
            "Показатели цикла: факт и план",
            "bar",
            {"rows": [_bar(one) for one in figures.all]},
            unit="%",
            alt="; ".join(f"{one.indicator.title}: {one.fact_words}, план {one.plan_words}" for one in figures.all)
            + ".",
        ),
        _answers(figures, "I11", "Q12E", "наставляемых"),
        _answers(figures, "I12", "Q12M", "наставников"),
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


def _summary(figures):
    return blocks.paragraph(
        "Рассчитано показателей: {показателей}. {план}",
        key="indicators_counted",
        words={
            "показателей": (str(len(figures.all)), "сколько показателей"),
            "план": (_plan_words(figures), "предложения о том, выполнен ли план"),
        },
    )


def _plan_words(figures):
    planned = [one for one in figures.all if one.deviation is not None]
    below = [one for one in planned if one.is_below]
    if not planned:
        return "План по показателям, для которых есть данные, не задан."
    if not below:
        return f"План выполнен по всем показателям, для которых он задан и есть данные ({len(planned)})."
    named = join_and(f"«{one.indicator.title}» ({one.deviation_words})" for one in below)
    met = f"выполнен по {len(planned) - len(below)}" if len(below) < len(planned) else "не выполнен ни по одному"
    return f"План {met} из {len(planned)}. Ниже плана: {named}."


def _explained(rules):
    return blocks.note(
        "{нет данных} – нет данных: считать не из чего. Удовлетворён – участник, чья средняя оценка в итоговой анкете не "
        "ниже {порога} из 10. Если ответов меньше {наименьшего числа}, показатель не раскрывается.",
        key="explained",
        words={
            "нет данных": (UNKNOWN, "как обозначено, что данных нет"),
            "порога": (decimal_words(rules.satisfied_from), "с какой оценки участник удовлетворён, по «Правилам»"),
            "наименьшего числа": (str(rules.hide_below), "при скольких ответах показатель раскрывают, по «Правилам»"),
        },
    )


def _answers(figures, code, questionnaire, who):
    """Rate of answers beside a figure that comes from answers (methodology.md 4.6)."""
    asked, figure = figures.asked[questionnaire], figures[code]
    whom = {"кого": (who, "«наставляемых» или «наставников»")}
    if not asked:
        return blocks.paragraph("Итоговый опрос {кого} в цикле не проводился.", key="not_asked", words=whom)
    whom["спрошено"] = (str(asked), "сколько человек спросили")
    if figure.hidden:
        return blocks.paragraph(
            "Итоговый опрос {кого}: спрошено {спрошено}, ответов меньше {наименьшего числа}, поэтому средние не раскрываются.",
            key="few_answers",
            words=whom | {"наименьшего числа": (str(figure.minimum), "при скольких ответах средние раскрывают")},
        )
    return blocks.paragraph(
        "Итоговый опрос {кого}: ответили {ответили} из {спрошено}, {средний индекс}, удовлетворены {удовлетворены}.",
        key="answered",
        words=whom
        | {
            "ответили": (str(figure.share.denominator), "сколько ответили"),
            "средний индекс": (figure.note, "«средний индекс …»"),
            "удовлетворены": (f"{figure.share.numerator} ({figure.fact_words})", "сколько человек и доля"),
        },
    )
