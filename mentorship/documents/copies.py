"""What a certified copy says: the frozen words of a paper and the mark «Копия верна» below its signature (law.md 3.5)."""

from django.urls import reverse

from mentorship.common.russian import date_digits

from . import blocks, kinds, permissions, samples
from .layout import ORDER


def certified(said, mark):
    """``said`` with the mark below its first signatures, where the standard has it; at the end of a paper without any.

    There it never stands alone on a sheet, as it might behind a long annex.
    """
    signed = [block["type"] == "signature" for block in said]
    if not any(signed):
        return [*said, *mark]
    after = next(place for place in range(signed.index(True), len(said) + 1) if not any(signed[place : place + 1]))
    return [*said[:after], *mark, *said[after:]]


def mark(post, name, on):
    """Blocks of the mark: the words, post, room for the signature, name, date."""
    return [
        blocks.paragraph("Копия верна", indent=False, align="left"),
        blocks.signature(post, name),
        blocks.paragraph(date_digits(on), indent=False, align="left"),
    ]


DESCRIPTION = kinds.Description(
    code="certified_copy",
    title="Заверенная копия документа",
    about="Копия изданного документа с отметкой «Копия верна»; печатают со страницы документа.",
    ground="ГОСТ Р 7.0.97-2025, отметка о заверении копии",
    start=lambda user: reverse("documents:list") if permissions.can_keep(user) else "",
    sample=lambda: certified(samples.order(), mark("Делопроизводитель", "А.И. Орлова", samples.DAY)),
    layout=ORDER,
    words_stay="Своих слов у копии нет: она повторяет документ, а слова отметки назвал стандарт.",
)
