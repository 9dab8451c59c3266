"""The page of a paper: who may do which verb, gates, remarks, pressing twice."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from mentorship.common.workflow import Missing
from mentorship.documents import blocks, resent, workflow
from mentorship.documents.models import Paper, Series, SeriesRule
from tests.documents.pages import address, editor_fields

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


def test_an_order_without_its_control_says_so_before_it_is_signed(as_user, curator, director, draft):
    paper, words = draft(), "не говорит, кто контролирует его исполнение"
    assert words not in as_user(curator).get(address("paper", paper)).content.decode()
    rest = [block for block in paper.blocks if "Контроль" not in block.get("text", "")]
    paper = workflow.edit(paper, blocks=rest, version=paper.version, by=curator)
    assert words in as_user(curator).get(address("paper", paper)).content.decode()
    workflow.send(paper, by=curator)
    assert words in as_user(director).get(address("paper", paper)).content.decode()


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


def test_the_head_reads_only_what_changed_since_he_returned_it(as_user, curator, director, waiting):
    paper, page = waiting(), as_user(director)
    assert "Изменено с прошлого раза" not in page.get("/papers/to-sign/").content.decode()
    workflow.return_with_remark(paper, remark="Уточните срок.", by=director)
    items = [block["id"] for block in paper.blocks if block["type"] == "item"]
    as_user(curator).post(address("edit", paper), editor_fields(paper, **{items[1]: "Проверить портал до 1 мая."}))
    workflow.send(Paper.objects.get(pk=paper.pk), by=curator)
    for path in ("/papers/to-sign/", paper.get_absolute_url()):
        html = page.get(path).content.decode()
        assert "Уточните срок." in html
        changes = html.split('class="diff"')[1].split("</div>")[0].split("</p>")[:-1]
        assert [" ".join(strip_tags(f"<i{line}").split()) for line in changes] == [
            "Было: 2. Контроль оставляю за собой.",
            "Стало: 2. Проверить портал до 1 мая.",
        ]


def test_what_differs_is_said_by_line_and_row_without_their_counts():
    columns = [{"title": "№"}, {"title": "Кто"}]
    before = [
        blocks.item("Первое."),
        blocks.item("Второе."),
        blocks.table(columns, [["1.", "Белова"], ["2.", "Котов"]]),
    ]
    now = [*before[:1], blocks.item("Новое."), *before[1:2]]
    now += [blocks.table(columns, [["1.", "Котов"], ["2.", "Орлова"]])]
    assert resent.changed(before, now) == [("is", "2. Новое."), ("was", "Белова"), ("is", "Орлова")]
    assert resent.changed(before, before) == []


@pytest.mark.parametrize(
    ("when", "said", "then"),
    [
        ("at_signing", "следующий – № 1-од", ""),
        ("after_signing", "даст делопроизводитель", "следующий по порядку: № 1-од"),
        ("by_hand", "даст делопроизводитель", 'value="1"'),
    ],
)
def test_the_page_says_who_numbers_and_which_number_is_next(as_user, curator, director, waiting, when, said, then):
    rule = SeriesRule.of(Series.ORDERS)
    rule.when = when
    workflow.save_rule(rule, by=curator)
    paper = waiting()
    assert said in " ".join(strip_tags(as_user(director).get(address("paper", paper)).content.decode()).split())
    if then:
        workflow.issue(paper, by=director, key=uuid.uuid4())
        html = as_user(curator).get(address("paper", paper)).content.decode()
        assert then in (html if "value" in then else " ".join(strip_tags(html).split()))


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
    assert answer.context["sign_form"].errors["dated"] == ["Дата документа не может быть позже сегодняшней."]
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
