"""The act of destruction with the extract from the journal, as приказ Роскомнадзора от 28.10.2022 № 179 wants them."""

from django.urls import reverse
from django.utils import timezone

from mentorship.common.russian import capital, date_digits, join_and, signature_of
from mentorship.common.workflow import Missing
from mentorship.documents import blocks as b
from mentorship.documents import kinds
from mentorship.documents.freezing import DATE, NUMBER
from mentorship.documents.models import Series
from mentorship.documents.orders import approved_by_head
from mentorship.institution.models import Institution

from . import permissions, samples
from .models import Destruction
from .subject_data import subject_data

CODE = "destruction_act"
TITLE = "Об уничтожении персональных данных"
SYSTEM = "«Портал наставничества»"
TITLES = {  # the act names the categories of the data, not the page that held them
    "card": "Карточка (фамилия, имя, отчество, пол, дата рождения, место работы или учёбы, должность или класс, стаж,"
    " категория, образование, телефон, адрес электронной почты)"
}
STAYS = ("papers", "journal", "duties")  # kept whole on a ground of their own
LEAST_MEMBERS = 2
NOBODY = "нет"
TOO_FEW = "Укажите не менее двух членов комиссии."
NO_EXTRACT = "Приложите выгрузку из журнала событий (приказ РКН № 179): «Составить заново» вернёт её в акт."
WAY = (
    "в информационной системе – замена фамилии, имени, отчества обозначением «{label}», очистка остальных полей, их"
    " истории и полей поиска, удаление файлов с носителя без возможности восстановления"
)
MEMBERS = [
    {"title": "№", "width": 8},
    {"title": "Фамилия, имя, отчество", "width": 52},
    {"title": "Должность", "width": 40},
]
EVENTS = [
    {"title": "Дата события", "width": 16},
    {"title": "Категория уничтоженных данных", "width": 34},
    {"title": "Сведений", "width": 14, "align": "right"},
    {"title": "Причина", "width": 36},
]


def register(take_effect):
    """Make the act a kind of paper; what it brings into force is the destruction itself."""
    kinds.register(
        kinds.Kind(
            code=CODE,
            title="Акт об уничтожении персональных данных",
            group=kinds.Group.OFFICE,
            about="Подтверждает уничтожение данных участника, с выгрузкой из журнала событий.",
            ground="152-ФЗ, ст. 21; приказ Роскомнадзора от 28.10.2022 № 179",
            storage=kinds.KEPT_THREE_YEARS,
            series=Series.ACTS,
            start=_start,
            sample=sample,
            variants=lambda: {"бумажные носители не уничтожались": sample(paper_sheets=0)},
            build=lambda paper: build(paper.subject),
            gate=lambda paper, on: gate(paper),
            take_effect=take_effect,
        )
    )


def gate(paper):
    """What must be there before the data go; the extract, too, which a hand may have taken out of the draft."""
    from .withdrawal import why_not_destroy  # the pages of the apps above must be known by then

    destruction = paper.subject
    if destruction is None or destruction.carried_out_on:
        return [Missing("Эти данные уже уничтожены.")]
    few = [] if len(destruction.commission) >= LEAST_MEMBERS else [Missing(TOO_FEW, destruction.get_absolute_url())]
    bare = [] if _has_extract(paper.blocks) else [Missing(NO_EXTRACT, paper.get_absolute_url())]
    return [*few, *bare, *why_not_destroy(destruction.person)]


def _has_extract(blocks):
    types = [one["type"] for one in blocks]
    return "annex" in types and "table" in types[types.index("annex") :]


def _start(user):
    return reverse("people:data_index") if permissions.can_keep_consents(user) else ""


def build(destruction):
    """Blocks of the act and of its annex; written anew right before the data go, so that the counts are true."""
    person = destruction.person
    held = [(one, len(list(one.rows(person)))) for one in subject_data]
    destroyed = [(TITLES.get(one.code, one.title), count) for one, count in held if count and one.code not in STAYS]
    return _text(Institution.load(), destruction, _processor(person), destroyed, timezone.localdate())


def sample(paper_sheets=3):
    """A filled sample for the catalogue; ``paper_sheets`` is 0 where nothing on paper was destroyed."""
    *commission, person = samples.people()[:4]
    person.pk = 24
    destruction = Destruction(
        pk=7,
        person=person,
        reason=Destruction.Reason.PURPOSE,
        commission=[{"name": one.full_name, "post": one.post} for one in commission],
        paper_sheets=paper_sheets,
    )
    destroyed = [(TITLES["card"], 1), ("Согласия", 4), ("Участие в программе", 6), ("Пары, группы и встречи", 38)]
    return _text(samples.institution(), destruction, NOBODY, destroyed, samples.LAST_DAY)


