from datetime import UTC, date, datetime

import pytest
from django.template import engines


def render(source, **context):
    return engines["django"].from_string("{% load ru %}" + source).render(context)


@pytest.mark.parametrize(
    ("source", "value", "shown"),
    [
        ('{{ v|ru_plural:"встреча,встречи,встреч" }}', 5, "встреч"),
        ('{{ v|ru_plural:"встреча,встречи,встреч" }}', ["одна"], "встреча"),
        ('{{ v|counted:"встреча,встречи,встреч" }}', "22", "22 встречи"),
        ('{{ v|counted:"встреча,встречи,встреч" }}', None, ""),
        ('{{ v|counted:"встреча,встречи,встреч" }}', "много", ""),
        ("{{ v|date_words }}", date(2025, 9, 3), "3\u00a0сентября\u00a02025\u00a0г."),
        ("{{ v|date_digits }}", date(2025, 9, 3), "03.09.2025"),
        ("{{ v|date_digits }}", None, ""),
        ("{{ v|date_words }}", "вчера", ""),
        ("{{ v|experience }}", 63, "5 лет 3 мес."),
        ("{{ v|experience }}", None, ""),
        ("{{ v|experience }}", -1, ""),
    ],
)
def test_filters(source, value, shown):
    assert render(source, v=value) == shown


def test_a_moment_is_shown_by_the_local_day(settings):
    settings.TIME_ZONE = "Europe/Moscow"
    late_evening_utc = datetime(2025, 9, 3, 22, 30, tzinfo=UTC)
    assert render("{{ v|date_digits }}", v=late_evening_utc) == "04.09.2025"
