"""The sheet of acquaintance to print: what the portal knows is filled in, the rest is left to the hand."""

from django.utils import timezone

from mentorship.common.russian import date_digits

from . import blocks
from .models import PaperSettings


def as_blocks(institution, paper, people):
    """Blocks of the sheet: everybody with the tap in the portal and the signature on paper."""
    in_portal = PaperSettings.load().acquaints_in_portal
    number = f" № {paper.number}" if paper.number else ""
    return [
        blocks.letterhead("", institution.full_name, institution.short_name),
        blocks.doc_title("ЛИСТ ОЗНАКОМЛЕНИЯ"),
        blocks.paragraph(
            f"с документом «{paper.title}»\nот {date_digits(paper.issued_on)}{number}",
            indent=False,
            align="center",
        ),
        blocks.table(_columns(in_portal), [_row(n, person, in_portal) for n, person in enumerate(people, 1)]),
    ]


def _columns(in_portal):
    tapped = [{"title": "Отметка в портале", "width": 17, "align": "center"}] if in_portal else []
    return [
        {"title": "№", "width": 5, "align": "center"},
        {"title": "Фамилия, имя, отчество", "width": 27},
        {"title": "Должность", "width": 21},
        *tapped,
        {"title": "Дата", "width": 14, "align": "center"},
        {"title": "Подпись", "width": 16},
    ]


def _row(number, person, in_portal):
    tapped = f"{timezone.localtime(person.tapped_at):%d.%m.%Y %H:%M}" if person.tapped_at else ""
    signed = date_digits(person.signed_on) if person.signed_on else ""
    return [f"{number}.", person.name, person.post, *([tapped] if in_portal else []), signed, ""]
