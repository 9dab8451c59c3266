"""The five consents as blocks: each a paper of its own, with its own number (law.md 1.2, 2.1–2.4).

Address and passport are never kept in the portal (law.md 2.7): the papers leave lines for them, filled by hand.
"""

from dataclasses import replace

from django.urls import reverse

from mentorship.documents import codes, kinds, wording
from mentorship.documents.layout import PLAIN
from mentorship.documents.orders import stopped
from mentorship.documents.page import of_institution
from mentorship.institution.models import Institution, Rules

from .. import samples
from ..models import Consent
from . import mentoring, personal_data, picture

# two consents of a person fit one sheet of paper each; two single lines before a signature keep those of two on one page
LAYOUT = replace(PLAIN, size=12, size_note=10, line_height=1.1, signature_gap=9.5)
Kind = Consent.Kind
WRITERS = {
    Kind.PROCESSING: personal_data.processing,
    Kind.PUBLICATION: personal_data.publication,
    Kind.MENTOR: mentoring.mentor,
    Kind.MENTEE: mentoring.mentee,
    Kind.PICTURE: picture.picture,
}


def consent_blocks(consent):
    """The text of a consent as it would be printed today; a printed one keeps its own in ``Consent.blocks``."""
    written = WRITERS[consent.kind](consent, Institution.load(), Rules.load())
    return wording.in_force(code_of_kind(consent.kind), written)


def code_of_kind(kind):
    """The code of this consent in the catalogue."""
    return f"consent_{kind}"


def title(consent):
    """«Согласие № 12/2026-С на обработку персональных данных, Белова М.П.», the title inside the file."""
    return f"Согласие № {consent.number} {consent.get_kind_display()}, {consent.person.short_name}"


def file_name(consent, ending):
    """Name of a downloaded file."""
    number = consent.number.replace("/", "-")
    return stopped(f"Согласие {number} {consent.person.short_name}") + ending


def paper_of(consent):
    """(blocks, layout, title) as the printers of ``documents`` take them; the text is that of the printed sheet."""
    return consent.blocks or consent_blocks(consent), of_institution(LAYOUT), title(consent)


def code_of(consent):
    """The short code of the sheet, made of its place in the row of the year: «C12-2026-K»; empty without a place."""
    return codes.Code(codes.CONSENT, consent.sequence, consent.year) if consent.sequence else ""


def consent_of_code(code):
    """The consent that a short code names, None if there is none."""
    found = Consent.objects.filter(sequence=code.number, year=code.version)
    return found.select_related("person").first()


# --- The catalogue «Какие бумаги умеет портал» -----------------------------------------------------------------


ABOUT = {
    Kind.PROCESSING: "Без него участника не принимают в базу: девять обязательных элементов, отдельным документом.",
    Kind.PUBLICATION: "Что о человеке и на каких страницах можно опубликовать; чего не отметили, не публикуется.",
    Kind.MENTOR: "Сотрудник или приглашённый наставник соглашается выполнять работу по наставничеству.",
    Kind.MENTEE: "Участник или его законный представитель соглашается на участие в программе.",
    Kind.PICTURE: "Где и как можно показать фотографии и видео с участником.",
}
GROUND = {
    Kind.PROCESSING: "152-ФЗ, статья 9 (с 01.09.2025 – только отдельным документом)",
    Kind.PUBLICATION: "152-ФЗ, статья 10.1; приказ Роскомнадзора от 24.02.2021 № 18",
    Kind.MENTOR: "статья 351.8 Трудового кодекса, часть 1",
    Kind.MENTEE: "целевая модель наставничества; Положение о наставничестве",
    Kind.PICTURE: "статья 152.1 Гражданского кодекса",
}
DETAILS = {
    Kind.PUBLICATION: {"fields": ["name", "post"], "urls": ["https://sad17.example.ru/mentors"]},
    Kind.PICTURE: {"uses": ["site", "stand"], "urls": ["https://sad17.example.ru/mentors"]},
    Kind.MENTOR: {"with": ["Белкина Дарья Петровна, воспитатель"], "form": "педагог – педагог", "kind": "традиционное"},
    Kind.MENTEE: {"with": ["Зимина Полина Олеговна, учитель-логопед"], "form": "педагог – педагог"},
}
PERIOD = {"period": "с 01.09.2026 по 31.05.2027", "regulation": "утверждено приказом от 28.08.2026 № 39-од"}


def sample(kind):
    """A filled sample for the catalogue."""
    consent = Consent(
        person=samples.people()[5 if kind == Kind.MENTEE else 3],
        kind=kind,
        number="14/2026-С",
        printed_on=samples.DAY,
        valid_until=samples.DAY.replace(year=samples.DAY.year + 3),
        details=DETAILS.get(kind, {}) | PERIOD,
    )
    return WRITERS[kind](consent, samples.institution(), Rules())


def _begins_at(user):
    return reverse("people:consents") if user.has_perm("people.change_consent") else ""


# In the two that no law writes, to be a mentee and to show a picture, it may be reworded what is agreed to; the rights of
# the one who signs stay.
WORDS_STAY = {
    Kind.PROCESSING: "Слова этого согласия не меняют. Его девять сведений перечислены в части 4 статьи 9 152-ФЗ, согласие "
    "без одного из них недействительно; цель, данные и действия названы те, которые портал и в самом деле обрабатывает.",
    Kind.PUBLICATION: "Слова этого согласия не меняют. Что в нём должно быть и в каком виде, велят статья 10.1 152-ФЗ и приказ "
    "Роскомнадзора от 24.02.2021 № 18. Что и где публикуется, выбирают при печати.",
    Kind.MENTOR: "Слова этого согласия не меняют. По статье 351.8 Трудового кодекса на нём стоят соглашение и приказ: "
    "содержание, срок, форму и выплату называет соглашение, там же пишут особые условия.",
}
DESCRIPTIONS = [
    kinds.Description(
        code=code_of_kind(kind),
        title=f"Согласие {kind.label}",
        group=kinds.Group.PEOPLE,
        about=ABOUT[kind],
        ground=GROUND[kind],
        storage=kinds.KEPT_AS_PERSONNEL if kind == Kind.MENTOR else kinds.KEPT_AS_CONSENT,
        start=_begins_at,
        sample=lambda kind=kind: sample(kind),
        words_stay=WORDS_STAY.get(kind, ""),
        layout=LAYOUT,
    )
    for kind in Kind
]
