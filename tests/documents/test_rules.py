"""How papers look and are numbered: the standard as default, changes by settings, back to the standard; the catalogue."""

import io

import pdfplumber
import pytest
from django.urls import reverse
from docx import Document

from mentorship.documents import kinds, page, workflow
from mentorship.documents.layout import ORDER, PLAIN, Layout
from mentorship.documents.models import Paper, PaperSettings, Series, SeriesRule

GEOMETRY = {
    "label": "Инструкция 2020",
    "margin_left": "25",
    "margin_right": "15",
    "margin_top": "20",
    "margin_bottom": "20",
    "size": "13",
    "size_table": "11",
    "line_height": "1.5",
    "indent": "10",
    "command_style": "spaced",
    "mirror": "on",
    "acquaintance": "paper",
    "acquaint_days": "5",
    "return_days": "10",
}


def test_by_default_the_page_is_the_standard(db):
    assert PaperSettings.load().is_standard
    assert page.of_institution(PLAIN) == PLAIN
    assert page.of_institution(ORDER) == ORDER


def test_settings_come_over_what_the_kind_leaves_to_the_standard(db):
    PaperSettings(margin_left=25, size=13, heading_bold=False).save()
    plain, order = page.of_institution(PLAIN), page.of_institution(ORDER)
    own = page.of_institution(Layout(size=12))
    assert (plain.margin_left, plain.size, plain.heading_bold) == (25, 13, False)
    assert (order.margin_left, own.size) == (30, 12)  # to be bound; the kind's own size


def test_the_press_of_another_process_gets_plain_values(db):
    PaperSettings(command_style="spaced", size=13).save()
    taken = vars(page.of_institution(PLAIN)).values()
    assert {type(value).__module__ for value in taken} == {"builtins"}  # it knows no models to read them by


def test_the_page_is_set_and_put_back(institution, curator, as_user):
    browser = as_user(curator)
    assert browser.post(reverse("documents:settings"), GEOMETRY).status_code == 302
    settings = PaperSettings.load()
    assert (settings.size, settings.mirror, settings.is_standard) == (13, True, False)
    shown = browser.get(reverse("documents:settings")).content.decode()
    assert "Вернуть к стандарту" in shown
    browser.post(reverse("documents:settings_standard"))
    settings = PaperSettings.load()
    assert settings.is_standard
    assert settings.acquaintance == "paper"  # not a matter of the page


@pytest.mark.parametrize(
    ("field", "value"), [("margin_left", "2"), ("size", "40"), ("line_height", "0.5"), ("command_style", "x")]
)
def test_a_number_outside_the_limits_is_refused(institution, curator, as_user, field, value):
    answer = as_user(curator).post(reverse("documents:settings"), GEOMETRY | {field: value})
    assert answer.status_code == 200
    assert PaperSettings.load().is_standard


def test_an_issued_paper_keeps_the_page_it_was_printed_on(worker, issued, curator):
    paper = issued()
    before = paper.pdf.read()
    PaperSettings(margin_left=45, size=12).save()
    assert Paper.objects.get(pk=paper.pk).pdf.read() == before


def test_the_sample_shows_the_set_margin(institution, curator, as_user):
    PaperSettings(margin_left=40).save()
    content = b"".join(as_user(curator).get(reverse("documents:settings_sample")).streaming_content)
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        left = min(word["x0"] for word in pdf.pages[0].extract_words())
    assert left * 25.4 / 72 == pytest.approx(40, abs=1)


def test_a_rule_is_set_on_its_page(institution, curator, as_user):
    browser, address = as_user(curator), reverse("documents:series_rule", args=["orders"])
    fields = {
        "pattern": "{n}-осн",
        "when": "by_hand",
        "gaps": "warn",
        "repeats": "refuse",
        "index": "01-07",
        "place": "",
    }
    assert "{n}" in browser.post(address, fields | {"pattern": "осн"}).content.decode()
    assert browser.post(address, fields).status_code == 302
    rule = SeriesRule.of(Series.ORDERS)
    assert (rule.pattern, rule.when, rule.gaps, rule.index) == ("{n}-осн", "by_hand", "warn", "01-07")
    assert "45-осн" in browser.get(reverse("documents:series")).content.decode()
    assert browser.get(reverse("documents:series_rule", args=["nothing"])).status_code == 404


# --- the catalogue -----------------------------------------------------------------------------------------------------------


def test_the_catalogue_names_every_kind_with_its_storage(institution, curator, as_user):
    shown = as_user(curator).get(reverse("documents:catalogue")).content.decode()
    for kind in (kind for group in kinds.catalogue().values() for kind in group):
        assert kind.title in shown
        assert kind.about, kind.code
        assert kind.begins_at(curator), kind.code


def test_the_catalogue_is_searched_by_words(institution, curator, as_user):
    def shown(query):
        return as_user(curator).get(reverse("documents:catalogue"), {"q": query}).content.decode()

    assert "Заверенная копия документа" in shown("КОПИЯ документ")
    assert "Журнал регистрации</h3>" not in shown("копия документ")
    assert "Такой бумаги в каталоге нет" in shown("единорог")


def test_a_sample_is_shown_as_it_prints(institution, curator, as_user):
    browser, address = as_user(curator), reverse("documents:sample", args=["order_curator"])
    assert b"".join(browser.get(address).streaming_content).startswith(b"%PDF")
    word = Document(io.BytesIO(b"".join(browser.get(address, {"docx": ""}).streaming_content)))
    assert "ПРИКАЗЫВАЮ:" in [line.text for line in word.paragraphs]


def test_a_kind_without_a_sample_has_none_to_show(institution, order_kind, curator, as_user):
    assert as_user(curator).get(reverse("documents:sample", args=["test_order"])).status_code == 404
    assert as_user(curator).get(reverse("documents:sample", args=["nothing"])).status_code == 404


# --- the secretary's page -------------------------------------------------------------------------------------------------------


def test_a_number_typed_on_the_page(waiting, director, curator, as_user):
    import uuid

    rule = SeriesRule.of(Series.ORDERS)
    rule.when, rule.gaps = SeriesRule.When.BY_HAND, SeriesRule.Strictness.WARN
    workflow.save_rule(rule, by=curator)
    paper = workflow.issue(waiting(), by=director, key=uuid.uuid4())
    browser, address = as_user(curator), reverse("documents:register", args=[paper.pk])
    assert "Порядковый номер" in browser.get(paper.get_absolute_url()).content.decode()
    typed = {"dated": paper.signed_on.isoformat(), "sequence": "7", "suffix": "", "journal_number": "112"}
    asked = browser.post(address, typed).content.decode()
    assert "Пропущен" in asked
    assert "Так и нужно" in asked
    assert 'value="112"' in asked
    assert browser.post(address, typed | {"confirmed": "on"}).url == paper.get_absolute_url()
    assert Paper.objects.get(pk=paper.pk).number == "7-од"
    assert "уже издан" in browser.get(browser.post(address, typed).url).content.decode()
