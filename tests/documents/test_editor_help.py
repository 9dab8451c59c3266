"""The draft beside what the records propose, and beside the sheet that it will be."""

from dataclasses import replace

import pytest

from mentorship.common.workflow import WorkflowError
from mentorship.documents import blocks, kinds, proposal
from mentorship.documents.models import Paper
from tests.documents.pages import address, editor_fields, of_type


@pytest.fixture
def proposed():
    return [
        blocks.heading("О проверке"),
        blocks.command(),
        blocks.item("Первый."),
        blocks.item("Второй."),
        blocks.item("Третий."),
        blocks.signature("Заведующий", "А.С. Петрова"),
    ]


def fresh(found):
    """The same words under new ids, as a text that is written anew."""
    return [block | {"id": f"new{n}"} for n, block in enumerate(found)]


def test_the_proposed_text_does_not_differ_from_itself(proposed):
    found = proposal.compared(proposed, fresh(proposed))
    assert (found.reworded, found.added, found.left_out) == ({}, set(), [])


def test_a_reworded_item_is_matched_with_the_proposed_one(proposed):
    mine = [block | ({"text": "Иной."} if block.get("text") == "Второй." else {}) for block in proposed]
    found = proposal.compared(mine, fresh(proposed))
    assert [block["text"] for block in found.reworded.values()] == ["Второй."]
    assert list(found.reworded) == [proposed[3]["id"]]
    assert found.added == set()
    assert proposal.restored(mine, fresh(proposed), proposed[3]["id"]) == proposed


def test_what_is_added_and_left_out_is_told(proposed):
    extra = blocks.paragraph("Добавленный абзац.")
    mine = [*proposed[:3], extra, *proposed[4:]]
    found = proposal.compared(mine, fresh(proposed))
    assert found.added == {extra["id"]}
    assert [block["text"] for block in found.left_out] == ["Второй."]
    assert proposal.restored(mine, fresh(proposed), extra["id"]) == mine


def post(client, paper, act, **texts):
    return client.post(address("edit", paper), editor_fields(paper, **texts) | {"act": act})


def test_the_editor_shows_the_difference_and_restores_one_block(as_user, curator, draft):
    paper, page = draft(), as_user(curator)
    first, second = of_type(paper, "item")
    typed = {first["id"]: "Моё слово.", second["id"]: "И это."}
    answer = post(page, paper, "compare", **typed)
    rows = {row.id: row for row in answer.context["rows"]}
    assert rows[first["id"]].proposed == "Проверить портал."
    assert "Портал предлагает так" in answer.content.decode()
    answer = post(page, paper, f"restore:{first['id']}", **typed)
    rows = {row.id: row for row in answer.context["rows"]}
    assert rows[first["id"]].fields[0].value == "Проверить портал."
    assert rows[second["id"]].fields[0].value == "И это."
    assert rows[second["id"]].proposed == "Контроль оставляю за собой."
    assert Paper.objects.get(pk=paper.pk).blocks == paper.blocks  # nothing is saved yet


def test_no_difference_is_said_in_words(as_user, curator, draft):
    assert "Отличий от предложенного текста нет" in post(as_user(curator), draft(), "compare").content.decode()


def test_the_preview_shows_the_typed_words_and_saves_nothing(as_user, curator, draft):
    paper, page = draft(), as_user(curator)
    first = of_type(paper, "item")[0]
    data = editor_fields(paper, **{first["id"]: "Слово <b>предпросмотра</b>."}) | {"act": "preview"}
    part = page.post(address("edit", paper), data, headers={"HX-Request": "true"}).content.decode()
    assert "Слово &lt;b&gt;предпросмотра&lt;/b&gt;." in part
    assert "<html" not in part
    whole = page.post(address("edit", paper), data).content.decode()
    assert "Слово &lt;b&gt;предпросмотра&lt;/b&gt;." in whole
    assert "Изменения ещё не сохранены" in whole
    assert Paper.objects.get(pk=paper.pk).blocks == paper.blocks


def test_a_text_that_cannot_be_printed_is_told_in_the_preview(as_user, curator, draft):
    paper = draft()
    heading = of_type(paper, "heading")[0]
    data = editor_fields(paper, **{heading["id"]: ""}) | {"act": "preview"}
    part = as_user(curator).post(address("edit", paper), data, headers={"HX-Request": "true"}).content.decode()
    assert "не заполнено" in part


def test_records_that_propose_nothing_leave_the_editor_whole(as_user, curator, draft, monkeypatch):
    def refuse(paper):
        raise WorkflowError("Записей уже нет.")

    paper = draft()
    with monkeypatch.context() as patch:
        patch.setitem(kinds._kinds, paper.kind, replace(kinds.get(paper.kind), build=refuse))
        answer = post(as_user(curator), paper, "compare")
    assert answer.status_code == 200
    assert "добавлено вами" in answer.content.decode()


def test_who_may_not_edit_previews_nothing(as_user, draft, director):
    assert as_user(director).post(address("edit", draft()), {"act": "preview"}).status_code == 403
