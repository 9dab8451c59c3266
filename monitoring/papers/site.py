"""O16 of law.md 4.3: «О размещении материалов на сайте»: whose data, which of them, where, by consent alone (2.3)."""

from django import forms
from django.utils import timezone

from mentorship.common.cases import Case
from mentorship.common.russian import date_digits, date_words
from mentorship.common.widgets import DayInput
from mentorship.common.workflow import Missing
from mentorship.cycle.paper_forms import OrderForm, controlled_by, order_kind
from mentorship.documents import blocks, kinds, listed, orders
from mentorship.institution.grounds import ground
from mentorship.people import samples
from mentorship.people.choices import PeopleChoice, PersonChoice
from mentorship.people.models import Consent, Person, PictureUse, PublicField
from mentorship.people.naming import acquainted, once, told

HEADING = "О размещении материалов о наставничестве на сайте"
PICTURES = (PublicField.PHOTO, PublicField.VIDEO)
COLUMNS = [
    {"title": "№", "width": 6, "align": "center"},
    {"title": "Фамилия, имя, отчество", "width": 28},
    {"title": "Что размещается", "width": 30},
    {"title": "Адрес страницы", "width": 36},
]


class Form(OrderForm):
    headed = HEADING
    usual_acts = ("fz152",)

    people = PeopleChoice(
        Person.objects.none(),
        label="Чьи данные размещаются",
        help_text="Показаны только те, чьё согласие на публикацию действует и в нём отмечены сведения и адрес.",
        error_messages={
            "required": "Отметьте хотя бы одного человека.",
            "invalid_choice": "Согласие на публикацию не подписано или отозвано: данные нельзя выгружать на сайт.",
        },
    )
    until = forms.DateField(
        label="Разместить – до",
        widget=DayInput,
        error_messages={"required": "Укажите, до какого дня разместить материалы."},
    )
    places = PersonChoice(
        Person.objects.none(),
        label="Кто размещает",
        error_messages={"required": "Выберите, кто размещает материалы."},
    )
    removes = PersonChoice(
        Person.objects.none(), label="Кто снимает по отзыву согласия", required=False, empty_label="Кто размещает"
    )
    field_order = ["people", "until", "places", "removes", "acts", "control"]

    def prepare(self):
        super().prepare()
        allowed = [consent.person_id for consent in consents(self.on) if ticked(consent) and addresses(consent)]
        self.fields["people"].queryset = Person.objects.filter(pk__in=allowed)

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until < self.on:
            raise forms.ValidationError(f"Срок уже прошёл: укажите день не раньше {date_digits(self.on)}.")
        return until


def sample():
    """A filled sample for the catalogue."""
    people = samples.people()
    page = "https://sad17.example.ru/nastavnichestvo"
    rows = [
        [people[1].full_name, "фамилия, имя, отчество; должность; квалификационная категория", page],
        [people[3].full_name, "фамилия, имя, отчество; должность; фотография", f"{page}/nastavniki"],
    ]
    answers = {"people": [people[1], people[3]], "until": samples.MIDDLE, "places": people[2], "removes": None}
    return write(samples.institution(), answers | {"rows": rows, "acts": [samples.LAW_ON_DATA], "control": None})


def from_records(institution, answers):
    """Blocks of the order with what the consents of today allow."""
    return write(institution, answers | {"rows": rows_of(answers["people"], timezone.localdate())})


