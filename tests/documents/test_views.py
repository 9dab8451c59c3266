"""Pages of papers: what is seen, what is refused, and that nothing typed is lost."""

import io
import uuid
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mentorship.common.workflow import Missing
from mentorship.documents import blocks, codes, workflow
from mentorship.documents.models import BackgroundWork, Paper
from mentorship.institution.models import Institution
from tests.factories import UserFactory


def address(name, paper):
    return reverse(f"documents:{name}", args=[paper.pk])


def editor_fields(paper, blocks_=None, **texts):
    """The editor's form as the page sends it; ``texts`` maps ids of blocks to new words."""
    blocks_ = blocks_ or paper.blocks
    data = {"base": paper.version, "version": paper.version, "block": [block["id"] for block in blocks_]}
    return data | {f"text-{id}-text": words for id, words in texts.items()}


def of_type(paper, kind):
    return [block for block in paper.blocks if block["type"] == kind]


# --- lists --------------------------------------------------------------------------------------------


def test_list_by_state_word_and_kind(as_user, curator, draft, waiting, issued):
    draft(title="Черновик о шефстве"), waiting(), issued()
    page = as_user(curator)
    assert len(page.get("/papers/").context["rows"]) == 3
    assert len(page.get("/papers/?tab=drafts").context["rows"]) == 1
    assert [line.paper.number for line, _ in page.get("/papers/?q=1-ОД").context["rows"]] == ["1-од"]
    assert page.get("/papers/?kind=annual_report").context["rows"] == []
    assert page.get("/papers/?tab=unknown").status_code == 404


@pytest.mark.parametrize(("path", "who"), [("/papers/", "curator"), ("/papers/to-sign/", "director")])
def test_lists_take_the_same_queries_for_one_paper_and_many(
    as_user, users, waiting, path, who, django_assert_num_queries
):
    page = as_user(users[who])
    waiting()
    page.get(path)  # the first request of a session writes its stamp
    with CaptureQueriesContext(connection) as one:
        page.get(path)
    for _ in range(3):
        waiting()
    with django_assert_num_queries(len(one)):
        page.get(path)


def test_the_head_sees_whom_a_paper_is_about(as_user, director, waiting):
    waiting()
    assert "Белова Мария Петровна" in as_user(director).get("/papers/to-sign/").content.decode()


def test_empty_list_says_what_to_do(as_user, users):
    assert "приказ о закреплении пар" in as_user(users["curator"]).get("/papers/").content.decode()
    assert "в которых вы названы" in as_user(users["stranger"]).get("/papers/").content.decode()


def sheet(answer):
    return list(openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.values)


def test_export_has_the_columns_and_the_rows_of_the_list(as_user, curator, draft, issued):
    draft(), issued()
    page = as_user(curator)
    page.post("/lists/papers/columns/", {"column": ["state", "number", "signed"]})
    assert [one.code for one in page.get("/papers/").context["list"].columns] == ["title", "number", "state", "signed"]
    rows = sheet(page.get("/papers/export/?tab=issued"))
    assert rows[0] == ("№", "Документ", "Номер", "Состояние", "Подписал")
    assert [row[2:4] for row in rows[1:]] == [("1-од", "издан")]
    text = b"".join(page.get("/papers/export/?format=csv").streaming_content).decode("utf-8-sig")
    assert text.count("\r\n") == 3
    assert '"1-од"' in text


def test_who_is_only_named_in_papers_neither_sees_nor_exports_their_course(as_user, users, issued):
    paper = issued()
    paper.readers.add(users["stranger"])
    page = as_user(users["stranger"])
    page.post("/lists/papers/columns/", {"column": ["prepared", "created", "number"]})
    assert [column.code for column, _ in page.get("/papers/").context["list"].choices][-1] == "pdf"
    assert "prepared" not in [column.code for column, _ in page.get("/papers/").context["list"].choices]
    assert sheet(page.get("/papers/export/"))[0] == ("№", "Документ", "Номер")


# --- who may what ---------------------------------------------------------------------------------------

VERBS = [
    # verb, the state it begins with, what each gets: curator, director, a reader, a stranger
    ("send", "draft", (302, 403, 404, 404)),
    ("discard", "draft", (302, 403, 404, 404)),
    ("rebuild", "draft", (302, 403, 404, 404)),
    ("take_back", "waiting", (302, 403, 404, 404)),
    ("return", "waiting", (403, 302, 404, 404)),
    ("sign", "waiting", (403, 302, 404, 404)),
    ("attach_scan", "issued", (200, 403, 403, 404)),
    ("sign", "issued", (403, 302, 403, 404)),
]


