"""The institution's own words: templates that say their sample, placeholders from the list, versions, two at once."""

import inspect
import io
import re
import uuid
from importlib import import_module

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from docx import Document

from mentorship.common.workflow import Conflict
from mentorship.cycle import local_acts
from mentorship.documents import blocks, docx_writer, kinds, wording, workflow
from mentorship.documents.blocks import worded
from mentorship.documents.models import KindWording, Paper
from mentorship.people import papers as people_papers
from monitoring.papers import annual_report
from tests.factories import UserFactory

from .test_pdf import read, said

REWORDED = [kind for group in kinds.catalogue().values() for kind in group if kind.sample]
ORDERS = [kind for kind in kinds.all_kinds() if "Приказ" in kind.title]
OWN = "С {дня} возложить обязанности на {куратора}."


@pytest.mark.parametrize("kind", REWORDED, ids=lambda kind: kind.code)
def test_the_portals_own_templates_say_its_sample(kind):
    known = wording.units(kind)
    for written in wording.samples(kind).values():
        rewritten = wording.applied(written, {key: unit.template for key, unit in known.items()})
        assert blocks.plain_text(rewritten) == blocks.plain_text(written)
        assert not any("wording" in block for block in rewritten)
    for unit in known.values():
        assert wording.tidy(unit.template) == unit.template
        assert wording.problem(unit, unit.template) == ""
        assert all(means for _, means in unit.words.values())


@pytest.mark.parametrize("kind", ORDERS, ids=lambda kind: kind.code)
def test_every_order_lets_its_preamble_and_items_be_reworded(kind):
    before_annex = []
    for block in kind.sample():
        if block["type"] in ("signature", "annex"):
            break
        before_annex.append(block)
    written = [block for block in before_annex if block["type"] == "paragraph" or block.get("level") == 1]
    assert [block["text"] for block in written if "wording" not in block] == []


def test_every_kind_may_be_reworded_or_says_why_not():
    for kind in REWORDED:
        assert bool(wording.units(kind)) != bool(kind.words_stay), kind.code


def test_every_key_of_a_builder_is_shown_by_a_sample_or_a_variant_of_its_kind():
    known = {}
    for kind in REWORDED:
        known.setdefault(inspect.getmodule(kind.sample), set()).update(wording.units(kind))
    written = {module: set(re.findall(r'key="(\w+)"', inspect.getsource(module))) for module in known}
    parts = {  # samples that stand in the package of their modules
        people_papers: ("parts", "mentoring", "personal_data", "picture"),
        annual_report: ("general", "roadmap", "participants", "indicator_table", "work"),
    }
    for package, names in parts.items():
        for name in names:
            module = import_module(f"{package.__name__}.{name}")
            written[package] |= set(re.findall(r'key="(\w+)"', inspect.getsource(module)))
    assert {module.__name__: keys - known[module] for module, keys in written.items() if keys - known[module]} == {}
    local = set(re.findall(r'key="(\w+)"', inspect.getsource(local_acts)))
    for code in ("order_regulation", "incentives_regulation"):
        assert local <= set(wording.units(kinds.get(code)))


def test_headings_titles_of_sections_of_annexes_and_of_columns_may_be_reworded():
    found = [(kind.code, block) for kind in REWORDED if not kind.words_stay for block in kind.sample()]
    titles = [(code, block) for code, block in found if block["type"] in ("heading", "subtitle", "table")]
    titles += [(code, block) for code, block in found if block["type"] == "annex" and block["title"]]
    assert [(code, block) for code, block in titles if "wording" not in block] == []
    assert len(titles) > 80


@pytest.mark.slow
def test_each_own_text_of_every_kind_stands_in_its_sample_in_the_place_of_the_portals():
    """«Слово.» put at the end of every template: each unit that the sample or a variant says, says it, values whole."""
    for kind in REWORDED:
        known = wording.units(kind)
        own = {key: f"{unit.template} Добавка-{place}ё" for place, (key, unit) in enumerate(known.items())}
        assert wording.problems(known, own) == {}, kind.code
        sheets = [wording.applied(written, own) for written in wording.samples(kind).values()]
        said = "\n".join(line for sheet in sheets for line in blocks.plain_text(sheet)).replace("\u2011", "-")
        assert [key for place, key in enumerate(own) if f"Добавка-{place}ё" not in said] == [], kind.code
        for sheet in sheets:
            blocks.validate(sheet)


