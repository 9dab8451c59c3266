"""What the drawing of the house promises and no linter knows."""

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

ROOT = settings.BASE_DIR
OURS = ["mentorship", "pairs", "programs", "monitoring"]


def sources(pattern):
    return [
        path
        for folder in OURS
        for path in (ROOT / folder).rglob(pattern)
        if "migrations" not in path.parts and "demo" not in path.parts
    ]


def places(pattern, paths):
    """«file:line text» of each line that matches."""
    found = re.compile(pattern)
    return [
        f"{path.relative_to(ROOT)}:{number} {line.strip()}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if found.search(line)
    ]


def views():
    return [path for path in sources("*.py") if "views" in path.stem or "views" in path.parts]


def test_views_write_nothing_themselves():
    assert places(r"\.(save|delete|create|update|bulk_create)\(", views()) == []


def test_views_ask_only_for_what_the_user_may_see():
    assert places(r"\.objects\.get\(", views()) == []


def test_cyrillic_is_searched_by_keys_not_by_the_database():
    assert places(r"__i(contains|exact|startswith|regex)", sources("*.py")) == []


def test_nothing_is_marked_safe():
    allowed = ("mentorship/common/charts.py",)  # its own SVG, every text in it escaped by format_html
    templates = list((ROOT / "templates").rglob("*.html"))
    found = places(r"mark_safe|\|safe\b|autoescape off", [*sources("*.py"), *templates])
    assert [place for place in found if not place.startswith(allowed)] == []


def test_pages_bring_no_code_or_style_of_their_own():
    templates = list((ROOT / "templates").rglob("*.html"))
    templates = [path for path in templates if "documents/blocks" not in str(path) and path.name != "paper.html"]
    assert places(r"<style|<script(?![^>]*src=)|\sstyle=|\son(click|change|submit|load)=", templates) == []


def test_forms_name_their_fields():
    assert places(r"fields = \"__all__\"|^\s+exclude = ", sources("forms.py")) == []


def test_apps_stand_in_the_order_of_the_drawing():
    order = [config.label for config in apps.get_app_configs() if config.name.split(".")[0] in OURS]
    assert order == (
        [
            "common",
            "accounts",
            "institution",
            "documents",
            "people",
            "surveys",
            "cycle",
            "registry",
            "pairs",
            "programs",
            "monitoring",
            "portal",
        ]
    )


@pytest.mark.django_db
def test_models_and_migrations_agree():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_page_of_the_portal_is_russian():
    templates = list((ROOT / "templates").rglob("*.html"))
    words = re.compile(r">\s*(Save|Delete|Edit|Cancel|Search|Submit|Back|Next|Home|Log ?in|Log ?out)\s*<")
    assert [str(path) for path in templates if words.search(path.read_text(encoding="utf-8"))] == []
