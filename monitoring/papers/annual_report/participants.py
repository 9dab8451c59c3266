"""Section 4 of the annual report: who took part, by forms and kinds, and how many of the staff."""

from collections import Counter

from mentorship.common.russian import counted, join_and
from mentorship.documents import blocks
from mentorship.institution.models import MentoringForm
from mentorship.registry.models import Side
from pairs.models import Bond

OF_STAFF = "педагогического работника,педагогических работников,педагогических работников"


def section(figures):
    groups = groups_of(figures)
    forms = MentoringForm.objects.in_bulk()
    by_form = _counted_by(figures, groups, lambda bond: [forms[bond.form_id]])
    by_kind = _counted_by(figures, groups, lambda bond: figures.kinds[bond.pk])
    return [
        blocks.subtitle("4. Участники"),
        blocks.paragraph(_participants_words(figures, groups)),
        blocks.paragraph(_coverage_words(figures)),
        blocks.table(_count_columns("Форма наставничества"), [_count_row(*one) for one in by_form]),
        blocks.table(_count_columns("Вид наставничества"), [_count_row(*one) for one in by_kind]),
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


def _participants_words(figures, groups):
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
    over = [bond for bond in figures.bonds if bond.ended_on and bond.ended_on <= figures.on]
    ended = Counter(bond.state for bond in over)
    going_on = figures.working - {bond.pk for bond in over}  # a pair works on its last day, too: it is counted once
    parts = [f"на отчётную дату действует {len(going_on)}"]
    parts += [f"завершено {ended[Bond.State.COMPLETED]}"] * bool(ended[Bond.State.COMPLETED])
    parts += [f"прекращено досрочно {ended[Bond.State.TERMINATED]}"] * bool(ended[Bond.State.TERMINATED])
    return f"Участники цикла: {join_and(everyone)}. Создано: {formed}; из них {', '.join(parts)}."


def _coverage_words(figures):
    mentees, mentors, provided = figures["I01"], figures["I03"], figures["I05"]
    if not figures.staff:
        return "Численность педагогических работников в портале не заполнена, поэтому охват не рассчитан."
    words = (
        f"Охват: наставляемыми были {mentees.share.numerator} из {counted(len(figures.staff), OF_STAFF)} "
        f"({mentees.fact_words}), наставниками – {mentors.share.numerator} ({mentors.fact_words})."
    )
    if provided.fact is None:
        return words
    return f"{words} Наставником обеспечены {provided.counts_words} принятых наставляемых ({provided.fact_words})."


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
