"""O11 of law.md 4.3: «О внесении изменений в приказ …» by the difference of its annex and the present state (idea 2).

A replaced mentor: the old pair is closed and the new one opened by this one order, without a gap and without an overlap.
"""

from datetime import timedelta

from django import forms
from django.utils import timezone

from mentorship.common.cases import Case
from mentorship.common.russian import clean_text, date_digits, date_words, join_and
from mentorship.common.workflow import Missing, locked, move
from mentorship.cycle.paper_forms import OrderForm, controlled_by, curators, order_kind, to_curator
from mentorship.documents import blocks, kinds, orders
from mentorship.documents import workflow as documents
from mentorship.documents.blocks.worded import Text
from mentorship.documents.models import Paper
from mentorship.institution.grounds import ground
from mentorship.people import samples
from mentorship.people.naming import acquainted, inside, named_all, once, told

from .. import by_order, readiness
from ..difference import Change
from ..models import Bond, OrderLine, Pay
from . import pairs_order
from .annexes import changes_of, replaced
from .parties import BondChoice, Pair, days, facts_of, order_of

CODE = "order_replace"
FIXES = "{период} наставником за {за кем}, {нового}."
COLUMNS = [
    {"title": "Строка", "width": 10, "align": "center"},
    {"title": "Прежняя редакция", "width": 45},
    {"title": "Новая редакция", "width": 45},
]


class BondsChoice(forms.ModelMultipleChoiceField):
    """Pairs by the names in them and their periods."""

    label_from_instance = BondChoice.label_from_instance