# --- a text and its words ------------------------------------------------------------------------------------------


def unit():
    words = {"куратора": ("Лебедеву О.С.", "кого назначают"), "дня": ("1 сентября 2026 г.", "с какого дня")}
    return wording.Unit(
        "appoint", "Пункт 1.", "Назначить с {дня} куратором {куратора}.", words, is_list=False, block="item"
    )


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (OWN, ""),
        ("{ Куратора } назначить куратором с {дня}", ""),
        ("С {дня} возложить на {куратор}.", "Портал не знает подстановки {куратор}. Может быть, {куратора}?"),
        ("С {дня} возложить на {qwerty}.", "Здесь можно: {куратора}, {дня}."),
        ("Назначить куратором {куратора}.", "Не хватает {дня}"),
        ("С {дня назначить {куратора}.", "Скобка без пары"),
        ("", "Пустым этот текст быть не может"),
        ("{дня} {куратора} " + "слово " * 700, "длиннее 4000 знаков"),
    ],
)
def test_what_is_wrong_with_a_typed_text(typed, told):
    words = wording.problem(unit(), wording.tidy(typed))
    assert told in words
    assert bool(words) == bool(told)


def test_values_are_put_in_once_and_sentences_stay_whole():
    words = {"дня": ("1 сентября 2026 г.", ""), "кого": ("{дня}", ""), "нет": ("", "")}
    assert worded.filled("Назначить {кого} с {дня}.", words) == "Назначить {дня} с 1 сентября 2026 г."
    assert worded.filled("{Нет} в целях {нет}, порядка", words) == "В целях, порядка"
    assert worded.filled_list("до {дня}\nвстречи {нет}\nитоги", words) == ["до 1 сентября 2026 г.;", "итоги."]


@pytest.fixture
def kind(institution):
    """A kind with an item, a list and a line that stays as it is."""

    def write(name, tasks):
        words = {"дня": ("1 сентября 2026 г.", "с какого дня"), "куратора": (name, "кого назначают")}
        return [
            blocks.doc_title("ПРИКАЗ"),
            blocks.heading("О кураторе"),
            blocks.item("Назначить с {дня} куратором {куратора}.", key="appoint", words=words),
            blocks.item("Поручить:", key="head"),
            *blocks.items(tasks, key="tasks"),
            blocks.item("Ознакомить под подпись."),
            blocks.table(
                [{"title": "№", "width": 10}, {"title": "Наставляемый", "width": 90}], [["1.", "Котова"]], key="columns"
            ),
        ]

    made = kinds.Kind(
        code="test_worded",
        title="Приказ своими словами",
        build=lambda paper: write("Орлову А.И.", ["вести базы", "составить отчёт"]),
        sample=lambda: write("Лебедеву О.С.", ["вести базы", "составить отчёт"]),
    )
    kinds.register(made)
    yield made
    del kinds._kinds[made.code]


def saved(kind, by, *, version=0, **texts):
    return workflow.save_wording(kind, texts=texts, version=version, by=by)


def items(paper):
    return [block["text"] for block in paper.blocks if block["type"] == "item"]


def drafted(kind, curator):
    return workflow.rebuild(workflow.draft(kind.code, title="О кураторе", subject=curator, by=curator), by=curator)


# --- versions and drafts -------------------------------------------------------------------------------------------


def test_new_drafts_speak_the_institutions_words_and_know_their_version(kind, curator):
    before = drafted(kind, curator)
    first = saved(kind, curator, appoint=OWN, tasks="вести базы участников;\nготовить приказы\n\nотчитаться")
    paper = drafted(kind, curator)
    assert items(paper) == [
        "С 1 сентября 2026 г. возложить обязанности на Орлову А.И.",
        "Поручить:",
        "вести базы участников;",
        "готовить приказы;",
        "отчитаться.",
        "Ознакомить под подпись.",
    ]
    assert (paper.wording, before.wording) == (first, None)
    assert not any("wording" in block for block in paper.blocks)
    assert len({block["id"] for block in paper.blocks}) == len(paper.blocks)
    before.refresh_from_db()
    assert items(before)[0].startswith("Назначить")
    assert items(workflow.rebuild(before, by=curator))[0].startswith("С 1 сентября")