def _text(card, destruction, processor, destroyed, on):
    """The act and its annex; ``destroyed``: (title, how many records) of each sort of data."""
    act = _act(destruction, card, processor, destroyed, date_digits(on))
    return [*act, *_extract(destruction, card, destroyed, date_digits(on))]


def _act(destruction, card, processor, destroyed, today):
    members = [[f"{number}.", one["name"], one["post"]] for number, one in enumerate(destruction.commission, 1)]
    return [
        approved_by_head(card),
        b.doc_title("АКТ"),
        b.requisites(place=card.place),
        b.heading(TITLE, key=kinds.HEADING),
        *_parties(card, processor, destruction.person),
        b.item("Уничтожение провела комиссия:", key="commission"),
        b.table(MEMBERS, members, key="member_columns"),
        *_what_and_how(destruction, destroyed, today),
        b.paragraph(
            "Приложение: выгрузка из журнала регистрации событий. Акт и выгрузка хранятся три года.", key="kept"
        ),
        *(b.signature(capital(one["post"]), signature_of(one["name"]), "подпись") for one in destruction.commission),
    ]


def _parties(card, processor, person):
    operator = {
        "оператор": (card.full_name, "наименование учреждения по уставу"),
        "адрес": (card.address, "адрес учреждения"),
        "инн": (card.inn, "ИНН учреждения"),
        "огрн": (card.ogrn, "ОГРН учреждения"),
    }
    return [
        b.item("Оператор: {оператор}, адрес: {адрес}, ИНН {инн}, ОГРН {огрн}.", key="operator", words=operator),
        b.item(
            "Лицо, которое обрабатывало персональные данные по поручению оператора: {обработчик}.",
            key="processor",
            words={"обработчик": (processor, "кому поручали обработку, по согласию; «нет», если никому")},
        ),
        b.item(
            "Субъект персональных данных: {субъект} (карточка № {карточка} в информационной системе).",
            key="subject",
            words=_subject(person),
        ),
    ]


def _subject(person):
    return {
        "субъект": (person.full_name, "чьи данные уничтожены"),
        "карточка": (str(person.pk), "номер карточки в портале"),
    }


def _what_and_how(destruction, destroyed, today):
    sheets = destruction.paper_sheets
    way = WAY.format(label=destruction.label) + ("; бумажные носители – измельчение" if sheets else "")
    return [
        b.item(
            "Уничтожены персональные данные: {данные}.",
            key="destroyed",
            words={"данные": (_what(destroyed), "виды данных через запятую")},
        ),
        b.item(
            "Бумажные носители: {листов} л.",
            key="sheets",
            words={"листов": (str(sheets), "сколько листов уничтожено")},
        )
        if sheets
        else b.item("Бумажные носители: не уничтожались.", key="no_sheets"),
        b.item(
            "Наименование информационной системы: {система}.",
            key="system",
            words={"система": (SYSTEM, "название портала")},
        ),
        b.item(
            "Способ уничтожения: {способ}.",
            key="way",
            words={"способ": (way, "как уничтожены данные в портале и на бумаге")},
        ),
        b.item(
            "Причина уничтожения: {причина}.",
            key="reason",
            words={"причина": (destruction.get_reason_display(), "основание по 152-ФЗ")},
        ),
        b.item("Дата уничтожения: {день}.", key="day", words={"день": (today, "когда уничтожены")}),
    ]


def _what(destroyed):
    return join_and([title[0].lower() + title[1:] for title, _ in destroyed])


def _processor(person):
    named = (consent.details.get("processor") for consent in person.consents.order_by("-pk"))
    return next(filter(None, named), NOBODY)


def _extract(destruction, card, destroyed, today):
    reason = destruction.get_reason_display()
    return [
        b.annex(
            ["Приложение", "к акту об уничтожении персональных данных", f"от {DATE} № {NUMBER}"],
            "Выгрузка из журнала регистрации событий информационной системы",
            key="extract",
        ),
        b.paragraph(
            "Субъект персональных данных: {субъект} (карточка № {карточка}).",
            indent=False,
            key="extract_subject",
            words=_subject(destruction.person),
        ),
        b.paragraph(
            "Информационная система: {система}, {учреждение}.",
            indent=False,
            key="extract_system",
            words={
                "система": (SYSTEM, "название портала"),
                "учреждение": (card.short_name, "краткое наименование учреждения"),
            },
        ),
        b.table(EVENTS, [[today, title, str(count), reason] for title, count in destroyed], key="event_columns"),
        b.paragraph(
            "Строки об уничтожении внесены в журнал доступа портала, который скреплён хеш-цепочкой и не изменяется.",
            indent=False,
            key="sealed",
        ),
    ]
