"""The five consents as blocks: each a paper of its own, with its own number (law.md 1.2, 2.1–2.4).

Address and passport are never kept in the portal (law.md 2.7): the papers leave lines for them, filled by hand.
"""

import re

from mentorship.common.cases import Case, decline_post, decline_surname_initials, gender_of
from mentorship.common.russian import agree, date_digits, initials_first, join_and
from mentorship.documents import blocks as b
from mentorship.documents import codes
from mentorship.documents.layout import Layout
from mentorship.institution.models import Institution, Rules

from .forms_of import form
from .models import Consent, Person, PictureUse, PublicField, Signers

NUMBER = re.compile(r"([1-9]\d{0,7})/(\d{4})-")
LAYOUT = Layout(size=12, size_note=10, line_height=1.1)  # two consents of a person fit one sheet of paper each

SUBTITLES = {
    Consent.Kind.PROCESSING: "на обработку персональных данных",
    Consent.Kind.PUBLICATION: (
        "на обработку персональных данных, разрешённых субъектом персональных данных для распространения"
    ),
    Consent.Kind.MENTOR: "на выполнение работы по наставничеству",
    Consent.Kind.MENTEE: "на участие в программе наставничества в качестве наставляемого",
    Consent.Kind.PICTURE: "на обнародование и дальнейшее использование изображения гражданина",
}
PURPOSE = (
    "подготовка и проведение программы наставничества: ведение базы наставников и базы наставляемых, подбор и"
    " закрепление наставнических пар и групп, составление и выполнение персонализированных программ, учёт встреч,"
    " анкетирование участников и оценка результатов, подготовка приказов, отчётов и представлений к поощрению"
)
DATA = (
    "фамилия, имя, отчество; пол; дата рождения; место работы (учёбы), должность, подразделение, табельный номер;"
    " дата приёма на работу; общий и педагогический стаж; квалификационная категория; образование; телефон и адрес"
    " электронной почты; сведения об участии в программе наставничества: запросы и сильные стороны, ответы на анкеты,"
    " темы, даты и оценки встреч, цели, задания и результаты, обучение и поощрения"
)
# Set phrase of 152-ФЗ, ст. 3 п. 3, without «распространение»: that needs the separate consent of ст. 10.1.
ACTIONS = (
    "сбор, запись, систематизацию, накопление, хранение, уточнение (обновление, изменение), извлечение, использование,"
    " передачу (предоставление, доступ), блокирование, удаление, уничтожение"
)
WAYS = (
    "Обработка смешанная: в информационной системе оператора и на бумаге. Решения, которые порождают для меня правовые"
    " последствия, на основании одной лишь автоматизированной обработки не принимаются."
)
PUBLIC_PURPOSE = (
    "рассказать о программе наставничества учреждения, её участниках и результатах, распространить лучшие практики"
)
NETWORK_CONDITIONS = (
    "только по внутренней сети оператора, с доступом строго определённых сотрудников",
    "с использованием информационно-телекоммуникационных сетей",
    "без передачи полученных персональных данных",
)
MENTOR_GROUND = "статья 351.8 Трудового кодекса Российской Федерации"


def consent_blocks(consent):
    """The text of a consent as it would be printed today; a printed one keeps its own in ``Consent.blocks``."""
    write = {
        Consent.Kind.PROCESSING: _processing,
        Consent.Kind.PUBLICATION: _publication,
        Consent.Kind.MENTOR: _mentor,
        Consent.Kind.MENTEE: _mentee,
        Consent.Kind.PICTURE: _picture,
    }[consent.kind]
    return write(consent, Institution.load())


def title(consent):
    """«Согласие № 12/2026-С на обработку персональных данных, Белова М.П.», the title inside the file."""
    return f"Согласие № {consent.number} {consent.get_kind_display()}, {consent.person.short_name}"


def file_name(consent, ending):
    """Name of a downloaded file."""
    number = consent.number.replace("/", "-")
    return f"Согласие {number} {consent.person.short_name}.{ending}"


def paper_of(consent):
    """(blocks, layout, title) as the printers of ``documents`` take them; the text is that of the printed sheet."""
    return consent.blocks or consent_blocks(consent), LAYOUT, title(consent)


def code_of(consent):
    """The short code of the sheet, made of the consent's number: «C12-2026-K»; empty for a number of another shape."""
    match = NUMBER.match(consent.number)
    return codes.Code(codes.CONSENT, int(match[1]), int(match[2])) if match else ""


def consent_of_code(code):
    """The consent that a short code names, None if there is none."""
    number = f"{code.number}/{code.version}-"
    return Consent.objects.filter(number__startswith=number).select_related("person").first()


# --- Processing (152-ФЗ, ст. 9 ч. 4: nine elements in the order of the law) -------------------------------------


