"""Forms of sign-in and accounts."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password

from mentorship.common.checks import validate_person_name
from mentorship.common.russian import clean_name
from mentorship.common.widgets import DayInput

from .models import Role, RoleGrant, User

PASSWORD_ADVICE = "Не короче 12 знаков. Удобно взять три-четыре слова подряд."


class NewPasswordField(forms.CharField):
    """A password that is chosen here, kept to the letter."""

    def __init__(self, **kwargs):
        widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
        super().__init__(max_length=128, strip=False, widget=widget, **kwargs)


class SignInNameField(forms.SlugField):
    """The name for sign-in; one is proposed when it is left empty."""

    default_error_messages = {"invalid": "В имени для входа допустимы латинские буквы, цифры, дефис."}

    def __init__(self):
        help_text = "Латинские буквы и цифры. Пусто – портал предложит сам."
        super().__init__(label="Имя для входа", max_length=60, required=False, help_text=help_text)


class FullNameField(forms.CharField):
    """Surname, first name and, where there is one, patronymic in one field, spelled in full."""

    def __init__(self, **kwargs):
        super().__init__(**{"label": "Фамилия, имя, отчество", "max_length": 300} | kwargs)

    def to_python(self, value):
        return clean_name(super().to_python(value))

    def validate(self, value):
        super().validate(value)
        if value:
            validate_person_name(value)
        if value and " " not in value:
            raise forms.ValidationError("Напишите фамилию и имя полностью, отчество – если есть.")


class SignInForm(AuthenticationForm):
    """Name and password; the refusal never says which of the two is wrong."""

    error_messages = {
        "invalid_login": "Имя или пароль не подходят. Проверьте раскладку и клавишу Caps Lock.",
        "inactive": "Имя или пароль не подходят. Проверьте раскладку и клавишу Caps Lock.",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Имя для входа"


class CodeForm(forms.Form):
    """The code from a printed slip, with or without dashes."""

    code = forms.CharField(
        label="Код с листка доступа",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text="Тире и пробелы можно не набирать.",
    )


class PasswordForm(forms.Form):
    """A new password of one's own, typed once and shown on demand by the browser."""

    password = NewPasswordField(label="Новый пароль", help_text=PASSWORD_ADVICE)
    repeat = NewPasswordField(label="Ещё раз")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self):
        validate_password(self.cleaned_data["password"], self.user)
        return self.cleaned_data["password"]

    def clean(self):
        cleaned = super().clean()
        if {"password", "repeat"} <= cleaned.keys() and cleaned["password"] != cleaned["repeat"]:
            self.add_error("repeat", "Пароли не совпали. Наберите второй раз то же самое.")
        return cleaned


class AccountForm(forms.Form):
    """A new account: the name for sign-in is proposed when left empty."""

    full_name = FullNameField()
    username = SignInNameField()
    email = forms.EmailField(label="Электронная почта", required=False)
    roles = forms.MultipleChoiceField(
        label="Роли",
        required=False,
        choices=[(role.value, role.label) for role in Role if role != Role.ORGANISER],
        widget=forms.CheckboxSelectMultiple,
        help_text="Наставнику и наставляемому роль не нужна: она следует из базы участников.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Создать учётную запись"))

    def clean_username(self):
        username = self.cleaned_data["username"].lower()
        if username and User.objects.filter(username=username).exists():
            raise forms.ValidationError("Такое имя для входа уже занято. Добавьте цифру или второй инициал.")
        return username


class RoleForm(forms.ModelForm):
    """A role with its dates."""

    class Meta:
        model = RoleGrant
        fields = ["role", "form_code", "starts_on", "ends_on"]
        widgets = {
            "starts_on": DayInput(),
            "ends_on": DayInput(),
        }
        help_texts = {"form_code": "Только для ответственного по форме."}

    def __init__(self, *args, forms_of_mentoring=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["form_code"].widget = forms.Select(choices=[("", "—"), *forms_of_mentoring])
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Дать роль"))
