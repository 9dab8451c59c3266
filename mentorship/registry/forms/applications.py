"""Forms of the applications: the short one of the public page and those of the curator."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout, Submit
from django import forms
from django.core.validators import validate_email

from mentorship.common.checks import normalize_phone, validate_phone
from mentorship.common.russian import clean_text
from mentorship.institution.models import Topic
from mentorship.people.models import Person

from ..models import Application

NEW = "new"
ADULTS = [(code, words) for code, words in Person.Origin.choices if code != Person.Origin.PUPIL]  # a child cannot agree


class ApplicationForm(forms.ModelForm):
    """«Хочу стать наставником»; ``website`` is bait that people do not see and machines fill."""

    agree = forms.BooleanField(
        label="Согласен (согласна) на обработку данных этой заявки",
        error_messages={"required": "Без согласия учреждение не вправе принять заявку: отметьте его или позвоните."},
    )
    website = forms.CharField(label="Не заполняйте это поле", required=False, max_length=200)

    class Meta:
        model = Application
        fields = ["full_name", "about", "contact", "topics", "words"]
        labels = {"about": "Кем вы работаете или откуда вы", "topics": "С чем вы можете помочь"}
        help_texts = {
            "about": "Например: воспитатель группы «Ручеёк»; логопед из детского сада № 5; студентка колледжа.",
            "contact": "По нему куратор свяжется с вами: +7 900 000-00-00 или адрес почты.",
            "words": "Необязательно: чем хотите поделиться, когда вам удобно.",
        }
        widgets = {
            "full_name": forms.TextInput(attrs={"autocomplete": "name"}),
            "topics": forms.CheckboxSelectMultiple,
            "words": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topics"].queryset = Topic.objects.filter(enabled=True)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        bait = Div(Field("website", tabindex="-1", autocomplete="off"), css_class="visually-hidden", aria_hidden="true")
        self.helper.layout = Layout("full_name", "about", "contact", "topics", "words", bait)

    def clean_full_name(self):
        name = clean_text(self.cleaned_data["full_name"])
        if len(name.split()) < 2:
            raise forms.ValidationError("Напишите фамилию и имя полностью, отчество – если есть.")
        return name

    def clean_about(self):
        return clean_text(self.cleaned_data["about"])

    def clean_contact(self):
        contact = clean_text(self.cleaned_data["contact"])
        if "@" in contact:
            validate_email(contact)
            return contact
        phone = normalize_phone(contact)
        validate_phone(phone)
        return phone

    def clean_words(self):
        return clean_text(self.cleaned_data["words"], lines=True)

    @property
    def is_bait_taken(self):
        return bool(self.cleaned_data["website"])

    @property
    def values(self):
        """What ``workflow.apply`` takes."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class ConfirmForm(forms.Form):
    """Whose application it is: somebody of those who look alike, or somebody new."""

    card = forms.ChoiceField(
        label="Чья это заявка",
        widget=forms.RadioSelect,
        error_messages={"required": "Выберите карточку или новую: дважды одного человека не заводят."},
    )
    origin = forms.ChoiceField(label="Если карточка новая – кто это", choices=ADULTS)

    def __init__(self, *args, alike, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person, _ in alike}
        known = [(str(one.pk), f"{one.full_name}, {one.post or 'без должности'} – {why}") for one, why in alike]
        self.fields["card"].choices = [*known, (NEW, "Нового человека: завести карточку")]
        self.fields["card"].initial = None if alike else NEW
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout("card", "origin", Submit("confirm", "Подтвердить: станет кандидатом"))

    @property
    def values(self):
        """What ``workflow.accept_application`` takes."""
        return {"person": self.people.get(self.cleaned_data["card"]), "origin": self.cleaned_data["origin"]}


class DeclineForm(forms.Form):
    """Why an application is declined."""

    reason = forms.CharField(label="Почему", max_length=300, error_messages={"required": "Укажите причину."})

    def clean_reason(self):
        return clean_text(self.cleaned_data["reason"])
