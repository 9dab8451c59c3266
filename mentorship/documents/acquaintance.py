"""The sheet of acquaintance to print: what the portal knows is filled in, the rest is left to the hand."""

from datetime import datetime, time

from django.urls import reverse
from django.utils import timezone

from mentorship.common.russian import date_digits

from . import blocks, kinds, permissions, samples
from .models import Acquaintance, Paper, PaperSettings, Series


def as_blocks(institution, paper, people):
    """Blocks of the sheet: everybody with the tap in the portal and the signature on paper."""
    return _sheet(institution, paper, people, PaperSettings.load().acquaints_in_portal)


def _sheet(institution, paper, people, in_portal):
    return [
        blocks.letterhead("", institution.full_name, institution.short_name),
        blocks.doc_title("ЛИСТ ОЗНАКОМЛЕНИЯ"),
        blocks.paragraph(_of_what(paper), indent=False, align="center"),
        blocks.table(
            _columns(in_portal), [_row(n, person, in_portal) for n, person in enumerate(people, 1)], to_sign=True
        ),
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


def _of_what(paper):
    """«с приказом от 01.09.2026 № 45-од» and its heading."""
    sort = "приказом" if paper.series in (Series.ORDERS, Series.PERSONNEL) else "документом"
    number = f" № {paper.number}" if paper.number else ""
    return f"с {sort} от {date_digits(paper.issued_on)}{number}\n«{paper.title}»"


def _sample():
    paper = Paper(series=Series.ORDERS, title=samples.ORDER_TITLE, issued_on=samples.DAY, number="45-од")
    people = [Acquaintance(name=name, post=post) for name, post in samples.READERS]
    people[0].tapped_at = timezone.make_aware(datetime.combine(samples.DAY, time(9, 40)))
    people[1].signed_on = samples.DAY
    return _sheet(samples.institution(), paper, people, in_portal=True)


DESCRIPTION = kinds.Description(
    code="acquaintance_sheet",
    title="Лист ознакомления",
    about="Кто и когда прочёл приказ: отметки из портала и место для подписей; печатают со страницы документа.",
    ground="локальные акты учреждения: с приказом знакомят под подпись",
    storage=kinds.Storage(term="вместе с документом"),
    start=lambda user: reverse("documents:list") if permissions.can_see_course(user) else "",
    sample=_sample,
    words_stay="Своих слов у листа нет: название, дату, номер и людей портал берёт из документа.",
)