class Form(OrderForm):
    usual_acts = ("tk351_8",)
    states = (Bond.State.ACTIVE,)

    order = forms.ModelChoiceField(
        Paper.objects.filter(kind=pairs_order.KIND, state=Paper.State.ISSUED),
        label="Какой приказ изменить",
        empty_label=None,
        error_messages={"required": "Выберите изданный приказ о закреплении: изменять пока нечего."},
    )
    ended = BondsChoice(
        Bond.objects.all(),
        label="Чьё наставничество прекращается",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    last_day = days("Последний день их работы", required=False)
    reason = forms.CharField(
        label="Причина",
        max_length=300,
        required=False,
        help_text="«заявление наставника от 10.01.2027», «длительное отсутствие наставника».",
    )
    added = BondsChoice(
        Bond.objects.all(),
        label="Кого закрепить",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Предложенные пары. Пара с тем же наставляемым встанет на место прежней.",
    )
    field_order = ["order", "ended", "last_day", "reason", "added", "acts", "control"]

    def prepare(self):
        super().prepare()
        bonds = Bond.objects.filter(cycle=self.subject_or_none()).with_people()
        kept = self.initial.get("added", [])
        proposed = bonds.filter(state=Bond.State.PROPOSED)
        self.fields["order"].queryset = self.fields["order"].queryset.filter(bond_lines__bond__in=bonds).distinct()
        self.fields["ended"].queryset = bonds.filter(state=Bond.State.ACTIVE)
        self.fields["added"].queryset = proposed | bonds.filter(
            pk__in=kept if isinstance(kept, list) else [], state=Bond.State.ORDERED
        )
        bond = str(self.initial.get("bond", ""))
        if bond.isdecimal() and (one := bonds.filter(pk=bond).first()):
            self._propose(one, proposed)

    def _propose(self, bond, proposed):
        """First values for the pair that the address names: it ends, a proposed one with its mentee takes its place."""
        mentees = [person.pk for person in bond.mentees]
        new = list(proposed.filter(members__participation__person__in=mentees).exclude(pk=bond.pk).distinct())
        order = order_of(bond)
        if isinstance(order, Paper):
            self.initial.setdefault("order", order.pk)
        if bond.state == Bond.State.ACTIVE:
            self.initial.setdefault("ended", [bond.pk])
            self.initial.setdefault("added", [one.pk for one in new])
            if new:
                self.initial.setdefault("last_day", new[0].starts_on - timedelta(days=1))
        else:
            self.initial.setdefault("added", [bond.pk])

    def clean_reason(self):
        return clean_text(self.cleaned_data["reason"]).rstrip(".")

    def clean(self):
        data = super().clean()
        ended, added = list(data.get("ended") or []), list(data.get("added") or [])
        if ended and not data.get("last_day") and "last_day" not in self.errors:
            self.add_error("last_day", "Укажите последний день прежнего наставничества.")
        if ended and not data.get("reason"):
            self.add_error("reason", "Укажите причину: приказ её называет.")
        if ended and data.get("last_day"):
            for problem in [*last_days(ended, data["last_day"]), *seams(ended, added, data["last_day"])]:
                self.add_error("last_day", problem)
        if (
            data.get("order")
            and not self.errors
            and not changes_of(data["order"], ended=ended, added=added, on=self.on)
        ):
            self.add_error(None, "Менять нечего: приложение к приказу совпадает с записями. Отметьте пары.")
        return data

    def heading(self):
        return heading_of(self.cleaned_data["order"])


def seams(ended, added, last_day):
    """Where a new mentor begins before the former one is free, or after a day without any (law.md section 8)."""
    old = {bond.pk: bond for bond in ended}
    by_pk = {bond.pk: bond for bond in added}
    problems = []
    for new_pk, old_pk in replaced(ended, added).items():
        starts, free = by_pk[new_pk].starts_on, last_day + timedelta(days=1)
        text = f"Новый наставник назначается с {starts:%d.%m}, прежний снят с {free:%d.%m}"
        if starts < free:
            problems.append(f"{text}: даты пересекаются.")
        elif starts > free:
            mentees = join_and([person.short_name for person in old[old_pk].mentees])
            problems.append(f"{text}: {mentees} – без наставника между этими днями.")
    return problems


def last_days(ended, last_day):
    """Why some of these pairs cannot work till this very day, each sentence with its pair."""
    found = ((bond, by_order.not_last_day(bond, last_day)) for bond in ended)
    return [f"{bond}: {problem[:1].lower()}{problem[1:]}" for bond, problem in found if problem]


def heading_of(order):
    return Text("О внесении изменений в {приказ}", _which(order))


def _which(order):
    return {"приказ": (f"приказ {_cited(order)}", "«приказ от … № …»")}


def _to_which(order):
    return {"приказу": (f"приказу {_cited(order)}", "«приказу от … № …»")}


def _cited(order):
    return f"от {date_words(order.issued_on)} № {order.number}"


def variants():
    """An end without a successor, a pair that replaces nobody."""
    return {"пара прекращена без замены, другая создана": sample(swapped=False)}


def sample(swapped=True):
    """A filled sample for the catalogue."""
    people, first = samples.people(), Pair.sample()
    told = {"curators": people[:1], "paid": [first.mentor]}
    second = Pair(people[4], first.mentees, first.form, first.kinds, samples.MIDDLE, samples.LAST_DAY)
    old = ["2.", "Зимина Полина Олеговна, учитель-логопед", "Белкина Дарья Петровна, воспитатель", first.form]
    old += [*first.kinds, date_digits(first.starts_on), date_digits(first.ends_on)]
    old += ["Зимина П.О. – № 14/2026-С от 25.08.2026"]
    new = ["2.", "Котова Софья Ивановна, воспитатель", old[2], first.form, *first.kinds]
    new += [date_digits(second.starts_on), date_digits(second.ends_on), "Котова С.И. – № 3/2027-С от 12.01.2027"]
    order = Paper(title="О закреплении наставнических пар", number="45-од", issued_on=samples.DAY)
    answers = told | {"order": order, "last_day": samples.MIDDLE - timedelta(days=1), "reason": "заявление наставника"}
    answers |= {"acts": samples.acts(samples.LABOUR_ARTICLE), "control": None}
    change = Change(2, ended=1, fixed=2, old=old, new=new)
    ended, fixed = ([(first, second)], []) if swapped else ([(first, None)], [second])
    return write(samples.institution(), answers, [change], ended, fixed)


def _write(institution, answers):
    ended, added = loaded(answers["ended"]), loaded(answers["added"])
    by_pk = {bond.pk: Pair.of(bond) for bond in [*ended, *added]}
    pairs = replaced(ended, added)
    swapped = [(by_pk[old], by_pk[new]) for new, old in pairs.items()]
    rest = [(by_pk[bond.pk], None) for bond in ended if bond.pk not in pairs.values()]
    new = [by_pk[bond.pk] for bond in added if bond.pk not in pairs]
    changes = changes_of(answers["order"], ended=ended, added=added, on=timezone.localdate())
    facts = {"curators": curators(), "paid": [bond.mentors[0] for bond in ended if is_paid(bond)]}
    return write(institution, answers | facts, changes, [*swapped, *rest], new)


def is_paid(bond):
    """Does an agreement of the pair pay for its work?"""
    return bond.agreements.exclude(pay=Pay.NONE).exists()


def loaded(bonds):
    """These bonds with their people, as the order of the list had them."""
    found = Bond.objects.with_people().in_bulk([bond.pk for bond in bonds])
    return [found[bond.pk] for bond in bonds]


def write(institution, answers, changes, ended, fixed):
    """Blocks of the order.

    Args:
        ended: (former pair, the new one in its place or None).
        fixed: new pairs that replace nobody.
        answers: hold the ``curators`` and the former mentors who were ``paid``, too.
    """
    order = answers["order"]
    comers = [new for _, new in ended if new] + fixed
    people = [person for pair in [*(old for old, _ in ended), *comers] for person in [pair.mentor, *pair.mentees]]
    return orders.order(
        institution,
        heading=heading_of(order),
        ground=ground(answers["acts"], "в связи с изменением состава наставнических пар и групп"),
        items=[
            blocks.item(
                "Внести в приложение к приказу {приказ} следующие изменения (приложение):",
                key="amend",
                words={"приказ": (f"{_cited(order)} «{order.title}»", "какой приказ")},
            ),
            *blocks.items([change.words for change in changes]),
            *(_swap(old, new, answers) for old, new in ended),
            *(_fix(pair) for pair in fixed),
            *_to_mentors([new for _, new in ended if new], fixed),
            *_to_accounts(answers),
            blocks.item(
                "Куратору {куратору} ознакомить с настоящим приказом под подпись всех названных в нём лиц в течение "
                "трёх рабочих дней со дня его издания.",
                key="curator",
                words=to_curator(answers["curators"]),
            ),
            controlled_by(answers["control"]),
        ],
        acquainted=acquainted([*people, *answers["curators"], answers["control"]]),
        annexes=[
            orders.annex(institution, Text("Изменения в приложение к {приказу}", _to_which(order))),
            blocks.table(
                COLUMNS,
                [[str(change.place), _inside(change.old), _inside(change.new)] for change in changes],
                key="columns",
            ),
        ],
    )


def _cell(cells):
    if not cells:
        return "–"
    _, mentor, mentees, form, what, start, end, consents = cells
    return f"{mentor} – {mentees}; {form}, {what}; {start}–{end}; согласия: {consents}"


def _inside(cells):
    """The row as one sentence: the kinds of mentoring begin with a small letter in it."""
    return _cell([*cells[:4], ", ".join(map(inside, cells[4].split(", "))), *cells[5:]] if cells else cells)


def _swap(old, new, answers):
    text = "Прекратить {последний день} наставничество {прежнего}, в отношении {наставляемых} (причина: {причина})"
    words = {
        "последний день": (date_words(answers["last_day"]), "последний день прежнего наставника"),
        "прежнего": told(old.mentor, Case.GENITIVE, "прежний наставник"),
        "наставляемых": (old.mentees_in(Case.GENITIVE), "наставляемые, родительный падеж"),
        "причина": (answers["reason"], "причина из исходных данных"),
    }
    if new is None:
        return blocks.item(f"{text}.", key="end", words=words)
    return blocks.item(f"{text} и закрепить {FIXES}", key="swap", words=words | _fixed(new))


def _fix(pair):
    return blocks.item(f"Закрепить {FIXES}", key="fix", words=_fixed(pair))


def _fixed(pair):
    return {
        "период": (pair.period, "«с … по …»"),
        "за кем": (pair.mentees_in(Case.INSTRUMENTAL), "наставляемые, творительный падеж"),
        "нового": told(pair.mentor, Case.ACCUSATIVE, "новый наставник"),
    }


def _to_mentors(successors, fixed):
    """A successor writes the programme anew, the mentor of a new pair writes its first one."""
    mentors = once(pair.mentor for pair in [*successors, *fixed])
    if not mentors:
        return []
    whom = named_all(mentors, Case.DATIVE)
    word = "наставнику" if len(mentors) == 1 else "наставникам"
    programme = "персонализированную программу наставничества и представить её"
    if len(successors) + len(fixed) > 1:
        programme = "персонализированные программы наставничества и представить их"
    words = {
        "наставникам": (f"{word} {whom}", "«наставнику» или «наставникам» и кому"),
        "переоформить": ("оформить" if fixed else "переоформить", "«переоформить»; «оформить», если пары новые"),
        "программу": (programme, "«программу … и представить её», по числу пар"),
    }
    text = "{Наставникам}, {переоформить} {программу} куратору в течение десяти рабочих дней."
    return [blocks.item(text, key="mentors", words=words)]


def _to_accounts(answers):
    mentors = once(answers["paid"])
    if not mentors:
        return []
    whom = named_all(mentors, Case.DATIVE)
    day = date_words(answers["last_day"] + timedelta(days=1))
    text = "Бухгалтерии прекратить выплату за работу по наставничеству {кому}, с {дня}."
    words = {"кому": (whom, "прежние наставники, дательный падеж"), "дня": (day, "день после последнего дня работы")}
    return [blocks.item(text, key="pay", words=words)]


# --- What the draft holds and the issue brings about ---------------------------------------------------------


def begun(paper, *, by):
    """The draft takes hold of its pairs and names the order that it amends."""
    answers = Form.read(paper)
    ended, added = loaded(answers["ended"]), loaded(answers["added"])
    let_go(paper, by=by)
    for bond in added:
        move(locked(bond), to=Bond.State.ORDERED, by=by, reason="в проекте приказа о внесении изменений")
    _draw_lines(paper, changes_of(answers["order"], ended=ended, added=added, on=timezone.localdate()))
    if paper.changes.exclude(changed=answers["order"]).exists():
        for change in paper.changes.all():
            documents.unchange(change, by=by)
    documents.change(paper, answers["order"], by=by)


def _draw_lines(paper, changes):
    does = OrderLine.Does
    for change in changes:
        if change.ended:
            OrderLine.objects.create(paper=paper, bond_id=change.ended, does=does.ENDS, place=change.place)
        if change.fixed:
            OrderLine.objects.create(
                paper=paper, bond_id=change.fixed, does=does.FIXES, place=change.place, row=change.new
            )
        if change.same:
            OrderLine.objects.create(
                paper=paper, bond_id=change.same, does=does.RESTATES, place=change.place, row=change.new
            )


def let_go(paper, *, by):
    """The draft is not needed or is written anew: its new pairs are proposed again."""
    for bond in Bond.objects.filter(order_lines__paper=paper, state=Bond.State.ORDERED):
        move(bond, to=Bond.State.PROPOSED, by=by, reason="проект приказа изменён или не понадобился")
    paper.bond_lines.all().delete()


def _facts(answers):
    """The rows that the order writes, new pairs in them, and the pairs that go."""
    ended, added = loaded(answers["ended"]), loaded(answers["added"])
    changes = changes_of(answers["order"], ended=ended, added=added, on=timezone.localdate())
    found = {f"изменение строки {change.place}": f"{change.words}; {_cell(change.new)}" for change in changes}
    for number, bond in enumerate(ended, 1):
        found |= facts_of(bond, f"прекращаемая пара {number}, ")
    return found


def _naming(answers):
    ended, added = loaded(answers["ended"]), loaded(answers["added"])
    return [
        (Case.GENITIVE, [person for bond in ended for person in [*bond.mentors, *bond.mentees]]),
        (Case.DATIVE, [person for bond in [*ended, *added] for person in bond.mentors] + list(curators())),
        (Case.ACCUSATIVE, [person for bond in added for person in bond.mentors]),
        (Case.INSTRUMENTAL, [person for bond in added for person in bond.mentees]),
    ]


def gate(answers, on):
    """New pairs have their papers, former ones still work, the dates meet (law.md 1.6 and section 8)."""
    ended, added = loaded(answers["ended"]), loaded(answers["added"])
    last_day = answers["last_day"]
    found = [Missing(text) for text in ([*last_days(ended, last_day), *seams(ended, added, last_day)] if ended else [])]
    for bond in ended:
        if bond.state != Bond.State.ACTIVE:
            found.append(Missing(f"{bond}: {bond.get_state_display()}, прекращать нечего.", bond.get_absolute_url()))
    for bond, lamps in ((bond, readiness.readiness(bond, on)) for bond in added):
        found += [Missing(lamp.text, lamp.url or bond.get_absolute_url()) for lamp in readiness.stops(lamps)]
    return list(dict.fromkeys(found))


def take_effect(paper, *, by):
    """By one order the former pairs end and the new ones begin; the amended rows are kept for the next difference."""
    answers = Form.read(paper)
    words = f"приказ № {paper.number} от {date_digits(paper.issued_on)}"
    for bond in answers["ended"]:
        by_order.end(bond, last_day=answers["last_day"], reason=f"{answers['reason']}, {words}", by=by)
    for bond in answers["added"]:
        move(bond, to=Bond.State.ACTIVE, by=by, reason=words)


KIND = order_kind(
    code=CODE,
    title="Приказ о внесении изменений (о замене наставника)",
    group=kinds.Group.PAIRS,
    about="Портал сам сравнивает приложение к приказу с нынешними парами и пишет, что изложить заново, исключить, дополнить.",
    ground="статья 351.8 Трудового кодекса; заявление или ходатайство; согласие нового наставника",
    form=Form,
    write=_write,
    gate=gate,
    naming=_naming,
    facts=_facts,
    begun=begun,
    let_go=let_go,
    relied_on=by_order.relied_on,
    take_effect=take_effect,
    storage=kinds.KEPT_AS_PERSONNEL,
    sample=sample,
    variants=variants,
    evidence_for=(CODE,),
)
