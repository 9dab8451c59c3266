"""Письмо of the institution: corner form, addressee in the dative, greeting, executor (law.md 3.5)."""

from django import forms
from django.core.exceptions import ValidationError

from mentorship.common.cases import Case, decline_post, decline_surname_initials, gender_of
from mentorship.common.checks import validate_first_name, validate_last_name, validate_not_future, validate_patronymic
from mentorship.common.russian import clean_text, date_digits
from mentorship.common.widgets import DayInput
from mentorship.common.workflow import Missing
from mentorship.documents import blocks, kinds, orders
from mentorship.documents.freezing import DATE, NUMBER
from mentorship.documents.models import Series
from mentorship.institution.models import Institution
from mentorship.people import samples
from mentorship.people.choices import PersonChoice
from mentorship.people.models import Person

from ..paper_forms import CyclePaperForm
from . import regulation_text

TEXT = regulation_text.load("letters")
GREETINGS = {"m": "Уважаемый", "f": "Уважаемая"}


class Form(CyclePaperForm):
    post = forms.CharField(
        label="Должность адресата",
        max_length=300,
        help_text="В именительном падеже, с названием организации: «Начальник управления образования города Приозёрска».",
    )
    last_name = forms.CharField(label="Фамилия", max_length=100, required=False, validators=[validate_last_name])
    first_name = forms.CharField(label="Имя", max_length=100, required=False, validators=[validate_first_name])
    patronymic = forms.CharField(label="Отчество", max_length=100, required=False, validators=[validate_patronymic])
    post_dative = forms.CharField(
        label="Должность в дательном падеже",
        max_length=300,
        required=False,
        help_text="Только если портал просклонял неверно.",
    )
    name_dative = forms.CharField(
        label="Фамилия и инициалы в дательном падеже",
        max_length=150,
        required=False,
        help_text="Только если портал просклонял неверно: «Кучер И.И.».",
    )
    answers_number = forms.CharField(label="На № (если это ответ)", max_length=60, required=False)
    answers_date = forms.DateField(label="от", widget=DayInput, required=False, validators=[validate_not_future])
    about = forms.ChoiceField(label="О чём письмо", choices=[(code, one["title"]) for code, one in TEXT.items()])
    title = forms.CharField(
        label="Заголовок", max_length=200, required=False, help_text="Начинается с «О» или «Об». Пусто – по образцу."
    )
    text = forms.CharField(
        label="Текст",
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=8000,
        required=False,
        help_text="Каждый абзац с новой строки. Пусто – по образцу, его можно править в черновике.",
    )
    enclosed = forms.CharField(
        label="Приложение", max_length=300, required=False, help_text="Например: «на 3 л. в 1 экз.»."
    )
    executor = PersonChoice(
        Person.objects.none(), label="Исполнитель", error_messages={"required": "Выберите, кто готовил письмо."}
    )
    phone = forms.CharField(label="Телефон исполнителя", max_length=60, required=False)

    def prepare(self):
        super().prepare()
        self.initial.setdefault("phone", Institution.load().phone)

    def clean_title(self):
        title = clean_text(self.cleaned_data["title"]).rstrip(".")
        if title and title.split()[0] not in ("О", "Об", "Обо"):
            raise ValidationError("Заголовок начинается с «О» или «Об».")
        return title

    def clean_text(self):
        return clean_text(self.cleaned_data["text"], lines=True)

    def clean(self):
        data = super().clean()
        if bool(data.get("last_name")) != bool(data.get("first_name")):
            name = "first_name" if data.get("last_name") else "last_name"
            self.add_error(name, "Укажите и фамилию, и имя – или обратитесь к организации без имени.")
        if bool(data.get("answers_number")) != bool(data.get("answers_date")) and "answers_date" not in self.errors:
            self.add_error("answers_date", "Укажите и номер, и дату письма, на которое отвечаете.")
        if data.get("about") == "free":
            for name, words in (("title", "Напишите заголовок."), ("text", "Напишите текст письма.")):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, f"{words} Для «Другое» образца нет.")
        return data

    def heading(self):
        return f"Письмо «{heading_of(self.cleaned_data)}»"


def heading_of(answers):
    return answers["title"] or TEXT[answers["about"]]["heading"]