def test_the_columns_of_a_table_are_called_as_the_institution_calls_them(kind, curator):
    own = "№ п/п\nФ.И.О. молодого специалиста"
    saved(kind, curator, columns=own)
    table = drafted(kind, curator).blocks[-1]
    assert [(column["title"], column["width"]) for column in table["columns"]] == list(
        zip(own.split("\n"), (10, 90), strict=True)
    )
    assert table["rows"] == [["1.", "Котова"]]
    with pytest.raises(workflow.OwnWordingError) as refused:
        saved(kind, curator, version=1, columns="Ф.И.О. молодого специалиста")
    assert "Столбцов в таблице 2, а строк здесь 1" in refused.value.problems["columns"]
    assert wording.units(kind)["columns"].label == "Заголовки столбцов"


def test_headings_of_a_table_that_has_got_a_column_since_give_way_to_the_portals(kind):
    table = kind.sample()[-1]
    said = wording.applied([table], {"columns": "№\nФ.И.О.\nДолжность"})[0]["columns"]
    assert [column["title"] for column in said] == ["№", "Наставляемый"]


def test_own_words_stand_in_the_pdf_and_in_the_docx(kind, curator):
    from mentorship.documents import pdf

    saved(kind, curator, appoint=OWN)
    text = "С 1 сентября 2026 г. возложить обязанности на Лебедеву О.С."
    sheet = wording.sheet(kind)
    printed = "".join(said(page["chars"]) for page in read(pdf.render(sheet, kind.layout, title=kind.title)))
    assert text.replace(" ", "") in printed.replace("\u00a0", "")
    lines = [line.text for line in Document(io.BytesIO(docx_writer.render(sheet, kind.layout, title="О"))).paragraphs]
    assert any(text in line.replace("\u00a0", " ") for line in lines)


def test_an_issued_paper_keeps_its_words_whatever_is_saved_later(kind, curator, director):
    saved(kind, curator, appoint=OWN)
    paper = workflow.send(drafted(kind, curator), by=curator)
    paper = workflow.issue(paper, by=director, key=uuid.uuid4())
    later = saved(kind, curator, version=1, appoint="Куратором с {дня} назначить {куратора}.")
    paper.refresh_from_db()
    assert items(paper)[0].startswith("С 1 сентября")
    with pytest.raises(DatabaseError), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(wording=later)


def test_every_saving_is_a_version_and_an_earlier_one_comes_back(kind, curator):
    first = saved(kind, curator, appoint=OWN)
    assert saved(kind, curator, version=1, appoint=OWN) == first
    second = saved(kind, curator, version=1, appoint=wording.units(kind)["appoint"].template)
    assert (second.version, second.own) == (2, {})
    third = workflow.bring_wording_back(kind, first, version=2, by=curator)
    assert (third.version, third.own, third.by) == (3, first.own, curator)
    assert third.note == "возвращена версия 1"
    assert [one.version for one in KindWording.objects.of(kind.code)] == [3, 2, 1]


def test_the_second_of_two_people_is_told_and_nothing_is_overwritten(kind, curator):
    first = saved(kind, curator, appoint=OWN)
    with pytest.raises(Conflict) as refused:
        saved(kind, curator, version=0, appoint="Куратором с {дня} назначить {куратора}.")
    assert refused.value.current == first
    assert KindWording.objects.count() == 1


def test_a_wrong_text_saves_nothing_at_all(kind, curator):
    with pytest.raises(workflow.OwnWordingError) as refused:
        saved(kind, curator, appoint="Назначить {кого}.", head="Велеть:")
    assert list(refused.value.problems) == ["appoint"]
    assert not KindWording.objects.exists()


def test_own_words_outlive_a_new_text_of_the_portal_and_give_way_to_a_lost_placeholder(kind, curator, as_user):
    stored = saved(kind, curator, appoint=OWN)
    KindWording.objects.filter(pk=stored.pk).update(
        texts={"appoint": {"text": OWN, "original": "Назначить {куратора}."}}
    )
    page = as_user(curator).get(reverse("documents:wording", args=[kind.code])).content.decode()
    assert "исходный текст этого места изменился" in page
    assert items(drafted(kind, curator))[0].startswith("С 1 сентября")
    KindWording.objects.filter(pk=stored.pk).update(
        texts={"appoint": {"text": "Назначить {прежнее}.", "original": "Назначить {прежнее}."}}
    )
    page = as_user(curator).get(reverse("documents:wording", args=[kind.code])).content.decode()
    assert "Портал не знает подстановки {прежнее}" in page
    assert items(drafted(kind, curator))[0] == "Назначить с 1 сентября 2026 г. куратором Орлову А.И."


