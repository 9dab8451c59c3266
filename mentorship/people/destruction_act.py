"""The act of destruction with the extract from the journal, as приказ Роскомнадзора от 28.10.2022 № 179 wants them."""

from django.utils import timezone

from mentorship.common.russian import date_digits, initials_first, join_and
from mentorship.common.workflow import Missing
from mentorship.documents import blocks as b
from mentorship.documents import kinds
from mentorship.documents.freezing import DATE, NUMBER
from mentorship.documents.models import Series
from mentorship.documents.orders import head_name
from mentorship.institution.models import Institution

from .subject_data import subject_data

CODE = "destruction_act"
TITLE = "Об уничтожении персональных данных"
SYSTEM = "информационная система «Портал наставничества»"
STAYS = ("papers", "journal", "duties")  # kept whole on a ground of their own
LEAST_MEMBERS = 2
TOO_FEW = "Укажите не менее двух членов комиссии."
WAY = (
    "в информационной системе – замена фамилии, имени, отчества обозначением «{label}», очистка остальных полей, их"
    " истории и полей поиска, удаление файлов с носителя без возможности восстановления"
)


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
            build=lambda paper: build(paper.subject),
            gate=lambda paper, on: gate(paper.subject),
            take_effect=take_effect,
        )
    )


def gate(destruction):
    """What must be there before the data go."""
    from .withdrawal import why_not_destroy  # the pages of the apps above must be known by then

    if destruction is None or destruction.carried_out_on:
        return [Missing("Эти данные уже уничтожены.")]
    few = [] if len(destruction.commission) >= LEAST_MEMBERS else [Missing(TOO_FEW, destruction.get_absolute_url())]
    return [*few, *why_not_destroy(destruction.person)]


def build(destruction):
    """Blocks of the act and of its annex; written anew right before the data go, so that the counts are true."""
    card, person = Institution.load(), destruction.person
    held = [(one, len(list(one.rows(person)))) for one in subject_data]
    destroyed = [(one, count) for one, count in held if count and one.code not in STAYS]
    return [*_act(destruction, card, person, destroyed), *_extract(destruction, card, person, destroyed)]


def approved_by_head(card):
    """The head's approval, to be dated by hand: on papers that are not numbered as his orders are."""
    lines = [
        "УТВЕРЖДАЮ",
        card.head_post,
        card.short_name,
        f"____________ {head_name(card)}",
        "«___» __________ 20__ г.",
    ]
    return b.approval([], lines)


def _act(destruction, card, person, destroyed):
    today = date_digits(timezone.localdate())
    members = [[str(number), one["name"], one["post"]] for number, one in enumerate(destruction.commission, 1)]
    return [
        approved_by_head(card),
        b.doc_title("АКТ"),
        b.requisites(place=card.place),
        b.heading(TITLE),
        b.item(f"Оператор: {card.full_name}, адрес: {card.address}, ИНН {card.inn}, ОГРН {card.ogrn}."),
        b.item(f"Лицо, которое обрабатывало персональные данные по поручению оператора: {_processor(person)}."),
        b.item(f"Субъект персональных данных: {person.full_name} (карточка № {person.pk} в информационной системе)."),
        b.item("Уничтожение провела комиссия:"),
        b.table(
            [
                {"title": "№", "width": 8},
                {"title": "Фамилия, имя, отчество", "width": 52},
                {"title": "Должность", "width": 40},
            ],
            members,
        ),
        b.item(f"Уничтожены персональные данные: {_what(destroyed)}."),
        b.item(
            f"Бумажные носители: {destruction.paper_sheets} л."
            if destruction.paper_sheets
            else "Бумажные носители: не уничтожались."
        ),
        b.item(f"Наименование информационной системы: {SYSTEM}."),
        b.item(f"Способ уничтожения: {WAY.format(label=destruction.label)}{_paper_way(destruction)}."),
        b.item(f"Причина уничтожения: {destruction.get_reason_display()}."),
        b.item(f"Дата уничтожения: {today}."),
        b.paragraph("Приложение: выгрузка из журнала регистрации событий. Акт и выгрузка хранятся три года."),
        *(b.signature(one["post"], _short(one["name"]), "подпись") for one in destruction.commission),
    ]


def _paper_way(destruction):
    return "; бумажные носители – измельчение" if destruction.paper_sheets else ""


def _what(destroyed):
    return join_and([one.title[0].lower() + one.title[1:] for one, _ in destroyed])


def _processor(person):
    named = (consent.details.get("processor") for consent in person.consents.order_by("-pk"))
    return next(filter(None, named), "нет")


def _short(full_name):
    words = full_name.split()
    return initials_first(*words) if len(words) == 3 else full_name


def _extract(destruction, card, person, destroyed):
    today = date_digits(timezone.localdate())
    reason = destruction.get_reason_display()
    rows = [[today, one.title, str(count), reason] for one, count in destroyed]
    return [
        b.annex(
            ["Приложение", "к акту об уничтожении персональных данных", f"от {DATE} № {NUMBER}"],
            "Выгрузка из журнала регистрации событий информационной системы",
        ),
        b.paragraph(f"Субъект персональных данных: {person.full_name} (карточка № {person.pk}).", indent=False),
        b.paragraph(f"Информационная система: {SYSTEM}, {card.short_name}.", indent=False),
        b.table(
            [
                {"title": "Дата события", "width": 16},
                {"title": "Категория уничтоженных данных", "width": 34},
                {"title": "Сведений", "width": 14, "align": "right"},
                {"title": "Причина", "width": 36},
            ],
            rows,
        ),
        b.paragraph(
            "Строки об уничтожении внесены в журнал доступа портала, который скреплён хеш-цепочкой и не изменяется.",
            indent=False,
        ),
    ]
