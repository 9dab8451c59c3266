"""The order on pairs, O8 of law.md 4.3: its text is built from the records as blocks.

Items name people in the case that the sentence needs; the annex and the sheet of acquaintance name everybody.
"""

import re
from dataclasses import asdict, dataclass, field
from datetime import date

from django.urls import reverse
from django.utils import timezone

from mentorship.accounts.models import User
from mentorship.common.cases import Case
from mentorship.common.russian import capital, counted, date_digits, date_words, join_and, plural
from mentorship.common.workflow import Missing
from mentorship.documents import blocks, orders
from mentorship.documents.blocks.worded import Text
from mentorship.documents.models import Paper
from mentorship.institution.grounds import PURPOSE, bad_acts, ground
from mentorship.institution.models import Act, Institution
from mentorship.people.models import Person
from mentorship.people.naming import acquainted, form_notes, inside, named, named_all, once, with_post
from mentorship.registry.models import Side

from .. import readiness
from ..models import Bond, OrderLine

KIND = "order_pairs"
REGULATION = re.compile(r"положени.*наставнич", re.IGNORECASE)
NAMED_IN_TEXT = 12  # more mentors than that are named in the annex alone
ANNEX_COLUMNS = [
    {"title": "№", "width": 4, "align": "center"},
    {"title": "Наставник, должность", "width": 14},
    {"title": "Наставляемый, должность", "width": 14},
    {"title": "Форма", "width": 14},
    {"title": "Вид", "width": 15},
    {"title": "Начало", "width": 9, "align": "center"},
    {"title": "Окончание", "width": 10, "align": "center"},
    {"title": "Реквизиты согласий и соглашения", "width": 20},
]


@dataclass(frozen=True)
class Options:
    """What the curator chose for the order; kept as JSON in ``Paper.options``.

    Attributes:
        acts: ids of the acts named as grounds, in the order of the normative base.
        curator: id of the person whom the order makes answerable for the course of mentoring.
        control: id of the person who controls the order; None: the head keeps the control.
        programmes_until: the day by which programmes are to be written, ISO.
    """

    acts: list = field(default_factory=list)
    curator: int | None = None
    control: int | None = None
    programmes_until: str = ""

    @classmethod
    def of(cls, paper):
        """Options of a paper; unknown names of an older paper are left out."""
        return cls(**{name: value for name, value in paper.options.items() if name in cls.__dataclass_fields__})

    def as_json(self):
        return asdict(self)


def bonds_of(paper):
    """Bonds named in the order, by the mentor's name, with their people."""
    bonds = Bond.objects.filter(order_lines__paper=paper).with_people()
    return sorted(bonds, key=lambda bond: [person.sort_key for person in [*bond.mentors, *bond.mentees]])


# --- Text -------------------------------------------------------------------------------------------------


def title_of(bonds):
    """«О закреплении наставнических пар и групп», in the number and kind of ``bonds``."""
    return Text(
        "О закреплении {пар}",
        {"пар": (_what(bonds, "genitive"), "«наставнической пары», «наставнических пар и групп»")},
    )


def _what(bonds, case):
    groups = sum(bond.is_group for bond in bonds)
    pairs = len(bonds) - groups
    words = {
        "genitive": ("наставнической пары", "наставнической группы", "наставнических", "пар", "групп"),
        "accusative": ("наставническую пару", "наставническую группу", "наставнические", "пары", "группы"),
    }[case]
    if len(bonds) == 1:
        return words[1] if groups else words[0]
    return f"{words[2]} {join_and([words[3] if pairs else '', words[4] if groups else ''])}"


def build(paper):
    """Blocks of the order, written from the records (law.md 3.3)."""
    institution, options, bonds = Institution.load(), Options.of(paper), bonds_of(paper)
    people = Person.objects.in_bulk([pk for pk in (options.curator, options.control) if pk])
    answers = {
        "acts": Act.objects.filter(pk__in=options.acts),
        "curator": people.get(options.curator),
        "control": people.get(options.control),
        "until": options.programmes_until and date.fromisoformat(options.programmes_until),
    }
    if any(kind.keeps_rhythm for bond in bonds for kind in bond.kinds.all()):
        answers["rhythm"] = paper.subject.meeting_every_days
    return write(institution, bonds, answers, annex_rows(bonds, timezone.localdate()))


