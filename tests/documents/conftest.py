"""A small real kind of order, and papers in each state."""

from types import SimpleNamespace

import pytest

from mentorship.accounts.models import Notice
from mentorship.common.workflow import Missing
from mentorship.documents import blocks, kinds, workflow
from mentorship.documents.models import Paper, Series
from tests.factories import UserFactory


@pytest.fixture(autouse=True)
def files_dir(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def order_kind(institution):
    """An order whose gate, effect and readers the test sets: ``order_kind.missing.append(Missing(…))``."""
    world = SimpleNamespace(missing=[], notes=[], readers=[], taken=[], let_go=[], breaks=None)

    def build(paper):
        return [
            blocks.letterhead("", institution.full_name, institution.short_name),
            blocks.doc_title("ПРИКАЗ"),
            blocks.requisites(place=institution.place),
            blocks.heading("О проверке портала"),
            blocks.command(),
            blocks.item("Проверить портал."),
            blocks.item("Контроль оставляю за собой."),
            blocks.signature(institution.head_post, "А.С. Петрова"),
            blocks.annex(["Приложение к приказу", "от {дата} № {номер}"], "Список"),
            blocks.acquaintance("С приказом ознакомлены:", [{"name": "Белова Мария Петровна", "post": "воспитатель"}]),
        ]

    def take_effect(paper, by):
        world.taken.append(paper.number)
        Notice.objects.create(user=by, text=f"в силе: {paper.number}")
        if world.breaks:
            raise world.breaks

    kind = kinds.Kind(
        code="test_order",
        title="Приказ проверочный",
        series=Series.ORDERS,
        build=build,
        gate=lambda paper, on: list(world.missing),
        take_effect=take_effect,
        let_go=lambda paper, by: world.let_go.append(paper.pk),
        readers=lambda paper: list(world.readers),
        notes=lambda paper: list(world.notes),
    )
    kinds.register(kind)
    yield world
    del kinds._kinds[kind.code]


@pytest.fixture
def draft(order_kind, institution, curator):
    """``draft()``: a new draft with its text."""

    def make(title="О проверке портала"):
        paper = workflow.draft("test_order", title=title, subject=institution, by=curator)
        return workflow.rebuild(paper, by=curator)

    return make


@pytest.fixture
def waiting(draft, curator):
    """``waiting()``: a paper before the head."""
    return lambda **fields: workflow.send(draft(**fields), by=curator)


@pytest.fixture
def issued(waiting, director):
    """``issued()``: a signed order, its PDF made."""
    import uuid

    def make(**fields):
        paper = workflow.issue(waiting(), by=director, key=uuid.uuid4(), **fields)
        return Paper.objects.get(pk=paper.pk)

    return make


@pytest.fixture
def reader(institution):
    """Somebody named in papers who holds no role."""
    return UserFactory(full_name="Белова Мария Петровна")


@pytest.fixture
def missing():
    return Missing("У Котова И. А. нет согласия на обработку персональных данных.", "/people/1/")
