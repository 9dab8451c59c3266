"""The annual report, sections 1–6 of methodology.md 5.7: built from the records as blocks.

Every number comes from :mod:`monitoring.figures`, as on the page of figures; no meeting's notes and no single answer
stand in it.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q
from django.urls import reverse

from mentorship.accounts.models import Role, RoleGrant
from mentorship.common.russian import counted, cut, date_digits, date_words, initials_first, join_and, period_words
from mentorship.common.workflow import Missing
from mentorship.cycle.terms import State
from mentorship.documents import blocks
from mentorship.documents.models import Paper
from mentorship.institution.models import Act, Institution, MentoringForm
from mentorship.registry.models import Side
from pairs import rhythm
from pairs.models import Bond, BondMember, Meeting
from pairs.rhythm import MEETINGS, duration_words

from .. import indicators
from ..figures import Figures
from ..indicators import NO_DATA as UNKNOWN
from ..indicators import decimal_words

TITLE = "Итоговый аналитический отчёт о реализации целевой модели наставничества"
NO_DATA = "Нет данных за период – отчёт не сформирован."
INDICATORS_ID = "indicators"  # id of the table that is compared with the records before the signature
MOST_PAIRS = 800  # rows of the table of pairs: more would not fit into one paper
HEAT_PAIRS, HEAT_ROWS, HEAT_WEEKS = 30, 15, 60  # pairs drawn, pairs in one picture, weeks in it
LATE_ROWS = 40
LONG = 200  # letters of a row's title in a table
# What a pair is called by; hundreds of whole cards would cost more than the rest of the report.
NAMES = [f"participation__person__{name}" for name in ("last_name", "first_name", "patronymic", "sort_key")]
DAYS = "день,дня,дней"
ROWS = "мероприятие,мероприятия,мероприятий"
OF_STAFF = "педагогического работника,педагогических работников,педагогических работников"


def title_of(cycle):
    return f"{TITLE}, {cycle.title}"


def has_data(cycle, on):
    """Whether anything took place in the cycle by the day."""
    return bool(Figures(cycle, on).bonds)


def day_of(paper):
    """The day on which the report's figures are taken."""
    return date.fromisoformat(paper.options["on"])


def build(paper):
    """Blocks of the report, written from the records."""
    institution, figures = Institution.load(), Figures(paper.subject, day_of(paper))
    pairs = Pairs(figures)
    return [
        blocks.approval([], _approval(institution)),
        blocks.doc_title(TITLE),
        blocks.paragraph(f"{institution.short_name}, {figures.cycle.title}", indent=False, align="center"),
        *_general(institution, figures),
        *_acts(figures),
        *_roadmap(figures),
        *_participants(figures),
        *_indicators(figures),
        *_work(figures, pairs),
        blocks.signature(*_author(paper)),
        *_annex(figures, pairs),
    ]


def _approval(institution):
    head = initials_first(institution.head_last_name, institution.head_first_name, institution.head_patronymic)
    return ["УТВЕРЖДАЮ", institution.head_post, f"__________ {head}", "«___» ___________ 20___ г."]


def _author(paper):
    """Post and name of the curator who signs."""
    author = paper.prepared_by
    person = getattr(author, "person", None) if author else None
    if person:
        return "Куратор наставничества", person.signature_name
    return "Куратор наставничества", initials_first(*f"{author or ''}".split(maxsplit=2))


# --- 1. General ----------------------------------------------------------------------------------------------


def _general(institution, figures):
    cycle, on = figures.cycle, figures.on
    used = {bond.form_id for bond in figures.bonds}
    forms = [form.title for form in MentoringForm.objects.all() if form.pk in used]
    kinds = {kind.pk: kind for bond in figures.bonds for kind in figures.kinds[bond.pk]}
    rows = [
        ("Учреждение", institution.full_name),
        ("Адрес", institution.address),
        ("Программа наставничества", cycle.programme.title),
        ("Период", f"{cycle.title}: {period_words(cycle.starts_on, cycle.ends_on)}"),
        ("Данные на дату", date_words(on)),
        ("Куратор", _curators(cycle, on)),
        ("Приказы", "\n".join(_order(paper) for paper in _issued(cycle, on) if paper.number)),
        ("Формы наставничества", ", ".join(forms)),
        ("Виды наставничества", ", ".join(kind.title for kind in sorted(kinds.values(), key=lambda kind: kind.order))),
        ("Этапы", "\n".join(str(stage) for stage in cycle.stages.all())),
    ]
    columns = [{"title": "Сведения", "width": 30}, {"title": "Содержание", "width": 70}]
    return [
        blocks.subtitle("1. Общие сведения"),
        blocks.table(columns, [[name, value or "–"] for name, value in rows]),
    ]


