"""Every act on pairs and on the order that fixes them. One verb, one function."""

from django.db import transaction
from django.utils import timezone

from mentorship.common.archive import must_be_open
from mentorship.common.russian import date_digits
from mentorship.common.workflow import WorkflowError, check_version, locked, move, save
from mentorship.documents import wording
from mentorship.documents import workflow as documents
from mentorship.institution.models import MentoringKind

from . import by_order, composition, papers
from .models import Bond, BondMember, OrderLine

TERM_IS_OVER = "работа завершена"  # the reason of an end that needs none


@transaction.atomic
def propose(*, cycle, mentors, mentees, form, kinds, starts_on, ends_on, goal="", no_agreement="", by):
    """Make a pair (one mentee) or a group (more); the mentor's places are counted under a lock on his row.

    Args:
        mentors, mentees: participations of ``cycle``; exactly one mentor.
        kinds: at least one kind of mentoring (вид).
        no_agreement: why the mentor's labour contract needs no addition (the work is part of his post), else empty.

    Raises:
        WorkflowError: a rule of :mod:`pairs.composition` refuses.
    """
    mentors, mentees = composition.locked_members(cycle, mentors, mentees)
    composition.check(cycle, mentors, mentees, starts_on, ends_on)
    _check_words(form, kinds, mentees)
    bond = Bond(cycle=cycle, form=form, starts_on=starts_on, ends_on=ends_on, goal=goal)
    bond.no_agreement = no_agreement
    save(bond, by=by, reason="предложена")
    _set_members(bond, [*mentors, *mentees])
    bond.kinds.set(kinds)
    return bond


@transaction.atomic
def change_bond(bond, *, version, mentors, mentees, form, kinds, starts_on, ends_on, goal="", no_agreement="", by):
    """Rewrite a proposed bond: who, how and when.

    Raises:
        Conflict: somebody else changed it since ``version``.
        WorkflowError: an order names it already, or a rule refuses.
    """
    mentors, mentees = composition.locked_members(bond.cycle, mentors, mentees)
    locked(bond)
    check_version(bond, version)
    if bond.state != Bond.State.PROPOSED:
        raise WorkflowError(
            f"Пара «{bond.get_state_display()}»: изменить её можно, только пока она предложена и не стоит в приказе."
        )
    composition.check(bond.cycle, mentors, mentees, starts_on, ends_on, but=bond)
    _check_words(form, kinds, mentees)
    _check_waiver(bond, no_agreement)
    bond.form, bond.starts_on, bond.ends_on, bond.goal = form, starts_on, ends_on, goal
    bond.no_agreement = no_agreement
    save(bond, by=by, reason="изменена")
    _set_members(bond, [*mentors, *mentees])
    bond.kinds.set(kinds)
    return bond


def _check_words(form, kinds, mentees):
    if not form.enabled:
        raise WorkflowError(
            f"Форма «{form}» в учреждении не применяется. Включите её в справочнике или выберите другую."
        )
    if not kinds:
        raise WorkflowError("Выберите хотя бы один вид наставничества.", field="kinds")
    alone = next((kind for kind in kinds if kind.code == MentoringKind.ONE_TO_ONE), None)
    if alone and len(mentees) > 1:
        raise WorkflowError(
            f"«{alone}» – вид для пары, а наставляемых {len(mentees)}. Выберите наставничество в группе.", field="kinds"
        )


def _check_waiver(bond, reason):
    """An agreement that holds and a reason why there is none would contradict each other."""
    if reason and not bond.no_agreement and (signed := bond.agreements.holding(timezone.localdate()).first()):
        raise WorkflowError(f"{signed} уже действует: причина, почему оно не нужно, ему противоречит.")


def _set_members(bond, participations):
    bond.members.exclude(participation__in=participations).delete()
    kept = set(bond.members.values_list("participation", flat=True))
    for participation in participations:
        if participation.pk not in kept:
            BondMember.objects.create(bond=bond, participation=participation, side=participation.side)
    bond._prefetched_objects_cache = {}


@transaction.atomic
def waive_agreement(bond, *, reason, by):
    """Say why the mentor's labour contract needs no addition, or with an empty reason that it does (law.md 1.4).

    Raises:
        WorkflowError: an agreement is in force.
    """
    locked(bond)
    must_be_open(bond)
    _check_waiver(bond, reason.strip())
    bond.no_agreement = reason.strip()
    return save(bond, by=by, reason="доп. соглашение не нужно" if bond.no_agreement else "нужно доп. соглашение")


@transaction.atomic
def cancel_bond(bond, *, by, reason=""):
    """A proposed bond that will not be: kept in the history, out of the lists."""
    must_be_open(locked(bond))
    return move(
        bond, to=Bond.State.CANCELLED, by=by, reason=reason.strip() or "не состоялась", ending_reason=reason.strip()
    )


@transaction.atomic
def complete_bond(bond, *, on=None, by, reason=""):
    """The work is done: ``on`` (today) is the last day, not before the start."""
    return _end(bond, Bond.State.COMPLETED, on, reason.strip() or TERM_IS_OVER, by)


