"""Отчёт наставника: assembled from the log of meetings, with lines that he adds (methodology.md 6.5).

Teachers may not be asked for reports of their own (приказ № 779, law.md 7.4): the portal writes it, the mentor reads and
signs it.
"""

from collections import Counter

from django import forms
from django.utils import timezone

from mentorship.common.cases import Case
from mentorship.common.russian import capital, clean_text, counted, date_words, period_words
from mentorship.documents import blocks, kinds
from mentorship.people import samples
from mentorship.people.naming import told, with_post

from ..attendance import attendance_of, attendance_words
from ..models import Bond, Meeting
from ..rhythm import MEETINGS, total_words
from .parties import Pair, PairForm, pair_kind

CODE = "mentor_report"
NONE = "нет данных"
CONCLUSIONS = [
    "наставляемый готов к самостоятельной работе",
    "наставничество целесообразно продолжить",
    "целесообразно сменить наставника",
    "наставляемого можно рекомендовать в наставники",
    "наставляемого можно рекомендовать к аттестации",
    "наставника и наставляемого можно рекомендовать к поощрению",
]
TYPED = [
    ("successes", "Успехи наставляемого"),
    ("difficulties", "Что осталось трудным"),
    ("helped", "Что помогло"),
    ("proposals", "Предложения"),
]
CHECKED = [(Meeting.Done.YES, "сделано"), (Meeting.Done.PARTLY, "сделано частично"), (Meeting.Done.NO, "не сделано")]
ACCEPTED = ["ПРИНЯТ", "куратором наставничества", "___________ / ___________ /", "«___» ___________ 20___ г."]
FACTS = [{"title": "Показатель", "width": 50}, {"title": "Значение", "width": 50}]


def _text(label):
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": 3}), max_length=3000, required=False)


class Form(PairForm):
    states = Bond.TOOK_PLACE

    successes, difficulties, helped, proposals = (_text(label) for _, label in TYPED)
    conclusion = forms.ChoiceField(label="Вывод", choices=[(text, capital(text)) for text in CONCLUSIONS])
    field_order = ["bond", "successes", "difficulties", "helped", "conclusion", "proposals"]

    def clean(self):
        data = super().clean()
        for name, _ in TYPED:
            data[name] = clean_text(data.get(name) or "", lines=True)
        return data

    def heading(self):
        return f"Отчёт наставника: {self.cleaned_data['bond'].mentors[0].short_name}"


def facts(bond):
    """What the log says: number and length of meetings, their kinds, what they were for; work is told up to today."""
    meetings = list(bond.meetings.held().order_by("held_on").prefetch_related("marks"))
    kinds_of = Counter(meeting.get_type_display().lower() for meeting in meetings)
    topics = Counter(meeting.topic for meeting in meetings if meeting.topic)
    today = timezone.localdate()
    return {
        "worked": period_words(bond.starts_on, max(bond.starts_on, min(bond.last_day, today))),
        "total": total_words(len(meetings), sum(meeting.minutes for meeting in meetings)),
        "span": span_words([meeting.held_on for meeting in meetings]),
        "types": ", ".join(f"{name} – {count}" for name, count in kinds_of.most_common()) or NONE,
        "topics": [f"{topic} – {counted(count, MEETINGS)}" for topic, count in topics.most_common()],
        "tasks": task_words(meetings),
        "confirmed": sum(any(mark.confirmed for mark in meeting.marks.all()) for meeting in meetings),
        "attendance": attendance_words(attendance_of([bond]).get(bond.pk, [])),
    }


def task_words(meetings):
    """«дано 5, сделано 3, сделано частично 1» of the tasks between meetings; empty if none was given."""
    given = sum(1 for meeting in meetings if meeting.task)
    told = Counter(meeting.former_done for meeting in meetings)
    checked = [f"{word} {told[code]}" for code, word in CHECKED if told[code]]
    return ", ".join([f"дано {given}", *checked]) if given else ""


def span_words(days):
    """«4 сентября 2026 г. и 28 мая 2027 г.» of days in their order."""
    first_and_last = dict.fromkeys([days[0], days[-1]]) if days else {}
    return " и ".join(map(date_words, first_and_last)) or NONE