def _curators(cycle, on):
    """Everybody who was curator in the period, with the days of those who were not all along."""
    grants = RoleGrant.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=cycle.starts_on), role=Role.CURATOR)
    grants = grants.filter(starts_on__lte=on).select_related("user").order_by("starts_on", "pk")
    return "\n".join(_served(grant, cycle, on) for grant in grants)


def _served(grant, cycle, on):
    begun = grant.starts_on if grant.starts_on > cycle.starts_on else None
    left = grant.ends_on if grant.ends_on and grant.ends_on < on else None
    span = " ".join(filter(None, [begun and f"с {date_digits(begun)}", left and f"по {date_digits(left)}"]))
    return f"{grant.user.full_name} ({span})" if span else grant.user.full_name


def _issued(cycle, on):
    papers = Paper.objects.about(cycle).filter(state=Paper.State.ISSUED, issued_on__lte=on)
    return papers.only("title", "number", "issued_on").order_by("issued_on", "pk")


def _order(paper):
    return f"от {date_digits(paper.issued_on)} № {paper.number} «{paper.title}»"


# --- 2. Acts -------------------------------------------------------------------------------------------------


def _acts(figures):
    local = [act for act in Act.objects.filter(is_local=True).exclude(code="local") if act.in_force(figures.on)]
    issued = list(_issued(figures.cycle, figures.on))
    rows = [[_act(act), "", date_digits(act.effective_from)] for act in local]
    rows += [[paper.title, paper.number, date_digits(paper.issued_on)] for paper in issued]
    numbered = [[f"{n}.", *(cell or "–" for cell in row)] for n, row in enumerate(rows, 1)]
    columns = [
        {"title": "№", "width": 7, "align": "center"},
        {"title": "Документ", "width": 58},
        {"title": "Номер", "width": 15, "align": "center"},
        {"title": "Дата", "width": 20, "align": "center"},
    ]
    words = f"Локальных нормативных актов: {len(local)}; документов, изданных в цикле: {len(issued)}."
    found = [blocks.subtitle("2. Нормативное обеспечение"), blocks.paragraph(words)]
    return [*found, blocks.table(columns, numbered)] if rows else found


def _act(act):
    return f"{act.title} «{act.name}»" if act.name else act.title


# --- 3. Roadmap ----------------------------------------------------------------------------------------------


@dataclass
class Progress:
    """How many rows of a stage are done, late and still to come."""

    stage: object
    done: int = 0
    late: int = 0
    ahead: int = 0

    @property
    def planned(self):
        return self.done + self.late + self.ahead


def stages_of(figures):
    """:class:`Progress` of every stage on the day of ``figures``."""
    stages = {stage.pk: Progress(stage) for stage in figures.cycle.stages.all()}
    for row, state in figures.roadmap:
        stage = stages[row.stage_id]
        if state.is_done:
            stage.done += 1
        elif state.code is State.OVERDUE:
            stage.late += 1
        else:
            stage.ahead += 1
    return list(stages.values())