@transaction.atomic
def terminate_bond(bond, *, on=None, reason, by):
    """The work ends before its time; the reason is kept with the bond.

    Raises:
        WorkflowError: no reason, or the day is wrong.
    """
    if not reason.strip():
        raise WorkflowError("Укажите причину досрочного прекращения: она войдёт в отчёт за год.", field="reason")
    return _end(bond, Bond.State.TERMINATED, on, reason.strip(), by)


@transaction.atomic
def complete_over(bonds, *, by):
    """Complete the working pairs among ``bonds`` (a queryset) whose term is over, each on the last day of its order.

    Returns:
        How many there were.

    Raises:
        WorkflowError: a pair refuses (named); then none is completed.
    """
    done = [complete_bond(bond, on=bond.ends_on, by=by) for bond in bonds.term_is_over().order_by("pk")]
    return len(done)


def _end(bond, state, on, reason, by):
    on = on or timezone.localdate()
    locked(bond)
    must_be_open(bond)
    if on > timezone.localdate():
        raise WorkflowError("Последний день не может быть позже сегодняшнего: отметьте, когда он наступит.", field="on")
    if problem := by_order.not_last_day(bond, on):
        raise WorkflowError(problem, field="on")
    return move(bond, to=state, by=by, reason=reason, ended_on=on, ending_reason=reason)


@transaction.atomic
def draft_order(cycle, bonds, by, options):
    """Draft the order that fixes these proposed bonds; until it is issued or discarded they wait in it.

    Args:
        options: what :mod:`pairs.papers` builds the text from (see ``papers.Options``), plain JSON.

    Returns:
        The paper, its text written from the records.

    Raises:
        WorkflowError: nothing is chosen, or a bond is not «предложена» any more.
    """
    bonds = list(Bond.objects.select_for_update(of=("self",)).filter(pk__in=[bond.pk for bond in bonds]).order_by("pk"))
    if not bonds:
        raise WorkflowError("Отметьте хотя бы одну пару.")
    if any(bond.cycle_id != cycle.pk for bond in bonds):
        raise WorkflowError("В одном приказе – пары одного цикла.")
    paper = documents.draft(papers.KIND, title=papers.title_of(bonds), subject=cycle, by=by, options=options)
    for bond in bonds:
        move(bond, to=Bond.State.ORDERED, by=by, reason=f"в проекте приказа «{paper.title}»")
        OrderLine.objects.create(paper=paper, bond=bond)
    return documents.rebuild(paper, by=by)


@transaction.atomic
def take_out_of_draft(bond, *, by):
    """Take one bond out of the draft that would fix it: the bond is proposed again, the others stay in the order.

    A text that nobody changed by hand is written anew; in one that was, the annex and the sheet of acquaintance are.

    Raises:
        WorkflowError: no draft holds the bond, the paper is with the head already, or no other bond would be left.
    """
    locked(bond)
    must_be_open(bond)
    line = bond.order_lines.filter(does=OrderLine.Does.FIXES).select_related("paper").order_by("-pk").first()
    if bond.state != Bond.State.ORDERED or line is None:
        raise WorkflowError("Пара не стоит в черновике приказа.")
    paper = locked(line.paper)
    if not paper.is_editable:
        raise WorkflowError("Приказ уже у руководителя. Сначала отзовите его с подписи.")
    if not paper.bond_lines.exclude(pk=line.pk).exists():
        raise WorkflowError("В приказе больше никого нет. Удалите черновик: пара снова станет предложенной.")
    untouched = wording.proposed(paper)[0] == paper.blocks
    line.delete()
    move(bond, to=Bond.State.PROPOSED, by=by, reason=f"убрана из проекта приказа «{paper.title}»")
    return documents.rebuild(paper, by=by) if untouched else refresh_annex(paper, by=by)


@transaction.atomic
def refresh_annex(paper, *, by):
    """Write the tables of a draft anew from the records; words that were typed by hand stay.

    Raises:
        WorkflowError: the paper is no longer a draft.
    """
    locked(paper)
    return documents.edit(paper, blocks=papers.with_fresh_tables(paper), version=paper.version, by=by)


def bring_into_force(paper, *, by):
    """The issue of the order: its bonds work from now on (called inside the transaction of the issue).

    The rows of its annex are kept as they are issued: later orders amend them by the difference.
    """
    papers.keep_rows(paper)
    for bond in _bonds_in(paper):
        move(bond, to=Bond.State.ACTIVE, by=by, reason=f"приказ № {paper.number} от {date_digits(paper.issued_on)}")


def let_go(paper, *, by):
    """The draft was not needed: its bonds are proposed again."""
    for bond in _bonds_in(paper):
        move(bond, to=Bond.State.PROPOSED, by=by, reason="проект приказа не понадобился")


def _bonds_in(paper):
    return Bond.objects.filter(order_lines__paper=paper).order_by("pk")
