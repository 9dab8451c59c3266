"""What the points of a candidate advise; plain values in, a sentence out. The decision is a person's (methodology.md 3.3)."""

from dataclasses import dataclass

MOST = 3  # points by one criterion


@dataclass(frozen=True)
class Advice:
    """What points say of a candidate.

    Attributes:
        percent: of the most that the criteria scored so far could give, or None while nothing is scored.
        scored, total: how many of the weighted criteria have points.
        unmet: required conditions marked as not met; ``unknown`` those not marked yet.
        kind, text: look and words of the advice.
    """

    percent: int | None
    scored: int
    total: int
    unmet: tuple
    unknown: tuple
    kind: str
    text: str


def advice(points, criteria, threshold):
    """Advise on a candidate.

    Args:
        points: {criterion id: points, 0 to 3; 1 or 0 for a required condition}; what is left out is not scored yet.
        criteria: the criteria in use, each with ``pk``, ``text``, ``weight``, ``is_required``.
        threshold: percent from which the portal advises to choose.

    Source: methodology.md 3.3: 0 to 3 points by each criterion, weights, a threshold set by the institution.
    """
    weighted = [one for one in criteria if not one.is_required and one.weight]
    scored = [one for one in weighted if one.pk in points]
    full = sum(MOST * one.weight for one in scored)
    got = sum(points[one.pk] * one.weight for one in scored)
    percent = round(100 * got / full) if full else None
    required = [one for one in criteria if one.is_required]
    unmet = tuple(one.text for one in required if points.get(one.pk) == 0)
    unknown = tuple(one.text for one in required if one.pk not in points)
    kind, text = _words(percent, len(scored), len(weighted), unmet, unknown, threshold)
    return Advice(percent, len(scored), len(weighted), unmet, unknown, kind, text)


def _words(percent, scored, total, unmet, unknown, threshold):
    if unmet:
        return "overdue", f"Не выполнено обязательное условие: {'; '.join(unmet)}."
    if percent is None:
        return "draft", "Баллов пока нет."
    if scored < total:
        return "draft", f"Оценено {scored} из {total} критериев."
    if unknown:
        return "wait", f"Не отмечено обязательное условие: {'; '.join(unknown)}."
    if percent >= threshold:
        return "ok", f"Не ниже порога {threshold}\u00a0%: можно отобрать."
    return "soon", f"Ниже порога {threshold}\u00a0%: сначала обсудите с кандидатом."
