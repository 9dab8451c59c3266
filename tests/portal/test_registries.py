"""The registries speak Russian and open for those whose registries they are."""

import re

import pytest
from django.contrib import admin
from django.urls import reverse

from mentorship.cycle import evidence
from mentorship.cycle.models import Activity, Cycle
from mentorship.cycle.results import RESULTS
from mentorship.documents import kinds
from tests.access.world import make_world

LATIN_WORD = re.compile(r"[A-Za-z]{3,}")
OURS = [
    model
    for model in admin.site._registry
    if model.__module__.split(".")[0] in ("mentorship", "pairs", "programs", "monitoring")
]
KNOWN = {"PDF", "SHA"}


def test_a_paper_that_a_row_of_the_roadmap_asks_for_is_begun_from_the_row():
    asked = {code for kind in kinds.all_kinds() for code in (kind.code, *kind.evidence_for)} & set(RESULTS)
    places = {code: evidence.place_of(Activity(doc=code), Cycle(pk=1)) for code in asked}
    assert [code for code, place in places.items() if place is None] == []
    assert places["order_monitoring"].url == reverse("documents:begin", args=["order_monitoring"])
    assert len(asked) > 20


@pytest.mark.slow
@pytest.mark.django_db
def test_headings_of_every_registry_are_russian(as_user):
    world = make_world()
    browsers = [as_user(world.actors[actor]) for actor in ("curator", "admin")]
    opened, english = 0, []
    for model in OURS:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
        answers = (browser.get(reverse(name)) for browser in browsers)
        page = next((answer.content.decode() for answer in answers if answer.status_code == 200), "")
        opened += bool(page)
        for heading in re.findall(r'<div class="text">(.*?)</div>', page, re.DOTALL):
            words = set(LATIN_WORD.findall(re.sub(r"<[^>]+>", "", heading))) - KNOWN
            english += [f"{model.__name__}: {word}" for word in words]
    assert opened == len(OURS)
    assert english == []