def _processing(consent, institution):
    person, signers = consent.person, consent.signers()
    return [
        *_head(consent),
        b.paragraph(_processing_intro(person, signers)),
        b.item(f"Субъект персональных данных: {_subject(person)}."),
        *_identity_lines(signers != Signers.SELF),
        *_representative(signers, consent.guardian),
        b.item(f"Оператор: {_operator(institution)}."),
        b.item(f"Цель обработки: {PURPOSE}."),
        b.item(f"Перечень персональных данных, на обработку которых даётся согласие: {DATA}."),
        b.item(f"Лицо, которое обрабатывает персональные данные по поручению оператора: {_processor(consent)}."),
        b.item(f"Перечень действий с персональными данными и способы обработки: согласие даётся на {ACTIONS}. {WAYS}"),
        b.item(f"Срок и порядок отзыва. Согласие действует {_term(consent)}. {_withdrawal(institution)}"),
        b.item("Подпись."),
        *_signoffs(person, signers, consent.guardian),
    ]


def _processing_intro(person, signers):
    whose = "моих персональных данных" if signers == Signers.SELF else "персональных данных названного ниже участника"
    return (
        "Свободно, своей волей и в своём интересе в соответствии со статьёй 9 Федерального закона от 27.07.2006"
        f" № 152-ФЗ «О персональных данных» даю согласие на обработку {whose} на следующих условиях."
    )


def _subject(person):
    born = f", дата рождения {date_digits(person.birth_date)}" if person.birth_date else ""
    return f"{person.full_name}{born}"


def _identity_lines(is_child):
    document = "свидетельство о рождении или паспорт: серия, номер" if is_child else "вид, серия, номер"
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
        _filled("", guardian and f"{guardian.full_name}, {guardian.kinship}", "фамилия, имя, отчество, кем приходится"),
        _filled("Адрес", guardian and guardian.address, "адрес регистрации"),
        b.fill_line("Документ, удостоверяющий личность", "вид, серия, номер, дата выдачи, наименование органа"),
        _filled(
            "Полномочия подтверждает",
            guardian and guardian.document,
            "свидетельство о рождении, акт об опеке: номер, дата",
        ),
    ]


def _filled(label, known, hint):
    """What the portal knows as text, a line to fill by hand where it does not."""
    if known:
        return b.paragraph(f"{label}: {known}." if label else f"{known}.", align="left")
    return b.fill_line(label, hint)


def _operator(institution):
    return f"{institution.full_name}, адрес: {institution.address}, ИНН {institution.inn}, ОГРН {institution.ogrn}"


def _processor(consent):
    return consent.details.get("processor") or "нет, оператор обрабатывает их сам"


def _term(consent):
    until = date_digits(consent.valid_until)
    if consent.term_event:
        return f"со дня подписания до события: {consent.term_event}, но не позднее чем по {until}"
    return f"со дня подписания по {until}"


def _withdrawal(institution):
    where = Rules.load().pd_operator_address or f"по адресу: {institution.address}"
    return (
        "Согласие может быть отозвано в любое время письменным заявлением на имя руководителя учреждения"
        f" ({_head_name(institution, Case.GENITIVE)}), которое подаётся {where}. Получив отзыв, оператор прекращает обработку и в срок не более"
        " 30 дней уничтожает персональные данные, если закон не даёт иного основания их обрабатывать."
    )


# --- Publication (152-ФЗ, ст. 10.1; приказ Роскомнадзора от 24.02.2021 № 18) -------------------------------------


def _publication(consent, institution):
    person, signers = consent.person, consent.signers()
    chosen = consent.details.get("fields", [])
    return [
        *_head(consent),
        b.paragraph(
            "В соответствии со статьёй 10.1 Федерального закона от 27.07.2006 № 152-ФЗ «О персональных данных»"
            " даю согласие на распространение персональных данных на следующих условиях."
        ),
        b.item(f"Субъект персональных данных: {person.full_name}."),
        *_representative_name(signers, consent.guardian),
        *_contact(person),
        b.item(f"Оператор: {_operator(institution)}."),
        *_resources(consent),
        b.item(f"Цель распространения: {PUBLIC_PURPOSE}."),
        b.item(
            "Категории и перечень персональных данных. Общие персональные данные, отмеченные знаком (чего не отметили,"
            " не публикуется):"
        ),
        b.checklist([{"text": field.label, "checked": field.value in chosen} for field in PublicField]),
        b.paragraph("Специальные категории и биометрические персональные данные не распространяются."),
        b.item("Условия и запреты на обработку этих данных неограниченным кругом лиц (заполняется по желанию):"),
        b.fill_line("", "какие данные, какое условие или запрет"),
        b.fill_line("", ""),
        b.item("Условия передачи персональных данных оператором по сети (заполняется по желанию):"),
        b.checklist([{"text": text, "checked": False} for text in NETWORK_CONDITIONS]),
        b.item(
            f"Срок. Согласие действует {_term(consent)}. По требованию субъекта персональных данных распространение"
            " прекращается в любое время, действие согласия кончается, когда оператор получил требование."
        ),
        *_signoffs(person, signers, consent.guardian),
    ]


