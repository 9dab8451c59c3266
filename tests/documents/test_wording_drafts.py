"""Drafts and words that changed meanwhile: what the page of a draft tells, where the difference is seen; the registry of words."""

import io
from dataclasses import replace

import pytest
from django.urls import reverse
from pypdf import PdfReader

from mentorship.documents import blocks, kinds, screens, wording, workflow
from mentorship.documents.models import BackgroundWork, Counter, Paper, Series
from tests.factories import BondFactory, CycleFactory, UserFactory

from .test_wording import OWN, drafted, items, kind, saved  # noqa: F401

TOLD = "Действует новая формулировка вида от"


def page_of(paper, browser):
    return browser.get(paper.get_absolute_url()).content.decode()


# --- newer words -----------------------------------------------------------------------------------------------


def test_a_draft_tells_that_newer_words_are_in_force_until_it_has_them(kind, curator, director, as_user):  # noqa: F811
    browser, paper = as_user(curator), drafted(kind, curator)
    assert TOLD not in page_of(paper, browser)
    saved(kind, curator, appoint=OWN)
    page = page_of(paper, browser)
    assert TOLD in page
    assert "версия 1" in page
    assert TOLD not in page_of(paper, as_user(director))
    difference = reverse("documents:edit", args=[paper.pk]) + "?compare=1"
    assert difference in page
    shown = browser.get(difference).content.decode()
    assert "Портал предлагает так" in shown
    assert "С 1 сентября 2026 г. возложить обязанности на Орлову А.И." in shown
    assert items(Paper.objects.get(pk=paper.pk))[0].startswith("Назначить")
    browser.post(reverse("documents:rebuild", args=[paper.pk]))
    assert TOLD not in page_of(paper, browser)


def test_words_taken_over_by_hand_are_not_told_again(kind, curator):  # noqa: F811
    paper = drafted(kind, curator)
    saved(kind, curator, appoint=OWN)
    newer = wording.proposed(paper)[0]
    taken = [
        block | {"text": newer[place]["text"]} if "text" in block else block for place, block in enumerate(paper.blocks)
    ]
    paper = workflow.edit(paper, blocks=taken, version=paper.version, by=curator)
    assert paper.wording is None
    assert wording.newer(paper) is None


def test_words_that_went_and_came_back_are_not_newer(kind, curator):  # noqa: F811
    paper = drafted(kind, curator)
    first = saved(kind, curator, appoint=OWN)
    assert wording.newer(paper) == first
    saved(kind, curator, version=1, appoint=wording.units(kind)["appoint"].template)
    assert wording.newer(paper) is None


def test_a_paper_before_the_head_is_not_told_to_change(kind, curator):  # noqa: F811
    paper = workflow.send(drafted(kind, curator), by=curator)
    saved(kind, curator, appoint=OWN)
    assert wording.newer(paper) is None


def test_the_heading_in_own_words_is_what_lists_call_the_paper(institution, curator):
    order = kinds.get("order_curator")
    with pytest.raises(workflow.OwnWordingError) as refused:
        workflow.save_wording(order, texts={"heading": "Куратор наставничества"}, version=0, by=curator)
    assert "«о чём?»" in refused.value.problems["heading"]
    workflow.save_wording(order, texts={"heading": "О кураторе в {учреждение}"}, version=0, by=curator)
    heading = next(block["text"] for block in wording.sheet(order) if block["type"] == "heading")
    assert heading == "О кураторе в МБДОУ д/с № 17 «Ласточка»"


# --- papers printed at once, lists to tick, sections ------------------------------------------------------------------


def reworded(code, by, **texts):
    workflow.save_wording(kinds.described(code), texts=texts, version=0, by=by)


def printed(answer):
    content = b"".join(answer.streaming_content)
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def test_a_base_is_printed_in_the_institutions_words(curator, as_user):
    cycle = CycleFactory()
    reworded("base_mentors", curator, title="Реестр наставников, {цикл}", on="{Краткое имя}, состояние на {дату}")
    answer = as_user(curator).get(reverse("registry:print_mentors", args=["pdf"]))
    text = printed(answer).replace("\u00a0", " ")
    assert f"Реестр наставников, {cycle.title}" in text
    assert "состояние на" in text
    assert "База наставников" not in text