def sample(about="information"):
    """A filled sample for the catalogue."""
    answers = dict.fromkeys(Form.base_fields, "") | {
        "post": "Начальник управления образования администрации города Приозёрска",
        "last_name": "Соколова",
        "first_name": "Ирина",
        "patronymic": "Викторовна",
        "answers_number": "214",
        "answers_date": samples.DAY,
        "about": about,
        "enclosed": "на 3 л. в 1 экз.",
        "executor": samples.people()[0],
        "phone": "+7 813 700-00-17",
    }
    return write(samples.institution(), answers, samples.YEAR)


def build(paper):
    """Blocks of the letter, written from the answers kept with the paper."""
    return write(Institution.load(), Form.read(paper), str(paper.subject))


def write(institution, answers, year):
    """Blocks of the letter."""
    words = {"год": (year, "учебный год или цикл"), "учреждение": (institution.short_name, "краткое наименование")}
    about = answers["about"]
    typed = [blocks.paragraph(line) for line in (answers["text"] or "").splitlines() if line.strip()]
    text = typed or [
        blocks.paragraph(line, key=f"{about}_{place}", words=words) for place, line in enumerate(TEXT[about]["text"], 1)
    ]
    enclosed = {"что приложено": (answers["enclosed"], "листы и экземпляры")}
    enclosed = [blocks.paragraph("Приложение: {что приложено}", indent=False, key="enclosed", words=enclosed)]
    return [
        blocks.approval(_form(institution, answers), _addressee(answers)),
        blocks.heading(heading_of(answers), key="" if answers["title"] else f"{about}_heading"),
        blocks.paragraph("{обращение}", indent=False, align="center", key="greeting", words=_greets(answers)),
        *text,
        *(enclosed if answers["enclosed"] else []),
        blocks.signature(institution.head_post, orders.head_name(institution)),
        blocks.note("\n".join(filter(None, [f"Исполнитель: {answers['executor'].full_name}", answers["phone"]]))),
    ]


def _form(institution, answers):
    """The corner form: whose letter it is, where to answer, its date and number, what it answers."""
    requisites = [institution.address, institution.phone, institution.email, institution.site_url]
    requisites += [f"ОГРН {institution.ogrn}", f"ИНН {institution.inn}"]
    number, day = answers["answers_number"], answers["answers_date"]
    replies = [f"На № {number} от {date_digits(day)}"] if number else []
    return [*filter(None, [institution.founder, institution.full_name, *requisites]), f"{DATE} № {NUMBER}", *replies]


def _addressee(answers):
    return [proposal for proposal, _ in forms_of(answers)]


def forms_of(answers):
    """Post and name of the addressee in the dative, each with whether it is sure; a form typed by hand is."""
    post = decline_post(answers["post"], Case.DATIVE)
    found = [(answers["post_dative"], True) if answers["post_dative"] else (post.text, post.sure)]
    if answers["last_name"]:
        names = [answers[name] or "" for name in ("last_name", "first_name", "patronymic")]
        name = decline_surname_initials(*names, gender_of(names[2], names[1]), Case.DATIVE)
        found.append((answers["name_dative"], True) if answers["name_dative"] else (name.text, name.sure))
    return found


def greeting(answers):
    """«Уважаемая Ирина Викторовна!»; without a name «Уважаемые коллеги!», of unknown gender «Уважаемый(ая) …!»."""
    if not answers["first_name"]:
        return "Уважаемые коллеги!"
    name = " ".join(filter(None, [answers["first_name"], answers["patronymic"]]))
    word = GREETINGS.get(gender_of(answers["patronymic"], answers["first_name"]), "Уважаемый(ая)")
    return f"{word} {name}!"


def _greets(answers):
    return {"обращение": (greeting(answers), "«Уважаемая …!» или «Уважаемые коллеги!»")}


def notes(paper):
    """Case forms that somebody should look at before the signature."""
    return [
        Missing(f"Проверьте дательный падеж: «{text}»?", paper.get_absolute_url())
        for text, sure in forms_of(Form.read(paper))
        if not sure
    ]


KIND = kinds.Kind(
    code="letter",
    outlives=True,
    title="Письмо в управление образования, партнёру, другой организации",
    group=kinds.Group.OFFICE,
    about="Официальное письмо на бланке: адресат в дательном падеже, обращение, исполнитель; есть образцы.",
    ground="ГОСТ Р 7.0.97-2025",
    storage=kinds.Storage(term="5 лет ЭПК"),
    series=Series.LETTERS,
    form=Form,
    build=build,
    notes=notes,
    sample=sample,
    variants=lambda: {one["title"]: sample(about) for about, one in TEXT.items() if one["text"]},
)