def _representative_name(signers, guardian):
    if signers == Signers.SELF:
        return []
    known = guardian and ", ".join(filter(None, [guardian.full_name, guardian.kinship, guardian.document]))
    return [_filled("Законный представитель", known, "фамилия, имя, отчество, кем приходится, документ о полномочиях")]


def _contact(person):
    known = ", ".join(filter(None, [person.phone, person.email]))
    if known:
        return [b.item(f"Контактная информация: {known}.")]
    return [
        b.item("Контактная информация:"),
        b.fill_line("", "номер телефона, адрес электронной почты или почтовый адрес"),
    ]


def _resources(consent):
    urls = consent.details.get("urls", [])
    if urls:
        pages = [b.paragraph(url, align="left") for url in urls]
    else:
        pages = [b.fill_line("", "полный адрес страницы: https://…")]
    return [b.item("Информационные ресурсы оператора, на которых данные публикуются:"), *pages]


# --- Picture (ГК РФ, ст. 152.1) ------------------------------------------------------------------------------------


def _picture(consent, institution):
    person, signers = consent.person, consent.signers()
    whose = "моё изображение" if signers == Signers.SELF else "изображение названного ниже участника"
    uses = consent.details.get("uses", [])
    return [
        *_head(consent),
        b.paragraph(
            "В соответствии со статьёй 152.1 Гражданского кодекса Российской Федерации даю согласие обнародовать и в"
            f" дальнейшем использовать {whose} на следующих условиях."
        ),
        b.item(f"Изображённое лицо: {_subject(person)}."),
        *_representative_name(signers, consent.guardian),
        *_contact(person),
        b.item(f"Согласие даётся: {_operator(institution)}."),
        b.item(
            "Что используется: фотографии и видеозаписи, сделанные на занятиях, встречах и мероприятиях программы"
            f" наставничества. Цель: {PUBLIC_PURPOSE}."
        ),
        b.item("Где и как (чего не отметили, не используется):"),
        b.checklist([{"text": use.label, "checked": use.value in uses} for use in PictureUse]),
        *_picture_pages(consent),
        b.item(
            "Использование безвозмездное. Монтаж, кадрирование и подпись к изображению допускаются, если они не порочат"
            " честь и достоинство изображённого лица. Для установления личности изображение не используется."
        ),
        b.item(f"Срок и порядок отзыва. Согласие действует {_term(consent)}. {_picture_withdrawal(institution)}"),
        *_signoffs(person, signers, consent.guardian),
    ]


def _picture_pages(consent):
    urls = consent.details.get("urls", [])
    return [b.paragraph(url, align="left") for url in urls] or [b.fill_line("", "полный адрес страницы: https://…")]


def _picture_withdrawal(institution):
    where = Rules.load().pd_operator_address or f"по адресу: {institution.address}"
    return (
        "Его можно отозвать в любое время письменным заявлением на имя руководителя учреждения"
        f" ({_head_name(institution, Case.GENITIVE)}), поданным {where}. Получив отзыв, учреждение больше не использует"
        " изображение и удаляет его со своих страниц в сети в течение трёх рабочих дней."
    )


# --- Mentoring (ТК РФ, ст. 351.8; the education model asks for the mentee's consent too) --------------------------


def _mentor(consent, institution):
    person, signers = consent.person, consent.signers()
    return [
        *_addressee(person, signers, institution),
        *_head(consent),
        *_agrees(
            consent,
            "выполнять работу по наставничеству",
            f"на выполнение {agree(person.gender, 'им', 'ею')} работы по наставничеству",
        ),
        b.item(f"Основание: {_ground(person)}."),
        *_with_whom(consent, "Наставляемый (наставляемые)", "фамилия, имя, отчество, должность (группа, класс)"),
        *_how_and_when(consent),
        b.item(_regulation(consent)),
        b.item(_mentor_rights(person)),
        *_signoffs(person, signers, consent.guardian),
    ]


def _ground(person):
    if person.origin == Person.Origin.STAFF:
        return MENTOR_GROUND
    return "Положение о наставничестве учреждения"  # ст. 351.8 ТК РФ binds employees only (law.md 1.1)


def _mentor_rights(person):
    if person.origin != Person.Origin.STAFF:
        return "Согласие дано добровольно. Отозвать его и отказаться от наставничества можно в любое время."
    return (
        "Содержание, сроки и форма этой работы, размер и условия выплаты за неё определяются трудовым договором или"
        " дополнительным соглашением к нему. Согласие дано добровольно: его можно отозвать, а от наставничества"
        " отказаться досрочно в любое время."
    )