def test_a_log_of_meetings_is_printed_in_the_institutions_words(curator, as_user):
    bond = BondFactory(active=True)
    reworded("meeting_log", curator, title="ДНЕВНИК НАСТАВНИКА", total="За {период} состоялось: {итог}.")
    text = printed(as_user(curator).get(reverse("pairs:log_pdf", args=[bond.pk])))
    assert "ДНЕВНИК НАСТАВНИКА" in text
    assert "состоялось" in text


def test_lists_to_tick_and_numbered_sections_keep_their_shape(institution, curator):
    scenario = kinds.get("meeting_scenario")
    reworded("meeting_scenario", curator, pairing_needs="список участников\nчай и печенье")
    things = next(block for block in wording.sheet(scenario) if block["type"] == "checklist")
    assert [one["text"] for one in things["items"]] == ["список участников", "чай и печенье"]
    note = kinds.get("stage_note")
    with pytest.raises(workflow.OwnWordingError) as refused:
        reworded("stage_note", curator, course="Как прошёл этап")
    assert "Не хватает {номер раздела}" in refused.value.problems["course"]
    reworded("stage_note", curator, strengths="{номер раздела} Что получилось")
    said = blocks.plain_text(wording.sheet(note))
    assert "2. Что получилось" in [line.replace("\u00a0", " ") for line in said]
    assert any(line.startswith("2.1.") for line in said)


# --- facts ---------------------------------------------------------------------------------------------------------


NOT_COMPARED = "Портал не сверяет этот текст с записями"


def test_a_draft_older_than_its_facts_says_so_until_it_is_written_anew(kind, curator, director, as_user):  # noqa: F811
    paper = drafted(kind, curator)
    kinds._kinds[kind.code] = replace(kind, facts=lambda paper: {"куратор": "Орлова А.И."})
    browser = as_user(curator)
    page = page_of(paper, browser)
    assert NOT_COMPARED in page
    assert "Нажмите «Составить заново»" in page
    browser.post(reverse("documents:rebuild", args=[paper.pk]))
    assert NOT_COMPARED not in page_of(paper, browser)
    paper.refresh_from_db()
    assert paper.options[kinds.FACTS] == {"куратор": "Орлова А.И."}


def test_the_head_is_told_before_he_signs_such_a_paper(kind, curator, director, as_user):  # noqa: F811
    paper = workflow.send(drafted(kind, curator), by=curator)
    kinds._kinds[kind.code] = replace(kind, facts=lambda paper: {"куратор": "Орлова А.И."})
    assert NOT_COMPARED in page_of(paper, as_user(director))
    assert [note.url for note in screens.notes(paper)] == [""]


# --- the registry ------------------------------------------------------------------------------------------------------


def test_the_registry_shows_versions_and_words_and_changes_nothing(kind, curator, as_user):  # noqa: F811
    first = saved(kind, curator, appoint=OWN)
    second = saved(kind, curator, version=1, appoint=wording.units(kind)["appoint"].template)
    browser = as_user(UserFactory(roles=["admin"]))
    page = browser.get(reverse("admin:documents_kindwording_changelist")).content.decode()
    assert page.count(kind.title) >= 2
    assert [page.count(f'field-standing">{word}<') for word in ("действует", "прежняя")] == [1, 1]
    url = reverse("admin:documents_kindwording_change", args=[first.pk])
    shown = browser.get(url).content.decode()
    assert OWN in shown
    assert "Пункт 1." in shown
    assert f"{kind.title}, версия 1" in shown
    assert "_save" not in shown
    assert browser.post(url, {"note": "другое"}).status_code == 403
    empty = browser.get(reverse("admin:documents_kindwording_change", args=[second.pk])).content.decode()
    assert "все слова исходные" in empty


@pytest.mark.parametrize("model", [Counter, BackgroundWork])
def test_a_registry_without_a_history_of_its_own_opens_its_history_page(model, curator, as_user):
    made = (
        Counter.objects.create(series=Series.ORDERS, year=2026)
        if model is Counter
        else BackgroundWork.objects.create(title="Пачка", owner=curator)
    )
    url = reverse(f"admin:documents_{model._meta.model_name}_history", args=[made.pk])
    assert as_user(curator).get(url).status_code == 200
