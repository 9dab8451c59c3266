"""Consents to mentor (ТК РФ, ст. 351.8) and to be mentored: the education model asks for the mentee's too."""

from mentorship.common.cases import Case, decline_post
from mentorship.common.russian import agree
from mentorship.documents import blocks as b
from mentorship.institution.models import Rules

from ..forms_of import form
from ..models import Person, Signers
from .parts import head, head_name, representative_gender, representative_name, signoffs

GROUNDS = {
    Rules.LabourGround.MENTORING: "статья 351.8 Трудового кодекса Российской Федерации",
    Rules.LabourGround.EXTRA_WORK: "статья 60.2 Трудового кодекса Российской Федерации",
}
LEAVING = {  # law.md 1.3: only ст. 60.2 asks the employee, too, for a notice
    Rules.LabourGround.MENTORING: "отказаться досрочно в любое время",
    Rules.LabourGround.EXTRA_WORK: (
        "отказаться досрочно, предупредив об этом работодателя в письменной форме не позднее чем за три рабочих дня"
    ),
}


def mentor(consent, institution, rules):
    """Blocks of the consent."""
    person, signers = consent.person, consent.signers()
    return [
        *_addressee(person, signers, institution),
        *head(consent),
        *_agrees(
            consent,
            "выполнять работу по наставничеству",
            f"на выполнение {agree(person.gender, 'им', 'ею')} работы по наставничеству",
        ),
        b.item(f"Основание: {_ground(person, rules)}."),
        *_with_whom(consent, "Наставляемый (наставляемые)", "фамилия, имя, отчество, должность (группа, класс)"),
        *_how_and_when(consent),
        b.item(_regulation(consent)),
        b.item(_mentor_rights(person, rules)),
        *signoffs(person, signers, consent.guardian),
    ]


def _ground(person, rules):
    if person.origin == Person.Origin.STAFF:
        return GROUNDS[rules.labour_ground]
    return "Положение о наставничестве учреждения"  # ст. 351.8 ТК РФ binds employees only (law.md 1.1)


def _mentor_rights(person, rules):
    if person.origin != Person.Origin.STAFF:
        return "Согласие дано добровольно. Отозвать его и отказаться от наставничества можно в любое время."
    return (
        "Содержание, сроки и форма этой работы, размер и условия выплаты за неё определяются трудовым договором или"
        " дополнительным соглашением к нему. Согласие дано добровольно: его можно отозвать, а от наставничества"
        f" {LEAVING[rules.labour_ground]}."
    )


def mentee(consent, institution, rules):
    """Blocks of the consent."""
    person, signers = consent.person, consent.signers()
    return [
        *_addressee(person, signers, institution),
        *head(consent),
        *_agrees(
            consent,
            "участвовать в программе наставничества",
            f"на {agree(person.gender, 'его', 'её')} участие в программе наставничества",
        ),
        b.item(
            "Согласие дано на закрепление наставника приказом руководителя, на совместное составление и выполнение"
            " персонализированной программы, встречи с наставником и ответы на анкеты о ходе и итогах программы.",
            key="agreed_to",
        ),
        *_with_whom(consent, "Наставник (наставники)", "фамилия, имя, отчество, должность"),
        *_how_and_when(consent),
        b.item(_regulation(consent)),
        b.item(
            "Согласие дано добровольно: его можно отозвать, попросить о замене наставника или выйти из программы"
            " в любое время."
        ),
        *signoffs(person, signers, consent.guardian),
    ]


def _agrees(consent, to_do, to_let):
    """«Я, Белова Мария Петровна, воспитатель, …»; for a child the representative speaks and names himself."""
    person, signers = consent.person, consent.signers()
    if signers == Signers.REPRESENTATIVE:
        name, _ = form(person, "name", Case.GENITIVE)
        who, what = f"Действуя в интересах несовершеннолетнего участника ({name}),", to_let
    else:
        who, what = f"Я, {person.full_name}{f', {person.post}' if person.post else ''},", to_do
    return [b.paragraph(f"{who} добровольно соглашаюсь {what}."), *representative_name(signers, consent.guardian)]


def _addressee(person, signers, institution):
    post = decline_post(institution.head_post, Case.DATIVE).text
    own_name, _ = form(person, "name", Case.GENITIVE)
    lines = [
        post,
        institution.short_name,
        head_name(institution, Case.DATIVE),
        f"от {_applicant(person, signers)}",
        own_name,
    ]
    if person.unit:
        lines.append(f"подразделение: {person.unit}")
    if person.staff_number:
        lines.append(f"табельный номер {person.staff_number}")
    return [b.approval([], lines)]


def _applicant(person, signers):
    post, _ = form(person, "post", Case.GENITIVE)
    if signers == Signers.REPRESENTATIVE:
        return "законного представителя участника"
    return post or "участника программы"


def _with_whom(consent, label, hint):
    if others := consent.details.get("with"):
        return [b.item(f"{label}: {'; '.join(others)}.")]
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
    gender = consent.person.gender
    if consent.signers() == Signers.REPRESENTATIVE:
        gender = representative_gender(consent.guardian)
    return f"С {name} {agree(gender, 'ознакомлен', 'ознакомлена')}."