def _mentee(consent, institution):
    person, signers = consent.person, consent.signers()
    return [
        *_addressee(person, signers, institution),
        *_head(consent),
        *_agrees(
            consent,
            "участвовать в программе наставничества",
            f"на {agree(person.gender, 'его', 'её')} участие в программе наставничества",
        ),
        b.item(
            "Согласие дано на закрепление наставника приказом руководителя, на совместное составление и выполнение"
            " персонализированной программы, встречи с наставником и ответы на анкеты о ходе и итогах программы."
        ),
        *_with_whom(consent, "Наставник (наставники)", "фамилия, имя, отчество, должность"),
        *_how_and_when(consent),
        b.item(_regulation(consent)),
        b.item(
            "Согласие дано добровольно: его можно отозвать, попросить о замене наставника или выйти из программы"
            " в любое время."
        ),
        *_signoffs(person, signers, consent.guardian),
    ]


def _agrees(consent, to_do, to_let):
    """«Я, Белова Мария Петровна, воспитатель, …»; for a child the representative speaks and names himself."""
    person, signers = consent.person, consent.signers()
    if signers == Signers.REPRESENTATIVE:
        name, _ = form(person, "name", Case.GENITIVE)
        who, what = f"Действуя в интересах несовершеннолетнего участника ({name}),", to_let
    else:
        who, what = f"Я, {person.full_name}{f', {person.post}' if person.post else ''},", to_do
    return [b.paragraph(f"{who} добровольно соглашаюсь {what}."), *_representative_name(signers, consent.guardian)]


def _addressee(person, signers, institution):
    post = decline_post(institution.head_post, Case.DATIVE).text
    own_name, _ = form(person, "name", Case.GENITIVE)
    lines = [
        post,
        institution.short_name,
        _head_name(institution, Case.DATIVE),
        f"от {_applicant(person, signers)}",
        own_name,
    ]
    if person.staff_number:
        lines.append(f"табельный номер {person.staff_number}")
    return [b.approval([], lines)]


def _applicant(person, signers):
    post, _ = form(person, "post", Case.GENITIVE)
    if signers == Signers.REPRESENTATIVE:
        return "законного представителя участника"
    return post or "участника программы"


def _head_name(institution, case):
    names = (institution.head_last_name, institution.head_first_name, institution.head_patronymic)
    return decline_surname_initials(*names, gender_of(names[2], names[1]), case).text


def _with_whom(consent, label, hint):
    if others := consent.details.get("with"):
        return [b.item(f"{label}: {join_and(others)}.")]
    return [b.item(f"{label}:"), b.fill_line("", hint)]


def _how_and_when(consent):
    details = consent.details
    form_and_kind = ", ".join(filter(None, [details.get("form"), details.get("kind")]))
    how = (
        [b.item(f"Форма и вид наставничества: {form_and_kind}.")]
        if form_and_kind
        else [
            b.item("Форма и вид наставничества:"),
            b.fill_line("", "например: «педагог – педагог», традиционное"),
        ]
    )
    when = (
        [b.item(f"Период: {details['period']}.")]
        if details.get("period")
        else [
            b.fill_line("Период", "с … по …"),
        ]
    )
    return how + when


def _regulation(consent):
    known = consent.details.get("regulation")
    name = f"Положением о наставничестве ({known})" if known else "Положением о наставничестве учреждения"
    gender = consent.person.gender if consent.signers() != Signers.REPRESENTATIVE else ""
    return f"С {name} {agree(gender, 'ознакомлен', 'ознакомлена')}."


# --- Parts of every consent ----------------------------------------------------------------------------------------


def _head(consent):
    return [
        b.doc_title("СОГЛАСИЕ"),
        b.paragraph(SUBTITLES[consent.kind], indent=False, bold=True, align="center"),
        b.paragraph(f"№ {consent.number}", indent=False, align="right"),
    ]


def _signoffs(person, signers, guardian):
    """Lines to sign: the person, the representative or both, by age (law.md 2.4)."""
    own = b.signoff("Дата", person.signature_name)
    if signers == Signers.SELF:
        return [own]
    name = _initials(guardian.full_name) if guardian else ""
    representative = [b.note("Подпись законного представителя:"), b.signoff("Дата", name)]
    if signers == Signers.REPRESENTATIVE:
        return representative
    return [*representative, b.note("Подпись участника:"), own]


def _initials(full_name):
    """«Котова Мария Ивановна» as «М.И. Котова»; another number of words stands as it is."""
    words = full_name.split()
    return initials_first(*words) if len(words) == 3 else full_name
