"""Сценарий of a group meeting and the report on it (seed 2, rows 5.1 and 6.4): one form, the programme by the minutes."""

from django import forms
from django.utils import timezone

from mentorship.common.russian import capital, clean_text, counted, date_digits, date_words
from mentorship.common.widgets import DayInput
from mentorship.documents import blocks, kinds, listed
from mentorship.institution.models import Institution
from mentorship.people import samples
from mentorship.people.choices import PersonChoice
from mentorship.people.models import Person

from ..paper_forms import CyclePaperForm
from . import regulation_text

TEXT = regulation_text.load("group_meetings")
TITLES = {"scenario": "СЦЕНАРИЙ", "report": "ОТЧЁТ"}
OF = {"scenario": ("групповой встречи", "of"), "report": ("о групповой встрече", "of_report")}
PRESENT = {"mentors": "наставник,наставника,наставников", "mentees": "наставляемый,наставляемых,наставляемых"}
COLUMNS = [
    {"title": "Время", "width": 17, "align": "center"},
    {"title": "Часть", "width": 25},
    {"title": "Что происходит", "width": 38},
    {"title": "Кто ведёт", "width": 20},
]


class Form(CyclePaperForm):
    what = forms.ChoiceField(label="Что составить", choices=[("scenario", "Сценарий"), ("report", "Отчёт о встрече")])
    meeting = forms.ChoiceField(label="Встреча", choices=[(code, one["title"]) for code, one in TEXT.items()])
    held_on = forms.DateField(label="Дата", widget=DayInput)
    begins_at = forms.RegexField(
        r"^([01]?\d|2[0-3]):[0-5]\d$",
        label="Начало",
        initial="14:00",
        help_text="Часы и минуты: «14:00».",
        error_messages={"invalid": "Укажите время как «14:00»."},
    )
    minutes = forms.IntegerField(
        label="Длительность, минут",
        min_value=20,
        max_value=480,
        initial=90,
        error_messages={"max_value": "Проверьте длительность: встреча дольше 480 минут."},
    )
    place = forms.CharField(label="Место или ссылка", max_length=200)
    leader = PersonChoice(
        Person.objects.none(), label="Ведущий", error_messages={"required": "Выберите, кто ведёт встречу."}
    )
    mentors = forms.IntegerField(label="Было наставников", min_value=0, max_value=500, required=False)
    mentees = forms.IntegerField(label="Было наставляемых", min_value=0, max_value=500, required=False)
    results = forms.CharField(
        label="Итоги",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=6000,
        required=False,
        help_text="Для отчёта. Каждый итог с новой строки.",
    )
    proposals = forms.CharField(
        label="Предложения", widget=forms.Textarea(attrs={"rows": 3}), max_length=6000, required=False
    )

    def clean_results(self):
        return clean_text(self.cleaned_data["results"], lines=True)

    def clean_proposals(self):
        return clean_text(self.cleaned_data["proposals"], lines=True)

    def clean(self):
        data = super().clean()
        if data.get("what") == "report":
            if data.get("held_on") and data["held_on"] > timezone.localdate():
                self.add_error("held_on", "Встреча в будущем не может быть проведённой: выберите «Сценарий».")
            needed = {"mentors": "Укажите, сколько было наставников.", "mentees": "Укажите, сколько было наставляемых."}
            needed["results"] = "Напишите, чем закончилась встреча."
            for name, text in needed.items():
                if data.get(name) in (None, "") and name not in self.errors:
                    self.add_error(name, text)
        return data

    def heading(self):
        data = self.cleaned_data
        return (
            f"{capital(TITLES[data['what']].lower())}: {TEXT[data['meeting']]['title']}, {date_digits(data['held_on'])}"
        )


def sample(what="scenario", meeting="pairing"):
    """A filled sample for the catalogue."""
    answers = {"what": what, "meeting": meeting, "held_on": samples.DAY, "begins_at": "14:00", "minutes": 90}
    more = {"place": "методический кабинет", "leader": samples.people()[0], "mentors": 4, "mentees": 6}
    results, proposals = "Познакомились все участники", "Провести вторую встречу в октябре"
    return write(samples.institution(), answers | more | {"results": results, "proposals": proposals})


def variants():
    """The report, and the scenarios of the other meetings."""
    others = {f"встреча «{one['title']}»": sample(meeting=code) for code, one in TEXT.items() if code != "pairing"}
    return {"отчёт о встрече": sample("report")} | others


def write(institution, answers):
    """Blocks of the scenario or the report."""
    meeting, leader = TEXT[answers["meeting"]], answers["leader"]
    what, key = OF[answers["what"]]
    where = f"{date_words(answers['held_on'])}, {answers['begins_at']}, {answers['place']}"
    return [
        blocks.letterhead("", institution.full_name, institution.short_name),
        blocks.doc_title(TITLES[answers["what"]]),
        blocks.paragraph(
            f"{what}\n«{{встреча}}»",
            indent=False,
            bold=True,
            align="center",
            key=key,
            words={"встреча": (meeting["title"], "название встречи")},
        ),
        _line("Дата, время и место: {когда и где}", "when", {"когда и где": (where, "из исходных данных")}),
        _line(f"Цель: {meeting['goal']}.", f"{answers['meeting']}_goal"),
        _line("Ведущий: {кто}", "leader", {"кто": (leader.full_name, "фамилия, имя, отчество")}),
        *(_course(answers) if answers["what"] == "report" else _plan(meeting, answers)),
        blocks.signature(capital(leader.post) or "Ведущий", leader.signature_name),
    ]


def _line(text, key, words=None):
    return blocks.paragraph(text, indent=False, key=key, words=words)


def _plan(meeting, answers):
    return [
        blocks.subtitle("Ход встречи", key="course"),
        blocks.table(COLUMNS, timetable(meeting, answers), key="columns"),
        blocks.subtitle("Что подготовить", key="needs"),
        blocks.to_prepare(meeting["needs"], key=f"{answers['meeting']}_needs"),
    ]


def timetable(meeting, answers):
    """Rows of the programme: each part has its share of the minutes, borders at whole five minutes but the last."""
    leader, whole = answers["leader"], answers["minutes"]
    hours, minutes = map(int, answers["begins_at"].split(":"))
    start, rows, begins, share = 60 * hours + minutes, [], 0, 0
    for part in meeting["parts"]:
        share += part["share"]
        ends = whole if share == 100 else max(begins, 5 * round(whole * share / 500))
        who = leader.signature_name if part["leads"] == "leader" else part["leads"]
        when = f"{_clock(start + begins)}–{_clock(start + ends)}"
        rows.append([when, part["title"], capital(part["about"]), who])
        begins = ends
    return rows


def _clock(minutes):
    """«14:05» of the minutes since midnight."""
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def _course(answers):
    present = ", ".join(counted(answers[name], words) for name, words in PRESENT.items())
    typed = [("results", "Итоги", answers["results"]), ("proposals", "Предложения", answers["proposals"])]
    return [
        _line("Присутствовали: {сколько}.", "present", {"сколько": (present, "сколько наставников и наставляемых")}),
        *listed.sections(typed),
    ]


KIND = kinds.Kind(
    code="meeting_scenario",
    title="Сценарий групповой встречи или отчёт о ней",
    group=kinds.Group.WORK,
    about="Программа встречи по минутам и что к ней подготовить; после встречи – отчёт с итогами.",
    ground="дорожная карта: групповые встречи участников",
    form=Form,
    build=lambda paper: write(Institution.load(), Form.read(paper)),
    sample=sample,
    variants=variants,
    evidence_for=("meeting_scenario",),
)