# --- the pages -----------------------------------------------------------------------------------------------------


def post(browser, kind, act, *, version=0, **texts):
    fields = {f"text-{key}": text for key, text in texts.items()}
    return browser.post(reverse("documents:wording", args=[kind.code]), {"act": act, "version": version} | fields)


def test_the_page_keeps_what_was_typed_and_names_the_nearest_word(kind, curator, as_user):
    typed = "Возложить на {куратор} с {дня} то, что набрано."
    page = post(as_user(curator), kind, "save", appoint=typed).content.decode()
    assert typed in page
    assert "Может быть, {куратора}?" in page
    assert not KindWording.objects.exists()


def test_a_text_goes_back_to_the_portals_alone_or_with_all_others(kind, curator, as_user):
    browser = as_user(curator)
    one = post(browser, kind, "restore:appoint", appoint=OWN, head="Велеть:").content.decode()
    assert OWN not in one
    assert "Велеть:" in one
    assert re.findall(r'id="(text-\w+)"[^>]* autofocus>', one) == ["text-appoint"]
    every = post(browser, kind, "restore", appoint=OWN, head="Велеть:").content.decode()
    assert "Велеть:" not in every
    assert not KindWording.objects.exists()


def test_a_late_saving_is_answered_with_both_texts(kind, curator, as_user):
    saved(kind, curator, appoint=OWN)
    mine = "Куратором с {дня} назначить {куратора}."
    late = post(as_user(curator), kind, "save", version=0, appoint=mine)
    assert late.status_code == 409
    page = late.content.decode()
    assert mine in page
    assert OWN in page
    for _ in range(2):  # the same press, sent twice
        assert post(as_user(curator), kind, "save", version=1, appoint=mine).status_code == 302
    assert KindWording.objects.current(kind.code).own == {"appoint": mine}
    assert KindWording.objects.count() == 2


def test_the_sample_is_printed_in_words_that_are_not_saved_yet(kind, curator, as_user):
    answer = post(as_user(curator), kind, "pdf", appoint=OWN)
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert "возложить обязанности на Лебедеву" in post(as_user(curator), kind, "show", appoint=OWN).content.decode()


def test_an_earlier_version_is_shown_and_brought_back_by_a_button(kind, curator, as_user):
    saved(kind, curator, appoint=OWN)
    saved(kind, curator, version=1, appoint="Куратором с {дня} назначить {куратора}.")
    url = reverse("documents:wording_version", args=[kind.code, 1])
    assert OWN in as_user(curator).get(url).content.decode()
    assert as_user(curator).post(url).status_code == 302
    assert KindWording.objects.current(kind.code).own == {"appoint": OWN}


def test_the_secretary_rewords_and_the_director_only_reads(kind, director, as_user):
    secretary = UserFactory(roles=["secretary"])
    assert post(as_user(secretary), kind, "save", appoint=OWN).status_code == 302
    assert post(as_user(director), kind, "save", version=1, appoint=OWN).status_code == 403
    page = as_user(director).get(reverse("documents:wording", args=[kind.code])).content.decode()
    assert "readonly" in page
    assert "Сохранить" not in page


def test_a_consent_says_why_its_words_stay(institution, curator, as_user):
    page = as_user(curator).get(reverse("documents:wording", args=["consent_processing"])).content.decode()
    assert "Слова этого согласия не меняют." in page
    assert "<textarea" not in page


def test_the_words_of_other_answers_stand_below_the_sample(institution, curator, as_user):
    known = wording.units(kinds.get("memo"))
    assert {"mentor_intro", "mentee_intro", "curator_intro"} <= set(known)
    page = as_user(curator).get(reverse("documents:wording", args=["memo"])).content.decode()
    assert page.index("text-mentor_intro") < page.index("Если выбрано другое: куратору") < page.index("text-curator_1")
    assert page.count('id="text-curator_1"') == 1
