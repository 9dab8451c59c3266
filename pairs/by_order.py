"""What papers about pairs bring about when they are issued; called inside the transaction of the issue."""

from datetime import date
from decimal import Decimal

from mentorship.common.russian import date_digits
from mentorship.common.workflow import Missing, WorkflowError, locked, move

from .models import Agreement, Bond, OrderLine


def agree(paper, *, by):
    """An agreement is signed: it counts for the readiness of its pair from its day on."""
    options = paper.options
    agreement = Agreement(
        bond=Bond.objects.get(pk=paper.subject_id),
        paper=paper,
        signed_on=paper.issued_on,
        starts_on=date.fromisoformat(options["starts_on"]),
        ends_on=date.fromisoformat(options["ends_on"]),
        pay=options["pay"],
        rate=Decimal(options["rate"]) if options.get("rate") else None,
        base=options.get("base", ""),
        per_mentee=bool(options.get("per_mentee")),
        max_mentees=options.get("max_mentees"),
        pay_act=options.get("pay_act", ""),
        no_pay_reason=options.get("no_pay_reason", ""),
    )
    agreement._history_user, agreement._change_reason = by, "соглашение подписано"
    agreement.save()
    return agreement


def not_last_day(bond, day):
    """Why ``day`` cannot be the last one of the work of ``bond``, a sentence with the way out; empty if it can.

    A pair does not work longer than its order says without a new one: nothing is prolonged in silence (law.md 1.6).
    """
    if day < bond.starts_on:
        return f"Пара начала работу {date_digits(bond.starts_on)}: последний день не может быть раньше."
    if day > bond.ends_on:
        return (
            f"Пара закреплена по {date_digits(bond.ends_on)}: последний день не может быть позже. "
            "Продлить работу можно только новым приказом."
        )
    last = bond.meetings.held().order_by("-held_on").first()
    if last and last.held_on > day:
        return f"Записана встреча {date_digits(last.held_on)}: последний день не может быть раньше неё."
    return ""


def relied_on(order, ending):
    """Pairs that an order has fixed, that still work and that ``ending`` does not dispose of: without it nothing holds them.

    Source: law.md 1.1 (a mentor works on the employer's instruction, «по поручению работодателя»).
    """
    fixed = OrderLine.Does.FIXES, OrderLine.Does.RESTATES
    held = Bond.objects.in_force().filter(order_lines__paper=order, order_lines__does__in=fixed)
    held = held.exclude(order_lines__paper=ending).distinct().with_people()
    if not held:
        return []
    more = f" и ещё {len(held) - 1}" if len(held) > 1 else ""
    return [
        Missing(
            f"По приказу № {order.number} работают пары ({held[0]}{more}): отменить его нельзя, пока они не прекращены"
            " приказом. Отдельные пары меняют приказом о внесении изменений.",
            order.get_absolute_url(),
        )
    ]


def end(bond, *, last_day, reason, by):
    """An order ends a working pair; its last day may be still to come, until then the pair works (``Bond.works``).

    Raises:
        WorkflowError: the pair does not work, or :func:`not_last_day` says why not on this day.
    """
    locked(bond)
    if problem := not_last_day(bond, last_day):
        raise WorkflowError(problem)
    return move(bond, to=Bond.State.TERMINATED, by=by, reason=reason, ended_on=last_day, ending_reason=reason[:300])
