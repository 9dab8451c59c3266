"""What people type about meetings; forms clean their input and do nothing else."""

from datetime import timedelta

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Layout, Submit
from django import forms
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.html import format_html

from mentorship.common.russian import clean_text, cut, date_digits
from mentorship.common.templatetags.look import icon
from mentorship.common.widgets import DayInput, HourInput
from mentorship.registry.models import Side

from .extensions import purposes_of
from .logbook import LONGEST, SHORTEST
from .models import Meeting

TODAY, YESTERDAY, OTHER, MORE = "today", "yesterday", "other", "more"
USUAL_MINUTES = (15, 30, 45)
USUAL_AMONG = 5  # the last meetings that tell what is usual
TOPIC_LENGTH = 200
TASK_SHOWN = 120
FORMER_ROW = "log-form__row log-form__row--former choice-row"
MORE_BEGINS = "<details class='log-form__more'{% if form.has_folded %} open{% endif %}><summary>Подробнее</summary>"
FUTURE = "Встреча в будущем не может быть проведённой."
FACES = {Meeting.Mood.BAD: "emoji-frown", Meeting.Mood.FAIR: "emoji-neutral", Meeting.Mood.GOOD: "emoji-smile"}


class MeetingForm(forms.Form):
    """«Была встреча»: one screen, six taps, everything pre-set (flows.md, flow B).

    What else a paper log asks (methodology.md 6.4) waits under «Подробнее»; how the task given before was done is asked
    in sight, if there is one.

    Args:
        former: the meeting whose task waits to be checked, None if there is none.
    """

    FOLDED = ("begins_at", "place", "present", "done", "task", "task_until")
    JOINED = ("done", "agreed", "task")  # words of two records of one day stand together
    KEPT = ("mood", "begins_at", "place", "task_until", "former_done")  # left empty, they do not empty what is recorded

    when = forms.ChoiceField(
        label="Когда",
        choices=[(TODAY, "Сегодня"), (YESTERDAY, "Вчера"), (OTHER, "Другая")],
        widget=forms.RadioSelect,
        error_messages={"required": "Отметьте, когда была встреча."},
    )
    day = forms.DateField(label="Какого числа", widget=DayInput, required=False)
    length = forms.ChoiceField(
        label="Минут",
        choices=[*((str(n), str(n)) for n in USUAL_MINUTES), (MORE, "60+")],
        widget=forms.RadioSelect,
        error_messages={"required": "Отметьте, сколько длилась встреча."},
    )
    minutes = forms.IntegerField(
        label="Сколько минут",
        required=False,
        min_value=SHORTEST,
        max_value=LONGEST,
        widget=forms.NumberInput(attrs={"placeholder": "60"}),  # what is counted if nothing is typed
        error_messages={
            "min_value": "Проверьте длительность: от 5 минут до 8 часов.",
            "max_value": "Проверьте длительность: от 5 минут до 8 часов.",
            "invalid": "Укажите минуты числом.",
        },
    )
    type = forms.ChoiceField(
        label="Что было",
        widget=forms.RadioSelect,
        choices=Meeting.Type,
        error_messages={"required": "Отметьте, что это было."},
    )
    topic = forms.ChoiceField(label="Цель", required=False)
    topic_text = forms.CharField(label="Какая цель", required=False, max_length=TOPIC_LENGTH)
    agreed = forms.CharField(
        label="Договорились",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 1, "placeholder": "Например: беседа с мамой Вани"}),
    )
    former_done = forms.ChoiceField(required=False, widget=forms.RadioSelect, choices=Meeting.Done)
    begins_at = forms.TimeField(
        label="Начало", required=False, widget=HourInput, error_messages={"invalid": "Укажите время: часы и минуты."}
    )
    place = forms.CharField(
        label="Где", required=False, max_length=200, widget=forms.TextInput(attrs={"placeholder": "Место или ссылка"})
    )
    present = forms.TypedMultipleChoiceField(
        label="Кто был",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Отметьте хотя бы одного, кто был на встрече."},
    )
    done = forms.CharField(
        label="Что сделано", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    task = forms.CharField(label="Задание", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    task_until = forms.DateField(label="Срок", required=False, widget=DayInput)
    mood = forms.TypedChoiceField(
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)
    again = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, bond, topics=None, former=None, **kwargs):
        super().__init__(*args, **kwargs)
        self._ask_who_was_there(bond)
        self._ask_of_the_task(former)
        self.topics = [cut(text, TOPIC_LENGTH) for text in topics or purposes_of(bond)]
        stored = (self.initial or {}).get("topic")
        if stored and stored != OTHER and stored not in self.topics:
            self.topics.append(stored)
        self.fields["topic"].choices = [*((text, text) for text in self.topics), (OTHER, "другое")]
        faces = [(mood.value, format_html("{}{}", icon(FACES[mood]), mood.label)) for mood in Meeting.Mood]
        self.fields["mood"].choices = faces
        note = "видит только куратор"
        self.fields["mood"].label = format_html('Как прошло <span class="log-form__note">{}</span>', note)
        self.helper = FormHelper()
        self.helper.attrs = {"data-keep": "meeting", "data-once": True, "class": "log-form"}
        self.helper.layout = Layout(
            "version",
            *([Div(Field("former_done"), css_class=FORMER_ROW)] if "former_done" in self.fields else []),
            Div(Field("when"), Field("day"), css_class="log-form__row choice-row"),
            Div(Field("length"), Field("minutes"), css_class="log-form__row choice-row"),
            Div(Field("type"), css_class="log-form__row log-form__row--grid choice-row"),
            Div(Field("topic"), Field("topic_text"), css_class="log-form__row"),
            Div(Field("agreed"), css_class="log-form__row"),
            Div(Field("mood"), css_class="log-form__row log-form__row--faces choice-row"),
            Div(
                HTML(MORE_BEGINS),
                *(
                    Div(Field(name), css_class="log-form__row" + " choice-row" * (name == "present"))
                    for name in self.folded
                ),
                HTML("</details>"),
                Submit("save", "Сохранить", css_class="btn-tap"),
                css_class="log-form__end",
            ),
        )

    def _ask_who_was_there(self, bond):
        """Only in a group: all are ticked until somebody unticks."""
        mentees = bond.participations(Side.MENTEE)
        if len(mentees) < 2:
            del self.fields["present"]
            return
        self.fields["present"].choices = [(one.pk, one.person.short_name) for one in mentees]
        self.fields["present"].initial = [one.pk for one in mentees]

    def _ask_of_the_task(self, former):
        asked = self.fields["former_done"]
        if former:
            term = f" (до {date_digits(former.task_until)})" if former.task_until else ""
            asked.label = f"Прошлое задание: {cut(former.task, TASK_SHOWN)}{term}"
        elif self.get_initial_for_field(asked, "former_done"):
            asked.label = "Прошлое задание"
        else:
            del self.fields["former_done"]

    @property
    def folded(self):
        """Names of the fields under «Подробнее»."""
        return [name for name in self.FOLDED if name in self.fields]

    @property
    def has_folded(self):
        """Whether something under «Подробнее» is filled or refused, so that nothing of it is out of sight."""
        return any(self[name].errors or self._is_told(name) for name in self.folded)

    def _is_told(self, name):
        value = self[name].value()
        if name == "present":
            return {str(one) for one in value or []} != {str(one) for one, _ in self.fields[name].choices}
        return bool(value)

    def clean_topic_text(self):
        return clean_text(self.cleaned_data["topic_text"])

    def clean_place(self):
        return clean_text(self.cleaned_data["place"])

    def clean_agreed(self):
        return clean_text(self.cleaned_data["agreed"], lines=True)

    def clean_done(self):
        return clean_text(self.cleaned_data["done"], lines=True)

    def clean_task(self):
        return clean_text(self.cleaned_data["task"], lines=True)

    def clean(self):
        cleaned = super().clean()
        today = timezone.localdate()
        days = {TODAY: today, YESTERDAY: today - timedelta(days=1), OTHER: cleaned.get("day")}
        cleaned["held_on"] = days.get(cleaned.get("when"))
        if cleaned.get("when") == OTHER and not cleaned["held_on"] and "day" not in self.errors:
            self.add_error("day", "Укажите, какого числа была встреча.")
        if cleaned["held_on"] and cleaned["held_on"] > today:
            self.add_error("day", FUTURE)
        if cleaned.get("length") == MORE:
            cleaned["minutes"] = cleaned.get("minutes") or 60
        elif cleaned.get("length"):
            cleaned["minutes"] = int(cleaned["length"])
        return cleaned

    def wanted(self):
        """Arguments of ``logbook.log_meeting`` and ``logbook.edit_meeting``."""
        data = self.cleaned_data
        topic = data["topic_text"] if data["topic"] == OTHER else data["topic"]
        names = {"held_on", "minutes", "type", "agreed", "mood", "former_done", *self.FOLDED} & data.keys()
        return {name: data[name] for name in names} | {"topic": topic}

    @property
    def day_field(self):
        """Where the day was said: the list, or the field that only «Другая» opens."""
        return "day" if self.cleaned_data.get("when") == OTHER else "when"

    def as_typed(self):
        """Names and values of all that was posted, to be posted again from a page that asks something."""
        return [(name, value) for name in self.fields for value in self.data.getlist(name) if value]

    def completing(self, before):
        """Names and values that complete the record ``before`` with what was typed: the pair's words of both stand
        together; what was left as the form proposed it stays as it is recorded."""
        kept, values = stored(before), {name: self.data.getlist(name) for name in self.fields}
        for name in self.JOINED:
            values[name] = ["\n".join(dict.fromkeys(filter(None, [kept[name], self.cleaned_data[name]])))]
        left = [name for name in self.KEPT if not any(values.get(name, ()))]
        left += ["former_done"] * bool(before.task)  # the task asked about was given in this very record
        values |= {name: [kept[name]] for name in left}
        if "present" in self.fields and not self._is_told("present"):
            values["present"] = kept["present"]
        values["version"] = [before.version]
        return [(name, str(one)) for name, some in values.items() for one in some if one not in (None, "")]


def proposed(bond):
    """What an empty form proposes: today, the usual length and kind of this bond, the purpose of last time."""
    last = list(bond.meetings.held()[:USUAL_AMONG])
    minutes = _most_common([meeting.minutes for meeting in last], 30)
    topics = purposes_of(bond)
    topic = last[0].topic if last and last[0].topic else (topics[0] if topics else OTHER)
    kind = _most_common([meeting.type for meeting in last], Meeting.Type.TALK)
    return {"when": TODAY, "type": kind, "topic": cut(topic, TOPIC_LENGTH), **_length_fields(minutes)}


def _most_common(values, default):
    """The commonest of ``values``, of equals the first."""
    return max(values, key=values.count) if values else default


def _length_fields(minutes):
    usual = minutes in USUAL_MINUTES
    return {"length": str(minutes) if usual else MORE, "minutes": None if usual else minutes}


def stored(meeting):
    """What a MeetingForm shows of a stored meeting."""
    return {
        "when": OTHER,
        "day": meeting.held_on,
        "type": meeting.type,
        "topic": meeting.topic or OTHER,
        **{name: getattr(meeting, name) for name in (*Meeting.OWN_WORDS, *MeetingForm.KEPT)},
        "present": [one.pk for one in meeting.present],
        "version": meeting.version,
        **_length_fields(meeting.minutes),
    }


class MarkForm(forms.Form):
    """A mentee's answer: the button says yes or no, the rest is optional."""

    confirmed = forms.TypedChoiceField(
        choices=[("yes", "Подтверждаю"), ("no", "Было иначе")],
        coerce=lambda value: value == "yes",
        error_messages={"required": "Нажмите «Подтверждаю» или «Было иначе»."},
    )
    rating = forms.TypedChoiceField(
        label="Польза встречи",
        choices=[(str(n), str(n)) for n in range(1, 6)],
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": "Оценка – от 1 до 5."},
    )
    comment = forms.CharField(label="Слова куратору", max_length=500, required=False)

    def clean_comment(self):
        return clean_text(self.cleaned_data["comment"])


class RemarkForm(forms.Form):
    """The curator's remark on a record; empty takes it away."""

    remark = forms.CharField(
        label="Замечание для наставника", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_remark(self):
        return clean_text(self.cleaned_data["remark"], lines=True)


class JournalFilterForm(forms.Form):
    """What of the journal of meetings is shown; anything unknown in the address shows all of the cycle."""

    MARKS = [("", "Все"), ("disputed", "Было иначе"), ("words", "Есть слова куратору"), ("unmarked", "Без отметки")]

    q = forms.CharField(label="Найти пару", required=False, max_length=200)
    type = forms.ChoiceField(label="Что было", required=False, choices=[("", "Всё"), *Meeting.Type.choices])
    marks = forms.ChoiceField(label="Отметки", required=False, choices=MARKS)
    since = forms.DateField(label="С", required=False, widget=DayInput)
    until = forms.DateField(label="По", required=False, widget=DayInput)

    def narrow(self, meetings, bonds):
        """``meetings`` as the filter says; ``bonds`` is the queryset of bonds among which a name is looked for."""
        if not self.is_valid():
            return meetings
        data = self.cleaned_data
        if data["q"].strip():
            meetings = meetings.filter(bond__in=bonds.search(data["q"]).values("pk"))
        if data["type"]:
            meetings = meetings.filter(type=data["type"])
        if data["since"]:
            meetings = meetings.filter(held_on__gte=data["since"])
        if data["until"]:
            meetings = meetings.filter(held_on__lte=data["until"])
        return self._by_marks(meetings, data["marks"])

    @staticmethod
    def _by_marks(meetings, marks):
        if marks == "disputed":
            return meetings.filter(marks__confirmed=False).distinct()
        if marks == "words":
            return meetings.filter(marks__comment__gt="").distinct()
        if marks == "unmarked":
            answers = Count("marks", filter=Q(marks__confirmed__isnull=False))
            return meetings.alias(n=answers).filter(n=0)
        return meetings
