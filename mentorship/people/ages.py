"""From which age a pupil may take part, by the institution's rules (methodology.md 3.4)."""

from mentorship.common.russian import counted
from mentorship.institution.models import Rules

from .models import Person

MENTOR, MENTEE = "mentor", "mentee"
YEARS = "года,лет,лет"  # «с 1 года», «с 10 лет»


def youngest(side, rules=None):
    """Full years from which a pupil may be ``side`` («mentor», «mentee»)."""
    rules = rules or Rules.load()
    return rules.pupil_mentor_from if side == MENTOR else rules.pupil_mentee_from


def obstacle(person, side, on=None, rules=None):
    """Why a pupil may not be ``side`` on the day ``on`` (today), a sentence; "" if he may or is no pupil."""
    if person.origin != Person.Origin.PUPIL:
        return ""
    words, limit = "наставником" if side == MENTOR else "наставляемым", youngest(side, rules)
    years = person.age(on)
    if years is None:
        return f"{person.short_name}: укажите дату рождения – обучающийся может быть {words} не младше {limit} лет."
    if years >= limit:
        return ""
    old = counted(years, "год,года,лет")
    return f"{person.short_name}: {old}, обучающийся может быть {words} с {counted(limit, YEARS)}."