def _roadmap(figures):
    head = blocks.subtitle("3. Выполнение дорожной карты")
    stages = [stage for stage in stages_of(figures) if stage.planned]
    if not stages:
        return [head, blocks.paragraph("Дорожная карта цикла в портале не заполнена.")]
    columns = [
        {"title": "Этап", "width": 42},
        {"title": "По плану", "width": 14, "align": "center"},
        {"title": "Выполнено", "width": 15, "align": "center"},
        {"title": "Просрочено", "width": 16, "align": "center"},
        {"title": "Впереди", "width": 13, "align": "center"},
    ]
    rows = [[str(one.stage), *map(str, (one.planned, one.done, one.late, one.ahead))] for one in stages]
    total = [sum(getattr(one, name) for one in stages) for name in ("planned", "done", "late", "ahead")]
    return [
        head,
        blocks.paragraph(_roadmap_words(figures, *total)),
        blocks.table(columns, [*rows, ["Всего", *map(str, total)]]),
        blocks.chart(
            "Выполнение дорожной карты по этапам",
            "stacked",
            {
                "series": ["Выполнено", "Просрочено", "Впереди"],
                "rows": [[cut(str(one.stage), 110), [one.done, one.late, one.ahead]] for one in stages],
            },
            alt=f"Из {total[0]} мероприятий выполнено {total[1]}, просрочено {total[2]}, впереди {total[3]}.",
        ),
        *_late(figures),
    ]


def _roadmap_words(figures, planned, done, late, ahead):
    due = figures["I23"]
    words = f"В дорожной карте цикла {counted(planned, ROWS)}: выполнено {done}, просрочено {late}, впереди {ahead}. "
    if due.fact is None:
        return words + "Ни у одного мероприятия срок ещё не наступил."
    return (
        words
        + f"Из тех, чей срок наступил к {date_words(figures.on)}, выполнено {due.counts_words} ({due.fact_words})."
    )


def _late(figures):
    """The rows that are late: the deviations from the plan."""
    late = [(row, state) for row, state in figures.roadmap if state.code is State.OVERDUE]
    if not late:
        return [blocks.paragraph("Просроченных мероприятий нет.")]
    columns = [
        {"title": "Мероприятие", "width": 60},
        {"title": "Срок", "width": 20, "align": "center"},
        {"title": "Просрочено", "width": 20, "align": "center"},
    ]
    rows = [[cut(str(row), LONG), date_digits(state.due_on), counted(state.days, DAYS)] for row, state in late]
    more = [blocks.note(f"Показаны {LATE_ROWS} из {len(late)}.")] if len(late) > LATE_ROWS else []
    return [blocks.table(columns, rows[:LATE_ROWS], "Отклонения от дорожной карты"), *more]


# --- 4. Participants -----------------------------------------------------------------------------------------


def _participants(figures):
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
    ended = Counter(bond.state for bond in figures.bonds if bond.ended_on and bond.ended_on <= figures.on)
    parts = [f"на отчётную дату действует {len(figures.working)}"]
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


# --- 5. Indicators -------------------------------------------------------------------------------------------


def _indicators(figures):
    rules = figures.rules
    return [
        blocks.subtitle("5. Показатели"),
        blocks.paragraph(_indicators_words(figures)),
        blocks.table(INDICATOR_COLUMNS, indicator_rows(figures), id=INDICATORS_ID),
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


# --- 6. Work of the pairs ------------------------------------------------------------------------------------


class Pairs:
    """The bonds of a report with the names of their people, by the mentor's name."""

    def __init__(self, figures):
        people = BondMember.objects.select_related("participation__person").only("bond", "side", *NAMES)
        bonds = Bond.objects.filter(pk__in=[bond.pk for bond in figures.bonds])
        bonds = bonds.prefetch_related(Prefetch("members", people))
        self.all = sorted(bonds, key=lambda bond: [one.sort_key for one in [*bond.mentors, *bond.mentees]])


def _work(figures, pairs):
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


def _annex(figures, pairs):
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


# --- Before the issue ----------------------------------------------------------------------------------------


def gate(paper, on):
    """A report over nothing is not signed."""
    return [] if has_data(paper.subject, day_of(paper)) else [Missing(NO_DATA)]


def notes(paper):
    """Figures of the draft that the records say otherwise by now."""
    cycle, on = paper.subject, day_of(paper)
    written = next((block["rows"] for block in paper.blocks if block["id"] == INDICATORS_ID), [])
    if not written:
        return []
    now = indicator_rows(Figures(cycle, on))
    url = reverse("documents:rebuild", args=[paper.pk])
    return [
        Missing(f"{new[0]}: в отчёте {old[3]}, по записям теперь {new[3]}. Верните предложенный текст.", url)
        for old, new in zip(written, now, strict=False)
        if old[0] == new[0] and old[2:5] != new[2:5]
    ]