@pytest.mark.parametrize(("verb", "state", "expected"), VERBS)
def test_who_may_do_which_verb(as_user, users, reader, order_kind, draft, waiting, issued, verb, state, expected):
    order_kind.readers.append(reader)
    make = {"draft": draft, "waiting": waiting, "issued": issued}[state]
    data = {"remark": "Исправьте срок.", "key": uuid.uuid4(), "dated": timezone.localdate()}
    who = [users["curator"], users["director"], reader, users["stranger"]]
    for user, status in zip(who, expected, strict=True):
        paper = make()
        posted = {**data, "key": uuid.uuid4(), "version": paper.version}
        assert as_user(user).post(address(verb, paper), posted).status_code == status, user
        assert as_user(user).get(address(verb, paper)).status_code in (405, 403, 404, 200)


def test_a_reader_sees_an_issued_paper_without_its_course(as_user, reader, order_kind, waiting, issued):
    order_kind.readers.append(reader)
    hidden, shown = waiting(), issued()
    page = as_user(reader)
    assert page.get(address("paper", hidden)).status_code == 404
    html = page.get(address("paper", shown)).content.decode()
    assert "Проверить портал" in html
    assert "История" not in html
    assert [line.paper for line, _ in page.get("/papers/").context["rows"]] == [shown]


@pytest.mark.parametrize("name", ["paper", "pdf", "docx", "scan", "edit"])
def test_a_stranger_gets_404_for_every_address(as_user, users, issued, name):
    assert as_user(users["stranger"]).get(address(name, issued())).status_code == 404


# --- verbs on the page -------------------------------------------------------------------------------------


def test_gate_is_shown_and_refuses_in_the_same_words(as_user, curator, order_kind, draft, missing):
    order_kind.missing.append(missing)
    paper = draft()
    page = as_user(curator)
    assert missing.text in page.get(address("paper", paper)).content.decode()
    answer = page.post(address("send", paper)).content.decode()
    assert "Документ пока нельзя передать на подпись." in answer
    assert answer.count(missing.text) == 2  # the refusal and the lamp
    assert Paper.objects.get(pk=paper.pk).state == "draft"


def test_notes_lead_to_where_a_case_is_corrected(as_user, curator, order_kind, draft):
    order_kind.notes.append(Missing("Проверьте дательный падеж: «Беловой Марии Петровне»?", "/people/7/"))
    html = as_user(curator).get(address("paper", draft())).content.decode()
    assert "«Беловой Марии Петровне»?" in html
    assert 'href="/people/7/"' in html


def test_return_without_a_remark_keeps_the_paper_on_the_desk(as_user, director, waiting):
    paper = waiting()
    answer = as_user(director).post(address("return", paper), {"remark": "   "})
    assert "без замечания вернуть нельзя" in answer.content.decode()
    assert Paper.objects.get(pk=paper.pk).state == "on_signature"


def test_the_curator_reads_the_remark_and_sends_again(as_user, curator, director, waiting):
    paper = waiting()
    as_user(director).post(address("return", paper), {"remark": "Уточните срок в пункте 1."})
    assert "Уточните срок в пункте 1." in as_user(curator).get(address("paper", paper)).content.decode()
    assert as_user(curator).post(address("send", paper)).status_code == 302
    assert Paper.objects.get(pk=paper.pk).remark == ""


def press(client, paper, key, **data):
    fields = {"key": key, "version": paper.version, "dated": timezone.localdate()} | data
    return client.post(address("sign", paper), fields)


def test_the_button_pressed_twice_gives_one_order_and_shows_its_number(as_user, director, waiting):
    paper, key, page = waiting(), uuid.uuid4(), as_user(director)
    assert press(page, paper, key).status_code == 302
    again = press(page, paper, key)
    assert again.url == paper.get_absolute_url()
    assert "Документ уже издан: № 1-од" in page.get(again.url).content.decode()
    assert Paper.objects.issued().count() == 1
    assert press(page, waiting(), uuid.uuid4()).status_code == 302
    assert set(Paper.objects.issued().values_list("number", flat=True)) == {"1-од", "2-од"}


def test_a_text_changed_behind_the_open_page_is_not_signed(as_user, curator, director, waiting):
    paper = waiting()
    opened = paper.version
    workflow.take_back(paper, by=curator)
    workflow.rebuild(paper, by=curator)
    workflow.send(paper, by=curator)
    paper.version = opened
    answer = press(as_user(director), paper, uuid.uuid4())
    assert answer.status_code == 409
    assert "текст изменили" in answer.content.decode()
    assert not Paper.objects.issued().exists()


