"""Forms over the one dictionary of topics: strengths of a mentor, a request of a mentee."""

from itertools import groupby

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row, Submit
from django import forms

from mentorship.common.russian import clean_text
from mentorship.institution.models import Topic

from ..models import MenteeRequest, Strength
from .selection import buttons


class StrengthsForm(forms.Form):
    """How well a mentor knows each topic."""

    def __init__(self, *args, levels, **kwargs):
        super().__init__(*args, **kwargs)
        # a topic switched off since stays while somebody is strong in it
        self.topics = [one for one in Topic.objects.all() if one.enabled or one.pk in levels]
        for one in self.topics:
            self.fields[f"t{one.pk}"] = forms.TypedChoiceField(
                label=one.title,
                choices=[("", "нет"), *Strength.Level.choices],
                coerce=int,
                empty_value=None,
                required=False,
                initial=levels.get(one.pk, ""),
            )
        areas = [
            Fieldset(area, Row(*(Column(f"t{one.pk}", css_class="col-md-6") for one in topics)))
            for area, topics in groupby(self.topics, lambda one: one.area)
        ]
        self.helper = FormHelper()
        self.helper.attrs = {"data-keep": True, "data-once": True}
        self.helper.layout = Layout(*areas, buttons("Сохранить"))

    @property
    def levels(self):
        """{Topic: level} of the topics that are named."""
        named = ((one, self.cleaned_data[f"t{one.pk}"]) for one in self.topics)
        return {one: level for one, level in named if level}


class RequestForm(forms.ModelForm):
    """One request of a mentee."""

    class Meta:
        model = MenteeRequest
        fields = ["topic", "priority", "words"]
        widgets = {"words": forms.Textarea(attrs={"rows": 2})}
        help_texts = {"words": "Что именно трудно и какой результат стал бы успехом."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        topics = Topic.objects.filter(enabled=True)
        if self.instance.topic_id:
            topics = topics | Topic.objects.filter(pk=self.instance.topic_id)
        self.fields["topic"].queryset = topics
        self.fields["topic"].choices = [("", "Другое (опишите словами)"), *_by_areas(topics)]
        self.helper = FormHelper()
        self.helper.attrs = {"data-keep": True, "data-once": True}
        self.helper.layout = Layout(
            Row(Column("topic"), Column("priority")),
            "words",
            buttons("Сохранить") if self.instance.pk else Submit("save", "Добавить запрос"),
        )

    def clean_words(self):
        return clean_text(self.cleaned_data["words"])

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("topic") and not cleaned.get("words"):
            self.add_error("topic", "Выберите тему или опишите запрос своими словами.")
        return cleaned


def _by_areas(topics):
    return [(area, [(one.pk, one.title) for one in group]) for area, group in groupby(topics, lambda one: one.area)]
