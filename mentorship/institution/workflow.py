"""Every act on the institution's card, rules and dictionaries."""

from datetime import date
from pathlib import Path

from django.db import transaction
from django.db.models import Case, When
from django.utils import timezone

from mentorship.common.workflow import WorkflowError, save
from mentorship.common.yaml_text import parse

from .models import Act, Criterion, Honour, Institution, MentoringForm, MentoringKind, QuietPeriod, Topic

DATA = Path(__file__).parent / "data"


def _read(name):
    return parse((DATA / f"{name}.yaml").read_text(encoding="utf-8"))[name]


@transaction.atomic
def suit_dictionaries(kind):
    """Switch on what is customary for this kind of institution alone: in the wizard the kind may be corrected."""
    for model, name in ((MentoringForm, "forms"), (Topic, "topics")):
        usual = [row["code"] for row in _read(name) if kind in row["default_for"]]
        _leave_on(model, usual)


def use_forms(codes):
    """Leave only these forms of mentoring switched on, those of the chosen model; the registry switches on others."""
    _leave_on(MentoringForm, codes)


def _leave_on(model, codes):
    model.objects.update(enabled=Case(When(code__in=codes, then=True), default=False))


@transaction.atomic
def load_dictionaries(kind=Institution.Kind.KINDERGARTEN):
    """Fill the dictionaries at first start: forms, kinds, acts, topics, criteria, awards; rows already there stay as they are.

    Args:
        kind: of the institution; the forms and topics customary for it are switched on (in a kindergarten children
            never take part, methodology.md 3.1).
    """
    MentoringForm.objects.bulk_create(
        [
            MentoringForm(code=row["code"], title=row["title"], enabled=kind in row["default_for"], order=order)
            for order, row in enumerate(_read("forms"))
        ],
        ignore_conflicts=True,
    )
    MentoringKind.objects.bulk_create(
        [
            MentoringKind(
                code=row["code"],
                title=row["title"],
                about=row["about"],
                keeps_rhythm=row["keeps_rhythm"],
                order=order,
            )
            for order, row in enumerate(_read("kinds"))
        ],
        ignore_conflicts=True,
    )
    Act.objects.bulk_create([_act(row) for row in _read("acts")], ignore_conflicts=True)
    Topic.objects.bulk_create(
        [
            Topic(
                code=row["code"],
                area=row["area"],
                title=row["title"],
                enabled=kind in row["default_for"],
                order=order,
            )
            for order, row in enumerate(_read("topics"))
        ],
        ignore_conflicts=True,
    )
    Criterion.objects.bulk_create(
        [Criterion(order=order, **row) for order, row in enumerate(_read("criteria"))], ignore_conflicts=True
    )
    Honour.objects.bulk_create(
        [Honour(order=order, **row) for order, row in enumerate(_read("honours"))], ignore_conflicts=True
    )


def _act(row):
    days = {name: row[name] and date.fromisoformat(row[name]) for name in ("effective_from", "effective_to")}
    return Act(**{name: row[name] for name in ("code", "title", "name", "about", "is_local")}, **days)


@transaction.atomic
def save_card(card, *, by):
    """Save the institution's card; papers written from now on use it, issued ones keep their own words."""
    return save(card, by=by, reason="карточка учреждения")


@transaction.atomic
def save_rules(rules, *, by):
    """Save thresholds."""
    return save(rules, by=by, reason="правила и пороги")


@transaction.atomic
def finish_start(*, by):
    """The wizard is over: the portal opens to everybody."""
    card = Institution.objects.select_for_update().filter(pk=1).first()
    if card is None:
        raise WorkflowError("Сначала заполните карточку учреждения.")
    card.started_at = timezone.now()
    return save(card, by=by, reason="портал настроен", fields=["started_at"])


@transaction.atomic
def save_partner(partner, *, by):
    """Keep a partner and the agreement with it; the history keeps the former agreement."""
    return save(partner, by=by, reason="партнёр и соглашение")


@transaction.atomic
def add_quiet_period(*, title, starts_on, ends_on, by):
    """Add days that do not count for the rhythm of meetings."""
    return save(QuietPeriod(title=title, starts_on=starts_on, ends_on=ends_on), by=by, reason="тихий период")


@transaction.atomic
def remove_quiet_period(period, *, by):
    """Take a quiet period out of the calendar; its history row stays."""
    period._history_user, period._change_reason = by, "убран из календаря"
    period.delete()


def new_year_holidays(year):
    """The non-working New Year days of January ``year``: 1 to 8 January (ст. 112 ТК РФ)."""
    return date(year, 1, 1), date(year, 1, 8)