def write(institution, bonds, answers, rows):
    """Blocks of the order; ``rows`` are those of the annex, ``answers`` hold ``rhythm`` (days) where pairs meet by it."""
    curator, control = answers["curator"], answers["control"]
    return orders.order(
        institution,
        heading=title_of(bonds),
        ground=ground(answers["acts"], f"{PURPOSE}, с письменного согласия участников"),
        items=[
            _fixing(bonds),
            *_to_mentors(bonds, answers),
            *_to_curator(bonds, curator),
            orders.control(named(control, Case.ACCUSATIVE) if control else ""),
        ],
        acquainted=acquainted([*_people(bonds), curator, control]),
        annexes=_annex(institution, bonds, rows),
    )


def _fixing(bonds):
    spans = {(bond.starts_on, bond.ends_on) for bond in bonds}
    start, end = min(spans)
    period = f"с {date_words(start)} по {date_words(end)}" if len(spans) == 1 else ""
    words = {
        "период": (period, "«с … по …»; пусто, если сроки пар разные"),
        "пары": (_what(bonds, "accusative"), "«наставническую пару», «наставнические пары и группы»"),
        "состав": ("в составе" if period else "в составе и на сроки", "«в составе» или «в составе и на сроки»"),
    }
    return blocks.item("Закрепить {период} {пары} {состав} согласно приложению.", key="fix", words=words)


def _to_mentors(bonds, answers):
    mentors = _mentors(bonds)
    programmes = "персонализированные программы наставничества и представить их"
    if len(bonds) == 1:
        programmes = "персонализированную программу наставничества и представить её"
    whom = ", названным в приложении"
    if len(mentors) <= NAMED_IN_TEXT:
        whom = f" {named_all(mentors, Case.DATIVE)}"
    return orders.task_items(
        "{Наставникам}:",
        [
            "составить {программы} куратору {срок программ}",
            "проводить встречи с {наставляемыми} {частота встреч}",
            "вести учёт проведённых встреч",
        ],
        key="mentors",
        words={
            "наставникам": (f"{'наставнику' if len(mentors) == 1 else 'наставникам'}{whom}", "«наставникам» и кому"),
            "программы": (programmes, "«программу … и представить её», по числу пар"),
            "наставляемыми": (
                "наставляемым" if _one_pair(bonds) else "наставляемыми",
                "«наставляемым» или «наставляемыми», по их числу",
            ),
            "срок программ": (_until(answers["until"]), "до какого дня или сколько рабочих дней"),
            "частота встреч": (
                _rhythm(answers["rhythm"]) if answers.get("rhythm") else "",
                "как часто; пусто, если встреч по виду наставничества нет, – тогда нет и строки",
            ),
        },
    )


def _one_pair(bonds):
    """Two people only: the text speaks of them in the singular."""
    return len(bonds) == 1 and not bonds[0].is_group


def _to_curator(bonds, curator):
    last = max(bond.ends_on for bond in bonds)
    whom = named(curator, Case.DATIVE) if curator else "наставничества"
    dative, accusative = _both_sides(bonds)
    tasks = [
        "оказывать {наставникам и наставляемым} методическую поддержку, контролировать ход {программ}",
        "ознакомить {наставников и наставляемых} с настоящим приказом под подпись в течение трёх рабочих дней "
        "со дня его издания",
        "подготовить отчёт о результатах наставничества до {срок отчёта}",
    ]
    words = {
        "куратору": (whom, "кому поручают, дательный падеж; «наставничества», если куратор не выбран"),
        "наставникам и наставляемым": (
            dative,
            "обе стороны, дательный падеж, по их числу",
        ),
        "наставников и наставляемых": (
            accusative,
            "обе стороны, винительный падеж, по их числу",
        ),
        "программ": (
            "персонализированной программы" if len(bonds) == 1 else "персонализированных программ",
            "программы или программ, по числу пар",
        ),
        "срок отчёта": (date_words(last), "последний день пар"),
    }
    return orders.task_items("Куратору {куратору}:", tasks, key="curator", words=words)


