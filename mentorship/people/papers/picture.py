"""The consent to show a picture (ГК РФ, ст. 152.1)."""

from mentorship.common.cases import Case
from mentorship.documents import blocks as b

from ..models import PictureUse, Signers
from .parts import (
    PUBLIC_PURPOSE,
    contact,
    head,
    head_name,
    operator,
    representative_name,
    signoffs,
    subject,
    term,
    withdrawn_at,
)


def picture(consent, institution, rules):
    """Blocks of the consent."""
    person, signers = consent.person, consent.signers()
    whose = "моё изображение" if signers == Signers.SELF else "изображение названного ниже участника"
    uses = consent.details.get("uses", [])
    return [
        *head(consent),
        b.paragraph(
            "В соответствии со статьёй 152.1 Гражданского кодекса Российской Федерации даю согласие обнародовать и в"
            f" дальнейшем использовать {whose} на следующих условиях."
        ),
        b.item(f"Изображённое лицо: {subject(person)}."),
        *representative_name(signers, consent.guardian),
        *contact(person),
        b.item(f"Учреждение, которому даётся согласие: {operator(institution)}."),
        b.item(
            "Что используется: фотографии и видеозаписи, сделанные на занятиях, встречах и мероприятиях программы"
            f" наставничества. Цель: {PUBLIC_PURPOSE}.",
            key="what",
        ),
        b.item("Где и как (чего не отметили, не используется):"),
        b.checklist([{"text": use.label, "checked": use.value in uses} for use in PictureUse]),
        *_picture_pages(consent),
        b.item(
            "Использование безвозмездное. Монтаж, кадрирование и подпись к изображению допускаются, если они не порочат"
            " честь и достоинство изображённого лица. Для установления личности изображение не используется."
        ),
        b.item(f"Срок и порядок отзыва. Согласие действует {term(consent)}. {_picture_withdrawal(institution, rules)}"),
        *signoffs(person, signers, consent.guardian),
    ]


def _picture_pages(consent):
    urls = consent.details.get("urls", [])
    if not urls:
        return [b.fill_line("Страницы сайта", "полный адрес страницы: https://…")]
    return [b.paragraph("\n".join(["Страницы сайта:", *urls]), align="left")]


def _picture_withdrawal(institution, rules):
    where = withdrawn_at(institution, rules)
    return (
        "Его можно отозвать в любое время письменным заявлением на имя руководителя учреждения"
        f" ({head_name(institution, Case.GENITIVE)}), поданным {where}. Получив отзыв, учреждение больше не использует"
        " изображение и удаляет его со своих страниц в сети в течение трёх рабочих дней."
    )
