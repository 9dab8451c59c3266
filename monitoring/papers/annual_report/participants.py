"""Section 4 of the annual report: who took part, by forms and kinds, and how many of the staff."""

from collections import Counter

from mentorship.common.russian import counted, join_and
from mentorship.documents import blocks, listed
from mentorship.registry.models import Side
from pairs.models import Bond

OF_STAFF = "педагогического работника,педагогических работников,педагогических работников"


def section(told):
    figures = told.figures
    groups = groups_of(figures)
    by_form = _counted_by(figures, groups, lambda bond: [told.forms[bond.form_id]])
    by_kind = _counted_by(figures, groups, lambda bond: figures.kinds[bond.pk])
    return [
        listed.section(4, "Участники", "participants"),
        _participants(figures, groups),
        _coverage(figures),
        blocks.table(_count_columns("Форма наставничества"), [_count_row(*one) for one in by_form], key="form_columns"),
        blocks.table(_count_columns("Вид наставничества"), [_count_row(*one) for one in by_kind], key="kind_columns"),
        blocks.chart(
            "Пары и группы по формам наставничества",
            "donut",
            {"rows": [[title, float(pairs + groups)] for title, pairs, groups, *_ in by_form]},
            alt="; ".join(f"{title} – {pairs + groups}" for title, pairs, groups, *_ in by_form) + ".",
        ),
    ]


def groups_of(figures):
    """Keys of the bonds with two mentees or more."""
    mentees = Counter(bond for bond, _, _, side in figures.members if side == Side.MENTEE)
    return {bond for bond, count in mentees.items() if count > 1}


def _participants(figures, groups):
    everyone = (
        counted(len(figures.people(Side.MENTOR)), "наставник,наставника,наставников"),
        counted(len(figures.people(Side.MENTEE)), "наставляемый,наставляемых,наставляемых"),
    )
    pairs = len(figures.bonds) - len(groups)
    formed = join_and(
        [
            counted(pairs, "пара,пары,пар") if pairs else "",
            counted(len(groups), "группа,группы,групп") if groups else "",
        ]
    )
    return blocks.paragraph(
        "Участники цикла: {участники}. Создано: {создано}; из них {как идут}.",
        key="participants_counted",
        words={
            "участники": (join_and(everyone), "сколько наставников и наставляемых"),
            "создано": (formed, "сколько пар и групп"),
            "как идут": (_standing(figures), "сколько действует, завершено и прекращено досрочно"),
        },
    )


def _standing(figures):
    over = [bond for bond in figures.bonds if bond.ended_on and bond.ended_on <= figures.on]
    ended = Counter(bond.state for bond in over)
    going_on = figures.working - {bond.pk for bond in over}  # a pair works on its last day, too: it is counted once
    parts = [f"на отчётную дату действует {len(going_on)}"]
    parts += [f"завершено {ended[Bond.State.COMPLETED]}"] * bool(ended[Bond.State.COMPLETED])
    parts += [f"прекращено досрочно {ended[Bond.State.TERMINATED]}"] * bool(ended[Bond.State.TERMINATED])
    return ", ".join(parts)


def _coverage(figures):
    mentees, mentors, provided = figures["I01"], figures["I03"], figures["I05"]
    if not figures.staff:
        words = "Численность педагогических работников в портале не заполнена, поэтому охват не рассчитан."
        return blocks.paragraph(words, key="no_staff")
    among = f"{mentees.share.numerator} из {counted(len(figures.staff), OF_STAFF)} ({mentees.fact_words})"
    sentence = f"Наставником обеспечены {provided.counts_words} принятых наставляемых ({provided.fact_words})."
    return blocks.paragraph(
        "Охват: наставляемыми были {наставляемых}, наставниками – {наставников}. {обеспечены}",
        key="coverage",
        words={
            "наставляемых": (among, "сколько из скольких педагогов и доля"),
            "наставников": (f"{mentors.share.numerator} ({mentors.fact_words})", "сколько педагогов и доля"),
            "обеспечены": (
                "" if provided.fact is None else sentence,
                "предложение об обеспеченных наставником, если есть принятые",
            ),
        },
    )


def _counted_by(figures, groups, of):
    """[(title, pairs, groups, mentors, mentees)] for each value that ``of(bond)`` gives, in the dictionary's order."""
    found = {}
    for bond in figures.bonds:
        for value in of(bond):
            found.setdefault(value.pk, (value, set()))[1].add(bond.pk)
    ordered = sorted(found.values(), key=lambda one: (one[0].order, one[0].pk))
    return [
        (
            value.title,
            len(bonds - groups),
            len(bonds & groups),
            len(figures.people(Side.MENTOR, bonds)),
            len(figures.people(Side.MENTEE, bonds)),
        )
        for value, bonds in ordered
    ]


def _count_columns(first):
    words = ("Пар", "Групп", "Наставников", "Наставляемых")
    return [
        {"title": first, "width": 36},
        *(
            {"title": word, "width": width, "align": "center"}
            for word, width in zip(words, (12, 12, 19, 21), strict=True)
        ),
    ]


def _count_row(title, *counts):
    return [title, *map(str, counts)]