def _both_sides(bonds):
    """«наставнику и наставляемым», «наставника и наставляемых»: both sides in the dative and the accusative."""
    mentor = ("наставнику", "наставника") if len(_mentors(bonds)) == 1 else ("наставникам", "наставников")
    mentee = ("наставляемому", "наставляемого") if _one_pair(bonds) else ("наставляемым", "наставляемых")
    return [" и ".join(both) for both in zip(mentor, mentee, strict=True)]


def _until(day):
    if not day:
        return "в течение двадцати рабочих дней со дня издания настоящего приказа"
    return f"до {date_words(day)}"


def _rhythm(days):
    """«не реже одного раза в две недели» from a number of days (methodology.md 5.2)."""
    known = {1: "день", 7: "неделю", 14: "две недели", 21: "три недели", 28: "четыре недели", 30: "месяц"}
    return f"не реже одного раза в {known.get(days) or counted(days, 'день,дня,дней')}"


def _people(bonds):
    """Both sides of each pair."""
    return [person for bond in bonds for person in bond.mentors + bond.mentees]


def _mentors(bonds):
    return once(person for bond in bonds for person in bond.mentors)


# --- Annex ------------------------------------------------------------------------------------------------


def _annex(institution, bonds, rows):
    return [
        orders.annex(institution, Text("{Перечень} {пар}", _what_list(bonds)), orientation="landscape"),
        blocks.table(ANNEX_COLUMNS, rows, key="columns"),
    ]


def _what_list(bonds):
    what = "состав" if len(bonds) == 1 else "перечень"
    return {
        "перечень": (what, "«перечень»; «состав», если пара или группа одна"),
        "пар": (_what(bonds, "genitive"), "«наставнической пары», «наставнических пар и групп»"),
    }


def keep_rows(paper):
    """Write the rows of the issued annex to the order's lines."""
    bonds = bonds_of(paper)
    for place, (bond, row) in enumerate(zip(bonds, annex_rows(bonds, paper.issued_on), strict=True), 1):
        OrderLine.objects.filter(paper=paper, bond=bond).update(place=place, row=row)


def annex_rows(bonds, on):
    """Rows of the annex for these bonds in this order, numbered from 1."""
    facts = readiness.gather(bonds)
    return [[f"{number}.", *_annex_row(bond, facts, on)] for number, bond in enumerate(bonds, 1)]


def _annex_row(bond, facts, on):
    consents = [_consent(member, facts.consents, on) for member in _members(bond)]
    agreements = [
        f"соглашение № {one.number} от {date_digits(one.signed_on)}"
        for one in facts.agreements.get(bond.pk, [])
        if one.signed_on <= on
    ]
    return [
        "; ".join(with_post(person) for person in bond.mentors),
        "; ".join(with_post(person) for person in bond.mentees),
        bond.form.title,
        capital(", ".join(inside(kind.title) for kind in bond.kinds.all())),
        date_digits(bond.starts_on),
        date_digits(bond.ends_on),
        "; ".join(filter(None, [*consents, *agreements])) or "–",
    ]


def _members(bond):
    """Members as the row names them: the mentor, then the mentees by name."""
    return sorted(
        bond.members.all(),
        key=lambda member: (member.side != Side.MENTOR, member.participation.person.sort_key),
    )


def _consent(member, consents, on):
    """«Белова М.П. – № 12 от 01.09.2026»: the consent to mentor or to take part that holds on ``on``."""
    person = member.participation.person
    held = consents.get((person.pk, member.participation.needed_consent), [])
    good = [consent for consent in held if consent.signed_on and consent.status(on)[0] == "in_force"]
    return f"{person.short_name} – № {good[0].number} от {date_digits(good[0].signed_on)}" if good else ""