def test_a_future_date_is_refused_at_its_field(as_user, director, waiting):
    tomorrow = timezone.localdate() + timedelta(days=1)
    answer = press(as_user(director), waiting(), uuid.uuid4(), dated=tomorrow)
    assert answer.context["sign_form"].errors["dated"] == [
        "Дата приказа позже сегодняшней. Подпишите его в день издания."
    ]
    assert f'value="{tomorrow:%Y-%m-%d}"' in answer.content.decode()


def test_asking_before_what_cannot_be_undone(as_user, curator, draft):
    paper, page = draft(), as_user(curator)
    assert "пропадёт" in page.get(address("rebuild", paper)).content.decode()
    assert "Удалить черновик?" in page.get(address("discard", paper)).content.decode()
    assert Paper.objects.get(pk=paper.pk).state == "draft"
    page.post(address("discard", paper))
    assert page.get("/papers/").context["rows"] == []


def test_the_page_says_that_the_file_is_being_made_until_it_is(worker, as_user, curator, order_kind, issued):
    made = issued()
    unmade = Paper.objects.create(kind="test_order", title="О новом", state="issued", issued_on=timezone.localdate())
    page = as_user(curator)
    assert "Документ готовится" in page.get(address("paper", unmade)).content.decode()
    assert page.get(address("pdf", unmade)).url == unmade.get_absolute_url()
    part = page.get(address("paper", made), headers={"HX-Request": "true"}).content.decode()
    assert "Открыть PDF" in part
    assert "every 1s" not in part


def test_history_names_who_did_what(as_user, curator, director, issued):
    html = as_user(curator).get(address("paper", issued())).content.decode()
    for words in ("Черновик создан", "Передан на подпись", "Подписан", director.full_name, curator.full_name):
        assert words in html


# --- the editor ------------------------------------------------------------------------------------------------


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
    assert added.legend == "Пункт 1.1."
    assert "Набрано, но не сохранено." in shown.content.decode()
    assert Paper.objects.get(pk=paper.pk).version == paper.version

    order = [row.id for row in rows]
    fields |= {"block": order, f"new-{added.id}": added.new, f"text-{added.id}-text": "Подпункт."}
    moved = page.post(address("edit", paper), {**fields, "act": f"up:{second}"}).context["rows"]
    assert [row.id for row in moved if row.kind == "item"] == [first, second, added.id]

    fields["block"] = [row.id for row in moved]
    left = page.post(address("edit", paper), {**fields, "act": f"remove:{second}"}).context["rows"]
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


# --- files ---------------------------------------------------------------------------------------------------------


def body(response):
    return b"".join(response.streaming_content)


def test_pdf_is_the_same_bytes_after_the_institution_was_renamed(worker, as_user, curator, issued):
    paper, page = issued(), as_user(curator)
    before = body(page.get(address("pdf", paper)))
    institution = Institution.load()
    institution.short_name = "МБДОУ «Другое имя»"
    institution.save()
    assert body(page.get(address("pdf", paper))) == before
    assert before.startswith(b"%PDF-")


def test_a_lost_file_is_said_not_thrown(worker, as_user, curator, issued):
    from mentorship.documents import storage

    paper, page = issued(), as_user(curator)
    storage.path_of(paper.pdf_sha256).write_bytes(b"%PDF-other")
    answer = page.get(address("pdf", paper), follow=True)
    assert "не найден или повреждён" in answer.content.decode()


def test_a_draft_prints_with_the_word_project(as_user, curator, draft):
    import docx
    import pikepdf

    paper, page = draft(), as_user(curator)
    answer = page.get(address("docx", paper))
    assert "(проект).docx" in answer.headers["Content-Disposition"] or "%28" in answer.headers["Content-Disposition"]
    document = docx.Document(io.BytesIO(body(answer)))
    (section, *_) = document.sections
    assert [line.text for line in section.first_page_header.paragraphs] == ["ПРОЕКТ"]
    assert [line.text for line in section.first_page_footer.paragraphs] == [str(codes.of_paper(paper))]
    with pikepdf.open(io.BytesIO(body(page.get(address("pdf", paper))))) as pdf:
        assert len(pdf.pages) == 2


def test_docx_and_pdf_of_an_issued_paper_bear_its_number(as_user, curator, issued):
    import docx

    paper, page = issued(), as_user(curator)
    document = docx.Document(io.BytesIO(body(page.get(address("docx", paper)))))
    words = "\n".join(p.text for p in document.paragraphs) + "\n".join(
        cell.text for table in document.tables for row in table.rows for cell in row.cells
    )
    assert "1-од" in words
    assert not any("ПРОЕКТ" in line.text for line in document.sections[0].first_page_header.paragraphs)


