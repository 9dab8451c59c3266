"""Журнал встреч as a paper: one pair's or all of a mentor's (methodology.md 6.4); printed at once, nobody signs it first."""

from django.urls import reverse

from mentorship.common.russian import date_digits
from mentorship.documents import blocks, kinds, wording
from mentorship.documents.layout import Layout
from mentorship.institution.models import Institution
from mentorship.people import samples
from mentorship.people.naming import with_post

from .attendance import attendance_of, attendance_words
from .meeting_permissions import can_see_rhythm
from .meeting_rows import row_of
from .models import Meeting
from .papers.parties import Pair
from .rhythm import total_words

CODE, TITLE = "meeting_log", "Журнал встреч"
LAYOUT = Layout(size=12, size_table=10)
COLUMNS = [
    {"title": "№", "width": 4, "align": "center"},
    {"title": "Дата, время, длительность", "width": 10},
    {"title": "Место, вид, кто был", "width": 13},
    {"title": "Тема; что сделано", "width": 17},
    {"title": "Договорились; задание и срок", "width": 18},
    {"title": "Прошлое задание", "width": 8},
    {"title": "Отметка наставляемого", "width": 12},
    {"title": "Замечания куратора", "width": 10},
    {"title": "Подпись наставника", "width": 8},
]


def log_blocks(bonds, user):
    """The log of these bonds as ``user`` may read it: a pair's words stay its own unless it opened them."""
    meetings = Meeting.objects.held().filter(bond__in=bonds).with_people().order_by("held_on", "pk")
    by_bond = {bond.pk: [] for bond in bonds}
    for meeting in meetings:
        by_bond[meeting.bond_id].append(meeting)
    there = attendance_of(bonds)
    parts = [
        (
            Pair.of(bond),
            [_cells(row_of(meeting, user)) for meeting in by_bond[bond.pk]],
            _total(by_bond[bond.pk], there.get(bond.pk)),
        )
        for bond in bonds
    ]
    written = write(Institution.load(), parts)
    return wording.in_force(CODE, written)


def _total(meetings, attendance):
    """«6 встреч, 4 ч»; of a group with who was at how many of them."""
    total = total_words(len(meetings), sum(meeting.minutes for meeting in meetings))
    return f"{total}; были: {attendance_words(attendance)}" if attendance else total


def _cells(row):
    """Cells of one meeting without its number; a line a fact."""
    meeting, words = row.meeting, row.words
    present = f"Были: {', '.join(row.present)}" if meeting.bond.is_group else ""
    done = f"Сделано: {words.done}" if words.done else ""
    task = f"Задание: {words.task_words}" if words.task else ""
    given = sorted(meeting.marks.all(), key=lambda mark: mark.participation.person.sort_key)
    marks = [f"{mark.participation.person.short_name}: {_word(mark)}" for mark in given if not mark.is_absence]
    cells = [
        (date_digits(meeting.held_on), row.begins, row.length),
        (meeting.place, meeting.get_type_display(), present),
        (meeting.topic, done),
        (words.agreed, task),
        (words.former_done,),
        marks,
        (row.remark,),
        (),
    ]
    return ["\n".join(filter(None, lines)) for lines in cells]


def _word(mark):
    return "подтверждена" if mark.confirmed else "было иначе"


def write(institution, parts):
    """Blocks of the log; ``parts`` are (pair, rows without their numbers, total in words)."""
    content = []
    for pair, rows, total in parts:
        numbered = [[f"{place}.", *row] for place, row in enumerate(rows, 1)]
        mentees = "; ".join(with_post(one) for one in pair.mentees)
        content += [
            blocks.annex([institution.short_name], "ЖУРНАЛ ВСТРЕЧ", orientation="landscape", key="title"),
            _line("Наставник: {наставник}", "mentor", {"наставник": (with_post(pair.mentor), "имя и должность")}),
            _line(
                "{Наставляемый}: {наставляемые}",
                "mentees",
                {
                    "наставляемый": (
                        "наставляемые" if pair.is_group else "наставляемый",
                        "«наставляемый» или «наставляемые», по их числу",
                    ),
                    "наставляемые": (mentees, "имена и должности"),
                },
            ),
            _line(
                "Период: {период}, проведено: {итог}.",
                "total",
                {"период": (pair.period, "«с … по …»"), "итог": (total, "сколько встреч и часов")},
            ),
            blocks.table(COLUMNS, numbered or [["Встреч ещё не было."]], key="columns"),
            blocks.signature("Наставник", pair.mentor.signature_name),
        ]
    return content


def _line(text, key, words):
    return blocks.paragraph(text, indent=False, align="left", key=key, words=words)


def sample():
    """A filled sample for the catalogue."""
    rows = [
        [
            "04.09.2026\n14:00\n45 мин",
            "методический кабинет\nЗнакомство",
            "Правила работы, контакты",
            "встречи по четвергам\nЗадание: выписать три вопроса, до 18.09.2026",
            "",
            "подтверждена",
            "",
            "",
        ],
        [
            "18.09.2026\n10:30\n30 мин",
            "группа «Ручеёк»\nПосещение занятия",
            "Структура занятия\nСделано: посмотрели занятие, разобрали начало",
            "подготовить мини-беседу с родителями",
            "сделано",
            "подтверждена",
            "записать, что получилось",
            "",
        ],
    ]
    return write(samples.institution(), [(Pair.sample(), rows, total_words(2, 75))])


DESCRIPTION = kinds.Description(
    code=CODE,
    title=TITLE,
    group=kinds.Group.WORK,
    about="Встречи одной пары или всех пар наставника: когда, где, что сделано, задания, отметки, замечания.",
    ground="Положение о наставничестве",
    start=lambda user: reverse("pairs:meetings") if can_see_rhythm(user) else "",
    sample=sample,
    layout=LAYOUT,
)
