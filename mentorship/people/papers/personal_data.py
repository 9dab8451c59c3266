"""Consents to processing (152-ФЗ, ст. 9 ч. 4: nine elements in the order of the law) and to publication (ст. 10.1)."""

from mentorship.common.cases import Case
from mentorship.documents import blocks as b

from ..models import Person, PublicField, Signers
from .parts import (
    PUBLIC_PURPOSE,
    contact,
    filled,
    head,
    head_name,
    operator,
    representative_name,
    signoffs,
    subject,
    term,
    withdrawn_at,
)

Origin = Person.Origin
PURPOSE = (
    "подготовка и проведение программы наставничества: ведение базы наставников и базы наставляемых, подбор и"
    " закрепление наставнических пар и групп, составление и выполнение персонализированных программ, учёт встреч,"
    " анкетирование участников и оценка результатов, подготовка приказов, отчётов и представлений к поощрению"
)
SERVICE = "общий и педагогический стаж; квалификационная категория; образование"
ADMITTED = "отметка о проверке допуска к работе с детьми"
# What the card of each origin asks for and nothing more (152-ФЗ, ст. 5 ч. 5): a pupil has no post and no service.
DATA_OF = {
    Origin.STAFF: f"место работы, должность, подразделение, табельный номер; дата приёма на работу; {SERVICE}",
    Origin.PUPIL: "место учёбы, класс, группа",
    Origin.PARENT: "место работы, должность",
    Origin.EXTERNAL: f"место работы, должность; {SERVICE}; {ADMITTED}",
    Origin.STUDENT: f"место учёбы, курс и специальность; {ADMITTED}",
    Origin.PARTNER: f"место работы, должность; {ADMITTED}",
}
GUARDIANS_DATA = (
    "; о законном представителе – фамилия, имя, отчество, кем приходится участнику, документ о полномочиях, телефон, адрес"
    " электронной почты, почтовый адрес"
)
DATA = (
    "фамилия, имя, отчество; пол; дата рождения; {}; телефон и адрес электронной почты; сведения об участии в программе"
    " наставничества: запросы и сильные стороны, ответы на анкеты, темы, даты и оценки встреч, цели, задания и результаты,"
    " обучение и поощрения"
)
OF_WORK = {PublicField.POST, PublicField.EXPERIENCE, PublicField.CATEGORY}
# Set phrase of 152-ФЗ, ст. 3 п. 3, without «распространение»: that needs the separate consent of ст. 10.1.
ACTIONS = (
    "сбор, запись, систематизацию, накопление, хранение, уточнение (обновление, изменение), извлечение, использование,"
    " передачу (предоставление, доступ), блокирование, удаление, уничтожение"
)
WAYS = (
    "Обработка смешанная: в информационной системе оператора и на бумаге. Решения, которые порождают правовые последствия"
    " для субъекта персональных данных, на основании одной лишь автоматизированной обработки не принимаются."
)
PASSPORT = "паспорт РФ: серия – 4 цифры, номер – 6 цифр"  # written by hand: the portal keeps no passports
NETWORK_CONDITIONS = (
    "только по внутренней сети оператора, с доступом строго определённых сотрудников",
    "с использованием информационно-телекоммуникационных сетей",
    "без передачи полученных персональных данных",
)


def processing(consent, institution, rules):
    """Blocks of the consent."""
    person, signers = consent.person, consent.signers()
    return [
        *head(consent),
        b.paragraph(_processing_intro(person, signers)),
        b.item(f"Субъект персональных данных: {subject(person)}."),
        *_identity_lines(signers != Signers.SELF),
        *_representative(signers, consent.guardian),
        b.item(f"Оператор: {operator(institution)}."),
        b.item(f"Цель обработки: {PURPOSE}."),
        b.item(f"Перечень персональных данных, на обработку которых даётся согласие: {_data(person, signers)}."),
        b.item(f"Лицо, которое обрабатывает персональные данные по поручению оператора: {_processor(consent)}."),
        b.item(f"Перечень действий с персональными данными и способы обработки: согласие даётся на {ACTIONS}. {WAYS}"),
        b.item(f"Срок и порядок отзыва. Согласие действует {term(consent)}. {_withdrawal(institution, rules)}"),
        b.item("Подпись."),
        *signoffs(person, signers, consent.guardian),
    ]


def _data(person, signers):
    return DATA.format(DATA_OF[person.origin]) + (GUARDIANS_DATA if signers != Signers.SELF else "")