# --- long work --------------------------------------------------------------------------------------------------------


def test_the_pack_to_sign_is_one_pdf(as_user, director, waiting):
    import pikepdf

    waiting(), waiting()
    page = as_user(director)
    answer = page.post("/papers/to-sign/pack/")
    work = BackgroundWork.objects.get()
    assert answer.url == work.get_absolute_url()
    assert work.state == "done"
    assert "Готово" in page.get(answer.url).content.decode()
    with pikepdf.open(io.BytesIO(body(page.get(f"{answer.url}result/")))) as pdf:
        assert len(pdf.pages) == 4
    assert "Пакет на подпись" in page.get("/papers/works/").content.decode()


def test_somebody_elses_work_is_404(as_user, users, director, waiting):
    waiting()
    as_user(director).post("/papers/to-sign/pack/")
    work = BackgroundWork.objects.get()
    assert as_user(users["curator"]).get(work.get_absolute_url()).status_code == 404
    assert as_user(users["curator"]).get(f"{work.get_absolute_url()}result/").status_code == 404


def test_a_running_work_is_asked_again_until_it_is_over(as_user, curator):
    work = BackgroundWork.objects.create(title="Согласия", job="x", owner=curator, state="running", done=4, total=10)
    page = as_user(curator)
    part = page.get(work.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    assert "every 1s" in part
    assert "4 из 10" in part
    assert "<html" not in part
    BackgroundWork.objects.update(state="failed", error="Не получилось выполнить.")
    part = page.get(work.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    assert "every 1s" not in part
    assert "Не получилось выполнить." in part


# --- admin ----------------------------------------------------------------------------------------------------------------


def act(client, action, papers):
    data = {"action": action, "_selected_action": [paper.pk for paper in papers]}
    return client.post("/registry/documents/paper/", data, follow=True).content.decode()


def test_the_registry_is_read_only(as_user, curator, issued, draft):
    page = as_user(curator)
    for paper in (issued(), draft()):
        assert page.get(f"/registry/documents/paper/{paper.pk}/change/").status_code == 200
        assert page.post(f"/registry/documents/paper/{paper.pk}/change/", {"title": "x"}).status_code == 403
        assert page.get(f"/registry/documents/paper/{paper.pk}/delete/").status_code == 403


def test_a_bulk_action_is_done_for_all_or_for_none(as_user, curator, draft, issued):
    first, second, signed = draft(), draft(), issued()
    page = as_user(curator)
    assert "Ничего не сделано" in act(page, "send_to_sign", [first, signed])
    assert Paper.objects.get(pk=first.pk).state == "draft"
    assert "Переданы на подпись: 2." in act(page, "send_to_sign", [first, second])
    assert "Отозваны с подписи: 2." in act(page, "take_back_from_sign", [first, second])
    assert Paper.objects.filter(state="draft").count() == 2


# --- contributions ------------------------------------------------------------------------------------------------------------


def rows_of(code, user):
    from mentorship.common.registry import queue_rules

    rule = next(rule for rule in queue_rules if rule.code == code)
    return [row.title for row in rule.rows(user, timezone.localdate())]


def test_queue_of_the_curator_and_of_the_head(users, curator, director, draft, waiting):
    old, returned = draft(title="О старом"), waiting(title="О возвращённом")
    draft(title="О новом"), waiting(title="О ждущем")
    Paper.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=4), title="О старом")
    workflow.return_with_remark(returned, remark="Нет срока.", by=director)
    assert len(rows_of("papers_returned", curator)) == 1
    assert rows_of("papers_stale", curator) == ["О старом"]
    assert len(rows_of("papers_waiting", curator)) == len(rows_of("papers_waiting", director)) == 1
    for code in ("papers_returned", "papers_stale"):
        assert rows_of(code, director) == []
    for code in ("papers_returned", "papers_stale", "papers_waiting"):
        assert rows_of(code, users["stranger"]) == []


def test_search_finds_only_what_the_user_may_see(users, curator, issued):
    from mentorship.documents.contributions import find

    issued()
    assert [title for title, *_ in find(curator, "ПРОВЕРКЕ 1-од")] != []
    assert find(users["stranger"], "проверке") == []


def test_the_editor_offers_every_block_that_has_words(as_user, curator, draft):
    paper = draft()
    rows = as_user(curator).get(address("edit", paper)).context["rows"]
    assert [row.id for row in rows] == [block["id"] for block in paper.blocks]
    for row, block in zip(rows, paper.blocks, strict=True):
        assert [one.value for one in row.fields] == [block[name] for name, _ in blocks.editable_fields(block)]
