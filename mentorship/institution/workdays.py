"""Working days as this institution counts them: the week, holidays of ст. 112 ТК РФ, transferred days."""

from mentorship.common.calendar import statutory_holidays, working_days_after

from .models import CalendarDay


def working_day_after(day, n, *, week=5):
    """The ``n``-th working day after ``day``, which is never counted itself (ст. 14 ТК РФ).

    Args:
        week: how many days a week the person works; six and seven count Saturdays, fewer do not.
    """
    transferred = dict(CalendarDay.objects.values_list("day", "works"))
    holidays = {one for year in (day.year, day.year + 1) for one in statutory_holidays(year)}
    return working_days_after(
        day,
        n,
        holidays=holidays | {one for one, works in transferred.items() if not works},
        working_saturdays={one for one, works in transferred.items() if works},
        week=6 if week >= 6 else 5,
    )