def sample():
    """A filled sample for the catalogue."""
    answers = {
        "pair": Pair.sample(),
        "worked": Pair.sample().period,
        "total": total_words(18, 18 * 40),
        "span": span_words([samples.DAY.replace(day=4), samples.LAST_DAY.replace(day=28)]),
        "types": f"{Meeting.Type.TALK.label.lower()} – 9, {Meeting.Type.VISIT.label.lower()} – 9",
        "topics": ["работа с родителями – 7 встреч", "режимные моменты – 11 встреч"],
        "tasks": "дано 6, сделано 5, сделано частично 1",
        "confirmed": 18,
        "attendance": "",
        "successes": "Самостоятельно провела два родительских собрания и открытое занятие.",
        "difficulties": "Планирование проектной деятельности.",
        "helped": "Взаимное посещение занятий и разбор видеозаписей.",
        "proposals": "Провести взаимное посещение занятий ещё раз осенью.",
        "conclusion": CONCLUSIONS[0],
    }
    return write(samples.institution(), answers)


def write(institution, answers):
    """Blocks of the report: figures of the log, then the mentor's own lines."""
    pair = answers["pair"]
    return [
        blocks.approval([institution.short_name], ACCEPTED),
        blocks.doc_title("ОТЧЁТ НАСТАВНИКА"),
        blocks.paragraph(
            "{наставника},\nо работе {период}",
            indent=False,
            align="center",
            key="of",
            words={
                "наставника": told(pair.mentor, Case.GENITIVE, "чей отчёт"),
                "период": (answers["worked"], "«с … по …», не дальше сегодняшнего дня"),
            },
        ),
        blocks.table(FACTS, _rows(answers), key="fact_columns"),
        *_topics(answers["topics"]),
        *(part for name, title in TYPED for part in _section(name, title, answers[name], pair)),
        blocks.subtitle("Вывод", key="conclusion"),
        blocks.paragraph(
            "{Вывод}.",
            key="concluded",
            words={"вывод": (_conclusion(answers), "вывод, выбранный в исходных данных")},
        ),
        blocks.signature("Наставник", pair.mentor.signature_name),
        *(
            blocks.signature(
                "Наставляемый (ознакомлен)" if one.gender == "m" else "Наставляемая (ознакомлена)", one.signature_name
            )
            for one in pair.mentees
        ),
    ]


def _rows(answers):
    """What the log and the order say of the pair."""
    pair = answers["pair"]
    return [
        ["Наставляемый" if not pair.is_group else "Наставляемые", "; ".join(with_post(one) for one in pair.mentees)],
        ["Форма и вид наставничества", f"{pair.form}; {', '.join(pair.kinds)}"],
        ["Приказ о закреплении", pair.order or NONE],
        ["Период", pair.period],
        ["Проведено", answers["total"]],
        *([["Были на встречах", answers["attendance"]]] if answers["attendance"] else []),
        ["Первая и последняя встреча", answers["span"]],
        ["Виды встреч", answers["types"]],
        *([["Задания между встречами", answers["tasks"]]] if answers["tasks"] else []),
        [
            "Подтверждено наставляемыми" if pair.is_group else "Подтверждено наставляемым",
            counted(answers["confirmed"], MEETINGS),
        ],
    ]


def _conclusion(answers):
    text = answers["conclusion"]
    if not answers["pair"].is_group:
        return text
    return text.replace("наставляемый готов", "наставляемые готовы").replace("наставляемого", "наставляемых")


def _topics(topics):
    return [
        *([blocks.subtitle("Чему были посвящены встречи", key="topics")] if topics else []),
        *(blocks.item(f"{capital(one)}.") for one in topics),
    ]


def _section(key, title, text, pair):
    whose = "наставляемых" if pair.is_group else "наставляемого"
    words = {"наставляемого": (whose, "«наставляемого» или «наставляемых», по их числу")}
    heading = title.replace("наставляемого", "{наставляемого}")
    told = blocks.subtitle(heading, key=key, words=words if heading != title else None)
    return [told, *(blocks.paragraph(capital(line)) for line in text.splitlines())] if text else []


KIND = pair_kind(
    code=CODE,
    title="Отчёт наставника",
    group=kinds.Group.WORK,
    about="Портал собирает отчёт из журнала встреч; наставник дополняет выводы и подписывает.",
    ground="Положение о наставничестве; приказ Минпросвещения от 06.11.2024 № 779 (педагог отчёт сам не составляет)",
    form=Form,
    write=write,
    more=facts,
    sample=sample,
    naming=lambda answers: [(Case.GENITIVE, [answers["pair"].mentor])],
)
