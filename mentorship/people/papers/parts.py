"""Parts that stand in every consent, whatever it is about."""

from mentorship.common.cases import decline_surname_initials, gender_of
from mentorship.common.russian import date_digits, signature_of
from mentorship.documents import blocks as b

from ..models import Consent, Signers

SUBTITLES = {
    Consent.Kind.PROCESSING: "на обработку персональных данных",
    Consent.Kind.PUBLICATION: (
        "на обработку персональных данных, разрешённых субъектом персональных данных для распространения"
    ),
    Consent.Kind.MENTOR: "на выполнение работы по наставничеству",
    Consent.Kind.MENTEE: "на участие в программе наставничества в качестве наставляемого",
    Consent.Kind.PICTURE: "на обнародование и дальнейшее использование изображения гражданина",
}
PUBLIC_PURPOSE = (
    "рассказать о программе наставничества учреждения, её участниках и результатах, распространить лучшие практики"
)


def head(consent):
    """Title, what it is to, number."""
    return [
        b.doc_title("СОГЛАСИЕ"),
        b.paragraph(SUBTITLES[consent.kind], indent=False, bold=True, align="center"),
        b.paragraph(f"№ {consent.number}", indent=False, align="right"),
    ]


def signoffs(person, signers, guardian):
    """Lines to sign: the person, the representative or both, by age (law.md 2.4)."""
    own = b.signoff("Дата", person.signature_name)
    if signers == Signers.SELF:
        return [own]
    name = signature_of(guardian.full_name) if guardian else ""
    representative = [b.note("Подпись законного представителя:"), b.signoff("Дата", name)]
    if signers == Signers.REPRESENTATIVE:
        return representative
    return [*representative, b.note("Подпись участника:"), own]


def subject(person):
    """Whose data they are."""
    born = f", дата рождения {date_digits(person.birth_date)}" if person.birth_date else ""
    return f"{person.full_name}{born}"


def filled(label, known, hint):
    """What the portal knows as text, a line to fill by hand where it does not."""
    if known:
        return b.paragraph(f"{label}: {known}." if label else f"{known}.", align="left")
    return b.fill_line(label, hint)


def withdrawn_at(institution, rules):
    """Where a withdrawal is handed in."""
    return rules.pd_operator_address or f"по адресу: {institution.address}"


def operator(institution):
    """The institution as the law wants it named."""
    return f"{institution.full_name}, адрес: {institution.address}, ИНН {institution.inn}, ОГРН {institution.ogrn}"


def term(consent):
    """«со дня подписания по 31.08.2029»; an event never stands without a day (law.md 2.1)."""
    until = date_digits(consent.valid_until)
    if consent.term_event:
        return f"со дня подписания до события: {consent.term_event}, но не позднее чем по {until}"
    return f"со дня подписания по {until}"


def representative_name(signers, guardian):
    """Who speaks for a child."""
    if signers == Signers.SELF:
        return []
    known = guardian and ", ".join(filter(None, [guardian.full_name, guardian.kinship, guardian.document]))
    return [filled("Законный представитель", known, "фамилия, имя, отчество, кем приходится, документ о полномочиях")]


def representative_gender(guardian):
    """By his patronymic or first name; "" while it is not known who signs."""
    _, first, *patronymic = [*(guardian.full_name.split() if guardian else []), "", ""]
    return gender_of(" ".join(patronymic), first)


def contact(person):
    """Telephone or address, or a line for them."""
    known = ", ".join(filter(None, [person.phone, person.email]))
    if known:
        return [b.item(f"Контактная информация: {known}.")]
    return [
        b.item("Контактная информация:"),
        b.fill_line("", "номер телефона, адрес электронной почты или почтовый адрес"),
    ]


def head_name(institution, case):
    """Surname and initials of the head."""
    names = (institution.head_last_name, institution.head_first_name, institution.head_patronymic)
    return decline_surname_initials(*names, gender_of(names[2], names[1]), case).text
