"""Every act of monitoring: the plan is set, the closing questionnaires are asked, the annual report is drafted."""

from django.db import transaction
from django.utils import timezone

from mentorship.common.archive import must_be_open
from mentorship.common.russian import date_digits
from mentorship.common.workflow import WorkflowError, locked, save
from mentorship.documents import workflow as documents
from mentorship.documents.models import Paper
from mentorship.people.models import Person
from mentorship.registry.models import Side
from mentorship.surveys import workflow as surveys
from mentorship.surveys.models import Questionnaire, Wave
from pairs.models import Bond, BondMember

from . import papers
from .models import Target
from .reported import REPORT

SIDES = {"Q12E": Side.MENTEE, "Q12M": Side.MENTOR}
WORKED = (Bond.State.ACTIVE, Bond.State.COMPLETED)


@transaction.atomic
def set_targets(cycle, values, *, by):
    """Set the institution's plan of indicators in the cycle.

    Args:
        values: {code: percent or None}; None brings the default back, a code that is not there stays as it was.

    Raises:
        WorkflowError: the cycle is closed.
    """
    locked(cycle)
    must_be_open(cycle)
    known = {target.indicator: target for target in Target.objects.filter(cycle=cycle)}
    for code, value in values.items():
        target = known.get(code)
        if value is None and target:
            target._history_user, target._change_reason = by, "план по умолчанию"
            target.delete()
        elif value is not None and (target is None or target.value != value):
            target = target or Target(cycle=cycle, indicator=code)
            target.value = value
            save(target, by=by, reason="план задан")


# --- Closing questionnaires -----------------------------------------------------------------------------------


def closing_questionnaires():
    """The questionnaires in their newest version: [Questionnaire, …], the mentees' first."""
    newest = {}
    for one in Questionnaire.objects.filter(code__in=SIDES).order_by("code", "version"):
        newest[one.code] = one
    return list(newest.values())


def to_be_asked(cycle, code, on=None):
    """People of that side of the cycle's working and completed pairs, everybody once, by name (a queryset)."""
    on = on or timezone.localdate()
    stood = BondMember.objects.filter(
        side=SIDES[code], bond__cycle=cycle, bond__state__in=WORKED, bond__starts_on__lte=on
    )
    return Person.objects.present(on).filter(pk__in=stood.values("participation__person"))


def open_waves(cycle, code):
    """Waves of this questionnaire about the cycle that are open now (a queryset)."""
    return Wave.objects.about(cycle).filter(questionnaire__code=code, state=Wave.State.OPEN)


def not_yet_asked(cycle, code):
    """Those :func:`to_be_asked` who have no invitation to an open wave (a queryset)."""
    return to_be_asked(cycle, code).exclude(invitations__wave__in=open_waves(cycle, code))


@transaction.atomic
def ask(cycle, questionnaire, *, closes_on, by):
    """Open a wave of a closing questionnaire for the cycle; whoever is being asked already is not asked twice.

    Raises:
        WorkflowError: nobody is left to be asked, or the last day is in the past.
    """
    locked(cycle)
    people = list(not_yet_asked(cycle, questionnaire.code))
    running = open_waves(cycle, questionnaire.code).order_by("-opens_on").first()
    if running and not people:
        raise WorkflowError(
            f"Опрос уже идёт, ответить можно до {date_digits(running.closes_on)}: спрошены все. "
            "Чтобы спросить снова, сначала закройте его."
        )
    return surveys.open_wave(questionnaire, subject=cycle, people=people, closes_on=closes_on, by=by)


# --- The annual report ----------------------------------------------------------------------------------------


def reports_of(cycle):
    """Annual reports of the cycle that were not discarded, the newest first (a queryset)."""
    found = Paper.objects.about(cycle).filter(kind=REPORT).exclude(state=Paper.State.DISCARDED)
    return found.order_by("-created_at", "-pk")


def unfinished_report(cycle):
    """The report that is being written or lies before the head, None without one."""
    return reports_of(cycle).exclude(state__in=Paper.FROZEN).first()


@transaction.atomic
def draft_report(cycle, *, on, by):
    """Draft the annual report of the cycle with figures on the day ``on``, its text written from the records.

    Raises:
        WorkflowError: nothing happened in the cycle by the day, or a report is being written already.
    """
    locked(cycle)
    if unfinished := unfinished_report(cycle):
        raise WorkflowError(
            f"Отчёт уже готовится ({unfinished.get_state_display()}): продолжите его или удалите черновик."
        )
    if not papers.has_data(cycle, on):
        raise WorkflowError(papers.NO_DATA)
    paper = documents.draft(REPORT, title=papers.title_of(cycle), subject=cycle, by=by, options={"on": on.isoformat()})
    return documents.rebuild(paper, by=by)
