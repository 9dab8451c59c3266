"""The editor of a draft: nothing typed is lost, nothing smuggled in."""

from mentorship.documents import blocks, editor, workflow
from mentorship.documents.models import Paper
from tests.documents.pages import address, editor_fields, of_type
from tests.factories import UserFactory


def test_words_are_edited_block_by_block(as_user, curator, draft):
    paper = draft()
    first, _ = of_type(paper, "item")
    as_user(curator).post(address("edit", paper), editor_fields(paper, **{first["id"]: "Проверить портал дважды."}))
    saved = Paper.objects.get(pk=paper.pk)
    assert [block["text"] for block in of_type(saved, "item")] == [
        "Проверить портал дважды.",
        "Контроль оставляю за собой.",
    ]
    assert saved.version == paper.version + 1
    assert len(saved.blocks) == len(paper.blocks)


def test_a_line_is_added_moved_and_taken_away_before_anything_is_saved(as_user, curator, draft):
    paper, page = draft(), as_user(curator)
    first, second = (block["id"] for block in of_type(paper, "item"))
    fields = editor_fields(paper, **{first: "Набрано, но не сохранено."})

    shown = page.post(address("edit", paper), {**fields, "act": f"subitem:{first}"})
    rows = shown.context["rows"]
    added = next(row for row in rows if row.new)
    assert (added.legend, added.focus) == ("Пункт 1.1.", "words")
    assert shown.content.decode().count(" autofocus") == 1
    assert "Набрано, но не сохранено." in shown.content.decode()
    assert Paper.objects.get(pk=paper.pk).version == paper.version

    order = [row.id for row in rows]
    fields |= {"block": order, f"new-{added.id}": added.new, f"text-{added.id}-text": "Подпункт."}
    moved = page.post(address("edit", paper), {**fields, "act": f"up:{second}"}).context["rows"]
    assert [row.id for row in moved if row.kind == "item"] == [first, second, added.id]
    assert [(row.id, row.focus) for row in moved if row.focus] == [(second, "up")]

    fields["block"] = [row.id for row in moved]
    left = page.post(address("edit", paper), {**fields, "act": f"remove:{second}"}).context["rows"]
    assert [row.id for row in left if row.focus] == [added.id]
    fields["block"] = [row.id for row in left]
    page.post(address("edit", paper), {**fields, "act": "save"})
    items = of_type(Paper.objects.get(pk=paper.pk), "item")
    assert [(block["text"], block["level"]) for block in items] == [("Набрано, но не сохранено.", 1), ("Подпункт.", 2)]


def test_a_wrong_heading_is_refused_at_its_field_and_the_text_kept(as_user, curator, draft):
    paper = draft()
    heading, first = of_type(paper, "heading")[0], of_type(paper, "item")[0]
    texts = {heading["id"]: "Проверка портала", first["id"]: "Мой пункт."}
    answer = as_user(curator).post(address("edit", paper), editor_fields(paper, **texts))
    row = next(row for row in answer.context["rows"] if row.id == heading["id"])
    assert row.fields[0].error == "Заголовок начинается с «О» или «Об»."
    assert "Мой пункт." in answer.content.decode()
    assert Paper.objects.get(pk=paper.pk).version == paper.version


def test_the_form_cannot_smuggle_in_what_it_does_not_offer(as_user, curator, draft):
    paper = draft()
    heading = of_type(paper, "heading")[0]["id"]
    fields = editor_fields(paper)
    fields["block"] += ["0badc0de", "zzz", heading]
    fields |= {"new-0badc0de": "letterhead:1", "new-zzz": "item:1", "text-zzz-text": "x"}
    as_user(curator).post(address("edit", paper), {**fields, "act": f"remove:{heading}"})
    as_user(curator).post(address("edit", paper), fields)
    assert [block["id"] for block in Paper.objects.get(pk=paper.pk).blocks] == [block["id"] for block in paper.blocks]


def test_two_people_edit_one_draft(as_user, users, draft):
    paper = draft()
    first = of_type(paper, "item")[0]["id"]
    other = UserFactory(roles=["curator"], full_name="Второй Куратор")
    theirs = editor_fields(paper, **{first: "Вариант второго."})
    mine = editor_fields(paper, **{first: "Мой вариант."})
    as_user(other).post(address("edit", paper), theirs)

    page = as_user(users["curator"])
    answer = page.post(address("edit", paper), mine)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Мой вариант." in html
    assert "Вариант второго." in html
    assert "Второй Куратор" in html
    assert of_type(Paper.objects.get(pk=paper.pk), "item")[0]["text"] == "Вариант второго."

    fields = {}
    for name, value in answer.context["hidden"]:
        fields.setdefault(name, []).append(str(value))
    assert "Мой вариант." in page.post(address("edit", paper), {**fields, "act": "show"}).content.decode()
    assert page.post(address("edit", paper), {**fields, "act": "save"}).status_code == 302
    assert of_type(Paper.objects.get(pk=paper.pk), "item")[0]["text"] == "Мой вариант."


def test_of_two_texts_only_the_words_that_differ_are_marked():
    first, second, new = blocks.item("Назначить."), blocks.item("Исполнить."), blocks.item("Ознакомить.")
    assert editor.difference([new, first, second], [first, second]) == [
        ("1. Ознакомить.", None),
        ("2. Назначить.", "1. Назначить."),
        ("3. Исполнить.", "2. Исполнить."),
    ]


def test_my_text_survives_a_text_that_was_composed_anew(as_user, curator, draft):
    """All ids of the stored text are other ones then: what the form cannot carry comes from the history."""
    paper = draft()
    mine = editor_fields(paper, **{of_type(paper, "item")[0]["id"]: "Мой вариант."})
    workflow.rebuild(Paper.objects.get(pk=paper.pk), by=curator)
    page = as_user(curator)
    answer = page.post(address("edit", paper), mine)
    fields = {}
    for name, value in answer.context["hidden"]:
        fields.setdefault(name, []).append(str(value))
    page.post(address("edit", paper), fields)
    saved = Paper.objects.get(pk=paper.pk)
    assert [block["id"] for block in saved.blocks] == [block["id"] for block in paper.blocks]
    assert of_type(saved, "item")[0]["text"] == "Мой вариант."
    assert of_type(saved, "acquaintance") == of_type(paper, "acquaintance")


def test_an_issued_paper_has_no_editor(as_user, curator, issued):
    paper = issued()
    assert as_user(curator).get(address("edit", paper)).status_code == 302
    answer = as_user(curator).post(address("edit", paper), editor_fields(paper))
    assert "текст менять нельзя" in answer.content.decode()


def test_the_editor_offers_every_block_that_has_words(as_user, curator, draft):
    paper = draft()
    rows = as_user(curator).get(address("edit", paper)).context["rows"]
    assert [row.id for row in rows] == [block["id"] for block in paper.blocks]
    for row, block in zip(rows, paper.blocks, strict=True):
        assert [one.value for one in row.fields] == [block[name] for name, _ in blocks.editable_fields(block)]