def _processing_intro(person, signers):
    whose = "моих персональных данных" if signers == Signers.SELF else "персональных данных названного ниже участника"
    return (
        "Свободно, своей волей и в своём интересе в соответствии со статьёй 9 Федерального закона от 27.07.2006"
        f" № 152-ФЗ «О персональных данных» даю согласие на обработку {whose} на следующих условиях."
    )


def _identity_lines(is_child):
    document = f"свидетельство о рождении или {PASSPORT}" if is_child else f"вид, серия, номер; {PASSPORT}"
    return [
        b.fill_line("Адрес", "адрес регистрации"),
        b.fill_line("Документ, удостоверяющий личность", document),
        b.fill_line("Выдан", "дата выдачи, наименование выдавшего органа"),
    ]


def _representative(signers, guardian):
    if signers == Signers.SELF:
        return [b.item("Представитель субъекта персональных данных: нет, согласие даётся лично.")]
    return [
        b.item("Представитель субъекта персональных данных (родитель, усыновитель, опекун, попечитель):"),
        filled("", guardian and f"{guardian.full_name}, {guardian.kinship}", "фамилия, имя, отчество, кем приходится"),
        filled("Адрес", guardian and guardian.address, "адрес регистрации"),
        b.fill_line("Документ, удостоверяющий личность", f"вид, серия, номер; {PASSPORT}"),
        b.fill_line("Выдан", "дата выдачи, наименование выдавшего органа"),
        filled(
            "Полномочия подтверждает",
            guardian and guardian.document,
            "свидетельство о рождении, акт об опеке: номер, дата",
        ),
    ]


def _processor(consent):
    return consent.details.get("processor") or "нет, оператор обрабатывает их сам"


def _withdrawal(institution, rules):
    where = withdrawn_at(institution, rules)
    return (
        "Согласие может быть отозвано в любое время письменным заявлением на имя руководителя учреждения"
        f" ({head_name(institution, Case.GENITIVE)}), которое подаётся {where}. Получив отзыв, оператор прекращает обработку и в срок не более"
        " 30 дней уничтожает персональные данные, если закон не даёт иного основания их обрабатывать."
    )


# --- Publication (152-ФЗ, ст. 10.1; приказ Роскомнадзора от 24.02.2021 № 18) -------------------------------------


def public_fields(person):
    """What of a person can be published: a pupil has no post, service or category."""
    return [field for field in PublicField if person.origin != Origin.PUPIL or field not in OF_WORK]


def publication(consent, institution, rules):
    """Blocks of the consent."""
    person, signers = consent.person, consent.signers()
    chosen = consent.details.get("fields", [])
    return [
        *head(consent),
        b.paragraph(
            "В соответствии со статьёй 10.1 Федерального закона от 27.07.2006 № 152-ФЗ «О персональных данных»"
            " даю согласие на распространение персональных данных на следующих условиях."
        ),
        b.item(f"Субъект персональных данных: {person.full_name}."),
        *representative_name(signers, consent.guardian),
        *contact(person),
        b.item(f"Оператор: {operator(institution)}."),
        *_resources(consent),
        b.item(f"Цель распространения: {PUBLIC_PURPOSE}."),
        b.item(
            "Категории и перечень персональных данных. Общие персональные данные, отмеченные знаком (чего не отметили,"
            " не публикуется):"
        ),
        b.checklist([{"text": field.label, "checked": field.value in chosen} for field in public_fields(person)]),
        b.paragraph("Специальные категории и биометрические персональные данные не распространяются."),
        b.item("Условия и запреты на обработку этих данных неограниченным кругом лиц (заполняется по желанию):"),
        b.fill_line("", "какие данные, какое условие или запрет"),
        b.fill_line("", ""),
        b.item("Условия передачи персональных данных оператором по сети (заполняется по желанию):"),
        b.checklist([{"text": text, "checked": False} for text in NETWORK_CONDITIONS]),
        b.item(
            f"Срок. Согласие действует {term(consent)}. По требованию субъекта персональных данных распространение"
            " прекращается в любое время, действие согласия прекращается с момента поступления оператору такого требования."
        ),
        *signoffs(person, signers, consent.guardian),
    ]


def _resources(consent):
    urls = consent.details.get("urls", [])
    if urls:
        pages = [b.paragraph(url, align="left") for url in urls]
    else:
        pages = [b.fill_line("", "полный адрес страницы: https://…")]
    return [b.item("Информационные ресурсы оператора, на которых данные публикуются:"), *pages]