def write(institution, answers):
    """Blocks of the order by the answers of its form and the ``rows`` of its annex."""
    places = answers["places"]
    removes = answers["removes"] or places
    return orders.order(
        institution,
        heading=HEADING,
        ground=ground(answers["acts"], "на основании согласий на распространение персональных данных"),
        items=[
            blocks.item(
                "Разместить до {дня} на официальном сайте учреждения сведения об участниках программы наставничества "
                "согласно приложению.",
                key="place",
                words={"дня": (date_words(answers["until"]), "до какого дня")},
            ),
            *orders.task_items(
                "{Ответственному за сайт}:",
                [
                    "разместить только те сведения и только по тем адресам, которые названы в приложении",
                    "опубликовать условия и запреты, установленные участниками в согласиях, "
                    "в течение трёх рабочих дней со дня получения согласия",
                ],
                key="site",
                words={"ответственному за сайт": told(places, Case.DATIVE, "кто размещает")},
            ),
            blocks.item(
                "{Кто снимает}, при отзыве согласия снять сведения об участнике с сайта в течение трёх рабочих дней "
                "и сообщить об этом куратору.",
                key="remove",
                words={"кто снимает": told(removes, Case.DATIVE, "кто снимает сведения с сайта")},
            ),
            controlled_by(answers["control"]),
        ],
        acquainted=acquainted([places, removes, answers["control"]]),
        annexes=listed.annex(institution, "Сведения, размещаемые на сайте", COLUMNS, answers["rows"]),
    )


def rows_of(people, on):
    """Rows of the annex without numbers: who, which ticked data, at which ticked addresses; nobody without consent."""
    latest = {consent.person_id: consent for consent in consents(on, people)}
    pictures = may_show_pictures(on, people)
    return [_row(person, latest[person.pk], person.pk in pictures) for person in once(people) if person.pk in latest]


def _row(person, consent, pictures):
    shown = [field.label for field in ticked(consent) if pictures or field not in PICTURES]
    return [person.full_name, "; ".join(shown) or "–", "\n".join(addresses(consent)) or "–"]


def consents(on, people=None):
    """Consents to publication in force on the day ``on``, of these people or of everybody."""
    found = Consent.objects.in_force(on).filter(kind=Consent.Kind.PUBLICATION)
    if people is not None:
        found = found.filter(person__in=people)
    return found.defer("blocks").order_by("signed_on", "pk")


def may_show_pictures(on, people):
    """Keys of those who allow their picture on the site by a consent of its own (ст. 152.1 ГК РФ)."""
    found = Consent.objects.in_force(on).filter(kind=Consent.Kind.PICTURE, person__in=people)
    return {one.person_id for one in found.defer("blocks") if PictureUse.SITE in one.details.get("uses", [])}


def ticked(consent):
    """What the person let the public see, in the order of the form."""
    return [PublicField(code) for code in consent.details.get("fields", []) if code in PublicField]


def addresses(consent):
    """Pages of the site on which he let it stand."""
    return consent.details.get("urls", [])


def _gate(answers, on):
    """Everybody named must have a consent in force on the day of the order (law.md section 8)."""
    people = once(answers["people"])
    allowed = {consent.person_id for consent in consents(on, people)}
    return [_lacks(person, on) for person in people if person.pk not in allowed]


def _lacks(person, on):
    url = f"{person.get_absolute_url()}#consents"
    withdrawn = person.consents.filter(kind=Consent.Kind.PUBLICATION, withdrawn_on__lte=on).order_by("-withdrawn_on")
    if latest := withdrawn.first():
        day = date_digits(latest.withdrawn_on)
        words = f"Согласие на публикацию отозвано {day}: данные нельзя выгружать на сайт."
        return Missing(f"{orders.stopped(person.short_name)} {words}", url)
    lacks = orders.stopped(f"Нет действующего согласия на публикацию: {person.short_name}")
    return Missing(f"{lacks} Добавьте его или уберите.", url)


KIND = order_kind(
    code="order_site",
    outlives=True,
    title="Приказ о размещении материалов на сайте",
    group=kinds.Group.RESULTS,
    about="Чьи данные, какие и по какому адресу публикуются; кто размещает и кто снимает по отзыву согласия.",
    ground="152-ФЗ, статья 10.1; согласия на распространение персональных данных",
    form=Form,
    write=from_records,
    gate=_gate,
    sample=sample,
    dative=["places", "removes"],
)