def with_fresh_tables(paper):
    """Blocks of a draft with the annex's rows and the sheet of acquaintance from the records; other words stay."""
    fresh = {block["type"]: block for block in build(paper) if block["type"] in ("table", "acquaintance")}
    names = {"table": "rows", "acquaintance": "people"}
    return [
        block | {names[block["type"]]: fresh[block["type"]][names[block["type"]]]} if block["type"] in fresh else block
        for block in paper.blocks
    ]


# --- Before the issue -------------------------------------------------------------------------------------


def gate(paper, on):
    """What must exist before the order is issued on the day ``on``; law.md 1.6, 4.4 and section 8."""
    bonds = bonds_of(paper)
    if not bonds:
        return [Missing("В приказе нет ни одной пары.")]
    facts, missing = readiness.gather(bonds), []
    for bond in bonds:
        stopping = readiness.stops(readiness.lamps(bond, on, facts))
        missing += [Missing(lamp.text, lamp.url) for lamp in stopping]
        if stopping and len(bonds) > 1 and paper.is_editable:
            way = reverse("pairs:take_out_of_draft", args=[bond.pk])
            missing.append(Missing(f"{bond}: добавьте недостающее или уберите пару из приказа.", way))
    missing += bad_acts(Act.objects.filter(pk__in=Options.of(paper).acts), on)
    if not missing and with_fresh_tables(paper) != paper.blocks:
        advice = "Записи изменились после того, как составлен приказ. Обновите приложение и лист ознакомления."
        missing.append(Missing(advice, reverse("pairs:refresh_annex", args=[paper.pk])))
    return list(dict.fromkeys(missing))


def notes(paper):
    """What to look at before issuing: case forms that the rules only guess, a start that the order is late for."""
    options, bonds = Options.of(paper), bonds_of(paper)
    people = Person.objects.in_bulk([pk for pk in (options.curator, options.control) if pk])
    mentors = _mentors(bonds)
    addressed = [*(mentors if len(mentors) <= NAMED_IN_TEXT else []), people.get(options.curator)]
    found = form_notes((Case.DATIVE, addressed), (Case.ACCUSATIVE, [people.get(options.control)]))
    return [*found, *_before_it(paper), *_late(paper, bonds)]


def _before_it(paper):
    """Orders on which this one rests and of which the portal knows nothing: they may be on paper (law.md 4.4)."""
    today, found = timezone.localdate(), []
    if not any(act.in_force(today) and REGULATION.search(act.title) for act in Act.objects.own()):
        text = "В нормативной базе нет действующего Положения о наставничестве: утвердите его или внесите акт с бумаги."
        found.append(Missing(text, reverse("documents:begin", args=["order_regulation"])))
    if not Paper.objects.filter(kind="order_curator", state=Paper.State.ISSUED).exists():
        text = "Приказа о назначении куратора в портале нет: издайте его раньше или проверьте, что он есть на бумаге."
        found.append(Missing(text, reverse("documents:begin", args=["order_curator"])))
    return [] if paper.is_frozen else found


def _late(paper, bonds):
    today = timezone.localdate()
    late = [bond for bond in bonds if bond.starts_on < today]
    if paper.is_frozen or not late:
        return []
    began = date_digits(min(bond.starts_on for bond in late))
    pairs = plural(len(late), "пара начинает,пары начинают,пар начинают")
    return [Missing(f"{len(late)} {pairs} работу с {began}, раньше дня приказа. Проверьте период.")]


def readers(paper):
    """Accounts of everyone named in the order."""
    options, bonds = Options.of(paper), bonds_of(paper)
    people = {person.pk for bond in bonds for person in bond.mentors + bond.mentees}
    return list(User.objects.filter(is_active=True, person__in=people | {options.curator, options.control} - {None}))
