"""Lists of papers and their export: what is found, who sees it."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mentorship.documents import workflow
from mentorship.documents.models import Paper


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
    assert reverse("documents:catalogue") in as_user(users["curator"]).get("/papers/").content.decode()
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
