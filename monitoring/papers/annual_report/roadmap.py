"""Section 3 of the annual report: how far the roadmap is done, by stages, and what is late."""

from dataclasses import dataclass

from mentorship.common.russian import counted, cut, date_digits, date_words
from mentorship.cycle.terms import State
from mentorship.documents import blocks, listed

LATE_ROWS = 40
LONG = 200  # letters of a row's title in a table
DAYS = "день,дня,дней"
ROWS = "мероприятие,мероприятия,мероприятий"


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
    stages = {stage.pk: Progress(stage) for stage in figures.stages}
    for row, state in figures.roadmap:
        stage = stages[row.stage_id]
        if state.is_done:
            stage.done += 1
        elif state.code is State.OVERDUE:
            stage.late += 1
        else:
            stage.ahead += 1
    return list(stages.values())


def section(figures):
    head = listed.section(3, "Выполнение дорожной карты", "roadmap")
    stages = [stage for stage in stages_of(figures) if stage.planned]
    if not stages:
        return [head, blocks.paragraph("Дорожная карта цикла в портале не заполнена.", key="no_roadmap")]
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
        _paragraph(figures, *total),
        blocks.table(columns, [*rows, ["Всего", *map(str, total)]], key="roadmap_columns"),
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


def _paragraph(figures, planned, done, late, ahead):
    return blocks.paragraph(
        "В дорожной карте цикла {мероприятий}: выполнено {выполнено}, просрочено {просрочено}, впереди {впереди}. "
        "{по сроку}",
        key="roadmap_done",
        words={
            "мероприятий": (counted(planned, ROWS), "сколько в дорожной карте, «12 мероприятий»"),
            "выполнено": (str(done), "сколько выполнено"),
            "просрочено": (str(late), "сколько просрочено"),
            "впереди": (str(ahead), "у скольких срок не наступил"),
            "по сроку": (_due_words(figures), "предложение о тех, чей срок наступил"),
        },
    )


def _due_words(figures):
    due = figures["I23"]
    if due.fact is None:
        return "Ни у одного мероприятия срок ещё не наступил."
    return f"Из тех, чей срок наступил к {date_words(figures.on)}, выполнено {due.counts_words} ({due.fact_words})."


def _late(figures):
    """The rows that are late: the deviations from the plan."""
    late = [(row, state) for row, state in figures.roadmap if state.code is State.OVERDUE]
    if not late:
        return [blocks.paragraph("Просроченных мероприятий нет.", key="nothing_late")]
    columns = [
        {"title": "Мероприятие", "width": 60},
        {"title": "Срок", "width": 20, "align": "center"},
        {"title": "Просрочено", "width": 20, "align": "center"},
    ]
    rows = [[cut(str(row), LONG), date_digits(state.due_on), counted(state.days, DAYS)] for row, state in late]
    more = [blocks.note(f"Показаны {LATE_ROWS} из {len(late)}.")] if len(late) > LATE_ROWS else []
    return [blocks.table(columns, rows[:LATE_ROWS], "Отклонения от дорожной карты", key="late_columns"), *more]
